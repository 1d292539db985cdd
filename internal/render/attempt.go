package render

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"zoetrope"
	"zoetrope/engine"
)

// files are the published results of an attempt.
type files struct {
	video, poster Published
	metadata      map[string]string
}

// discard removes the bytes of results that are not wanted.
func (f *files) discard(ctx context.Context) {
	for _, p := range []Published{f.video, f.poster} {
		if p.Discard != nil {
			p.Discard(ctx)
		}
	}
}

// render has the engine do the job, and checks and publishes what it made. All
// local files are gone when it returns.
func (s *Service) render(ctx context.Context, a *attempt) (out *files, err error) {
	name, eng, err := s.cfg.Engines.For(ctx, a.gen.Spec)
	if err != nil {
		return nil, err
	}
	a.engine = name
	scratch, err := os.MkdirTemp(s.cfg.Scratch, scratchName(a.gen.ID, a.gen.Attempt))
	if err != nil {
		return nil, fmt.Errorf("make a scratch directory: %w", err)
	}
	defer func() {
		if err := os.RemoveAll(scratch); err != nil {
			s.log.WarnContext(ctx, "a scratch directory is left behind", slog.Any("error", err))
		}
	}()
	job, err := s.job(ctx, a.gen, scratch)
	if err != nil {
		return nil, err
	}
	made := &made{scratch: job.Scratch}
	if err := renderGuarded(ctx, eng, job, engine.Sink{Progress: a.note, Output: made.take}); err != nil {
		return nil, err
	}
	a.note(1, "publishing")
	if err := s.verify(ctx, a, made.video); err != nil {
		return nil, err
	}
	if made.poster == "" {
		made.poster = filepath.Join(job.Scratch, "poster.jpg")
		if err := s.cfg.Media.Poster(ctx, made.video, made.poster, a.gen.Spec.Video().Length()/3); err != nil {
			return nil, fmt.Errorf("take a poster: %w", err)
		}
	}
	return s.publish(ctx, a.gen, made)
}

// job prepares what the engine needs: inputs in one directory of the attempt,
// an empty one to work in beside it.
func (s *Service) job(ctx context.Context, g zoetrope.Generation, scratch string) (engine.Job, error) {
	job := engine.Job{
		ID: g.ID, Spec: g.Spec, Seed: g.Seed, Width: g.Width, Height: g.Height,
		Inputs: make(map[int64]engine.Input), Scratch: filepath.Join(scratch, "work"),
	}
	inputs := filepath.Join(scratch, "inputs")
	for _, dir := range []string{job.Scratch, inputs} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return job, fmt.Errorf("make a scratch directory: %w", err)
		}
	}
	for _, id := range g.Spec.Inputs() {
		in, err := s.cfg.Assets.Local(ctx, g.Account, id, inputs)
		if err != nil {
			return job, fmt.Errorf("fetch input %d: %w", id, err)
		}
		job.Inputs[id] = in
	}
	return job, nil
}

// renderGuarded turns a panic of an engine into an error that is not retried:
// the same input would most likely panic again.
func renderGuarded(ctx context.Context, eng engine.Engine, job engine.Job, sink engine.Sink) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = zoetrope.WrapError(zoetrope.CodeEngine, fmt.Errorf("panic: %v\n%s", v, debug.Stack()),
				"the engine broke down on this request; its credits were returned")
		}
	}()
	return eng.Render(ctx, job, sink)
}

// made is what an engine hands over.
type made struct {
	scratch  string
	video    string
	poster   string
	metadata map[string]string
}

