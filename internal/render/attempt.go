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
	"zoetrope/internal/db"
)

// files are the published results of an attempt.
type files struct {
	result   Published
	poster   Published // zero when the result is a picture
	further  []Published
	metadata map[string]string
}

// all lists what was published, the result first.
func (f *files) all() []Published {
	all := []Published{f.result}
	if f.poster.Commit != nil {
		all = append(all, f.poster)
	}
	return append(all, f.further...)
}

// commit writes all asset rows in the settling transaction.
func (f *files) commit(ctx context.Context, tx *db.Tx) error {
	for _, p := range f.all() {
		if err := p.Commit(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// discard removes the bytes of results that are not wanted.
func (f *files) discard(ctx context.Context) {
	for _, p := range f.all() {
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
	made := &made{scratch: job.Scratch, image: job.Spec.Operation().MakesImage()}
	if err := renderGuarded(ctx, eng, job, engine.Sink{Progress: a.note, Output: made.take}); err != nil {
		return nil, err
	}
	a.note(1, "publishing")
	if err := s.verify(ctx, a, job, made); err != nil {
		return nil, err
	}
	if err := s.judge(ctx, a.gen, made.result, scratch); err != nil {
		return nil, err
	}
	if made.poster == "" && !made.image {
		made.poster = filepath.Join(job.Scratch, "poster.jpg")
		if err := s.cfg.Media.Poster(ctx, made.result, made.poster, a.gen.Spec.Video().Length()/3); err != nil {
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
		if _, again := job.Inputs[id]; again {
			continue // such as a picture that a transition returns to
		}
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

// maxFurther bounds the named images of one job.
const maxFurther = 100

// made is what an engine hands over.
type made struct {
	scratch  string
	image    bool // the result is a picture, which has no poster
	result   string
	poster   string
	further  []engine.Output
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
	if o.Name != "" {
		if o.Kind != zoetrope.AssetImage || len(m.further) == maxFurther {
			return fmt.Errorf("output %q of kind %s is not expected, or one too many", o.Name, o.Kind)
		}
		m.further = append(m.further, o)
		return nil
	}
	into := &m.poster
	switch {
	case o.Kind == zoetrope.AssetVideo && !m.image, o.Kind == zoetrope.AssetImage && m.image:
		into, m.metadata = &m.result, o.Metadata
	case o.Kind != zoetrope.AssetImage:
		return fmt.Errorf("output of kind %q is not expected", o.Kind)
	}
	if *into != "" {
		return fmt.Errorf("a second output of kind %s", o.Kind)
	}
	*into = o.Path
	return nil
}

// verify believes nothing about the engine's file: it must be a video in
// H.264, or a picture, of exactly the size and length that were asked for.
func (s *Service) verify(ctx context.Context, a *attempt, job engine.Job, m *made) error {
	wrong := func(cause error) error {
		return zoetrope.WrapError(zoetrope.CodeEngine, cause, "the engine did not make what was asked for; its credits were returned")
	}
	if m.result == "" {
		return wrong(fmt.Errorf("engine %s handed over no result", a.engine))
	}
	var faults []string
	if m.image {
		found, err := imageFaults(m.result, a.gen)
		if err != nil {
			return wrong(fmt.Errorf("look at the output of engine %s: %w", a.engine, err))
		}
		faults = found
	} else {
		info, err := s.cfg.Media.Probe(ctx, m.result)
		if err != nil {
			return wrong(fmt.Errorf("probe the output of engine %s: %w", a.engine, err))
		}
		faults = videoFaults(info, a.gen, lengths(job))
	}
	if len(faults) > 0 {
		return wrong(fmt.Errorf("output of engine %s: %s", a.engine, strings.Join(faults, ", ")))
	}
	return nil
}

// judge asks Config.Judge, in a directory of its own.
func (s *Service) judge(ctx context.Context, g zoetrope.Generation, result, scratch string) error {
	if s.cfg.Judge == nil {
		return nil
	}
	dir := filepath.Join(scratch, "judge")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return fmt.Errorf("make a scratch directory: %w", err)
	}
	return s.cfg.Judge(ctx, g, result, dir)
}

// publish stores everything that was made; when one file fails, the others are
// removed.
func (s *Service) publish(ctx context.Context, g zoetrope.Generation, m *made) (out *files, err error) {
	out = &files{metadata: m.metadata}
	defer func() {
		if err != nil {
			out.discard(context.WithoutCancel(ctx))
			out, err = nil, publishError(err)
		}
	}()
	kind := zoetrope.AssetVideo
	if m.image {
		kind = zoetrope.AssetImage
	}
	if out.result, err = s.cfg.Assets.Publish(ctx, g, engine.Output{Kind: kind, Path: m.result}); err != nil {
		return out, err
	}
	if m.poster != "" {
		if out.poster, err = s.cfg.Assets.Publish(ctx, g, engine.Output{Kind: zoetrope.AssetImage, Path: m.poster}); err != nil {
			return out, err
		}
	}
	for _, o := range m.further {
		p, err := s.cfg.Assets.Publish(ctx, g, o)
		if err != nil {
			return out, err
		}
		out.further = append(out.further, p)
	}
	return out, nil
}

// publishError makes failures of the store retryable, whatever their kind.
func publishError(err error) error {
	return zoetrope.WrapError(zoetrope.CodeUploadFailed, err, "the finished work could not be stored; its credits were returned")
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
