package zoetrope

import (
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"
)

// Operation is a verb of the platform.
type Operation string

// The operations.
const (
	TextToVideo  Operation = "text_to_video"
	ImageToVideo Operation = "image_to_video"
)

// Limits that belong to requests whatever the model.
const (
	MaxPrompt  = 5000      // characters of a prompt or negative prompt
	MaxSeed    = 1<<31 - 1 // largest seed a client may ask for
	MaxSpeech  = 200       // characters of text to speak
	FPS        = 24        // frames per second of every generated video
	MaxTraceID = 256       // bytes of an Ai-trace-id that is still remembered
)

// Spec is a validated request for one operation.
type Spec interface {
	Operation() Operation
	// Validate reports the first rule that the spec breaks by itself,
	// whatever the model and engine: see internal/catalog for theirs.
	Validate() error
	// Inputs lists the assets that the spec refers to.
	Inputs() []int64
	// Video returns the part that all video operations share.
	Video() *VideoSpec
}

// VideoSpec is what a request for any video can say.
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
	if v.LipSync && v.LipSyncText == "" {
		return FieldErrorf(CodeMissing, "lip_sync_tts_content", "lip_sync_tts_content is empty; give the text to speak, or turn lip_sync_tts_switch off")
	}
	if n := utf8.RuneCountInString(v.LipSyncText); n > MaxSpeech {
		return FieldErrorf(CodeInvalid, "lip_sync_tts_content", "lip_sync_tts_content has %d characters; at most %d are allowed", n, MaxSpeech)
	}
	return nil
}

// TextToVideoSpec asks for a video from words.
type TextToVideoSpec struct {
	VideoSpec
	AspectRatio AspectRatio `json:"aspect_ratio"`
}

// Operation returns TextToVideo.
func (*TextToVideoSpec) Operation() Operation { return TextToVideo }

// Inputs returns nil: words need no assets.
func (*TextToVideoSpec) Inputs() []int64 { return nil }

// Validate checks the rules that hold for every model.
func (s *TextToVideoSpec) Validate() error {
	if s.Prompt == "" {
		return FieldErrorf(CodeMissing, "prompt", "prompt is empty; describe the video in words")
	}
	return s.VideoSpec.Validate()
}

// ImageToVideoSpec asks for a video from one picture.
type ImageToVideoSpec struct {
	VideoSpec
	Image int64 `json:"img_id"`
}

// Operation returns ImageToVideo.
func (*ImageToVideoSpec) Operation() Operation { return ImageToVideo }

// Inputs returns the picture.
func (s *ImageToVideoSpec) Inputs() []int64 { return []int64{s.Image} }

// Validate checks the rules that hold for every model.
func (s *ImageToVideoSpec) Validate() error {
	if s.Image == 0 {
		return FieldErrorf(CodeMissing, "img_id", "img_id is missing; upload a picture to /openapi/v2/image/upload and pass its img_id")
	}
	return s.VideoSpec.Validate()
}

// NewSpec returns an empty spec of an operation, to decode into.
func NewSpec(op Operation) (Spec, error) {
	switch op {
	case TextToVideo:
		return new(TextToVideoSpec), nil
	case ImageToVideo:
		return new(ImageToVideoSpec), nil
	}
	return nil, fmt.Errorf("unknown operation %q", op)
}

// DecodeSpec reads a spec as stored by json.Marshal.
func DecodeSpec(op Operation, data []byte) (Spec, error) {
	s, err := NewSpec(op)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(data, s); err != nil {
		return nil, fmt.Errorf("decode %s spec: %w", op, err)
	}
	return s, nil
}
