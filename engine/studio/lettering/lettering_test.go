package lettering

import (
	"strings"
	"testing"
)

func TestLinesHaveTheWidthThatIsMeasured(t *testing.T) {
	t.Parallel()
	for _, face := range []Face{Display, Script, Sans, Text} {
		s := Style{Face: face, Size: 40}
		mask, baseline := s.Line("Hamburg 1962")
		left, right, below := mask.W, 0, 0
		for i, v := range mask.Pix {
			if v > 0.5 {
				left, right, below = min(left, i%mask.W), max(right, i%mask.W), max(below, i/mask.W)
			}
		}
		drawn, said := float64(right-left+1), s.Width("Hamburg 1962")
		if drawn < 0.85*said || drawn > 1.1*said {
			t.Errorf("face %d: drawn %g pixels wide, measured %g", face, drawn, said)
		}
		if below < baseline-3 || left == 0 || right == mask.W-1 {
			t.Errorf("face %d: columns %d to %d down to %d, baseline %d, plane %d wide", face, left, right, below, baseline, mask.W)
		}
	}
}

func TestWrapKeepsWordsAndWidth(t *testing.T) {
	t.Parallel()
	s := Style{Face: Sans, Size: 20}
	const text = "the quick brown fox jumps over the lazy dog by the river bank"
	lines := s.Wrap(text, 200)
	if got := strings.Join(lines, " "); got != text {
		t.Errorf("lines say %q", got)
	}
	if len(lines) < 3 {
		t.Errorf("only %d lines", len(lines))
	}
	for _, l := range lines {
		if s.Width(l) > 200 {
			t.Errorf("%q is %g pixels wide", l, s.Width(l))
		}
	}
	if lines := s.Wrap("   ", 100); len(lines) != 0 {
		t.Errorf("blank text gives %q", lines)
	}
}

func TestFitReducesOnly(t *testing.T) {
	t.Parallel()
	s := Style{Face: Display, Size: 100, Spacing: 0.05}
	if got := s.Fit("short", 10_000); got != s {
		t.Errorf("a short line became %v", got)
	}
	if got := s.Fit("a rather long title", 200); got.Width("a rather long title") > 202 {
		t.Errorf("it is %g wide", got.Width("a rather long title"))
	}
}
