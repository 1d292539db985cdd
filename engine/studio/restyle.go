package studio

import (
	"cmp"
	"context"
	"strconv"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/stylize"
	"zoetrope/engine/studio/vision"
)

// restyle is what the studio offers for a video that shall look otherwise.
var restyle = engine.Capability{
	Operation: zoetrope.Restyle,
	Notes: "Repaints a video as a drawing, painting, print, model or film stock: the presets, or the nearest of them to a " +
		"described style, with palette and light from the words. Not a neural model: shapes stay those of the source, and " +
		"nothing is invented. The sound stays.",
}

// presets are the styles of the ids that the list of presets has.
var presets = map[int64]string{
	1001: "anime", 1002: "watercolour", 1003: "oil", 1004: "pencil", 1005: "comic", 1006: "pixel art", 1007: "clay",
	1008: "cyberpunk", 1009: "noir", 1010: "vintage film", 1011: "ink", 1012: "gouache", 1013: "impressionist",
	1014: "crayon", 1015: "charcoal", 1016: "engraving", 1017: "blueprint", 1018: "pop art", 1019: "toon",
	1020: "claymation", 1021: "low poly", 1022: "mosaic", 1023: "stained glass", 1024: "neon", 1025: "video tape",
}

func (e *Engine) restyle(ctx context.Context, job engine.Job, s *zoetrope.RestyleSpec, sink engine.Sink) error {
	look, err := chooseLook(s)
	if err != nil {
		return err
	}
	e.log.InfoContext(ctx, "render", "job", job.ID, "style", look.style, "named", look.named)
	src, err := e.openFootage(ctx, job, s.Source)
	if err != nil {
		return err
	}
	painter, err := stylize.New(stylize.Options{
		Style: look.style, Width: job.Width, Height: job.Height, FPS: src.FPS, Seed: uint64(job.Seed), Tone: look.tone,
	})
	if err != nil {
		return zoetrope.WrapError(zoetrope.CodeInternal, err, "the style is not one of the studio's")
	}
	meta := map[string]string{
		"backend": "go", "tier": "standard", "scene": "restyle: " + look.style, "seed": strconv.FormatInt(job.Seed, 10),
	}
	if !look.named {
		meta["notes"] = "the words name no style of the studio; " + look.style + " was chosen for them"
	}
	paint := func(_ int, in vision.RGB) (vision.RGB, error) { return painter.Frame(in), nil }
	return e.edit(ctx, job, src, paint, editOptions{meta: meta}, sink)
}

// look is what a request for a style comes to.
type look struct {
	style string
	named bool // by the request, not chosen for it
	tone  stylize.Tone
}

func chooseLook(s *zoetrope.RestyleSpec) (look, error) {
	if s.Preset != 0 {
		style, ok := presets[s.Preset]
		if !ok {
			return look{}, zoetrope.FieldErrorf(zoetrope.CodeUnsupported, "restyle_id", "the studio has no preset %d", s.Preset)
		}
		return look{style: style, named: true}, nil
	}
	words := prompt.Read(s.Prompt, s.NegativePrompt)
	style, named := stylize.Find(s.Prompt, words.Steer)
	return look{style: style, named: named, tone: toneOf(words)}, nil
}

