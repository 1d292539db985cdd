package studio

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/effect"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/lettering"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face/facetest"
	"zoetrope/engine/studio/vision/raster"
)

// The benchmarks of this file make a video or picture each and report
//
//	cpu-s/2/video-s  processor time of this process and ffmpeg, per second of video, spread over two processors: what a machine
//	                 with two takes that has nothing else to do. Other load hardly changes it.
//	x-codec          how many times as long as decoding and encoding the clip alone that is
//	s/video-s        what the clock says, per second of video
//
// The first round is not counted: it makes textures that the others share.

// benchmarkJob measures a job whose video lasts so many seconds. clip is what x-codec is measured with, "" for the job's own video.
func benchmarkJob(b *testing.B, e *Engine, job engine.Job, seconds float64, clip string) {
	b.Helper()
	path, _, err := renderClip(b, e, job)
	if err != nil {
		b.Fatal(err)
	}
	busy := processorSeconds(b)
	for b.Loop() {
		if _, _, err := renderClip(b, e, job); err != nil {
			b.Fatal(err)
		}
	}
	per := (processorSeconds(b) - busy) / float64(b.N) / seconds / 2
	b.ReportMetric(per, "cpu-s/2/video-s")
	b.ReportMetric(per/recode(b, e, cmp.Or(clip, path)), "x-codec")
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/seconds, "s/video-s")
}

// recode is the processor time of two processors that decoding a clip and encoding it again takes, per second of video.
func recode(b *testing.B, e *Engine, path string) float64 {
	b.Helper()
	src, err := footage.Open(b.Context(), e.tools, path)
	if err != nil {
		b.Fatal(err)
	}
	sink := engine.Sink{Progress: func(float64, string) {}, Output: func(engine.Output) error { return nil }}
	const times = 3
	busy := processorSeconds(b)
	for range times {
		job := engine.Job{ID: 1, Scratch: b.TempDir(), Width: src.Width, Height: src.Height}
		if err := e.editRaw(b.Context(), job, src, func(int, []byte) error { return nil }, editOptions{}, sink); err != nil {
			b.Fatal(err)
		}
	}
	return (processorSeconds(b) - busy) / times / src.Length().Seconds() / 2
}

// A second of 960 x 540 pixels for the benchmarks.
const benchWidth, benchHeight = 960, 540

// benchClip is a camera that goes over a picture with detail of all sizes.
func benchClip(b *testing.B, e *Engine, seconds int) engine.Input {
	b.Helper()
	picture := savePNG(b, blurred(grain(1, 1200, 600)))
	path := ffmpegClip(b, e, fmt.Sprintf("-loop 1 -r 24 -i %s -vf crop=960:540:x=20+3*n:y=10 -t %d -c:v libx264 -pix_fmt yuv420p", picture, seconds))
	return engine.Input{Asset: zoetrope.Asset{ID: 1, Duration: time.Duration(seconds) * time.Second}, Path: path}
}

func benchSource(prompt string) zoetrope.SourceSpec {
	return zoetrope.SourceSpec{Source: 1, VideoSpec: zoetrope.VideoSpec{Prompt: prompt, Duration: 1}}
}

// benchJob is a job about pictures of the usual size.
func benchJob(spec zoetrope.Spec, inputs map[int64]engine.Input) engine.Job {
	return engine.Job{ID: 1, Spec: spec, Inputs: inputs, Seed: 5, Width: benchWidth, Height: benchHeight}
}

// BenchmarkEdits has clips of a few seconds: what starting ffmpeg takes is spread over them as over those of customers.
func BenchmarkEdits(b *testing.B) {
	const seconds = 3
	e := testEngine(b)
	clip := benchClip(b, e, seconds)
	for _, id := range slices.Sorted(maps.Keys(presets)) {
		b.Run("restyle "+presets[id], func(b *testing.B) {
			spec := &zoetrope.RestyleSpec{SourceSpec: benchSource(""), Preset: id}
			benchmarkJob(b, e, benchJob(spec, map[int64]engine.Input{1: clip}), seconds, clip.Path)
		})
	}
}

// maskInput is a mask of a rectangle in the middle.
func maskInput(b *testing.B, e *Engine) engine.Input {
	b.Helper()
	path := filepath.Join(b.TempDir(), "mask.png")
	ffmpegRun(b, e, "-f", "lavfi", "-i", "color=black:s=960x540,drawbox=c=white:t=fill:x=360:y=150:w=240:h=300,format=gray", "-frames:v", "1", path)
	return engine.Input{Path: path, Asset: zoetrope.Asset{Label: "object"}}
}

