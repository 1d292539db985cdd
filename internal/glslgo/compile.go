package glslgo

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Shader is a compiled fragment shader.
type Shader struct {
	// Name is the file's name without extension.
	Name string
	// Source is the shader with includes resolved.
	Source string
	// Scalar is the Go file that declares the program and its scalar kernel; SIMD the one, constrained to amd64 with
	// GOEXPERIMENT=simd, that adds the eight-lane kernel.
	Scalar, SIMD []byte
}

// Compile translates the fragment shader file of fsys to Go files of package pkg. Faults of the shader are of type *Error.
func Compile(fsys fs.FS, file, pkg string) (s *Shader, err error) {
	defer catch(&err)
	tokens, source := preprocess(fsys, file)
	e := &emitter{pkg: pkg, file: file, prog: parse(tokens), source: source}
	e.name = strings.TrimSuffix(path.Base(file), path.Ext(file))
	if e.export = exported(e.name); e.export == "" {
		return nil, fmt.Errorf("%s: the file's name gives no Go name", file)
	}
	s = &Shader{Name: e.name, Source: source}
	if s.Scalar, err = e.scalarFile(); err != nil {
		return nil, fmt.Errorf("%s: generated scalar code: %w", file, err)
	}
	if s.SIMD, err = e.simdFile(); err != nil {
		return nil, fmt.Errorf("%s: generated SIMD code: %w", file, err)
	}
	return s, nil
}

// exported turns a file name such as test_card into a Go name such as TestCard.
func exported(name string) string {
	var b strings.Builder
	up := true
	for _, c := range []byte(name) {
		switch {
		case !isWord(c) || c == '_':
			up = true
			continue
		case b.Len() == 0 && !isLetter(c):
			return ""
		case up && c >= 'a' && c <= 'z':
			c -= 'a' - 'A'
		}
		b.WriteByte(c)
		up = false
	}
	return b.String()
}

// CompileDir compiles every *.frag file of fsys and returns the generated files by name: NAME_scalar_gen.go and
// NAME_simd_gen.go.
func CompileDir(fsys fs.FS, pkg string) (map[string][]byte, error) {
	files, err := fs.Glob(fsys, "*.frag")
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	for _, file := range files {
		s, err := Compile(fsys, file, pkg)
		if err != nil {
			return nil, err
		}
		out[s.Name+"_scalar_gen.go"] = s.Scalar
		out[s.Name+"_simd_gen.go"] = s.SIMD
	}
	return out, nil
}
