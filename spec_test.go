package zoetrope_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"zoetrope"
)

func TestSpecValidate(t *testing.T) {
	t.Parallel()
	text := func(change func(*zoetrope.TextToVideoSpec)) zoetrope.Spec {
		s := &zoetrope.TextToVideoSpec{VideoSpec: zoetrope.VideoSpec{Prompt: "a lake"}}
		change(s)
		return s
	}
	fusion := func(prompt string, refs ...zoetrope.Reference) zoetrope.Spec {
		return &zoetrope.FusionSpec{VideoSpec: zoetrope.VideoSpec{Prompt: prompt}, Images: refs}
	}
	frames := func(seconds ...int) zoetrope.Spec {
		s := new(zoetrope.MultiTransitionSpec)
		for i, d := range seconds {
			s.Frames = append(s.Frames, zoetrope.KeyFrame{Image: int64(i + 1), Duration: d})
		}
		return s
	}
	seed := func(n int64) *int64 { return &n }
	source := zoetrope.SourceSpec{Source: 1}
	prompted := zoetrope.SourceSpec{Source: 1, VideoSpec: zoetrope.VideoSpec{Prompt: "go on"}}
	cat := zoetrope.Reference{Role: "subject", Image: 1, Name: "cat"}

	tests := []struct {
		name  string
		spec  zoetrope.Spec
		code  zoetrope.Code // "" means valid
		field string
	}{
		{"text", text(func(*zoetrope.TextToVideoSpec) {}), "", ""},
		{"seed at the limit", text(func(s *zoetrope.TextToVideoSpec) { s.Seed = seed(zoetrope.MaxSeed) }), "", ""},
		{"prompt at the limit", text(func(s *zoetrope.TextToVideoSpec) { s.Prompt = strings.Repeat("湖", 5000) }), "", ""},
		{"empty prompt", text(func(s *zoetrope.TextToVideoSpec) { s.Prompt = "" }), zoetrope.CodeMissing, "prompt"},
		{"long prompt", text(func(s *zoetrope.TextToVideoSpec) { s.Prompt = strings.Repeat("湖", 5001) }), zoetrope.CodePromptTooLong, "prompt"},
		{"long negative prompt", text(func(s *zoetrope.TextToVideoSpec) { s.NegativePrompt = strings.Repeat("x", 5001) }), zoetrope.CodeNegativeLong, "negative_prompt"},
		{"negative seed", text(func(s *zoetrope.TextToVideoSpec) { s.Seed = seed(-1) }), zoetrope.CodeInvalid, "seed"},
		{"seed too large", text(func(s *zoetrope.TextToVideoSpec) { s.Seed = seed(zoetrope.MaxSeed + 1) }), zoetrope.CodeInvalid, "seed"},
		{"speech without text", text(func(s *zoetrope.TextToVideoSpec) { s.LipSync = true }), zoetrope.CodeMissing, "lip_sync_tts_content"},
		{"too much speech", text(func(s *zoetrope.TextToVideoSpec) { s.LipSyncText = strings.Repeat("x", 201) }), zoetrope.CodeInvalid, "lip_sync_tts_content"},

		{"image", &zoetrope.ImageToVideoSpec{Image: 1}, "", ""},
		{"image without picture", &zoetrope.ImageToVideoSpec{}, zoetrope.CodeMissing, "img_id"},
		{"template", &zoetrope.TemplateSpec{VideoSpec: zoetrope.VideoSpec{TemplateID: 1}, Images: []int64{1}}, "", ""},
		{"template without id", &zoetrope.TemplateSpec{Images: []int64{1}}, zoetrope.CodeMissing, "template_id"},
		{"template without picture", &zoetrope.TemplateSpec{VideoSpec: zoetrope.VideoSpec{TemplateID: 1}}, zoetrope.CodeMissing, "img_id"},
		{"image template without id", &zoetrope.ImageTemplateSpec{}, zoetrope.CodeMissing, "template_id"},

		{"transition", &zoetrope.TransitionSpec{VideoSpec: zoetrope.VideoSpec{Prompt: "melt"}, First: 1, Last: 2}, "", ""},
		{"transition without first", &zoetrope.TransitionSpec{Last: 2}, zoetrope.CodeMissing, "first_frame_img"},
		{"transition without last", &zoetrope.TransitionSpec{First: 2}, zoetrope.CodeMissing, "last_frame_img"},
		{"transition without prompt", &zoetrope.TransitionSpec{First: 1, Last: 2}, zoetrope.CodeMissing, "prompt"},

		{"two pictures, 8 s", frames(8, 0), "", ""},
		{"two pictures, 9 s", frames(9, 0), zoetrope.CodeInvalid, "multi_transition"},
		{"three pictures", frames(5, 5, 0), "", ""},
		{"three pictures, one of 6 s", frames(5, 6, 0), zoetrope.CodeInvalid, "multi_transition"},
		{"seven pictures", frames(5, 5, 5, 5, 5, 5, 0), "", ""},
		{"eight pictures", frames(1, 1, 1, 1, 1, 1, 1, 0), zoetrope.CodeInvalid, "multi_transition"},
		{"one picture", frames(0), zoetrope.CodeInvalid, "multi_transition"},
		{"no seconds between", frames(0, 0), zoetrope.CodeInvalid, "multi_transition"},
		{"seconds after the last", frames(5, 5), zoetrope.CodeInvalid, "multi_transition"},

		{"fusion", fusion("the @cat sleeps", cat), "", ""},
		{"fusion name with space", fusion("the @red cat sleeps", zoetrope.Reference{Role: "subject", Image: 1, Name: "red cat"}), "", ""},
		{"fusion without references", fusion("hello"), zoetrope.CodeMissing, "image_references"},
		{"fusion with unknown mention", fusion("the @dog sleeps", cat), zoetrope.CodeInvalid, "prompt"},
		{"fusion with one name twice", fusion("@cat", cat, cat), zoetrope.CodeInvalid, "image_references"},
		{"fusion with odd role", fusion("@cat", zoetrope.Reference{Role: "hero", Image: 1, Name: "cat"}), zoetrope.CodeInvalid, "image_references"},
		{"fusion without picture", fusion("@cat", zoetrope.Reference{Role: "subject", Name: "cat"}), zoetrope.CodeMissing, "image_references"},
		{"fusion with long name", fusion("hi", zoetrope.Reference{Role: "subject", Image: 1, Name: strings.Repeat("猫", 11)}), zoetrope.CodeInvalid, "image_references"},
		{"clips outside omni", &zoetrope.FusionSpec{Clips: []zoetrope.ReferenceClip{{Video: 1}}}, zoetrope.CodeInvalid, "video_references"},

		{"extend", &zoetrope.ExtendSpec{SourceSpec: prompted}, "", ""},
		{"extend without source", &zoetrope.ExtendSpec{}, zoetrope.CodeMissing, "source_video_id"},
		{"extend without prompt", &zoetrope.ExtendSpec{SourceSpec: source}, zoetrope.CodeMissing, "prompt"},
		{"mask", &zoetrope.MaskSelectionSpec{SourceSpec: source, KeyFrame: 1}, "", ""},
		{"mask at frame 0", &zoetrope.MaskSelectionSpec{SourceSpec: source}, zoetrope.CodeInvalid, "keyframe_id"},
		{"swap", &zoetrope.SwapSpec{SourceSpec: source, KeyFrame: 1, Mask: 2, Image: 3}, "", ""},
		{"swap without mask", &zoetrope.SwapSpec{SourceSpec: source, KeyFrame: 1, Image: 3}, zoetrope.CodeMissing, "mask_id"},
		{"swap without picture", &zoetrope.SwapSpec{SourceSpec: source, KeyFrame: 1, Mask: 3}, zoetrope.CodeMissing, "img_id"},
		{"restyle by preset", &zoetrope.RestyleSpec{SourceSpec: source, Preset: 1}, "", ""},
		{"restyle by prompt", &zoetrope.RestyleSpec{SourceSpec: prompted}, "", ""},
		{"restyle by nothing", &zoetrope.RestyleSpec{SourceSpec: source}, zoetrope.CodeInvalid, "restyle_id"},
		{"restyle by both", &zoetrope.RestyleSpec{SourceSpec: prompted, Preset: 1}, zoetrope.CodeInvalid, "restyle_id"},
		{"mimic", &zoetrope.MimicSpec{SourceSpec: source, Image: 2}, "", ""},
		{"mimic without picture", &zoetrope.MimicSpec{SourceSpec: source}, zoetrope.CodeMissing, "img_id"},
		{"modify", &zoetrope.ModifySpec{SourceSpec: prompted}, "", ""},
		{"modify with four pictures", &zoetrope.ModifySpec{SourceSpec: prompted, Images: []int64{1, 2, 3, 4}}, zoetrope.CodeInvalid, "img_ids"},
		{"modify with four masks", &zoetrope.ModifySpec{SourceSpec: prompted, Masks: []int64{1, 2, 3, 4}}, zoetrope.CodeInvalid, "mask_ids"},
		{"upscale", &zoetrope.UpscaleSpec{SourceSpec: source}, "", ""},
		{"sound effect", &zoetrope.SoundEffectSpec{SourceSpec: source}, "", ""},

		{"lip sync by recording", &zoetrope.LipSyncSpec{SourceSpec: source, SpeechSpec: zoetrope.SpeechSpec{Audio: 2}}, "", ""},
		{"lip sync by text", &zoetrope.LipSyncSpec{SourceSpec: source, SpeechSpec: zoetrope.SpeechSpec{Speaker: "1", Text: "hi"}}, "", ""},
		{"lip sync by both", &zoetrope.LipSyncSpec{SourceSpec: source, SpeechSpec: zoetrope.SpeechSpec{Audio: 2, Text: "hi"}}, zoetrope.CodeInvalid, "audio_media_id"},
		{"lip sync by nothing", &zoetrope.LipSyncSpec{SourceSpec: source}, zoetrope.CodeMissing, "lip_sync_tts_content"},
		{"lip sync without speaker", &zoetrope.LipSyncSpec{SourceSpec: source, SpeechSpec: zoetrope.SpeechSpec{Text: "hi"}}, zoetrope.CodeMissing, "lip_sync_tts_speaker_id"},
		{"lip sync with long text", &zoetrope.LipSyncSpec{SourceSpec: source, SpeechSpec: zoetrope.SpeechSpec{Speaker: "1", Text: strings.Repeat("x", 201)}}, zoetrope.CodeInvalid, "lip_sync_tts_content"},
		{"avatar", &zoetrope.AvatarSpec{Image: 1, SpeechSpec: zoetrope.SpeechSpec{Audio: 2}}, "", ""},
		{"avatar without picture", &zoetrope.AvatarSpec{SpeechSpec: zoetrope.SpeechSpec{Audio: 2}}, zoetrope.CodeMissing, "img_id"},

		{"agent", &zoetrope.AgentSpec{AgentID: zoetrope.AgentViral}, "", ""},
		{"no agent", &zoetrope.AgentSpec{}, zoetrope.CodeMissing, "agent_id"},
		{"unknown agent", &zoetrope.AgentSpec{AgentID: 7}, zoetrope.CodeInvalid, "agent_id"},
		{"music video", &zoetrope.MusicVideoSpec{Audio: 1, Words: []zoetrope.Word{{0, 1, "la"}, {1, 2, "la"}}}, "", ""},
		{"music video without music", &zoetrope.MusicVideoSpec{}, zoetrope.CodeMissing, "audio_media_id"},
		{"lyrics too long", &zoetrope.MusicVideoSpec{Audio: 1, Lyrics: strings.Repeat("x", 5000)}, zoetrope.CodeLyrics, "lyric_text"},
		{"words out of order", &zoetrope.MusicVideoSpec{Audio: 1, Words: []zoetrope.Word{{2, 3, "la"}, {1, 2, "la"}}}, zoetrope.CodeLyrics, "lyric_timestamp"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := tt.spec.Validate()
			if zoetrope.CodeOf(err) != tt.code {
				t.Fatalf("Validate() = %v, want code %q", err, tt.code)
			}
			if e, ok := errors.AsType[*zoetrope.Error](err); ok && e.Field != tt.field {
				t.Errorf("error %q is about field %q, want %q", e.Message, e.Field, tt.field)
			}
		})
	}
}

