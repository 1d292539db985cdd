package effect

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// earth falls from orbit through the clouds into the picture: a planet that turns, a rush through white, and the photograph
// below.
func earth(s *stage) draw {
	photo, ground := s.photo(0), s.groundMap()
	far := photo.blurred(0.05 * s.unit * s.detail()) // nobody sees that the surroundings are mirrored
	stars := s.stars(220)
	const arrive, clear = 0.62, 0.78
	return func(c *Canvas, at moment) {
		u := at.U
		if u < arrive {
			s.orbit(c, ground, stars, u/arrive, at.S)
		}
		if in := smooth(u, arrive-0.07, arrive); in > 0 {
			// The last stretch: the picture comes up, spinning a little, out of haze.
			v := ramp(u, arrive-0.07, 1)
			k := lerp(0.34, 1, settle(v, 0, 0.72))
			m := about(turn(0.5*(1-settle(v, 0, 0.78))), s.w/2, s.h/2)
			s.tiled(c, far, m.mul(s.zoom(far, k, s.w/2, s.h/2)), float32(1-in))
			c.draw(photo, m.mul(s.zoom(photo, k, s.w/2, s.h/2)), nil, paint{Fade: float32(1 - in)})
			haze := 0.75 * (1 - settle(v, 0, 0.6))
			c.flash(rgb{0.88, 0.93, 1}, haze*in)
		}
		s.cloudRush(c, u, at.S)
		c.flash(rgb{0.95, 0.97, 1}, 0.9*bump(u, arrive-0.14, clear-0.06))
		c.vignette(float32(0.35 * (1 - smooth(u, arrive, 1))))
	}
}

// tiled draws a picture and its mirror images around it, so that its surroundings go on when it is drawn small.
func (s *stage) tiled(c *Canvas, t *Texture, m mat, fade float32) {
	w, h := float64(t.W), float64(t.H)
	for j := -1; j <= 1; j++ {
		for i := -1; i <= 1; i++ {
			flip := shift(float64(i)*w, float64(j)*h)
			if i != 0 {
				flip = flip.mul(about(scaling(-1, 1), w/2, h/2))
			}
			if j != 0 {
				flip = flip.mul(about(scaling(1, -1), w/2, h/2))
			}
			c.draw(t, m.mul(flip), nil, paint{Fade: fade, Dim: 0.1})
		}
	}
}

// groundMap is a planet as a map of longitude (x, once around) and latitude (y): R land or sea height, G dryness, B clouds.
func (s *stage) groundMap() [3]vision.Plane {
	const w, h = 512, 256
	var m [3]vision.Plane
	for k := range m {
		m[k] = vision.New(w, h)
	}
	vision.Rows(h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			lat := (float64(y)/h - 0.5) * math.Pi
			for x := range w {
				lon := float64(x) / w * 2 * math.Pi
				// The map wraps because the noise is sampled on a cylinder's two coordinates.
				px, py := 2.2*math.Cos(lon)*math.Cos(lat)+9, 2.2*math.Sin(lon)*math.Cos(lat)+1.7*math.Sin(lat)+5
				i := y*w + x
				m[0].Pix[i] = float32(s.noise.fbm(px, py+2*math.Sin(lat), 6))
				m[1].Pix[i] = float32(s.noise.fbm(px*1.7+30, py*1.7, 4))
				sx, sy := px*1.6+0.5*s.noise.at(px*2+40, py*2), py*2.6+0.5*s.noise.at(px*2, py*2+40)
				m[2].Pix[i] = float32(s.noise.fbm(sx+60, sy, 6))
			}
		}
	})
	return m
}

