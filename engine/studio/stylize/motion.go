package stylize

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/vision/motion"
	"zoetrope/engine/studio/vision/vec"
)

// tracker knows how the reduced frame has moved since the one before.
type tracker struct {
	w, h int
	// back leads from a pixel of this frame to where its content was in the frame before; zero in a first frame.
	back flow.Field
	// trust is 1 where the frame before shows the same, 0 where something else was seen.
	trust vision.Plane
	// fresh is set in the first frame and after a cut: nothing of the past may be used.
	fresh bool
	// panX and panY are how far the dominant motion has carried content since the first frame, in pixels.
	panX, panY float32

	before     [][4]float32 // the channels of the frame before, side by side
	beforeLuma vision.Plane
	smooth     [][4]float32 // what denoise blends with, in the same way
}

// A change of trust: the sum of the differences of three channels after compensation.
const (
	sameBelow  = 0.07
	otherAbove = 0.24
	// cutAbove is the mean distrust of a frame from which it counts as a cut.
	cutAbove = 0.55
)

func (t *tracker) next(now vision.RGB) {
	luma := now.Luma()
	t.fresh = t.before == nil
	if t.fresh {
		t.back = flow.Field{U: vision.New(t.w, t.h), V: vision.New(t.w, t.h)}
		t.trust = vision.New(t.w, t.h)
	} else {
		t.back = flow.Estimate(luma, t.beforeLuma, flow.Options{Finest: 1, Iterations: 8, Refinements: 3, Smoothness: 12})
		t.judge(now)
	}
	if !t.fresh {
		m := motion.Fit(t.back, t.trust)
		t.panX -= float32(m.X) * float32(t.w)
		t.panY -= float32(m.Y) * float32(t.w)
	}
	t.before = side4(t.before, now)
	t.beforeLuma = luma
}

// side4 puts the channels of a picture side by side.
func side4(dst [][4]float32, p vision.RGB) [][4]float32 {
	if dst == nil {
		dst = make([][4]float32, p.W*p.H)
	}
	vision.Rows(p.H, func(y0, y1 int) {
		from, to := y0*p.W, y1*p.W
		interleave(dst[from:to], p.R.Pix[from:to], p.G.Pix[from:to], p.B.Pix[from:to])
	})
	return dst
}

// newMoved has room for a row.
func newMoved(w int) *moved {
	row := func() []float32 { return make([]float32, w) }
	return &moved{u: row(), v: row(), weight: row(), ax: row(), ay: row(), at: make([]int32, w)}
}

// blend moves a picture by shares of a gain towards what the frame before, given side by side, shows there.
func (t *tracker) blend(p vision.RGB, past [][4]float32, share vision.Plane, gain float32) {
	vision.Rows(t.h, func(y0, y1 int) {
		m := newMoved(t.w)
		for y := y0; y < y1; y++ {
			vec.Places(m.at, m.ax, m.ay, t.back.U.Row(y), t.back.V.Row(y), y, t.w, t.h)
			vec.Stretch(m.weight, share.Row(y), 0, gain)
			m.mix(p.R.Row(y), p.G.Row(y), p.B.Row(y), past, t.w)
		}
	})
}

