// Package planar follows a flat patch, such as a sign, through a clip to a fraction of a pixel: a homography from the key frame to
// every frame.
//
// Each frame is aligned with the key frame directly, so that nothing drifts, by inverse compositional Gauss-Newton steps (Baker and
// Matthews, "Lucas-Kanade 20 Years On", IJCV 2004) with weights that leave out what passes in front of the patch, and with gain
// and offset of its brightness.
package planar

import "math"

// Homography maps points: (x, y, 1) times the rows of H, with H[8] = 1.
type Homography [9]float64

// Identity leaves points where they are.
var Identity = Homography{1, 0, 0, 0, 1, 0, 0, 0, 1}

// Map is where a point goes.
func (h Homography) Map(x, y float64) (float64, float64) {
	w := h[6]*x + h[7]*y + h[8]
	return (h[0]*x + h[1]*y + h[2]) / w, (h[3]*x + h[4]*y + h[5]) / w
}

// Times is the homography that maps as o does and then as h does.
func (h Homography) Times(o Homography) Homography {
	var out Homography
	for r := range 3 {
		for c := range 3 {
			for k := range 3 {
				out[3*r+c] += h[3*r+k] * o[3*k+c]
			}
		}
	}
	return out.normal()
}

func (h Homography) normal() Homography {
	k := h[8]
	for i := range h {
		h[i] /= k
	}
	return h
}

// Inverse maps back.
func (h Homography) Inverse() Homography {
	return Homography{
		h[4]*h[8] - h[5]*h[7], h[2]*h[7] - h[1]*h[8], h[1]*h[5] - h[2]*h[4],
		h[5]*h[6] - h[3]*h[8], h[0]*h[8] - h[2]*h[6], h[2]*h[3] - h[0]*h[5],
		h[3]*h[7] - h[4]*h[6], h[1]*h[6] - h[0]*h[7], h[0]*h[4] - h[1]*h[3],
	}.normal()
}

// Scaled is the homography between pictures that are k times as large.
func (h Homography) Scaled(k float64) Homography {
	h[2], h[5] = h[2]*k, h[5]*k
	h[6], h[7] = h[6]/k, h[7]/k
	return h
}

// FromUnit maps the unit square to a quadrilateral: (0,0), (1,0), (1,1) and (0,1) to its corners in order (Heckbert, "Fundamentals
// of Texture Mapping and Image Warping", 1989, 2.2.3).
func FromUnit(x, y [4]float64) Homography {
	sx, sy := x[0]-x[1]+x[2]-x[3], y[0]-y[1]+y[2]-y[3]
	dx1, dx2, dy1, dy2 := x[1]-x[2], x[3]-x[2], y[1]-y[2], y[3]-y[2]
	d := dx1*dy2 - dx2*dy1
	if math.Abs(d) < 1e-12 {
		return Homography{x[1] - x[0], x[3] - x[0], x[0], y[1] - y[0], y[3] - y[0], y[0], 0, 0, 1}
	}
	g, h := (sx*dy2-dx2*sy)/d, (dx1*sy-sx*dy1)/d
	return Homography{x[1] - x[0] + g*x[1], x[3] - x[0] + h*x[3], x[0], y[1] - y[0] + g*y[1], y[3] - y[0] + h*y[3], y[0], g, h, 1}
}
