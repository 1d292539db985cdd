package render

import (
	"slices"
	"strings"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/internal/media"
)

func TestFaults(t *testing.T) {
	t.Parallel()
	asked := zoetrope.Generation{
		Width: 1024, Height: 576,
		Spec: &zoetrope.TextToVideoSpec{VideoSpec: zoetrope.VideoSpec{Duration: 5}},
	}
	tests := []struct {
		name   string
		change func(*media.Info)
		fault  string // "" for none
	}{
		{"as asked", func(*media.Info) {}, ""},
		{"another frame rate", func(i *media.Info) { i.FPS, i.Frames = 16, 80 }, ""},
		{"sound a block longer", func(i *media.Info) { i.AudioCodec, i.Duration = "aac", 5021*time.Millisecond }, ""},
		{"container", func(i *media.Info) { i.Format = media.WebM }, "format"},
		{"codec", func(i *media.Info) { i.VideoCodec = "vp9" }, "codec"},
		{"pixels", func(i *media.Info) { i.PixelFormat = "yuv444p" }, "codec"},
		{"sound only", func(i *media.Info) { *i = media.Info{Format: media.MP4, AudioCodec: "aac", Duration: 5 * time.Second} }, "codec"},
		{"size", func(i *media.Info) { i.Width = 1022 }, "pixels"},
		{"a frame short", func(i *media.Info) { i.Frames = 119 }, "frames"},
		{"a frame long", func(i *media.Info) { i.Frames = 121 }, "frames"},
		{"uneven", func(i *media.Info) { i.VariableRate = true }, "uneven"},
		{"sound too long", func(i *media.Info) { i.Duration = 6 * time.Second }, "duration"},
	}
	for _, tt := range tests {
		info := media.Info{
			Format: media.MP4, VideoCodec: "h264", PixelFormat: "yuv420p", Width: 1024, Height: 576,
			FPS: 24, Frames: 120, Duration: 5 * time.Second,
		}
		tt.change(&info)
		got := strings.Join(videoFaults(info, asked, []float64{5}), "; ")
		if (got == "") != (tt.fault == "") || !strings.Contains(got, tt.fault) {
			t.Errorf("%s: faults %q, want one about %q", tt.name, got, tt.fault)
		}
	}
}

func TestLengths(t *testing.T) {
	t.Parallel()
	source := zoetrope.SourceSpec{Source: 7, VideoSpec: zoetrope.VideoSpec{Duration: 5}}
	inputs := map[int64]engine.Input{7: {Asset: zoetrope.Asset{Duration: 4300 * time.Millisecond}}}
	for _, tt := range []struct {
		spec zoetrope.Spec
		want []float64
	}{
		{&zoetrope.TextToVideoSpec{VideoSpec: source.VideoSpec}, []float64{5}},
		{&zoetrope.RestyleSpec{SourceSpec: source}, []float64{4.3, 5}},
		{&zoetrope.ExtendSpec{SourceSpec: source}, []float64{5, 9.3}},
	} {
		if got := lengths(engine.Job{Spec: tt.spec, Inputs: inputs}); !slices.Equal(got, tt.want) {
			t.Errorf("%s may last %v, want %v", tt.spec.Operation(), got, tt.want)
		}
	}
}
