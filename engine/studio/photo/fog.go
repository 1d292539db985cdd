package photo

import (
	"zoetrope/engine/studio/vision"
)

// fog is drifting mist that thickens with distance.
type fog struct {
	amount  float64
	seed    hash
	wind    float64
	density *grid // a is the share of fog at each node
	w       int
}

var fogColour = [3]float32{0.80, 0.83, 0.87}

func newFog(v Overlay, o Options) *fog {
	f := &fog{amount: v.amount(), seed: newHash(o.Seed + 5), wind: 1, w: o.Width, density: newGrid(o.Width, o.Height)}
	if newHash(o.Seed).at(3)&1 == 0 {
		f.wind = -1
	}
	return f
}

// compute needs the first view of the frame: its nodes carry the nearness.
func (f *fog) compute(r *renderer, at moment) {
	land := r.views[0].land
	fade := rise(at)
	vision.Rows(land.rows, func(j0, j1 int) {
		for j := j0; j < j1; j++ {
			y := r.stage.frameY(j * cell)
			low := 0.55 + 0.45*min(max(y/r.stage.relief.aspect+0.5, 0), 1)
			for i := range land.cols {
				x := r.stage.frameX(i * cell)
				k := j*land.cols + i
				far := 1 - 0.75*float64(land.nodes[k].b)
				drift := 0.035 * f.wind * at.seconds
				wisp := f.seed.noise(3.1*(x-drift), 5.5*y, 0.10*at.seconds) + 0.5*f.seed.noise(7.3*(x-1.4*drift), 12*y, 0.16*at.seconds)
				share := f.amount * far * low * min(max(0.25+0.85*wisp/1.5, 0), 1)
				f.density.nodes[k].a = float32(min(share, 0.92) * fade)
			}
		}
	})
}

// draw lays the fog over output row y; the subject stands before most of it.
func (f *fog) draw(y int, row []float32) {
	top := f.density.nodes[y/cell*f.density.cols:]
	bottom := top[f.density.cols:]
	v := float32(y%cell) / cell
	for x := range f.w {
		i, u := x/cell, float32(x%cell)/cell
		a := top[i].a + v*(bottom[i].a-top[i].a)
		b := top[i+1].a + v*(bottom[i+1].a-top[i+1].a)
		p := row[4*x : 4*x+4 : 4*x+4]
		k := (a + u*(b-a)) * (1 - 0.65*p[3])
		p[0] += k * (fogColour[0] - p[0])
		p[1] += k * (fogColour[1] - p[1])
		p[2] += k * (fogColour[2] - p[2])
	}
}
