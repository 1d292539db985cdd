package studio

import (
	"fmt"
	"math"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/audio/lips"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/face/facetest"
)

// portraitClip writes a clip of so many seconds with sound in which the test portrait sways.
func portraitClip(t testing.TB, e *Engine, width, height int, seconds float64) engine.Input {
	t.Helper()
	path := filepath.Join(t.TempDir(), "portrait.mp4")
	// The picture is enlarged before it is shifted, so that it moves by parts of a pixel.
	move := fmt.Sprintf("scale=%[1]d:%[2]d:force_original_aspect_ratio=decrease,pad=%[1]d:%[2]d:(ow-iw)/2:(oh-ih)/2:white,crop=%[3]d:%[4]d:x='(iw-ow)/2+%[5]d*sin(3*t)':y='(ih-oh)/2',scale=%[6]d:%[7]d",
		2*width*9/8, 2*height*9/8, 2*width, 2*height, width/8, width, height)
	ffmpegRun(t, e, "-loop", "1", "-framerate", "24", "-i", facetest.Path(t), "-f", "lavfi", "-i", "sine=r=48000",
		"-vf", move, "-pix_fmt", "yuv420p", "-c:v", "libx264", "-crf", "16", "-preset", "veryfast", "-c:a", "aac", "-t", fmt.Sprint(seconds), path)
	length := time.Duration(seconds * float64(time.Second))
	return engine.Input{Asset: zoetrope.Asset{Kind: zoetrope.AssetVideo, MIME: "video/mp4", Duration: length, Width: width, Height: height}, Path: path}
}

