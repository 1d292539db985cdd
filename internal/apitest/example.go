package apitest

import (
	"context"
	"fmt"
	"os"
	"testing"
)

// Main starts the API with a worker for the example functions of a package, to
// be called by its TestMain. stop ends it.
func Main() (s *Server, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	tb := &mainTB{ctx: ctx}
	tb.Cleanup(cancel)
	s = Start(tb, SQLite(tb))
	s.Render(tb)
	return s, tb.end
}

// mainTB is the part of testing.TB that Start needs where there is no test:
// failures end the process.
type mainTB struct {
	testing.TB // nil, for its unexported method: Start calls the methods below alone
	ctx        context.Context
	cleanups   []func()
}

func (tb *mainTB) Helper()                  {}
func (tb *mainTB) Context() context.Context { return tb.ctx }
func (tb *mainTB) Cleanup(f func())         { tb.cleanups = append(tb.cleanups, f) }

func (tb *mainTB) Fatal(args ...any) {
	fmt.Fprintln(os.Stderr, args...)
	tb.end()
	os.Exit(1)
}

func (tb *mainTB) Error(args ...any) { tb.Fatal(args...) }

func (tb *mainTB) TempDir() string {
	dir, err := os.MkdirTemp("", "apitest")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// end runs the clean-ups, the newest first.
func (tb *mainTB) end() {
	for len(tb.cleanups) > 0 {
		last := len(tb.cleanups) - 1
		f := tb.cleanups[last]
		tb.cleanups = tb.cleanups[:last]
		f()
	}
}
