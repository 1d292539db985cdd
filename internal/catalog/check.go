package catalog

import (
	"fmt"
	"slices"
	"strings"

	"zoetrope"
)

// Values of motion_mode.
const (
	MotionNormal = "normal"
	MotionFast   = "fast"
)

// Normalize puts a request into the one form that Check, Price and engines
// read: aliases become names, defaults are filled in, and switches that the
// model does not have are turned off, because clients send them to every model
// and expect them to be ignored. Values that are wrong stay for Check to name.
func (c *Catalog) Normalize(s zoetrope.Spec) {
	v := s.Video()
	v.Quality = zoetrope.Quality(lower(string(v.Quality)))
	v.MotionMode = lower(v.MotionMode)
	if v.MotionMode == "" {
		v.MotionMode = MotionNormal
	}
	v.CameraMovement = lower(v.CameraMovement)
	v.Style = lower(v.Style)
	v.ThinkingType = lower(v.ThinkingType)
	if t, ok := s.(*zoetrope.TextToVideoSpec); ok {
		// Chinese editions of the documentation write 9.16 for 9:16.
		t.AspectRatio = zoetrope.AspectRatio(strings.ReplaceAll(lower(string(t.AspectRatio)), ".", ":"))
	}
	m, ok := c.Model(v.Model)
	if !ok {
		return
	}
	v.Model = m.Name
	v.GenerateAudio = v.GenerateAudio && m.Has(FeatureAudio)
	v.MultiClip = v.MultiClip && m.Has(FeatureMultiClip)
	if !m.Has(FeatureThinking) {
		v.ThinkingType = ""
	}
	if !m.Has(FeatureSoundEffect) {
		v.SoundEffect, v.SoundEffectContent = false, ""
	}
	if !m.Has(FeatureLipSync) {
		v.LipSync, v.LipSyncText, v.LipSyncSpeaker = false, "", ""
	}
}

func lower(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// Check reports the first rule of its model that a normalised request breaks,
// as a *zoetrope.Error that names the field.
func (c *Catalog) Check(s zoetrope.Spec) error {
	v := s.Video()
	if v.Model == "" {
		return zoetrope.FieldErrorf(zoetrope.CodeMissing, "model", "model is missing; use one of %s", c.modelNames())
	}
	m, ok := c.Model(v.Model)
	if !ok {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "model", "model %q is unknown; use one of %s", v.Model, c.modelNames())
	}
	if err := m.checkValues(v); err != nil {
		return err
	}
	if t, ok := s.(*zoetrope.TextToVideoSpec); ok {
		if err := oneOf("aspect_ratio", t.AspectRatio, m.Ratios, m.Name); err != nil {
			return err
		}
	}
	if err := c.checkWords(v); err != nil {
		return err
	}
	for _, f := range m.Forbidden {
		if f.matches(v) {
			return zoetrope.FieldErrorf(zoetrope.CodeInvalid, f.field(), "model %s does not allow %s; change one of them", m.Name, f)
		}
	}
	return nil
}

// field is the request field that an error about the combination names.
func (c Combination) field() string {
	switch {
	case c.MotionMode != "":
		return "motion_mode"
	case c.Duration != 0:
		return "duration"
	}
	return "quality"
}

func (c *Catalog) modelNames() string {
	names := make([]string, len(c.models))
	for i, m := range c.models {
		names[i] = m.Name
	}
	return strings.Join(names, ", ")
}

// checkValues checks the fields whose values each model lists.
func (m *Model) checkValues(v *zoetrope.VideoSpec) error {
	if v.Duration == 0 {
		return zoetrope.FieldErrorf(zoetrope.CodeMissing, "duration", "duration is missing; model %s makes %s s", m.Name, list(m.Durations))
	}
	if err := oneOf("duration", v.Duration, m.Durations, m.Name); err != nil {
		return err
	}
	if err := oneOf("quality", v.Quality, m.Qualities, m.Name); err != nil {
		return err
	}
	switch {
	case v.MotionMode != MotionNormal && v.MotionMode != MotionFast:
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "motion_mode", "motion_mode %q is unknown; use normal or fast", v.MotionMode)
	case v.MotionMode == MotionFast && !m.Has(FeatureFast):
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "motion_mode", "model %s has no motion_mode fast; use normal", m.Name)
	}
	return nil
}

// checkWords checks the fields whose values are the same for all models.
func (c *Catalog) checkWords(v *zoetrope.VideoSpec) error {
	if v.CameraMovement != "" && !slices.Contains(c.cameras, v.CameraMovement) {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "camera_movement", "camera_movement %q is unknown; use one of %s", v.CameraMovement, list(c.cameras))
	}
	if v.Style != "" && !slices.Contains(c.styles, v.Style) {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "style", "style %q is unknown; use one of %s", v.Style, list(c.styles))
	}
	switch v.ThinkingType {
	case "", "auto", "enabled", "disabled":
	default:
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "thinking_type", "thinking_type %q is unknown; use enabled, disabled or auto", v.ThinkingType)
	}
	if v.TemplateID != 0 {
		return zoetrope.FieldErrorf(zoetrope.CodeUnsupported, "template_id", "no template %d is installed on this server; leave template_id out", v.TemplateID)
	}
	return nil
}

// oneOf reports a value that is empty or not in the model's list.
func oneOf[T comparable](field string, value T, allowed []T, model string) error {
	var none T
	if value == none {
		return zoetrope.FieldErrorf(zoetrope.CodeMissing, field, "%s is missing; model %s has %s", field, model, list(allowed))
	}
	if !slices.Contains(allowed, value) {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, field, "%s %v is not offered by model %s; use one of %s", field, value, model, list(allowed))
	}
	return nil
}

func list[T any](values []T) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(values), "[]"), " ", ", ")
}
