//go:build (amd64 || arm64) && !nogpu

package gpu

import (
	"context"
	"errors"
	"fmt"

	"zoetrope/engine/studio/spmd"
)

// eglSession is a context of OpenGL ES 3 without a surface.
type eglSession struct {
	egl              *egl
	gl               *gl
	display, context uintptr
	vertices         uint32 // an empty vertex array: the vertex shader makes its triangle from the number of the vertex
	target           target
	inputs           []uint32 // textures by unit
	programs         map[*spmd.Program]compiled
	largest          int   // pixels a side
	filter           int32 // of float textures, if the driver has any
}

// compiled is a program as the driver has it, or why it does not.
type compiled struct {
	program *program
	err     error
}

// openSession takes the first device that draws as it has to.
func openSession(o Options) (session, Info, error) {
	e, err := loadEGL()
	if err != nil {
		return nil, Info{}, fmt.Errorf("%w: %w", ErrNone, err)
	}
	var reasons []error
	for _, find := range e.displays(o) {
		s, info, err := openDisplay(e, find, o)
		if err == nil {
			return s, info, nil
		}
		reasons = append(reasons, err)
	}
	if len(reasons) == 0 {
		reasons = append(reasons, errors.New("EGL knows no device"))
	}
	return nil, Info{}, fmt.Errorf("%w: %w", ErrNone, errors.Join(reasons...))
}

// place is where a display comes from.
type place struct {
	platform uint32
	native   uintptr
}

// maxDevices is how many devices are looked at.
const maxDevices = 16

// displays are the places to try, the best first: the devices that EGL lists, or the one display without a surface. Devices that
// say they are software are not even started unless they are wanted.
func (e *egl) displays(o Options) []place {
	client := e.QueryString(0, eglExtensions)
	var list []place
	if e.QueryDevicesEXT != nil && e.QueryDeviceStringEXT != nil && listed(client, "EGL_EXT_platform_device") {
		var devices [maxDevices]uintptr
		var n int32
		if e.QueryDevicesEXT(maxDevices, &devices[0], &n) != 0 {
			for _, device := range devices[:min(max(n, 0), maxDevices)] {
				if o.Software || !listed(e.QueryDeviceStringEXT(device, eglExtensions), "EGL_MESA_device_software") {
					list = append(list, place{eglPlatformDevice, device})
				}
			}
			return list
		}
	}
	if listed(client, "EGL_MESA_platform_surfaceless") {
		list = append(list, place{platform: eglPlatformSurfaceless})
	}
	return list
}

func openDisplay(e *egl, at place, o Options) (*eglSession, Info, error) {
	s := &eglSession{egl: e, programs: map[*spmd.Program]compiled{}}
	if s.display = e.GetPlatformDisplayEXT(at.platform, at.native, 0); s.display == 0 {
		return nil, Info{}, fmt.Errorf("no display: EGL error %#x", e.GetError())
	}
	var major, minor int32
	if e.Initialize(s.display, &major, &minor) == 0 {
		return nil, Info{}, fmt.Errorf("the display does not start: EGL error %#x", e.GetError())
	}
	info, err := s.start(o)
	if err != nil {
		s.close()
		return nil, info, err
	}
	return s, info, nil
}

// start makes the context and looks at who draws.
func (s *eglSession) start(o Options) (Info, error) {
	if err := s.makeContext(); err != nil {
		return Info{}, err
	}
	var err error
	if s.gl, err = s.egl.loadGL(); err != nil {
		return Info{}, err
	}
	g := s.gl
	info := Info{Renderer: g.GetString(glRenderer), Vendor: g.GetString(glVendor), Version: g.GetString(glVersion)}
	if info.Software() && !o.Software {
		return info, fmt.Errorf("%s is a software rasteriser", info.Renderer)
	}
	extensions := g.GetString(glExtensions)
	if !listed(extensions, "GL_EXT_color_buffer_float") {
		return info, fmt.Errorf("%s cannot draw float pictures", info.Renderer)
	}
	s.filter = glNearest
	if listed(extensions, "GL_OES_texture_float_linear") {
		s.filter = glLinear
	}
	var side int32
	g.GetIntegerv(glMaxTextureSize, &side)
	s.largest = int(side)
	g.GenVertexArrays(1, &s.vertices)
	g.BindVertexArray(s.vertices)
	g.Disable(glDither)
	g.Enable(glScissorTest)
	g.PixelStorei(glPackAlignment, 4)
	g.PixelStorei(glUnpackAlignment, 4)
	return info, s.check()
}