func TestMultiTransitionAddsUpItsDuration(t *testing.T) {
	t.Parallel()
	s := &zoetrope.MultiTransitionSpec{Frames: []zoetrope.KeyFrame{{Image: 1, Duration: 3}, {Image: 2, Duration: 4}, {Image: 3}}}
	if err := s.Validate(); err != nil || s.Duration != 7 {
		t.Errorf("3 s and 4 s make %d s, %v", s.Duration, err)
	}
}

func TestSpecsSurviveStorage(t *testing.T) {
	t.Parallel()
	for _, op := range zoetrope.Operations() {
		spec, err := zoetrope.NewSpec(op)
		if err != nil {
			t.Fatal(err)
		}
		if spec.Operation() != op {
			t.Errorf("the spec of %s says it is %s", op, spec.Operation())
		}
		fill(reflect.ValueOf(spec).Elem())
		data, err := json.Marshal(spec)
		if err != nil {
			t.Fatal(err)
		}
		got, err := zoetrope.DecodeSpec(op, data)
		if err != nil || !reflect.DeepEqual(got, spec) {
			t.Errorf("%s comes back as %+v, %v; want %+v", op, got, err, spec)
		}
	}
	if _, err := zoetrope.DecodeSpec("dance", nil); err == nil {
		t.Error("an unknown operation decodes")
	}
}

// fill gives every field below v a value that is not zero, so that a field
// which storage forgets, or two that share a name, shows.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.String:
		v.SetString("word")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(1.5)
	default:
		v.SetInt(7)
	}
}
