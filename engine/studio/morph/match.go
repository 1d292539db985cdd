package morph

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
)

// match says where the content of two pictures is in the other. Fields are in pixels of the analysis.
type match struct {
	forward, backward flow.Field // from the first picture to the second, and back
	// likeness, from 0 to 1, is how far the pictures show the same things: the share of the frame over which the two fields
	// agree, in structure and with one another.
	likeness float64
	// anchored tells that faces or subjects were laid upon one another.
	anchored bool
}

const (
	// related is the likeness from which pictures are believed to show one scene.
	related = 0.5
	// agreement is the disagreement, in pixels of the analysis, at which a vector counts half.
	agreement = 1.5
	// fiction bounds how far content moves, in fractions of the width, where pictures have nothing in common.
	fiction = 0.045
)

// correspond matches two keys.
func correspond(a, b *key) match {
	best := attempt(a, b, similarity{scale: 1})
	if a.anchor.found && b.anchor.found && a.anchor.face == b.anchor.face && best.likeness < related {
		s := overlay(a.anchor, b.anchor)
		if m := attempt(a, b, s); m.likeness > best.likeness || plausible(s, a, b) {
			m.anchored = true
			m.likeness = max(m.likeness, best.likeness)
			best = m
		}
	}
	best.settle(a)
	return best
}

// similarity maps (x,y) to scale*(x-x0,y-y0) + (x1,y1).
type similarity struct{ x0, y0, x1, y1, scale float64 }

func overlay(a, b anchor) similarity {
	s := similarity{x0: a.x, y0: a.y, x1: b.x, y1: b.y, scale: b.radius / a.radius}
	return s
}

// plausible tells whether a subject may travel to the other's place without tearing the picture.
func plausible(s similarity, a, b *key) bool {
	way := math.Hypot(s.x1-s.x0, s.y1-s.y0) / float64(a.luma.W)
	return way < 0.3 && math.Abs(math.Log(s.scale)) < 0.9 && a.anchor.radius > 0 && b.anchor.radius > 0
}

func (s similarity) inverse() similarity {
	return similarity{x0: s.x1, y0: s.y1, x1: s.x0, y1: s.y0, scale: 1 / s.scale}
}

// attempt estimates both fields from a first guess that holds around the anchors and fades out away from them.
func attempt(a, b *key, s similarity) match {
	m := match{
		forward:  guided(a.structure, b.structure, guess(a, s)),
		backward: guided(b.structure, a.structure, guess(b, s.inverse())),
	}
	m.likeness = likeness(a, b, m.forward, m.backward)
	return m
}

// guess is the field of a similarity around its origin.
func guess(k *key, s similarity) flow.Field {
	w, h := k.luma.W, k.luma.H
	f := flow.Field{U: vision.New(w, h), V: vision.New(w, h)}
	if s == (similarity{scale: 1}) {
		return f
	}
	reach := 2.2 * k.anchor.radius
	for y := range h {
		for x := range w {
			dx, dy := float64(x)-s.x0, float64(y)-s.y0
			// Content near the border stays in the frame.
			edge := math.Min(math.Min(float64(x), float64(w-1-x)), math.Min(float64(y), float64(h-1-y))) / (0.12 * float64(w))
			share := math.Exp(-(dx*dx+dy*dy)/(reach*reach)) * float64(vision.Smoothstep(-0.3, 1, float32(edge)))
			f.U.Pix[y*w+x] = float32(share * (s.x1 + s.scale*dx - float64(x)))
			f.V.Pix[y*w+x] = float32(share * (s.y1 + s.scale*dy - float64(y)))
		}
	}
	return f
}

// guided estimates the flow from a to b that starts at a guess.
func guided(a, b vision.Plane, g flow.Field) flow.Field {
	rest := flow.Estimate(a, flow.Warp(b, g), flow.Options{Finest: 0, Iterations: 14, Refinements: 4, Smoothness: 24})
	out := flow.Field{U: vision.New(a.W, a.H), V: vision.New(a.W, a.H)}
	vision.Rows(a.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range a.W {
				i := y*a.W + x
				u, v := rest.U.Pix[i], rest.V.Pix[i]
				gu, gv := g.At(float32(x)+u, float32(y)+v)
				out.U.Pix[i], out.V.Pix[i] = u+gu, v+gv
			}
		}
	})
	return out
}

