package studio

import (
	"context"
	"image"

	"zoetrope/engine/studio/compose"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
)

// lay draws an overlay over a picture, which those that need it can look at. Of many small things only the parts of the frame are
// drawn in which they are, and soft things are drawn smaller.
func (f *film) lay(ctx context.Context, l scene.Layer, t float64, picture *spmd.Frame) error {
	p := l.Program()
	var textures map[string]*spmd.Frame
	if len(p.Samplers) > 0 {
		textures = map[string]*spmd.Frame{"uBelow": picture}
	}
	if l.Scale < 1 {
		small := f.smallFrame(f.size(l, false))
		if err := f.backend.draw(ctx, p, small, f.values(l, t, small), textures); err != nil {
			return err
		}
		compose.OverSmall(picture, small)
		return nil
	}
	v := f.values(l, t, f.overlay)
	if !f.backend.accelerated() {
		if passes, ok := l.Passes(v, f.w, f.h); ok {
			return f.layPasses(ctx, p, v, passes, textures, picture)
		}
	}
	if err := f.backend.draw(ctx, p, f.overlay, v, textures); err != nil {
		return err
	}
	compose.Over(picture, f.overlay)
	return nil
}

func (f *film) layPasses(ctx context.Context, p *spmd.Program, v spmd.Values, passes []scene.Pass, textures map[string]*spmd.Frame, picture *spmd.Frame) error {
	for _, pass := range passes {
		if pass.Only > 0 {
			v["uOnly"] = int32(pass.Only)
		}
		if err := spmd.DrawTiles(ctx, f.backend.cpu, p, f.overlay, v, textures, pass.Tiles); err != nil {
			return err
		}
		for _, r := range pass.Tiles {
			overPart(picture, f.overlay, r)
		}
	}
	return nil
}

// overPart is compose.Over for a part of a frame.
func overPart(dst, src *spmd.Frame, r image.Rectangle) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		from, to := 4*(y*dst.W+r.Min.X), 4*(y*dst.W+r.Max.X)
		d, s := dst.Pix[from:to], src.Pix[from:to]
		for i := 0; i+3 < len(d); i += 4 {
			p, q := d[i:i+4:i+4], s[i:i+4:i+4]
			k := 1 - q[3]
			p[0] = p[0]*k + q[0]
			p[1] = p[1]*k + q[1]
			p[2] = p[2]*k + q[2]
		}
	}
}

// smallFrame is a frame of some size that is kept.
func (f *film) smallFrame(w, h int) *spmd.Frame {
	key := [2]int{w, h}
	if f.small[key] == nil {
		f.small[key] = spmd.NewFrame(w, h)
	}
	return f.small[key]
}
