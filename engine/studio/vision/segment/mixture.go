package segment

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// colour is an RGB triple in 8-bit units, the scale of the constants below.
type colour [3]float64

func (a colour) distance2(b colour) float64 {
	d0, d1, d2 := a[0]-b[0], a[1]-b[1], a[2]-b[2]
	return d0*d0 + d1*d1 + d2*d2
}

func colours(p vision.RGB) []colour {
	out := make([]colour, p.W*p.H)
	for i := range out {
		out[i] = colour{255 * float64(p.R.Pix[i]), 255 * float64(p.G.Pix[i]), 255 * float64(p.B.Pix[i])}
	}
	return out
}

const (
	mixtureSize = 5
	// covarianceFloor keeps flat regions from giving singular components; variance of the rounding noise of a JPEG.
	covarianceFloor = 12
)

// gaussian is one component of a colour mixture.
type gaussian struct {
	mean      colour
	inverse   [3][3]float64
	logFactor float64 // -log weight + half the log determinant
}

type mixture [mixtureSize]gaussian

// fit estimates a mixture from pixels and the component that each belongs to. A component without pixels gets no weight.
func fit(pixels []colour, label []uint8) *mixture {
	var m mixture
	var n [mixtureSize]float64
	for i, p := range pixels {
		n[label[i]]++
		for a := range p {
			m[label[i]].mean[a] += p[a]
		}
	}
	for k := range m {
		for a := range m[k].mean {
			m[k].mean[a] /= math.Max(n[k], 1)
		}
	}
	var cov [mixtureSize][3][3]float64
	for i, p := range pixels {
		k := label[i]
		for a := range 3 {
			for b := range 3 {
				cov[k][a][b] += (p[a] - m[k].mean[a]) * (p[b] - m[k].mean[b]) / n[k]
			}
		}
	}
	for k := range m {
		for a := range 3 {
			cov[k][a][a] += covarianceFloor
		}
		var det float64
		m[k].inverse, det = invert(cov[k])
		weight := n[k] / math.Max(float64(len(pixels)), 1)
		m[k].logFactor = 0.5*math.Log(det) - math.Log(weight+1e-12)
	}
	return &m
}

// nearest returns the component that explains p best and its negative log likelihood.
func (m *mixture) nearest(p colour) (int, float64) {
	best, cost := 0, math.Inf(1)
	for k := range m {
		g := &m[k]
		d0, d1, d2 := p[0]-g.mean[0], p[1]-g.mean[1], p[2]-g.mean[2]
		q := d0*d0*g.inverse[0][0] + d1*d1*g.inverse[1][1] + d2*d2*g.inverse[2][2] +
			2*(d0*d1*g.inverse[0][1]+d0*d2*g.inverse[0][2]+d1*d2*g.inverse[1][2])
		if c := g.logFactor + 0.5*q; c < cost {
			best, cost = k, c
		}
	}
	return best, cost
}

// cluster labels the pixels by k-means from evenly spread starting points.
func cluster(pixels []colour, iterations int) []uint8 {
	label := make([]uint8, len(pixels))
	var centre [mixtureSize]colour
	for k := range centre {
		centre[k] = pixels[(2*k+1)*len(pixels)/(2*mixtureSize)]
	}
	for range iterations {
		var sum [mixtureSize]colour
		var n [mixtureSize]float64
		for i, p := range pixels {
			best, d := 0, math.Inf(1)
			for k := range centre {
				if q := p.distance2(centre[k]); q < d {
					best, d = k, q
				}
			}
			label[i] = uint8(best)
			n[best]++
			for a := range p {
				sum[best][a] += p[a]
			}
		}
		for k := range centre {
			for a := range centre[k] {
				if n[k] > 0 {
					centre[k][a] = sum[k][a] / n[k]
				}
			}
		}
	}
	return label
}

// invert returns the inverse of a symmetric positive definite matrix and its determinant.
func invert(m [3][3]float64) (inverse [3][3]float64, det float64) {
	det = m[0][0]*(m[1][1]*m[2][2]-m[1][2]*m[2][1]) - m[0][1]*(m[1][0]*m[2][2]-m[1][2]*m[2][0]) +
		m[0][2]*(m[1][0]*m[2][1]-m[1][1]*m[2][0])
	for i := range 3 {
		for j := range 3 {
			i1, i2, j1, j2 := (j+1)%3, (j+2)%3, (i+1)%3, (i+2)%3
			inverse[i][j] = (m[i1][j1]*m[i2][j2] - m[i1][j2]*m[i2][j1]) / det
		}
	}
	return inverse, det
}
