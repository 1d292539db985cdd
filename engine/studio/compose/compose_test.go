package compose

import (
	"bytes"
	"math"
	"runtime"
	"slices"
	"testing"

	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/yuv"
)

// fill makes a frame whose pixel colours come from f, with coordinates 0..1.
func fill(w, h int, f func(x, y float64) [3]float32) *spmd.Frame {
	p := spmd.NewFrame(w, h)
	for i := range w * h {
		c := f((float64(i%w)+0.5)/float64(w), (float64(i/w)+0.5)/float64(h))
		copy(p.Pix[4*i:], []float32{c[0], c[1], c[2], 1})
	}
	return p
}

func grey(v float32) func(x, y float64) [3]float32 {
	return func(float64, float64) [3]float32 { return [3]float32{v, v, v} }
}

// bare is a look that does nothing but the tone curve.
func bare() Look {
	l := Neutral()
	l.Bloom, l.Vignette, l.Grain, l.Contrast, l.Saturation = 0, 0, 0, 1, 1
	return l
}

func finish(look Look, frame *spmd.Frame) []byte {
	dst := make([]byte, yuv.Size(frame.W, frame.H))
	NewFinisher(frame.W, frame.H, look, 1).Apply(dst, frame)
	return dst
}

func meanLuma(dst []byte, w, h int) float64 {
	sum := 0.0
	for _, v := range dst[:w*h] {
		sum += float64(v)
	}
	return sum / float64(w*h)
}

func TestToneCurve(t *testing.T) {
	t.Parallel()
	last := -1.0
	for _, v := range []float32{0, 0.01, 0.05, 0.18, 0.5, 1, 2, 8, 1000} {
		got := meanLuma(finish(bare(), fill(16, 16, grey(v))), 16, 16)
		if got <= last && v < 1000 {
			t.Errorf("radiance %g gives luma %.1f, not above %.1f", v, got, last)
		}
		last = got
	}
	if last < 234 || last > 235.1 {
		t.Errorf("white gives luma %.1f, want 235", last)
	}
	if black := meanLuma(finish(bare(), fill(16, 16, grey(0))), 16, 16); black > 16.6 {
		t.Errorf("black gives luma %.1f, want 16", black)
	}
}

func TestLookFields(t *testing.T) {
	t.Parallel()
	ramp := func(x, y float64) [3]float32 { return [3]float32{float32(x), float32(0.4 * x * y), float32(0.2 * y)} }
	tests := []struct {
		name   string
		change func(*Look)
		holds  func(before, after []byte) bool
	}{
		{"exposure brightens", func(l *Look) { l.Exposure = 2 }, func(a, b []byte) bool { return meanLuma(b, 64, 64) > meanLuma(a, 64, 64)+20 }},
		{"saturation 0 removes chroma", func(l *Look) { l.Saturation = 0 }, func(_, b []byte) bool { return chroma(b, 64, 64) < 1 }},
		{"mono removes chroma", func(l *Look) { l.Mono, l.Tint = 1, [3]float32{1, 1, 1} }, func(_, b []byte) bool { return chroma(b, 64, 64) < 1 }},
		{"vignette darkens corners only", func(l *Look) { l.Vignette = 1 }, func(a, b []byte) bool {
			return int(a[63*64+63])-int(b[63*64+63]) > 8 && abs(int(a[32*64+32])-int(b[32*64+32])) <= 1
		}},
		{"fade lifts black", func(l *Look) { l.Fade = 1 }, func(a, b []byte) bool { return minimum(b[:64*64]) > minimum(a[:64*64])+8 }},
		{"warm highlights", func(l *Look) { l.Gain = [3]float32{1.1, 1, 0.8} }, func(a, b []byte) bool { return blueOf(b) < blueOf(a)-3 }},
		{"grain adds noise", func(l *Look) { l.Grain = 0.02 }, func(a, b []byte) bool { return roughness(b) > roughness(a)+0.5 }},
		{"bands step", func(l *Look) { l.Bands = 4 }, func(a, b []byte) bool { return peak(b) > peak(a)*3/2 }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			look := bare()
			before := finish(look, fill(64, 64, ramp))
			tt.change(&look)
			if after := finish(look, fill(64, 64, ramp)); !tt.holds(before, after) {
				t.Error("the field does not do what it says")
			}
		})
	}
}

