package stylize

import (
	"slices"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/vec"
)

// Tone is light and palette laid over a style. The zero value changes nothing.
type Tone struct {
	// Shadow and Light are colours (R, G, B in 0..1) that dark and bright parts are drawn towards by Tint, 0..1.
	Shadow, Light [3]float32
	Tint          float32
	Saturation    float32 // added to a factor of 1
	Contrast      float32 // added to a factor of 1
	Brightness    float32 // added, after contrast
}

func (t Tone) zero() bool { return t == Tone{} }

func (t Tone) apply(c *canvas) {
	if t.zero() {
		return
	}
	red, green, blue := c.out.R.Pix, c.out.G.Pix, c.out.B.Pix
	vision.Rows(c.h, func(y0, y1 int) {
		for i := y0 * c.w; i < y1*c.w; i++ {
			l := luma(red[i], green[i], blue[i])
			s := 1 + t.Saturation
			p := [3]*float32{&red[i], &green[i], &blue[i]}
			for k, v := range p {
				toned := mix(t.Shadow[k], t.Light[k], unit(l))
				x := mix(l+(*v-l)*s, toned, t.Tint)
				*v = unit((x-0.5)*(1+t.Contrast) + 0.5 + t.Brightness)
			}
		}
	})
}

func luma(r, g, b float32) float32 { return 0.2126*r + 0.7152*g + 0.0722*b }

// saturate moves a colour away from its grey by a factor.
func saturate(r, g, b, by float32) (float32, float32, float32) {
	l := luma(r, g, b)
	return l + (r-l)*by, l + (g-l)*by, l + (b-l)*by
}

// bands quantises v in [0,1] to n steps whose edges are soft over a share of a step (Winnemoeller, Olsen, Gooch, "Real-Time Video
// Abstraction", SIGGRAPH 2006).
func bands(v, n, soft float32) float32 {
	q := v * n
	f := floor(q)
	return (f + vision.Smoothstep(0.5-soft/2, 0.5+soft/2, q-f)) / n
}

// curve is an S of contrast through 0, 1/2 and 1: amount 0 is a line, 1 a smoothstep.
func curve(v, amount float32) float32 {
	v = unit(v)
	return mix(v, v*v*(3-2*v), amount)
}

// varnishing is how a painting is finished: vivid is a factor of saturation, weave how much lighter the threads of its cloth are, depth
// an amount of curve, and blue what yellow varnish leaves of blue.
type varnishing struct{ vivid, weave, depth, blue float32 }

// varnish finishes a row of a painting on a cloth.
func varnish(r, g, b, cloth []float32, k varnishing) {
	for i := varnishLanes(r, g, b, cloth, k); i < len(r); i++ {
		u, v, w := saturate(r[i], g[i], b[i], k.vivid)
		light := 1 + k.weave*cloth[i]
		r[i], g[i], b[i] = curve(u*light, k.depth), curve(v*light, k.depth), curve(w*light*k.blue, k.depth)
	}
}

// ramp interpolates colours that are evenly spaced over 0..1.
func ramp(v float32, colours [][3]float32) (r, g, b float32) {
	at := unit(v) * float32(len(colours)-1)
	k := min(int(at), len(colours)-2)
	f := at - float32(k)
	p, q := colours[k], colours[k+1]
	return mix(p[0], q[0], f), mix(p[1], q[1], f), mix(p[2], q[2], f)
}

// rgb is a colour from its hexadecimal code.
func rgb(code uint32) [3]float32 {
	return [3]float32{float32(code>>16&255) / 255, float32(code>>8&255) / 255, float32(code&255) / 255}
}

// levels spread the tones of a source over the whole range. They follow it slowly, and at once after a cut.
type levels struct {
	on          bool
	black, gain float32
}

const (
	// brightest is where the lights are brought to. levelShare is how far tones are spread, mostGain how much at most, levelStep how quickly from frame to frame.
	brightest  = 0.86
	levelShare = 0.85
	mostGain   = 2.6
	levelStep  = 0.08
)

// follow looks at the tones of a reduced frame.
func (v *levels) follow(p vision.RGB, fresh bool) {
	const step = 23 // a prime: no column is left out
	tones := make([]float32, 0, len(p.R.Pix)/step+1)
	for i := 0; i < len(p.R.Pix); i += step {
		tones = append(tones, soft0(p, i))
	}
	slices.Sort(tones)
	low, high := tones[len(tones)/50], tones[len(tones)-1-len(tones)/50]
	black, gain := low*levelShare, 1+(min(max(brightest/max(high-low, 0.05), 1), mostGain)-1)*levelShare
	if fresh {
		v.black, v.gain = black, gain
		return
	}
	v.black, v.gain = mix(v.black, black, levelStep), mix(v.gain, gain, levelStep)
}

// spread gives the picture with its tones spread, in planes that space makes.
func (v *levels) spread(p vision.RGB, space func(w, h int) vision.Plane) vision.RGB {
	return p.EachChannel(func(q vision.Plane) vision.Plane {
		out := space(q.W, q.H)
		vision.Rows(q.H, func(y0, y1 int) {
			vec.Stretch(out.Pix[y0*q.W:y1*q.W], q.Pix[y0*q.W:y1*q.W], v.black, v.gain)
		})
		return out
	})
}
