package compose

import (
	"math"
	"math/rand/v2"

	"zoetrope/engine/studio/yuv"
)

// aces is Krzysztof Narkowicz's fit of the ACES reference rendering ("ACES Filmic Tone Mapping Curve", 2016): scene radiance to
// linear display light.
func aces(x float32) float32 {
	v := x * (2.51*x + 0.03) / (x*(2.43*x+0.59) + 0.14)
	return min(max(v, 0), 1)
}

// curve is the per-channel part of the grade as a table: contrast, lift, gamma, gain and fade over display code values.
type curve struct{ table [3][curveSize + 1]float32 }

const curveSize = 1024

func newCurve(l Look) *curve {
	c := new(curve)
	for ch := range c.table {
		for i := range c.table[ch] {
			v := float64(i) / curveSize
			v = contrast(v, float64(l.Contrast))
			v = v*float64(l.Gain[ch]) + float64(l.Lift[ch])*(1-v)
			v = math.Pow(min(max(v, 0), 1), 1/float64(l.Gamma[ch]))
			v = float64(l.Fade)*0.11 + v*(1-0.19*float64(l.Fade))
			c.table[ch][i] = float32(v)
		}
	}
	return c
}

// contrast bends code values around middle grey with a curve that keeps black and white.
func contrast(v, k float64) float64 {
	const pivot = 0.42
	if v < pivot {
		return pivot * math.Pow(v/pivot, k)
	}
	return 1 - (1-pivot)*math.Pow((1-v)/(1-pivot), k)
}

func (c *curve) at(ch int, v float32) float32 {
	x := min(max(v, 0), 1) * curveSize
	i := min(int(x), curveSize-1)
	a := c.table[ch][i]
	return a + (c.table[ch][i+1]-a)*(x-float32(i))
}

// gradeRow takes a row of exposed radiance to display code values, in place.
func (f *Finisher) gradeRow(row []float32, y int) {
	l := &f.look
	cy := (float32(y)+0.5)/float32(f.h)*2 - 1
	grainRow := f.grain.row(y)
	for x := range f.w {
		p := row[4*x : 4*x+3 : 4*x+3]
		cx := (float32(x)+0.5)/float32(f.w)*2 - 1
		r2 := cx*cx + cy*cy
		shade := 1 - l.Vignette*r2*r2*0.25*(1+0.5*r2)*0.62
		r, g, b := f.tone(finite(p[0]*shade), finite(p[1]*shade), finite(p[2]*shade))
		r, g, b = f.colour(r, g, b)
		n := grainRow[x%grainSize]
		// Grain shows most in the middle tones.
		y := 0.2126*r + 0.7152*g + 0.0722*b
		n *= 0.35 + 2.6*y*(1-y)
		p[0], p[1], p[2] = r+n, g+n, b+n
	}
}

// tone maps exposed radiance to display code values.
func (f *Finisher) tone(r, g, b float32) (float32, float32, float32) {
	k := f.look.Preserve
	top := max(r, g, b)
	r1, g1, b1 := aces(r), aces(g), aces(b)
	if k > 0 && top > 0 {
		// The same curve applied to the strongest channel keeps the ratios, hence the hue, of the three.
		s := aces(top) / top * k
		q := 1 - k
		r1, g1, b1 = r1*q+r*s, g1*q+g*s, b1*q+b*s
	}
	return yuv.Encode(r1), yuv.Encode(g1), yuv.Encode(b1)
}

// colour applies the grade to display code values.
func (f *Finisher) colour(r, g, b float32) (float32, float32, float32) {
	l := &f.look
	r, g, b = f.curve.at(0, r), f.curve.at(1, g), f.curve.at(2, b)
	y := 0.2126*r + 0.7152*g + 0.0722*b
	dark, light := (1-y)*(1-y), y*y
	r += l.Shadows[0]*dark + l.Highlights[0]*light
	g += l.Shadows[1]*dark + l.Highlights[1]*light
	b += l.Shadows[2]*dark + l.Highlights[2]*light
	r, g, b = y+(r-y)*l.Saturation, y+(g-y)*l.Saturation, y+(b-y)*l.Saturation
	if l.Bands > 1 {
		k := posterise(y, l.Bands) / max(y, 1e-3)
		r, g, b = r*k, g*k, b*k
	}
	if l.Mono > 0 {
		y = 0.2126*r + 0.7152*g + 0.0722*b
		r += (y*l.Tint[0] - r) * l.Mono
		g += (y*l.Tint[1] - g) * l.Mono
		b += (y*l.Tint[2] - b) * l.Mono
	}
	return r, g, b
}

// posterise steps a value softly: flat steps with smooth edges between them.
func posterise(v, bands float32) float32 {
	x := v * bands
	base := float32(int(x))
	t := x - base
	t = min(max((t-0.30)/0.40, 0), 1)
	t = t * t * (3 - 2*t)
	return (base + t) / bands
}

// grain is a static tile of fine film grain: white noise with its low frequencies taken off.
type grain struct{ tile []float32 }

const grainSize = 256

func newGrain(seed uint64, sigma float32) *grain {
	r := rand.New(rand.NewPCG(seed, 0x67726169))
	white := make([]float32, grainSize*grainSize)
	for i := range white {
		white[i] = float32(r.NormFloat64())
	}
	g := &grain{tile: make([]float32, grainSize*grainSize)}
	for y := range grainSize {
		for x := range grainSize {
			at := func(dx, dy int) float32 {
				return white[(y+dy+grainSize)%grainSize*grainSize+(x+dx+grainSize)%grainSize]
			}
			mean := (at(-1, 0) + at(1, 0) + at(0, -1) + at(0, 1)) * 0.25
			g.tile[y*grainSize+x] = (at(0, 0) - 0.5*mean) * 0.95 * sigma
		}
	}
	return g
}

func (g *grain) row(y int) []float32 { return g.tile[y%grainSize*grainSize:][:grainSize] }
