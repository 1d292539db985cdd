package effect

import "math"

// point is a place on the canvas or in a texture, in pixels; the first pixel's centre is (0.5, 0.5).
type point struct{ X, Y float64 }

// mat is a projective map of the plane, row by row (Hartley and Zisserman, "Multiple View Geometry", 2003, section 2.3).
type mat [9]float64

// mul is the map that does n first, then m.
func (m mat) mul(n mat) mat {
	var o mat
	for r := range 3 {
		for c := range 3 {
			o[3*r+c] = m[3*r]*n[c] + m[3*r+1]*n[3+c] + m[3*r+2]*n[6+c]
		}
	}
	return o
}

// apply maps a point; w is its depth, positive in front of the camera.
func (m mat) apply(p point) (q point, w float64) {
	w = m[6]*p.X + m[7]*p.Y + m[8]
	return point{(m[0]*p.X + m[1]*p.Y + m[2]) / w, (m[3]*p.X + m[4]*p.Y + m[5]) / w}, w
}

// inverse reports false for maps that flatten the plane.
func (m mat) inverse() (mat, bool) {
	c0 := m[4]*m[8] - m[5]*m[7]
	c1 := m[5]*m[6] - m[3]*m[8]
	c2 := m[3]*m[7] - m[4]*m[6]
	det := m[0]*c0 + m[1]*c1 + m[2]*c2
	if math.Abs(det) < 1e-12 {
		return m, false
	}
	k := 1 / det
	return mat{
		c0 * k, (m[2]*m[7] - m[1]*m[8]) * k, (m[1]*m[5] - m[2]*m[4]) * k,
		c1 * k, (m[0]*m[8] - m[2]*m[6]) * k, (m[2]*m[3] - m[0]*m[5]) * k,
		c2 * k, (m[1]*m[6] - m[0]*m[7]) * k, (m[0]*m[4] - m[1]*m[3]) * k,
	}, true
}

func shift(x, y float64) mat { return mat{1, 0, x, 0, 1, y, 0, 0, 1} }

func scaling(x, y float64) mat { return mat{x, 0, 0, 0, y, 0, 0, 0, 1} }

func turn(angle float64) mat {
	s, c := math.Sincos(angle)
	return mat{c, -s, 0, s, c, 0, 0, 0, 1}
}

// about does m around a centre.
func about(m mat, x, y float64) mat { return shift(x, y).mul(m).mul(shift(-x, -y)) }

// pose is where a flat thing stands in space: x to the right, y down, z away from the viewer, in pixels of the canvas from its
// middle. Turns are in radians: Tilt about x, Yaw about y, Roll about z, in this order.
type pose struct {
	X, Y, Z         float64
	Tilt, Yaw, Roll float64
	Scale           float64 // 0 means 1
}

// focal is the viewer's distance from the canvas in canvas widths: that of a normal lens.
const focal = 1.3

// project maps a texture of tw x th pixels, posed by its middle, onto a canvas of cw x ch.
func (p pose) project(tw, th, cw, ch float64) mat {
	s := p.Scale
	if s == 0 {
		s = 1
	}
	sx, cx := math.Sincos(p.Tilt)
	sy, cy := math.Sincos(p.Yaw)
	sz, cz := math.Sincos(p.Roll)
	// The texture's axes in space: roll, then tilt, then yaw.
	axis := func(u, v float64) (x, y, z float64) {
		u, v = cz*u-sz*v, sz*u+cz*v
		y, z = cx*v, sx*v
		return cy*u + sy*z, y, -sy*u + cy*z
	}
	ax, ay, az := axis(s, 0)
	bx, by, bz := axis(0, s)
	f := focal * cw
	ox, oy, oz := p.X-(ax*tw+bx*th)/2, p.Y-(ay*tw+by*th)/2, p.Z-(az*tw+bz*th)/2+f
	h := mat{f * ax, f * bx, f * ox, f * ay, f * by, f * oy, az, bz, oz}
	for i := range h {
		h[i] /= f
	}
	return shift(cw/2, ch/2).mul(h)
}

// facing is how squarely a pose faces the viewer, 1 to 0, and negative from behind.
func (p pose) facing() float64 { return math.Cos(p.Tilt) * math.Cos(p.Yaw) }
