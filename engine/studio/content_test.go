package studio

import (
	"context"
	"math"
	"testing"

	"zoetrope"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/motion"
	"zoetrope/engine/studio/yuv"
)

// shot is a film of a prompt at test size.
type shot struct {
	film *film
	plan *scene.Plan
	w, h int
}

func newShot(tb testing.TB, b spmd.Backend, seed int64, w, h int, s *zoetrope.TextToVideoSpec) shot {
	tb.Helper()
	if s.Duration == 0 {
		s.Duration = 5
	}
	_, plan := Plan(s, seed, w, h)
	f, err := newFilm(tb.Context(), plan, standard, renderer{cpu: b}, w, h)
	if err != nil {
		tb.Fatal(err)
	}
	return shot{f, plan, w, h}
}

func words(text string) *zoetrope.TextToVideoSpec {
	return &zoetrope.TextToVideoSpec{VideoSpec: zoetrope.VideoSpec{Prompt: text}}
}

// at draws the frame at t seconds.
func (s shot) at(tb testing.TB, t float64) frame {
	tb.Helper()
	dst := make([]byte, yuv.Size(s.w, s.h))
	if err := s.film.frame(context.Background(), t, dst); err != nil {
		tb.Fatal(err)
	}
	return frame{dst, s.w, s.h}
}

// frame is a finished picture.
type frame struct {
	yuv  []byte
	w, h int
}

// luma is the mean of Y, 16..235.
func (f frame) luma() float64 { return meanOf(f.yuv[:f.w*f.h]) }

// warmth is how far red outweighs blue, in levels of Cr and Cb.
func (f frame) warmth() float64 {
	n := f.w * f.h
	return meanOf(f.yuv[n+n/4:]) - meanOf(f.yuv[n:n+n/4])
}

// saturation is the mean distance from grey in the plane of Cb and Cr.
func (f frame) saturation() float64 {
	n := f.w * f.h
	sum := 0.0
	for i := range n / 4 {
		sum += math.Hypot(float64(f.yuv[n+i])-128, float64(f.yuv[n+n/4+i])-128)
	}
	return sum / float64(n/4)
}

// deviation is the standard deviation of Y.
func (f frame) deviation() float64 {
	m, sum := f.luma(), 0.0
	for _, v := range f.yuv[:f.w*f.h] {
		sum += (float64(v) - m) * (float64(v) - m)
	}
	return math.Sqrt(sum / float64(f.w*f.h))
}

// peaks is the share of pixels that are much brighter than the mean of the picture.
func (f frame) peaks() float64 {
	m, n := f.luma(), 0
	for _, v := range f.yuv[:f.w*f.h] {
		if float64(v) > 2.4*m {
			n++
		}
	}
	return float64(n) / float64(f.w*f.h)
}

// streaks compares fine horizontal structure with fine vertical structure: upright streaks make it large.
func (f frame) streaks() float64 {
	dx, dy := 0.0, 0.0
	for y := 1; y < f.h-1; y++ {
		for x := 1; x < f.w-1; x++ {
			i := y*f.w + x
			v := 2 * float64(f.yuv[i])
			dx += math.Abs(v - float64(f.yuv[i-1]) - float64(f.yuv[i+1]))
			dy += math.Abs(v - float64(f.yuv[i-f.w]) - float64(f.yuv[i+f.w]))
		}
	}
	return dx / dy
}

// difference is the mean absolute difference of Y.
func (f frame) difference(g frame) float64 {
	sum := 0.0
	for i, v := range f.yuv[:f.w*f.h] {
		sum += math.Abs(float64(v) - float64(g.yuv[i]))
	}
	return sum / float64(f.w*f.h)
}

func (f frame) plane() vision.Plane {
	p := vision.New(f.w, f.h)
	for i := range p.Pix {
		p.Pix[i] = float32(f.yuv[i]) / 255
	}
	return p
}

func meanOf(p []byte) float64 {
	sum := 0
	for _, v := range p {
		sum += int(v)
	}
	return float64(sum) / float64(len(p))
}

