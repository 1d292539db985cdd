package studio

import (
	"math"
	"testing"

	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/yuv"
)

// Frames that are made from their neighbours must look like drawn ones.
func TestSequenceEqualsDrawnFrames(t *testing.T) {
	t.Parallel()
	const w, h, frames = 192, 108, 4
	for place, text := range everyPlace {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			s := newShot(t, spmd.Best(), 5, w, h, words(text))
			q := s.film.sequence(frames)
			for i := range frames {
				got := frame{make([]byte, yuv.Size(w, h)), w, h}
				if err := q.frame(t.Context(), i, got.yuv); err != nil {
					t.Fatal(err)
				}
				want := s.at(t, moment(i))
				if db := psnr(got, want); db < 36 {
					t.Errorf("frame %d is %.1f dB from the drawn one", i, db)
				}
				// A picture that lost its finest detail would pulse beside those that have it.
				if k := fineness(got) / fineness(want); k < 0.85 || k > 1.06 {
					t.Errorf("frame %d has %.2f of the fine detail of the drawn one", i, k)
				}
			}
		})
	}
}

// psnr compares lumas, in dB.
func psnr(a, b frame) float64 {
	sum := 0.0
	n := a.w * a.h
	for i, v := range a.yuv[:n] {
		d := float64(v) - float64(b.yuv[i])
		sum += d * d
	}
	return 10 * math.Log10(255*255*float64(n)/max(sum, 1e-9))
}

// fineness is the root mean square of the discrete Laplacian of luma.
func fineness(f frame) float64 {
	sum := 0.0
	for y := 1; y < f.h-1; y++ {
		for x := 1; x < f.w-1; x++ {
			at := func(dx, dy int) float64 { return float64(f.yuv[(y+dy)*f.w+x+dx]) }
			d := 4*at(0, 0) - at(1, 0) - at(-1, 0) - at(0, 1) - at(0, -1)
			sum += d * d
		}
	}
	return math.Sqrt(sum)
}
