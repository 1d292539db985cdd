package inpaint

import (
	"math"
	"math/rand/v2"
	"slices"

	"zoetrope/engine/studio/vision"
)

// level is the problem at one size. Colours are interleaved, in 8-bit units.
type level struct {
	w, h    int
	given   []float32 // the picture as it came: sources are read from here
	current []float32 // with the hole as filled so far
	hole    []bool
	touched []bool  // centres whose patch touches the hole
	targets []int   // touched centres at least radius from the frame, row by row
	allowed []bool  // centres that may serve as sources
	pool    []int32 // their indices
	depth   []int   // city-block distance of a hole pixel to its border
}

func newLevel(p vision.RGB, hole vision.Plane, rim int) *level {
	n := p.W * p.H
	l := &level{
		w: p.W, h: p.H, given: make([]float32, channels*n),
		hole: make([]bool, n), touched: make([]bool, n), allowed: make([]bool, n),
	}
	for c, plane := range p.Channels() {
		for i, v := range plane.Pix {
			l.given[channels*i+c] = 255 * v
		}
	}
	l.current = slices.Clone(l.given)
	for i, v := range hole.Pix {
		l.hole[i] = v > 0.5
	}
	l.measureDepth()
	l.touch(rim)
	l.permit()
	return l
}

func (l *level) usable() bool {
	return len(l.pool) > 4*patchWidth && l.w > 2*patchWidth && l.h > 2*patchWidth
}

func (l *level) touch(rim int) {
	for i, in := range l.hole {
		if !in {
			continue
		}
		x, y := i%l.w, i/l.w
		for ny := max(y-radius, 0); ny <= min(y+radius, l.h-1); ny++ {
			for nx := max(x-radius, 0); nx <= min(x+radius, l.w-1); nx++ {
				l.touched[ny*l.w+nx] = true
			}
		}
	}
	for y := radius; y < l.h-radius; y++ {
		for x := radius; x < l.w-radius; x++ {
			i := y*l.w + x
			if l.touched[i] && (rim <= 0 || l.depth[i] <= rim+radius) {
				l.targets = append(l.targets, i)
			}
		}
	}
}

// permit restricts sources to the neighbourhood of the hole, where texture and light are alike; where that leaves too
// little, the whole picture serves.
func (l *level) permit() {
	reach := max(l.w, l.h) / 6
	near := vision.New(l.w, l.h)
	for i, in := range l.hole {
		if in {
			near.Pix[i] = 1
		}
	}
	near = vision.Box(near, reach)
	for _, everywhere := range []bool{false, true} {
		l.pool = l.pool[:0]
		for y := radius; y < l.h-radius; y++ {
			for x := radius; x < l.w-radius; x++ {
				i := y*l.w + x
				l.allowed[i] = !l.touched[i] && (everywhere || near.Pix[i] > 0)
				if l.allowed[i] {
					l.pool = append(l.pool, int32(i))
				}
			}
		}
		if len(l.pool) > len(l.targets)/2 {
			return
		}
	}
}

func (l *level) measureDepth() {
	l.depth = make([]int, l.w*l.h)
	for i, in := range l.hole {
		if in {
			l.depth[i] = 1 << 20
		}
	}
	sweep := func(i, step int) {
		x, y := i%l.w+step, i/l.w+step
		if x >= 0 && x < l.w {
			l.depth[i] = min(l.depth[i], l.depth[i+step]+1)
		}
		if y >= 0 && y < l.h {
			l.depth[i] = min(l.depth[i], l.depth[i+step*l.w]+1)
		}
	}
	for i := range l.depth {
		sweep(i, -1)
	}
	for i := len(l.depth) - 1; i >= 0; i-- {
		sweep(i, 1)
	}
}

func (l *level) any(rng *rand.Rand) int32 { return l.pool[rng.IntN(len(l.pool))] }

