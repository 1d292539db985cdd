package studio

import (
	"context"
	"math"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/compose"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/yuv"
)

// dye is a colour for something whose brightness is known.
type dye struct {
	colour prompt.RGB
	luma   float32 // of the colour
	shift  float32 // what brings the thing's brightness part of the way to the colour's
}

func lumaOf(c [3]float32) float32 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }

func newDye(c prompt.RGB, before float32) dye {
	d := dye{colour: c, luma: lumaOf(c)}
	d.shift = (d.luma + 0.06) / (before + 0.06)
	d.shift = float32(math.Pow(float64(min(max(d.shift, 0.2), 5)), 0.6))
	return d
}

// apply dyes what a matte covers: the colour in the thing's own light and shade, whose highlights stay white.
func (d dye) apply(p vision.RGB, matte vision.Plane) {
	vision.Rows(p.H, func(y0, y1 int) {
		for i := y0 * p.W; i < y1*p.W; i++ {
			m := matte.Pix[i]
			if m <= 0.01 {
				continue
			}
			own := [3]float32{p.R.Pix[i], p.G.Pix[i], p.B.Pix[i]}
			l := lumaOf(own)
			shine := vision.Smoothstep(0.75, 1, l)
			k := l * d.shift / max(d.luma, 0.04)
			for c, plane := range p.Channels() {
				v := d.colour[c] * k
				// Beyond full light a colour turns pale rather than clipping.
				if k*d.luma > 0.5 {
					v += (k*d.luma - 0.5) * 0.5 * (1 - d.colour[c])
				}
				v = min(max(v, 0), 1)
				v += 0.7 * shine * (own[c] - v)
				plane.Pix[i] += m * (v - plane.Pix[i])
			}
		}
	})
}

// meanLuma is the mean brightness inside a mask.
func meanLuma(p vision.RGB, mask vision.Plane) float32 {
	var sum, n float64
	for i, m := range mask.Pix {
		sum += float64(m * lumaOf([3]float32{p.R.Pix[i], p.G.Pix[i], p.B.Pix[i]}))
		n += float64(m)
	}
	return float32(sum / math.Max(n, 1e-6))
}

// mood is a grade of sRGB-encoded pictures.
type mood struct {
	gain       [3]float32
	gamma      float32 // above 1 darkens the middle
	saturation float32
	contrast   float32
	lift       float32 // a veil of light grey
	green      float32 // below 0 turns leaves to brown, above 0 freshens them
	snow       float32 // covers grass, leaves and what else looks up
	top        float32 // darkens (above 0) or warms towards the top of the picture
	pivot      float32 // the brightness that contrast leaves alone
	least      float32 // the mean brightness that pictures in this light have at least
	lamps      float32 // the brightness from which something shines by itself in the dark, 0 for none
}

var neutral = mood{gain: [3]float32{1, 1, 1}, gamma: 1, saturation: 1, contrast: 1, pivot: 0.5}

