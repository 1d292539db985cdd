package render_test

import (
	"context"
	"os"
	"testing"

	"zoetrope"
	"zoetrope/internal/render"
)

// TestJudgedResults: a refused result is not published, blocks the generation
// and returns its credits; any other failure of the judge is retried.
func TestJudgedResults(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		verdict error
		status  zoetrope.Status
		judged  int
	}{
		"allowed":     {nil, zoetrope.StatusSucceeded, 1},
		"refused":     {zoetrope.Errorf(zoetrope.CodeModeration, "not that"), zoetrope.StatusBlocked, 1},
		"no judgment": {zoetrope.Errorf(zoetrope.CodeUnavailable, "nobody answers"), zoetrope.StatusFailed, 3},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, _ *painter, f *farm) {
				judged := make(chan string, 10)
				f.worker(func(cfg *render.Config) {
					cfg.Judge = func(_ context.Context, _ zoetrope.Generation, result, dir string) error {
						left, err := os.ReadDir(dir)
						if _, missing := os.Stat(result); missing != nil || err != nil || len(left) > 0 {
							t.Errorf("result %v, directory with %d entries, %v", missing, len(left), err)
						}
						judged <- result
						return c.verdict
					}
				})
				id := f.submit()
				f.awaitStatus(id, c.status)
				if len(judged) != c.judged {
					t.Errorf("judged %d times, want %d", len(judged), c.judged)
				}
				if c.verdict != nil {
					f.wantRefunded()
					if left := files(t, f.blobs); len(left) > 0 {
						t.Errorf("published all the same: %v", left)
					}
				}
			})
		})
	}
}
