package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// Progress is what Wait reports after each look.
type Progress struct {
	Status  string  // queued, rendering, ...; "running" from servers that do not tell
	Done    float64 // 0..1; 0 from servers that do not tell
	Phase   string
	Engine  string
	Attempt int
}

// GenerationError says that a generation ended without a video.
type GenerationError struct {
	ID     int64
	Status Status
	Cause  *Cause // nil from servers that do not tell
}

// Error returns a sentence.
func (e *GenerationError) Error() string {
	if e.Cause != nil && e.Cause.Message != "" {
		return fmt.Sprintf("generation %d %s: %s", e.ID, e.Status, e.Cause.Message)
	}
	return fmt.Sprintf("generation %d %s", e.ID, e.Status)
}

// Wait looks at a generation until it ends and returns its result. If it ends
// without a video the error is a *GenerationError; if ctx ends first, it is
// the context's, and the generation goes on. Failures that may pass, such as
// a server that restarts, are waited out. progress may be nil.
func (c *Client) Wait(ctx context.Context, id int64, progress func(Progress)) (Result, error) {
	look := c.lookDetailed
	for step := 0; ; step++ {
		p, final, cause, err := look(ctx, id)
		if noExtension(err) {
			look = c.lookCompatible
			p, final, cause, err = look(ctx, id)
		}
		if err != nil && (ctx.Err() != nil || !IsRetryable(err)) {
			return Result{}, err
		}
		if err == nil && progress != nil {
			progress(p)
		}
		if err == nil && final {
			return c.ended(ctx, id, cause)
		}
		if err := sleep(ctx, c.poll.before(step, err)); err != nil {
			return Result{}, err
		}
	}
}

// ended fetches the result of a generation known to be over.
func (c *Client) ended(ctx context.Context, id int64, cause *Cause) (Result, error) {
	result, err := c.Result(ctx, id)
	if err != nil {
		return Result{}, err
	}
	if result.Status != StatusDone {
		return result, &GenerationError{ID: id, Status: result.Status, Cause: cause}
	}
	return result, nil
}

// lookDetailed asks the extension.
func (c *Client) lookDetailed(ctx context.Context, id int64) (Progress, bool, *Cause, error) {
	g, err := c.Generation(ctx, id)
	return Progress{Status: g.Status, Done: g.Progress, Phase: g.Phase, Engine: g.Engine, Attempt: g.Attempt}, g.Final(), g.Error, err
}

// lookCompatible asks the compatible API. Statuses it does not document count
// as unfinished, as other clients take them.
func (c *Client) lookCompatible(ctx context.Context, id int64) (Progress, bool, *Cause, error) {
	r, err := c.Result(ctx, id)
	final := r.Status == StatusDone || r.Status == StatusDeleted || r.Status == StatusBlocked || r.Status == StatusFailed
	p := Progress{Status: r.Status.String()}
	if r.Status == StatusDone {
		p.Done = 1
	}
	return p, final, nil, err
}

// noExtension reports whether the server has no such route.
func noExtension(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && (e.HTTPStatus == http.StatusNotFound || e.HTTPStatus == http.StatusMethodNotAllowed)
}
