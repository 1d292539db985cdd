package zoetrope

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

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
	return s.needPrompt("describe the video in words")
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

// TemplateSpec asks for an effect template applied to pictures. The template
// decides about length and motion.
type TemplateSpec struct {
	VideoSpec
	Images []int64 `json:"img_ids"`
}

// Operation returns Template.
func (*TemplateSpec) Operation() Operation { return Template }

// Inputs returns the pictures.
func (s *TemplateSpec) Inputs() []int64 { return s.Images }

// Validate checks the rules that hold for every template.
func (s *TemplateSpec) Validate() error {
	if s.TemplateID == 0 {
		return missingTemplate()
	}
	if len(s.Images) == 0 {
		return FieldErrorf(CodeMissing, "img_id", "img_id is missing; upload a picture and pass its img_id, or several in img_ids")
	}
	return s.VideoSpec.Validate()
}

func missingTemplate() error {
	return FieldErrorf(CodeMissing, "template_id", "template_id is missing; GET /openapi/v2/video/effects/templates/list has them all")
}

// ImageTemplateSpec asks for a picture made of pictures by a template.
type ImageTemplateSpec struct {
	TemplateSpec
}

// Operation returns ImageTemplate.
func (*ImageTemplateSpec) Operation() Operation { return ImageTemplate }

// TransitionSpec asks for a video that begins with one picture and ends with
// another.
type TransitionSpec struct {
	VideoSpec
	First int64 `json:"first_frame_img"`
	Last  int64 `json:"last_frame_img"`
}

// Operation returns Transition.
func (*TransitionSpec) Operation() Operation { return Transition }

// Inputs returns both pictures.
func (s *TransitionSpec) Inputs() []int64 { return []int64{s.First, s.Last} }

// Validate checks the rules that hold for every model.
func (s *TransitionSpec) Validate() error {
	if s.First == 0 {
		return FieldErrorf(CodeMissing, "first_frame_img", "first_frame_img is missing; upload the first picture and pass its img_id")
	}
	if s.Last == 0 {
		return FieldErrorf(CodeMissing, "last_frame_img", "last_frame_img is missing; upload the last picture and pass its img_id")
	}
	return s.needPrompt("say how the first picture becomes the last")
}

// Limits of a multi-transition.
const (
	MinKeyFrames     = 2
	MaxKeyFrames     = 7
	MaxPairSeconds   = 8 // with two pictures
	MaxFrameSeconds  = 5 // to the next picture, with three and more
	MaxMultiDuration = 30
)

// KeyFrame is one picture of a multi-transition and the way to the next.
type KeyFrame struct {
	Image    int64  `json:"img_id"`
	Duration int    `json:"duration"` // seconds to the next picture; 0 for the last
	Prompt   string `json:"prompt,omitempty"`
}

// MultiTransitionSpec asks for a video through several pictures.
type MultiTransitionSpec struct {
	VideoSpec
	Frames []KeyFrame `json:"multi_transition"`
}

// Operation returns MultiTransition.
func (*MultiTransitionSpec) Operation() Operation { return MultiTransition }

// Inputs returns the pictures in order.
func (s *MultiTransitionSpec) Inputs() []int64 {
	ids := make([]int64, len(s.Frames))
	for i, f := range s.Frames {
		ids[i] = f.Image
	}
	return ids
}

// Validate checks the counts and durations, and sets Duration to their sum.
func (s *MultiTransitionSpec) Validate() error {
	const field = "multi_transition"
	if n := len(s.Frames); n < MinKeyFrames || n > MaxKeyFrames {
		return FieldErrorf(CodeInvalid, field, "multi_transition has %d pictures; %d to %d are allowed", n, MinKeyFrames, MaxKeyFrames)
	}
	longest := MaxFrameSeconds
	if len(s.Frames) == 2 {
		longest = MaxPairSeconds
	}
	total, last := 0, len(s.Frames)-1
	for i, f := range s.Frames {
		switch {
		case f.Image == 0:
			return FieldErrorf(CodeMissing, field, "multi_transition[%d].img_id is missing; upload a picture and pass its img_id", i)
		case i == last && f.Duration != 0:
			return FieldErrorf(CodeInvalid, field, "multi_transition[%d].duration is %d; the last picture's must be 0 or absent", i, f.Duration)
		case i != last && (f.Duration < 1 || f.Duration > longest):
			return FieldErrorf(CodeInvalid, field, "multi_transition[%d].duration is %d; with %d pictures 1 to %d are allowed", i, f.Duration, len(s.Frames), longest)
		case utf8.RuneCountInString(f.Prompt) > MaxPrompt:
			return FieldErrorf(CodePromptTooLong, field, "multi_transition[%d].prompt has %d characters; at most %d are allowed", i, utf8.RuneCountInString(f.Prompt), MaxPrompt)
		}
		total += f.Duration
	}
	if total > MaxMultiDuration {
		return FieldErrorf(CodeInvalid, field, "multi_transition lasts %d s in all; at most %d are allowed", total, MaxMultiDuration)
	}
	s.Duration = total
	return s.VideoSpec.Validate()
}

