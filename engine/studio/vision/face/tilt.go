package face

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// The cascade sees heads that are tilted by up to about 14 degrees.
const (
	tilt       = 0.33 // radians by which a plane is turned to find others
	leastTilt  = 0.15 // below this, turning gains nothing
	tiltedSure = 10   // least score of a tilted face: more searches find more that are none
)

// Prominent finds the landmarks of the largest certain face of a picture g, searched for in a plane that shows the same, often
// smaller. Where no head is upright it looks for those tilted by up to about 35 degrees to either side.
func Prominent(p vision.Plane, g Gray) (Landmarks, bool) {
	if f, ok := largest(Find(p)); ok {
		if l := settled(g, f.enlarged(p, g)); l.Plausible() {
			return l, true
		}
	}
	return Tilted(p, g, leastSize)
}

// Tilted is Prominent for heads that are not upright, from a diameter of the face in pixels of the plane: small ones take most of
// the time.
func Tilted(p vision.Plane, g Gray, least int) (Landmarks, bool) {
	var best Face
	for _, roll := range []float64{-tilt, tilt} {
		if f, ok := largest(FindRolled(p, least, roll)); ok && f.Score >= tiltedSure && f.Score > best.Score {
			best = f
		}
	}
	if best.Score == 0 {
		return Landmarks{}, false
	}
	l := settled(g, best.enlarged(p, g))
	return l, l.Plausible() && math.Abs(l.Roll()-float64(best.Roll)) < tilt
}

// settled locates a face, and once more by the tilt that its eyes show.
func settled(g Gray, f Face) Landmarks {
	l := Locate(g, f)
	if d := math.Abs(l.Roll() - float64(f.Roll)); d > leastTilt/2 && d < tilt {
		l = Relocate(g, l)
	}
	return l
}

func largest(faces []Face) (Face, bool) {
	const sure = 40 // a higher score says no more
	var best Face
	for _, f := range faces {
		if f.Radius*min(f.Score, sure) > best.Radius*min(best.Score, sure) {
			best = f
		}
	}
	return best, best.Score > 0
}

// enlarged is a face of a plane in the picture that it shows.
func (f Face) enlarged(p vision.Plane, g Gray) Face {
	k := float32(max(g.W, g.H)) / float32(max(p.W, p.H))
	f.X, f.Y, f.Radius = (f.X+0.5)*k-0.5, (f.Y+0.5)*k-0.5, f.Radius*k
	return f
}

// FindRolled is FindFrom for heads that are tilted by about an angle: clockwise on the screen, in radians.
func FindRolled(luma vision.Plane, least int, roll float64) []Face {
	if math.Abs(roll) < leastTilt {
		return FindFrom(luma, least)
	}
	sin, cos := math.Sincos(roll)
	upright := turned(luma, sin, cos)
	faces := FindFrom(upright, least)
	for i, f := range faces {
		x, y := float64(f.X)-float64(upright.W-1)/2, float64(f.Y)-float64(upright.H-1)/2
		faces[i].X = float32(cos*x - sin*y + float64(luma.W-1)/2)
		faces[i].Y = float32(sin*x + cos*y + float64(luma.H-1)/2)
		faces[i].Roll = float32(roll)
	}
	return faces
}

// turned is a plane turned against an angle about its middle, large enough for all of it; its border is repeated.
func turned(p vision.Plane, sin, cos float64) vision.Plane {
	w, h := float64(p.W), float64(p.H)
	out := vision.New(int(w*math.Abs(cos)+h*math.Abs(sin)), int(w*math.Abs(sin)+h*math.Abs(cos)))
	for y := range out.H {
		dy := float64(y) - float64(out.H-1)/2
		row := out.Row(y)
		for x := range row {
			dx := float64(x) - float64(out.W-1)/2
			row[x] = p.Sample(float32(cos*dx-sin*dy+(w-1)/2), float32(sin*dx+cos*dy+(h-1)/2))
		}
	}
	return out
}