// take accepts an output if it is a plain file inside the scratch directory.
func (m *made) take(o engine.Output) error {
	rel, err := filepath.Rel(m.scratch, o.Path)
	if err != nil || !filepath.IsLocal(rel) {
		return fmt.Errorf("output %s lies outside the scratch directory", o.Path)
	}
	if info, err := os.Lstat(o.Path); err != nil || !info.Mode().IsRegular() {
		return fmt.Errorf("output %s is no regular file", o.Path)
	}
	into := &m.video
	switch o.Kind {
	case zoetrope.AssetVideo:
		m.metadata = o.Metadata
	case zoetrope.AssetImage:
		into = &m.poster
	default:
		return fmt.Errorf("output of kind %q is not expected", o.Kind)
	}
	if *into != "" {
		return fmt.Errorf("a second output of kind %s", o.Kind)
	}
	*into = o.Path
	return nil
}

// verify believes nothing about the engine's file: it must be an MP4 in H.264
// of exactly the size and number of frames that were asked for.
func (s *Service) verify(ctx context.Context, a *attempt, path string) error {
	wrong := func(cause error) error {
		return zoetrope.WrapError(zoetrope.CodeEngine, cause, "the engine did not make the video that was asked for; its credits were returned")
	}
	if path == "" {
		return wrong(fmt.Errorf("engine %s handed over no video", a.engine))
	}
	info, err := s.cfg.Media.Probe(ctx, path)
	if err != nil {
		return wrong(fmt.Errorf("probe the output of engine %s: %w", a.engine, err))
	}
	if faults := faults(info, a.gen); len(faults) > 0 {
		return wrong(fmt.Errorf("output of engine %s: %s", a.engine, strings.Join(faults, ", ")))
	}
	return nil
}

// publish stores video and poster; when one fails, the other is removed.
func (s *Service) publish(ctx context.Context, g zoetrope.Generation, m *made) (*files, error) {
	video, err := s.cfg.Assets.Publish(ctx, g, m.video, zoetrope.AssetVideo)
	if err != nil {
		return nil, publishError(err)
	}
	out := &files{video: video, metadata: m.metadata}
	if out.poster, err = s.cfg.Assets.Publish(ctx, g, m.poster, zoetrope.AssetImage); err != nil {
		out.discard(context.WithoutCancel(ctx))
		return nil, publishError(err)
	}
	return out, nil
}

// publishError makes failures of the store retryable, whatever their kind.
func publishError(err error) error {
	return zoetrope.WrapError(zoetrope.CodeUploadFailed, err, "the finished video could not be stored; its credits were returned")
}

// engineError is the public form of what went wrong in an attempt.
func engineError(err error) *zoetrope.Error {
	if e, ok := errors.AsType[*zoetrope.Error](err); ok {
		return e
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return zoetrope.WrapError(zoetrope.CodeTimeout, err, "rendering took too long; its credits were returned")
	}
	return zoetrope.WrapError(zoetrope.CodeInternal, err, "rendering failed through a fault of this server; its credits were returned")
}

// scratchName is the pattern of an attempt's directory; parseScratch reads it.
func scratchName(id int64, attempt int) string {
	return fmt.Sprintf("attempt-%d-%d-*", id, attempt)
}

func parseScratch(name string) (id int64, attempt int, ok bool) {
	var rest string
	n, _ := fmt.Sscanf(name, "attempt-%d-%d-%s", &id, &attempt, &rest)
	return id, attempt, n == 3
}

// sweepScratch removes the directories of attempts that are no longer current:
// a process that was killed removes nothing.
func (s *Service) sweepScratch(ctx context.Context) error {
	entries, err := os.ReadDir(s.cfg.Scratch)
	if err != nil {
		return fmt.Errorf("sweep scratch directories: %w", err)
	}
	for _, e := range entries {
		id, n, ok := parseScratch(e.Name())
		if !ok {
			continue
		}
		// An attempt removes its own directory after it has settled.
		if info, err := e.Info(); err != nil || time.Since(info.ModTime()) < s.cfg.Lease {
			continue
		}
		current, err := s.cfg.Generations.Current(ctx, id, n)
		if err != nil {
			return err
		}
		if current {
			continue
		}
		if err := os.RemoveAll(filepath.Join(s.cfg.Scratch, e.Name())); err != nil {
			return fmt.Errorf("sweep scratch directories: %w", err)
		}
	}
	return nil
}
