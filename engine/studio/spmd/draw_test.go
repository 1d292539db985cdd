package spmd_test

import (
	"context"
	"errors"
	"hash/fnv"
	"math"
	"strings"
	"testing"

	"zoetrope/engine/studio/shader"
	"zoetrope/engine/studio/spmd"
)

func backends() []spmd.Backend {
	if spmd.Best() == spmd.Scalar {
		return []spmd.Backend{spmd.Scalar}
	}
	return []spmd.Backend{spmd.Scalar, spmd.Best()}
}

func card(w, h int) spmd.Values {
	return spmd.Values{"iResolution": [2]float32{float32(w), float32(h)}, "iTime": 0.5}
}

func hash(f *spmd.Frame) uint64 {
	h := fnv.New64a()
	for _, x := range f.Pix {
		b := math.Float32bits(x)
		h.Write([]byte{byte(b), byte(b >> 8), byte(b >> 16), byte(b >> 24)})
	}
	return h.Sum64()
}

// TestPictureDoesNotDependOnWidth draws frames of all widths around the group size: a pixel must not depend on its lane.
func TestPictureDoesNotDependOnWidth(t *testing.T) {
	t.Parallel()
	const wide, h = 24, 6
	for _, b := range backends() {
		want := spmd.NewFrame(wide, h)
		if err := spmd.Draw(context.Background(), b, shader.Testcard, want, card(wide, h), nil); err != nil {
			t.Fatal(err)
		}
		for w := 1; w < wide; w++ {
			got := spmd.NewFrame(w, h)
			if err := spmd.Draw(context.Background(), b, shader.Testcard, got, card(wide, h), nil); err != nil {
				t.Fatal(err)
			}
			for y := range h {
				for i := range 4 * w {
					if got.Pix[y*4*w+i] != want.Pix[y*4*wide+i] {
						t.Fatalf("%s, width %d: row %d, value %d differs", b, w, y, i)
					}
				}
			}
		}
	}
}

func TestPictureIsStable(t *testing.T) {
	t.Parallel()
	for _, b := range backends() {
		var first uint64
		for run := range 4 {
			f := spmd.NewFrame(61, 33)
			if err := spmd.Draw(context.Background(), b, shader.Testcard, f, card(61, 33), nil); err != nil {
				t.Fatal(err)
			}
			if run == 0 {
				first = hash(f)
			} else if hash(f) != first {
				t.Errorf("%s: run %d differs", b, run)
			}
		}
	}
}

func TestDrawErrors(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	ok := func() *spmd.Frame { return spmd.NewFrame(8, 8) }
	for _, c := range []struct {
		name     string
		dst      *spmd.Frame
		values   spmd.Values
		textures map[string]*spmd.Frame
		want     string
	}{
		{"no frame", nil, nil, nil, "the target frame has no pixels"},
		{"short frame", &spmd.Frame{W: 8, H: 8}, nil, nil, "the target frame has no pixels"},
		{"unknown uniform", ok(), spmd.Values{"iTime": 1.0, "uFoo": 1, "uBar": 2}, nil, "has no uniform uBar, uFoo"},
		{"wrong type", ok(), spmd.Values{"iTime": "now"}, nil, "uniform iTime (float): cannot use a string"},
		{"nil", ok(), spmd.Values{"iTime": nil}, nil, "cannot use a <nil>"},
		{"wrong size", ok(), spmd.Values{"iResolution": [3]float32{}}, nil, "uniform iResolution (vec2): 3 values given, want 2"},
		{"no such sampler", ok(), nil, map[string]*spmd.Frame{"tex": ok()}, "has no sampler tex"},
	} {
		err := spmd.Draw(ctx, spmd.Scalar, shader.Testcard, c.dst, c.values, c.textures)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
	if err := spmd.Draw(ctx, spmd.Backend(9), shader.Testcard, ok(), nil, nil); err == nil {
		t.Error("an unknown backend draws")
	}
}

func TestDrawCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := spmd.Draw(ctx, spmd.Scalar, shader.Testcard, spmd.NewFrame(8, 8), nil, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
