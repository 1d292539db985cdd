package studio

import (
	"math"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/audio"
	"zoetrope/engine/studio/audio/loudness"
	"zoetrope/engine/studio/audio/voice"
	"zoetrope/engine/studio/footage"
	"zoetrope/internal/media"
)

// record makes a source with ffmpeg from arguments separated by spaces.
func recordSource(t *testing.T, e *Engine, name, args string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	all := append(append([]string{"-nostdin", "-v", "error", "-y"}, strings.Fields(args)...), path)
	if out, err := exec.CommandContext(t.Context(), e.tools.FFmpeg, all...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	return path
}

// editSource runs an edit on a file in the size that the API would give it.
func editSource(t *testing.T, e *Engine, spec zoetrope.Spec, path string, factor int) (video string, meta map[string]string, source media.Info) {
	t.Helper()
	source, err := e.tools.Probe(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	const id = 3
	spec.(interface{ SetSource(id int64) }).SetSource(id)
	job := engine.Job{
		ID: 1, Spec: spec, Scratch: t.TempDir(), Seed: 4, Width: source.Width / 2 * 2 * factor, Height: source.Height / 2 * 2 * factor,
		Inputs: map[int64]engine.Input{id: {Asset: zoetrope.Asset{ID: id, Duration: source.Duration}, Path: path}},
	}
	err = e.Render(t.Context(), job, engine.Sink{
		Progress: func(float64, string) {},
		Output: func(o engine.Output) error {
			if o.Kind == zoetrope.AssetVideo {
				video, meta = o.Path, o.Metadata
			}
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return video, meta, source
}

const tagged = " -colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv "

// jump is black with a white box that jumps from left to right after a time in seconds.
func jump(at string) string {
	return "-f lavfi -i color=black:s=128x72:r=24:d=3,drawbox=x=8:y=20:w=30:h=30:c=white:t=fill:enable='lt(t\\," + at + ")',drawbox=x=84:y=20:w=30:h=30:c=white:t=fill:enable='gte(t\\," + at + ")'"
}

func TestSoundFallsOnTheMotion(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	path := recordSource(t, e, "jump.mp4", jump("1.5")+" -c:v libx264 -pix_fmt yuv420p"+tagged)
	spec := &zoetrope.SoundEffectSpec{}
	spec.SoundEffectContent = "an explosion"
	video, meta, _ := editSource(t, e, spec, path, 1)
	if meta["picture"] != "copied" {
		t.Errorf("the picture was %s", meta["picture"])
	}
	left, right := soundOf(t, e, video)
	if at := loudestOnset(left, right); math.Abs(at-1.5) > 0.1 {
		t.Errorf("the sound sets in at %.2f s, the box jumps at 1.50", at)
	}
	meter := loudness.NewMeter()
	meter.Add(left, right)
	if l := meter.Integrated(); l < -18 || l > -14 {
		t.Errorf("loudness %.1f LUFS", l)
	}
}

// loudestOnset is where the energy of 20 ms rises most over that of the 100 ms before, in seconds.
func loudestOnset(left, right []float64) float64 {
	const step = audioRate / 50
	var power []float64
	for i := 0; i+step <= len(left); i += step {
		var sum float64
		for k := i; k < i+step; k++ {
			sum += left[k]*left[k] + right[k]*right[k]
		}
		power = append(power, sum)
	}
	best, at := 0.0, 0
	for i := 5; i < len(power); i++ {
		var before float64
		for _, v := range power[i-5 : i] {
			before += v / 5
		}
		if rise := power[i] - before; rise > best {
			best, at = rise, i
		}
	}
	return float64(at) / 50
}

func TestPictureIsCopiedUntouched(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	path := recordSource(t, e, "in.mp4", "-f lavfi -i testsrc2=s=128x72:r=25:d=1 -f lavfi -i sine=d=1:f=300 -c:v libx264 -pix_fmt yuv420p -c:a aac"+tagged)
	hash := func(file string) string {
		out, err := exec.CommandContext(t.Context(), e.tools.FFmpeg, "-v", "error", "-i", file, "-map", "0:v", "-c", "copy", "-f", "hash", "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	for _, keep := range []bool{false, true} {
		video, _, source := editSource(t, e, &zoetrope.SoundEffectSpec{OriginalSound: keep}, path, 1)
		if hash(video) != hash(path) {
			t.Error("the picture is not that of the source")
		}
		info, err := e.tools.Probe(t.Context(), video)
		if err != nil || info.Frames != source.Frames || !info.HasAudio() || (info.Duration-source.Duration).Abs() > 60*time.Millisecond {
			t.Errorf("result %+v (%v)", info, err)
		}
		left, _ := soundOf(t, e, video)
		if tone := goertzel(left, 300); (tone > 0.02) != keep {
			t.Errorf("original sound kept: %t, but its tone has the level %.3f", keep, tone)
		}
	}
}

// goertzel is the amplitude of a frequency in Hz.
func goertzel(x []float64, hz float64) float64 {
	var re, im float64
	for i, v := range x {
		s, c := math.Sincos(2 * math.Pi * hz * float64(i) / audioRate)
		re += v * c
		im += v * s
	}
	return 2 * math.Hypot(re, im) / float64(max(len(x), 1))
}

func TestMomentsOfMotion(t *testing.T) {
	t.Parallel()
	changes := make([]stir, 72)
	for i := range changes {
		changes[i] = stir{mean: 0.004, share: 0.01}
	}
	changes[20] = stir{mean: 0.3, share: 0.9} // a cut
	changes[40], changes[60] = stir{mean: 0.03, share: 0.1}, stir{mean: 0.15, share: 0.2}
	cuts, peaks := moments(changes, 24)
	if len(cuts) != 1 || math.Abs(cuts[0]-21.0/24) > 1e-9 {
		t.Errorf("cuts %v, want one at %.3f", cuts, 21.0/24)
	}
	if len(peaks) != 2 || math.Abs(peaks[0].At-41.0/24) > 1e-9 || math.Abs(peaks[1].At-61.0/24) > 1e-9 {
		t.Errorf("peaks %v", peaks)
	}
	if cuts, peaks := moments(make([]stir, 30), 24); len(cuts)+len(peaks) > 0 {
		t.Errorf("a still clip has cuts %v and peaks %v", cuts, peaks)
	}
}

func TestSceneByColours(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	cases := []struct {
		name, picture string
		want          audio.Kind
	}{
		{"meadow", "color=0x70B040:s=96x54:r=12:d=1", voice.Birds},
		{"lake", "color=0x3060A0:s=96x54:r=12:d=1", voice.Lake},
		{"night street", "color=0x101014:s=96x54:r=12:d=1,drawbox=x=10:y=10:w=12:h=6:c=0xFFF0D0:t=fill", voice.Traffic},
		{"plain", "color=0x808080:s=96x54:r=12:d=1", voice.Wind},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := recordSource(t, e, "in.mp4", "-f lavfi -i "+c.picture+" -c:v libx264 -pix_fmt yuv420p")
			src, err := footage.Open(t.Context(), e.tools, path)
			if err != nil {
				t.Fatal(err)
			}
			seen, err := watchClip(t.Context(), src)
			if err != nil {
				t.Fatal(err)
			}
			p := planEffect(&zoetrope.SoundEffectSpec{}, seen, 1, 1)
			if !slices.ContainsFunc(p.Cues, func(q audio.Cue) bool { return q.Kind == c.want }) {
				t.Errorf("heard %v, want %s", kindsOf(p), c.want)
			}
		})
	}
}
