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
// model or operation does not have are turned off, because clients send them to
// everything and expect them to be ignored. Values that are wrong stay for
// Check to name.
func (c *Catalog) Normalize(s zoetrope.Spec) {
	v := s.Video()
	v.Quality = zoetrope.Quality(lower(string(v.Quality)))
	v.MotionMode = lower(v.MotionMode)
	v.CameraMovement = lower(v.CameraMovement)
	v.Style = lower(v.Style)
	v.ThinkingType = lower(v.ThinkingType)
	if r := ratioOf(s); r != nil {
		// Chinese editions of the documentation write 9.16 for 9:16.
		*r = zoetrope.AspectRatio(strings.ReplaceAll(lower(string(*r)), ".", ":"))
	}
	if c.rules[s.Operation()].Modelled() {
		c.normalizeModelled(s.Operation(), v)
		return
	}
	if agent, ok := s.(*zoetrope.AgentSpec); ok {
		c.normalizeAgent(agent)
	} else {
		v.Model = "" // only agents have models of their own
	}
	v.MotionMode, v.ThinkingType = "", ""
	v.GenerateAudio, v.MultiClip = false, false
	c.normalizeTemplate(s, v)
}

// normalizeModelled fits a request to its model and operation.
func (c *Catalog) normalizeModelled(op zoetrope.Operation, v *zoetrope.VideoSpec) {
	if v.MotionMode == "" || op == zoetrope.Fusion {
		v.MotionMode = MotionNormal
	}
	m, ok := c.Model(v.Model)
	if !ok {
		return
	}
	v.Model = m.Name
	v.GenerateAudio = v.GenerateAudio && m.Has(FeatureAudio) && !slices.Contains(m.Silent, op)
	v.MultiClip = v.MultiClip && m.Has(FeatureMultiClip) && (op == zoetrope.TextToVideo || op == zoetrope.ImageToVideo)
	if !m.Has(FeatureThinking) {
		v.ThinkingType = ""
	}
	if voice, ok := c.Voice(v.LipSyncSpeaker); ok {
		v.LipSyncSpeaker = voice.ID
	}
	simple := op == zoetrope.TextToVideo || op == zoetrope.ImageToVideo || op == zoetrope.Transition
	if !m.Has(FeatureSoundEffect) || !simple {
		v.SoundEffect, v.SoundEffectContent = false, ""
	}
	if !m.Has(FeatureLipSync) || !simple {
		v.LipSync, v.LipSyncText, v.LipSyncSpeaker = false, "", ""
	}
}

// normalizeTemplate lets the template decide what it decides.
func (c *Catalog) normalizeTemplate(s zoetrope.Spec, v *zoetrope.VideoSpec) {
	switch s.(type) {
	case *zoetrope.TemplateSpec:
		v.LipSync, v.LipSyncText, v.LipSyncSpeaker = false, "", ""
		if t, ok := c.Template(v.TemplateID); ok {
			v.Duration = t.Duration
		}
	case *zoetrope.ImageTemplateSpec:
		v.LipSync, v.SoundEffect, v.Duration = false, false, 0
		if v.Quality == "" {
			v.Quality = imageQuality
		}
	}
}

// imageQuality is the size of pictures made by templates: 1024 pixels along the
// longer side, which every plan may have.
const imageQuality = zoetrope.Quality540

// ratioOf returns the aspect ratio that a request can ask for, or nil.
func ratioOf(s zoetrope.Spec) *zoetrope.AspectRatio {
	switch s := s.(type) {
	case *zoetrope.TextToVideoSpec:
		return &s.AspectRatio
	case *zoetrope.FusionSpec:
		return &s.AspectRatio
	case *zoetrope.AgentSpec:
		return &s.AspectRatio
	case *zoetrope.MusicVideoSpec:
		return &s.AspectRatio
	}
	return nil
}

