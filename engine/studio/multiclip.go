package studio

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"zoetrope"
	"zoetrope/engine/studio/audio"
	"zoetrope/engine/studio/compose"
	"zoetrope/engine/studio/montage"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/yuv"
)

// Storyboard shows the shots of a request for text to video, without drawing them: one, unless several are asked for.
func Storyboard(s *zoetrope.TextToVideoSpec, seed int64, width, height int) (*prompt.Spec, []scene.Shot) {
	words, plan := Plan(s, seed, width, height)
	if !s.MultiClip {
		return words, []scene.Shot{{Plan: plan, Words: words, Frames: s.Frames()}}
	}
	return words, scene.Storyboard(request(words, s, seed, width, height), zoetrope.FPS)
}

// Explain tells people in a few lines what the shots of a film show and what they do not.
func Explain(shots []scene.Shot) []string {
	var out []string
	for i, s := range shots {
		head := "drawn:"
		if len(shots) > 1 {
			head = fmt.Sprintf("shot %d, %s:", i+1, describeShot(s))
		}
		out = append(out, fmt.Sprintf("%s %s", head, s.Plan))
	}
	if m, ok := mannerOf(shots[0].Style, shots[0].Words); ok {
		out = append(out, fmt.Sprintf("style: every picture is repainted as %s", m.style))
	}
	last := shots[len(shots)-1]
	out = append(out, explainTitles(shots[0].Words, last.First+last.Frames)...)
	for _, note := range notesOf(shots) {
		out = append(out, "note:  "+note)
	}
	return out
}