// start fills the coarsest level greedily: the pixel of the hole with the most known neighbours takes the centre of the
// patch that fits those best (Criminisi, Perez, Toyama, "Region Filling and Object Removal by Exemplar-Based Image
// Inpainting", 2004, without the isophote term).
func (l *level) start(rng *rand.Rand) []int32 {
	match := l.noMatch()
	known := make([]bool, len(l.hole))
	for i, in := range l.hole {
		known[i] = !in
	}
	l.blank()
	left := 0
	isTarget := make([]bool, len(l.hole))
	for _, i := range l.targets {
		isTarget[i] = true
		if l.hole[i] {
			left++
		}
	}
	for left > 0 {
		i := l.front(known)
		q := l.bestKnown(i, known)
		for dy := -1; dy <= 1; dy++ {
			for dx := -1; dx <= 1; dx++ {
				j, s := i+dy*l.w+dx, int(q)+dy*l.w+dx
				if known[j] {
					continue
				}
				copy(l.current[channels*j:channels*j+channels], l.given[channels*s:])
				known[j] = true
				if isTarget[j] {
					left--
					if l.allowed[s] {
						match[j] = int32(s)
					}
				}
			}
		}
	}
	for _, i := range l.targets {
		if match[i] < 0 {
			match[i] = l.any(rng)
		}
	}
	l.vote(match, nil, false)
	return match
}

// blank gives the hole the mean colour of what is around it.
func (l *level) blank() {
	mean := l.mean()
	for i, in := range l.hole {
		if in {
			copy(l.current[channels*i:channels*i+channels], mean[:])
		}
	}
}

// mean is the colour outside the hole.
func (l *level) mean() (sum [channels]float32) {
	var n float32
	for i, in := range l.hole {
		if !in {
			n++
			for c := range sum {
				sum[c] += l.given[channels*i+c]
			}
		}
	}
	for c := range sum {
		sum[c] /= max(n, 1)
	}
	return sum
}

