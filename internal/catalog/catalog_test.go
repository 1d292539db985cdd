package catalog_test

import (
	"errors"
	"strings"
	"testing"

	"zoetrope"
	"zoetrope/internal/catalog"
)

func load(t *testing.T) *catalog.Catalog {
	t.Helper()
	c, err := catalog.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func text(model string, q zoetrope.Quality, seconds int, change ...func(*zoetrope.TextToVideoSpec)) *zoetrope.TextToVideoSpec {
	s := &zoetrope.TextToVideoSpec{
		VideoSpec:   zoetrope.VideoSpec{Model: model, Prompt: "a fox", Quality: q, Duration: seconds},
		AspectRatio: "16:9",
	}
	for _, f := range change {
		f(s)
	}
	return s
}

func fast(s *zoetrope.TextToVideoSpec)  { s.MotionMode = "fast" }
func audio(s *zoetrope.TextToVideoSpec) { s.GenerateAudio = true }
func multi(s *zoetrope.TextToVideoSpec) { s.MultiClip = true }

// The figures are of the published price tables.
func TestPrice(t *testing.T) {
	t.Parallel()
	c := load(t)
	tests := []struct {
		spec *zoetrope.TextToVideoSpec
		want zoetrope.Credits
	}{
		{text("v3.5", "540p", 5), 45},
		{text("v3.5", "540p", 5, fast), 90},
		{text("v4", "720p", 8), 120},
		{text("v4", "1080p", 8), 240},
		{text("v4.5", "720p", 5, fast), 120},
		{text("v5", "1080p", 8), 240},
		{text("v5", "360p", 5, audio), 45}, // no such switch: ignored
		{text("V5-Fast", "540P", 5), 45},
		{text("v5", "540p", 8, func(s *zoetrope.TextToVideoSpec) { s.SoundEffect = true }), 110},
		{text("v5", "540p", 5, func(s *zoetrope.TextToVideoSpec) { s.LipSync, s.LipSyncText = true, "hi" }), 65},
		{text("v5.5", "540p", 5, audio), 55},
		{text("v5.5", "540p", 5, multi), 75},
		{text("v5.5", "1080p", 8, audio, multi), 280},
		{text("v5.6", "540p", 5), 35},
		{text("v5.6", "540p", 5, audio), 90},
		{text("v5.6", "720p", 10, audio, multi), 144},
		{text("v6", "720p", 5), 45},
		{text("v6", "1080p", 15, audio), 345},
		{text("v6", "360p", 1, multi), 5},
		{text("c1", "540p", 7, audio), 70},
	}
	for _, tt := range tests {
		c.Normalize(tt.spec)
		if err := c.Check(tt.spec); err != nil {
			t.Errorf("%+v: %v", tt.spec, err)
			continue
		}
		if got, err := c.Price(tt.spec); err != nil || got != tt.want {
			t.Errorf("%s %s %d s costs %d, %v; want %d", tt.spec.Model, tt.spec.Quality, tt.spec.Duration, got, err, tt.want)
		}
	}
}

func TestCheckNamesTheField(t *testing.T) {
	t.Parallel()
	c := load(t)
	set := func(f func(*zoetrope.TextToVideoSpec)) *zoetrope.TextToVideoSpec { return text("v4.5", "540p", 5, f) }
	tests := []struct {
		name  string
		spec  zoetrope.Spec
		code  zoetrope.Code
		field string
	}{
		{"no model", text("", "540p", 5), zoetrope.CodeMissing, "model"},
		{"unknown model", text("v9", "540p", 5), zoetrope.CodeInvalid, "model"},
		{"no duration", text("v5", "540p", 0), zoetrope.CodeMissing, "duration"},
		{"duration", text("v5", "540p", 10), zoetrope.CodeInvalid, "duration"},
		{"long duration", text("v6", "540p", 16), zoetrope.CodeInvalid, "duration"},
		{"no quality", text("v5", "", 5), zoetrope.CodeMissing, "quality"},
		{"quality", text("v5", "4k", 5), zoetrope.CodeInvalid, "quality"},
		{"no ratio", set(func(s *zoetrope.TextToVideoSpec) { s.AspectRatio = "" }), zoetrope.CodeMissing, "aspect_ratio"},
		{"ratio of newer models", set(func(s *zoetrope.TextToVideoSpec) { s.AspectRatio = "21:9" }), zoetrope.CodeInvalid, "aspect_ratio"},
		{"motion mode", set(func(s *zoetrope.TextToVideoSpec) { s.MotionMode = "slow" }), zoetrope.CodeInvalid, "motion_mode"},
		{"camera", set(func(s *zoetrope.TextToVideoSpec) { s.CameraMovement = "sideways" }), zoetrope.CodeInvalid, "camera_movement"},
		{"style", set(func(s *zoetrope.TextToVideoSpec) { s.Style = "baroque" }), zoetrope.CodeInvalid, "style"},
		{"template", set(func(s *zoetrope.TextToVideoSpec) { s.TemplateID = 7 }), zoetrope.CodeTemplate, "template_id"},
		{"voice", set(func(s *zoetrope.TextToVideoSpec) { s.LipSync, s.LipSyncText, s.LipSyncSpeaker = true, "hi", "99" }), zoetrope.CodeInvalid, "lip_sync_tts_speaker_id"},
		{"thinking", text("v6", "540p", 5, func(s *zoetrope.TextToVideoSpec) { s.ThinkingType = "deep" }), zoetrope.CodeInvalid, "thinking_type"},
		{"fast on a newer model", text("v6", "540p", 5, fast), zoetrope.CodeInvalid, "motion_mode"},
		{"fast and 8 s", text("v4", "540p", 8, fast), zoetrope.CodeInvalid, "motion_mode"},
		{"fast and 1080p", text("v3.5", "1080p", 5, fast), zoetrope.CodeInvalid, "motion_mode"},
		{"1080p and 8 s", text("v3.5", "1080p", 8), zoetrope.CodeInvalid, "duration"},
		{"1080p and 10 s", text("v5.5", "1080p", 10), zoetrope.CodeInvalid, "duration"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c.Normalize(tt.spec)
			e, ok := errors.AsType[*zoetrope.Error](c.Check(tt.spec))
			if !ok || e.Code != tt.code || e.Field != tt.field || !strings.Contains(e.Message, tt.field) {
				t.Errorf("got %v, want %s about %s", e, tt.code, tt.field)
			}
		})
	}
}

