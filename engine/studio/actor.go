package studio

import (
	"math"

	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/sprite"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/motion"
	"zoetrope/engine/studio/vision/segment"
)

// actor is a cut-out that takes the place of a thing in a shot.
type actor struct {
	sprite *sprite.Sprite
	pose   sprite.Pose // in the key frame
	foot   float64     // half the width of what touches the ground, in pixels of the key frame; 0 without a shadow
	grain  float32
	w, h   int
}

// cast fits a cut-out into the place of the masked thing in the key frame: where it stands, as large, in its light.
func (s *take) cast(cut *cutout.Cut, mask vision.Plane) *actor {
	place := vision.Resize(mask, s.w, s.h)
	a := &actor{w: s.w, h: s.h}
	a.pose = s.place(cut, place)
	// The light is that around the thing, and of it.
	r := max(4, s.w/12)
	around := vision.Box(vision.Dilate(place, r/2), r/2)
	light := sprite.Match(cut.Colour, cut.Alpha, s.still, around, 0.8)
	colour := light.Apply(cut.Colour)
	colour, alpha := soften(colour, cut.Alpha, s.still, place, a.pose.Scale)
	a.sprite = sprite.New(colour, alpha)
	a.grain = grainOf(s.still, cut)
	_, y0, _, y1 := cutout.Bounds(place, 0.5)
	if grounded := y1 < s.h-2 && y1 > s.h*2/5 && y1-y0 > 0; grounded && !cut.Low {
		a.foot = 0.5 * footing(cut.Alpha) * a.pose.Scale
	}
	return a
}

// place finds size and position: by the faces where both have one, else as tall as the thing and standing where it stands.
func (s *take) place(cut *cutout.Cut, place vision.Plane) sprite.Pose {
	x0, y0, x1, y1 := cutout.Bounds(place, 0.5)
	bw, bh := float64(x1-x0), float64(y1-y0)
	cw, ch := float64(cut.Alpha.W), float64(cut.Alpha.H)
	if f, ok := s.face(place); ok && cut.HasFace {
		pose := sprite.Pose{
			X: float64(f.X), Y: float64(f.Y), Scale: float64(f.Radius / cut.Face.Radius),
			AnchorX: (float64(cut.Face.X) + 0.5) / cw, AnchorY: (float64(cut.Face.Y) + 0.5) / ch,
		}
		// Cut off by the picture, it has to reach what cuts off the other.
		if below := float64(s.h) - pose.Y; cut.Low && y1 >= s.h-2 {
			pose.Scale = math.Max(pose.Scale, 1.02*below/(ch*(1-pose.AnchorY)))
		}
		return pose
	}
	scale := bh / ch
	if widest := 1.7 * bw; cw*scale > widest {
		scale = math.Max(widest/cw, 0.6*scale)
	}
	if narrowest := 0.6 * bw; cw*scale < narrowest {
		scale = math.Min(narrowest/cw, 1.25*scale)
	}
	pose := sprite.Pose{X: middle(place), Y: float64(y1), Scale: scale, AnchorX: middle(cut.Alpha) / cw, AnchorY: 1}
	if cut.Low && y1 >= s.h-2 {
		pose.Y += 2
	}
	return pose
}

// face finds the face of a masked person in the key frame.
func (s *take) face(place vision.Plane) (face.Face, bool) {
	w, h := s.src.Fit(cutout.AnalysisSize)
	k := float32(s.w) / float32(w)
	luma := vision.Resize(s.still.Luma(), w, h)
	for _, f := range face.Find(luma) {
		f.X, f.Y, f.Radius = k*f.X, k*f.Y, k*f.Radius
		if place.At(int(f.X), int(f.Y)) > 0.5 {
			return f, true
		}
	}
	return face.Face{}, false
}

// middle is the horizontal centre of the lower half of a mask: where its weight stands.
func middle(mask vision.Plane) float64 {
	_, y0, _, y1 := cutout.Bounds(mask, 0.5)
	var sum, n float64
	for y := (y0 + y1) / 2; y < y1; y++ {
		for x, v := range mask.Row(y) {
			sum += float64(v) * float64(x)
			n += float64(v)
		}
	}
	return sum / math.Max(n, 1e-6)
}

