package stylize

import (
	"testing"

	"zoetrope/engine/studio/vision"
)

// TestLanesFlattenAlike compares what vectors make of a picture with what the loops make of it.
func TestLanesFlattenAlike(t *testing.T) {
	t.Parallel()
	p := pan(45, 20, 3)
	field := newTensor(p, 1.5)
	luma := p.Luma()
	got, want := flatten(p, field, 6), vision.NewRGB(p.W, p.H)
	mean := p.EachChannel(func(c vision.Plane) vision.Plane { return vision.Box(c, 3) })
	calm := weighted(mean, vision.Box(vision.Product(luma, luma), 3))
	for y := range p.H {
		for x := range p.W {
			flattenRow(want, calm, field, 6, y, x, x+1) // too narrow for a vector
		}
	}
	for k, plane := range got.Channels() {
		for i, v := range plane.Pix {
			if d := v - want.Channels()[k].Pix[i]; d > 1e-6 || d < -1e-6 {
				t.Fatalf("channel %d, pixel %d is %g with lanes, %g without", k, i, v, want.Channels()[k].Pix[i])
			}
		}
	}
}

// TestFlattenedPieces wants what is not done to be as in the whole picture, and the rest untouched.
func TestFlattenedPieces(t *testing.T) {
	t.Parallel()
	p := pan(45, 20, 3)
	field := newTensor(p, 1.5)
	shares := vision.New(p.W, p.H)
	for i := range shares.Pix {
		if i%p.W < 2*patch {
			shares.Pix[i] = 1
		}
	}
	whole, got := flatten(p, field, 6), flattenWhere(p, field, 6, shares)
	for i, v := range got.G.Pix {
		want := whole.G.Pix[i]
		if i%p.W < 2*patch {
			want = p.G.Pix[i]
		}
		if v != want {
			t.Fatalf("pixel %d,%d is %g, want %g", i%p.W, i/p.W, v, want)
		}
	}
}

// TestWeightsFallWithVariance covers both the lanes and the loop: 21 pixels do not fill whole vectors.
func TestWeightsFallWithVariance(t *testing.T) {
	t.Parallel()
	mean, squares := vision.NewRGB(21, 1), vision.New(21, 1)
	for i := range 21 {
		mean.R.Pix[i], mean.G.Pix[i], mean.B.Pix[i] = 0.5, 0.5, 0.5
		squares.Pix[i] = 0.25 + 0.001*float32(i)
	}
	list := weighted(mean, squares)
	for i := range 21 {
		v := 2.5 * float64(i)
		want := 1 / ((1 + v*v) * (1 + v*v))
		if got := float64(list[i][3]); got < want*0.99-1e-5 || got > want*1.01+1e-5 {
			t.Fatalf("weight %d is %g, want %g", i, got, want)
		}
	}
}
