package lips

import "testing"

// TestSingFollowsTheWords: open vowels open the mouth, pursed ones purse it, and before, between and after words it is shut.
func TestSingFollowsTheWords(t *testing.T) {
	t.Parallel()
	const fps = 24
	shapes := Sing([]Sung{{"far", 1, 2}, {"moon", 3, 4}, {"河", 5, 6}}, fps, 7*fps)
	if len(shapes) != 7*fps {
		t.Fatalf("%d shapes", len(shapes))
	}
	most := func(from, to float64, of func(Shape) float64) float64 {
		best := 0.0
		for _, s := range shapes[int(from*fps):int(to*fps)] {
			best = max(best, of(s))
		}
		return best
	}
	open, pursed := func(s Shape) float64 { return s.Open }, func(s Shape) float64 { return -s.Wide }
	for _, rest := range [][2]float64{{0, 0.8}, {2.3, 2.8}, {4.3, 4.8}, {6.3, 7}} {
		if v := most(rest[0], rest[1], open); v > 0.01 {
			t.Errorf("between %v s the mouth is open by %.2f", rest, v)
		}
	}
	if v := most(1, 2, open); v < 0.7 {
		t.Errorf("far opens the mouth by %.2f", v)
	}
	if v := most(3, 4, pursed); v < 0.5 {
		t.Errorf("moon purses the mouth by %.2f", v)
	}
	if v := most(5, 6, open); v < 0.2 {
		t.Errorf("a syllable of Chinese opens the mouth by %.2f", v)
	}
	if first := shapes[3*fps+1]; first.Open > 0.15 {
		t.Errorf("the m of moon is open by %.2f", first.Open)
	}
}

func TestSoundsOfWords(t *testing.T) {
	t.Parallel()
	for word, vowels := range map[string]int{"light": 1, "morning": 2, "shine": 1, "me": 1, "don't": 1, "—": 0, "sky": 1, "": 0} {
		n := 0
		for _, s := range soundsOf(word) {
			if s.weight >= vowel {
				n++
			}
		}
		if n != vowels {
			t.Errorf("%q has %d vowels, want %d", word, n, vowels)
		}
	}
}