func BenchmarkMasked(b *testing.B) {
	e := testEngine(b)
	clip := benchClip(b, e, 1)
	inputs := map[int64]engine.Input{1: clip, 2: maskInput(b, e), 3: {Path: savePNG(b, grain(3, 800, 800))}}
	specs := map[string]zoetrope.Spec{
		"select": &zoetrope.MaskSelectionSpec{SourceSpec: benchSource(""), KeyFrame: 12},
		"remove": &zoetrope.ModifySpec{SourceSpec: benchSource("remove @selection0"), Masks: []int64{2}, KeyFrames: []int{12}},
		"rain":   &zoetrope.ModifySpec{SourceSpec: benchSource("make it a rainy night")},
	}
	for _, name := range slices.Sorted(maps.Keys(specs)) {
		b.Run(name, func(b *testing.B) { benchmarkJob(b, e, benchJob(specs[name], inputs), 1, clip.Path) })
	}
}

// BenchmarkReword replaces the text of a board that the camera passes, of one whose letters stand on the picture itself, and of a subtitle
// over a picture that moves.
func BenchmarkReword(b *testing.B) {
	const seconds = 3
	e := testEngine(b)
	mask, _ := lettering.Style{Face: lettering.Sans, Size: 110}.Line("MARKET")
	// lettered is a picture with letters, and a board below them that covers it as far as solid says.
	lettered := func(solid float32) string {
		p := raster.Load(blurred(grain(1, 1200, 600)), 1200, 600)
		for _, plane := range p.Channels() {
			for y := range mask.H + 40 {
				for x := range mask.W + 80 {
					v := &plane.Row(y + 200)[x+360]
					*v += solid * (0.92 - *v)
					if x >= 40 && x < mask.W+40 && y >= 20 && y < mask.H+20 {
						*v += mask.At(x-40, y-20) * (0.02 - *v)
					}
				}
			}
		}
		return savePNG(b, raster.Image(p, vision.Plane{}))
	}
	const crop = "crop=960:540:x=20+3*n:y=10"
	pan := func(picture string) string {
		return ffmpegClip(b, e, fmt.Sprintf("-loop 1 -r 24 -i %s -vf %s -t %d", picture, crop, seconds))
	}
	white := mask.Map(func(float32) float32 { return 1 })
	words := savePNG(b, raster.Image(vision.RGB{W: mask.W, H: mask.H, R: white, G: white, B: white}, mask))
	subtitle := ffmpegClip(b, e, fmt.Sprintf("-loop 1 -r 24 -i %s -loop 1 -r 24 -i %s -filter_complex [0]%s[a];[a][1]overlay=200:390 -t %d",
		savePNG(b, blurred(grain(1, 1200, 600))), words, crop, seconds))
	for _, c := range []struct{ name, clip string }{
		{"board", pan(lettered(1))},
		{"poster", pan(lettered(0.3))},
		{"subtitle", subtitle},
	} {
		b.Run(c.name, func(b *testing.B) {
			clip := engine.Input{Asset: zoetrope.Asset{ID: 1, Duration: seconds * time.Second}, Path: c.clip}
			spec := &zoetrope.ModifySpec{SourceSpec: benchSource(`change the text "MARKET" to "FLOWERS"`)}
			benchmarkJob(b, e, benchJob(spec, map[int64]engine.Input{1: clip}), seconds, clip.Path)
		})
	}
}

// BenchmarkFusion has a video of the usual length: the cut-outs are made once for all of it.
func BenchmarkFusion(b *testing.B) {
	e := testEngine(b)
	spec := &zoetrope.FusionSpec{
		VideoSpec: zoetrope.VideoSpec{Prompt: "@thing walks in a meadow", Duration: 5},
		Images:    []zoetrope.Reference{{Role: zoetrope.ReferenceSubject, Image: 3, Name: "thing"}},
	}
	benchmarkJob(b, e, benchJob(spec, map[int64]engine.Input{3: {Path: facetest.Path(b)}}), 5, "")
}

func BenchmarkSwap(b *testing.B) {
	e := testEngine(b)
	clip := benchClip(b, e, 2)
	inputs := map[int64]engine.Input{1: clip, 2: maskInput(b, e), 3: {Path: savePNG(b, grain(3, 800, 800))}}
	spec := &zoetrope.SwapSpec{SourceSpec: benchSource(""), KeyFrame: 12, Mask: 2, Image: 3}
	benchmarkJob(b, e, benchJob(spec, inputs), 2, clip.Path)
}

func BenchmarkExtend(b *testing.B) {
	e := testEngine(b)
	job := extendJob(benchClip(b, e, 1).Path, 2, "rain begins to fall")
	job.Width, job.Height = benchWidth, benchHeight
	benchmarkJob(b, e, job, 2, "")
}

