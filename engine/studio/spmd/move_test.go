package spmd_test

import (
	"image"
	"math"
	"slices"
	"strings"
	"testing"

	"zoetrope/engine/studio/shader"
	"zoetrope/engine/studio/spmd"
)

func TestDrawTiles(t *testing.T) {
	t.Parallel()
	const w, h = 45, 30
	for _, b := range backends() {
		want, got := spmd.NewFrame(w, h), spmd.NewFrame(w, h)
		if err := spmd.Draw(t.Context(), b, shader.Testcard, want, card(w, h), nil); err != nil {
			t.Fatal(err)
		}
		tiles := []image.Rectangle{image.Rect(16, 16, 32, 30), image.Rect(32, 0, 45, 16), image.Rect(3, 3, 4, 4)}
		if err := spmd.DrawTiles(t.Context(), b, shader.Testcard, got, card(w, h), nil, tiles); err != nil {
			t.Fatal(err)
		}
		for y := range h {
			for x := range w {
				at := 4 * (y*w + x)
				drawn := slices.ContainsFunc(tiles, image.Pt(x, y).In)
				if a := got.Pix[at : at+4]; drawn && !slices.Equal(a, want.Pix[at:at+4]) || !drawn && a[3] != 0 {
					t.Fatalf("%s: pixel %d,%d is %v, drawn whole it is %v", b, x, y, a, want.Pix[at:at+4])
				}
			}
		}
	}
	err := spmd.DrawTiles(t.Context(), spmd.Scalar, shader.Testcard, spmd.NewFrame(8, 8), card(8, 8), nil, []image.Rectangle{image.Rect(0, 0, 9, 8)})
	if err == nil || !strings.Contains(err.Error(), "not inside") {
		t.Errorf("a tile outside: %v", err)
	}
}

// waves is a smooth picture moved by (dx,dy) pixels.
func waves(w, h int, dx, dy float64) *spmd.Frame {
	f := spmd.NewFrame(w, h)
	for y := range h {
		for x := range w {
			u, v := float64(x)-dx, float64(y)-dy
			for c := range 3 {
				f.Pix[4*(y*w+x)+c] = float32(1 + 0.5*math.Sin(u*0.31+float64(c)) + 0.4*math.Cos(v*0.27+u*0.1))
			}
		}
	}
	return f
}

func uniformMotion(w, h int, u, v float32) *spmd.Motion {
	m := &spmd.Motion{W: w, H: h, U: make([]float32, w*h), V: make([]float32, w*h)}
	for i := range m.U {
		m.U[i], m.V[i] = u, v
	}
	return m
}

// Both pictures moved along a true motion are the picture of the moment, up to the edge.
func TestMove(t *testing.T) {
	t.Parallel()
	const w, h, dx, dy = 61, 40, 5.5, -3.25
	a, b := waves(w, h, 0, 0), waves(w, h, dx, dy)
	m := uniformMotion(7, 5, dx/float32(w), dy/float32(h))
	for _, backend := range backends() {
		for _, moment := range []float32{0, 0.25, 0.5, 1} {
			got, want := spmd.NewFrame(w, h), waves(w, h, dx*float64(moment), dy*float64(moment))
			if err := spmd.Move(t.Context(), backend, got, a, b, m, moment, 1); err != nil {
				t.Fatal(err)
			}
			for y := range h {
				for x := range w {
					at := 4 * (y*w + x)
					// Content that came in over the edge is in one picture only, up to half a pixel beyond its last centre.
					limit := 0.01
					if x < 8 || x > w-9 || y < 6 || y > h-7 {
						limit = 0.3
					}
					for c := range 3 {
						if d := math.Abs(float64(got.Pix[at+c] - want.Pix[at+c])); d > limit {
							t.Fatalf("%s, moment %v: pixel %d,%d differs by %.3f", backend, moment, x, y, d)
						}
					}
					if limit < 0.1 && got.Pix[at+3] > 0.02 {
						t.Fatalf("%s, moment %v: predictions at %d,%d differ by %.3f", backend, moment, x, y, got.Pix[at+3])
					}
				}
			}
		}
	}
}

// A thing in one picture only must be reported.
func TestMoveReportsChange(t *testing.T) {
	t.Parallel()
	a, b := waves(32, 32, 0, 0), waves(32, 32, 0, 0)
	for c := range 3 {
		b.Pix[4*(20*32+11)+c] = 9
	}
	for _, backend := range backends() {
		got := spmd.NewFrame(32, 32)
		if err := spmd.Move(t.Context(), backend, got, a, b, uniformMotion(8, 8, 0, 0), 0.5, 1); err != nil {
			t.Fatal(err)
		}
		if got.Pix[4*(20*32+11)+3] < 0.1 || got.Pix[4*(5*32+11)+3] > 1e-4 {
			t.Errorf("%s: differences %v where it changed and %v where not", backend, got.Pix[4*(20*32+11)+3], got.Pix[4*(5*32+11)+3])
		}
	}
}

func TestMoveScalarEqualsSIMD(t *testing.T) {
	t.Parallel()
	if spmd.Best() == spmd.Scalar {
		t.Skip("this build or machine has no SIMD")
	}
	a, b := waves(53, 31, 0, 0), waves(53, 31, 2.2, 7.7)
	m := uniformMotion(13, 7, 0.04, 0.25)
	one, two := spmd.NewFrame(53, 31), spmd.NewFrame(53, 31)
	if err := spmd.Move(t.Context(), spmd.Scalar, one, a, b, m, 0.4, 0.7); err != nil {
		t.Fatal(err)
	}
	if err := spmd.Move(t.Context(), spmd.SIMD, two, a, b, m, 0.4, 0.7); err != nil {
		t.Fatal(err)
	}
	for i := range one.Pix {
		if math.Abs(float64(one.Pix[i]-two.Pix[i])) > 1e-4 {
			t.Fatalf("value %d is %v and %v", i, one.Pix[i], two.Pix[i])
		}
	}
}
