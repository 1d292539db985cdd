package client

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// pause grows from first to longest by a factor at each step, each time give
// or take a fifth, so that clients that failed together do not return together.
type pause struct {
	first, longest time.Duration
	factor         float64
}

// at returns the pause after the given number of earlier ones.
func (p pause) at(step int) time.Duration {
	d := float64(p.first)
	for range step {
		if d *= p.factor; d >= float64(p.longest) {
			d = float64(p.longest)
			break
		}
	}
	return time.Duration(d * (0.8 + 0.4*mathrand.Float64()))
}

// before returns the pause before trying again after err.
func (p pause) before(step int, err error) time.Duration {
	if e, ok := errors.AsType[*Error](err); ok && e.RetryAfter > 0 {
		return e.RetryAfter
	}
	return p.at(step)
}

// sleep waits for d or until ctx is done, which it reports.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// maxRetryAfter bounds how long a server can make the client wait.
const maxRetryAfter = 2 * time.Minute

// retryAfter reads a Retry-After header: seconds or a date; 0 for neither.
func retryAfter(header string, now time.Time) time.Duration {
	d := time.Duration(0)
	if seconds, err := strconv.Atoi(header); err == nil {
		d = time.Duration(min(seconds, int(maxRetryAfter/time.Second))) * time.Second
	} else if at, err := http.ParseTime(header); err == nil {
		d = at.Sub(now)
	}
	return min(max(d, 0), maxRetryAfter)
}

// newUUID returns a random UUID (version 4, RFC 9562).
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