func (l *level) front(known []bool) int {
	best, most := -1, -1
	for _, i := range l.targets {
		if known[i] {
			continue
		}
		n := 0
		for dy := -radius; dy <= radius; dy++ {
			for dx := -radius; dx <= radius; dx++ {
				if known[i+dy*l.w+dx] {
					n++
				}
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	return best
}

func (l *level) bestKnown(i int, known []bool) int32 {
	best, least := l.pool[0], float32(math.MaxFloat32)
	for _, q := range l.pool {
		var sum float32
		for dy := -radius; dy <= radius && sum < least; dy++ {
			for dx := -radius; dx <= radius; dx++ {
				j := i + dy*l.w + dx
				if !known[j] {
					continue
				}
				k := int(q) + dy*l.w + dx
				for c := range channels {
					d := l.current[channels*j+c] - l.given[channels*k+c]
					sum += d * d
				}
			}
		}
		if sum < least {
			best, least = q, sum
		}
	}
	return best
}

func (l *level) noMatch() []int32 {
	match := make([]int32, len(l.hole))
	for i := range match {
		match[i] = -1
	}
	return match
}

// inherit doubles the match field of the next coarser level, and takes its colours where this level has no targets.
func (l *level) inherit(coarse []int32, from *level, rng *rand.Rand) []int32 {
	cw, ch := from.w, from.h
	match := l.noMatch()
	for i, in := range l.hole {
		if in {
			j := min(i/l.w/2, ch-1)*cw + min(i%l.w/2, cw-1)
			copy(l.current[channels*i:channels*i+channels], from.current[channels*j:])
		}
	}
	for _, i := range l.targets {
		x, y := i%l.w, i/l.w
		px := min(max(x/2, radius), cw-1-radius)
		py := min(max(y/2, radius), ch-1-radius)
		match[i] = l.any(rng)
		if q := coarse[py*cw+px]; q >= 0 {
			sx, sy := x+2*(int(q)%cw-px), y+2*(int(q)/cw-py)
			if sx >= 0 && sy >= 0 && sx < l.w && sy < l.h && l.allowed[sy*l.w+sx] {
				match[i] = int32(sy*l.w + sx)
			}
		}
	}
	return match
}

// distance is the sum of squared differences between the patch around target i and that around source q, given up above
// limit.
func (l *level) distance(i, q int, limit float32) float32 {
	var sum float32
	for dy := -radius; dy <= radius; dy++ {
		a := channels * (i + dy*l.w - radius)
		b := channels * (q + dy*l.w - radius)
		p, r := l.current[a:a+channels*patchWidth], l.given[b:b+channels*patchWidth]
		for k, v := range p {
			d := v - r[k]
			sum += d * d
		}
		if sum > limit {
			break
		}
	}
	return sum
}

func (l *level) optimise(match []int32, iterations int, finest bool, rng *rand.Rand) {
	cost := make([]float32, len(l.hole))
	for it := range iterations {
		for _, i := range l.targets {
			cost[i] = l.distance(i, int(match[i]), math.MaxFloat32)
		}
		for pass := range 3 {
			l.propagate(match, cost, pass%2 == 1, rng)
		}
		l.vote(match, cost, finest && it == iterations-1)
	}
}

// propagate offers each target the shifted matches of two neighbours and random ones at shrinking distances.
func (l *level) propagate(match []int32, cost []float32, backwards bool, rng *rand.Rand) {
	step := -1
	if backwards {
		step = 1
	}
	for k := range l.targets {
		i := l.targets[k]
		if backwards {
			i = l.targets[len(l.targets)-1-k]
		}
		try := func(q int) {
			if q < 0 || q >= len(l.allowed) || !l.allowed[q] {
				return
			}
			if c := l.distance(i, q, cost[i]); c < cost[i] {
				cost[i], match[i] = c, int32(q)
			}
		}
		for _, n := range [2]int{step, step * l.w} {
			if j := i + n; j >= 0 && j < len(match) && match[j] >= 0 {
				try(int(match[j]) - n)
			}
		}
		for reach := max(l.w, l.h) / 2; reach >= 1; reach /= 2 {
			x, y := int(match[i])%l.w+rng.IntN(2*reach+1)-reach, int(match[i])/l.w+rng.IntN(2*reach+1)-reach
			if x >= 0 && y >= 0 && x < l.w && y < l.h {
				try(y*l.w + x)
			}
		}
	}
}

// vote sets the hole to the weighted mean of the matched patches. Good matches near the hole's border weigh more; with
// sharp set, each pixel is nearly copied from the centre of its own match, so that overlapping patches do not blur.
func (l *level) vote(match []int32, cost []float32, sharp bool) {
	sum := make([]float32, channels*len(l.hole))
	total := make([]float32, len(l.hole))
	scale := l.typicalCost(cost)
	for _, i := range l.targets {
		weight := float32(math.Pow(1.3, -0.5*float64(min(l.depth[i], 60))))
		if cost != nil {
			weight *= float32(math.Exp(-float64(cost[i] / scale)))
		}
		weight += 1e-12
		for dy := -radius; dy <= radius; dy++ {
			for dx := -radius; dx <= radius; dx++ {
				j := i + dy*l.w + dx
				if !l.hole[j] {
					continue
				}
				s := channels * (int(match[i]) + dy*l.w + dx)
				share := weight
				if sharp && (dx != 0 || dy != 0) {
					share *= 0.06
				}
				for c := range channels {
					sum[channels*j+c] += share * l.given[s+c]
				}
				total[j] += share
			}
		}
	}
	for j, t := range total {
		if t > 0 {
			for c := range channels {
				l.current[channels*j+c] = sum[channels*j+c] / t
			}
		}
	}
}

// typicalCost sets how fast the vote of a bad match fades: the upper quartile of all costs.
func (l *level) typicalCost(cost []float32) float32 {
	if cost == nil || len(l.targets) == 0 {
		return 1
	}
	all := make([]float32, len(l.targets))
	for k, i := range l.targets {
		all[k] = cost[i]
	}
	slices.Sort(all)
	return all[len(all)*3/4]/4 + 1
}

func (l *level) picture() vision.RGB {
	p := vision.NewRGB(l.w, l.h)
	for c, plane := range p.Channels() {
		for i := range plane.Pix {
			plane.Pix[i] = l.current[channels*i+c] / 255
		}
	}
	return p
}

// average is the plan of last resort: the mean colour of what is known.
func (l *level) average() *Plan {
	l.blank()
	source := l.noMatch()
	return &Plan{w: l.w, h: l.h, source: source, filled: l.picture()}
}
