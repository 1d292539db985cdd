package studio

import (
	"math"
	"testing"

	"zoetrope"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/vision"
)

// flash is a source of so many seconds whose picture is white, and whose tone sounds, for a tenth of a second at half of it.
func flash(size, rate string, picture string) string {
	return "-f lavfi -i color=0x304050:s=" + size + ":r=" + rate + ":d=" + picture +
		",drawbox=c=white:t=fill:enable='between(t\\,0.5\\,0.6)' -f lavfi -i aevalsrc=0.5*sin(2*PI*880*t)*between(t\\,0.5\\,0.6):s=44100:d="
}

// TestOddSourcesSlow takes sources as phones, cameras and editors make them through edits: each gives a valid result of the source's
// length, with sound that still belongs to the picture.
func TestOddSourcesSlow(t *testing.T) {
	slow(t)
	t.Parallel()
	e := testEngine(t)
	const x264 = " -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac"
	cases := []struct {
		name, file, args string
		silent           bool
		still            bool // without a flash to look for
	}{
		{"fractional rate", "a.mp4", flash("64x36", "30000/1001", "1") + "1" + x264, false, false},
		{"60 frames a second", "a.mp4", flash("64x36", "60", "1") + "1" + x264, false, false},
		{"10 frames a second", "a.mp4", flash("64x36", "10", "1") + "1" + x264, false, false},
		{"rotation flag", "a.mov", flash("64x36", "24", "1") + "1" + x264 + " -metadata:s:v rotate=90", false, false},
		{"variable rate", "a.mp4", "-f lavfi -i color=0x304050:s=64x36:r=24:d=1,drawbox=c=white:t=fill:enable='between(t\\,0.5\\,0.6)',select='not(eq(mod(n\\,5)\\,2))' -f lavfi -i aevalsrc=0.5*sin(2*PI*880*t)*between(t\\,0.5\\,0.6):s=44100:d=1 -vsync vfr" + x264, false, false},
		{"no sound", "a.mp4", "-f lavfi -i testsrc2=s=64x36:r=24:d=1 -c:v libx264 -pix_fmt yuv420p", true, true},
		{"portrait", "a.mp4", flash("36x64", "24", "1") + "1" + x264, false, false},
		{"odd sides", "a.mp4", flash("65x37", "24", "1") + "1 -c:v libx264 -pix_fmt yuv444p -c:a aac", false, false},
		{"10 bit", "a.mp4", flash("64x36", "24", "1") + "1 -c:v libx264 -pix_fmt yuv420p10le -c:a aac", false, false},
		{"HDR label", "a.mp4", flash("64x36", "24", "1") + "1 -c:v libx265 -x265-params log-level=none -pix_fmt yuv420p10le -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc -c:a aac", false, false},
		{"one frame", "a.mp4", "-f lavfi -i testsrc2=s=64x36:r=24 -frames:v 1 -c:v libx264 -pix_fmt yuv420p", true, true},
		{"sound longer than the picture", "a.mp4", flash("64x36", "24", "1") + "1.4" + x264, false, false},
		{"sound shorter than the picture", "a.mp4", flash("64x36", "24", "1") + "0.7" + x264, false, false},
		{"sound that starts late", "a.mp4", "-f lavfi -i color=0x304050:s=64x36:r=24:d=1,drawbox=c=white:t=fill:enable='between(t\\,0.5\\,0.6)' -itsoffset 0.5 -f lavfi -i sine=f=880:d=0.1:r=44100 -map 0:v -map 1:a" + x264, false, false},
		{"WebM", "a.webm", flash("64x36", "24", "1") + "1 -c:v libvpx -c:a libvorbis", false, false},
	}
	type edit struct {
		name   string
		spec   func() zoetrope.Spec
		factor int
	}
	edits := []edit{
		{"restyle", func() zoetrope.Spec { return &zoetrope.RestyleSpec{Preset: 1010} }, 1},
		{"upscale", func() zoetrope.Spec { return &zoetrope.UpscaleSpec{} }, 2},
		{"sound effect", func() zoetrope.Spec { return &zoetrope.SoundEffectSpec{OriginalSound: true} }, 1},
	}
	for i, c := range cases {
		// Every edit meets every kind of source in turn; the code that reads them is one.
		v := edits[i%len(edits)]
		t.Run(c.name+", "+v.name, func(t *testing.T) {
			t.Parallel()
			path := recordSource(t, e, c.file, c.args)
			video, _, source := editSource(t, e, v.spec(), path, v.factor)
			info, err := e.tools.Probe(t.Context(), video)
			if err != nil {
				t.Fatal(err)
			}
			if info.VideoCodec != "h264" || info.PixelFormat != "yuv420p" || info.VariableRate || info.FPS > 30 {
				t.Errorf("result %+v", info)
			}
			if w, h := source.Width/2*2*v.factor, source.Height/2*2*v.factor; info.Width != w || info.Height != h {
				t.Errorf("%d x %d pixels, want %d x %d", info.Width, info.Height, w, h)
			}
			if d := float64(info.Frames) - source.Duration.Seconds()*info.FPS; math.Abs(d) > 2 {
				t.Errorf("%d frames at %g for %v", info.Frames, info.FPS, source.Duration)
			}
			if v.name != "sound effect" && info.HasAudio() == c.silent {
				t.Errorf("sound in the result: %t", info.HasAudio())
			}
			if c.still || v.name == "sound effect" {
				return
			}
			left, right := soundOf(t, e, video)
			heard := loudestOnset(left, right)
			seen := brightestAt(t, e, video)
			if math.Abs(heard-0.5) > 0.08 || math.Abs(seen-0.5) > 0.11 {
				t.Errorf("the flash is seen at %.2f s and heard at %.2f s, want 0.5 for both", seen, heard)
			}
		})
	}
}

// brightestAt is when the first of the brightest frames is shown, in seconds.
func brightestAt(t *testing.T, e *Engine, video string) float64 {
	t.Helper()
	src, err := footage.Open(t.Context(), e.tools, video)
	if err != nil {
		t.Fatal(err)
	}
	best, at := float32(-1), 0
	err = src.Each(t.Context(), footage.Part{Width: 16, Height: 16}, func(i int, p vision.RGB) error {
		if m := p.G.Mean(); m > best+0.02 {
			best, at = m, i
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return float64(at) / float64(src.FPS)
}
