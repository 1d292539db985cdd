package scene

import (
	"zoetrope/engine/studio/compose"
	"zoetrope/engine/studio/prompt"
)

// grade is a change to a look; strength 0..1 scales it.
type grade struct {
	exposure   float32 // factor
	contrast   float32 // added
	saturation float32 // factor
	warmth     float32 // moves gain from blue to red, about -0.1..0.1
	green      float32 // adds green (positive) or magenta to the gain
	shadows    [3]float32
	highlights [3]float32
	bloom      float32 // added
	mist       float32 // added
	vignette   float32 // added
	grain      float32 // added
	fade       float32 // added
	bands      float32 // set when above 0
	mono       float32 // set when above 0
	tint       [3]float32
}

// apply changes a look by a share of the grade.
func (g grade) apply(l *compose.Look, k float32) {
	l.Exposure *= 1 + (g.exposure-1)*k
	l.Contrast += g.contrast * k
	l.Saturation *= 1 + (g.saturation-1)*k
	l.Gain[0] += g.warmth * k
	l.Gain[2] -= g.warmth * k
	l.Gain[1] += g.green * k
	for i := range 3 {
		l.Shadows[i] += g.shadows[i] * k
		l.Highlights[i] += g.highlights[i] * k
	}
	l.Bloom += g.bloom * k
	l.Mist += g.mist * k
	l.Vignette += g.vignette * k
	l.Grain += g.grain * k
	l.Fade = min(l.Fade+g.fade*k, 1)
	if g.bands > 0 {
		l.Bands = g.bands
	}
	if g.mono > 0 {
		l.Mono, l.Tint = max(l.Mono, g.mono*k), g.tint
	}
}

// moodGrades grade by the moods of the lexicon.
var moodGrades = map[string]grade{
	"calm":        {exposure: 1.02, saturation: 0.98, bloom: 0.02, mist: 0.02},
	"dramatic":    {exposure: 0.93, contrast: 0.16, saturation: 1.04, vignette: 0.12, shadows: [3]float32{-0.01, 0, 0.015}, highlights: [3]float32{0.015, 0.004, -0.012}},
	"dark":        {exposure: 0.72, contrast: 0.12, saturation: 0.72, warmth: -0.02, green: 0.008, vignette: 0.2, shadows: [3]float32{-0.012, 0.004, 0.012}, grain: 0.003},
	"happy":       {exposure: 1.08, contrast: 0.02, saturation: 1.16, warmth: 0.015, bloom: 0.02},
	"romantic":    {exposure: 1.04, contrast: -0.05, saturation: 1.02, warmth: 0.03, shadows: [3]float32{0.02, 0, 0.012}, highlights: [3]float32{0.02, 0.002, 0.0}, bloom: 0.06, mist: 0.10},
	"dreamy":      {exposure: 1.05, contrast: -0.08, saturation: 1.05, shadows: [3]float32{0.014, 0.0, 0.032}, highlights: [3]float32{0.012, 0.0, 0.012}, bloom: 0.10, mist: 0.16},
	"melancholy":  {exposure: 0.92, contrast: -0.04, saturation: 0.64, warmth: -0.03, shadows: [3]float32{-0.006, 0.004, 0.02}, fade: 0.25, vignette: 0.06},
	"nostalgic":   {exposure: 1.0, contrast: -0.06, saturation: 0.80, warmth: 0.045, shadows: [3]float32{0.024, 0.014, 0.0}, highlights: [3]float32{0.015, 0.006, -0.03}, fade: 0.6, grain: 0.010, vignette: 0.12},
	"warm":        {exposure: 1.03, saturation: 1.05, warmth: 0.045, highlights: [3]float32{0.012, 0.004, -0.01}, bloom: 0.03},
	"cold":        {exposure: 0.99, saturation: 0.86, warmth: -0.05, shadows: [3]float32{-0.01, 0.002, 0.022}},
	"futuristic":  {contrast: 0.08, exposure: 1, saturation: 1.10, shadows: [3]float32{-0.008, 0.004, 0.03}, highlights: [3]float32{0.0, 0.006, 0.008}, bloom: 0.08},
	"_night":      {exposure: 1, contrast: 0.02, saturation: 0.94, shadows: [3]float32{-0.006, 0.002, 0.020}, bloom: 0.08, grain: 0.002},
	"_noon":       {exposure: 1, saturation: 1.05},
	"_autumn":     {exposure: 1, saturation: 1.06, warmth: 0.06, shadows: [3]float32{0.006, 0.0, -0.004}},
	"_winter":     {exposure: 1.02, saturation: 0.88, warmth: -0.03},
	"_spring":     {exposure: 1.04, contrast: -0.02, saturation: 1.04, highlights: [3]float32{0.006, 0.0, 0.004}},
	"_summer":     {exposure: 1.03, saturation: 1.08, warmth: 0.012},
	"_underwater": {exposure: 0.92, contrast: -0.02, saturation: 1.02, warmth: -0.07, green: 0.02, shadows: [3]float32{-0.02, 0.012, 0.03}, mist: 0.12},
}

