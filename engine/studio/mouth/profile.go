package mouth

import "math"

// The functions of a coordinate that every pixel of a mouth needs, in tables: exponentials and the line's interpolation would take
// most of the time.

const (
	profileReach = 2.8 // half widths on either side of the middle
	profileSteps = 1024
	profileScale = profileSteps / (2 * profileReach)
)

// profile is the line of a mouth and the height of its opening across the width.
type profile struct {
	of     line
	filled bool
	line   [profileSteps + 2]float64
	lens   [profileSteps + 2]float64
}

// fill makes the tables for a line, unless they are made.
func (p *profile) fill(l *line) {
	if p.filled && p.of == *l {
		return
	}
	p.of, p.filled = *l, true
	for i := range p.line {
		x := float64(i)/profileScale - profileReach
		p.line[i], p.lens[i] = l.at(x), lens(x)
	}
}

// at is the line and the lens at a place across the mouth.
func (p *profile) at(x float64) (line, lens float64) {
	u := (x + profileReach) * profileScale
	if !(u > 0) {
		u = 0
	} else if u > profileSteps {
		u = profileSteps
	}
	k := int(u)
	t := u - float64(k)
	a, b := p.line[k:k+2:k+2], p.lens[k:k+2:k+2]
	return a[0] + (a[1]-a[0])*t, b[0] + (b[1]-b[0])*t
}

const (
	bellReach = 12.0
	bellSteps = 1536
)

var bells = func() (t [bellSteps + 2]float64) {
	for i := range t {
		t[i] = math.Exp(-float64(i) * bellReach / bellSteps)
	}
	return t
}()

// bell is exp(-d) for d from 0, to five digits.
func bell(d float64) float64 {
	u := d * (bellSteps / bellReach)
	if u >= bellSteps {
		return 0
	}
	k := int(u)
	t := bells[k : k+2 : k+2]
	return t[0] + (t[1]-t[0])*(u-float64(k))
}

// ramp is the smooth step from 0 at 0 to 1 at 1. Comparisons are quicker than the built-in min and max.
func ramp(t float64) float64 {
	if t <= 0 {
		return 0
	}
	if t >= 1 {
		return 1
	}
	return t * t * (3 - 2*t)
}
