package studio

import (
	"math"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/yuv"
)

const squareW, squareH = 320, 180

// paintedClip is a film of pictures of squareW x squareH pixels.
func paintedClip(t *testing.T, frames int, pixel func(frame, x, y int) [3]float32) string {
	t.Helper()
	var raw strings.Builder
	frame := make([]byte, yuv.Size(squareW, squareH))
	for i := range frames {
		p := vision.NewRGB(squareW, squareH)
		for k := range p.R.Pix {
			c := pixel(i, k%squareW, k/squareW)
			p.R.Pix[k], p.G.Pix[k], p.B.Pix[k] = c[0], c[1], c[2]
		}
		yuv.FromPlanes(frame, squareW, squareH, p.R.Pix, p.G.Pix, p.B.Pix)
		raw.Write(frame)
	}
	path := filepath.Join(t.TempDir(), "clip.mp4")
	cmd := exec.CommandContext(t.Context(), testEngine(t).tools.FFmpeg, "-v", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "320x180", "-r", "24", "-i", "-",
		"-c:v", "libx264", "-threads", "1", "-crf", "14", "-colorspace", "bt709", path)
	cmd.Stdin = strings.NewReader(raw.String())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	return path
}

// ground is a lawn with a bright square on it, which stands out by itself.
func ground(x, y int) [3]float32 {
	n := float32(0.04 * math.Sin(float64(x)/3.1) * math.Cos(float64(y)/2.3))
	if x > 90 && x < 250 && y > 40 && y < 150 {
		return [3]float32{0.75 + n, 0.72 + n, 0.7 + n}
	}
	return [3]float32{0.2 + n, 0.45 + n, 0.15 + n}
}

// walker tells whether a pixel shows who crosses the square.
func walker(frame, x, y int) bool {
	left := 110 + 2*frame
	return x >= left && x < left+10 && y >= 70 && y < 96
}

func openClip(t *testing.T, path string) *footage.Clip {
	t.Helper()
	src, err := footage.Open(t.Context(), testEngine(t).tools, path)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// Who walks over a square is found, not the square.
func TestWhatMovesIsFoundOnWhatStandsOut(t *testing.T) {
	t.Parallel()
	const frames, key = 48, 24
	path := paintedClip(t, frames, func(i, x, y int) [3]float32 {
		if walker(i, x, y) {
			return [3]float32{0.15, 0.1, 0.2}
		}
		return ground(x, y)
	})
	src := openClip(t, path)
	still, err := src.Still(t.Context(), key, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	things, err := thingsAt(t.Context(), src, key, still)
	if err != nil {
		t.Fatal(err)
	}
	want := vision.New(squareW, squareH)
	for k := range want.Pix {
		if walker(key, k%squareW, k/squareW) {
			want.Pix[k] = 1
		}
	}
	if v := overlap(things[0].Mask, want); v < 0.7 {
		t.Errorf("the first of %d things overlaps the walker by %.2f", len(things), v)
	}
}

// Without motion the square is what is found.
func TestWhatStandsOutIsFoundWhereNothingMoves(t *testing.T) {
	t.Parallel()
	src := openClip(t, paintedClip(t, 48, func(_, x, y int) [3]float32 { return ground(x, y) }))
	still, err := src.Still(t.Context(), 24, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	things, err := thingsAt(t.Context(), src, 24, still)
	if err != nil {
		t.Fatal(err)
	}
	if area := things[0].Mask.Mean(); area < 0.2 || area > 0.45 {
		t.Errorf("the first thing covers %.2f of the picture, the square 0.30", area)
	}
}

// An edit in words reaches the shots after a cut, too.
func TestWordsChangeEveryShot(t *testing.T) {
	t.Parallel()
	const frames, cut = 36, 14
	path := paintedClip(t, frames, func(i, x, y int) [3]float32 {
		cx, back := 100, [3]float32{0.25, 0.3, 0.35}
		if i >= cut {
			cx, back = 210, [3]float32{0.6, 0.55, 0.4}
		}
		if dx, dy := x-cx, y-90; dx*dx+dy*dy < 45*45 {
			return [3]float32{0.2, 0.7, 0.75}
		}
		return back
	})
	src := openClip(t, path)
	shots, err := shotsOf(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	if len(shots) != 2 || shots[0] != (passage{0, cut}) || shots[1] != (passage{cut, frames}) {
		t.Errorf("the shots are %v", shots)
	}
	spec := &zoetrope.ModifySpec{SourceSpec: zoetrope.SourceSpec{Source: 1, VideoSpec: zoetrope.VideoSpec{Prompt: "make the subject red"}}}
	job := engine.Job{ID: 1, Spec: spec, Inputs: map[int64]engine.Input{1: {Path: path}}, Seed: 5, Width: squareW, Height: squareH}
	result, _, err := renderClip(t, testEngine(t), job)
	if err != nil {
		t.Fatal(err)
	}
	after := openClip(t, result)
	for _, at := range []struct{ frame, x int }{{2, 100}, {cut - 2, 100}, {cut + 2, 210}, {frames - 2, 210}} {
		p, err := after.Still(t.Context(), at.frame, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		k := 90*squareW + at.x
		if p.R.Pix[k] < p.B.Pix[k]+0.2 {
			t.Errorf("frame %d: the disc is %.2f, %.2f, %.2f, not red", at.frame, p.R.Pix[k], p.G.Pix[k], p.B.Pix[k])
		}
	}
}
