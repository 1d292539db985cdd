package studio

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/vision"
)

// film96 writes a clip of 96 x 54 pixels with a tone, each frame painted by a function that gives a pixel's colour, 0..1.
func film96(t *testing.T, frames int, paint func(i, x, y int) [3]float64) string {
	t.Helper()
	var raw bytes.Buffer
	for i := range frames {
		for y := range 54 {
			for x := range 96 {
				for _, v := range paint(i, x, y) {
					raw.WriteByte(uint8(255 * min(max(v, 0), 1)))
				}
			}
		}
	}
	path := filepath.Join(t.TempDir(), "clip.mp4")
	cmd := exec.CommandContext(t.Context(), testEngine(t).tools.FFmpeg, "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "96x54", "-r", "24", "-i", "-",
		"-f", "lavfi", "-i", "sine=r=48000", "-frames:v", strconv.Itoa(frames), "-shortest", "-c:v", "libx264", "-threads", "1", "-crf", "14", "-pix_fmt", "yuv420p", "-c:a", "aac", path)
	cmd.Stdin = &raw
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	return path
}

// meadow is a grey-green texture.
func meadow(x, y int) [3]float64 {
	n := 0.08 * math.Sin(float64(x)/3) * math.Cos(float64(y)/2.3+float64(x)/11)
	return [3]float64{0.35 + n, 0.5 + n, 0.32 + n}
}

// redBallAt is where the ball of redBall is.
func redBallAt(i int) (x, y float64) { return 22 + 2.1*float64(i), 27 }

func redBall(i, x, y int) [3]float64 {
	bx, by := redBallAt(i)
	if math.Hypot(float64(x)-bx, float64(y)-by) < 11 {
		return [3]float64{0.75, 0.1 + 0.1*math.Sin(float64(x+y)), 0.1}
	}
	return meadow(x, y)
}

// still writes a picture as PNG.
func still(t *testing.T, w, h int, paint func(x, y int) color.NRGBA) string {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, paint(x, y))
		}
	}
	path := filepath.Join(t.TempDir(), "still.png")
	if err := writePNG(path, img); err != nil {
		t.Fatal(err)
	}
	return path
}

func maskOf(t *testing.T, inside func(x, y int) bool) string {
	t.Helper()
	return still(t, 96, 54, func(x, y int) color.NRGBA {
		if inside(x, y) {
			return color.NRGBA{255, 255, 255, 255}
		}
		return color.NRGBA{0, 0, 0, 255}
	})
}

func blueDisc(x, y int) color.NRGBA {
	if math.Hypot(float64(x-30), float64(y-30)) < 28 {
		return color.NRGBA{30, 60, 230, 255}
	}
	return color.NRGBA{}
}

// renderEdit renders a job of 96 x 54 pixels and returns the clip.
func renderEdit(t *testing.T, spec zoetrope.Spec, inputs map[int64]engine.Input) (*footage.Clip, error) {
	t.Helper()
	e := testEngine(t)
	job := engine.Job{ID: 1, Spec: spec, Inputs: inputs, Scratch: t.TempDir(), Seed: 5, Width: 96, Height: 54}
	var path string
	err := e.Render(t.Context(), job, engine.Sink{
		Progress: func(float64, string) {},
		Output: func(o engine.Output) error {
			if o.Kind == zoetrope.AssetVideo {
				path = o.Path
			}
			return nil
		},
	})
	if err != nil {
		return nil, err
	}
	c, err := footage.Open(t.Context(), e.tools, path)
	if err != nil {
		t.Fatal(err)
	}
	return c, nil
}