// moods are the grades by kind and name of a meaning.
var moods = map[prompt.Concept]mood{
	{Kind: prompt.Time, Name: "night"}:     {gain: [3]float32{0.42, 0.52, 0.8}, gamma: 1.35, saturation: 0.55, contrast: 1.05, top: 0.45},
	{Kind: prompt.Time, Name: "golden"}:    {gain: [3]float32{1.1, 0.94, 0.72}, gamma: 1.05, saturation: 1.12, contrast: 1.04, least: 0.32},
	{Kind: prompt.Time, Name: "afternoon"}: {gain: [3]float32{1.06, 1, 0.9}, gamma: 0.96, saturation: 1.06, contrast: 1.03, least: 0.36},
	{Kind: prompt.Time, Name: "dawn"}:      {gain: [3]float32{1.06, 0.92, 0.82}, gamma: 0.98, saturation: 1.05, contrast: 0.96, lift: 0.03, least: 0.3},
	{Kind: prompt.Time, Name: "morning"}:   {gain: [3]float32{0.66, 0.78, 1.02}, gamma: 1.2, saturation: 0.8, contrast: 1, top: 0.15},
	{Kind: prompt.Time, Name: "dusk"}:      {gain: [3]float32{0.66, 0.71, 0.93}, gamma: 1.22, saturation: 0.95, contrast: 1.1, top: 0.2},
	{Kind: prompt.Time, Name: "noon"}:      {gain: [3]float32{1.06, 1.05, 1.02}, gamma: 0.88, saturation: 1.08, contrast: 1.03, least: 0.4},
	{Kind: prompt.Weather, Name: "rain"}:   {gain: [3]float32{0.84, 0.9, 0.96}, gamma: 1.12, saturation: 0.72, contrast: 0.94, lift: 0.03},
	{Kind: prompt.Weather, Name: "storm"}:  {gain: [3]float32{0.66, 0.74, 0.82}, gamma: 1.25, saturation: 0.6, contrast: 1.08, top: 0.35},
	{Kind: prompt.Weather, Name: "snow"}:   {gain: [3]float32{0.98, 1, 1.03}, gamma: 0.95, saturation: 0.78, contrast: 0.96, lift: 0.03, snow: 0.9},
	{Kind: prompt.Weather, Name: "fog"}:    {gain: [3]float32{0.98, 1, 1.02}, gamma: 1, saturation: 0.6, contrast: 0.62, lift: 0.2},
	{Kind: prompt.Weather, Name: "cloudy"}: {gain: [3]float32{0.94, 0.97, 1}, gamma: 1.05, saturation: 0.75, contrast: 0.92},
	{Kind: prompt.Weather, Name: "clear"}:  {gain: [3]float32{1.05, 1.03, 1}, gamma: 0.92, saturation: 1.12, contrast: 1.05},
	{Kind: prompt.Season, Name: "autumn"}:  {gain: [3]float32{1.06, 0.98, 0.86}, gamma: 1, saturation: 1.08, contrast: 1.02, green: -1},
	{Kind: prompt.Season, Name: "winter"}:  {gain: [3]float32{0.96, 1, 1.07}, gamma: 0.95, saturation: 0.55, contrast: 0.95, lift: 0.04, green: -0.5, snow: 0.9},
	{Kind: prompt.Season, Name: "spring"}:  {gain: [3]float32{1.01, 1.04, 0.98}, gamma: 0.93, saturation: 1.15, contrast: 1, green: 0.6},
	{Kind: prompt.Season, Name: "summer"}:  {gain: [3]float32{1.05, 1.03, 0.95}, gamma: 0.94, saturation: 1.15, contrast: 1.04, green: 0.3},
}

// moodOf joins the grades of what words mean.
func moodOf(s *prompt.Spec) mood {
	out := neutral
	if tint, ok := tintOf(s.Prompt); ok {
		out = tint
		if _, timed := s.Best(prompt.Season); !timed && s.Weight(prompt.Time, "night") < 0.5 {
			return out
		}
	}
	for _, k := range []prompt.Kind{prompt.Time, prompt.Weather, prompt.Season} {
		best, ok := s.Best(k)
		if !ok {
			continue
		}
		m, ok := moods[prompt.Concept{Kind: k, Name: best.Name}]
		if !ok {
			continue
		}
		for c := range out.gain {
			out.gain[c] *= m.gain[c]
		}
		out.gamma, out.saturation, out.contrast = out.gamma*m.gamma, out.saturation*m.saturation, out.contrast*m.contrast
		if k == prompt.Weather && m.snow > 0 || k == prompt.Season && m.snow > 0 {
			out.snow = max(out.snow, m.snow*float32(min(best.Weight, 1)))
		}
		out.lift, out.green, out.top = max(out.lift, m.lift), out.green+m.green, max(out.top, m.top)
		out.least = max(out.least, m.least)
	}
	return out
}

// towards is the grade in a light of a colour.
func (m mood) towards(c prompt.RGB) mood {
	const share = 0.35
	strongest := max(c[0], c[1], c[2], 0.01)
	for k := range m.gain {
		m.gain[k] *= 1 - share*(1-c[k]/strongest)
	}
	return m
}

// suited is the grade for pictures of a mean brightness: what is dark already is hardly darkened further, and daylight brings it out of
// the dark.
func (m mood) suited(mean float32) mood {
	const brightest = 0.6 // the strongest gamma that lights a picture up
	bright := vision.Smoothstep(0.08, 0.4, mean)
	m.pivot = min(max(mean, 0.2), 0.5)
	if g := lumaOf(m.gain); g < 1 {
		for c := range m.gain {
			m.gain[c] *= (g + 0.7*(1-bright)*(1-g)) / g
		}
	}
	if m.gamma > 1 {
		m.gamma = 1 + (m.gamma-1)*(0.3+0.7*bright)
	}
	m.top *= 0.3 + 0.7*bright
	if m.gamma > 1.1 && lumaOf(m.gain) < 0.8 {
		m.lamps = min(max(2.2*mean, 0.6), 0.97)
	}
	// Night and storm together would leave nothing to see.
	const darkest = 0.15
	if least := min(0.75*mean, darkest); m.seen(mean) < least {
		m.gamma, m.contrast = min(m.gamma, 1.15), min(m.contrast, 1)
		k := max(min(least/m.seen(mean), 1/lumaOf(m.gain)), 1)
		for c := range m.gain {
			m.gain[c] *= k
		}
	}
	if mean < m.least {
		lit := math.Log(float64(m.least)) / math.Log(float64(max(mean, 0.01)))
		m.gamma *= max(float32(lit), brightest)
	}
	return m
}

