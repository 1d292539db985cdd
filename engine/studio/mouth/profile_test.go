package mouth

import (
	"math"
	"testing"
)

func TestTablesFollowTheirFunctions(t *testing.T) {
	t.Parallel()
	var l line
	for k := range l {
		l[k] = 0.1 * math.Sin(float64(k))
	}
	var p profile
	p.fill(&l)
	for x := -2.7; x < 2.7; x += 0.0123 {
		gotLine, gotLens := p.at(x)
		if math.Abs(gotLine-l.at(x)) > 2e-3 || math.Abs(gotLens-lens(x)) > 2e-3 {
			t.Fatalf("at %.3f the tables say %.4f and %.4f, want %.4f and %.4f", x, gotLine, gotLens, l.at(x), lens(x))
		}
	}
	for d := 0.0; d < 20; d += 0.0123 {
		if got := bell(d); math.Abs(got-math.Exp(-d)) > 1e-5 {
			t.Fatalf("bell(%.3f) is %.6f", d, got)
		}
	}
}

func TestProfileIsMadeAgainForAnotherLine(t *testing.T) {
	t.Parallel()
	var p profile
	p.fill(&line{})
	p.fill(&line{columns / 2: 0.3})
	if got, _ := p.at(0); math.Abs(got-0.3) > 0.01 {
		t.Errorf("the line is %.3f in the middle, want 0.3", got)
	}
}