// The picture must follow the words: pairs of prompts whose pictures differ in one measure in a known way.
func TestPicturesFollowWords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name       string
		less, more string
		measure    func(frame) float64
		byAtLeast  float64
	}{
		{"noon is brighter than night", "ocean at night", "ocean at noon", frame.luma, 40},
		{"noon is brighter than night in the mountains", "mountains at night", "mountains at noon", frame.luma, 40},
		{"dusk is darker than morning", "meadow at dusk", "meadow in the morning", frame.luma, 15},
		{"autumn is warmer than winter", "forest in winter", "forest in autumn", frame.warmth, 8},
		{"an autumn wood is warmer than a summer wood", "a beech wood in summer, morning", "a beech wood in autumn, morning", frame.warmth, 12},
		{"a lake in autumn is warmer than in summer", "a lake in summer, afternoon", "a lake in autumn, afternoon", frame.warmth, 2},
		{"the savanna is warmer than a snowfield", "a snowfield at noon", "savanna at noon", frame.warmth, 20},
		{"a lake at night is darker", "a lake at night", "a lake in the morning", frame.luma, 30},
		{"sunset is warmer than noon", "ocean at noon", "ocean at sunset", frame.warmth, 15},
		{"sad is less colourful than happy", "a sad meadow, morning", "a happy meadow, morning", frame.saturation, 3},
		{"fog takes contrast away", "meadow at noon in thick fog", "meadow at noon, clear", frame.deviation, 2},
		{"rain draws streaks", "ocean at dusk, overcast", "ocean at dusk, heavy rain", frame.streaks, 0.05},
		{"snow whitens a meadow", "meadow in summer, morning", "meadow in deep winter snow, morning", frame.luma, 8},
		{"surf is whiter than the open sea", "open ocean at noon", "surf on a beach at noon", frame.luma, 8},
		{"a skyline lights up", "a skyline at noon", "a skyline at night", frame.peaks, 0.002},
		{"the reef is bluer than the beach", "a coral reef under water", "a beach at noon", frame.warmth, 15},
		{"the deep sea is darker", "the deep sea, ocean floor", "a coral reef", frame.luma, 10},
		{"a canyon is warmer than a waterfall", "a waterfall, afternoon", "a canyon, afternoon", frame.warmth, 10},
		{"a waterfall falls", "a calm river, noon", "a waterfall, noon", frame.streaks, 0.05},
		{"clouds are brighter than rock", "a canyon at noon", "above the clouds at noon", frame.luma, 5},
		{"a fire warms a room", "a kitchen at noon", "a room with a fireplace at night", frame.warmth, 15},
		{"red words redden", "abstract blue silk", "abstract red silk", frame.warmth, 20},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			value := func(text string) float64 {
				return tt.measure(newShot(t, spmd.Best(), 3, 160, 90, words(text)).at(t, 1))
			}
			if less, more := value(tt.less), value(tt.more); more-less < tt.byAtLeast {
				t.Errorf("%q has %.2f and %q has %.2f: want %.2f more", tt.less, less, tt.more, more, tt.byAtLeast)
			}
		})
	}
}

// every place of the studio, with a prompt that leads to it.
var everyPlace = map[string]string{
	"ocean": "golden hour over a calm ocean", "mountain": "snowy mountains at dawn", "meadow": "a summer meadow",
	"forest": "a misty forest", "wood": "an autumn wood", "city": "neon city in the rain at night", "space": "a purple nebula", "abstract": "abstract flowing silk",
	"ink": "colourful ink in water", "particles": "particle waves", "geometry": "geometric shapes",
	"interior": "a quiet room with a window, morning",
	"earth":    "the Earth from orbit",
	"jungle":   "a dense jungle in the morning",
	"road":     "a country road in the afternoon", "village": "a small village at noon", "coast": "surf on a beach in the afternoon", "desert": "desert dunes at sunset",
	"sky": "flying above the clouds", "canyon": "a red canyon", "volcano": "a volcano erupts at night", "alien": "an alien landscape", "moon": "craters on the moon", "river": "a waterfall",
	"lake": "a still lake at dawn", "savanna": "acacias on the African savanna",
	"skyline": "a skyline across the water at dusk", "underwater": "a coral reef under water", "aurora": "northern lights over a snowfield",
}

// No place may give black, burnt-out, flat, frozen or flickering films.
func TestFilmsLive(t *testing.T) {
	t.Parallel()
	for place, text := range everyPlace {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			s := newShot(t, spmd.Best(), 5, 128, 72, words(text))
			if s.plan.Place != place {
				t.Fatalf("%q leads to %s", text, s.plan.Place)
			}
			const step = 1.0 / zoetrope.FPS
			for _, start := range []float64{0, 2, 5 - 3*step} {
				a, b, c := s.at(t, start), s.at(t, start+step), s.at(t, start+2*step)
				if l := a.luma(); l < 28 || l > 200 {
					t.Errorf("mean luma at %.1f s is %.0f", start, l)
				}
				if d := a.deviation(); d < 8 {
					t.Errorf("the picture at %.1f s is flat: deviation %.1f", start, d)
				}
				if d := a.difference(c); d < 0.05 {
					t.Errorf("the film stands still at %.1f s: difference %.3f", start, d)
				}
				if d := math.Abs(a.luma() - b.luma()); d > 1.5 {
					t.Errorf("the film flickers at %.1f s by %.2f levels", start, d)
				}
			}
		})
	}
}

// Moves must be seen in the picture: the similarity that fits the optical flow over the clip has the right sign and at least
// half of the intended amount, and what was not intended stays below 30 % of it. What moves by itself, clouds and waves, is
// measured with a standing camera and taken off.
func TestCameraMovesAreSeen(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		place, text string
		cameras     []string
	}{
		{"ocean", "ocean at golden hour, cloudy", []string{"pan_left", "zoom_in", "zoom_out", "vertical_down", "camera_rotation"}},
		{"mountain", "mountains in the morning", []string{"pan_right", "zoom_in", "crane_up"}},
		{"meadow", "meadow with trees, afternoon", []string{"horizontal_left", "horizontal_right", "vertical_up"}},
	} {
		t.Run(tt.place, func(t *testing.T) {
			t.Parallel()
			still := seenMotion(t, cameraShot(t, tt.text, "fix_bg"))
			for _, camera := range tt.cameras {
				s := cameraShot(t, tt.text, camera)
				checkMove(t, camera, s.plan.Path, seenMotion(t, s), still)
			}
		})
	}
}

