//go:build (amd64 || arm64) && !nogpu

package gpu

import (
	"fmt"
	"reflect"
	"strings"
	"unsafe"

	"github.com/ebitengine/purego"
)

// egl are functions of EGL 1.5 and its extensions. The fields are named as the functions are, without "egl".
type egl struct {
	GetProcAddress        func(name string) uintptr
	QueryString           func(display uintptr, name int32) string
	QueryDevicesEXT       func(limit int32, devices *uintptr, n *int32) uint32 `egl:"optional"`
	QueryDeviceStringEXT  func(device uintptr, name int32) string              `egl:"optional"`
	GetPlatformDisplayEXT func(platform uint32, native, attributes uintptr) uintptr
	Initialize            func(display uintptr, major, minor *int32) uint32
	BindAPI               func(api uint32) uint32
	ChooseConfig          func(display uintptr, attributes *int32, configs *uintptr, size int32, n *int32) uint32
	CreateContext         func(display, config, share uintptr, attributes *int32) uintptr
	DestroyContext        func(display, context uintptr) uint32
	MakeCurrent           func(display, draw, read, context uintptr) uint32
	ReleaseThread         func() uint32
	GetError              func() int32
}

// The constants of EGL that are used here, from the Khronos registry.
const (
	eglNone                = 0x3038
	eglSurfaceType         = 0x3033
	eglRenderableType      = 0x3040
	eglOpenGLES3           = 0x0040
	eglExtensions          = 0x3055
	eglOpenGLES            = 0x30A0
	eglMajorVersion        = 0x3098
	eglMinorVersion        = 0x30FB
	eglRobustAccess        = 0x30BF
	eglResetStrategy       = 0x3138
	eglLoseContextOnReset  = 0x31BF
	eglPlatformDevice      = 0x313F
	eglPlatformSurfaceless = 0x31DD
)

// gl are functions of OpenGL ES 3.0. The fields are named as the functions are, without "gl".
type gl struct {
	GetString              func(name uint32) string
	GetIntegerv            func(name uint32, v *int32)
	GetError               func() uint32
	Enable                 func(capability uint32)
	Disable                func(capability uint32)
	Viewport               func(x, y, w, h int32)
	Scissor                func(x, y, w, h int32)
	DrawArrays             func(mode uint32, first, count int32)
	ReadPixels             func(x, y, w, h int32, format, kind uint32, pixels *float32)
	PixelStorei            func(name uint32, v int32)
	CreateShader           func(kind uint32) uint32
	ShaderSource           func(shader uint32, n int32, text **byte, length *int32)
	CompileShader          func(shader uint32)
	GetShaderiv            func(shader, name uint32, v *int32)
	GetShaderInfoLog       func(shader uint32, size int32, length *int32, text *byte)
	DeleteShader           func(shader uint32)
	CreateProgram          func() uint32
	AttachShader           func(program, shader uint32)
	LinkProgram            func(program uint32)
	GetProgramiv           func(program, name uint32, v *int32)
	GetProgramInfoLog      func(program uint32, size int32, length *int32, text *byte)
	DeleteProgram          func(program uint32)
	UseProgram             func(program uint32)
	GetUniformLocation     func(program uint32, name string) int32
	Uniform1i              func(location, v int32)
	Uniform1fv             func(location, n int32, v *float32)
	Uniform2fv             func(location, n int32, v *float32)
	Uniform3fv             func(location, n int32, v *float32)
	Uniform4fv             func(location, n int32, v *float32)
	Uniform1iv             func(location, n int32, v *int32)
	Uniform2iv             func(location, n int32, v *int32)
	Uniform3iv             func(location, n int32, v *int32)
	Uniform4iv             func(location, n int32, v *int32)
	Uniform1uiv            func(location, n int32, v *int32)
	Uniform2uiv            func(location, n int32, v *int32)
	Uniform3uiv            func(location, n int32, v *int32)
	Uniform4uiv            func(location, n int32, v *int32)
	UniformMatrix2fv       func(location, n int32, transpose uint8, v *float32)
	UniformMatrix3fv       func(location, n int32, transpose uint8, v *float32)
	UniformMatrix4fv       func(location, n int32, transpose uint8, v *float32)
	GenVertexArrays        func(n int32, names *uint32)
	DeleteVertexArrays     func(n int32, names *uint32)
	BindVertexArray        func(name uint32)
	GenTextures            func(n int32, names *uint32)
	DeleteTextures         func(n int32, names *uint32)
	ActiveTexture          func(unit uint32)
	BindTexture            func(target, name uint32)
	TexImage2D             func(target uint32, level, internal, w, h, border int32, format, kind uint32, pixels *float32)
	TexParameteri          func(target, name uint32, v int32)
	GenFramebuffers        func(n int32, names *uint32)
	DeleteFramebuffers     func(n int32, names *uint32)
	BindFramebuffer        func(target, name uint32)
	FramebufferTexture2D   func(target, attachment, kind, texture uint32, level int32)
	CheckFramebufferStatus func(target uint32) uint32
}