// Limits of a fusion, whatever the model.
const (
	MaxReferences     = 10
	MaxReferenceClips = 2
	MaxReferenceName  = 30 // bytes of UTF-8
)

// Roles of a reference picture.
const (
	ReferenceSubject    = "subject"
	ReferenceBackground = "background"
)

// Reference is a picture that a fusion's prompt calls by @Name.
type Reference struct {
	Role  string `json:"type"`
	Image int64  `json:"img_id"`
	Name  string `json:"ref_name"`
}

// ReferenceClip is a video that a fusion's prompt calls by @Name.
type ReferenceClip struct {
	Video int64  `json:"video"` // asset id
	Name  string `json:"ref_name"`
}

// FusionSpec asks for a video that shows the given subjects.
type FusionSpec struct {
	VideoSpec
	AspectRatio AspectRatio     `json:"aspect_ratio"`
	Images      []Reference     `json:"image_references"`
	Clips       []ReferenceClip `json:"video_references,omitempty"`
	Omni        bool            `json:"omni,omitempty"` // reference_mode omni: clips allowed
}

// Operation returns Fusion.
func (*FusionSpec) Operation() Operation { return Fusion }

// Inputs returns the pictures, then the clips.
func (s *FusionSpec) Inputs() []int64 {
	var ids []int64
	for _, r := range s.Images {
		ids = append(ids, r.Image)
	}
	for _, c := range s.Clips {
		ids = append(ids, c.Video)
	}
	return ids
}

// mention finds @name in a prompt: letters, digits and _ of any script.
var mention = regexp.MustCompile(`@([\p{L}\p{N}_]+)`)

// Validate checks counts and names, and that the prompt mentions only
// references that were given.
func (s *FusionSpec) Validate() error {
	if len(s.Images) == 0 && len(s.Clips) == 0 {
		return FieldErrorf(CodeMissing, "image_references", "image_references is empty; give at least one picture with a ref_name")
	}
	if len(s.Images) > MaxReferences {
		return FieldErrorf(CodeInvalid, "image_references", "image_references has %d pictures; at most %d are allowed", len(s.Images), MaxReferences)
	}
	if len(s.Clips) > MaxReferenceClips {
		return FieldErrorf(CodeInvalid, "video_references", "video_references has %d videos; at most %d are allowed", len(s.Clips), MaxReferenceClips)
	}
	if len(s.Clips) > 0 && !s.Omni {
		return FieldErrorf(CodeInvalid, "video_references", "video_references need reference_mode \"omni\"")
	}
	names := map[string]bool{}
	for i, r := range s.Images {
		if r.Image == 0 {
			return FieldErrorf(CodeMissing, "image_references", "image_references[%d].img_id is missing", i)
		}
		if r.Role != ReferenceSubject && r.Role != ReferenceBackground {
			return FieldErrorf(CodeInvalid, "image_references", "image_references[%d].type is %q; use subject or background", i, r.Role)
		}
		if err := addName(names, "image_references", i, r.Name); err != nil {
			return err
		}
	}
	for i, c := range s.Clips {
		if c.Video == 0 {
			return FieldErrorf(CodeMissing, "video_references", "video_references[%d] has no video; give source_video_id or video_media_id", i)
		}
		if err := addName(names, "video_references", i, c.Name); err != nil {
			return err
		}
	}
	if err := s.needPrompt("describe the video, and call the references by @ and their ref_name"); err != nil {
		return err
	}
	for _, m := range mention.FindAllStringSubmatch(s.Prompt, -1) {
		if !names[m[1]] && !namePrefix(names, s.Prompt, m[1]) {
			return FieldErrorf(CodeInvalid, "prompt", "prompt mentions @%s, but no reference has that ref_name", m[1])
		}
	}
	return nil
}

// namePrefix reports whether the prompt's @word begins a reference name that
// has spaces in it.
func namePrefix(names map[string]bool, prompt, word string) bool {
	for name := range names {
		if strings.HasPrefix(name, word) && strings.Contains(prompt, "@"+name) {
			return true
		}
	}
	return false
}

func addName(names map[string]bool, field string, i int, name string) error {
	if len(name) > MaxReferenceName {
		return FieldErrorf(CodeInvalid, field, "%s[%d].ref_name has %d bytes; at most %d are allowed", field, i, len(name), MaxReferenceName)
	}
	if name != "" && names[name] {
		return FieldErrorf(CodeInvalid, field, "%s[%d].ref_name %q is taken by another reference", field, i, name)
	}
	names[name] = true
	return nil
}
