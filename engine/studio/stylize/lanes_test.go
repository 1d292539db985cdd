package stylize

import (
	"testing"

	"zoetrope/engine/studio/vision"
)

// near1 reports whether two values differ by rounding only.
func near1(a, b float32) bool { return abs(a-b) <= 1e-4*(1+abs(b)) }

// TestCellsBelongToTheNearestPoint compares cells with a search through all points, pixel by pixel.
func TestCellsBelongToTheNearestPoint(t *testing.T) {
	t.Parallel()
	c := newCanvas(Options{Width: 61, Height: 37})
	var list []point
	for i := range uint32(40) {
		a := hash(i, 3, 1) * 6.28
		list = append(list, point{x: hash(i, 1, 1) * 61, y: hash(i, 2, 1) * 37, dx: sin(a + 1.5707964), dy: sin(a)})
	}
	for name, s := range map[string]shape{"square": square, "roundish": roundish} {
		const gap = 40 // all points are neighbours of all pixels
		seen := make([]int, 61*37)
		c.cells(list, gap, s, func(i, x, y, id int, border float32) {
			best, second := float32(1e9), float32(1e9)
			for _, q := range list {
				dx, dy := float32(x)-q.x, float32(y)-q.y
				d := sqrt(dx*dx + dy*dy)
				if s == square {
					d = max(abs(dx*q.dx+dy*q.dy), abs(dy*q.dx-dx*q.dy))
				}
				best, second = min(best, d), min(second, max(best, d))
			}
			q := list[id]
			d := sqrt((float32(x)-q.x)*(float32(x)-q.x) + (float32(y)-q.y)*(float32(y)-q.y))
			if s == roundish && !near1(d, best) || !near1(border, (second-best)/2) {
				t.Errorf("%s: pixel %d,%d is %g from its point and %g from a border, want %g and %g", name, x, y, d, border, best, (second-best)/2)
			}
			seen[i]++
		})
		for i, n := range seen {
			if n != 1 {
				t.Fatalf("%s: pixel %d is called %d times", name, i, n)
			}
		}
	}
}

// TestStrokesInNarrowFrames paints a stroke over one frame, and over frames that are too narrow for lanes and lie side by side.
func TestStrokesInNarrowFrames(t *testing.T) {
	t.Parallel()
	const w, h, part = 35, 21, 7
	paint := func(width int, shift float32) vision.RGB {
		c := newCanvas(Options{Width: width, Height: h})
		c.k = 1
		height := vision.New(width, h)
		q := point{x: 17 - shift, y: 10, dx: 0.8, dy: 0.6, r: 0.9, g: 0.5, b: 0.2, id: 77}
		c.dab([]point{q}, brush{length: 26, width: 11, bristle: 0.9, opaque: 0.8, vary: 0.1, hue: 0.1}, height)
		c.out.B = height
		return c.out
	}
	whole := paint(w, 0)
	if whole.R.Mean() < 0.05 || whole.B.Mean() < 0.05 {
		t.Fatal("nothing was painted")
	}
	for x0 := 0; x0 < w; x0 += part {
		strip := paint(part, float32(x0))
		for k, p := range strip.Channels() {
			for i, v := range p.Pix {
				if want := whole.Channels()[k].At(x0+i%part, i/part); !near1(v, want) {
					t.Fatalf("channel %d at %d,%d is %g alone, %g with its neighbours", k, x0+i%part, i/part, v, want)
				}
			}
		}
	}
}

// TestCalmPixelByPixel compares rows with the same rows done one pixel at a time, which lanes cannot do.
func TestCalmPixelByPixel(t *testing.T) {
	t.Parallel()
	const w = 45
	row := func(seed uint32, from, to float32) []float32 {
		p := make([]float32, w)
		for i := range p {
			p[i] = mix(from, to, hash(uint32(i), seed, 1))
		}
		return p
	}
	past := make([][4]float32, 3*w)
	for i := range past {
		past[i] = [4]float32{hash(uint32(i), 7, 1), hash(uint32(i), 8, 1), hash(uint32(i), 9, 1), 0}
	}
	results := [2][][]float32{}
	for k, step := range []int{w, 1} {
		s := calmer{c: &canvas{w: 2, ww: 1}, weight: 0.6}
		u, v, weight := row(1, -0.06, 0.06), row(2, -0.06, 0.06), row(3, 0, 1)
		weight[3], weight[4] = 0, 0.01
		m := moved{ax: row(4, 0, 1), ay: row(5, 0, 1), weight: weight, at: make([]int32, w)}
		for i := range m.at {
			m.at[i] = int32((i * 29) % (2*w - 1))
		}
		red, green, blue, side := row(10, 0, 1), row(11, 0, 1), row(12, 0, 1), make([][4]float32, w)
		for x := 0; x < w; x += step {
			s.limit(u[x:x+step], v[x:x+step], weight[x:x+step])
			part := moved{ax: m.ax[x : x+step], ay: m.ay[x : x+step], weight: weight[x : x+step], at: m.at[x : x+step]}
			part.mix(red[x:x+step], green[x:x+step], blue[x:x+step], past, w)
			interleave(side[x:x+step], red[x:x+step], green[x:x+step], blue[x:x+step])
		}
		flat := make([]float32, 0, 4*w)
		for _, p := range side {
			flat = append(flat, p[:]...)
		}
		results[k] = [][]float32{u, v, weight, flat}
	}
	for k, name := range []string{"horizontal motion", "vertical motion", "weight", "picture"} {
		for i, v := range results[0][k] {
			if v != results[1][k][i] {
				t.Errorf("%s %d is %g in a row, %g alone", name, i, v, results[1][k][i])
			}
		}
	}
}
