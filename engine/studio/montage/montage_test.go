package montage

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"zoetrope/engine/studio/lettering"
)

const w, h = 32, 16

// flat plays frames of one luma.
func flat(v byte) func(context.Context, int, func([]byte) error) error {
	return func(_ context.Context, n int, emit func([]byte) error) error {
		frame := make([]byte, w*h*3/2)
		for i := range frame {
			frame[i] = 128
			if i < w*h {
				frame[i] = v
			}
		}
		for range n {
			if err := emit(frame); err != nil {
				return err
			}
		}
		return nil
	}
}

func play(t *testing.T, f *Film) [][]byte {
	t.Helper()
	var out [][]byte
	if err := f.Play(t.Context(), func(frame []byte) error {
		out = append(out, bytes.Clone(frame))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEveryJoinKeepsTheLength(t *testing.T) {
	t.Parallel()
	for join := Cut; join <= Flash; join++ {
		for _, over := range []int{1, 4, 7} {
			f := &Film{Width: w, Height: h, Shots: []Shot{
				{Frames: 10, Play: flat(60)}, {Frames: 12, Join: join, Over: over, Play: flat(180)}, {Frames: 9, Join: join, Over: over, Play: flat(90)},
			}}
			frames := play(t, f)
			if len(frames) != f.Frames() {
				t.Errorf("join %d over %d frames: %d frames instead of %d", join, over, len(frames), f.Frames())
			}
			for i, want := range map[int]byte{0: 60, 5: 60, 16: 180, 30: 90} {
				if got := frames[i][0]; got != want {
					t.Errorf("join %d over %d frames: frame %d has luma %d, want %d", join, over, i, got, want)
				}
			}
			if join == Cut && (frames[9][0] != 60 || frames[10][0] != 180) {
				t.Errorf("the cut is not at frame 10")
			}
			if join == Dissolve && over == 7 && (frames[10][0] <= 70 || frames[10][0] >= 170) {
				t.Errorf("the dissolve has luma %d in its middle", frames[10][0])
			}
		}
	}
}

func TestPlayRefuses(t *testing.T) {
	t.Parallel()
	short := &Film{Width: w, Height: h, Shots: []Shot{{Frames: 9, Play: flat(1)}, {Frames: 2, Join: Dissolve, Over: 8, Play: flat(2)}, {Frames: 9, Join: Dissolve, Over: 8, Play: flat(3)}}}
	discard := func([]byte) error { return nil }
	if err := short.Play(t.Context(), discard); !errors.Is(err, ErrShots) {
		t.Errorf("a shot shorter than its joins gives %v", err)
	}
	lazy := &Film{Width: w, Height: h, Shots: []Shot{{Frames: 4, Play: func(context.Context, int, func([]byte) error) error { return nil }}}}
	if err := lazy.Play(t.Context(), discard); err == nil {
		t.Error("a shot without frames was taken")
	}
	stop := errors.New("stop")
	if err := short.Play(t.Context(), func([]byte) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("the error of emit became %v", err)
	}
}

func TestLinesAreDrawnAndSung(t *testing.T) {
	t.Parallel()
	const w, h = 200, 60
	frame := make([]byte, w*h*3/2)
	for i := range frame {
		frame[i] = 128
		if i < w*h {
			frame[i] = 90
		}
	}
	l := NewLine(lettering.Style{Face: lettering.Sans, Size: 30}, []string{"la", "la"})
	if len(l.Words) != 2 || l.Words[1].X0 <= l.Words[0].X1 {
		t.Fatalf("words stand at %v", l.Words)
	}
	before := bytes.Clone(frame)
	l.Draw(frame, w, h, 20, 40, White, Yellow, l.Words[0].X1, 0)
	if !bytes.Equal(before, frame) {
		t.Error("an invisible line shows")
	}
	l.Draw(frame, w, h, 20, 40, White, Yellow, (l.Words[0].X1+l.Words[1].X0)/2, 1)
	var yellow, white int
	for y := range h / 2 {
		for x := range w / 2 {
			if frame[w*h+y*w/2+x] < 90 {
				yellow++
				if float64(2*x-20) > l.Words[1].X0+4 {
					t.Errorf("the second word is lit at column %d", 2*x)
				}
			}
			if frame[2*y*w+2*x] > 225 {
				white++
			}
		}
	}
	if yellow < 10 || white < 10 {
		t.Errorf("%d yellow and %d white places", yellow, white)
	}
}

func TestLook(t *testing.T) {
	t.Parallel()
	frame := []byte{16, 120, 235, 60, 100, 180}
	(&Look{Saturation: 1, Contrast: 1}).Apply(frame, 2, 2)
	if !bytes.Equal(frame, []byte{16, 120, 235, 60, 100, 180}) {
		t.Errorf("a neutral look gives %v", frame)
	}
	(&Look{Saturation: 0, Contrast: 1}).Apply(frame, 2, 2)
	if frame[4] != 128 || frame[5] != 128 {
		t.Errorf("without colour there is %v", frame[4:])
	}
}