// notesOf are the notes of all shots, each once.
func notesOf(shots []scene.Shot) []string {
	var out []string
	for _, s := range shots {
		for _, n := range s.Notes {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
	}
	return out
}

// describeShots says in a line what the shots of a film show; "" for a film in one.
func describeShots(shots []scene.Shot) string {
	if len(shots) < 2 {
		return ""
	}
	var parts []string
	for _, s := range shots {
		parts = append(parts, describeShot(s))
	}
	return fmt.Sprintf("%d shots: %s", len(shots), strings.Join(parts, "; "))
}

// describeShot is such as "0.0 s wide (a wolf runs)".
func describeShot(s scene.Shot) string {
	out := fmt.Sprintf("%.1f s %s", moment(s.First), s.Framing)
	if s.Part != "" {
		out += " (" + s.Part + ")"
	}
	return out
}

// exposureTrust is how far shots of one film share one exposure, in its logarithm: the rest is that of the shot itself, so that
// neither a view into the light nor one onto dark ground jumps out at the cut.
const exposureTrust = 0.65

// reel draws the shots of a film one after another.
type reel struct {
	engine        *Engine
	shots         []scene.Shot
	tiers         []tier
	exposures     []float32 // of films of several shots
	hold          int       // for how many frames a picture stays, 1 or more
	width, height int
}

// reel prepares the film of shots: all are metered before the first is drawn.
func (e *Engine) reel(ctx context.Context, shots []scene.Shot, w, h int) (*reel, error) {
	r := &reel{engine: e, shots: shots, hold: 1, width: w, height: h}
	for _, s := range shots {
		t, err := e.costs.tierFor(ctx, s.Plan, e.backend, w, h)
		if err != nil {
			return nil, err
		}
		r.tiers = append(r.tiers, t)
	}
	if len(shots) == 1 {
		return r, nil
	}
	for i, s := range shots {
		f := &film{plan: s.Plan, tier: r.tiers[i], backend: e.backend, w: w, h: h}
		look, err := f.meter(ctx)
		if err != nil {
			return nil, err
		}
		r.exposures = append(r.exposures, look.Exposure)
	}
	bringTogether(r.exposures)
	return r, nil
}

// bringTogether moves exposures towards their mean.
func bringTogether(exposures []float32) {
	mean := 0.0
	for _, v := range exposures {
		mean += math.Log(float64(v)) / float64(len(exposures))
	}
	for i, v := range exposures {
		own := math.Log(float64(v))
		exposures[i] = float32(math.Exp(own + exposureTrust*(mean-own)))
	}
}

// film prepares shot i.
func (r *reel) film(ctx context.Context, i int) (*film, error) {
	f, err := newFilm(ctx, r.shots[i].Plan, r.tiers[i], r.engine.backend, r.width, r.height)
	if err == nil && r.exposures != nil {
		f.expose(r.exposures[i])
	}
	return f, err
}

// expose sets the exposure of a film anew.
func (f *film) expose(exposure float32) {
	look := f.plan.Look
	look.Exposure = exposure
	f.exposure = exposure
	f.finisher = compose.NewFinisher(f.w, f.h, look, f.plan.Seed)
}

// play draws all frames in order. Only one shot is in memory at a time.
func (r *reel) play(ctx context.Context, _ int, emit func([]byte) error) error {
	cut := montage.Film{Width: r.width, Height: r.height}
	for i, s := range r.shots {
		cut.Shots = append(cut.Shots, montage.Shot{Frames: s.Frames, Play: func(ctx context.Context, frames int, emit func([]byte) error) error {
			f, err := r.film(ctx, i)
			if err != nil {
				return err
			}
			return r.held(ctx, f, frames, emit)
		}})
	}
	return cut.Play(ctx, emit)
}

// held draws the frames of a shot, each of which is emitted as often as it is held.
func (r *reel) held(ctx context.Context, f *film, frames int, emit func([]byte) error) error {
	q := f.sequence(frames)
	draw := func(ctx context.Context, i int, dst []byte) error { return q.frame(ctx, i*r.hold, dst) }
	sent := 0
	return pipeline(ctx, (frames+r.hold-1)/r.hold, yuv.Size(r.width, r.height), draw, func(frame []byte) error {
		for range min(r.hold, frames-sent) {
			sent++
			if err := emit(frame); err != nil {
				return err
			}
		}
		return nil
	})
}

// tier is that of the film; of several the lowest.
func (r *reel) tier() tier {
	t := r.tiers[0]
	for _, other := range r.tiers {
		if other.stride > t.stride {
			t = other
		}
	}
	return t
}

// hearShots is what a film of several shots sounds like: one ambience, that of the first, through all cuts, and what happens in
// each shot at its time.
func hearShots(words *prompt.Spec, shots []scene.Shot) audio.Scene {
	out := hearFilm(words, shots[0].Plan)
	if len(shots) == 1 {
		return out
	}
	out.Subjects, out.Lightning, out.Bursts, out.Cuts = nil, nil, nil, nil
	for _, s := range shots {
		own := hearFilm(s.Words, s.Plan)
		from, to := moment(s.First), moment(s.First+s.Frames)
		out.Lightning = append(out.Lightning, shifted(own.Lightning, from, to)...)
		out.Cuts = append(out.Cuts, shifted(own.Cuts, from, to)...)
		out.Bursts = append(out.Bursts, shiftedEvents(own.Bursts, from, to)...)
		for _, sub := range own.Subjects {
			out.Subjects = addSubject(out.Subjects, sub, from, to)
		}
	}
	return out
}

// addSubject adds what is heard of a subject between two times; a subject that was heard before goes on with new contacts.
func addSubject(all []audio.Subject, sub audio.Subject, from, to float64) []audio.Subject {
	sub.Contacts = shiftedEvents(sub.Contacts, from, to)
	pan := make(audio.Curve, len(sub.Pan))
	for i, p := range sub.Pan {
		pan[i] = audio.Point{At: p.At + from, Value: p.Value}
	}
	sub.Pan = pan
	for i := range all {
		had := &all[i]
		if had.Name == sub.Name && had.Action == sub.Action {
			had.Contacts = append(had.Contacts, sub.Contacts...)
			had.Distance = min(had.Distance, sub.Distance)
			if n := len(had.Pan); n > 0 && len(sub.Pan) > 0 && had.Pan[n-1].At <= sub.Pan[0].At {
				had.Pan = append(had.Pan, sub.Pan...)
			}
			return all
		}
	}
	return append(all, sub)
}

// shifted are the times of a shot in the film.
func shifted(times []float64, from, to float64) []float64 {
	var out []float64
	for _, t := range times {
		if t+from < to {
			out = append(out, t+from)
		}
	}
	return out
}

func shiftedEvents(events []audio.Event, from, to float64) []audio.Event {
	var out []audio.Event
	for _, v := range events {
		if v.At += from; v.At < to {
			out = append(out, v)
		}
	}
	return out
}
