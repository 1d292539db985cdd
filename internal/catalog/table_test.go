package catalog_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"zoetrope"
	"zoetrope/internal/catalog"
)

// cell is one combination that a client can ask a model for.
type cell struct {
	op                 zoetrope.Operation
	model              string
	quality            zoetrope.Quality
	seconds            int
	fast, audio, multi bool
}

// qualities are the columns of the price tables.
var qualities = []zoetrope.Quality{"360p", "540p", "720p", "1080p"}

// published returns the price of a cell as the reference gives it, or the field
// at which it must be refused. It is written from the reference's tables and
// rules, not from the data files under test.
func published(c cell) (credits zoetrope.Credits, refused string) {
	does := map[zoetrope.Operation][]string{
		zoetrope.Extend: {"v3.5", "v4", "v4.5", "v5", "v5.5", "v6"},
		zoetrope.Fusion: {"v4.5", "v5", "v5.5", "v5.6", "v6", "c1"},
	}
	if models, some := does[c.op]; some && !slices.Contains(models, c.model) {
		return 0, "model"
	}
	column := slices.Index(qualities, c.quality)
	fusion := c.op == zoetrope.Fusion
	fast := c.fast && !fusion // has no such field
	multi := c.multi && (c.op == zoetrope.TextToVideo || c.op == zoetrope.ImageToVideo)
	switch c.model {
	case "v6", "c1":
		rates := map[string][2][4]zoetrope.Credits{"v6": {{5, 7, 9, 18}, {7, 9, 12, 23}}, "c1": {{6, 8, 10, 19}, {8, 10, 13, 24}}}
		switch {
		case c.seconds > 15:
			return 0, "duration"
		case fast:
			return 0, "motion_mode"
		case c.audio:
			return rates[c.model][1][column] * zoetrope.Credits(c.seconds), ""
		}
		return rates[c.model][0][column] * zoetrope.Credits(c.seconds), ""
	case "v5.5", "v5.6":
		return newer(c, column, fast, multi)
	}
	return older(c, column, fast)
}

// newer is the table of v5.5 and v5.6.
func newer(c cell, column int, fast, multi bool) (zoetrope.Credits, string) {
	tables := map[string]map[int][4]zoetrope.Credits{
		"v5.5": {5: {45, 45, 60, 120}, 8: {90, 90, 120, 240}, 10: {99, 99, 132}},
		"v5.6": {5: {35, 35, 45, 75}, 8: {70, 70, 90, 150}, 10: {77, 77, 99}},
	}
	row, ok := tables[c.model][c.seconds]
	switch {
	case !ok:
		return 0, "duration"
	case fast:
		return 0, "motion_mode"
	case row[column] == 0:
		return 0, "duration"
	}
	credits := row[column]
	if c.model == "v5.5" {
		if c.audio && c.op != zoetrope.Extend && c.op != zoetrope.Fusion {
			credits += 10
		}
		if multi {
			credits += 30
		}
		return credits, ""
	}
	if !c.audio {
		return credits, ""
	}
	if c.seconds == 5 { // these cells break the pattern
		return []zoetrope.Credits{80, map[bool]zoetrope.Credits{false: 90, true: 80}[c.op == zoetrope.Fusion], 80, 150}[column], ""
	}
	return credits + 45, ""
}

// older is the table of v3.5 to v5. 8 s at 1080p of v4 and v4.5 have no row and
// cost what v5's do.
func older(c cell, column int, fast bool) (zoetrope.Credits, string) {
	table := map[int][4]zoetrope.Credits{5: {45, 45, 60, 120}, 8: {90, 90, 120, 240}}
	row, ok := table[c.seconds]
	switch {
	case !ok:
		return 0, "duration"
	case fast && (c.model == "v5" || c.seconds == 8 || c.quality == "1080p") && !(c.model == "v3.5" && c.seconds == 8 && c.quality == "1080p"):
		return 0, "motion_mode"
	case c.model == "v3.5" && c.seconds == 8 && c.quality == "1080p":
		return 0, "duration"
	case fast:
		return 2 * row[column], ""
	}
	return row[column], ""
}