// The constants of OpenGL ES that are used here, from the Khronos registry.
const (
	glNoError             = 0
	glOutOfMemory         = 0x0505
	glContextLost         = 0x0507
	glTriangles           = 0x0004
	glScissorTest         = 0x0C11
	glDither              = 0x0BD0
	glVendor              = 0x1F00
	glRenderer            = 0x1F01
	glVersion             = 0x1F02
	glExtensions          = 0x1F03
	glMaxTextureSize      = 0x0D33
	glPackAlignment       = 0x0D05
	glUnpackAlignment     = 0x0CF5
	glFloat               = 0x1406
	glRGBA                = 0x1908
	glRGBA32F             = 0x8814
	glTexture2D           = 0x0DE1
	glTexture0            = 0x84C0
	glTextureMagFilter    = 0x2800
	glTextureMinFilter    = 0x2801
	glTextureWrapS        = 0x2802
	glTextureWrapT        = 0x2803
	glNearest             = 0x2600
	glLinear              = 0x2601
	glRepeat              = 0x2901
	glClampToEdge         = 0x812F
	glFramebuffer         = 0x8D40
	glColorAttachment0    = 0x8CE0
	glFramebufferComplete = 0x8CD5
	glFragmentShader      = 0x8B30
	glVertexShader        = 0x8B31
	glCompileStatus       = 0x8B81
	glLinkStatus          = 0x8B82
)

// loadEGL finds EGL and its functions. Libraries are never unloaded: drivers do not survive that.
func loadEGL() (*egl, error) {
	library, err := purego.Dlopen("libEGL.so.1", purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return nil, err
	}
	address, err := purego.Dlsym(library, "eglGetProcAddress")
	if err != nil {
		return nil, err
	}
	e := new(egl)
	purego.RegisterFunc(&e.GetProcAddress, address)
	return e, fill(e, "egl", func(name string) uintptr {
		if f, err := purego.Dlsym(library, name); err == nil {
			return f
		}
		return e.GetProcAddress(name)
	})
}

// loadGL finds the functions of the context that is current.
func (e *egl) loadGL() (*gl, error) {
	g := new(gl)
	return g, fill(g, "gl", e.GetProcAddress)
}

// fill sets the functions of a struct by their names.
func fill(functions any, prefix string, find func(name string) uintptr) error {
	v := reflect.ValueOf(functions).Elem()
	for i := range v.NumField() {
		field := v.Type().Field(i)
		address := find(prefix + field.Name)
		switch {
		case address != 0:
			purego.RegisterFunc(v.Field(i).Addr().Interface(), address)
		case field.Tag.Get("egl") != "optional":
			return fmt.Errorf("the driver has no %s%s", prefix, field.Name)
		}
	}
	return nil
}

// listed reports whether a list of extensions has one.
func listed(extensions, name string) bool {
	for e := range strings.FieldsSeq(extensions) {
		if e == name {
			return true
		}
	}
	return false
}

// text is a C string of a driver's buffer.
func text(b []byte, n int32) string {
	return strings.TrimRight(string(b[:min(max(int(n), 0), len(b))]), "\x00\n ")
}

// first is the address of the first value, for C.
func first[T any](v []T) *T { return unsafe.SliceData(v) }
