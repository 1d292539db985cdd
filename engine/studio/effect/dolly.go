package effect

import "math"

// dolly is a dolly zoom: it begins tight on the subject, and the world behind it rushes away until all of the picture is seen.
func dolly(s *stage) draw {
	sub := s.subject(0)
	relief := s.reliefOf(sub)
	photo := s.photo(0)
	soft := sub.plate.blurred(0.016 * s.unit * s.detail())
	nx, ny := float64(relief.W)/s.w, float64(relief.H)/s.h
	cx, cy := sub.cx, sub.cy
	if sub.whole {
		cx, cy = s.w/2, 0.55*s.h
	}
	return func(c *Canvas, at moment) {
		u := at.U
		v := glide(u, 0.06, 0.94)
		hand := 0.0025 * s.unit * (1 - v*0.5)
		jx, jy := hand*s.noise.at(at.S*0.9, 3), hand*s.noise.at(at.S*0.9, 8)
		far, near := lerp(2.15, 1, v), lerp(1.22, 1, v)
		if sub.whole {
			c.warp(photo, paint{}, func(x, y float64) (float64, float64) {
				x, y = x-jx, y-jy
				// Two steps find what is seen there: nearness decides the scale, and the scale where to look.
				k := lerp(far, near, 0.5)
				for range 3 {
					n := float64(relief.Sample(float32((cx+(x-cx)/k)*nx), float32((cy+(y-cy)/k)*ny)))
					k = lerp(far*0.8, near, n)
					k = math.Max(k, 1)
				}
				return cx + (x-cx)/k, cy + (y-cy)/k
			})
		} else {
			c.draw(sub.plate, shift(jx, jy).mul(s.zoom(sub.plate, far, cx, cy)), nil, paint{})
			blur := 1 - smooth(u, 0.2, 0.85)
			c.draw(soft, shift(jx, jy).mul(s.zoom(soft, far, cx, cy)), nil, paint{Fade: float32(1 - blur)})
			c.draw(sub.cut, shift(jx*1.6, jy*1.6).mul(s.zoom(sub.cut, near, cx, math.Min(sub.y1, s.h))), nil, paint{})
		}
		c.vignette(float32(0.4 * (1 - v)))
	}
}
