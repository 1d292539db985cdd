// Package enginetest is the conformance suite that every engine must pass.
package enginetest

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/internal/media"
)

// Suite says what to test and how.
type Suite struct {
	Engine engine.Engine
	Tools  *media.Tools
	// Width and Height of the test clips, both even; 0 means 64 x 36. They last one second.
	Width, Height int
	// Deterministic engines must repeat themselves to the byte; others are not checked for it.
	Deterministic bool
	// Prepare, if set, may change a job before it is rendered: give a face to an operation that needs one, say. The suite
	// fills in a landscape for every picture, a clip of one second with a tone for every video, and the tone for every
	// recording.
	Prepare func(t *testing.T, job *engine.Job)

	files *files
}

// Run tests every capability that the engine claims.
func (s Suite) Run(t *testing.T) {
	t.Helper()
	if s.Width == 0 {
		s.Width, s.Height = 64, 36
	}
	caps, err := s.Engine.Capabilities(t.Context())
	if err != nil {
		t.Fatalf("capabilities: %v", err)
	}
	if len(caps) == 0 {
		t.Fatal("the engine claims no capability")
	}
	s.files = &files{dir: t.TempDir(), made: map[int64]engine.Input{}}
	t.Run("foreign operation", s.refusesForeignOperation)
	for _, c := range caps {
		t.Run(string(c.Operation), func(t *testing.T) {
			t.Parallel()
			t.Run("claims", func(t *testing.T) { s.claims(t, c) })
			var before []byte
			t.Run("plays", func(t *testing.T) { before = s.plays(t, c) })
			t.Run("cancels", func(t *testing.T) { s.cancels(t, c) })
			t.Run("starts cancelled", func(t *testing.T) { s.startsCancelled(t, c) })
			t.Run("runs side by side and repeats itself", func(t *testing.T) { s.concurrent(t, c, before) })
		})
	}
}

// claims checks that a capability is complete and accepts what it lists.
func (s Suite) claims(t *testing.T, c engine.Capability) {
	t.Helper()
	if c.Notes == "" {
		t.Error("the capability has no notes that say what the pictures are")
	}
	job := s.job(t, c, 1)
	if err := c.Accepts(job.Spec); err != nil {
		t.Errorf("the capability refuses a spec within its bounds: %v", err)
	}
	if c.MaxLength > 0 {
		job.Spec.Video().Duration = c.MaxLength + 1
		if c.Accepts(job.Spec) == nil {
			t.Error("the capability accepts more than its longest duration")
		}
	}
}

// played is the seed of the job that is played and repeated.
const played = 11

// plays renders a job and checks the result, its poster and the progress. It returns the result's bytes.
func (s Suite) plays(t *testing.T, c engine.Capability) []byte {
	t.Helper()
	job := s.job(t, c, played)
	r := newRecorder()
	if err := s.Engine.Render(t.Context(), job, r.sink()); err != nil {
		t.Fatalf("render: %v", err)
	}
	r.checkProgress(t)
	result := r.result()
	if len(result.Metadata) == 0 {
		t.Error("the result has no metadata for operators")
	}
	if !c.Operation.MakesImage() {
		s.checkVideo(t, job, r.single(t, zoetrope.AssetVideo).Path)
	}
	for _, o := range r.outputs {
		if rel, err := filepath.Rel(job.Scratch, o.Path); err != nil || strings.HasPrefix(rel, "..") {
			t.Errorf("output %s is not in the scratch directory", o.Path)
		}
		if o.Kind == zoetrope.AssetImage {
			checkPicture(t, job, o.Path)
		}
	}
	checkNoOpenFiles(t, job.Scratch)
	data, err := os.ReadFile(result.Path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// framesAfterCancel is how many further progress reports a cancelled render may give: what was in flight.
const framesAfterCancel = 4

// cancels ends a job at its first progress report.
func (s Suite) cancels(t *testing.T, c engine.Capability) {
	t.Helper()
	job := s.job(t, c, 3)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r := newRecorder()
	sink := r.sink()
	report := sink.Progress
	sink.Progress = func(done float64, phase string) {
		cancel()
		report(done, phase)
	}
	err := s.Engine.Render(ctx, job, sink)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled render returned %v, want context.Canceled in its chain", err)
	}
	if len(r.outputs) > 0 {
		t.Error("a cancelled render handed over a file")
	}
	if n := len(r.progress); n > 1+framesAfterCancel {
		t.Errorf("%d progress reports after the cancellation", n-1)
	}
	checkNoOpenFiles(t, job.Scratch)
	if left, err := filepath.Glob(filepath.Join(job.Scratch, "*.mp4")); err != nil || len(left) > 0 {
		t.Errorf("a cancelled render left %v (%v)", left, err)
	}
}

func (s Suite) startsCancelled(t *testing.T, c engine.Capability) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := newRecorder()
	if err := s.Engine.Render(ctx, s.job(t, c, 3), r.sink()); err == nil {
		t.Error("a render that was cancelled before its start succeeded")
	}
}

// concurrent renders jobs at a time: the one that was played again, the same with a sink that refuses its files and, where the seed
// invents the picture, one with another seed.
func (s Suite) concurrent(t *testing.T, c engine.Capability, before []byte) {
	t.Helper()
	var wg sync.WaitGroup
	start := func(seed int64) (r *recorder, err *error) {
		job := s.job(t, c, seed)
		r, err = newRecorder(), new(error)
		wg.Go(func() { *err = s.Engine.Render(t.Context(), job, r.sink()) })
		return r, err
	}
	invents := c.Operation == zoetrope.TextToVideo || c.Operation == zoetrope.ImageToVideo
	again, errAgain := start(played)
	other, errOther := newRecorder(), new(error)
	if invents {
		other, errOther = start(played + 1)
	}
	refusal := errors.New("the sink is full")
	full, job := newRecorder().sink(), s.job(t, c, played)
	full.Output = func(engine.Output) error { return refusal }
	if err := s.Engine.Render(t.Context(), job, full); !errors.Is(err, refusal) {
		t.Errorf("render returned %v, want the sink's error in its chain", err)
	}
	wg.Wait()
	if err := errors.Join(*errAgain, *errOther); err != nil {
		t.Fatalf("render side by side: %v", err)
	}
	if !s.Deterministic {
		return
	}
	same := func(r *recorder) bool {
		data, err := os.ReadFile(r.result().Path)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Equal(data, before)
	}
	if !same(again) {
		t.Error("the same job and seed gave two different files")
	}
	if invents && same(other) {
		t.Error("two seeds gave the same file")
	}
}

// foreign is a spec of an operation that no engine does.
type foreign struct{ zoetrope.VideoSpec }

func (*foreign) Operation() zoetrope.Operation { return "no_such_operation" }
func (*foreign) Inputs() []int64               { return nil }

func (s Suite) refusesForeignOperation(t *testing.T) {
	t.Helper()
	spec := &foreign{zoetrope.VideoSpec{Model: "v5", Duration: 1, Quality: zoetrope.Quality360}}
	job := engine.Job{ID: 1, Spec: spec, Scratch: t.TempDir(), Width: s.Width, Height: s.Height}
	r := newRecorder()
	err := s.Engine.Render(t.Context(), job, r.sink())
	if zoetrope.CodeOf(err) != zoetrope.CodeUnsupported {
		t.Errorf("a foreign operation gave %v, want the code %s", err, zoetrope.CodeUnsupported)
	}
	if len(r.outputs) > 0 {
		t.Error("a foreign operation gave a file")
	}
}
