package render

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"zoetrope"
	"zoetrope/internal/generation"
)

// attempt is one claim of a generation, and the pulse that keeps it.
type attempt struct {
	gen    zoetrope.Generation
	engine string
	start  time.Time

	mu       sync.Mutex
	progress float64
	phase    string
	changed  bool // since the last renewal
}

// note takes the progress that an engine reports. It never goes back.
func (a *attempt) note(done float64, phase string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if done > a.progress { // false for NaN
		a.progress, a.changed = min(done, 1), true
	}
	if phase != a.phase {
		a.phase, a.changed = phase, true
	}
}

// state returns the progress to write, and whether it is news.
func (a *attempt) state() (progress float64, phase string, news bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	news, a.changed = a.changed, false
	return a.progress, a.phase, news
}

// pulse is the shortest time between two writes of an attempt's progress.
const pulse = time.Second

// beat renews the attempt's lease until ctx ends: when progress was made, at
// most once a pulse, and else three times per lease. It calls lost when the
// attempt is no longer this worker's: another state was found, or the database
// could not be reached for as long as the lease lasts.
func (s *Service) beat(ctx context.Context, a *attempt, lost func(error)) {
	lease := s.cfg.Lease
	ticker := time.NewTicker(min(pulse, lease/3))
	defer ticker.Stop()
	renewed := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		progress, phase, news := a.state()
		if !news && time.Since(renewed) < lease/3 {
			continue
		}
		at := time.Now()
		err := s.renew(ctx, a, progress, phase)
		switch {
		case err == nil:
			renewed = at
		case ctx.Err() != nil:
			return
		case errors.Is(err, generation.ErrLost):
			lost(err)
			return
		case time.Since(renewed) > lease:
			s.log.ErrorContext(ctx, "the lease of a generation cannot be renewed", slog.Int64("generation", a.gen.ID), slog.Any("error", err))
			lost(generation.ErrLost)
			return
		}
	}
}

// renew gives one renewal a third of the lease, so that a database that hangs
// is noticed while there is time to try again.
func (s *Service) renew(ctx context.Context, a *attempt, progress float64, phase string) error {
	ctx, cancel := context.WithTimeout(ctx, max(s.cfg.Lease/3, pulse))
	defer cancel()
	return s.cfg.Generations.Renew(ctx, a.gen.ID, a.gen.Attempt, s.cfg.Lease, progress, phase)
}