// Changes of light by the words for it, with a weight of 1.
var (
	hourTones = map[string]stylize.Tone{
		"dawn":   {Shadow: [3]float32{0.16, 0.12, 0.28}, Light: [3]float32{1, 0.80, 0.72}, Tint: 0.22, Brightness: -0.02},
		"golden": {Shadow: [3]float32{0.20, 0.08, 0.10}, Light: [3]float32{1, 0.84, 0.52}, Tint: 0.32, Saturation: 0.1},
		"dusk":   {Shadow: [3]float32{0.10, 0.07, 0.24}, Light: [3]float32{0.94, 0.62, 0.66}, Tint: 0.34, Brightness: -0.06},
		"night":  {Shadow: [3]float32{0.01, 0.02, 0.09}, Light: [3]float32{0.50, 0.64, 0.92}, Tint: 0.55, Contrast: 0.1, Brightness: -0.12},
		"noon":   {Contrast: 0.08, Brightness: 0.03},
	}
	moodTones = map[string]stylize.Tone{
		"dark":       {Contrast: 0.18, Brightness: -0.12, Saturation: -0.2},
		"dramatic":   {Contrast: 0.24, Brightness: -0.03},
		"happy":      {Saturation: 0.22, Brightness: 0.04},
		"dreamy":     {Shadow: [3]float32{0.30, 0.22, 0.42}, Light: [3]float32{1, 0.93, 0.96}, Tint: 0.24, Contrast: -0.1, Brightness: 0.03},
		"romantic":   {Shadow: [3]float32{0.28, 0.10, 0.18}, Light: [3]float32{1, 0.88, 0.84}, Tint: 0.24},
		"melancholy": {Saturation: -0.4, Shadow: [3]float32{0.08, 0.12, 0.20}, Light: [3]float32{0.84, 0.90, 0.94}, Tint: 0.2},
		"nostalgic":  {Saturation: -0.25, Shadow: [3]float32{0.22, 0.14, 0.08}, Light: [3]float32{1, 0.91, 0.74}, Tint: 0.26},
		"warm":       {Shadow: [3]float32{0.20, 0.08, 0.03}, Light: [3]float32{1, 0.88, 0.66}, Tint: 0.24},
		"cold":       {Shadow: [3]float32{0.02, 0.08, 0.18}, Light: [3]float32{0.80, 0.92, 1}, Tint: 0.26, Saturation: -0.1},
		"futuristic": {Shadow: [3]float32{0.02, 0.04, 0.16}, Light: [3]float32{0.78, 0.96, 1}, Tint: 0.22, Contrast: 0.1},
	}
	seasonTones = map[string]stylize.Tone{
		"autumn": {Shadow: [3]float32{0.20, 0.08, 0.02}, Light: [3]float32{1, 0.82, 0.50}, Tint: 0.28},
		"winter": {Saturation: -0.35, Shadow: [3]float32{0.10, 0.16, 0.26}, Light: [3]float32{0.93, 0.97, 1}, Tint: 0.3, Brightness: 0.04},
		"spring": {Saturation: 0.12, Brightness: 0.03},
		"summer": {Saturation: 0.18, Contrast: 0.05},
	}
)

// paletteTint is how strongly named colours colour the picture.
const paletteTint = 0.42

// toneOf is the palette and light that words ask for. Colours that are named take the place of those that hours and moods suggest.
func toneOf(words *prompt.Spec) stylize.Tone {
	var out stylize.Tone
	for _, part := range []struct {
		kind  prompt.Kind
		tones map[string]stylize.Tone
	}{{prompt.Season, seasonTones}, {prompt.Mood, moodTones}, {prompt.Time, hourTones}} {
		if m, ok := words.Best(part.kind); ok && len(m.Words) > 0 {
			out = blend(out, part.tones[m.Name], float32(min(m.Weight, 1.2)))
		}
	}
	var named []prompt.RGB
	for _, m := range words.Of(prompt.Colour) {
		if len(m.Words) > 0 && len(named) < 2 {
			named = append(named, m.Colour)
		}
	}
	if len(named) == 0 {
		return out
	}
	// One colour stands from its own shade to its own tint; of two the darker rules the shadows.
	dark, bright := named[0], named[len(named)-1]
	if dark[0]+dark[1]+dark[2] > bright[0]+bright[1]+bright[2] {
		dark, bright = bright, dark
	}
	out.Tint = paletteTint
	for k := range 3 {
		out.Shadow[k] = 0.28 * dark[k]
		out.Light[k] = 0.45 + 0.55*bright[k]
	}
	return out
}

// blend adds a share of a tone to another; the later tint wins.
func blend(a, b stylize.Tone, share float32) stylize.Tone {
	a.Saturation += b.Saturation * share
	a.Contrast += b.Contrast * share
	a.Brightness += b.Brightness * share
	if b.Tint > 0 {
		a.Shadow, a.Light = b.Shadow, b.Light
	}
	a.Tint = cmp.Or(b.Tint*share, a.Tint)
	return a
}
