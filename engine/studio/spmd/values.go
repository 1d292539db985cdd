package spmd

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Values are uniforms by GLSL name. A float uniform takes a Go float or signed integer; an int, uint or bool uniform takes an
// integer or a bool. Vectors, matrices (column by column) and arrays take arrays or slices of those, nested or not, with as
// many numbers in total as the uniform has.
type Values map[string]any

// Bind lays the values out in the order of p.Uniforms. Uniforms without a value are zero.
func Bind(p *Program, v Values, textures map[string]*Frame) (*Inputs, error) {
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
	if !ok {
		return append(dst, make([]float32, u.words())...), nil
	}
	before := len(dst)
	dst, known := flatten(dst, reflect.ValueOf(val), func(v reflect.Value) (float32, bool) {
		switch {
		case v.CanFloat():
			return float32(v.Float()), true
		case v.CanInt():
			return float32(v.Int()), true
		}
		return 0, false
	})
	return dst, checkCount(u, val, len(dst)-before, known)
}

func appendInts(dst []int32, u Uniform, val any, ok bool) ([]int32, error) {
	if !ok {
		return append(dst, make([]int32, u.words())...), nil
	}
	before := len(dst)
	dst, known := flatten(dst, reflect.ValueOf(val), func(v reflect.Value) (int32, bool) {
		switch {
		case v.CanInt():
			return int32(v.Int()), true
		case v.CanUint():
			return int32(uint32(v.Uint())), true
		case v.Kind() == reflect.Bool && v.Bool():
			return 1, true
		}
		return 0, v.Kind() == reflect.Bool
	})
	return dst, checkCount(u, val, len(dst)-before, known)
}

func checkCount(u Uniform, val any, got int, known bool) error {
	switch {
	case !known:
		return fmt.Errorf("cannot use a %T", val)
	case got != u.words():
		return fmt.Errorf("%d values given, want %d", got, u.words())
	}
	return nil
}

// flatten appends the numbers in v, which is one or an array or slice of such, and reports whether all had a usable type.
func flatten[T any](dst []T, v reflect.Value, number func(reflect.Value) (T, bool)) ([]T, bool) {
	if k := v.Kind(); k == reflect.Array || k == reflect.Slice {
		ok := true
		for i := 0; i < v.Len() && ok; i++ {
			dst, ok = flatten(dst, v.Index(i), number)
		}
		return dst, ok
	}
	if !v.IsValid() {
		return dst, false
	}
	x, ok := number(v)
	return append(dst, x), ok
}
