package effect

import "testing"

// TestWordsOfACollageLieBesideItsPrints: the lowest part of the board is kept for the words, whatever the number of prints.
func TestWordsOfACollageLieBesideItsPrints(t *testing.T) {
	t.Parallel()
	for _, n := range []int{2, 3, 5, 9} {
		o := Options{Width: 160, Height: 160, Seed: 3, Prompt: "Summer"}
		img, err := Still(t.Context(), "collage", o, pictures(n))
		if err != nil {
			t.Fatal(err)
		}
		// The board and the strip are light, the prints and their shadows are not.
		covered := 0
		for y := 150; y < 156; y++ {
			for x := 4; x < 36; x++ {
				if r, _, _, _ := img.At(x, y).RGBA(); r < 0x9000 {
					covered++
				}
			}
		}
		if covered > 10 {
			t.Errorf("%d prints cover %d pixels beside the words", n, covered)
		}
	}
}
