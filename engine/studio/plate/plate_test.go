package plate_test

import (
	"bytes"
	"math"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/plate"
	"zoetrope/engine/studio/track"
	"zoetrope/engine/studio/vision"
	"zoetrope/internal/media"
)

const w, h, frames = 160, 90, 20

// wall is the background at a point of the world.
func wall(x, y float64) [3]float64 {
	v := 0.45 + 0.16*math.Sin(x/5)*math.Cos(y/7) + 0.1*math.Sin((x+2*y)/11)
	return [3]float64{v, v + 0.08*math.Sin(x/9), 0.4}
}

// thing is where the hidden thing is in frame i.
func thing(i, x, y int) bool {
	return math.Hypot(float64(x)-(40+3*float64(i)), float64(y)-45) < 12
}

// truth is the background of frame i, before which the camera pans.
func truth(i, x, y int) [3]float64 { return wall(float64(x)+0.7*float64(i), float64(y)) }

func film(t *testing.T) *footage.Clip {
	t.Helper()
	tools, err := media.Find()
	if err != nil {
		t.Fatal(err)
	}
	var raw bytes.Buffer
	for i := range frames {
		for y := range h {
			for x := range w {
				c := truth(i, x, y)
				if thing(i, x, y) {
					c = [3]float64{0.9, 0.1, 0.1}
				}
				for _, v := range c {
					raw.WriteByte(uint8(255 * v))
				}
			}
		}
	}
	path := filepath.Join(t.TempDir(), "clip.mp4")
	cmd := exec.CommandContext(t.Context(), tools.FFmpeg, "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", strconv.Itoa(w)+"x"+strconv.Itoa(h),
		"-r", "24", "-i", "-", "-c:v", "libx264", "-threads", "1", "-crf", "8", "-pix_fmt", "yuv420p", path)
	cmd.Stdin = &raw
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	c, err := footage.Open(t.Context(), tools, path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFillShowsWhatOtherFramesSee(t *testing.T) {
	t.Parallel()
	clip := film(t)
	mask := vision.New(w, h)
	for i := range mask.Pix {
		if thing(10, i%w, i/w) {
			mask.Pix[i] = 1
		}
	}
	tr, err := track.Follow(t.Context(), clip, 10, mask, nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plate.Build(t.Context(), clip, tr, w, h, 1)
	if err != nil {
		t.Fatal(err)
	}
	if p.Seen < 0.95 {
		t.Errorf("%.2f of the background is seen; the thing passes all of it", p.Seen)
	}
	for _, i := range []int{3, 10, 16} {
		frame, err := clip.Still(t.Context(), i, w, h)
		if err != nil {
			t.Fatal(err)
		}
		before := frame.EachChannel(vision.Plane.Clone)
		replaced := p.Fill(i, frame, vision.Resize(tr.Mask(i), w, h))
		var wrong, n, outside float64
		for k := range replaced.Pix {
			x, y := k%w, k/w
			c := truth(i, x, y)
			if thing(i, x, y) {
				wrong += math.Pow(float64(frame.R.Pix[k])-c[0], 2) + math.Pow(float64(frame.G.Pix[k])-c[1], 2)
				n += 2
			}
			if replaced.Pix[k] == 0 {
				outside = math.Max(outside, math.Abs(float64(frame.R.Pix[k]-before.R.Pix[k])))
			}
		}
		if psnr := -10 * math.Log10(wrong/n); psnr < 26 {
			t.Errorf("frame %d: the filled hole is %.1f dB from the background", i, psnr)
		}
		if outside != 0 {
			t.Errorf("frame %d changes by %g where nothing is replaced", i, outside)
		}
	}
}
