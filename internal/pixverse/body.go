package pixverse

import (
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"zoetrope"
)

// Patience with clients that send slowly.
const (
	readPause   = 30 * time.Second // longest silence within a body
	readTotal   = 15 * time.Minute // longest body
	drainTime   = 30 * time.Second
	drainLimit  = 256 << 20 // bytes read and thrown away so that the client gets to see the answer
	deadlineLag = time.Second
)

// body reads a request's body within a number of bytes and a rate of progress,
// and keeps the first failure as an error for the client. It exists because
// whoever reads from it (a multipart reader, an asset being stored) wraps or
// replaces read errors, and the client should hear what really went wrong.
type body struct {
	src     io.ReadCloser
	control *http.ResponseController
	limit   int64 // bytes that may still be read
	max     int64
	started time.Time
	renewed time.Time // when the read deadline was last moved
	err     error     // the first failure other than io.EOF
	done    bool      // the end was reached
}

// newBody wraps a request's body. Nothing is read before the first Read, so a
// client that waits for "100 Continue" sends nothing if refused before.
func newBody(src io.ReadCloser, control *http.ResponseController, limit int64) *body {
	return &body{src: src, control: control, limit: limit, max: limit}
}

// Read implements io.Reader.
func (b *body) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	if err := b.renew(); err != nil {
		return 0, err
	}
	if int64(len(p)) > b.limit+1 {
		p = p[:b.limit+1]
	}
	n, err := b.src.Read(p)
	if b.limit -= int64(n); b.limit < 0 {
		return 0, b.fail(zoetrope.Errorf(zoetrope.CodeTooLarge, "the request is larger than %s, which is the limit here; send a smaller file", bytesText(b.max)))
	}
	switch {
	case err == nil:
	case errors.Is(err, io.EOF):
		b.done = true
		b.clear()
	case errors.Is(err, os.ErrDeadlineExceeded):
		return n, b.fail(zoetrope.WrapError(zoetrope.CodeTimeout, err, "nothing arrived for %s; the upload was given up, try again", readPause))
	default:
		return n, b.fail(zoetrope.WrapError(zoetrope.CodeType, err, "the request ended before it was complete; send it again"))
	}
	return n, err
}

// renew moves the read deadline while the client keeps sending.
func (b *body) renew() error {
	now := time.Now()
	if b.started.IsZero() {
		b.started = now
	}
	if now.Sub(b.started) > readTotal {
		return b.fail(zoetrope.Errorf(zoetrope.CodeTimeout, "the request took longer than %s to arrive; try again over a faster connection", readTotal))
	}
	if now.Sub(b.renewed) > deadlineLag {
		b.renewed = now
		// Not every ResponseWriter has deadlines (those of tests do not).
		_ = b.control.SetReadDeadline(now.Add(readPause))
	}
	return nil
}

// clear removes the read deadline: expiring while the request is being
// answered, it would cancel the request's context.
func (b *body) clear() {
	if !b.renewed.IsZero() {
		_ = b.control.SetReadDeadline(time.Time{})
	}
}

// fail keeps the first failure.
func (b *body) fail(err error) error {
	b.clear()
	if b.err == nil {
		b.err = err
	}
	return b.err
}

// drain throws away what the client is still sending, within reason. Without
// it, closing the connection under a client that has not finished makes its
// side report a broken pipe in place of our answer.
func (b *body) drain(expectsContinue bool) {
	if b.done || b.src == nil || b.src == http.NoBody || (b.started.IsZero() && expectsContinue) {
		return
	}
	_ = b.control.SetReadDeadline(time.Now().Add(drainTime))
	_, _ = io.CopyN(io.Discard, b.src, drainLimit)
	_ = b.control.SetReadDeadline(time.Time{})
}

// readAll reads a body that is meant to be small.
func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxBody {
		return nil, zoetrope.Errorf(zoetrope.CodeInvalid, "the body is larger than %s; send only the documented fields", bytesText(maxBody))
	}
	return data, nil
}

// toValidUTF8 replaces what is not UTF-8 by U+FFFD, as encoding/json does.
func toValidUTF8(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
