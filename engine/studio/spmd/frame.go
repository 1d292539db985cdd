package spmd

import "zoetrope/engine/studio/spmd/lane"

// Frame is a float32 RGBA picture in linear light: len(Pix) == 4*W*H, interleaved, row 0 at the top. As a texture it is
// sampled with GL coordinates (v = 0 at the bottom edge), clamped to its edge, or wrapped around if Repeat is set.
type Frame struct {
	W, H   int
	Pix    []float32
	Repeat bool
}

// NewFrame returns a transparent black frame of w x h pixels.
func NewFrame(w, h int) *Frame { return &Frame{W: w, H: h, Pix: make([]float32, 4*w*h)} }

// valid reports whether the frame has pixels and a buffer of the right length.
func (f *Frame) valid() bool {
	return f != nil && f.W > 0 && f.H > 0 && len(f.Pix) == 4*f.W*f.H
}

func (f *Frame) texture() *lane.Texture {
	return &lane.Texture{W: f.W, H: f.H, Pix: f.Pix, Repeat: f.Repeat}
}