// seen is about how bright the grade leaves pictures of a mean brightness.
func (m mood) seen(mean float32) float32 {
	const top = 1.0 / 3 // the mean of what darkens towards the top, see apply
	return float32(math.Pow(float64(mean), float64(m.gamma))) * lumaOf(m.gain) * (1 - m.top*top)
}

// apply grades a picture.
func (m mood) apply(p vision.RGB) {
	curve := make([]float32, 1025)
	for i := range curve {
		v := float32(math.Pow(float64(i)/1024, float64(m.gamma)))
		curve[i] = max(m.pivot+(v-m.pivot)*m.contrast, 0)
	}
	vision.Rows(p.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			height := 1 - float32(y)/float32(p.H)
			dark := 1 - m.top*height*height
			red, green, blue := p.R.Row(y), p.G.Row(y), p.B.Row(y)
			for x := range red {
				v := [3]float32{red[x], green[x], blue[x]}
				if m.snow > 0 {
					v = snowed(v, m.snow)
				} else if m.green != 0 {
					v = leaves(v, m.green)
				}
				l, own := lumaOf(v), m.shining(v)
				for c := range v {
					s := l + m.saturation*(v[c]-l)
					s = curve[int(min(max(s, 0), 1)*1024)] * m.gain[c] * dark
					s = min(max(m.lift+(1-m.lift)*s, 0), 1)
					v[c] = s + own*(v[c]-s)
				}
				red[x], green[x], blue[x] = v[0], v[1], v[2]
			}
		}
	})
}

// shining is how much of a colour is light of its own, which the dark does not take: windows and lamps that are far brighter than the
// picture, and fire.
func (m mood) shining(v [3]float32) float32 {
	if m.lamps == 0 {
		return 0
	}
	const most = 0.8
	lamp := vision.Smoothstep(m.lamps, m.lamps+0.25, max(v[0], v[1], v[2]))
	fire := vision.Smoothstep(0.75, 0.95, v[0]) * vision.Smoothstep(0.2, 0.45, v[0]-v[2])
	return most * max(lamp, fire)
}

// leaves turns green towards orange (amount below 0) or freshens it.
func leaves(v [3]float32, amount float32) [3]float32 {
	k := greenness(v[0], v[1], v[2]) * min(max(amount, -amount), 1)
	if amount < 0 {
		// What is in the light turns golden, what is in the shade brown; some of the green stays.
		k *= 0.85
		gold := v[1] * (0.86 + 0.3*lumaOf(v))
		return [3]float32{v[0] + k*(gold+0.04-v[0]), v[1] * (1 - 0.24*k), v[2] * (1 - 0.35*k)}
	}
	return [3]float32{v[0] * (1 - 0.08*k), min(v[1]*(1+0.12*k), 1), v[2]}
}

// snowed lays snow on what grows: grass and leaves turn white and keep their shade. It depends on the pixel alone, so that it stays where
// it lies when the camera moves.
func snowed(v [3]float32, amount float32) [3]float32 {
	// Lamps and their glass can be green, too, but are rather the green of the sea.
	k := amount * greenness(v[0], v[1], v[2]) * vision.Smoothstep(0.95, 0.7, v[2]/max(v[1], 0.01))
	if k <= 0 {
		return v
	}
	l := 0.6 + 0.4*lumaOf(v)
	for c, cold := range [3]float32{0.97, 1, 1.04} {
		v[c] += k * (min(l*cold, 1) - v[c])
	}
	return v
}

// relight grades the whole picture, and lets rain, snow, leaves or what else the words name fall into it.
func (e *Engine) relight(ctx context.Context, job engine.Job, t *take, r revision) (change, error) {
	grade := moodOf(r.spec)
	if _, tinted := tintOf(r.spec.Prompt); !tinted {
		mean, err := t.brightness(ctx)
		if err != nil {
			return nil, err
		}
		grade = grade.suited(mean)
	}
	if c, ok := r.spec.Best(prompt.Colour); ok {
		grade = grade.towards(c.Colour)
	}
	words := r.words
	if r.spec.Weight(prompt.Weather, "snow") > 0.3 && r.spec.Weight(prompt.Overlay, "snow") == 0 {
		words += ", snowfall" // it is seen to snow
	}
	spec := &zoetrope.TextToVideoSpec{VideoSpec: zoetrope.VideoSpec{Prompt: words, Duration: max(1, int(math.Ceil(t.src.Length().Seconds())))}}
	_, plan := Plan(spec, job.Seed, t.w, t.h)
	f := fallFilm(plan, e.backend, t.w, t.h)
	falling := plan.Layers[min(1, len(plan.Layers)):]
	var sky skyline
	return func(i int, in vision.RGB) (vision.RGB, error) {
		at := float64(i) / float64(t.src.FPS)
		if f.skyward(falling, at) {
			sky.look(i, in)
		}
		grade.apply(in)
		for _, l := range falling {
			if err := f.fall(ctx, l, at, in, &sky); err != nil {
				return in, err
			}
		}
		return in, nil
	}, nil
}

