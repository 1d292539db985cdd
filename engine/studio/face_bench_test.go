package studio

import (
	"testing"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/footage"
)

// BenchmarkLipSync renders two seconds of 960 x 540 with a face as high as the frame, with decoding and encoding. It reports the
// processor time of this process and ffmpeg in seconds of two processors per second of video, that of decoding and encoding alone,
// and their ratio.
func BenchmarkLipSync(b *testing.B) {
	const w, h, seconds = 960, 540, 2
	e := testEngine(b)
	clip := portraitClip(b, e, w, h, seconds)
	sound := babble(b, e, 0.25, 0.9, 0, 0.4, 1, 0, 0.5, 0.8, 0.3)
	spec := &zoetrope.LipSyncSpec{SourceSpec: zoetrope.SourceSpec{Source: 1}, SpeechSpec: zoetrope.SpeechSpec{Audio: 2, Seconds: seconds}}
	spec.Duration = seconds
	job := engine.Job{ID: 1, Spec: spec, Inputs: map[int64]engine.Input{1: clip, 2: sound}, Width: w, Height: h}
	sink := engine.Sink{Progress: func(float64, string) {}, Output: func(engine.Output) error { return nil }}
	busy := processorSeconds(b)
	for b.Loop() {
		job.Scratch = b.TempDir()
		if err := e.Render(b.Context(), job, sink); err != nil {
			b.Fatal(err)
		}
	}
	per := (processorSeconds(b) - busy) / float64(b.N) / seconds / 2
	busy = processorSeconds(b)
	src, err := footage.Open(b.Context(), e.tools, clip.Path)
	if err != nil {
		b.Fatal(err)
	}
	job.Scratch = b.TempDir()
	if err := e.editRaw(b.Context(), job, src, func(int, []byte) error { return nil }, editOptions{}, sink); err != nil {
		b.Fatal(err)
	}
	alone := (processorSeconds(b) - busy) / seconds / 2
	b.ReportMetric(per, "cpu-s/2/video-s")
	b.ReportMetric(alone, "alone-s/video-s")
	b.ReportMetric(per/alone, "x-recode")
}
