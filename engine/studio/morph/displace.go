package morph

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
)

// displace computes how far the content of the first picture, or the second, is from its place at a share of the way: the
// Hermite curve to its place in the other picture, parallax, and what moves by itself.
func (l *leg) displace(dst flow.Field, s float64, second bool) {
	k, toward, here, there := l.a, l.match.forward, l.speedA, l.fromB
	d, tau, u, run := l.driftA(s), s*l.seconds, s, l.seconds
	dolly := l.burst.dolly * l.burst.swing(s, l.seconds)
	if second {
		k, toward, here, there = l.b, l.match.backward, l.speedB, l.fromA
		d, tau, u, run = l.driftB(s), (s-1)*l.seconds, 1-s, -l.seconds
		dolly = -0.6 * l.burst.dolly * (1 - l.burst.swing(s, l.seconds))
	}
	// The basis of Hermite curves over u, with tangents in seconds.
	arrive := float32(u * u * (3 - 2*u))
	leave := float32(u * (1 - u) * (1 - u) * run)
	land := float32(-u * u * (1 - u) * run)
	w, h := dst.U.W, dst.U.H
	width := float64(w)
	truckX, truckY := float32(d.truckX*width), float32(d.truckY*width)
	grow := float32(d.dolly + dolly)
	live := newLife(l, k, tau)
	cx, cy := float32(w-1)/2, float32(h-1)/2
	vision.Rows(h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range w {
				i := y*w + x
				n := k.near.Pix[i]
				du := arrive*toward.U.Pix[i] + leave*here.U.Pix[i] + land*there.U.Pix[i]
				dv := arrive*toward.V.Pix[i] + leave*here.V.Pix[i] + land*there.V.Pix[i]
				du += n * (truckX + grow*(float32(x)-cx))
				dv += n * (truckY + grow*(float32(y)-cy))
				lu, lv := live.at(i, x, y)
				dst.U.Pix[i], dst.V.Pix[i] = du+lu, dv+lv
			}
		}
	})
}

// life is what moves by itself in a key picture at one moment. At the key's own time everything is in its place.
type life struct {
	key    *key
	cloud  float32 // shift of the sky in pixels of the analysis
	t      float64
	ripple float32
	phase  float64
}

func newLife(l *leg, k *key, tau float64) life {
	const drift, wave, rest = 0.004, 0.0013, 3.0
	return life{
		key: k, t: tau, cloud: float32(l.side * drift * float64(k.luma.W) * rest * math.Tanh(tau/rest)),
		ripple: float32(wave * float64(k.luma.W)), phase: float64(l.seed>>40) / (1 << 24) * 2 * math.Pi,
	}
}

func (v *life) at(i, x, y int) (du, dv float32) {
	if s := v.key.sky.Pix[i]; s > 0.01 {
		du = s * v.cloud
	}
	if s := v.key.water.Pix[i]; s > 0.01 {
		w := float64(v.key.luma.W)
		fx, fy := float64(x)/w, float64(y)/w
		k := s * v.ripple
		a := 95*fy + 14*math.Sin(9*fx)
		b := 61*fy + 38*fx
		dv += k * float32(math.Sin(a+2.1*v.t)-math.Sin(a)+0.6*(math.Sin(b+1.5*v.t)-math.Sin(b)))
		du += 0.6 * k * float32(math.Sin(b+1.2*v.t)-math.Sin(b))
	}
	return du, dv
}
