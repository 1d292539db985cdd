package track_test

import (
	"bytes"
	"math"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/track"
	"zoetrope/engine/studio/vision"
	"zoetrope/internal/media"
)

const w, h = 192, 108

// texture is smooth noise in [0,1].
func texture(x, y float64, seed int) float64 {
	value := func(ix, iy int) float64 {
		n := uint32(ix*374761393+iy*668265263+seed*144665) ^ 0x5bf03635
		n = (n ^ n>>13) * 1274126177
		return float64((n^n>>16)&1023) / 1023
	}
	sum, size := 0.0, 0.5
	for octave := range 3 {
		s := []float64{14, 6, 3}[octave]
		fx, fy := x/s, y/s
		ix, iy := int(math.Floor(fx)), int(math.Floor(fy))
		ax, ay := fx-float64(ix), fy-float64(iy)
		ax, ay = ax*ax*(3-2*ax), ay*ay*(3-2*ay)
		a, b := value(ix, iy), value(ix+1, iy)
		c, d := value(ix, iy+1), value(ix+1, iy+1)
		sum += size * (a*(1-ax)*(1-ay) + b*ax*(1-ay) + c*(1-ax)*ay + d*ax*ay)
		size /= 2
	}
	return sum
}

// centre is where the thing is in frame i: it goes right and a little up and down, before a panning background.
func centre(i int) (x, y float64) { return 45 + 1.9*float64(i), 56 + 9*math.Sin(float64(i)/9) }

func inside(i, x, y int) bool {
	cx, cy := centre(i)
	dx, dy := float64(x)-cx, float64(y)-cy
	return math.Hypot(dx/17, dy/24) < 1
}

func truth(i int) vision.Plane {
	m := vision.New(w, h)
	for y := range h {
		for x := range w {
			if inside(i, x, y) {
				m.Pix[y*w+x] = 1
			}
		}
	}
	return m
}

// clip films the thing, which is lit from one frame on; from frame cut on another scene is shown.
func clip(t *testing.T, frames, lit, cut int) *footage.Clip {
	t.Helper()
	tools, err := media.Find()
	if err != nil {
		t.Fatal(err)
	}
	var raw bytes.Buffer
	for i := range frames {
		for y := range h {
			for x := range w {
				r, b := 0.25+0.4*texture(float64(x)+0.8*float64(i), float64(y), 1), 0.45
				g := r + 0.12*texture(float64(x)+0.8*float64(i), float64(y), 2)
				cx, cy := centre(i)
				switch {
				case i >= cut:
					r, g, b = 0.95*texture(float64(y), float64(x), 7), 0.1, 0.8
				case inside(i, x, y):
					v := texture(float64(x)-cx, float64(y)-cy, 5)
					r, g, b = 0.45+0.5*v, 0.25+0.3*v, 0.15
					if i >= lit {
						r, g, b = 0.9+0.1*v, 0.85+0.1*v, 0.7
					}
				}
				raw.Write([]byte{uint8(255 * math.Min(r, 1)), uint8(255 * math.Min(g, 1)), uint8(255 * b)})
			}
		}
	}
	path := filepath.Join(t.TempDir(), "clip.mp4")
	cmd := exec.CommandContext(t.Context(), tools.FFmpeg, "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "192x108", "-r", "24",
		"-i", "-", "-frames:v", strconv.Itoa(frames), "-c:v", "libx264", "-threads", "1", "-crf", "18", "-pix_fmt", "yuv420p", path)
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

func iou(a, b vision.Plane) float64 {
	var both, either float64
	for i := range a.Pix {
		p, q := a.Pix[i] > 0.5, b.Pix[i] > 0.5
		if p && q {
			both++
		}
		if p || q {
			either++
		}
	}
	return both / either
}

func TestFollowBothWays(t *testing.T) {
	t.Parallel()
	c := clip(t, 53, 99, 99)
	for _, key := range []int{0, 52, 26} {
		tr, err := track.Follow(t.Context(), c, key, truth(key), nil)
		if err != nil {
			t.Fatal(err)
		}
		if tr.First != 0 || tr.Last != 52 {
			t.Errorf("from frame %d: the shot is %d to %d", key, tr.First, tr.Last)
		}
		for _, i := range []int{0, 4, 48, 52} {
			if got := iou(tr.Mask(i), truth(i)); got < 0.7 {
				t.Errorf("from frame %d: frame %d overlaps the true mask by %.3f, want 0.7", key, i, got)
			}
		}
		path := tr.Path()
		kx, ky := centre(key)
		for _, i := range []int{0, 26, 52} {
			wx, wy := centre(i)
			x, y := path[i].Pixel(kx, ky, w, h)
			if d := math.Hypot(x-wx, y-wy); d > 3 {
				t.Errorf("from frame %d: the path is %.1f pixels off in frame %d", key, d, i)
			}
			far := float64(w) * tr.Camera[i].X
			if want := -0.8 * float64(i-key); math.Abs(far-want) > 3 {
				t.Errorf("from frame %d: the camera moved the background by %.1f pixels to frame %d, want %.1f", key, far, i, want)
			}
		}
	}
}

func TestFollowEndsAtACut(t *testing.T) {
	t.Parallel()
	tr, err := track.Follow(t.Context(), clip(t, 20, 99, 12), 3, truth(3), nil)
	if err != nil {
		t.Fatal(err)
	}
	if tr.First != 0 || tr.Last != 11 {
		t.Errorf("the shot is %d to %d, want 0 to 11", tr.First, tr.Last)
	}
	if !tr.Empty(12) || tr.Empty(11) {
		t.Error("the mask does not end with the shot")
	}
}

func TestFollowThroughAChangeOfLight(t *testing.T) {
	t.Parallel()
	for _, key := range []int{0, 15} {
		tr, err := track.Follow(t.Context(), clip(t, 16, 8, 99), key, truth(key), nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 16 {
			if got := iou(tr.Mask(i), truth(i)); got < 0.85 {
				t.Errorf("from frame %d: frame %d overlaps the true mask by %.3f, want 0.85", key, i, got)
			}
		}
	}
}