// judge finds where the frame before shows the same, and cuts.
func (t *tracker) judge(now vision.RGB) {
	diff := vision.New(t.w, t.h)
	vision.Rows(t.h, func(y0, y1 int) {
		m := newMoved(t.w)
		for x := range m.weight {
			m.weight[x] = 1
		}
		red, green, blue := make([]float32, t.w), make([]float32, t.w), make([]float32, t.w)
		for y := y0; y < y1; y++ {
			r, g, b, row := now.R.Row(y), now.G.Row(y), now.B.Row(y), diff.Row(y)
			vec.Places(m.at, m.ax, m.ay, t.back.U.Row(y), t.back.V.Row(y), y, t.w, t.h)
			m.mix(red, green, blue, t.before, t.w)
			for x := range row {
				row[x] = abs(r[x]-red[x]) + abs(g[x]-green[x]) + abs(b[x]-blue[x])
			}
		}
	})
	diff = vision.Box(diff, 1)
	t.trust = vision.New(t.w, t.h)
	vision.Rows(t.h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range t.w {
				i := y*t.w + x
				fx, fy := float32(x)+t.back.U.Pix[i], float32(y)+t.back.V.Pix[i]
				if fx < -1 || fy < -1 || fx > float32(t.w) || fy > float32(t.h) {
					continue
				}
				t.trust.Pix[i] = 1 - vision.Smoothstep(sameBelow, otherAbove, diff.Pix[i])
			}
		}
	})
	if 1-t.trust.Mean() > cutAbove {
		t.fresh = true
		clear(t.trust.Pix)
		clear(t.back.U.Pix)
		clear(t.back.V.Pix)
	}
}

// denoise blends the frame with the smoothed one before where they show the same, which flickers less than either.
func (t *tracker) denoise(now vision.RGB) vision.RGB {
	out := now.EachChannel(vision.Plane.Clone)
	if !t.fresh && t.smooth != nil {
		const past = 0.5
		t.blend(out, t.smooth, t.trust, past)
	}
	t.smooth = side4(t.smooth, out)
	return out
}

// forward is where a point of the frame before is now: the inverse of back by fixed-point iteration.
func (t *tracker) forward(x, y float32) (float32, float32) {
	px, py := x, y
	for range 3 {
		u, v := t.back.At(px, py)
		px, py = x-u, y-v
	}
	return px, py
}

// anchor carries texture coordinates along the flow, so that paper and hatching stay on what they are drawn on. A layer that has
// been stretched too far is faded into a fresh one.
type anchor struct {
	w, h  int
	layer flow.Field // the displacement of the texture's coordinates, in pixels of the reduced planes
	fresh flow.Field // the next layer while it fades in
	fade  float32    // 0: layer alone; grows to 1
	step  float32
}

// maxStretch is the mean gradient of a layer, a change of scale by as much, from which it is replaced.
const maxStretch = 0.16

func newAnchor(w, h, fps int) *anchor {
	zero := func() flow.Field { return flow.Field{U: vision.New(w, h), V: vision.New(w, h)} }
	return &anchor{w: w, h: h, layer: zero(), fresh: zero(), step: 2 / float32(fps)}
}

func (a *anchor) next(t *tracker) {
	if t.fresh {
		*a = *newAnchor(a.w, a.h, int(2/a.step+0.5))
		return
	}
	a.layer = carry(a.layer, t.back)
	switch {
	case a.fade > 0:
		a.fresh = carry(a.fresh, t.back)
		if a.fade += a.step; a.fade >= 1 {
			a.layer, a.fade = a.fresh, 0
		}
	case stretch(a.layer) > maxStretch:
		a.fresh = flow.Field{U: vision.New(a.w, a.h), V: vision.New(a.w, a.h)}
		a.fade = a.step
	}
}

// carry follows content back and adds up how far it has come.
func carry(d, back flow.Field) flow.Field {
	c := flow.WarpAll(back, d.U, d.V)
	vec.Add(c[0].Pix, back.U.Pix)
	vec.Add(c[1].Pix, back.V.Pix)
	return flow.Field{U: c[0], V: c[1]}
}

func stretch(d flow.Field) float32 {
	var sum float64
	n := 0
	for y := 0; y < d.U.H-1; y += 2 {
		for x := 0; x < d.U.W-1; x += 2 {
			i := y*d.U.W + x
			sum += float64(abs(d.U.Pix[i+1]-d.U.Pix[i]) + abs(d.V.Pix[i+d.V.W]-d.V.Pix[i]))
			n++
		}
	}
	return float32(sum / float64(max(n, 1)) / 2)
}

func abs(x float32) float32 { return math.Float32frombits(math.Float32bits(x) &^ (1 << 31)) }
