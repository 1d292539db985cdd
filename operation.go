package zoetrope

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Operation is a verb of the platform.
type Operation string

// The operations. Their names are those of creation_type in the usage list.
const (
	TextToVideo     Operation = "text_to_video"
	ImageToVideo    Operation = "image_to_video"
	Template        Operation = "template" // an effect applied to pictures
	Transition      Operation = "transition"
	MultiTransition Operation = "multi_transition"
	Extend          Operation = "extend"
	Fusion          Operation = "fusion"
	MaskSelection   Operation = "swap_mask"
	Swap            Operation = "swap"
	Restyle         Operation = "restyle"
	Mimic           Operation = "mimic"
	Modify          Operation = "modify"
	Upscale         Operation = "upscale"
	LipSync         Operation = "lip_sync"
	SoundEffect     Operation = "sound_effect"
	Avatar          Operation = "avatar"
	Agent           Operation = "agent"
	MusicVideo      Operation = "music_video"
	ImageTemplate   Operation = "image_to_image" // a template that makes a picture
)

// specs makes an empty spec of each operation. It is the closed set: what is
// not in here cannot be stored or rendered.
var specs = map[Operation]func() Spec{
	TextToVideo:     func() Spec { return new(TextToVideoSpec) },
	ImageToVideo:    func() Spec { return new(ImageToVideoSpec) },
	Template:        func() Spec { return new(TemplateSpec) },
	Transition:      func() Spec { return new(TransitionSpec) },
	MultiTransition: func() Spec { return new(MultiTransitionSpec) },
	Extend:          func() Spec { return new(ExtendSpec) },
	Fusion:          func() Spec { return new(FusionSpec) },
	MaskSelection:   func() Spec { return new(MaskSelectionSpec) },
	Swap:            func() Spec { return new(SwapSpec) },
	Restyle:         func() Spec { return new(RestyleSpec) },
	Mimic:           func() Spec { return new(MimicSpec) },
	Modify:          func() Spec { return new(ModifySpec) },
	Upscale:         func() Spec { return new(UpscaleSpec) },
	LipSync:         func() Spec { return new(LipSyncSpec) },
	SoundEffect:     func() Spec { return new(SoundEffectSpec) },
	Avatar:          func() Spec { return new(AvatarSpec) },
	Agent:           func() Spec { return new(AgentSpec) },
	MusicVideo:      func() Spec { return new(MusicVideoSpec) },
	ImageTemplate:   func() Spec { return new(ImageTemplateSpec) },
}

// Operations lists all operations, sorted.
func Operations() []Operation { return slices.Sorted(maps.Keys(specs)) }

// MakesImage reports whether the operation's result is a picture, not a video.
func (op Operation) MakesImage() bool { return op == MaskSelection || op == ImageTemplate }

// KeepsQuality reports whether the result has the quality of the video that the
// operation works on, so that requests do not ask for one.
func (op Operation) KeepsQuality() bool {
	switch op {
	case Restyle, SoundEffect, Upscale, LipSync, MaskSelection:
		return true
	}
	return false
}

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

// NewSpec returns an empty spec of an operation, to decode into.
func NewSpec(op Operation) (Spec, error) {
	if empty, ok := specs[op]; ok {
		return empty(), nil
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
