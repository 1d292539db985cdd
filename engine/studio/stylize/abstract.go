package stylize

import "zoetrope/engine/studio/vision"

// abstraction is the reduced frame without detail: flat areas with edges. It is made anew for every third frame and carried along the
// flow in between, which looks the same and costs a fifth; what the frame before did not show is flattened
// once until then.
type abstraction struct {
	flat vision.RGB
	was  [][4]float32 // flat, its channels side by side
	age  int          // frames since flat was made, not carried
}

// oldest is how often an abstraction is carried.
const oldest = 2

// news is the mean distrust in the frame before from which an abstraction is not carried.
const news = 0.1

// kept is how much of the carried abstraction stays in a new one, so that frames do not differ in sharpness.
const kept = 0.35

// smooth flattens the reduced frame a number of times and smears the result along the edges. radius and length are of the design.
// A style asks for it once in a frame.
func (c *canvas) smooth(radius float32, times int, length float32) vision.RGB {
	a := &c.abstract
	r := max(c.wpx(radius/c.fine), 1)
	switch distrust := 1 - c.motion.trust.Mean(); {
	case c.motion.fresh || a.flat.W == 0:
		a.age = 0
		a.flat = c.flatten(r, times, length)
	case a.age < oldest && distrust < news:
		a.age++
		a.flat = flattenWhere(c.work, c.tensor(), r, c.motion.trust)
		c.motion.blend(a.flat, a.was, c.motion.trust, 1)
	default:
		a.age = 0
		a.flat = c.flatten(r, times, length)
		c.motion.blend(a.flat, a.was, c.motion.trust, kept)
	}
	a.was = side4(a.was, a.flat)
	return a.flat
}

// flatten is smooth for this frame alone. radius is in pixels of the reduced planes.
func (c *canvas) flatten(radius float32, times int, length float32) vision.RGB {
	t := c.tensor()
	p := c.work
	for range times {
		p = flatten(p, t, radius)
	}
	if n := int(c.wpx(length/c.fine) / 2); n > 0 {
		s := c.smear(n, p.R, p.G, p.B)
		p.R, p.G, p.B = s[0], s[1], s[2]
	}
	return p
}