// What clients send to every model, whatever it has.
func TestNormalizeToleratesMisplacedFields(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, m := range c.Models() {
		s := text(strings.ToUpper(m.Name), m.Qualities[0], m.Durations[0], audio, multi, func(s *zoetrope.TextToVideoSpec) {
			s.MotionMode, s.Style, s.CameraMovement, s.ThinkingType = "Normal", "anime", "zoom_in", "auto"
			s.SoundEffect, s.LipSync, s.LipSyncText = true, true, "hello"
			s.AspectRatio = "9.16"
		})
		c.Normalize(s)
		if err := c.Check(s); err != nil {
			t.Errorf("%s: %v", m.Name, err)
		}
		if s.Model != m.Name || s.AspectRatio != "9:16" {
			t.Errorf("%s became %s, ratio %s", m.Name, s.Model, s.AspectRatio)
		}
		if s.GenerateAudio != m.Has(catalog.FeatureAudio) || s.LipSync != m.Has(catalog.FeatureLipSync) {
			t.Errorf("%s: switches do not follow the model's features", m.Name)
		}
	}
}

func TestPlans(t *testing.T) {
	t.Parallel()
	c := load(t)
	for name, concurrency := range map[string]int{"Free": 3, "essential": 15, "scale": 20, "Business": 25} {
		p, ok := c.Plan(name)
		if !ok || p.Concurrency != concurrency {
			t.Errorf("plan %s: %+v, %t; want concurrency %d", name, p, ok, concurrency)
		}
	}
	if _, ok := c.Plan("gold"); ok {
		t.Error("an unknown plan was found")
	}
}

func TestEveryPresetHasACover(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, p := range c.Restyles() {
		if p.Cover == "" {
			t.Errorf("preset %d (%s) has no cover; make covers", p.ID, p.Name)
		}
	}
}
