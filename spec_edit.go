package zoetrope

import (
	"slices"
	"unicode/utf8"
)

// SourceSpec is a request about an existing video.
type SourceSpec struct {
	VideoSpec
	Source int64 `json:"source"` // asset id of the video
}

// SourceAsset is the video that an edit is about; Spec implementations without
// one do not have this method.
func (s *SourceSpec) SourceAsset() int64 { return s.Source }

// SetSource sets the video that an edit is about.
func (s *SourceSpec) SetSource(id int64) { s.Source = id }

// Inputs returns the source.
func (s *SourceSpec) Inputs() []int64 { return []int64{s.Source} }

// Validate checks what holds for every edit.
func (s *SourceSpec) Validate() error {
	if s.Source == 0 {
		return FieldErrorf(CodeMissing, "source_video_id", "the source is missing; give source_video_id (a finished generation) or video_media_id (an upload)")
	}
	return s.VideoSpec.Validate()
}

// ExtendSpec asks for a continuation of a video.
type ExtendSpec struct {
	SourceSpec
}

// Operation returns Extend.
func (*ExtendSpec) Operation() Operation { return Extend }

// Validate checks the rules that hold for every model.
func (s *ExtendSpec) Validate() error {
	if err := s.SourceSpec.Validate(); err != nil {
		return err
	}
	return s.needPrompt("say how the video goes on")
}

// MaskSelectionSpec asks for the masks of what can be swapped in one frame.
type MaskSelectionSpec struct {
	SourceSpec
	KeyFrame int `json:"keyframe_id"` // 1 is the first frame
}

// Operation returns MaskSelection.
func (*MaskSelectionSpec) Operation() Operation { return MaskSelection }

// Validate checks the frame's number.
func (s *MaskSelectionSpec) Validate() error {
	if s.KeyFrame < 1 {
		return FieldErrorf(CodeInvalid, "keyframe_id", "keyframe_id is %d; frames count from 1", s.KeyFrame)
	}
	return s.SourceSpec.Validate()
}

// SwapSpec asks to replace what a mask covers by a picture's subject.
type SwapSpec struct {
	SourceSpec
	KeyFrame      int   `json:"keyframe_id"`
	Mask          int64 `json:"mask"` // asset id
	Image         int64 `json:"img_id"`
	OriginalSound bool  `json:"original_sound_switch,omitempty"`
}

// Operation returns Swap.
func (*SwapSpec) Operation() Operation { return Swap }

// Inputs returns the source, the mask and the picture.
func (s *SwapSpec) Inputs() []int64 { return []int64{s.Source, s.Mask, s.Image} }

// Validate checks that nothing is missing.
func (s *SwapSpec) Validate() error {
	if s.Mask == 0 {
		return FieldErrorf(CodeMissing, "mask_id", "mask_id is missing; POST /openapi/v2/video/mask/selection answers masks")
	}
	if s.Image == 0 {
		return FieldErrorf(CodeMissing, "img_id", "img_id is missing; upload the picture to swap in")
	}
	if s.KeyFrame < 1 {
		return FieldErrorf(CodeInvalid, "keyframe_id", "keyframe_id is %d; use that of the mask selection", s.KeyFrame)
	}
	return s.SourceSpec.Validate()
}

// RestyleSpec asks for a video in another style: a preset or a described one.
type RestyleSpec struct {
	SourceSpec
	Preset int64 `json:"restyle_id,omitempty"` // 0: Prompt says it
}

// Operation returns Restyle.
func (*RestyleSpec) Operation() Operation { return Restyle }

// Validate checks that exactly one of preset and prompt is given.
func (s *RestyleSpec) Validate() error {
	if (s.Preset == 0) == (s.Prompt == "") {
		return FieldErrorf(CodeInvalid, "restyle_id", "either restyle_id or restyle_prompt must be provided, and not both")
	}
	return s.SourceSpec.Validate()
}

// MimicSpec asks for a picture's subject to move as a video's person does.
type MimicSpec struct {
	SourceSpec
	Image int64 `json:"img_id"`
}

// Operation returns Mimic.
func (*MimicSpec) Operation() Operation { return Mimic }

// Inputs returns the driving video and the picture.
func (s *MimicSpec) Inputs() []int64 { return []int64{s.Source, s.Image} }

// Validate checks that nothing is missing.
func (s *MimicSpec) Validate() error {
	if s.Image == 0 {
		return FieldErrorf(CodeMissing, "img_id", "img_id is missing; upload the picture that should move")
	}
	return s.SourceSpec.Validate()
}

// MaxModifyInputs bounds the pictures and the masks of a modification.
const MaxModifyInputs = 3

// ModifySpec asks for changes to a video in words, with @selection0 for masks
// and @img0 for pictures.
type ModifySpec struct {
	SourceSpec
	Images    []int64 `json:"img_ids,omitempty"`
	Masks     []int64 `json:"masks,omitempty"` // asset ids
	KeyFrames []int   `json:"keyframe_ids,omitempty"`
}

// Operation returns Modify.
func (*ModifySpec) Operation() Operation { return Modify }