func TestBloomSpreadsLightAndKeepsDarkFramesDark(t *testing.T) {
	t.Parallel()
	spot := func(x, y float64) [3]float32 {
		if math.Hypot(x-0.5, y-0.5) < 0.05 {
			return [3]float32{20, 18, 12}
		}
		return [3]float32{0.01, 0.01, 0.01}
	}
	look := bare()
	near := 64*128 + 84 // 20 pixels from the middle
	without := finish(look, fill(128, 128, spot))[near]
	look.Bloom = 0.3
	with := finish(look, fill(128, 128, spot))
	if with[near] < without+3 {
		t.Errorf("luma beside the spot is %d with bloom and %d without", with[near], without)
	}
	if a, b := with[64*128+44], with[64*128+83]; abs(int(a)-int(b)) > 2 {
		t.Errorf("the glow is not symmetric: %d and %d", a, b)
	}
	plain := finish(bare(), fill(128, 128, grey(0.3)))
	glow := bare()
	glow.Bloom = 0.3
	if d := meanLuma(finish(glow, fill(128, 128, grey(0.3))), 128, 128) - meanLuma(plain, 128, 128); math.Abs(d) > 0.1 {
		t.Errorf("bloom changes a flat grey by %.2f levels", d)
	}
}

func TestDeterministicOnAnyNumberOfProcessors(t *testing.T) {
	look := Neutral()
	look.Mist = 0.2
	picture := func(x, y float64) [3]float32 {
		return [3]float32{float32(4 * x * x), float32(y), float32(math.Abs(math.Sin(30 * x * y)))}
	}
	want := finish(look, fill(200, 102, picture))
	old := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(old)
	if !bytes.Equal(want, finish(look, fill(200, 102, picture))) {
		t.Error("one processor gives other bytes than several")
	}
}

func TestLanesGiveTheSameBytes(t *testing.T) {
	t.Parallel()
	const w, h = 108, 38 // not a multiple of the lanes
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	picture := func(x, y float64) [3]float32 {
		return [3]float32{float32(6*x*x - 0.1), float32(y), float32(math.Abs(math.Sin(30 * x * y)))}
	}
	frame := fill(w, h, picture)
	copy(frame.Pix[4*500:], []float32{inf, nan, -5, 1, 2000, -inf, 0, 1})
	look := Neutral()
	look.Mist, look.Gain, look.Shadows, look.Highlights = 0.2, [3]float32{1.1, 1, 0.9}, [3]float32{0, 0.02, 0.05}, [3]float32{0.04, 0.01, -0.03}
	f, plain := NewFinisher(w, h, look, 1), NewFinisher(w, h, look, 1)
	plain.lanes = nil
	got, want := make([]byte, yuv.Size(w, h)), make([]byte, yuv.Size(w, h))
	f.Apply(got, frame)
	plain.Apply(want, frame)
	if !bytes.Equal(got, want) {
		t.Error("lanes finish a frame to other bytes")
	}
	e, one := NewEnlarge(2*w+2, 3*h, w, h), NewEnlarge(2*w+2, 3*h, w, h)
	one.lanes = false
	large, slow := spmd.NewFrame(2*w+2, 3*h), spmd.NewFrame(2*w+2, 3*h)
	e.Apply(large, frame)
	one.Apply(slow, frame)
	if !slices.Equal(large.Pix, slow.Pix) {
		t.Error("lanes enlarge a frame to other bits")
	}
}

func TestSoftLayersAreLaidInLanes(t *testing.T) {
	t.Parallel()
	small := fill(37, 11, func(x, y float64) [3]float32 { return [3]float32{float32(x), float32(y), float32(x * y)} })
	for i := range small.W * small.H {
		small.Pix[4*i+3] = float32(i%7) / 7
	}
	got, want := fill(75, 20, grey(0.4)), fill(75, 20, grey(0.4))
	OverSmall(got, small)
	columns, line := make([]nearBy, want.W), make([]float32, 4*small.W)
	for x := range columns {
		columns[x] = along(x, want.W, small.W)
	}
	for y := range want.H {
		n := along(y, want.H, small.H)
		for i := range line {
			a, b := small.Pix[4*n.a*small.W+i], small.Pix[4*n.b*small.W+i]
			line[i] = a + (b-a)*n.share()
		}
		over(want.Pix[4*y*want.W:], line, columns)
	}
	for i, v := range want.Pix {
		if math.Abs(float64(v-got.Pix[i])) > 1e-6 {
			t.Fatalf("value %d of pixel %d is %g in lanes and %g without", i%4, i/4, got.Pix[i], v)
		}
	}
}

func TestOddValuesStayFinite(t *testing.T) {
	t.Parallel()
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	frame := fill(16, 16, grey(0.2))
	copy(frame.Pix[4*40:], []float32{inf, nan, -5, 1})
	dst := finish(Neutral(), frame)
	if m := meanLuma(dst, 16, 16); m < 30 || m > 200 {
		t.Errorf("one broken pixel moves the mean luma to %.1f", m)
	}
}