func cameraShot(t *testing.T, text, camera string) shot {
	q := words(text)
	q.CameraMovement = camera
	return newShot(t, spmd.Best(), 4, 160, 90, q)
}

// seenMotion adds up the motion between pictures of the clip.
func seenMotion(t *testing.T, s shot) motion.Similarity {
	const steps = 6
	var sum motion.Similarity
	last := s.at(t, 0).plane()
	for i := 1; i <= steps; i++ {
		next := s.at(t, s.plan.Seconds*float64(i)/steps).plane()
		sum = sum.Add(motion.Between(last, next))
		last = next
	}
	return sum
}

func checkMove(t *testing.T, camera string, p scene.Path, got, still motion.Similarity) {
	t.Helper()
	m := p.Move
	// Rows: what was intended and what was seen, all as displacements in shares of the width at the frame's edge.
	rows := []struct {
		name      string
		want, got float64
	}{
		{"shift right", -m.Pan, got.X - still.X},
		{"shift down", m.Tilt / p.Aspect, got.Y - still.Y},
		{"zoom", m.Zoom * 0.5, (got.LogScale - still.LogScale) * 0.5},
		{"roll", -m.Roll * 0.5, (got.Roll - still.Roll) * 0.5},
	}
	main := 0.0
	for _, r := range rows {
		main = max(main, math.Abs(r.want))
	}
	for _, r := range rows {
		if math.Abs(r.want) < 0.3*main {
			if math.Abs(r.got-r.want) > 0.3*main {
				t.Errorf("%s: %s is %.4f, which is over 30 %% of the move's %.4f", camera, r.name, r.got, main)
			}
			continue
		}
		if r.got*r.want < 0 || math.Abs(r.got) < 0.5*math.Abs(r.want) {
			t.Errorf("%s: %s is %.4f, want about %.4f", camera, r.name, r.got, r.want)
		}
	}
}

func TestSeedsDiffer(t *testing.T) {
	t.Parallel()
	for place, text := range everyPlace {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			a := newShot(t, spmd.Best(), 1, 160, 90, words(text)).at(t, 1)
			b := newShot(t, spmd.Best(), 2, 160, 90, words(text)).at(t, 1)
			if v := ssim(a, b); v >= 0.9 {
				t.Errorf("two seeds have SSIM %.3f, want below 0.9", v)
			}
			c := newShot(t, spmd.Best(), 1, 160, 90, words(text+", frobnicating")).at(t, 1)
			if v := ssim(a, c); v >= 0.98 {
				t.Errorf("an unknown word changes nothing: SSIM %.3f", v)
			}
		})
	}
}

// ssim is the mean structural similarity of the lumas over blocks of 8 x 8 (Wang et al., "Image Quality Assessment", 2004).
func ssim(a, b frame) float64 {
	const block, c1, c2 = 8, 6.5025, 58.5225
	sum, n := 0.0, 0
	for y := 0; y+block <= a.h; y += block / 2 {
		for x := 0; x+block <= a.w; x += block / 2 {
			var ma, mb, aa, bb, ab float64
			for dy := range block {
				for dx := range block {
					i := (y+dy)*a.w + x + dx
					p, q := float64(a.yuv[i]), float64(b.yuv[i])
					ma, mb, aa, bb, ab = ma+p, mb+q, aa+p*p, bb+q*q, ab+p*q
				}
			}
			const k = 1.0 / (block * block)
			ma, mb = ma*k, mb*k
			va, vb, cov := aa*k-ma*ma, bb*k-mb*mb, ab*k-ma*mb
			sum += (2*ma*mb + c1) * (2*cov + c2) / ((ma*ma + mb*mb + c1) * (va + vb + c2))
			n++
		}
	}
	return sum / float64(n)
}

// The finished frame must not depend on the machine that drew it.
func TestScalarEqualsSIMD(t *testing.T) {
	t.Parallel()
	if spmd.Best() == spmd.Scalar {
		t.Skip("this build or machine has no SIMD")
	}
	for place, text := range everyPlace {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			q := words(text)
			a, b := newShot(t, spmd.Best(), 6, 64, 36, q).at(t, 1), newShot(t, spmd.Scalar, 6, 64, 36, q).at(t, 1)
			sum := 0.0
			for i := range a.yuv {
				d := float64(a.yuv[i]) - float64(b.yuv[i])
				sum += d * d
			}
			if psnr := 10 * math.Log10(255*255/max(sum/float64(len(a.yuv)), 1e-9)); psnr < 55 {
				t.Errorf("PSNR %.1f dB, want above 55", psnr)
			}
		})
	}
}
