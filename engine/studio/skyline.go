package studio

import (
	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/vision"
)

// skyline knows where the sky of footage is open, so that what is in the sky stays behind what stands before it.
type skyline struct {
	open   vision.Plane // 0..1, as large as the footage
	seen   bool         // whether there is a sky at all
	expiry int          // the first frame for which open is too old
}

// look looks for the sky in frame i, p, unless that was done lately.
func (s *skyline) look(i int, p vision.RGB) {
	const across, every = 256, 6 // pixels; frames
	if i < s.expiry {
		return
	}
	s.expiry = i + every
	small := p.EachChannel(func(c vision.Plane) vision.Plane { return vision.Resize(c, across, max(across*p.H/p.W, 16)) })
	sky := cutout.OpenSky(small)
	s.seen = sky.Mean() > 0
	edge := vision.Resize(vision.GuidedRGB(small, sky, 4, 1e-3), p.W, p.H)
	s.open = edge.Map(func(v float32) float32 { return vision.Smoothstep(0.4, 0.9, v) })
}

// hides tells whether an overlay is drawn in the open sky alone. Of lightning out of sight only the light is seen; without a sky a
// rainbow or a meteor is rather drawn before bright things than not at all.
func (s *skyline) hides(l scene.Layer) bool {
	return s != nil && s.open.W > 0 && l.InSky() && (s.seen || l.Shader == "lightning")
}

// into puts the open sky into the alpha of a picture, see uMatte in below.glsl.
func (s *skyline) into(picture *spmd.Frame) {
	for i, v := range s.open.Pix {
		picture.Pix[4*i+3] = v
	}
}

// skyward tells whether something in the sky is seen at t seconds.
func (f *film) skyward(layers []scene.Layer, t float64) bool {
	for _, l := range layers {
		if !l.InSky() {
			continue
		}
		if passes, ok := l.Passes(f.values(l, t, f.overlay), f.w, f.h); !ok || len(passes) > 0 {
			return true
		}
	}
	return false
}
