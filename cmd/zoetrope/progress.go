package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows how far a generation is: a bar on a terminal, a line per
// tenth elsewhere, nothing when quiet.
type progress struct {
	out   io.Writer
	bar   *progressbar.ProgressBar
	begun time.Time
	tenth int
}

// newProgress starts a display on out. Quiet shows nothing.
func newProgress(out io.Writer, what string, quiet bool) *progress {
	p := &progress{begun: time.Now(), tenth: -1}
	if quiet {
		return p
	}
	p.out = out
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.bar = progressbar.NewOptions(1000,
			progressbar.OptionSetWriter(out),
			progressbar.OptionSetDescription(what),
			progressbar.OptionSetWidth(32),
			progressbar.OptionSetElapsedTime(true),
			progressbar.OptionSetPredictTime(true),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionSetTheme(progressbar.ThemeUnicode),
		)
	}
	return p
}

// update shows a new share (0..1) and what is being done.
func (p *progress) update(done float64, phase string) {
	switch {
	case p.out == nil:
	case p.bar != nil:
		p.bar.Describe(fmt.Sprintf("%-12s", phase))
		_ = p.bar.Set(int(done * 1000))
	case int(done*10) > p.tenth:
		p.tenth = int(done * 10)
		fmt.Fprintf(p.out, "%3.0f %%  %s  %s\n", done*100, p.elapsed(), phase)
	}
}

// finish completes the display.
func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
		fmt.Fprintln(p.out)
	}
}

// elapsed is the time since the start, to a tenth of a second.
func (p *progress) elapsed() time.Duration {
	return time.Since(p.begun).Round(100 * time.Millisecond)
}
