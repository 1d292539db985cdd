//go:build (amd64 || arm64) && !nogpu

package gpu

import "fmt"

// target is what is drawn to: a float picture that grows to the largest size asked for, of which smaller pictures use a corner.
type target struct {
	texture, framebuffer uint32
	w, h                 int
}

func (t *target) grow(g *gl, w, h int) error {
	if w <= t.w && h <= t.h {
		return nil
	}
	w, h = max(w, t.w), max(h, t.h)
	t.release(g)
	t.texture = newTexture(g, glNearest)
	g.TexImage2D(glTexture2D, 0, glRGBA32F, int32(w), int32(h), 0, glRGBA, glFloat, nil)
	g.GenFramebuffers(1, &t.framebuffer)
	g.BindFramebuffer(glFramebuffer, t.framebuffer)
	g.FramebufferTexture2D(glFramebuffer, glColorAttachment0, glTexture2D, t.texture, 0)
	if status := g.CheckFramebufferStatus(glFramebuffer); status != glFramebufferComplete {
		t.release(g)
		return fmt.Errorf("no picture of %dx%d can be drawn to: framebuffer status %#x", w, h, status)
	}
	t.w, t.h = w, h
	return nil
}

func (t *target) release(g *gl) {
	if t.framebuffer != 0 {
		g.DeleteFramebuffers(1, &t.framebuffer)
	}
	if t.texture != 0 {
		g.DeleteTextures(1, &t.texture)
	}
	*t = target{}
}

// bindTextures uploads the textures of a picture, one to each unit, at their own size: programs measure it.
func (s *eglSession) bindTextures(p *program, textures []texels) {
	g := s.gl
	for unit, t := range textures {
		g.ActiveTexture(glTexture0 + uint32(unit))
		if unit == len(s.inputs) {
			s.inputs = append(s.inputs, newTexture(g, s.filter))
		}
		wrap := int32(glClampToEdge)
		if t.repeat {
			wrap = glRepeat
		}
		g.BindTexture(glTexture2D, s.inputs[unit])
		g.TexParameteri(glTexture2D, glTextureWrapS, wrap)
		g.TexParameteri(glTexture2D, glTextureWrapT, wrap)
		g.TexImage2D(glTexture2D, 0, glRGBA32F, int32(t.w), int32(t.h), 0, glRGBA, glFloat, first(t.pixels))
		g.Uniform1i(p.samplers[unit], int32(unit))
	}
}

// newTexture makes a texture and binds it.
func newTexture(g *gl, filter int32) uint32 {
	var name uint32
	g.GenTextures(1, &name)
	g.BindTexture(glTexture2D, name)
	g.TexParameteri(glTexture2D, glTextureMinFilter, filter)
	g.TexParameteri(glTexture2D, glTextureMagFilter, filter)
	return name
}