// Inputs returns the source, the pictures and the masks.
func (s *ModifySpec) Inputs() []int64 {
	return append(append([]int64{s.Source}, s.Images...), s.Masks...)
}

// Validate checks counts and the prompt.
func (s *ModifySpec) Validate() error {
	if n := len(s.Images); n > MaxModifyInputs {
		return FieldErrorf(CodeInvalid, "img_ids", "img_ids has %d pictures; at most %d are allowed", n, MaxModifyInputs)
	}
	if n := len(s.Masks); n > MaxModifyInputs {
		return FieldErrorf(CodeInvalid, "mask_ids", "mask_ids has %d masks; at most %d are allowed", n, MaxModifyInputs)
	}
	if err := s.SourceSpec.Validate(); err != nil {
		return err
	}
	return s.needPrompt("say what to change")
}

// UpscaleSpec asks for a larger version of a video.
type UpscaleSpec struct {
	SourceSpec
}

// Operation returns Upscale.
func (*UpscaleSpec) Operation() Operation { return Upscale }

// SoundEffectSpec asks for sound on an existing video.
type SoundEffectSpec struct {
	SourceSpec
	OriginalSound bool `json:"original_sound_switch,omitempty"` // keep it in the mix
}

// Operation returns SoundEffect. What to hear is SoundEffectContent; empty
// means: what fits the picture.
func (*SoundEffectSpec) Operation() Operation { return SoundEffect }

// SpeechSpec is what shall be spoken: a recording, or a text and a voice.
type SpeechSpec struct {
	Audio   int64  `json:"audio,omitempty"`   // asset id
	Seconds int    `json:"seconds,omitempty"` // length of Audio, rounded up
	Speaker string `json:"speaker,omitempty"` // id of a voice
	Sample  int64  `json:"sample,omitempty"`  // asset id of the recording behind a custom voice
	Text    string `json:"text,omitempty"`
}

// Speech returns s, so that embedding structs can be asked for it.
func (s *SpeechSpec) Speech() *SpeechSpec { return s }

// bytesPerSecond is how much text counts as a second of speech, by the official
// price page.
const bytesPerSecond = 15

// SpeechSeconds is how many seconds the speech counts as: those of the recording, or
// one for every 15 bytes of text.
func (s *SpeechSpec) SpeechSeconds() int {
	if s.Audio != 0 {
		return max(s.Seconds, 1)
	}
	return (len(s.Text) + bytesPerSecond - 1) / bytesPerSecond
}

// validateSpeech checks that exactly one way is chosen.
func (s *SpeechSpec) validateSpeech() error {
	if s.Audio != 0 {
		if s.Text != "" || s.Speaker != "" {
			return FieldErrorf(CodeInvalid, "audio_media_id", "give either audio_media_id or lip_sync_tts_content with lip_sync_tts_speaker_id, not both")
		}
		return nil
	}
	if s.Text == "" {
		return FieldErrorf(CodeMissing, "lip_sync_tts_content", "there is nothing to speak; give audio_media_id, or lip_sync_tts_content with lip_sync_tts_speaker_id")
	}
	if s.Speaker == "" {
		return FieldErrorf(CodeMissing, "lip_sync_tts_speaker_id", "lip_sync_tts_speaker_id is missing; GET /openapi/v2/video/lip_sync/tts_list has the voices")
	}
	if n := utf8.RuneCountInString(s.Text); n > MaxSpeech {
		return FieldErrorf(CodeInvalid, "lip_sync_tts_content", "lip_sync_tts_content has %d characters; at most %d are allowed", n, MaxSpeech)
	}
	return nil
}

// speechInputs returns the recordings, if there are any.
func (s *SpeechSpec) speechInputs() []int64 {
	return slices.DeleteFunc([]int64{s.Audio, s.Sample}, func(id int64) bool { return id == 0 })
}

// LipSyncSpec asks for a video whose mouth speaks.
type LipSyncSpec struct {
	SourceSpec
	SpeechSpec
}

// Operation returns LipSync.
func (*LipSyncSpec) Operation() Operation { return LipSync }

// Inputs returns the source and the recording.
func (s *LipSyncSpec) Inputs() []int64 {
	return append(s.SourceSpec.Inputs(), s.speechInputs()...)
}

// Validate checks source and speech.
func (s *LipSyncSpec) Validate() error {
	if err := s.validateSpeech(); err != nil {
		return err
	}
	return s.SourceSpec.Validate()
}

// AvatarSpec asks for a portrait that speaks.
type AvatarSpec struct {
	VideoSpec
	SpeechSpec
	Image int64 `json:"img_id"`
}

// Operation returns Avatar.
func (*AvatarSpec) Operation() Operation { return Avatar }

// Inputs returns the portrait and the recording.
func (s *AvatarSpec) Inputs() []int64 {
	return append([]int64{s.Image}, s.speechInputs()...)
}

// Validate checks picture and speech.
func (s *AvatarSpec) Validate() error {
	if s.Image == 0 {
		return FieldErrorf(CodeMissing, "img_id", "img_id is missing; upload the portrait that should speak")
	}
	if err := s.validateSpeech(); err != nil {
		return err
	}
	return s.VideoSpec.Validate()
}
