package studio

import (
	"log/slog"
	"testing"

	"go.uber.org/goleak"

	"zoetrope/engine/enginetest"
	"zoetrope/internal/media"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func testEngine(tb testing.TB) *Engine {
	tb.Helper()
	tools, err := media.Find()
	if err != nil {
		tb.Fatal(err)
	}
	return New(tools, slog.New(slog.DiscardHandler))
}

func TestConformance(t *testing.T) {
	e := testEngine(t)
	enginetest.Suite{Engine: e, Tools: e.tools, Deterministic: true, Prepare: giveFace(t, e)}.Run(t)
}