// footing is the width in pixels of the lowest twelfth of a cut-out.
func footing(alpha vision.Plane) float64 {
	_, y0, _, y1 := cutout.Bounds(alpha, 0.5)
	x0, x1 := alpha.W, 0
	for y := y1 - max(2, (y1-y0)/12); y < y1; y++ {
		for x, v := range alpha.Row(max(y, 0)) {
			if v > 0.5 {
				x0, x1 = min(x0, x), max(x1, x+1)
			}
		}
	}
	return float64(max(x1-x0, 0))
}

// soften blurs a cut-out that is sharper than what it replaces. scale is that at which it will be drawn.
func soften(colour vision.RGB, alpha vision.Plane, still vision.RGB, place vision.Plane, scale float64) (vision.RGB, vision.Plane) {
	there := sprite.SharpnessOf(still, place)
	w, h := max(int(float64(colour.W)*scale), 8), max(int(float64(colour.H)*scale), 8)
	if w > 4*still.W || h > 4*still.H {
		return colour, alpha
	}
	drawn := colour.EachChannel(func(p vision.Plane) vision.Plane { return vision.Resize(p, w, h) })
	here := sprite.SharpnessOf(drawn, vision.Resize(alpha, w, h))
	if there <= 0 || here <= 1.15*there {
		return colour, alpha
	}
	const most = 1.6
	sigma := float32(math.Min(0.6*math.Sqrt(float64(here/there)*float64(here/there)-1), most) / scale)
	blur := func(p vision.Plane) vision.Plane { return vision.Blur(p, sigma) }
	return colour.EachChannel(blur), vision.Blur(alpha, sigma)
}

// grainOf is the noise that a cut-out lacks.
func grainOf(still vision.RGB, cut *cutout.Cut) float32 {
	const least, most = 0.004, 0.05
	own := sprite.NoiseOf(cut.Colour)
	g := sprite.NoiseOf(still)
	g = float32(math.Sqrt(math.Max(float64(g*g-own*own), 0)))
	if g < least {
		return 0
	}
	return min(g, most)
}

// draw puts the actor into frame i.
func (a *actor) draw(dst vision.RGB, path []motion.Similarity, i int) {
	pose := a.at(path[i])
	if i > 0 && i+1 < len(path) {
		// Half of the way from frame to frame is seen by a shutter of 180 degrees.
		before, after := a.at(path[i-1]), a.at(path[i+1])
		pose.SweepX, pose.SweepY = (after.X-before.X)/4, (after.Y-before.Y)/4
	}
	if a.foot > 0 {
		k := pose.Scale / a.pose.Scale
		sprite.Shadow{X: pose.X, Y: pose.Y - 0.1*a.foot*k, Width: 1.15 * a.foot * k, Height: 0.22 * a.foot * k, Density: 0.42}.Cast(dst)
	}
	patch := a.sprite.Draw(pose, a.w, a.h)
	patch.Grain(a.grain, i)
	patch.Over(dst)
}

// at is the pose of the key frame moved by a similarity.
func (a *actor) at(m motion.Similarity) sprite.Pose {
	pose := a.pose
	pose.X, pose.Y = m.Pixel(pose.X, pose.Y, a.w, a.h)
	pose.Scale *= math.Exp(m.LogScale)
	pose.Roll += m.Roll
	return pose
}

// matteWithin is segment.Matte, computed only around the mask.
func matteWithin(p vision.RGB, mask vision.Plane) vision.Plane {
	x0, y0, x1, y1 := cutout.Bounds(mask, 0.05)
	out := vision.New(p.W, p.H)
	if x1 <= x0 {
		return out
	}
	kx, ky := float64(p.W)/float64(mask.W), float64(p.H)/float64(mask.H)
	const margin = 8 // pixels of the mask
	// The rectangle of the mask and that of the picture are the same part of the frame.
	x0, y0, x1, y1 = max(x0-margin, 0), max(y0-margin, 0), min(x1+margin, mask.W), min(y1+margin, mask.H)
	px0, py0 := int(math.Round(float64(x0)*kx)), int(math.Round(float64(y0)*ky))
	px1, py1 := min(int(math.Round(float64(x1)*kx)), p.W), min(int(math.Round(float64(y1)*ky)), p.H)
	near := p.EachChannel(func(c vision.Plane) vision.Plane { return c.Part(px0, py0, px1, py1) })
	soft := segment.Matte(near, mask.Part(x0, y0, x1, y1))
	for y := range soft.H {
		copy(out.Row(py0 + y)[px0:px1], soft.Row(y))
	}
	return out
}
