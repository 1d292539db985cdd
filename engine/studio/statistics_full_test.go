//go:build e2e

package studio

import "testing"

// Every film of the gallery, larger than in the quick tests.
func TestStatisticsOfTheGallery(t *testing.T) {
	for _, r := range galleryRows(t) {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			checkRow(t, r, 480, 0, 1.5, 4)
			a, b := rowShot(t, r, 1, 160).at(t, 2), rowShot(t, r, 2, 160).at(t, 2)
			if v := ssim(a, b); v >= 0.9 {
				t.Errorf("two seeds have SSIM %.3f, want below 0.9", v)
			}
		})
	}
}
