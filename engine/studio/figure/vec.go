package figure

import "math"

// Vec is a point or direction in metres: x ahead of the figure, y up, z to its right.
type Vec struct{ X, Y, Z float32 }

func (a Vec) add(b Vec) Vec            { return Vec{a.X + b.X, a.Y + b.Y, a.Z + b.Z} }
func (a Vec) sub(b Vec) Vec            { return Vec{a.X - b.X, a.Y - b.Y, a.Z - b.Z} }
func (a Vec) scale(k float32) Vec      { return Vec{a.X * k, a.Y * k, a.Z * k} }
func (a Vec) dot(b Vec) float32        { return a.X*b.X + a.Y*b.Y + a.Z*b.Z }
func (a Vec) length() float32          { return float32(math.Sqrt(float64(a.dot(a)))) }
func (a Vec) mix(b Vec, t float32) Vec { return a.add(b.sub(a).scale(t)) }

func (a Vec) cross(b Vec) Vec {
	return Vec{a.Y*b.Z - a.Z*b.Y, a.Z*b.X - a.X*b.Z, a.X*b.Y - a.Y*b.X}
}

// unit returns a at length 1; the zero vector stays.
func (a Vec) unit() Vec {
	if l := a.length(); l > 0 {
		return a.scale(1 / l)
	}
	return a
}

// basis holds three axes; apply maps coordinates along them to the outer frame.
type basis struct{ x, y, z Vec }

func (b basis) apply(v Vec) Vec {
	return b.x.scale(v.X).add(b.y.scale(v.Y)).add(b.z.scale(v.Z))
}

// pitched is a frame whose x axis is raised by an angle in radians.
func pitched(angle float64) basis {
	s, c := sincos(angle)
	return basis{Vec{c, s, 0}, Vec{-s, c, 0}, Vec{0, 0, 1}}
}

// rolled is a frame that is turned about its x axis, the right side downwards.
func rolled(angle float64) basis {
	s, c := sincos(angle)
	return basis{Vec{1, 0, 0}, Vec{0, c, s}, Vec{0, -s, c}}
}

// turned is a frame whose x axis points to the right (towards z) by an angle.
func turned(angle float64) basis {
	s, c := sincos(angle)
	return basis{Vec{c, 0, s}, Vec{0, 1, 0}, Vec{-s, 0, c}}
}

func sincos(a float64) (s, c float32) {
	sn, cs := math.Sincos(a)
	return float32(sn), float32(cs)
}

func sin(a float64) float32 { return float32(math.Sin(a)) }
func cos(a float64) float32 { return float32(math.Cos(a)) }

// cycle is the sine of a phase that counts in turns.
func cycle(phase float64) float32 { return sin(2 * math.Pi * phase) }

func fract(v float64) float64 { return v - math.Floor(v) }

func smooth(t float64) float64 {
	t = min(max(t, 0), 1)
	return t * t * (3 - 2*t)
}

func lerp(a, b, t float32) float32 { return a + (b-a)*t }

// bend finds the joint between two bones of lengths a and b from root to tip. It lies on the side of the hint. A tip out of
// reach is approached with a straight limb; the tip that was reached is returned too.
func bend(root, tip Vec, a, b float32, hint Vec) (joint, reached Vec) {
	d := tip.sub(root)
	l := d.length()
	longest, shortest := 0.999*(a+b), 1.02*abs(a-b)
	if l > longest || l < shortest {
		k := min(max(l, shortest), longest)
		if l == 0 {
			d, l = Vec{0, -1, 0}, 1
		}
		tip = root.add(d.scale(k / l))
		d, l = tip.sub(root), k
	}
	along := d.scale(1 / l)
	side := hint.sub(along.scale(hint.dot(along))).unit()
	x := (a*a - b*b + l*l) / (2 * l)
	h := float32(math.Sqrt(float64(max(a*a-x*x, 0))))
	return root.add(along.scale(x)).add(side.scale(h)), tip
}

func abs(v float32) float32 {
	if v < 0 {
		return -v
	}
	return v
}