func ffmpegRun(t testing.TB, e *Engine, args ...string) {
	t.Helper()
	args = append([]string{"-nostdin", "-v", "error", "-y"}, args...)
	if out, err := exec.CommandContext(t.Context(), e.tools.FFmpeg, args...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
}

// giveFace replaces the landscapes of the conformance suite where an operation needs a face.
func giveFace(t *testing.T, e *Engine) func(t *testing.T, job *engine.Job) {
	t.Helper()
	clip := portraitClip(t, e, 96, 96, 1)
	return func(t *testing.T, job *engine.Job) {
		t.Helper()
		switch s := job.Spec.(type) {
		case *zoetrope.LipSyncSpec:
			job.Width, job.Height = 96, 96
			job.Inputs[s.Source] = clip
		case *zoetrope.MimicSpec:
			job.Width, job.Height = 96, 96
			job.Inputs[s.Source] = clip
			job.Inputs[s.Image] = engine.Input{Asset: zoetrope.Asset{ID: s.Image, Kind: zoetrope.AssetImage}, Path: facetest.Path(t)}
		case *zoetrope.AvatarSpec:
			job.Width, job.Height = 96, 96
			job.Inputs[s.Image] = engine.Input{Asset: zoetrope.Asset{ID: s.Image, Kind: zoetrope.AssetImage}, Path: facetest.Path(t)}
		}
	}
}

// babble writes a recording of bursts with the given loudness, each of so many seconds.
func babble(t testing.TB, e *Engine, each float64, beats ...float64) engine.Input {
	t.Helper()
	expr := "0"
	for i, b := range beats {
		expr += fmt.Sprintf("+%g*between(t,%g,%g)*sin(PI*(t-%g)/%g)", b, float64(i)*each, float64(i+1)*each, float64(i)*each, each)
	}
	path := filepath.Join(t.TempDir(), "babble.wav")
	length := each * float64(len(beats))
	buzz := "(mod(140*t,1)-0.5)"
	ffmpegRun(t, e, "-f", "lavfi", "-i", fmt.Sprintf("aevalsrc='0.8*%s*(%s)':s=48000:d=%g", buzz, expr, length), path)
	return engine.Input{Asset: zoetrope.Asset{Kind: zoetrope.AssetAudio, MIME: "audio/wav", Duration: time.Duration(length * float64(time.Second))}, Path: path}
}

// renderedVideo renders a job and returns its video.
func renderedVideo(t *testing.T, e *Engine, job engine.Job) (path string, meta map[string]string) {
	t.Helper()
	job.Scratch = t.TempDir()
	err := e.Render(t.Context(), job, engine.Sink{Progress: func(float64, string) {}, Output: func(o engine.Output) error {
		if o.Kind == zoetrope.AssetVideo {
			path, meta = o.Path, o.Metadata
		}
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return path, meta
}

// marksOf finds the landmarks in every frame of a video.
func marksOf(t *testing.T, e *Engine, path string) []face.Landmarks {
	t.Helper()
	c, err := footage.Open(t.Context(), e.tools, path)
	if err != nil {
		t.Fatal(err)
	}
	var all []face.Landmarks
	err = c.EachRaw(t.Context(), footage.Part{}, func(i int, frame []byte) error {
		g := face.Gray{W: c.Width, H: c.Height, Pix: frame}
		if i == 0 {
			p := face.Find(planeOf(g))
			if len(p) == 0 {
				t.Fatal("no face in the result")
			}
			all = append(all, face.Locate(g, p[0]))
			return nil
		}
		all = append(all, face.Relocate(g, all[i-1]))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// correlated is the best correlation of b with a over shifts of up to most frames, and that shift.
func correlated(a, b []float64, most int) (best float64, lag int) {
	best = -1
	for d := -most; d <= most; d++ {
		var x, y []float64
		for i := range a {
			if j := i + d; j >= 0 && j < len(b) {
				x, y = append(x, a[i]), append(y, b[j])
			}
		}
		if c := pearson(x, y); c > best {
			best, lag = c, d
		}
	}
	return best, lag
}

func pearson(a, b []float64) float64 {
	n := float64(len(a))
	var sa, sb, ab, aa, bb float64
	for i := range a {
		sa, sb = sa+a[i], sb+b[i]
		ab, aa, bb = ab+a[i]*b[i], aa+a[i]*a[i], bb+b[i]*b[i]
	}
	return (ab - sa*sb/n) / math.Sqrt((aa-sa*sa/n)*(bb-sb*sb/n)+1e-12)
}

func TestMouthFollowsTheRecording(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	const seconds = 2
	clip := portraitClip(t, e, 256, 256, seconds)
	sound := babble(t, e, 0.25, 0.9, 0, 0.4, 1, 0, 0, 0.8, 0.3)
	spec := &zoetrope.LipSyncSpec{SourceSpec: zoetrope.SourceSpec{Source: 1}, SpeechSpec: zoetrope.SpeechSpec{Audio: 2, Seconds: seconds}}
	spec.Duration = seconds
	path, meta := renderedVideo(t, e, engine.Job{ID: 1, Spec: spec, Inputs: map[int64]engine.Input{1: clip, 2: sound}, Width: 256, Height: 256})
	if meta["frames_with_face"] != "48" {
		t.Errorf("a face was seen in %s frames of 48", meta["frames_with_face"])
	}
	heard, err := lips.Listen(sound.Path, seconds)
	if err != nil {
		t.Fatal(err)
	}
	var loud, open []float64
	for i, l := range marksOf(t, e, path) {
		loud = append(loud, heard.Loudness(i, zoetrope.FPS))
		open = append(open, math.Hypot(float64(l[face.LipLower].X-l[face.LipUpper].X), float64(l[face.LipLower].Y-l[face.LipUpper].Y)))
	}
	c, lag := correlated(loud, open, 4)
	if c < 0.6 || lag < -1 || lag > 1 {
		t.Errorf("loudness and the opening measured in the picture correlate by %.2f at a lag of %d frames", c, lag)
	}
}

func TestAvatarSpeaksAndStaysInPlace(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	const seconds, side = 2, 200
	sound := babble(t, e, 0.25, 0.9, 0, 0.4, 1, 0, 0, 0.8, 0.3)
	picture := engine.Input{Asset: zoetrope.Asset{Kind: zoetrope.AssetImage}, Path: facetest.Path(t)}
	spec := &zoetrope.AvatarSpec{Image: 1, SpeechSpec: zoetrope.SpeechSpec{Audio: 2, Seconds: seconds}}
	spec.Duration = seconds
	path, _ := renderedVideo(t, e, engine.Job{ID: 1, Spec: spec, Inputs: map[int64]engine.Input{1: picture, 2: sound}, Width: side, Height: side, Seed: 3})
	heard, err := lips.Listen(sound.Path, seconds)
	if err != nil {
		t.Fatal(err)
	}
	var loud, open, moved []float64
	marks := marksOf(t, e, path)
	for i, l := range marks {
		loud = append(loud, heard.Loudness(i, zoetrope.FPS))
		open = append(open, math.Hypot(float64(l[face.LipLower].X-l[face.LipUpper].X), float64(l[face.LipLower].Y-l[face.LipUpper].Y)))
		moved = append(moved, math.Hypot(float64(l[face.Nose].X-marks[0][face.Nose].X), float64(l[face.Nose].Y-marks[0][face.Nose].Y)))
	}
	if c, lag := correlated(loud, open, 4); c < 0.6 || lag < -1 || lag > 1 {
		t.Errorf("loudness and opening correlate by %.2f at a lag of %d frames", c, lag)
	}
	if most := slices.Max(moved); most < 0.7 || most > 12 {
		t.Errorf("the head moves by up to %.1f pixels", most)
	}
	if d := cornerChange(t, e, path); d > 2 {
		t.Errorf("the corner of the background changes by %.1f codes", d)
	}
}

func TestFaceOfAPhotographSpeaksSlow(t *testing.T) {
	slow(t)
	t.Parallel()
	e := testEngine(t)
	if _, err := e.synthesiser(); err != nil {
		t.Skip(err)
	}
	const side = 160
	picture := engine.Input{Asset: zoetrope.Asset{Kind: zoetrope.AssetImage}, Path: facetest.Path(t)}
	spec := &zoetrope.ImageToVideoSpec{Image: 1}
	spec.Duration, spec.LipSync, spec.LipSyncText, spec.LipSyncSpeaker = 2, true, "Mama bought a big balloon", "7"
	path, meta := renderedVideo(t, e, engine.Job{ID: 1, Spec: spec, Inputs: map[int64]engine.Input{1: picture}, Width: side, Height: side, Seed: 3})
	if strings.Contains(meta["notes"], noMouth) {
		t.Errorf("the notes say %q", meta["notes"])
	}
	var gaps []float64
	for _, l := range marksOf(t, e, path) {
		gaps = append(gaps, float64(l[face.LipLower].Y-l[face.LipUpper].Y)/float64(l.EyeDistance()))
	}
	slices.Sort(gaps)
	if spread := gaps[len(gaps)*9/10] - gaps[len(gaps)/10]; spread < 0.06 {
		t.Errorf("the mouth opens by %.3f of the distance of the eyes", spread)
	}
}

// cornerChange is how far the upper left sixteenth of a video strays from its first frame, in codes of luma.
func cornerChange(t *testing.T, e *Engine, path string) float64 {
	t.Helper()
	c, err := footage.Open(t.Context(), e.tools, path)
	if err != nil {
		t.Fatal(err)
	}
	var first []byte
	worst := 0.0
	err = c.EachRaw(t.Context(), footage.Part{}, func(i int, frame []byte) error {
		if i == 0 {
			first = slices.Clone(frame)
		}
		sum := 0.0
		for y := range c.Height / 8 {
			for x := range c.Width / 8 {
				sum += math.Abs(float64(frame[y*c.Width+x]) - float64(first[y*c.Width+x]))
			}
		}
		worst = max(worst, sum/float64(c.Height/8*(c.Width/8)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return worst
}

func TestLipSyncRefusals(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	faceless := filepath.Join(t.TempDir(), "bars.mp4")
	ffmpegRun(t, e, "-f", "lavfi", "-i", "smptebars=s=128x96:r=24:d=1", "-pix_fmt", "yuv420p", faceless)
	bars := engine.Input{Asset: zoetrope.Asset{Kind: zoetrope.AssetVideo, Duration: time.Second}, Path: faceless}
	portrait, voice, silence := portraitClip(t, e, 96, 96, 1), babble(t, e, 0.5, 1, 0.5), babble(t, e, 1, 0)
	for name, c := range map[string]struct {
		clip, sound engine.Input
	}{
		"no face":   {bars, voice},
		"no speech": {portrait, silence},
	} {
		spec := &zoetrope.LipSyncSpec{SourceSpec: zoetrope.SourceSpec{Source: 1}, SpeechSpec: zoetrope.SpeechSpec{Audio: 2, Seconds: 1}}
		spec.Duration = 1
		job := engine.Job{ID: 1, Spec: spec, Inputs: map[int64]engine.Input{1: c.clip, 2: c.sound}, Width: 96, Height: 96, Scratch: t.TempDir()}
		err := e.Render(t.Context(), job, engine.Sink{Progress: func(float64, string) {}, Output: func(engine.Output) error { return nil }})
		if zoetrope.CodeOf(err) != zoetrope.CodeInvalid {
			t.Errorf("%s: %v, want the code %s", name, err, zoetrope.CodeInvalid)
		}
	}
}

// planeOf is a luma picture as values in [0,1].
func planeOf(g face.Gray) vision.Plane {
	p := vision.New(g.W, g.H)
	for i := range p.Pix {
		p.Pix[i] = float32(g.Pix[i]) / 255
	}
	return p
}
