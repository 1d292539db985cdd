package effect

import "math"

// dice gives the same numbers for the same seed and place, in any order.
type dice uint64

// at is the n-th number, in [0,1) (the finaliser of splitmix64, Steele et al., "Fast Splittable Pseudorandom Number
// Generators", 2014).
func (d dice) at(n int) float64 {
	x := uint64(d) + uint64(n+1)*0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return float64((x^x>>31)>>11) / (1 << 53)
}

// between is the n-th number, in [lo,hi).
func (d dice) between(n int, lo, hi float64) float64 { return lo + (hi-lo)*d.at(n) }

// fork is a row of numbers of its own.
func (d dice) fork(n int) dice { return dice(math.Float64bits(d.at(n)) * 0x2545f4914f6cdd1d) }

const (
	noiseSize = 128 // power of two
	noiseMask = noiseSize - 1
)

// noise is a smooth random field that repeats every noiseSize units, with one feature per unit (Perlin, "An Image
// Synthesizer", 1985, with values at the nodes).
type noise struct {
	v [noiseSize * noiseSize]float32
}

func newNoise(d dice) *noise {
	n := new(noise)
	for i := range n.v {
		n.v[i] = float32(2*d.at(i) - 1)
	}
	return n
}

// at is the field, in [-1,1].
func (n *noise) at(x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	ix, iy := int(fx), int(fy)
	tx, ty := float32(x-fx), float32(y-fy)
	tx, ty = tx*tx*(3-2*tx), ty*ty*(3-2*ty)
	r0, r1 := (iy&noiseMask)*noiseSize, ((iy+1)&noiseMask)*noiseSize
	c0, c1 := ix&noiseMask, (ix+1)&noiseMask
	top := n.v[r0+c0] + tx*(n.v[r0+c1]-n.v[r0+c0])
	low := n.v[r1+c0] + tx*(n.v[r1+c1]-n.v[r1+c0])
	return float64(top + ty*(low-top))
}

// fbm sums octaves of the field, each of half the size and strength, to about [-1,1].
func (n *noise) fbm(x, y float64, octaves int) float64 {
	sum, k, total := 0.0, 1.0, 0.0
	for range octaves {
		sum += k * n.at(x, y)
		total += k
		// Turning each octave hides the grid.
		x, y, k = 1.6*x-1.2*y+17.3, 1.2*x+1.6*y+5.1, k/2
	}
	return sum / total * 1.35
}
