package effect

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// cinemagraph keeps the photograph still but for one thing, which moves for ever: its water, its sky, or else what surrounds the
// subject, in a slow breeze with drifting light. The end joins the beginning.
func cinemagraph(s *stage) draw {
	sub, photo := s.subject(0), s.photo(0)
	sky, water := soften(sub.sky, 24), soften(sub.water, 24)
	keep := vision.New(8, 8)
	if !sub.whole {
		keep = vision.Blur(vision.Resize(sub.cut.alphaPlane(), int(s.w)/8+2, int(s.h)/8+2), 1.5).Map(func(v float32) float32 { return min(max(v*1.6, 0), 1) })
	}
	breeze := 1.0
	if sky.Mean()+water.Mean() > 0.06 {
		breeze = 0.25
	}
	at01 := func(p vision.Plane, x, y float64) float64 {
		return float64(p.Sample(float32(x/s.w*float64(p.W)-0.5), float32(y/s.h*float64(p.H)-0.5)))
	}
	dust := s.motes(60)
	return func(c *Canvas, at moment) {
		turn := 2 * math.Pi * at.U // the loop
		// Two layers of the flowing parts, half a loop apart, fade into each other where one jumps back.
		for layer := range 2 {
			ph := math.Mod(at.U+0.5*float64(layer), 1)
			strength := 1 - math.Abs(2*ph-1)
			p := paint{}
			if layer == 1 {
				p.Fade = float32(1 - strength)
			}
			flow := ph - 0.5
			c.warp(photo, p, func(x, y float64) (float64, float64) {
				still := 1 - at01(keep, x, y)
				sk, wa := at01(sky, x, y)*still, at01(water, x, y)*still
				dx := sk * flow * 0.09 * s.unit
				dy := 0.0
				if wa > 0 {
					a := s.noise.at(x/s.unit*9+1.5*math.Cos(turn), y/s.unit*26+1.5*math.Sin(turn))
					b := s.noise.at(x/s.unit*17-1.1*math.Sin(turn), y/s.unit*40+1.1*math.Cos(turn))
					dx += wa * 0.010 * s.unit * (a + 0.6*b)
					dy += wa * (0.007*s.unit*(a-0.5*b) + flow*0.03*s.unit)
				}
				if w := breeze * still * (1 - sk - wa); w > 0 {
					n := s.noise.at(x/s.unit*3+0.5*math.Cos(turn), y/s.unit*3+0.5*math.Sin(turn))
					gust := math.Sin(2*turn+x/s.unit*3) * 0.6
					edge := ramp(math.Min(math.Min(x, s.w-x), math.Min(y, s.h-y)), 0, 0.12*s.unit)
					dx += w * edge * 0.011 * s.unit * (n + gust)
					dy += w * edge * 0.005 * s.unit * math.Sin(2*turn+n*3+y/s.unit*4)
				}
				return x - dx, y - dy
			})
		}
		glowing := 0.5 - 0.5*math.Cos(turn)
		s.lightLeak(c, 2*math.Sin(turn), 0.55*glowing)
		c.sprites(dust(s.seconds*0.4*glowing, 0.5*glowing))
		c.vignette(float32(0.12 * glowing))
	}
}

// soften makes a small mask softer; an empty one stays empty.
func soften(p vision.Plane, share int) vision.Plane {
	if p.W == 0 {
		return vision.New(8, 8)
	}
	return vision.Blur(p, float32(p.W)/float32(share)/2)
}
