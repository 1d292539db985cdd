package glslgo

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// wrap makes a shader of statements in main.
func wrap(body string) string {
	return "#version 300 es\nprecision highp float;\nuniform float u; uniform sampler2D tex;\nout vec4 o;\nvoid main() {\n" + body + "\n}\n"
}

func compile(src string) (*Shader, error) {
	return Compile(fstest.MapFS{"t.frag": {Data: []byte(src)}}, "t.frag", "p")
}

func TestErrors(t *testing.T) {
	t.Parallel()
	// Statements start in line 6.
	for _, c := range []struct{ body, want string }{
		{"x = 1.0;", "6:1: x is not declared"},
		{"float a = 1;", "6:11: cannot initialise a of type float with a int"},
		{"float a = 1.0 + 2;", "6:15: operator + cannot take float and int"},
		{"int a = 5; a = a * 2u;", "6:18: operator * cannot take int and uint"},
		{"vec3 a = vec2(1.0);", "cannot initialise a of type vec3 with a vec2"},
		{"vec3 a = vec3(1.0, 2.0);", "6:10: vec3 needs 3 values, not 2"},
		{"vec2 a = vec2(1.0, 2.0, 3.0);", "vec2 has too many values"},
		{"vec2 a; a.z = 1.0;", "6:11: vec2 has no member z"},
		{"vec2 a; a.xx = vec2(1.0);", "a component is assigned twice"},
		{"const float a = 1.0; a = 2.0;", "6:22: a cannot be changed"},
		{"u = 2.0;", "6:1: u cannot be changed"},
		{"gl_FragCoord.x = 1.0;", "gl_FragCoord cannot be changed"},
		{"1.0 = u;", "cannot assign to this expression"},
		{"if (u) o = vec4(1.0);", "6:5: a condition must be a bool, not a float"},
		{"float a; float a;", "6:16: a is declared twice"},
		{"float a[3]; a[3] = 1.0;", "6:15: index 3 is outside float[3]"},
		{"float a[u];", "an array size must be a constant integer expression"},
		{"float a[0];", "an array size must be between 1 and 4096"},
		{"float a[2][2];", "arrays of arrays"},
		{"float f = dFdx(u);", "6:11: dFdx is not supported: pixels know nothing of their neighbours"},
		{"discard;", "6:1: discard is not supported"},
		{"float f = sin(1);", "6:11: sin cannot take (int)"},
		{"float f = sine(u);", "6:11: function sine is not declared"},
		{"float f = gl_PointCoord.x;", "gl_PointCoord is not supported"},
		{"break;", "6:1: break outside a loop"},
		{"continue;", "6:1: continue outside a loop"},
		{"return 1.0;", "cannot return a float from a function of type void"},
		{"samplerCube s;", "type samplerCube is not supported"},
		{"sampler2D s;", "a local variable cannot be sampler2D"},
		{"mat2 m = mat2(1.0) + mat3(1.0);", "operator + cannot take mat2 and mat3"},
		{"vec2 v = mat3(1.0) * vec2(1.0);", "operator * cannot take mat3 and vec2"},
		{"switch (u) { case 1: break; }", "switch needs an int or a uint, not a float"},
		{"switch (1) { default: break; case 1: break; }", "default must be the last case"},
		{"switch (1) { case 1.0: break; }", "a case must be a constant of type int"},
		{"float f = 1.0.x;", "is not a number"},
		{"float f = 0x1p3;", "is not a number"},
		{"int i = 4294967296;", "is not a number"},
		{"float f = (1.0;", "6:15: expected ')', found ';'"},
		{"float f = ;", "6:11: expected an expression, found ';'"},
		{"float if = 1.0;", "6:7: expected a name, found 'if'"},
		{"float gl_x = 1.0;", "names that begin with gl_ are reserved"},
		{"float f = 1.0 @ 2.0;", "6:15: unexpected character '@'"},
		{"float f = true ? 1.0 : 2;", "the sides of ?: have different types"},
		{"for (int i = 0; i < 3; i++) {", "missing '}'"},
		{"#pragma unroll\nwhile (true) {}", "6:1: #pragma unroll must stand before a for loop"},
		{"struct S { float a; }; S s = S(1);", "member a needs a float, not a int"},
		{"struct S { float a; }; S s; s.b = 1.0;", "S has no member b"},
		{"float a[2]; bool b = a == a;", "operator == cannot take float[2] and float[2]"},
	} {
		_, err := compile(wrap(c.body))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s\n got %v\nwant %s", c.body, err, c.want)
		}
		var fault *Error
		if err != nil && !errors.As(err, &fault) {
			t.Errorf("%s: the error has no position: %v", c.body, err)
		}
	}
}

