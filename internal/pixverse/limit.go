package pixverse

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"zoetrope"
)

// maxLimiters bounds the table of readLimits; a full table is started afresh,
// which forgives, never punishes.
const maxLimiters = 10_000

// readLimits is a token bucket per account for requests that only read.
// Submissions are limited in the account's row, at admission.
type readLimits struct {
	perSecond rate.Limit
	burst     int

	mu      sync.Mutex
	buckets map[int64]*rate.Limiter
}

func newReadLimits(perSecond float64, burst int) *readLimits {
	return &readLimits{perSecond: rate.Limit(perSecond), burst: burst, buckets: make(map[int64]*rate.Limiter)}
}

// allow takes a token, or says how long to wait for one.
func (l *readLimits) allow(account int64, now time.Time) error {
	if l.perSecond <= 0 {
		return nil
	}
	l.mu.Lock()
	b := l.buckets[account]
	if b == nil {
		if len(l.buckets) >= maxLimiters {
			clear(l.buckets)
		}
		b = rate.NewLimiter(l.perSecond, l.burst)
		l.buckets[account] = b
	}
	l.mu.Unlock()
	if b.AllowN(now, 1) {
		return nil
	}
	return zoetrope.Errorf(zoetrope.CodeRate, "more than %g reads a second; poll each video every 2 seconds or so", float64(l.perSecond))
}
