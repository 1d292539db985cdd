package footage

import (
	"errors"
	"fmt"
	"math"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"zoetrope/engine/studio/vision"
	"zoetrope/internal/media"
)

// record makes a file with ffmpeg from arguments separated by spaces.
func record(t *testing.T, name, args string) (*media.Tools, string) {
	t.Helper()
	tools, err := media.Find()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	all := append(append([]string{"-nostdin", "-v", "error"}, strings.Fields(args)...), path)
	if out, err := exec.CommandContext(t.Context(), tools.FFmpeg, all...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	return tools, path
}

// ramp is a filter source whose brightness grows by 8 codes a frame from 16.
func ramp(size string, fps, frames int) string {
	return fmt.Sprintf("-f lavfi -i color=black:s=%s:r=%d,geq=lum='16+8*N':cb=128:cr=128,trim=end_frame=%d", size, fps, frames)
}

// step is the index of a frame of ramp, read from its brightness.
func step(p vision.RGB) int {
	return int(math.Round(float64(p.G.Mean()) * 219 / 8))
}

func TestEachDeliversEveryFrameOfThePart(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, file string
		part       Part
		fps, all   int
		want       []int
		size       [2]int
	}{
		{"all", ramp("64x36", 12, 6), Part{}, 12, 6, []int{0, 1, 2, 3, 4, 5}, [2]int{64, 36}},
		{"a part", ramp("64x36", 12, 6), Part{Start: 2, Frames: 3}, 12, 6, []int{2, 3, 4}, [2]int{64, 36}},
		{"no more than there are", ramp("64x36", 12, 6), Part{Start: 4, Frames: 30}, 12, 6, []int{4, 5}, [2]int{64, 36}},
		{"smaller", ramp("64x36", 12, 3), Part{Width: 16, Height: 8}, 12, 3, []int{0, 1, 2}, [2]int{16, 8}},
		{"half the rate", ramp("64x36", 12, 6), Part{FPS: 6}, 12, 6, []int{0, 2, 4}, [2]int{64, 36}},
		{"60 frames a second", ramp("64x36", 60, 8), Part{}, 30, 4, []int{0, 2, 4, 6}, [2]int{64, 36}},
		{"odd sides", ramp("65x37", 12, 2), Part{}, 12, 2, []int{0, 1}, [2]int{64, 36}},
		{"sound that outlasts the picture", "-f lavfi -i sine=d=0.5 " + ramp("64x36", 12, 3) + " -c:a aac", Part{}, 12, 6, []int{0, 1, 2, 2, 2, 2}, [2]int{64, 36}},
		{"behind the picture", "-f lavfi -i sine=d=1 " + ramp("64x36", 12, 3) + " -c:a aac", Part{Start: 10, Frames: 1}, 12, 12, []int{2}, [2]int{64, 36}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			tools, path := record(t, "clip.mp4", c.file+" -c:v libx264 -qp 0 -pix_fmt yuv420p")
			clip, err := Open(t.Context(), tools, path)
			if err != nil {
				t.Fatal(err)
			}
			if clip.FPS != c.fps || clip.Frames != c.all {
				t.Errorf("%d frames at %d, want %d at %d", clip.Frames, clip.FPS, c.all, c.fps)
			}
			var got []int
			err = clip.Each(t.Context(), c.part, func(i int, p vision.RGB) error {
				if i != len(got) || p.W != c.size[0] || p.H != c.size[1] {
					t.Errorf("frame %d of %d x %d, want %d of %v", i, p.W, p.H, len(got), c.size)
				}
				got = append(got, step(p))
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("frames %v, want %v", got, c.want)
			}
		})
	}
}

func TestEachEndsWithTheFirstError(t *testing.T) {
	t.Parallel()
	tools, path := record(t, "clip.mp4", ramp("64x36", 12, 6)+" -c:v libx264 -pix_fmt yuv420p")
	clip, err := Open(t.Context(), tools, path)
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("full")
	calls := 0
	err = clip.Each(t.Context(), Part{}, func(int, vision.RGB) error { calls++; return full })
	if !errors.Is(err, full) || calls != 1 {
		t.Errorf("%d calls, error %v", calls, err)
	}
}

func TestStillIsACopyOfOneFrame(t *testing.T) {
	t.Parallel()
	tools, path := record(t, "clip.mp4", ramp("64x36", 12, 6)+" -c:v libx264 -qp 0 -pix_fmt yuv420p")
	clip, err := Open(t.Context(), tools, path)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range map[int]int{-1: 0, 3: 3, 99: 5} {
		p, err := clip.Still(t.Context(), i, 32, 18)
		if err != nil || p.W != 32 || step(p) != want {
			t.Errorf("still %d is frame %d of width %d (%v)", i, step(p), p.W, err)
		}
	}
}

func TestOpenWantsAPicture(t *testing.T) {
	t.Parallel()
	tools, path := record(t, "tone.wav", "-f lavfi -i sine=d=0.2")
	if _, err := Open(t.Context(), tools, path); !errors.Is(err, ErrNoPicture) {
		t.Errorf("a recording opens with %v", err)
	}
}

func TestFit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ w, h, longest, wantW, wantH int }{
		{960, 540, 320, 320, 180}, {540, 960, 320, 180, 320}, {160, 90, 320, 160, 90}, {4000, 2, 320, 320, 2},
	} {
		clip := Clip{Width: c.w, Height: c.h}
		if w, h := clip.Fit(c.longest); w != c.wantW || h != c.wantH {
			t.Errorf("%d x %d fits as %d x %d, want %d x %d", c.w, c.h, w, h, c.wantW, c.wantH)
		}
	}
}
