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
	"zoetrope/engine/studio/audio"
	"zoetrope/engine/studio/audio/speech"
)

// soundtrack is the sound of a clip. The zero value is silence.
type soundtrack struct {
	path  string   // of a WAV file in the scratch directory
	about string   // what is heard, in one line
	notes []string // what is not as the request may expect
	said  spoken   // the text in it, if there is one
}

// wantsSound tells whether a job asks for any sound.
func wantsSound(v *zoetrope.VideoSpec) bool { return v.GenerateAudio || v.SoundEffect || v.LipSync }

// describe adds the soundtrack to the metadata of a clip.
func (t soundtrack) describe(meta map[string]string) {
	meta["has_audio"] = "false"
	if t.path == "" {
		return
	}
	meta["has_audio"], meta["sound"] = "true", t.about
	if len(t.notes) > 0 {
		if meta["notes"] != "" {
			meta["notes"] += "; "
		}
		meta["notes"] += strings.Join(t.notes, "; ")
	}
}

// planSound is what the switches of a request make of what is seen.
func planSound(v *zoetrope.VideoSpec, s audio.Scene, space audio.Place) audio.Plan {
	s.Duration = v.Length().Seconds()
	s.Ambience, s.Music = true, v.GenerateAudio
	if v.SoundEffect {
		s.Words = strings.TrimSpace(v.SoundEffectContent)
	}
	p := audio.FromScene(s)
	if space != "" && s.Words == "" {
		p.Place = space
	}
	return p
}

// record renders the sound of a job into its scratch directory.
func (e *Engine) record(ctx context.Context, job engine.Job, p audio.Plan) (soundtrack, error) {
	out := soundtrack{path: filepath.Join(job.Scratch, "sound.wav")}
	if v := job.Spec.Video(); v.LipSync {
		said, err := e.speak(ctx, v, job.Scratch)
		if err != nil {
			return soundtrack{}, err
		}
		p.Tracks = append(p.Tracks, said.track)
		out.about, out.notes, out.said = said.about+" over ", said.notes, said
	}
	out.about += describeSound(p)
	if err := audio.Render(ctx, p, out.path); err != nil {
		if ctx.Err() != nil {
			return soundtrack{}, context.Cause(ctx)
		}
		return soundtrack{}, fmt.Errorf("render the sound: %w", err)
	}
	return out, nil
}

// describeSound names the voices of a plan, each once.
func describeSound(p audio.Plan) string {
	var parts []string
	seen := map[audio.Kind]bool{}
	for _, c := range p.Cues {
		if !seen[c.Kind] {
			parts = append(parts, string(c.Kind))
		}
		seen[c.Kind] = true
	}
	if p.Music != nil {
		parts = append(parts, "music ("+string(p.Music.Mood)+")")
	}
	return strings.Join(parts, ", ")
}

// spoken is a text in a file.
type spoken struct {
	track  audio.Track
	phones []speech.Phone // in seconds of the file
	about  string
	notes  []string
}

// noMouth is the note on clips in which a text is heard and nobody seen to say it.
const noMouth = "the text is spoken; no mouth moves with it"

// speak has the text of a request spoken into a file in dir, quicker than usual if the clip is short.
func (e *Engine) speak(ctx context.Context, v *zoetrope.VideoSpec, dir string) (spoken, error) {
	voice, ok := speech.Find(cmp.Or(strings.TrimSpace(v.LipSyncSpeaker), speech.Auto))
	if !ok {
		return spoken{}, zoetrope.FieldErrorf(zoetrope.CodeInvalid, "lip_sync_tts_speaker_id", "there is no voice %q; use one of 1 to 14, or Auto", v.LipSyncSpeaker)
	}
	synth, err := e.synthesiser()
	if err != nil {
		return spoken{}, zoetrope.WrapError(zoetrope.CodeEngine, err, "this server cannot speak: it has neither espeak-ng nor flite; turn lip_sync_tts_switch off or ask its operator to install them")
	}
	length := v.Length().Seconds()
	start := min(0.3, 0.05*length)
	r := speech.Request{Text: v.LipSyncText, Voice: voice}
	path := filepath.Join(dir, "speech.wav")
	said, err := synth.Say(ctx, r, path)
	if err == nil && said.Seconds > length-start {
		r.Fit = length - start
		said, err = synth.Say(ctx, r, path)
	}
	switch {
	case ctx.Err() != nil:
		return spoken{}, context.Cause(ctx)
	case errors.Is(err, speech.ErrNoText):
		return spoken{}, zoetrope.WrapError(zoetrope.CodeInvalid, err, "lip_sync_tts_content has nothing that can be spoken")
	case err != nil:
		return spoken{}, zoetrope.WrapError(zoetrope.CodeEngine, err, "the text cannot be spoken on this server")
	}
	out := spoken{
		track: audio.Track{Path: path, Start: start, Speech: true},
		about: fmt.Sprintf("voice %s (%s, %s)", voice.Name, said.Engine, said.Language),
		notes: []string{noMouth}, phones: said.Phones,
	}
	if over := start + said.Seconds - length; over > 0.15 {
		out.notes = append(out.notes, fmt.Sprintf("the text is %.1f s longer than the clip and is cut off", over))
	}
	return out, nil
}