func TestMeterMovesTowardsTheKey(t *testing.T) {
	t.Parallel()
	for _, v := range []float32{0.002, 0.1, 3} {
		sample := fill(16, 16, grey(v))
		before := meanCode(sample, bare())
		after := meanCode(sample, Meter(sample, bare(), 0.4))
		if math.Abs(float64(after-0.4)) >= math.Abs(float64(before-0.4)) {
			t.Errorf("radiance %g: the mean goes from %.3f to %.3f, not towards 0.4", v, before, after)
		}
	}
	if l := Meter(fill(4, 4, grey(0)), bare(), 0.4); l.Exposure != 1 {
		t.Errorf("a black sample gives exposure %g", l.Exposure)
	}
}

func TestMeterGivesHazeShadowsAndLights(t *testing.T) {
	t.Parallel()
	ramp := func(low, high float32) *spmd.Frame {
		return fill(64, 4, func(x, _ float64) [3]float32 {
			v := low + (high-low)*float32(x)
			return [3]float32{v, v, v}
		})
	}
	haze := Meter(ramp(0.12, 0.22), bare(), 0.45)
	if haze.Black < 0.1 || haze.Black > mostBlack || haze.Headroom <= 0 {
		t.Errorf("haze: black at %.3f, headroom %.3f", haze.Black, haze.Headroom)
	}
	if m := meanCode(ramp(0.12, 0.22), haze); m < 0.40 || m > 0.50 {
		t.Errorf("haze with shadows has the mean %.3f", m)
	}
	if full := Meter(ramp(0, 4), bare(), 0.6); full.Black != 0 || full.Headroom != 0 {
		t.Errorf("a scene of all tones: black at %.3f, headroom %.3f", full.Black, full.Headroom)
	}
}

func TestEnlarge(t *testing.T) {
	t.Parallel()
	smooth := func(x, y float64) [3]float32 {
		return [3]float32{float32(0.5 + 0.4*math.Sin(6*x)), float32(y), float32(0.3 + 0.2*x*y)}
	}
	small, want, got := fill(96, 54, smooth), fill(160, 90, smooth), spmd.NewFrame(160, 90)
	NewEnlarge(160, 90, 96, 54).Apply(got, small)
	for y := 4; y < 86; y++ {
		for x := 4; x < 156; x++ {
			for c := range 3 {
				i := 4*(y*160+x) + c
				if d := math.Abs(float64(got.Pix[i] - want.Pix[i])); d > 0.004 {
					t.Fatalf("pixel %d,%d channel %d is off by %.4f", x, y, c, d)
				}
			}
		}
	}
}

func TestOver(t *testing.T) {
	t.Parallel()
	dst, src := fill(4, 4, grey(0.8)), fill(4, 4, grey(0.25))
	for i := 3; i < len(src.Pix); i += 4 {
		src.Pix[i] = 0.5
	}
	Over(dst, src)
	if got := dst.Pix[0]; math.Abs(float64(got)-0.65) > 1e-6 {
		t.Errorf("0.25 (premultiplied, half opaque) over 0.8 is %g, want 0.65", got)
	}
}

func BenchmarkFinish540p(b *testing.B) {
	const w, h = 960, 540
	src := fill(w, h, func(x, y float64) [3]float32 { return [3]float32{float32(2 * x), float32(y), 0.4} })
	dst := make([]byte, yuv.Size(w, h))
	f := NewFinisher(w, h, Neutral(), 1)
	for b.Loop() {
		f.Apply(dst, src)
	}
}

func BenchmarkEnlarge1080p(b *testing.B) {
	src, dst := fill(1440, 810, grey(0.4)), spmd.NewFrame(1920, 1080)
	e := NewEnlarge(1920, 1080, 1440, 810)
	for b.Loop() {
		e.Apply(dst, src)
	}
}

func abs(v int) int { return max(v, -v) }

func chroma(dst []byte, w, h int) float64 {
	sum := 0
	for _, v := range dst[w*h:] {
		sum += abs(int(v) - 128)
	}
	return float64(sum) / float64(w*h/2)
}

func minimum(p []byte) int {
	low := 255
	for _, v := range p {
		low = min(low, int(v))
	}
	return low
}

// blueOf is the mean of Cb of a 64 x 64 frame.
func blueOf(dst []byte) float64 {
	sum := 0
	for _, v := range dst[64*64 : 64*64+32*32] {
		sum += int(v)
	}
	return float64(sum) / (32 * 32)
}

func roughness(dst []byte) float64 {
	sum := 0
	for i := 1; i < 64*64; i++ {
		sum += abs(int(dst[i]) - int(dst[i-1]))
	}
	return float64(sum) / (64 * 64)
}

// peak is how many pixels share the five commonest luma values.
func peak(dst []byte) int {
	var count [256]int
	for _, v := range dst[:64*64] {
		count[v]++
	}
	slices.Sort(count[:])
	sum := 0
	for _, n := range count[251:] {
		sum += n
	}
	return sum
}