func lower(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// Check reports the first rule of its model, operation, template or agent that
// a normalised request breaks, as a *zoetrope.Error that names the field.
func (c *Catalog) Check(s zoetrope.Spec) error {
	v := s.Video()
	rule := c.rules[s.Operation()]
	if rule.Modelled() {
		if err := c.checkModelled(s, v); err != nil {
			return err
		}
	} else if len(rule.Qualities) > 0 {
		if err := oneOf("quality", v.Quality, rule.Qualities, "operation "+string(rule.Operation)); err != nil {
			return err
		}
	}
	switch s := s.(type) {
	case *zoetrope.RestyleSpec:
		if _, ok := c.Restyle(s.Preset); s.Preset != 0 && !ok {
			return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "restyle_id", "restyle_id %d is unknown; GET /openapi/v2/video/restyle/list has them all", s.Preset)
		}
	case *zoetrope.TemplateSpec:
		return c.checkTemplate(s, zoetrope.AssetVideo)
	case *zoetrope.ImageTemplateSpec:
		return c.checkTemplate(&s.TemplateSpec, zoetrope.AssetImage)
	case *zoetrope.AgentSpec:
		return c.checkAgent(s)
	case *zoetrope.MusicVideoSpec:
		return c.checkMusic(s)
	}
	return c.checkWords(v)
}

// checkModelled applies the rules of the model that the request names.
func (c *Catalog) checkModelled(s zoetrope.Spec, v *zoetrope.VideoSpec) error {
	if v.Model == "" {
		return zoetrope.FieldErrorf(zoetrope.CodeMissing, "model", "model is missing; use one of %s", c.modelNames(s.Operation()))
	}
	m, ok := c.Model(v.Model)
	if !ok {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "model", "model %q is unknown; use one of %s", v.Model, c.modelNames(s.Operation()))
	}
	if !slices.Contains(m.Operations, s.Operation()) {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "model", "model %s does not do %s; use one of %s", m.Name, s.Operation(), c.modelNames(s.Operation()))
	}
	if err := m.checkValues(s.Operation(), v); err != nil {
		return err
	}
	switch s := s.(type) {
	case *zoetrope.TextToVideoSpec:
		if err := oneOf("aspect_ratio", s.AspectRatio, m.Ratios, "model "+m.Name); err != nil {
			return err
		}
	case *zoetrope.FusionSpec:
		if err := m.checkFusion(s); err != nil {
			return err
		}
	case *zoetrope.MultiTransitionSpec:
		return m.checkFrames(s)
	}
	for _, f := range m.Forbidden {
		if f.matches(v) {
			return zoetrope.FieldErrorf(zoetrope.CodeInvalid, f.field(), "model %s does not allow %s; change one of them", m.Name, f)
		}
	}
	return nil
}

// omniImages is how many pictures reference_mode omni takes.
const omniImages = zoetrope.MaxReferences

// checkFusion checks what the model takes as references.
func (m *Model) checkFusion(s *zoetrope.FusionSpec) error {
	most := m.FusionImages
	if s.Omni {
		if !m.Has(FeatureOmni) {
			return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "reference_mode", "reference_mode omni is not offered by model %s; use v6", m.Name)
		}
		most = omniImages
	}
	if n := len(s.Images); n > most {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "image_references", "image_references has %d pictures; model %s takes at most %d", n, m.Name, most)
	}
	if s.Omni && s.AspectRatio == RatioAuto {
		return nil
	}
	return oneOf("aspect_ratio", s.AspectRatio, m.Ratios, "model "+m.Name)
}

// RatioAuto is the aspect ratio of an omni fusion that follows its references.
const RatioAuto zoetrope.AspectRatio = "auto"

// maxFastSeconds is the longest step between two pictures in motion_mode fast.
const maxFastSeconds = 5

// checkFrames applies to each step of a multi-transition what Forbidden says
// about whole videos.
func (m *Model) checkFrames(s *zoetrope.MultiTransitionSpec) error {
	if s.MotionMode != MotionFast {
		return nil
	}
	if s.Quality == zoetrope.Quality1080 {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "motion_mode", "model %s does not allow motion_mode fast with quality 1080p; change one of them", m.Name)
	}
	for i, f := range s.Frames {
		if f.Duration > maxFastSeconds {
			return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "motion_mode", "motion_mode fast needs durations up to %d s; multi_transition[%d] has %d", maxFastSeconds, i, f.Duration)
		}
	}
	return nil
}