// orbit draws the planet: v from 0 (all of it seen) to 1 (about to enter the air).
func (s *stage) orbit(c *Canvas, ground [3]vision.Plane, stars []sprite, v, seconds float64) {
	c.fill(rgb{0.004, 0.006, 0.016})
	c.sprites(stars)
	dive := math.Exp(3.2 * fall(v, 0.1, 1))
	radius := 0.36 * s.unit * dive
	cx, cy := s.w*0.5, s.h*0.5
	spin := 0.25*seconds + 1.1
	const lightX, lightY, lightZ = -0.55, -0.42, 0.72
	maxY := float32(ground[0].H - 1)
	c.rows(func(y int, row []float32) {
		dy := (float64(y) + 0.5 - cy) / radius
		for x := range c.W {
			dx := (float64(x) + 0.5 - cx) / radius
			d2 := dx*dx + dy*dy
			p := row[4*x : 4*x+4]
			if d2 >= 1 {
				// Air glows beyond the limb.
				g := math.Exp(-(math.Sqrt(d2) - 1) * 26)
				if g > 0.004 {
					k := float32(g * math.Max(0.15, 0.75-0.5*(dx*-lightX+dy*-lightY)*-1))
					screen(p, 0.25*k, 0.55*k, k)
				}
				continue
			}
			z := math.Sqrt(1 - d2)
			lat, lon := math.Asin(dy), math.Atan2(dx, z)+spin
			gx := float32(math.Mod(lon/(2*math.Pi)+8, 1)) * float32(ground[0].W-1)
			gy := float32(lat/math.Pi+0.5) * maxY
			land, dry := ground[0].Sample(gx, gy), ground[1].Sample(gx, gy)
			cloud := ground[2].Sample(gx+6, gy)
			polar := float32(math.Abs(dy))
			light := float32(math.Max(dx*lightX+dy*lightY+z*lightZ, 0))
			var q rgb
			if land > 0.06 {
				q = rgb{0.13, 0.25, 0.09}.mix(rgb{0.52, 0.42, 0.25}, min(max(dry*1.6+0.35, 0), 1)).mix(rgb{0.42, 0.38, 0.33}, min(max((land-0.35)*3, 0), 1))
			} else {
				q = rgb{0.015, 0.09, 0.24}.mix(rgb{0.04, 0.27, 0.40}, min(max((land+0.22)*3.2, 0), 1))
				h := light * light * light
				q = q.mix(rgb{0.9, 0.95, 1}, 0.16*h*h*h)
			}
			q = q.mix(rgb{0.92, 0.95, 0.98}, vision.Smoothstep(0.80, 0.92, polar+0.08*land))
			k := vision.Smoothstep(0.02, 0.42, cloud)
			q = q.mix(rgb{0.97, 0.98, 1}, 0.92*k)
			lit := 0.03 + 1.25*light
			air := float32((1 - z) * (1 - z))
			q = q.times(lit).mix(rgb{0.35, 0.62, 1}.times(0.2+1.0*light), 0.75*air)
			edge := float32(math.Min((1-math.Sqrt(d2))*radius, 1))
			over(p, edge*q[0], edge*q[1], edge*q[2], edge)
		}
	})
}

// stars are fixed points of light.
func (s *stage) stars(n int) []sprite {
	d := s.dice.fork(21)
	all := make([]sprite, n)
	for i := range all {
		b := d.at(4 * i)
		all[i] = sprite{
			X: s.w * d.at(4*i+1), Y: s.h * d.at(4*i+2), R: s.unit * (0.0012 + 0.0022*b*b*b), Colour: rgb{1, 1, 1}.mix(rgb{0.7, 0.8, 1}, float32(d.at(4*i+3))),
			Alpha: 0.25 + 0.7*b*b, Glowing: true, Hard: 0.4,
		}
	}
	return all
}

// cloudRush lets wisps of cloud race past during the fall through the air.
func (s *stage) cloudRush(c *Canvas, u, seconds float64) {
	k := bump(u, 0.42, 0.8)
	if k <= 0.01 {
		return
	}
	d := s.dice.fork(22)
	all := make([]sprite, 70)
	for i := range all {
		t := seconds*0.9 + d.at(4*i)
		age := t - math.Floor(t)
		a := 2 * math.Pi * d.at(4*i+1+int(t)*7)
		r := s.unit * (0.05 + 1.1*age*age)
		all[i] = sprite{
			X: s.w/2 + r*math.Cos(a)*1.3, Y: s.h/2 + r*math.Sin(a), R: s.unit * (0.06 + 0.4*age), Flat: 0.55, Angle: a,
			Colour: rgb{0.95, 0.97, 1}, Alpha: 0.5 * k * math.Sin(math.Pi*age) * d.between(4*i+2, 0.4, 1),
		}
	}
	c.sprites(all)
}