// request is a cell as a client sends it.
func (c cell) request() zoetrope.Spec {
	v := zoetrope.VideoSpec{
		Model: c.model, Prompt: "x", Quality: c.quality, Duration: c.seconds, GenerateAudio: c.audio, MultiClip: c.multi,
	}
	if c.fast {
		v.MotionMode = catalog.MotionFast
	}
	switch c.op {
	case zoetrope.TextToVideo:
		return &zoetrope.TextToVideoSpec{VideoSpec: v, AspectRatio: "16:9"}
	case zoetrope.ImageToVideo:
		return &zoetrope.ImageToVideoSpec{VideoSpec: v, Image: 1}
	case zoetrope.Transition:
		return &zoetrope.TransitionSpec{VideoSpec: v, First: 1, Last: 2}
	case zoetrope.Extend:
		return &zoetrope.ExtendSpec{SourceSpec: zoetrope.SourceSpec{VideoSpec: v, Source: 1}}
	}
	return &zoetrope.FusionSpec{VideoSpec: v, AspectRatio: "16:9", Images: []zoetrope.Reference{{Role: "subject", Image: 1}}}
}

// cells yields every combination, sensible or not.
func cells(yield func(cell) bool) {
	off := []bool{false, true}
	for _, op := range []zoetrope.Operation{zoetrope.TextToVideo, zoetrope.ImageToVideo, zoetrope.Transition, zoetrope.Extend, zoetrope.Fusion} {
		for _, model := range []string{"v3.5", "v4", "v4.5", "v5", "v5.5", "v5.6", "v6", "c1"} {
			for _, q := range qualities {
				for seconds := 1; seconds <= 16; seconds++ {
					for switches := range 8 {
						c := cell{op, model, q, seconds, off[switches&1], off[switches>>1&1], off[switches>>2&1]}
						if !yield(c) {
							return
						}
					}
				}
			}
		}
	}
}

// Every model x quality x duration x switch combination is priced as published,
// or refused at the right field.
func TestEveryCombination(t *testing.T) {
	t.Parallel()
	c := load(t)
	seen := map[bool]int{}
	for cell := range cells {
		want, refused := published(cell)
		spec := cell.request()
		c.Normalize(spec)
		err := c.Check(spec)
		if refused != "" {
			seen[false]++
			if e, ok := errors.AsType[*zoetrope.Error](err); !ok || e.Code != zoetrope.CodeInvalid || e.Field != refused {
				t.Errorf("%+v: %v, want a refusal of %s", cell, err, refused)
			}
			continue
		}
		seen[true]++
		if got, priceErr := c.Price(spec); err != nil || priceErr != nil || got != want {
			t.Errorf("%+v costs %d, %v, %v; want %d", cell, got, err, priceErr, want)
		}
	}
	if seen[true] < 2000 || seen[false] < 2000 {
		t.Errorf("the table has %d priced and %d refused cells", seen[true], seen[false])
	}
}