func TestErrorsOutsideMain(t *testing.T) {
	t.Parallel()
	const end = "out vec4 o; void main() { o = vec4(1.0); }"
	for _, c := range []struct{ src, want string }{
		{"", "the shader has no function void main()"},
		{"void main() {}", "the shader declares no 'out vec4'"},
		{"out vec3 o; void main() {}", "t.frag:1:10: the output must be a vec4"},
		{"out vec4 p; " + end, "1:22: more than one output is not supported"},
		{"in vec2 uv; " + end, "1:1: inputs are not supported"},
		{"uniform Block { float a; }; " + end, "1:9: uniform blocks and interface blocks are not supported"},
		{"uniform float a = 1.0; " + end, "a cannot have an initial value"},
		{"float f(float x) { return f(x); } " + end, "1:7: function f calls itself"},
		{"float f(float x); float g(float x) { return f(x); } float f(float x) { return g(x); } " + end, "calls itself"},
		{"float f(float x); " + end, "1:7: function f is declared but not defined"},
		{"float f(float x) { if (x > 0.0) return 1.0; } " + end, "function f can end without return"},
		{"float f(float x) { return x; } float f(float y) { return y; } " + end, "is defined twice"},
		{"float f(float x) { return x; } int f(float y) { return 1; } " + end, "was declared before with result float"},
		{"float sin(float x) { return x; } " + end, "1:7: sin is a built-in function"},
		{"void f(out float x) { x = 1.0; } out vec4 o; void main() { f(2.0); }", "cannot assign to this expression"},
		{"#version 100\n" + end, `the version must be "300 es"`},
		{"#extension GL_foo : enable\n" + end, "1:1: #extension is not supported"},
		{"#if 1\n" + end, "1:1: #if without #endif"},
		{"#else\n" + end, "1:1: #else without #if"},
		{"#if 1 / 0\n#endif\n" + end, "division by zero in #if"},
		{"#error stop here\n" + end, "1:1: #error stop here"},
		{"#include \"no.glsl\"\n" + end, `1:10: cannot read "no.glsl"`},
		{"#define F(x) x\nfloat a = F(1.0, 2.0);\n" + end, "2:11: macro F takes 1 arguments, not 2"},
		{"#define F(x) x\nfloat a = F(1.0;\n" + end, "2:11: the arguments of macro F are not closed"},
		{"#bogus\n" + end, "unknown directive #bogus"},
		{"/* " + end, "1:1: comment not closed"},
		{"const float a = u; " + end, "u is not declared"},
		{"uniform float u; const float a = u; " + end, "constant a needs a constant value"},
	} {
		_, err := compile(c.src)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s\n got %v\nwant %s", c.src, err, c.want)
		}
	}
}

func TestErrorNamesIncludedFile(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"t.frag":     {Data: []byte("#version 300 es\n#include \"lib/a.glsl\"\nout vec4 o;\nvoid main() { o = vec4(f()); }\n")},
		"lib/a.glsl": {Data: []byte("#include \"b.glsl\"\n")},
		"lib/b.glsl": {Data: []byte("float f() {\n  return 1;\n}\n")},
	}
	_, err := Compile(files, "t.frag", "p")
	if err == nil || err.Error() != "lib/b.glsl:2:10: cannot return a int from a function of type float" {
		t.Errorf("got %v", err)
	}
}

func TestSourceIsFlattened(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{
		"t.frag": {Data: []byte("#version 300 es\n#include \"a.glsl\"\n#include \"a.glsl\"\nout vec4 o;\nvoid main() { o = A; }\n")},
		"a.glsl": {Data: []byte("#version 300 es\nconst vec4 A = vec4(1.0);\n")},
	}
	s, err := Compile(files, "t.frag", "p")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(s.Source, "const vec4 A") != 1 || strings.Count(s.Source, "#version") != 1 || strings.Contains(s.Source, "#include") {
		t.Errorf("source is\n%s", s.Source)
	}
}

// TestHoisting checks where computations end up: what depends on uniforms only must not run per pixel.
func TestHoisting(t *testing.T) {
	t.Parallel()
	s, err := compile(wrap("float a = sin(u * 2.0); float b = cos(gl_FragCoord.y); o = vec4(a, b, a * gl_FragCoord.x, u / 3.0);"))
	if err != nil {
		t.Fatal(err)
	}
	_, main, _ := strings.Cut(string(s.SIMD), "_main() (")
	for _, name := range []string{"Sin", "Cos", "Div", "u_u"} {
		if strings.Contains(main, name) {
			t.Errorf("%s is computed per pixel:\n%s", name, main)
		}
	}
}

// TestNoMasks checks that uniform control flow stays free of masks.
func TestNoMasks(t *testing.T) {
	t.Parallel()
	s, err := compile(wrap(`float a = 0.0;
for (int i = 0; i < int(u); i++) { if (i == 3) continue; if (u > 9.0) break; a += gl_FragCoord.x * float(i); }
if (u > 2.0) a += 1.0; else a -= 1.0;
o = vec4(a);`))
	if err != nil {
		t.Fatal(err)
	}
	if text := string(s.SIMD); strings.Contains(text, "lane.SelF") || strings.Contains(text, "lane.Any") {
		t.Errorf("uniform control flow uses masks:\n%s", text)
	}
}

// FuzzCompile feeds arbitrary text: whatever it is, the compiler answers with code or with an error.
func FuzzCompile(f *testing.F) {
	dir := os.DirFS("conformance")
	names, err := fs.Glob(dir, "*.frag")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(dir, name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Add(wrap("float a[3]; a[int(u)] = texture(tex, vec2(u)).x; o = vec4(a[1]);"))
	f.Add("#define A(x) A(x) A(x)\nA(A(1))")
	f.Fuzz(func(t *testing.T, src string) {
		_, err := compile(src)
		var fault *Error
		if err != nil && (!errors.As(err, &fault) || strings.Contains(fault.Msg, "internal")) {
			t.Errorf("%v", err)
		}
	})
}
