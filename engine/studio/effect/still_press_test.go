package effect

import "testing"

// TestScrim: behind lines of text a bright ground is darkened, a dark one is left alone, and so is what lies far from the text.
func TestScrim(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ground float32
		want   [2]float32 // bounds of the ground behind the text
	}{{1, [2]float32{0.1, 0.4}}, {0.15, [2]float32{0.15, 0.15}}} {
		s, canvas := &stage{w: 80, h: 60, unit: 60}, newCanvas(80, 60)
		canvas.fill(grey(c.ground))
		canvas.scrim(s, left)
		at := func(x, y int) float32 { return canvas.Pix[4*(y*80+x)] }
		if v := at(8, 52); v < c.want[0] || v > c.want[1] {
			t.Errorf("ground %.2f: behind the text it is %.2f", c.ground, v)
		}
		if v := at(70, 8); v != c.ground {
			t.Errorf("ground %.2f: far from the text it is %.2f", c.ground, v)
		}
	}
}

func TestFeatureless(t *testing.T) {
	t.Parallel()
	wall, checks := blank(64, 64), blank(64, 64)
	for i := range 64 * 64 {
		for k := range 4 {
			wall.Pix[4*i+k], checks.Pix[4*i+k] = 1, 1
			if k < 3 {
				wall.Pix[4*i+k] = 0.8 + 0.001*float32(i%64)
				checks.Pix[4*i+k] = float32((i/8 + i/512) % 2)
			}
		}
	}
	if !featureless(wall.finish()) || featureless(checks.finish()) {
		t.Error("a wall is taken for a pattern, or a pattern for a wall")
	}
}

func TestPrintsOfDocumentsFillTheirSheet(t *testing.T) {
	t.Parallel()
	for _, sheet := range [][2]float64{{960, 540}, {540, 960}, {720, 720}, {800, 600}} {
		cols, rows, cell := idSheet(sheet[0], sheet[1])
		w, h := 35*cell*float64(cols), 45*cell*float64(rows)
		if w > 0.91*sheet[0] || h > 0.87*sheet[1] {
			t.Errorf("%d x %d prints are %.0f x %.0f pixels, too large for a sheet of %v", cols, rows, w, h, sheet)
		}
		if share := w * h / (sheet[0] * sheet[1]); share < 0.6 {
			t.Errorf("%d x %d prints cover %.2f of a sheet of %v", cols, rows, share, sheet)
		}
	}
}
