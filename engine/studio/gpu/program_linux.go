//go:build (amd64 || arm64) && !nogpu

package gpu

import (
	"fmt"
	"runtime"
	"strings"

	"zoetrope/engine/studio/spmd"
)

// wholeFrame is the vertex shader of all programs: one triangle that covers the frame.
const wholeFrame = `#version 300 es
void main() {
  vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}
`

// program is a linked program.
type program struct {
	name     uint32
	uniforms []int32 // locations in the order of spmd.Program.Uniforms; -1 where the driver found no use for one
	samplers []int32
}

// compile returns a program, which is compiled when it is first asked for. Failures are remembered as well.
func (s *eglSession) compile(p *spmd.Program) (*program, error) {
	c, known := s.programs[p]
	if !known {
		if c.program, c.err = link(s.gl, p); c.err != nil {
			c.err = fmt.Errorf("the driver does not take program %s: %w", p.Name, c.err)
		}
		if err := s.check(); err != nil {
			return nil, err
		}
		s.programs[p] = c
	}
	return c.program, c.err
}

func link(g *gl, p *spmd.Program) (*program, error) {
	vertex, err := compileShader(g, glVertexShader, wholeFrame)
	if err != nil {
		return nil, err
	}
	defer g.DeleteShader(vertex)
	fragment, err := compileShader(g, glFragmentShader, p.Source)
	if err != nil {
		return nil, err
	}
	defer g.DeleteShader(fragment)
	out := &program{name: g.CreateProgram()}
	g.AttachShader(out.name, vertex)
	g.AttachShader(out.name, fragment)
	g.LinkProgram(out.name)
	var ok int32
	if g.GetProgramiv(out.name, glLinkStatus, &ok); ok == 0 {
		defer g.DeleteProgram(out.name)
		return nil, complaint(func(size int32, n *int32, b *byte) { g.GetProgramInfoLog(out.name, size, n, b) })
	}
	for _, u := range p.Uniforms {
		out.uniforms = append(out.uniforms, g.GetUniformLocation(out.name, u.Name+"\x00"))
	}
	for _, name := range p.Samplers {
		out.samplers = append(out.samplers, g.GetUniformLocation(out.name, name+"\x00"))
	}
	return out, nil
}

func compileShader(g *gl, kind uint32, source string) (uint32, error) {
	shader := g.CreateShader(kind)
	text := first([]byte(source + "\x00"))
	g.ShaderSource(shader, 1, &text, nil)
	runtime.KeepAlive(text)
	g.CompileShader(shader)
	var ok int32
	if g.GetShaderiv(shader, glCompileStatus, &ok); ok == 0 {
		defer g.DeleteShader(shader)
		return 0, complaint(func(size int32, n *int32, b *byte) { g.GetShaderInfoLog(shader, size, n, b) })
	}
	return shader, nil
}

// complaint is what a compiler says, up to a length that fits in a log.
func complaint(read func(size int32, n *int32, b *byte)) error {
	b := make([]byte, 1024)
	var n int32
	read(int32(len(b)), &n, &b[0])
	said := strings.ReplaceAll(text(b, n), "\n", "; ")
	if said == "" {
		said = "no reason is given"
	}
	return fmt.Errorf("%s", said)
}

// setUniforms sets every uniform: the driver keeps the values of the last picture.
func (p *program) setUniforms(g *gl, of *spmd.Program, in *spmd.Inputs) {
	floats, ints := in.F, in.I
	for i, u := range of.Uniforms {
		n := int32(max(u.Len, 1))
		words := u.Size * int(n)
		if u.Base == spmd.Float {
			if at := p.uniforms[i]; at >= 0 {
				floatSetter(g, u)(at, n, first(floats[:words]))
			}
			floats = floats[words:]
			continue
		}
		if at := p.uniforms[i]; at >= 0 {
			intSetter(g, u)(at, n, first(ints[:words]))
		}
		ints = ints[words:]
	}
}

func floatSetter(g *gl, u spmd.Uniform) func(location, n int32, v *float32) {
	matrix := func(set func(location, n int32, transpose uint8, v *float32)) func(location, n int32, v *float32) {
		return func(location, n int32, v *float32) { set(location, n, 0, v) }
	}
	switch kind, _, _ := strings.Cut(u.GLSL, "["); kind {
	case "mat2":
		return matrix(g.UniformMatrix2fv)
	case "mat3":
		return matrix(g.UniformMatrix3fv)
	case "mat4":
		return matrix(g.UniformMatrix4fv)
	}
	return [...]func(location, n int32, v *float32){g.Uniform1fv, g.Uniform2fv, g.Uniform3fv, g.Uniform4fv}[u.Size-1]
}

func intSetter(g *gl, u spmd.Uniform) func(location, n int32, v *int32) {
	if u.Base == spmd.Uint {
		return [...]func(location, n int32, v *int32){g.Uniform1uiv, g.Uniform2uiv, g.Uniform3uiv, g.Uniform4uiv}[u.Size-1]
	}
	return [...]func(location, n int32, v *int32){g.Uniform1iv, g.Uniform2iv, g.Uniform3iv, g.Uniform4iv}[u.Size-1]
}
