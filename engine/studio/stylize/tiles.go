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

// metric measures how far a pixel is from a point, in gaps; it must grow along every ray from the point.
type metric func(q *point, dx, dy float32) float32

// square tiles stand along the edges of the picture (Hausner, "Simulating Decorative Mosaics", SIGGRAPH 2001).
func square(q *point, dx, dy float32) float32 {
	return max(abs(dx*q.dx+dy*q.dy), abs(dy*q.dx-dx*q.dy))
}

// roundish cells are those of Voronoi.
func roundish(_ *point, dx, dy float32) float32 { return sqrt(dx*dx + dy*dy) }

// cells calls f for every pixel with its nearest point and how far the border to the next cell is, in pixels of the frame, about.
// Positions of points are of the reduced planes.
func (c *canvas) cells(list []point, gap float32, d metric, f func(i int, q *point, border, dx, dy float32)) {
	toFull := float32(c.w) / float32(c.ww)
	side := gap * toFull
	const margin = 2
	gw, gh := int(float32(c.w)/side)+2*margin+1, int(float32(c.h)/side)+2*margin+1
	buckets := make([][]point, gw*gh)
	for _, q := range list {
		q.x, q.y = (q.x+0.5)*toFull-0.5, (q.y+0.5)*toFull-0.5
		i, j := int(floor(q.x/side))+margin, int(floor(q.y/side))+margin
		if i >= 0 && j >= 0 && i < gw && j < gh {
			buckets[j*gw+i] = append(buckets[j*gw+i], q)
		}
	}
	vision.Rows(c.h, func(y0, y1 int) {
		var near []*point
		for y := y0; y < y1; y++ {
			row := int(float32(y)/side) + margin
			for from := 0; from < c.w; {
				// All pixels of a row above one bucket have the same neighbours.
				column := int(float32(from)/side) + margin
				to := min(max(int(float32(column-margin+1)*side)+1, from+1), c.w)
				near = near[:0]
				for j := max(row-1, 0); j <= min(row+1, gh-1); j++ {
					for i := max(column-1, 0); i <= min(column+1, gw-1); i++ {
						b := buckets[j*gw+i]
						for k := range b {
							near = append(near, &b[k])
						}
					}
				}
				for x := from; x < to; x++ {
					var best, second float32 = 1e9, 1e9
					var owner *point
					for _, q := range near {
						v := d(q, float32(x)-q.x, float32(y)-q.y)
						if v < best {
							second, best, owner = best, v, q
						} else if v < second {
							second = v
						}
					}
					if owner != nil {
						f(y*c.w+x, owner, (second-best)/2, float32(x)-owner.x, float32(y)-owner.y)
					}
				}
				from = to
			}
		}
	})
}
