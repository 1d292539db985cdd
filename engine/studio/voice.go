package studio

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/lips"
	"zoetrope/engine/studio/audio/speech"
	"zoetrope/internal/media"
)

// performance is what a mouth has to follow: a sound in a file, and the phones in it where they are known.
type performance struct {
	path   string // WAV, 48 kHz
	sound  *lips.Sound
	phones []speech.Phone
	length float64 // seconds of the sound
	about  string
	notes  []string
}

// shapes is the mouth for every frame of a clip.
func (p *performance) shapes(fps, frames int) []lips.Shape {
	if len(p.phones) > 0 {
		return p.sound.Say(p.phones, fps, frames)
	}
	return p.sound.Shapes(fps, frames)
}

// perform makes the speech of a job: its recording decoded, or its text spoken. Speech over most seconds is spoken quicker, and
// cut where that does not do.
func (e *Engine) perform(ctx context.Context, job engine.Job, s *zoetrope.SpeechSpec, most float64) (*performance, error) {
	p := &performance{path: filepath.Join(job.Scratch, "speech.wav")}
	if s.Audio != 0 {
		if err := e.decodeSpeech(ctx, job, s.Audio, p); err != nil {
			return nil, err
		}
	} else if err := e.sayText(ctx, job, s, most, p); err != nil {
		return nil, err
	}
	if over := p.length - most; over > 0.15 {
		p.notes = append(p.notes, fmt.Sprintf("the speech is %.1f s longer than the clip and is cut off", over))
	}
	var err error
	if p.sound, err = lips.Listen(p.path, most); err != nil {
		return nil, fmt.Errorf("analyse the speech: %w", err)
	}
	if p.sound.Silent() {
		return nil, zoetrope.FieldErrorf(zoetrope.CodeInvalid, "audio_media_id", "the recording is silent: there is nothing to speak; upload one in which a voice can be heard")
	}
	return p, nil
}

func (e *Engine) decodeSpeech(ctx context.Context, job engine.Job, id int64, p *performance) error {
	in, ok := job.Inputs[id]
	if !ok {
		return zoetrope.Errorf(zoetrope.CodeInternal, "the recording %d did not come with the job", id)
	}
	err := e.tools.Sound(ctx, in.Path, p.path, dsp.Rate)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, media.ErrSilent), errors.Is(err, media.ErrBroken), errors.Is(err, media.ErrFormat):
		return zoetrope.WrapError(zoetrope.CodeMediaInvalid, err, "the recording cannot be read; upload it again as MP3, WAV or M4A")
	case err != nil:
		return err
	}
	p.length, p.about = in.Asset.Duration.Seconds(), "the recording"
	return nil
}

// sayText has a text spoken into the file of a performance.
func (e *Engine) sayText(ctx context.Context, job engine.Job, s *zoetrope.SpeechSpec, most float64, p *performance) error {
	synth, err := e.synthesiser()
	if err != nil {
		return zoetrope.WrapError(zoetrope.CodeEngine, err, "this server cannot speak: it has neither espeak-ng nor flite; give a recording or ask its operator to install them")
	}
	voice, err := e.chooseVoice(ctx, job, s, synth)
	if err != nil {
		return err
	}
	r := speech.Request{Text: s.Text, Voice: voice}
	said, err := synth.Say(ctx, r, p.path)
	if err == nil && said.Seconds > most {
		r.Fit = most
		said, err = synth.Say(ctx, r, p.path)
	}
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case errors.Is(err, speech.ErrNoText):
		return zoetrope.WrapError(zoetrope.CodeInvalid, err, "lip_sync_tts_content has nothing that can be spoken")
	case err != nil:
		return zoetrope.WrapError(zoetrope.CodeEngine, err, "the text cannot be spoken on this server")
	}
	p.length, p.phones = said.Seconds, said.Phones
	p.about = fmt.Sprintf("voice %s (%s, %s)", voice.Name, said.Engine, said.Language)
	return nil
}

// chooseVoice is the system voice of a speech, or one made after its sample. Auto is the same voice for every face: the language
// of the text chooses how it speaks, and nobody's age or sex is guessed from a picture.
func (e *Engine) chooseVoice(ctx context.Context, job engine.Job, s *zoetrope.SpeechSpec, synth *speech.Synthesiser) (speech.Voice, error) {
	if s.Sample == 0 {
		voice, ok := speech.Find(cmp.Or(strings.TrimSpace(s.Speaker), speech.Auto))
		if !ok {
			return voice, zoetrope.FieldErrorf(zoetrope.CodeInvalid, "lip_sync_tts_speaker_id", "there is no voice %q; use one of 1 to 14, or Auto", s.Speaker)
		}
		return voice, nil
	}
	sample := performance{path: filepath.Join(job.Scratch, "sample.wav")}
	if err := e.decodeSpeech(ctx, job, s.Sample, &sample); err != nil {
		return speech.Voice{}, err
	}
	voice, heard, err := synth.Clone(ctx, sample.path, speech.Language(s.Text))
	switch {
	case ctx.Err() != nil:
		return voice, context.Cause(ctx)
	case errors.Is(err, speech.ErrNoVoice):
		return voice, zoetrope.FieldErrorf(zoetrope.CodeInvalid, "lip_sync_tts_speaker_id", "no voice can be heard in the recording of this speaker; make one of a recording in which somebody speaks for some seconds")
	case err != nil:
		return voice, zoetrope.WrapError(zoetrope.CodeEngine, err, "the voice cannot be made on this server")
	}
	voice.Name = fmt.Sprintf("of a recording at %.0f Hz", heard.Pitch)
	return voice, nil
}
