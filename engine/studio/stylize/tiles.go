package stylize

import (
	"cmp"
	"slices"
	"sync"

	"zoetrope/engine/studio/vision"
)

// hairTile is the pattern of a bristle brush: lines along x.
var hairTile = sync.OnceValue(func() tile { return drawn(91, 0, 26, 0.7) })

func sortBy(order []int, key []float64) {
	slices.SortFunc(order, func(a, b int) int {
		if c := cmp.Compare(key[a], key[b]); c != 0 {
			return c
		}
		return a - b
	})
}

// shape is the outline of cells: how the distance of a pixel from a point is measured.
type shape int

const (
	// square tiles stand along the edges of the picture (Hausner, "Simulating Decorative Mosaics", SIGGRAPH 2001).
	square shape = iota
	// roundish cells are those of Voronoi. They are found with squared distances.
	roundish
)

// near are the points around some pixels of a row: where they are, their directions, and their numbers.
type near struct {
	x, y, dx, dy []float32
	id           []int32
}

func (n *near) clear() {
	n.x, n.y, n.dx, n.dy, n.id = n.x[:0], n.y[:0], n.dx[:0], n.dy[:0], n.id[:0]
}

func (n *near) add(q *point, id int32) {
	n.x, n.y, n.dx, n.dy, n.id = append(n.x, q.x), append(n.y, q.y), append(n.dx, q.dx), append(n.dy, q.dy), append(n.id, id)
}

// owned is what is found for the pixels of a row: the number of the nearest point, -1 for none, and how far the border to the next
// cell is, in pixels of the frame, about. Both have room for a vector more than there are pixels.
type owned struct {
	id     []int32
	border []float32
}

func newOwned(most int) owned {
	return owned{id: make([]int32, most+laneWidth), border: make([]float32, most+laneWidth)}
}

// laneWidth is how many pixels a vector has.
const laneWidth = 8

// farthest is beyond all distances and their squares.
const farthest = 1e18

// find fills in the pixels from column x of row y.
func (o owned) find(list *near, s shape, x, y, count int) {
	if findOwners(o, list, s, x, y, count) {
		return
	}
	for i := range count {
		px, py := float32(x+i), float32(y)
		best, second, owner := float32(farthest), float32(farthest), int32(-1)
		for k, qx := range list.x {
			dx, dy := px-qx, py-list.y[k]
			v := dx*dx + dy*dy
			if s == square {
				// The larger of the distances along and across the tile.
				v = abs(dx*list.dx[k] + dy*list.dy[k])
				if across := abs(dy*list.dx[k] - dx*list.dy[k]); across > v {
					v = across
				}
			}
			if v < best {
				second, best, owner = best, v, list.id[k]
			} else if v < second {
				second = v
			}
		}
		if s == roundish {
			best, second = sqrt(best), sqrt(second)
		}
		o.id[i], o.border[i] = owner, (second-best)/2
	}
}

// cells calls f for every pixel x, y, number i of the frame, with the number of its nearest point in the list and how far the border
// to the next cell is. Positions of points are of the reduced planes. f is not called where no point is near.
func (c *canvas) cells(list []point, gap float32, s shape, f func(i, x, y, id int, border float32)) {
	toFull := float32(c.w) / float32(c.ww)
	side := gap * toFull
	const margin = 2
	gw, gh := int(float32(c.w)/side)+2*margin+1, int(float32(c.h)/side)+2*margin+1
	buckets := make([][]int32, gw*gh)
	for id, q := range list {
		x, y := c.onFrame(q)
		i, j := int(floor(x/side))+margin, int(floor(y/side))+margin
		if i >= 0 && j >= 0 && i < gw && j < gh {
			buckets[j*gw+i] = append(buckets[j*gw+i], int32(id))
		}
	}
	vision.Rows(c.h, func(y0, y1 int) {
		var around near
		o := newOwned(int(side) + 2)
		for y := y0; y < y1; {
			row := int(float32(y)/side) + margin
			below := min(max(int(float32(row-margin+1)*side)+1, y+1), y1)
			for from := 0; from < c.w; {
				// All pixels above one bucket have the same neighbours.
				column := int(float32(from)/side) + margin
				to := min(max(int(float32(column-margin+1)*side)+1, from+1), c.w)
				around.clear()
				for j := max(row-1, 0); j <= min(row+1, gh-1); j++ {
					for i := max(column-1, 0); i <= min(column+1, gw-1); i++ {
						for _, id := range buckets[j*gw+i] {
							q := list[id]
							q.x, q.y = c.onFrame(q)
							around.add(&q, id)
						}
					}
				}
				for v := y; v < below; v++ {
					o.find(&around, s, from, v, to-from)
					for x := from; x < to; x++ {
						if id := o.id[x-from]; id >= 0 {
							f(v*c.w+x, x, v, int(id), o.border[x-from])
						}
					}
				}
				from = to
			}
			y = below
		}
	})
}

// onFrame is where a point is on the frame, in its pixels.
func (c *canvas) onFrame(q point) (x, y float32) {
	toFull := float32(c.w) / float32(c.ww)
	return (q.x+0.5)*toFull - 0.5, (q.y+0.5)*toFull - 0.5
}
