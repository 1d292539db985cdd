package spmd

import (
	"fmt"
	"slices"
	"strings"
)

// Values are uniforms by GLSL name. A float uniform takes float32, float64 or int; an int, uint or bool uniform takes int,
// int32, uint32 or bool; vectors, matrices (column by column) and arrays take [N]T, []T or [][N]T of float32, int32, int or
// uint32 with as many values in total as the uniform has.
type Values map[string]any

// bind lays the values out in the order of p.Uniforms. Uniforms without a value are zero.
func bind(p *Program, v Values, textures map[string]*Frame) (*Inputs, error) {
	in := &Inputs{}
	bound := 0
	for _, u := range p.Uniforms {
		val, ok := v[u.Name]
		if ok {
			bound++
		}
		var err error
		if u.Base == Float {
			in.F, err = appendFloats(in.F, u, val, ok)
		} else {
			in.I, err = appendInts(in.I, u, val, ok)
		}
		if err != nil {
			return nil, fmt.Errorf("spmd: program %s: uniform %s (%s): %w", p.Name, u.Name, u.GLSL, err)
		}
	}
	if bound != len(v) {
		return nil, unknownUniform(p, v)
	}
	return in, bindTextures(in, p, textures)
}

func bindTextures(in *Inputs, p *Program, textures map[string]*Frame) error {
	for _, name := range p.Samplers {
		f := textures[name]
		if !f.valid() {
			return fmt.Errorf("spmd: program %s: texture %s is missing or has no pixels", p.Name, name)
		}
		in.Textures = append(in.Textures, f.texture())
	}
	if len(textures) == len(p.Samplers) {
		return nil
	}
	for name := range textures {
		if !slices.Contains(p.Samplers, name) {
			return fmt.Errorf("spmd: program %s has no sampler %s", p.Name, name)
		}
	}
	return nil
}

func unknownUniform(p *Program, v Values) error {
	var unknown []string
	for name := range v {
		if !slices.ContainsFunc(p.Uniforms, func(u Uniform) bool { return u.Name == name }) {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	return fmt.Errorf("spmd: program %s has no uniform %s", p.Name, strings.Join(unknown, ", "))
}

func appendFloats(dst []float32, u Uniform, val any, ok bool) ([]float32, error) {
	n := u.words()
	if !ok {
		return append(dst, make([]float32, n)...), nil
	}
	got, known := floats(val)
	if !known {
		return nil, fmt.Errorf("cannot use a %T", val)
	}
	if len(got) != n {
		return nil, fmt.Errorf("%d values given, want %d", len(got), n)
	}
	return append(dst, got...), nil
}

func appendInts(dst []int32, u Uniform, val any, ok bool) ([]int32, error) {
	n := u.words()
	if !ok {
		return append(dst, make([]int32, n)...), nil
	}
	got, known := ints(val)
	if !known {
		return nil, fmt.Errorf("cannot use a %T", val)
	}
	if len(got) != n {
		return nil, fmt.Errorf("%d values given, want %d", len(got), n)
	}
	return append(dst, got...), nil
}

// floats flattens the types that a float uniform takes.
func floats(val any) ([]float32, bool) {
	switch x := val.(type) {
	case float32:
		return []float32{x}, true
	case float64:
		return []float32{float32(x)}, true
	case int:
		return []float32{float32(x)}, true
	case [2]float32:
		return x[:], true
	case [3]float32:
		return x[:], true
	case [4]float32:
		return x[:], true
	case [9]float32:
		return x[:], true
	case [16]float32:
		return x[:], true
	case []float32:
		return x, true
	case [][2]float32:
		return flatten(x, func(e *[2]float32) []float32 { return e[:] }), true
	case [][3]float32:
		return flatten(x, func(e *[3]float32) []float32 { return e[:] }), true
	case [][4]float32:
		return flatten(x, func(e *[4]float32) []float32 { return e[:] }), true
	}
	return nil, false
}

// ints flattens the types that an int, uint or bool uniform takes.
func ints(val any) ([]int32, bool) {
	switch x := val.(type) {
	case int:
		return []int32{int32(x)}, true
	case int32:
		return []int32{x}, true
	case uint32:
		return []int32{int32(x)}, true
	case bool:
		if x {
			return []int32{1}, true
		}
		return []int32{0}, true
	case [2]int32:
		return x[:], true
	case [3]int32:
		return x[:], true
	case [4]int32:
		return x[:], true
	case []int32:
		return x, true
	case []int:
		return convert(x), true
	case []uint32:
		return convert(x), true
	case [][2]int32:
		return flatten(x, func(e *[2]int32) []int32 { return e[:] }), true
	case [][3]int32:
		return flatten(x, func(e *[3]int32) []int32 { return e[:] }), true
	case [][4]int32:
		return flatten(x, func(e *[4]int32) []int32 { return e[:] }), true
	}
	return nil, false
}

func flatten[A, E any](list []A, elems func(*A) []E) []E {
	var out []E
	for i := range list {
		out = append(out, elems(&list[i])...)
	}
	return out
}

func convert[T int | uint32](list []T) []int32 {
	out := make([]int32, len(list))
	for i, x := range list {
		out[i] = int32(x)
	}
	return out
}
