package yuv

import (
	"math"
	"math/rand/v2"
	"sync"
)

const tileSize = 32

// noiseTile holds rounding thresholds in (0,1), each of tileSize*tileSize evenly spaced values once.
type noiseTile [tileSize][tileSize]float32

func (t *noiseTile) row(y int) *[tileSize]float32 { return &t[y%tileSize] }

var blueNoise = sync.OnceValue(makeBlueNoise)

// makeBlueNoise ranks the cells of a torus by void-and-cluster: starting from a sparse even pattern, the tightest cluster
// is taken off for the low ranks and the largest void is filled for the high ones. It takes a few milliseconds.
func makeBlueNoise() *noiseTile {
	const n = tileSize * tileSize
	kernel := gaussianTorus()
	var on [n]bool
	var energy [n]float64
	flip := func(i int, set bool) {
		sign := 1.0
		if !set {
			sign = -1
		}
		on[i] = set
		x, y := i%tileSize, i/tileSize
		for j := range energy {
			dx, dy := (j%tileSize-x+tileSize)%tileSize, (j/tileSize-y+tileSize)%tileSize
			energy[j] += sign * kernel[dy*tileSize+dx]
		}
	}
	extreme := func(set bool) int {
		best := -1
		for i := range on {
			if on[i] != set {
				continue
			}
			if best < 0 || (set && energy[i] > energy[best]) || (!set && energy[i] < energy[best]) {
				best = i
			}
		}
		return best
	}

	const start = n / 10
	r := rand.New(rand.NewPCG(709, 420))
	for _, i := range r.Perm(n)[:start] {
		flip(i, true)
	}
	for {
		cluster := extreme(true)
		flip(cluster, false)
		void := extreme(false)
		flip(void, true)
		if void == cluster {
			break
		}
	}
	prototype := on

	var rank [n]int
	for k := start - 1; k >= 0; k-- {
		i := extreme(true)
		rank[i] = k
		flip(i, false)
	}
	for i, set := range prototype {
		if set {
			flip(i, true)
		}
	}
	for k := start; k < n; k++ {
		i := extreme(false)
		rank[i] = k
		flip(i, true)
	}

	tile := new(noiseTile)
	for i, k := range rank {
		tile[i/tileSize][i%tileSize] = (float32(k) + 0.5) / n
	}
	return tile
}

// gaussianTorus is the filter of the method, sigma 1.5 as its author recommends, wrapped around the tile.
func gaussianTorus() []float64 {
	k := make([]float64, tileSize*tileSize)
	for y := range tileSize {
		for x := range tileSize {
			dx, dy := float64(min(x, tileSize-x)), float64(min(y, tileSize-y))
			k[y*tileSize+x] = math.Exp(-(dx*dx + dy*dy) / (2 * 1.5 * 1.5))
		}
	}
	return k
}