// styleGrades prepare the picture for how a style is painted: drawings want clear light and no grain. The realistic style is film
// stock: muted colour, a gentle curve, visible grain.
var styleGrades = map[string]grade{
	"anime":        {exposure: 1.10, contrast: -0.04, saturation: 0.88, bloom: 0.04, grain: -0.006, vignette: -0.2},
	"comic":        {exposure: 1.10, contrast: -0.04, saturation: 0.92, grain: -0.006, vignette: -0.2},
	"3d_animation": {exposure: 1.10, contrast: -0.06, saturation: 0.84, bloom: 0.04, grain: -0.006, vignette: -0.2},
	"clay":         {exposure: 1.12, contrast: 0.10, saturation: 1.05, grain: -0.006, vignette: -0.2},
	"cyberpunk":    {exposure: 1.12, contrast: -0.02, saturation: 1.0, bloom: 0.10, grain: -0.006, vignette: -0.2},
	"realistic":    {exposure: 1, contrast: 0.03, saturation: 0.90, bloom: 0.03, grain: 0.004, shadows: [3]float32{-0.004, 0.001, 0.004}, highlights: [3]float32{0.006, 0.002, -0.004}},
	"watercolor":   {exposure: 1.12, contrast: -0.06, saturation: 0.95, grain: -0.006, vignette: -0.2},
	"pixel_art":    drawnGrade, "low_poly": drawnGrade, "stained_glass": drawnGrade, "mosaic": drawnGrade, "blueprint": drawnGrade,
	"vintage": drawnGrade, "tape": drawnGrade,
	"ink": {exposure: 1.08, contrast: 0.04, saturation: 0.8, grain: -0.006, vignette: -0.2},
}

// drawnGrade is that of styles without a wish of their own.
var drawnGrade = grade{exposure: 1.06, contrast: -0.03, saturation: 1, grain: -0.006, vignette: -0.2}

// lookOf is the look for a prompt: the house look, then season and hour, then moods, then the style.
func lookOf(s *prompt.Spec, hour, season, style string) compose.Look {
	l := compose.Neutral()
	for _, name := range []string{"_" + hour, "_" + season} {
		if g, ok := moodGrades[name]; ok {
			g.apply(&l, 1)
		}
	}
	// Two moods mix; further ones would only muddy the picture.
	for i, m := range s.Of(prompt.Mood) {
		if i == 2 {
			break
		}
		moodGrades[m.Name].apply(&l, float32(min(m.Weight, 1.25))/float32(i+1))
	}
	if g, ok := styleGrades[style]; ok {
		g.apply(&l, 1)
		if style != "realistic" {
			l.Stretch *= 0.35 // painters set contrasts of their own
		}
	}
	l.Grain = max(l.Grain, 0)
	l.Vignette = max(l.Vignette, 0)
	return l
}
