package zoetrope

import (
	"time"
	"unicode/utf8"
)

// VideoSpec is what a request for any video can say. Operations that edit a
// source have no model, and their Duration is the source's, rounded up.
type VideoSpec struct {
	Model          string  `json:"model"`
	Prompt         string  `json:"prompt"`
	NegativePrompt string  `json:"negative_prompt,omitempty"`
	Duration       int     `json:"duration"` // seconds
	Quality        Quality `json:"quality"`
	Seed           *int64  `json:"seed,omitempty"` // nil: draw one
	MotionMode     string  `json:"motion_mode,omitempty"`
	CameraMovement string  `json:"camera_movement,omitempty"`
	Style          string  `json:"style,omitempty"`
	TemplateID     int64   `json:"template_id,omitempty"`
	WaterMark      bool    `json:"water_mark,omitempty"`
	WebhookID      string  `json:"webhook_id,omitempty"`

	GenerateAudio bool   `json:"generate_audio_switch,omitempty"`
	MultiClip     bool   `json:"generate_multi_clip_switch,omitempty"`
	ThinkingType  string `json:"thinking_type,omitempty"`

	SoundEffect        bool   `json:"sound_effect_switch,omitempty"`
	SoundEffectContent string `json:"sound_effect_content,omitempty"`

	LipSync        bool   `json:"lip_sync_tts_switch,omitempty"`
	LipSyncText    string `json:"lip_sync_tts_content,omitempty"`
	LipSyncSpeaker string `json:"lip_sync_tts_speaker_id,omitempty"`
}

// Frames is the exact number of frames the video must have.
func (v *VideoSpec) Frames() int { return v.Duration * FPS }

// Length is the duration of the video.
func (v *VideoSpec) Length() time.Duration { return time.Duration(v.Duration) * time.Second }

// Video returns v, so that embedding structs satisfy Spec.
func (v *VideoSpec) Video() *VideoSpec { return v }

// Validate checks the rules that hold for every model.
func (v *VideoSpec) Validate() error {
	if n := utf8.RuneCountInString(v.Prompt); n > MaxPrompt {
		return FieldErrorf(CodePromptTooLong, "prompt", "prompt has %d characters; at most %d are allowed", n, MaxPrompt)
	}
	if n := utf8.RuneCountInString(v.NegativePrompt); n > MaxPrompt {
		return FieldErrorf(CodeNegativeLong, "negative_prompt", "negative_prompt has %d characters; at most %d are allowed", n, MaxPrompt)
	}
	if v.Seed != nil && (*v.Seed < 0 || *v.Seed > MaxSeed) {
		return FieldErrorf(CodeInvalid, "seed", "seed is %d; use 0 to %d, or leave it out for a random one", *v.Seed, MaxSeed)
	}
	if n := utf8.RuneCountInString(v.SoundEffectContent); n > MaxPrompt {
		return FieldErrorf(CodePromptTooLong, "sound_effect_content", "sound_effect_content has %d characters; at most %d are allowed", n, MaxPrompt)
	}
	if v.LipSync && v.LipSyncText == "" {
		return FieldErrorf(CodeMissing, "lip_sync_tts_content", "lip_sync_tts_content is empty; give the text to speak, or turn lip_sync_tts_switch off")
	}
	if n := utf8.RuneCountInString(v.LipSyncText); n > MaxSpeech {
		return FieldErrorf(CodeInvalid, "lip_sync_tts_content", "lip_sync_tts_content has %d characters; at most %d are allowed", n, MaxSpeech)
	}
	return nil
}

// needPrompt refuses an empty prompt.
func (v *VideoSpec) needPrompt(what string) error {
	if v.Prompt == "" {
		return FieldErrorf(CodeMissing, "prompt", "prompt is empty; %s", what)
	}
	return v.Validate()
}
