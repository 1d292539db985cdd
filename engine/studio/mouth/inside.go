package mouth

import (
	"cmp"
	"math"
	"slices"
)

// colour is one in codes of BT.709 limited range.
type colour struct{ y, u, v float32 }

func (a colour) toward(b colour, t float64) colour {
	k := float32(t)
	return colour{a.y + (b.y-a.y)*k, a.u + (b.u-a.u)*k, a.v + (b.v-a.v)*k}
}

func (a colour) shaded(k float64) colour { return colour{16 + (a.y-16)*float32(k), a.u, a.v} }

// light is what the skin around the mouth says about the light that falls on it.
type light struct {
	skin colour
	// The colours inside the mouth in that light.
	teeth, tongue, cavity, gum colour
}

// look measures the light of a frame, averaged over about half a second.
func (p *Painter) look(f Frame, at Place) {
	y, u, v := f.planes()
	// Three of these have no beard, no hair and no hand before them.
	spots := [][2]float64{{-1.25, -0.25}, {1.25, -0.25}, {-0.9, 0.95}, {0.9, 0.95}, {0, 1.25}}
	var seen []colour
	for _, s := range spots {
		px, py := at.at(s[0], s[1])
		r := 0.12 * at.half
		seen = append(seen, colour{float32(y.mean(px, py, r)), float32(u.mean(px/2, py/2, r/2)), float32(v.mean(px/2, py/2, r/2))})
	}
	slices.SortFunc(seen, func(a, b colour) int { return cmp.Compare(b.y, a.y) })
	now := colour{}
	for _, c := range seen[:3] {
		now.y, now.u, now.v = now.y+c.y/3, now.u+c.u/3, now.v+c.v/3
	}
	if !p.begun {
		p.light.skin, p.begun = now, true
	}
	p.light.skin = p.light.skin.toward(now, 0.12)
	p.light.mix()
}

// mix derives the colours. Teeth are as bright as light skin, in the shade of the lips, and take a quarter of its colour; flesh
// is red whatever the skin.
func (l *light) mix() {
	level := (l.skin.y - 16) / 219
	// In black-and-white pictures flesh is grey.
	red := min(float32(math.Hypot(float64(l.skin.u-128), float64(l.skin.v-128)))/12, 1)
	tint := func(y, u, v, own float32) colour {
		return colour{16 + 219*y, 128 + red*u + own*(l.skin.u-128), 128 + red*v + own*(l.skin.v-128)}
	}
	l.teeth = tint(min(0.95*level+0.17, 0.86), -4, 1, 0.38)
	l.tongue = tint(0.40*level+0.03, 1, 14, 0.55)
	l.cavity = tint(0.10*level+0.01, 0, 11, 0.3)
	l.gum = tint(0.30*level+0.02, 1, 15, 0.5)
}

// inside is the colour of the cavity at a point.
func (l *light) inside(o *opening, d drawn) colour {
	gap := o.low + o.high // at the centre
	fromTop, fromBottom := d.my-d.top, d.bottom-d.my
	c := l.cavity
	// The tongue lies in the lower half, its tip a little back.
	tongueTop := d.bottom - 0.52*(o.low+o.high)*math.Sqrt(max(0, 1-d.mx*d.mx/0.5))
	t := smooth(tongueTop-0.03, tongueTop+0.10, d.my) * smooth(0.72, 0.5, math.Abs(d.mx)) * smooth(0.06, 0.24, gap)
	hump := 0.55 + 0.45*smooth(tongueTop, tongueTop+0.14, d.my) - 0.25*bell(d.mx*d.mx*(1/0.004))*smooth(0.2, 0.5, gap)
	c = c.toward(l.tongue.shaded(0.8*hump), t)
	if !o.rest.toothy {
		c = l.upperTeeth(c, o, d, gap)
	}
	// The inner, wet side of the lips, and their shadow.
	c = c.toward(l.gum.shaded(0.75), 0.8*smooth(0.045, 0, fromBottom)*smooth(0.05, 0.2, gap))
	shade := 1 - 0.42*smooth(lipShadow, 0, fromTop)
	return c.shaded(shade * (1 - 0.45*smooth(0.55, 1, math.Abs(d.mx))))
}

// teeth are the boundaries between neighbouring upper teeth, in half widths of the mouth from the middle: two incisors and the
// canine on each side, foreshortened by the arch.
var boundaries = []float64{0, 0.31, 0.54, 0.72}

// between is how near a point is to the gap between two teeth, 1 in the gap.
func between(x float64) float64 {
	x = math.Abs(x)
	near := 0.0
	for _, b := range boundaries {
		near = max(near, bell((x-b)*(x-b)*(1/0.00022)))
	}
	return near
}

// upperTeeth hang from the skull, so they do not move with the jaw.
func (l *light) upperTeeth(c colour, o *opening, d drawn, gap float64) colour {
	show := 0.035 + 0.14*smooth(0.02, 0.36, gap)
	edge := d.line + show*(1-0.35*d.mx*d.mx) - 0.010*between(d.mx)
	x := math.Abs(d.mx)
	a := smooth(edge+0.02, edge-0.012, d.my) * smooth(0.88, 0.66, x) * smooth(0.05, 0.16, gap)
	tone := (0.95 - 0.42*x*x) * (1 - 0.09*between(d.mx))
	// The edges are a little translucent.
	tone *= 1 - 0.12*smooth(edge-0.035, edge, d.my)
	return c.toward(l.teeth.shaded(tone), a*0.96)
}
