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

// TestPaintIsLitPixelByPixel compares rows that fill vectors with rows of three pixels, which do not.
func TestPaintIsLitPixelByPixel(t *testing.T) {
	t.Parallel()
	const w = 45
	row := func(seed uint32) []float32 {
		p := make([]float32, w)
		for i := range p {
			p[i] = hash(uint32(i), seed, 1)
		}
		return p
	}
	a, m, b := row(1), row(2), row(3)
	diffuse, shine := make([]float32, w), make([]float32, w)
	lightRow(diffuse, shine, a, m, b, 3, 32)
	r, g, u := row(4), row(5), row(6)
	glaze(r, g, u, diffuse, shine, 0.3)
	dark, dull := 0, 0
	for x := 1; x < w-1; x++ {
		var d, s [3]float32
		lightRow(d[:], s[:], a[x-1:x+2], m[x-1:x+2], b[x-1:x+2], 3, 32)
		if !near1(diffuse[x], d[1]) || !near1(shine[x], s[1]) {
			t.Errorf("pixel %d has light %g and %g in a row, %g and %g alone", x, diffuse[x], shine[x], d[1], s[1])
		}
		one := [3]float32{row(4)[x], row(5)[x], row(6)[x]}
		glaze(one[:1], one[1:2], one[2:], d[1:2], s[1:2], 0.3)
		if !near1(r[x], one[0]) || !near1(g[x], one[1]) || !near1(u[x], one[2]) {
			t.Errorf("pixel %d is %g,%g,%g in a row, %v alone", x, r[x], g[x], u[x], one)
		}
		if d[1] < lit {
			dark++
		} else {
			dull++
		}
	}
	if dark == 0 || dull == 0 {
		t.Errorf("%d pixels are dark and %d are not: both are wanted", dark, dull)
	}
}

// TestComicPixelByPixel compares a row with its pixels printed one by one, which lanes cannot do.
func TestComicPixelByPixel(t *testing.T) {
	t.Parallel()
	const w = 61
	row := func(seed uint32, to float32) []float32 {
		p := make([]float32, w)
		for i := range p {
			p[i] = to * hash(uint32(i), seed, 1)
		}
		return p
	}
	empty := func() []float32 { return make([]float32, w) }
	p := comicRow{
		r: empty(), g: empty(), b: empty(), red: row(1, 1), green: row(2, 1), blue: row(3, 1), tone: row(4, 1), lines: row(5, 0.15),
		x: -3.4, y: 17.2, dots: newScreen(6.5, 0.7854),
	}
	p.shade()
	for i := range w {
		var rgb [3]float32
		one := comicRow{
			r: rgb[:1], g: rgb[1:2], b: rgb[2:], red: p.red[i : i+1], green: p.green[i : i+1], blue: p.blue[i : i+1],
			tone: p.tone[i : i+1], lines: p.lines[i : i+1], x: float32(i) + p.x, y: p.y, dots: p.dots,
		}
		one.shade()
		for k, got := range [3]float32{p.r[i], p.g[i], p.b[i]} {
			if d := got - rgb[k]; abs(d) > 1e-3 {
				t.Errorf("channel %d of pixel %d is %g in a row, %g alone", k, i, got, rgb[k])
			}
		}
	}
}

// TestVarnishPixelByPixel compares a row with its pixels varnished one by one, which lanes cannot do.
func TestVarnishPixelByPixel(t *testing.T) {
	t.Parallel()
	const w = 61
	var rows [3][w]float32
	cloth := make([]float32, w)
	for i := range w {
		for k := range rows {
			rows[k][i] = 1.3*hash(uint32(i), uint32(k), 1) - 0.1
		}
		cloth[i] = 4*hash(uint32(i), 3, 1) - 2
	}
	how := varnishing{vivid: 1.3, weave: 0.03, depth: 0.35, blue: 0.97}
	got := rows
	varnish(got[0][:], got[1][:], got[2][:], cloth, how)
	for i := range w {
		one := [3]float32{rows[0][i], rows[1][i], rows[2][i]}
		varnish(one[:1], one[1:2], one[2:], cloth[i:i+1], how)
		for k := range one {
			if !near1(got[k][i], one[k]) {
				t.Errorf("channel %d of pixel %d is %g in a row, %g alone", k, i, got[k][i], one[k])
			}
		}
	}
}

// TestStructurePixelByPixel compares rows of the structure tensor with pieces that lanes cannot do: of three pixels for the
// gradients, and of one for the directions. Flat parts have no direction.
func TestStructurePixelByPixel(t *testing.T) {
	t.Parallel()
	const w = 45
	row := func(seed uint32) []float32 {
		p := make([]float32, w)
		for i := range p {
			if i < 8 || i > 20 {
				p[i] = hash(uint32(i), seed, 1)
			}
		}
		return p
	}
	above, at, below := row(1), row(2), row(3)
	e, f, g := make([]float32, w), make([]float32, w), make([]float32, w)
	addGradients(e, f, g, above, at, below)
	tx, ty, aniso := make([]float32, w), make([]float32, w), make([]float32, w)
	minorAxes(tx, ty, aniso, e, f, g)
	for x := 1; x < w-1; x++ {
		var xx, xy, yy [3]float32
		addGradients(xx[:], xy[:], yy[:], above[x-1:x+2], at[x-1:x+2], below[x-1:x+2])
		if !near1(e[x], xx[1]) || !near1(f[x], xy[1]) || !near1(g[x], yy[1]) {
			t.Errorf("gradients of pixel %d are %g,%g,%g in a row, %g,%g,%g alone", x, e[x], f[x], g[x], xx[1], xy[1], yy[1])
		}
		u, v, a := minorAxis(e[x], f[x], g[x])
		if !near1(tx[x], u) || !near1(ty[x], v) || !near1(aniso[x], a) {
			t.Errorf("direction of pixel %d is %g,%g,%g in a row, %g,%g,%g alone", x, tx[x], ty[x], aniso[x], u, v, a)
		}
	}
	if tx[14] != 1 || aniso[14] != 0 || aniso[3] == 0 {
		t.Errorf("a flat part has direction %g and edge %g, a rough one edge %g", tx[14], aniso[14], aniso[3])
	}
}