// BenchmarkLipSync has a face as high as the frame.
func BenchmarkLipSync(b *testing.B) {
	e := testEngine(b)
	const seconds = 5
	clip := portraitClip(b, e, benchWidth, benchHeight, seconds)
	sound := babble(b, e, 0.5, 0.9, 0, 0.4, 1, 0, 0.5, 0.8, 0.3)
	spec := &zoetrope.LipSyncSpec{SourceSpec: zoetrope.SourceSpec{Source: 1}, SpeechSpec: zoetrope.SpeechSpec{Audio: 2, Seconds: seconds}}
	benchmarkJob(b, e, benchJob(spec, map[int64]engine.Input{1: clip, 2: sound}), seconds, clip.Path)
}

func BenchmarkUpscale(b *testing.B) {
	e := testEngine(b)
	clip := benchClip(b, e, 1)
	job := benchJob(&zoetrope.UpscaleSpec{SourceSpec: benchSource("")}, map[int64]engine.Input{1: clip})
	job.Width, job.Height = 2*benchWidth, 2*benchHeight
	benchmarkJob(b, e, job, 1, "")
}

func BenchmarkImageToVideo(b *testing.B) {
	e := testEngine(b)
	for _, c := range []struct{ name, prompt string }{{"plain", "slow push in"}, {"rain", "heavy rain at night"}} {
		b.Run(c.name, func(b *testing.B) {
			spec := &zoetrope.ImageToVideoSpec{Image: 1, VideoSpec: zoetrope.VideoSpec{Prompt: c.prompt, Duration: 5}}
			benchmarkJob(b, e, benchJob(spec, map[int64]engine.Input{1: {Path: savePNG(b, blurred(grain(4, 1920, 1920)))}}), 5, "")
		})
	}
}

func BenchmarkTransition(b *testing.B) {
	e := testEngine(b)
	inputs := map[int64]engine.Input{1: {Path: savePNG(b, grain(1, 640, 360))}, 2: {Path: savePNG(b, grain(2, 640, 360))}}
	for _, text := range []string{"dissolve", "morph in falling snow", "whip"} {
		b.Run(text, func(b *testing.B) {
			spec := &zoetrope.TransitionSpec{First: 1, Last: 2, VideoSpec: zoetrope.VideoSpec{Prompt: text, Duration: 2}}
			benchmarkJob(b, e, benchJob(spec, inputs), 2, "")
		})
	}
}

func BenchmarkEffects(b *testing.B) {
	e := testEngine(b)
	least := map[string]int{}
	for _, k := range effect.Kinds() {
		least[k.Name] = k.Min
	}
	for _, id := range slices.Sorted(maps.Keys(effectOf)) {
		b.Run(effectOf[id], func(b *testing.B) {
			spec := &zoetrope.TemplateSpec{VideoSpec: zoetrope.VideoSpec{Duration: 2, TemplateID: id}}
			inputs := map[int64]engine.Input{}
			for i := range max(least[effectOf[id]], 1) {
				inputs[int64(i+1)] = engine.Input{Path: savePNG(b, blurred(grain(uint32(i+1), 960, 720)))}
				spec.Images = append(spec.Images, int64(i+1))
			}
			benchmarkJob(b, e, benchJob(spec, inputs), 2, "")
		})
	}
}

// BenchmarkSpeechRTF reports the processor seconds that a second of sound takes, as one processor and as two.
func BenchmarkSpeechRTF(b *testing.B) {
	e := testEngine(b)
	const seconds = 10
	for _, v := range []zoetrope.VideoSpec{
		{Prompt: "a storm over the sea", SoundEffect: true, GenerateAudio: true},
		{Prompt: "a quiet room", LipSync: true, LipSyncText: "The tide comes in over the sand, slowly at first, and then all at once."},
	} {
		b.Run(v.Prompt, func(b *testing.B) {
			v.Duration = seconds
			job := benchJob(&zoetrope.ImageToVideoSpec{VideoSpec: v}, nil)
			words := prompt.Read(v.Prompt, "")
			busy := processorSeconds(b)
			for b.Loop() {
				job.Scratch = b.TempDir()
				heard, space := hearPhoto(words, job, photo.Options{}, func() photo.Facts { return photo.Facts{} })
				if _, err := e.record(b.Context(), job, planSound(&v, heard, space)); err != nil {
					b.Fatal(err)
				}
			}
			per := (processorSeconds(b) - busy) / float64(b.N) / seconds
			b.ReportMetric(per, "cpu-s/s")
			b.ReportMetric(per/2, "cpu-s/2/s")
		})
	}
}
