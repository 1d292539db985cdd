package studio

import (
	"fmt"
	"runtime"
	"testing"

	"zoetrope"
	"zoetrope/engine"
)

// TestEditsHoldNoMoreOfALongClipSlow compares what is in use while a clip of one second and one of three are edited, at a rate that makes few frames of them. It runs alone:
// whatever else is in memory counts too.
func TestEditsHoldNoMoreOfALongClipSlow(t *testing.T) {
	slow(t)
	e := testEngine(t)
	const w, h, slack = 128, 72, 200 << 10 // a frame is 14 kB, two seconds are 330
	specs := map[string]func(v zoetrope.SourceSpec) zoetrope.Spec{
		"restyle": func(v zoetrope.SourceSpec) zoetrope.Spec { return &zoetrope.RestyleSpec{SourceSpec: v, Preset: 1004} },
		"upscale": func(v zoetrope.SourceSpec) zoetrope.Spec { return &zoetrope.UpscaleSpec{SourceSpec: v} },
		"relight": func(v zoetrope.SourceSpec) zoetrope.Spec {
			v.Prompt = "make it night"
			return &zoetrope.ModifySpec{SourceSpec: v}
		},
	}
	clips := map[int]string{}
	for _, seconds := range []int{1, 3} {
		clips[seconds] = ffmpegClip(t, e, fmt.Sprintf("-f lavfi -i testsrc2=s=%dx%d:r=12:d=%d -c:v libx264 -threads 1 -pix_fmt yuv420p", w, h, seconds))
	}
	for name, spec := range specs {
		t.Run(name, func(t *testing.T) {
			most := func(seconds int) uint64 {
				v := zoetrope.SourceSpec{Source: 1, VideoSpec: zoetrope.VideoSpec{Duration: seconds}}
				job := engine.Job{ID: 1, Spec: spec(v), Inputs: map[int64]engine.Input{1: {Path: clips[seconds]}}, Scratch: t.TempDir(), Seed: 1, Width: w, Height: h}
				var peak uint64
				step := 0
				sink := engine.Sink{Output: func(engine.Output) error { return nil }, Progress: func(done float64, _ string) {
					if step++; done < 0.8 || step%4 != 0 {
						return
					}
					runtime.GC()
					var m runtime.MemStats
					runtime.ReadMemStats(&m)
					peak = max(peak, m.HeapAlloc)
				}}
				if err := e.Render(t.Context(), job, sink); err != nil {
					t.Fatal(err)
				}
				return peak
			}
			long := most(3) // first, because it also makes what all clips share
			if short := most(1); long > short+slack {
				t.Errorf("three seconds take %d kB, one %d kB", long>>10, short>>10)
			}
		})
	}
}
