package photo

import (
	"math"
	"slices"
	"testing"
)

// TestGradeOfRowsAndPixels: a row becomes what its pixels become alone, which lanes do not touch.
func TestGradeOfRowsAndPixels(t *testing.T) {
	t.Parallel()
	for _, l := range []Light{Golden, Night, Storm, Grey} {
		g := newGrade(l).at(1.4)
		row := make([]float32, 4*21)
		for i := range row {
			row[i] = float32(i*37%101) / 100
		}
		alone := slices.Clone(row)
		g.apply(row)
		for i := 0; i < len(alone); i += 4 {
			g.apply(alone[i : i+4])
		}
		for i, v := range row {
			if math.Abs(float64(v-alone[i])) > 1e-6 {
				t.Fatalf("%s: value %d is %g in a row, %g alone", l, i, v, alone[i])
			}
		}
	}
}