// What is not priced by model.
func TestUnitPrices(t *testing.T) {
	t.Parallel()
	c := load(t)
	source := func(seconds int, q zoetrope.Quality) zoetrope.SourceSpec {
		return zoetrope.SourceSpec{Source: 1, VideoSpec: zoetrope.VideoSpec{Duration: seconds, Quality: q, Prompt: "x"}}
	}
	speech := func(text string, seconds int) zoetrope.SpeechSpec {
		if seconds > 0 {
			return zoetrope.SpeechSpec{Audio: 2, Seconds: seconds}
		}
		return zoetrope.SpeechSpec{Text: text, Speaker: "7"}
	}
	music := func(seconds int, q zoetrope.Quality) zoetrope.Spec {
		v := zoetrope.VideoSpec{Duration: seconds, Quality: q}
		return &zoetrope.MusicVideoSpec{VideoSpec: v, Audio: 1, AgentType: "vibe_mv", AspectRatio: "1:1"}
	}
	for _, tt := range []struct {
		spec zoetrope.Spec
		want zoetrope.Credits
	}{
		{&zoetrope.RestyleSpec{SourceSpec: source(7, "1080p")}, 70},
		{&zoetrope.UpscaleSpec{SourceSpec: source(7, "360p")}, 35},
		{&zoetrope.SoundEffectSpec{SourceSpec: source(5, "360p")}, 10},
		{&zoetrope.SoundEffectSpec{SourceSpec: source(8, "360p")}, 20},
		{&zoetrope.SoundEffectSpec{SourceSpec: source(11, "360p")}, 30},
		{&zoetrope.LipSyncSpec{SourceSpec: source(7, "540p"), SpeechSpec: speech("", 3)}, 12},
		{&zoetrope.LipSyncSpec{SourceSpec: source(7, "540p"), SpeechSpec: speech("fifteen bytes..", 0)}, 4},
		{&zoetrope.LipSyncSpec{SourceSpec: source(7, "540p"), SpeechSpec: speech("sixteen bytes...", 0)}, 8},
		{&zoetrope.LipSyncSpec{SourceSpec: source(7, "540p"), SpeechSpec: speech("六个汉字的话", 0)}, 8}, // 18 bytes
		{&zoetrope.MaskSelectionSpec{SourceSpec: source(30, "720p"), KeyFrame: 1}, 2},
		{&zoetrope.MimicSpec{SourceSpec: source(3, "360p"), Image: 1}, 27},
		{&zoetrope.MimicSpec{SourceSpec: source(3, "540p"), Image: 1}, 30},
		{&zoetrope.MimicSpec{SourceSpec: source(3, "720p"), Image: 1}, 36},
		{music(10, "720p"), 150},
		{music(11, "1080p"), 248}, // 247.5
	} {
		c.Normalize(tt.spec)
		if err := c.Check(tt.spec); err != nil {
			t.Errorf("%s: %v", tt.spec.Operation(), err)
		}
		if got, err := c.Price(tt.spec); err != nil || got != tt.want {
			t.Errorf("%s of %d s at %s costs %d, %v; want %d", tt.spec.Operation(), tt.spec.Video().Duration, tt.spec.Video().Quality, got, err, tt.want)
		}
	}
}

// Figures that the reference does not have are marked, and only those.
func TestOwnFiguresAreMarked(t *testing.T) {
	t.Parallel()
	c := load(t)
	var ours []string
	for _, op := range zoetrope.Operations() {
		if c.Rule(op).Price.Ours {
			ours = append(ours, string(op))
		}
	}
	want := "[agent avatar modify multi_transition swap]"
	if got := fmt.Sprint(ours); got != want {
		t.Errorf("marked as ours: %s, want %s", got, want)
	}
	for _, tmpl := range c.Templates() {
		if tmpl.Kind == zoetrope.AssetImage && !tmpl.Ours {
			t.Errorf("the price of image template %d is not marked as ours", tmpl.ID)
		}
	}
}

// The ids that the documentation mentions resolve.
func TestDocumentedIDs(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, id := range []int64{
		302325299692608, 308621408717184, 315446315336768, 315447659476032, 315447659476033, 316826014376384, 313555098280384,
		321958627120000, 324641385496960, 328545151283968, 313358700761536, 327828816843648, 402331965264704,
	} {
		if tmpl, ok := c.Template(id); !ok || tmpl.Kind != zoetrope.AssetVideo {
			t.Errorf("video template %d: %+v, %t", id, tmpl, ok)
		}
	}
	for _, id := range []int64{377378608924544, 384268229671680, 384631857552768} {
		if tmpl, ok := c.Template(id); !ok || tmpl.Kind != zoetrope.AssetImage {
			t.Errorf("image template %d: %+v, %t", id, tmpl, ok)
		}
	}
	var order []string
	for _, v := range c.Voices() {
		order = append(order, v.ID)
	}
	if got := fmt.Sprint(order); got != "[7 8 3 9 1 5 10 11 12 4 2 13 6 14 Auto]" {
		t.Errorf("voices in the order %s", got)
	}
	if v, ok := c.Voice("aUTO"); !ok || v.ID != "Auto" {
		t.Errorf("voice auto: %+v, %t", v, ok)
	}
}