// consistency is 1 where following the first field and then the second leads back, and falls to 0 where it does not.
func consistency(there, back flow.Field) vision.Plane {
	out := vision.New(there.U.W, there.U.H)
	vision.Rows(out.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range out.W {
				i := y*out.W + x
				u, v := there.U.Pix[i], there.V.Pix[i]
				bu, bv := back.At(float32(x)+u, float32(y)+v)
				e := ((u+bu)*(u+bu) + (v+bv)*(v+bv)) / (agreement * agreement)
				out.Pix[i] = 1 / (1 + e*e)
			}
		}
	})
	return out
}

// likeness weighs the consistency with how well the second picture, brought to the first, correlates with it there.
func likeness(a, b *key, forward, backward flow.Field) float64 {
	agree := consistency(forward, backward)
	correlation := correlate(a.structure, flow.Warp(b.structure, forward))
	var sum, n float64
	for i, c := range correlation.Pix {
		sum += float64(agree.Pix[i] * vision.Smoothstep(0.25, 0.85, c))
		n++
	}
	return sum / math.Max(n, 1)
}

// correlate is the normalised correlation of two planes in a window around every pixel, -1 to 1. Windows without contrast
// correlate when both have none.
func correlate(a, b vision.Plane) vision.Plane {
	r := max(a.W/50, 2)
	mul := func(x, y float32) float32 { return x * y }
	ma, mb := vision.Box(a, r), vision.Box(b, r)
	aa, bb, ab := vision.Box(vision.Zip(a, a, mul), r), vision.Box(vision.Zip(b, b, mul), r), vision.Box(vision.Zip(a, b, mul), r)
	out := vision.New(a.W, a.H)
	const flat = 2e-4
	for i := range out.Pix {
		va, vb := max(aa.Pix[i]-ma.Pix[i]*ma.Pix[i], 0), max(bb.Pix[i]-mb.Pix[i]*mb.Pix[i], 0)
		cov := ab.Pix[i] - ma.Pix[i]*mb.Pix[i]
		out.Pix[i] = (cov + flat) / (float32(math.Sqrt(float64(va*vb))) + flat)
	}
	return out
}

// settle smooths the fields: little where they agree, much and bounded where they are fiction.
func (m *match) settle(a *key) {
	there, back := consistency(m.forward, m.backward), consistency(m.backward, m.forward)
	m.forward, m.backward = m.smooth(m.forward, there), m.smooth(m.backward, back)
}

func (m *match) smooth(f flow.Field, agree vision.Plane) flow.Field {
	w := float32(agree.W)
	truth := vision.Smoothstep(0.3, 0.6, float32(m.likeness))
	limit := w * (fiction + truth*(0.5-fiction))
	if m.anchored {
		limit = w * 0.3
	}
	bound := func(v float32) float32 { return limit * float32(math.Tanh(float64(v/limit))) }
	fill := func(p vision.Plane) vision.Plane {
		sigma := w / 14 * (1 - 0.75*truth)
		weight := agree.Map(func(v float32) float32 { return 0.02 + v })
		num := vision.Blur(vision.Zip(p.Map(bound), weight, func(v, k float32) float32 { return v * k }), sigma)
		return vision.Zip(num, vision.Blur(weight, sigma), func(n, d float32) float32 { return n / d })
	}
	sharp := agree.Map(func(v float32) float32 { return v * truth })
	sharp = vision.Blur(sharp, w/160)
	keep := func(p vision.Plane) vision.Plane {
		smooth := fill(p)
		out := vision.New(p.W, p.H)
		for i := range out.Pix {
			out.Pix[i] = smooth.Pix[i] + sharp.Pix[i]*(p.Pix[i]-smooth.Pix[i])
		}
		return out
	}
	return flow.Field{U: keep(f.U), V: keep(f.V)}
}
