package pixverse_test

import (
	"flag"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"zoetrope/internal/apitest"
	"zoetrope/internal/apitest/fuzz"
	"zoetrope/internal/pixverse"
)

// TestFuzzedRequests sends requests of every kind to a live server: a few, which
// are the same in every run, unless -rapid.checks says how many for each
// operation.
func TestFuzzedRequests(t *testing.T) {
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		for name, value := range map[string]string{"rapid.checks": "8", "rapid.seed": "1"} {
			if err := flag.Set(name, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	var log lockedLog
	s := apitest.Start(t, apitest.SQLite(t), unlimited, func(c *pixverse.Config) {
		c.Log = slog.New(slog.NewTextHandler(&log, nil))
	})
	s.Render(t)
	_, other := s.NewAccount(t, "business", 0)
	fuzz.New(t, fuzz.Target{Spec: pixverse.Spec, URL: s.URL, Key: s.Key, OtherKey: other, Log: log.String}).Run(t)
}

// lockedLog is a log that is read while it is written.
type lockedLog struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lockedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lockedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