// makeContext makes a context of OpenGL ES 3 current that tells when it is lost, where the driver can do that.
func (s *eglSession) makeContext() error {
	e := s.egl
	extensions := e.QueryString(s.display, eglExtensions)
	if !listed(extensions, "EGL_KHR_surfaceless_context") {
		return errors.New("the display needs a surface")
	}
	if e.BindAPI(eglOpenGLES) == 0 {
		return errors.New("the display has no OpenGL ES")
	}
	wanted := []int32{eglSurfaceType, 0, eglRenderableType, eglOpenGLES3, eglNone}
	var config uintptr
	var n int32
	if e.ChooseConfig(s.display, first(wanted), &config, 1, &n) == 0 || n == 0 {
		return errors.New("the display has no OpenGL ES 3")
	}
	attributes := []int32{eglMajorVersion, 3, eglMinorVersion, 0}
	if listed(extensions, "EGL_EXT_create_context_robustness") {
		robust := append(attributes, eglRobustAccess, 1, eglResetStrategy, eglLoseContextOnReset, eglNone)
		s.context = e.CreateContext(s.display, config, 0, first(robust))
	}
	if s.context == 0 {
		s.context = e.CreateContext(s.display, config, 0, first(append(attributes, eglNone)))
	}
	if s.context == 0 {
		return fmt.Errorf("no context: EGL error %#x", e.GetError())
	}
	if e.MakeCurrent(s.display, 0, 0, s.context) == 0 {
		return fmt.Errorf("the context cannot be used: EGL error %#x", e.GetError())
	}
	return nil
}

// close gives back all that the context holds. The display stays, because all contexts of a process share it.
func (s *eglSession) close() {
	if s.context == 0 {
		return
	}
	if s.gl != nil {
		s.release()
	}
	s.egl.MakeCurrent(s.display, 0, 0, 0)
	s.egl.DestroyContext(s.display, s.context)
	s.egl.ReleaseThread()
	s.context = 0
}

func (s *eglSession) release() {
	for _, c := range s.programs {
		if c.program != nil {
			s.gl.DeleteProgram(c.program.name)
		}
	}
	if n := len(s.inputs); n > 0 {
		s.gl.DeleteTextures(int32(n), first(s.inputs))
	}
	s.target.release(s.gl)
	if s.vertices != 0 {
		s.gl.DeleteVertexArrays(1, &s.vertices)
	}
}

// check returns what went wrong since the last check.
func (s *eglSession) check() error {
	switch code := s.gl.GetError(); code {
	case glNoError:
		return nil
	case glContextLost:
		return ErrLost
	case glOutOfMemory:
		return errors.New("the graphics processor has no memory left")
	default:
		// Others are faults of this package or of the driver; either way nothing drawn later can be trusted.
		return fmt.Errorf("OpenGL error %#x: %w", code, ErrLost)
	}
}

// bandPixels bounds what is drawn by one call, so that a slow device is not taken for a hung one by the system, and a
// cancelled picture ends soon.
const bandPixels = 1 << 18

// draw fills r.pixels.
func (s *eglSession) draw(r *request) error {
	if max(r.w, r.h) > s.largest {
		return fmt.Errorf("the graphics processor draws no more than %d pixels a side", s.largest)
	}
	p, err := s.compile(r.program)
	if err != nil {
		return err
	}
	g := s.gl
	if err := s.target.grow(g, r.w, r.h); err != nil {
		return errors.Join(err, s.check())
	}
	g.UseProgram(p.name)
	p.setUniforms(g, r.program, r.inputs)
	s.bindTextures(p, r.textures)
	g.Viewport(0, 0, int32(r.w), int32(r.h))
	rows := max(bandPixels/r.w, 1)
	for y := 0; y < r.h; y += rows {
		if r.ctx.Err() != nil {
			return context.Cause(r.ctx)
		}
		n := min(rows, r.h-y)
		g.Scissor(0, int32(y), int32(r.w), int32(n))
		g.DrawArrays(glTriangles, 0, 3)
		g.ReadPixels(0, int32(y), int32(r.w), int32(n), glRGBA, glFloat, &r.pixels[4*y*r.w])
	}
	return s.check()
}