// checkTemplate applies the rules of the template that the request names.
func (c *Catalog) checkTemplate(s *zoetrope.TemplateSpec, kind zoetrope.AssetKind) error {
	t, ok := c.Template(s.TemplateID)
	if !ok || t.Kind != kind {
		return zoetrope.FieldErrorf(zoetrope.CodeTemplate, "template_id", "there is no %s template %d; GET /openapi/v2/video/effects/templates/list has them all", kind, s.TemplateID)
	}
	if n := len(s.Images); n < t.Images || n > t.Most() {
		field, needs := "img_id", fmt.Sprint(t.Images)
		if t.Most() > 1 {
			field = "img_ids"
		}
		if t.Most() > t.Images {
			needs = fmt.Sprintf("%d to %d", t.Images, t.Most())
		}
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, field, "%s: %d pictures were given; template %d needs %s", field, n, t.ID, needs)
	}
	if kind == zoetrope.AssetImage {
		return nil
	}
	switch _, ok := t.price(s.Quality); {
	case s.Quality == "":
		return zoetrope.FieldErrorf(zoetrope.CodeMissing, "quality", "quality is missing; use one of %s", list(t.Qualities()))
	case s.Quality.Lines() == 0:
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "quality", "quality %q is unknown; use one of %s", s.Quality, list(t.Qualities()))
	case !ok:
		return zoetrope.FieldErrorf(zoetrope.CodeTemplateSize, "quality", "template %d does not support quality %s; use one of %s", t.ID, s.Quality, list(t.Qualities()))
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

// modelNames lists the models that do an operation.
func (c *Catalog) modelNames(op zoetrope.Operation) string {
	var names []string
	for _, m := range c.models {
		if slices.Contains(m.Operations, op) {
			names = append(names, m.Name)
		}
	}
	return strings.Join(names, ", ")
}

// checkValues checks the fields whose values each model lists.
func (m *Model) checkValues(op zoetrope.Operation, v *zoetrope.VideoSpec) error {
	if op != zoetrope.MultiTransition { // has rules of its own
		if v.Duration == 0 {
			return zoetrope.FieldErrorf(zoetrope.CodeMissing, "duration", "duration is missing; model %s makes %s s", m.Name, list(m.Durations))
		}
		if err := oneOf("duration", v.Duration, m.Durations, "model "+m.Name); err != nil {
			return err
		}
	}
	if err := oneOf("quality", v.Quality, m.Qualities, "model "+m.Name); err != nil {
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
	if v.CameraMovement != "" && !slices.Contains(c.words.CameraMovements, v.CameraMovement) {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "camera_movement", "camera_movement %q is unknown; use one of %s", v.CameraMovement, list(c.words.CameraMovements))
	}
	if v.Style != "" && !slices.Contains(c.words.Styles, v.Style) {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "style", "style %q is unknown; use one of %s", v.Style, list(c.words.Styles))
	}
	if v.LipSync && v.LipSyncSpeaker != "" {
		if _, ok := c.Voice(v.LipSyncSpeaker); !ok {
			return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "lip_sync_tts_speaker_id", "lip_sync_tts_speaker_id %q is no voice of the system; GET /openapi/v2/video/lip_sync/tts_list has them all", v.LipSyncSpeaker)
		}
	}
	switch v.ThinkingType {
	case "", "auto", "enabled", "disabled":
	default:
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "thinking_type", "thinking_type %q is unknown; use enabled, disabled or auto", v.ThinkingType)
	}
	if v.TemplateID != 0 {
		if t, ok := c.Template(v.TemplateID); ok {
			return zoetrope.FieldErrorf(zoetrope.CodeInvalid, "template_id", "template %d works on %d pictures; use %s, or leave template_id out", t.ID, t.Images, templatePath(t))
		}
		return zoetrope.FieldErrorf(zoetrope.CodeTemplate, "template_id", "there is no template %d; leave template_id out", v.TemplateID)
	}
	return nil
}

// templatePath is where a template can be asked for.
func templatePath(t Template) string {
	if t.Kind == zoetrope.AssetImage {
		return "/openapi/v2/image/template/generate"
	}
	return "/openapi/v2/video/img/generate"
}

// oneOf reports a value that is empty or not in the list of whoever offers it.
func oneOf[T comparable](field string, value T, allowed []T, offerer string) error {
	var none T
	if value == none {
		return zoetrope.FieldErrorf(zoetrope.CodeMissing, field, "%s is missing; %s has %s", field, offerer, list(allowed))
	}
	if !slices.Contains(allowed, value) {
		return zoetrope.FieldErrorf(zoetrope.CodeInvalid, field, "%s %v is not offered by %s; use one of %s", field, value, offerer, list(allowed))
	}
	return nil
}

func list[T any](values []T) string {
	return strings.ReplaceAll(strings.Trim(fmt.Sprint(values), "[]"), " ", ", ")
}