// brightness is the mean brightness of a few frames of the source.
func (t *take) brightness(ctx context.Context) (float32, error) {
	const across = 96 // pixels of width that are looked at
	var sum float64
	at := [3]int{t.src.Frames / 6, t.src.Frames / 2, 5 * t.src.Frames / 6}
	for _, i := range at {
		p, err := t.src.Still(ctx, i, across, max(across*t.h/t.w, 2)&^1)
		if err != nil {
			return 0, sourceFault(ctx, err)
		}
		sum += float64(p.Luma().Mean())
	}
	return float32(sum / float64(len(at))), nil
}

// fallFilm is a film of which only the overlays are drawn.
func fallFilm(plan *scene.Plan, backend renderer, w, h int) *film {
	return &film{
		plan: plan, tier: standard, backend: backend, w: w, h: h,
		overlay: spmd.NewFrame(w, h), picture: spmd.NewFrame(w, h),
		small: map[[2]int]*spmd.Frame{}, enlarge: map[[2]int]*compose.Enlarge{},
	}
}

// fall lays one overlay of a plan over a picture, in linear light.
func (f *film) fall(ctx context.Context, l scene.Layer, t float64, p vision.RGB, sky *skyline) error {
	v := f.values(l, t, f.overlay)
	if passes, ok := l.Passes(v, f.w, f.h); ok && len(passes) == 0 {
		return nil
	}
	if program := l.Program(); len(program.Samplers) > 0 {
		f.linear(p)
		if sky.hides(l) {
			v["uMatte"] = 1
			sky.into(f.picture)
		}
		below := map[string]*spmd.Frame{"uBelow": f.picture}
		if err := f.backend.draw(ctx, program, f.overlay, v, below); err != nil {
			return err
		}
	} else if err := f.layer(ctx, l, t, f.overlay, false); err != nil {
		return err
	}
	vision.Rows(p.H, func(y0, y1 int) {
		for i := y0 * p.W; i < y1*p.W; i++ {
			px := f.overlay.Pix[4*i:][:4:4]
			if px[3] <= 0.002 && px[0]+px[1]+px[2] <= 0.002 {
				continue
			}
			a := min(max(px[3], 0), 1)
			p.R.Pix[i] = yuv.Encode(px[0] + (1-a)*yuv.Linear(p.R.Pix[i]))
			p.G.Pix[i] = yuv.Encode(px[1] + (1-a)*yuv.Linear(p.G.Pix[i]))
			p.B.Pix[i] = yuv.Encode(px[2] + (1-a)*yuv.Linear(p.B.Pix[i]))
		}
	})
	return nil
}

// linear brings p to linear light in the film's picture, for overlays that look at what is below them.
func (f *film) linear(p vision.RGB) {
	vision.Rows(p.H, func(y0, y1 int) {
		for i := y0 * p.W; i < y1*p.W; i++ {
			px := f.picture.Pix[4*i:][:4:4]
			px[0], px[1], px[2], px[3] = yuv.Linear(p.R.Pix[i]), yuv.Linear(p.G.Pix[i]), yuv.Linear(p.B.Pix[i]), 1
		}
	})
}

// planesOf is a yuv420p frame as planes, every step-th pixel of it.
func planesOf(frame []byte, w, h, step int) vision.RGB {
	out := vision.NewRGB(w/step, h/step)
	cb, cr := frame[w*h:], frame[w*h*5/4:]
	for y := range out.H {
		for x := range out.W {
			l := (float32(frame[y*step*w+x*step]) - 16) / 219
			at := y*step/2*(w/2) + x*step/2
			b, r := (float32(cb[at])-128)/224*1.8556, (float32(cr[at])-128)/224*1.5748
			i := y*out.W + x
			out.R.Pix[i], out.B.Pix[i] = min(max(l+r, 0), 1), min(max(l+b, 0), 1)
			out.G.Pix[i] = min(max(l-(0.2126*r+0.0722*b)/0.7152, 0), 1)
		}
	}
	return out
}
