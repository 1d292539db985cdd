// Package engine says what an engine is: something that renders jobs into
// files. It knows nothing of HTTP, money or databases, so an engine can be a
// CPU renderer in this process (engine/studio) or a client of a GPU server.
package engine

import (
	"context"
	"fmt"
	"slices"

	"zoetrope"
)

// Engine renders jobs. Both methods are safe for concurrent use.
type Engine interface {
	// Capabilities says what the engine can do now.
	Capabilities(ctx context.Context) ([]Capability, error)
	// Render does one job: it writes files into job.Scratch and hands them to
	// sink. It returns when all is written, soon after ctx is cancelled, or
	// with a *zoetrope.Error that says why the job cannot be done.
	Render(ctx context.Context, job Job, sink Sink) error
}

// Job is one piece of work as an engine sees it.
type Job struct {
	ID      int64 // for logs and file names
	Spec    zoetrope.Spec
	Inputs  map[int64]Input // by asset id: everything in Spec.Inputs()
	Scratch string          // an empty directory that the caller removes
	Seed    int64           // 0..zoetrope.MaxSeed; the same job and seed give the same bytes
	Width   int             // pixels of the output, even
	Height  int
}

// Input is an asset made available as a local file.
type Input struct {
	Asset zoetrope.Asset
	Path  string
}

// Sink takes what an engine has to tell. Its functions may be called from one
// goroutine at a time.
type Sink struct {
	// Progress reports the share done (0..1) and what is being done.
	Progress func(done float64, phase string)
	// Output hands over a finished file, which must lie in Job.Scratch.
	Output func(Output) error
}

// Output is a file that an engine made. Each job has one result: a video, or
// for operations that make pictures (see zoetrope.Operation.MakesImage) an
// image. A video may have an image as its poster. Beside these there may be any
// number of images with a name.
type Output struct {
	Kind     zoetrope.AssetKind
	Name     string // "" for the result and its poster; what a further image shows
	Path     string
	Metadata map[string]string // backend, tier, ...: shown to operators
}

// Capability is one operation that an engine offers and its bounds. Empty
// lists mean: no bound.
type Capability struct {
	Operation zoetrope.Operation
	Models    []string
	Qualities []zoetrope.Quality
	MaxLength int // seconds, 0: no bound
	// Templates are the ids that the engine does, of operations that apply one.
	Templates []int64
	// Check, if set, refuses what the engine cannot do for a reason that the lists above do not tell, such as the words of a
	// prompt. Accepts asks it last.
	Check func(zoetrope.Spec) error
	// Notes says in a sentence what the pictures are and are not.
	Notes string
}

// Accepts returns nil if the capability covers the spec, else an error that
// names the field which does not fit.
func (c Capability) Accepts(s zoetrope.Spec) error {
	if s.Operation() != c.Operation {
		return zoetrope.Errorf(zoetrope.CodeUnsupported, "the engine does not do %s", s.Operation())
	}
	v := s.Video()
	if len(c.Models) > 0 && !slices.Contains(c.Models, v.Model) {
		return zoetrope.FieldErrorf(zoetrope.CodeUnsupported, "model", "model %q is not offered by this engine", v.Model)
	}
	if len(c.Templates) > 0 && !slices.Contains(c.Templates, v.TemplateID) {
		return zoetrope.FieldErrorf(zoetrope.CodeUnsupported, "template_id", "template %d is not offered by this engine", v.TemplateID)
	}
	if len(c.Qualities) > 0 && !slices.Contains(c.Qualities, v.Quality) {
		return zoetrope.FieldErrorf(zoetrope.CodeUnsupported, "quality", "quality %q is not offered by this engine", v.Quality)
	}
	if c.MaxLength > 0 && v.Duration > c.MaxLength {
		return zoetrope.FieldErrorf(zoetrope.CodeUnsupported, "duration", "duration %d s is over this engine's %d s", v.Duration, c.MaxLength)
	}
	if c.Check != nil {
		return c.Check(s)
	}
	return nil
}

// Registry holds the configured engines by name, in order of preference.
type Registry struct {
	names   []string
	engines map[string]Engine
}

// Add appends an engine. Names must be unique.
func (r *Registry) Add(name string, e Engine) error {
	if _, dup := r.engines[name]; dup || name == "" {
		return fmt.Errorf("engine name %q is empty or taken", name)
	}
	if r.engines == nil {
		r.engines = make(map[string]Engine)
	}
	r.names = append(r.names, name)
	r.engines[name] = e
	return nil
}

// Names lists the engines in order of preference.
func (r *Registry) Names() []string { return slices.Clone(r.names) }

// Get returns an engine by name, or nil.
func (r *Registry) Get(name string) Engine { return r.engines[name] }

// For returns the first engine that accepts the spec. If none does, the error
// is that of the last engine which offers the operation, or CodeUnsupported.
func (r *Registry) For(ctx context.Context, s zoetrope.Spec) (string, Engine, error) {
	refusal := error(zoetrope.Errorf(zoetrope.CodeUnsupported, "no configured engine can do %s", s.Operation()))
	for _, name := range r.names {
		caps, err := r.engines[name].Capabilities(ctx)
		if err != nil {
			refusal = zoetrope.WrapError(zoetrope.CodeUnavailable, err, "engine %s does not answer", name)
			continue
		}
		for _, c := range caps {
			if c.Operation != s.Operation() {
				continue
			}
			if err := c.Accepts(s); err != nil {
				refusal = err
				continue
			}
			return name, r.engines[name], nil
		}
	}
	return "", nil, refusal
}