// meanAround is the mean colour of a square of frame i.
func meanAround(t *testing.T, c *footage.Clip, i int, x, y float64, r int) [3]float32 {
	t.Helper()
	p, err := c.Still(t.Context(), i, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out [3]float32
	for k, plane := range p.Channels() {
		out[k] = plane.Part(int(x)-r, int(y)-r, int(x)+r+1, int(y)+r+1).Mean()
	}
	return out
}

func TestSwapFollowsTheMaskedThing(t *testing.T) {
	t.Parallel()
	const frames = 24
	source := engine.Input{Path: film96(t, frames, redBall)}
	bx, by := redBallAt(12)
	mask := engine.Input{Path: maskOf(t, func(x, y int) bool { return math.Hypot(float64(x)-bx, float64(y)-by) < 11 }), Asset: zoetrope.Asset{Label: "object"}}
	picture := engine.Input{Path: still(t, 60, 60, blueDisc)}
	spec := &zoetrope.SwapSpec{SourceSpec: zoetrope.SourceSpec{Source: 1}, KeyFrame: 13, Mask: 2, Image: 3}
	c, err := renderEdit(t, spec, map[int64]engine.Input{1: source, 2: mask, 3: picture})
	if err != nil {
		t.Fatal(err)
	}
	if c.Frames != frames || c.HasSound {
		t.Errorf("%d frames, sound %v; want %d silent ones", c.Frames, c.HasSound, frames)
	}
	for _, i := range []int{1, 12, 22} {
		x, y := redBallAt(i)
		if m := meanAround(t, c, i, x, y, 3); m[2] < m[0]+0.25 {
			t.Errorf("frame %d shows %.2f where the blue disc should be", i, m)
		}
		// Where the ball has been or will be there is meadow.
		ox, oy := redBallAt(map[int]int{1: 20, 12: 0, 22: 3}[i])
		if m := meanAround(t, c, i, ox, oy, 3); math.Abs(float64(m[1]-0.5)) > 0.08 || m[0] > m[1] {
			t.Errorf("frame %d shows %.2f where the meadow should be", i, m)
		}
	}
	spec.OriginalSound = true
	if c, err = renderEdit(t, spec, map[int64]engine.Input{1: source, 2: mask, 3: picture}); err != nil || !c.HasSound {
		t.Errorf("the original sound is lost: %v", err)
	}
}

func TestSwapOfTheBackground(t *testing.T) {
	t.Parallel()
	bx, by := redBallAt(0)
	c, err := renderEdit(t, &zoetrope.SwapSpec{SourceSpec: zoetrope.SourceSpec{Source: 1}, KeyFrame: 1, Mask: 2, Image: 3}, map[int64]engine.Input{
		1: {Path: film96(t, 12, redBall)},
		2: {Path: maskOf(t, func(x, y int) bool { return math.Hypot(float64(x)-bx, float64(y)-by) >= 11 }), Asset: zoetrope.Asset{Label: "background"}},
		3: {Path: still(t, 96, 54, func(x, y int) color.NRGBA { return color.NRGBA{uint8(20 + x/8), 40, uint8(150 + y), 255} })},
	})
	if err != nil {
		t.Fatal(err)
	}
	x, y := redBallAt(10)
	if m := meanAround(t, c, 10, x, y, 3); m[0] < 0.45 || m[2] > 0.35 {
		t.Errorf("the ball has become %.2f", m)
	}
	if m := meanAround(t, c, 10, 85, 8, 3); m[2] < 0.4 || m[1] > 0.3 {
		t.Errorf("the background is %.2f, not the picture's blue", m)
	}
}

func TestSwapRefusals(t *testing.T) {
	t.Parallel()
	clip := engine.Input{Path: film96(t, 2, redBall)}
	object := func(x, y int) bool { return x > 20 && x < 40 && y > 15 && y < 40 }
	whole := engine.Input{Path: maskOf(t, object), Asset: zoetrope.Asset{Label: "object"}}
	disc := engine.Input{Path: still(t, 60, 60, blueDisc)}
	flat := func(c color.NRGBA) engine.Input {
		return engine.Input{Path: still(t, 40, 40, func(int, int) color.NRGBA { return c })}
	}
	tests := map[string]struct {
		key           int
		mask, picture engine.Input
		code          zoetrope.Code
	}{
		"a key frame beyond the end":       {3, whole, disc, zoetrope.CodeInvalid},
		"a mask of nothing":                {1, engine.Input{Path: maskOf(t, func(int, int) bool { return false })}, disc, zoetrope.CodeInvalid},
		"a mask of another shape of video": {1, disc, disc, zoetrope.CodeInvalid},
		"a transparent picture":            {1, whole, flat(color.NRGBA{}), zoetrope.CodeNoSubject},
		"a picture of one colour":          {1, whole, flat(color.NRGBA{9, 99, 9, 255}), zoetrope.CodeNoSubject},
		"a strip":                          {1, whole, engine.Input{Path: still(t, 1, 400, blueDisc)}, zoetrope.CodeImageSize},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spec := &zoetrope.SwapSpec{SourceSpec: zoetrope.SourceSpec{Source: 1}, KeyFrame: tt.key, Mask: 2, Image: 3}
			_, err := renderEdit(t, spec, map[int64]engine.Input{1: clip, 2: tt.mask, 3: tt.picture})
			if zoetrope.CodeOf(err) != tt.code {
				t.Errorf("got %v, want %s", err, tt.code)
			}
		})
	}
}

func TestSwapInAClipOfOneFrame(t *testing.T) {
	t.Parallel()
	c, err := renderEdit(t, &zoetrope.SwapSpec{SourceSpec: zoetrope.SourceSpec{Source: 1}, KeyFrame: 1, Mask: 2, Image: 3}, map[int64]engine.Input{
		1: {Path: film96(t, 1, redBall)}, 2: {Path: maskOf(t, func(x, y int) bool { return math.Hypot(float64(x-22), float64(y-27)) < 11 })},
		3: {Path: still(t, 60, 60, blueDisc)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if m := meanAround(t, c, 0, 22, 27, 3); m[2] < m[0]+0.2 {
		t.Errorf("the frame shows %.2f where the blue disc should be", m)
	}
}

func TestMatteWithinIsAMatte(t *testing.T) {
	t.Parallel()
	p, mask := vision.NewRGB(96, 54), vision.New(48, 27)
	for y := range 54 {
		for x := range 96 {
			if x > 40 && x < 70 && y > 10 {
				p.R.Pix[y*96+x] = 0.8
				mask.Pix[y/2*48+x/2] = 1
			}
		}
	}
	m := matteWithin(p, mask)
	if m.At(55, 30) < 0.95 || m.At(20, 30) > 0.05 || m.At(55, 4) > 0.1 {
		t.Errorf("the matte is %.2f inside and %.2f, %.2f outside", m.At(55, 30), m.At(20, 30), m.At(55, 4))
	}
}
