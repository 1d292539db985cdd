package studio

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/audio"
	"zoetrope/engine/studio/audio/voice"
	"zoetrope/engine/studio/footage"
	"zoetrope/internal/media"
)

// soundEffect is what the studio offers for a video that shall be heard.
var soundEffect = engine.Capability{
	Operation: zoetrope.SoundEffect,
	Notes: "Synthesised sound for a video: what a text describes, or else what its colours, light, motion, cuts and faces suggest, " +
		"with sudden sounds at the moments of sudden motion; alone or over the sound of the source. The picture is copied where " +
		"it can be.",
}

// audioRate is the sampling rate in Hz of sound that is taken out of videos.
const audioRate = 48000

func (e *Engine) soundEffect(ctx context.Context, job engine.Job, s *zoetrope.SoundEffectSpec, sink engine.Sink) error {
	start := time.Now()
	src, err := e.openFootage(ctx, job, s.Source)
	if err != nil {
		return err
	}
	sink.Progress(0, "watching the video")
	seen, err := watchClip(ctx, src)
	if err != nil {
		return sourceFault(ctx, err)
	}
	p := planEffect(s, seen, uint64(job.Seed), src.Length().Seconds())
	if s.OriginalSound && src.HasSound {
		original := filepath.Join(job.Scratch, "original.wav")
		if err := e.tools.Sound(ctx, src.Path, original, audioRate); err != nil {
			return sourceFault(ctx, err)
		}
		p.Tracks = append(p.Tracks, audio.Track{Path: original})
	}
	sink.Progress(0, "making the sound")
	track := soundtrack{path: filepath.Join(job.Scratch, "sound.wav"), about: describeSound(p)}
	if err := audio.Render(ctx, p, track.path); err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		return fmt.Errorf("render the sound: %w", err)
	}
	if text := strings.TrimSpace(s.SoundEffectContent); text != "" && !audio.Knows(text) {
		track.notes = append(track.notes, "none of the sounds described is known; what is heard fits the picture instead")
	}
	meta := map[string]string{"backend": "go", "tier": "standard", "scene": "sound effect"}
	track.describe(meta)
	e.log.InfoContext(ctx, "render", "job", job.ID, "sound", track.about, "peaks", len(seen.peaks), "cuts", len(seen.cuts))
	if src.Copyable(job.Width, job.Height) {
		meta["picture"] = "copied"
		return e.copyPicture(ctx, job, src, track.path, meta, sink, start)
	}
	meta["picture"] = "encoded"
	keep := func(int, []byte) error { return nil }
	return e.editRaw(ctx, job, src, keep, editOptions{sound: track.path, meta: meta}, sink)
}

// planEffect is what is heard: the described sounds, or those of what is seen where none is described or known. Sudden sounds fall on
// the moments of motion.
func planEffect(s *zoetrope.SoundEffectSpec, seen watchedClip, seed uint64, seconds float64) audio.Plan {
	text := strings.TrimSpace(s.SoundEffectContent)
	if audio.Knows(text) {
		p := audio.FromScene(audio.Scene{Duration: seconds, Seed: seed, Words: text})
		onTheBeat(p.Cues, seen.peaks)
		return p
	}
	heard, space := seen.scene(seed, seconds)
	p := audio.FromScene(heard)
	if space != "" {
		p.Place = space
	}
	if len(seen.peaks) > 0 {
		p.Cues = append(p.Cues, audio.Cue{Kind: voice.Whoosh, Gain: -4, Events: seen.peaks})
	}
	return p
}

// onTheBeat gives the single sounds of a description the moments of motion, unless they have moments of their own.
func onTheBeat(cues []audio.Cue, peaks []audio.Event) {
	for i := range cues {
		c := &cues[i]
		traits, ok := voice.Describe(c.Kind)
		if !ok || !traits.Events || len(c.Events) > 0 || gradual[c.Kind] {
			continue
		}
		for _, p := range peaks {
			if p.At >= c.Start && (c.End == 0 || p.At < c.End) {
				c.Events = append(c.Events, p)
			}
		}
	}
}

// gradual are voices of single sounds that go on by themselves and that no motion sets off.
var gradual = map[audio.Kind]bool{
	voice.Birds: true, voice.Frogs: true, voice.Gull: true, voice.Crow: true, voice.Owl: true, voice.Dove: true, voice.Clock: true,
	voice.Typing: true, voice.Heart: true, voice.Footsteps: true, voice.Hooves: true, voice.Thunder: true, voice.Chimes: true,
	voice.Creak: true, voice.Whale: true, voice.Eagle: true, voice.Cow: true, voice.Sheep: true, voice.Phone: true, voice.Drip: true,
}

// copyPicture puts a sound beside the picture of the source, which is not encoded again.
func (e *Engine) copyPicture(ctx context.Context, job engine.Job, src *footage.Clip, sound string, meta map[string]string, sink engine.Sink, start time.Time) error {
	sink.Progress(1-encodingShare, "adding the sound")
	out := clip{path: filepath.Join(job.Scratch, "video.mp4"), poster: filepath.Join(job.Scratch, "poster.jpg")}
	seconds := src.PictureSeconds()
	err := e.tools.Mux(ctx, media.MuxOptions{Path: out.path, Picture: src.Path, Sound: sound, Seconds: seconds})
	switch {
	case ctx.Err() != nil:
		return errors.Join(context.Cause(ctx), err)
	case err != nil:
		return err
	}
	length := time.Duration(seconds * float64(time.Second))
	if err := e.tools.Poster(ctx, out.path, out.poster, length*2/5); err != nil {
		return err
	}
	return e.handOver(out, length, sink, meta, start)
}
