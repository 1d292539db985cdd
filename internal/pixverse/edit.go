package pixverse

import (
	"strings"

	"zoetrope"
)

// editGenerators change a video as a whole.
var editGenerators = []generator{
	{"/openapi/v2/video/restyle/generate", readRestyle, sizeOfSource},
	{"/openapi/v2/video/sound_effect/generate", readSoundEffect, sizeOfSource},
	{"/openapi/v2/video/upscale/generate", readUpscale, sizeUpscaled},
	{"/openapi/v2/video/lip_sync/generate", readLipSync, sizeOfSource},
}

func readRestyle(d *draft) zoetrope.Spec {
	spec := &zoetrope.RestyleSpec{Preset: d.id("restyle_id")}
	spec.VideoSpec = d.editSpec()
	spec.Prompt = d.text("restyle_prompt")
	if (spec.Preset == 0) == (spec.Prompt == "") {
		d.fail(zoetrope.FieldErrorf(zoetrope.CodeInvalid, "restyle_id", "either restyle_id or restyle_prompt must be provided, and not both"))
	}
	d.sourceSpec(&spec.SourceSpec)
	return spec
}

func readSoundEffect(d *draft) zoetrope.Spec {
	spec := &zoetrope.SoundEffectSpec{OriginalSound: d.boolean("original_sound_switch")}
	spec.VideoSpec = d.editSpec()
	spec.SoundEffectContent = d.text("sound_effect_content", "prompt")
	d.sourceSpec(&spec.SourceSpec)
	return spec
}

func readUpscale(d *draft) zoetrope.Spec {
	spec := &zoetrope.UpscaleSpec{}
	spec.VideoSpec = d.editSpec()
	d.sourceSpec(&spec.SourceSpec)
	return spec
}

func readLipSync(d *draft) zoetrope.Spec {
	spec := &zoetrope.LipSyncSpec{}
	spec.VideoSpec = d.editSpec()
	d.speech(&spec.SpeechSpec, func() {})
	d.sourceSpec(&spec.SourceSpec)
	return spec
}

// speechText and speechSpeaker are the fields of what to speak; the second name
// of the text is a misspelling in the documentation.
var speechText = []string{"lip_sync_tts_content", "lip_sync_tts_conent"}

const (
	speechSpeaker = "lip_sync_tts_speaker_id"
	speechAudio   = "audio_media_id"
)

// speech reads what shall be spoken: a recording, or a text and a voice. known
// is called when the length of it is.
func (d *draft) speech(spec *zoetrope.SpeechSpec, known func()) {
	spec.Audio = d.id(speechAudio)
	spec.Text = d.text(speechText...)
	spec.Speaker = strings.TrimSpace(d.text(speechSpeaker))
	if spec.Audio != 0 {
		d.files = append(d.files, fileRef{field: speechAudio, id: spec.Audio, kind: zoetrope.AssetAudio,
			found: func(a zoetrope.Asset) error {
				spec.Seconds = wholeSeconds(a.Duration)
				known()
				return nil
			}})
	} else if spec.Text != "" {
		known()
	}
}
