package photo

import (
	"math"

	"zoetrope/engine/studio/vision"
)

// relief is the nearness of the land, in frame coordinates: the origin is the centre of the frame and the unit its width.
type relief struct {
	near   vision.Plane
	aspect float64 // height of the frame over its width
	pivot  float64
}

// at returns the nearness relative to the pivot. Outside the picture the border continues.
func (r *relief) at(x, y float64) float64 {
	scale := float64(r.near.W)
	return float64(r.near.Sample(float32((x+0.5)*scale-0.5), float32((y+0.5*r.aspect)*scale-0.5))) - r.pivot
}

// limitSlope smooths the relief until moving it cannot fold or stretch the picture by more than about a third.
func (r *relief) limitSlope(travel float64) {
	const steepest = 0.35
	sigma := float32(r.near.W) / 160
	for range 8 {
		slope := 0.5 * float64(vision.Quantile(vision.Gradient(r.near), 0.995)) * float64(r.near.W)
		if slope*travel <= steepest {
			return
		}
		r.near = vision.Blur(r.near, sigma)
		sigma *= 1.5
	}
}

// project undoes a pose: the point of the picture, at nearness n relative to the pivot, that is seen at (x,y).
func (p *viewpoint) project(x, y, n float64) (float64, float64) {
	x -= p.x + p.truckX*n + p.focusX
	y -= p.y + p.truckY*n + p.focusY
	s := p.shrink
	if p.dolly != 0 {
		s *= math.Exp(-p.dolly * n)
	}
	return s*(p.cos*x+p.sin*y) + p.focusX, s*(p.cos*y-p.sin*x) + p.focusY
}

// viewpoint is a pose about a focus, with what project needs precomputed.
type viewpoint struct {
	pose
	focusX, focusY   float64
	shrink, cos, sin float64
}

func newViewpoint(p pose, focusX, focusY float64) *viewpoint {
	return &viewpoint{
		pose: p, focusX: focusX, focusY: focusY,
		shrink: math.Exp(-p.zoom), cos: math.Cos(p.roll), sin: math.Sin(p.roll),
	}
}

// see finds the point of the relief seen at (x,y), and its relative nearness, by fixed-point iteration; limitSlope makes
// it converge. guess is a nearness to start from.
func (p *viewpoint) see(r *relief, x, y, guess float64) (sx, sy, n float64) {
	n = guess
	for range 5 {
		sx, sy = p.project(x, y, n)
		next := r.at(sx, sy)
		if math.Abs(next-n) < 1e-4 {
			return sx, sy, next
		}
		n = next
	}
	sx, sy = p.project(x, y, n)
	return sx, sy, n
}

// margins are how far a view reaches beyond the picture on each side, in fractions of the frame's width.
type margins struct{ left, top, right, bottom float64 }

func (m margins) union(o margins) margins {
	return margins{
		math.Max(m.left, o.left), math.Max(m.top, o.top), math.Max(m.right, o.right), math.Max(m.bottom, o.bottom),
	}
}

func (m margins) within(limit margins) bool {
	return m.left <= limit.left && m.top <= limit.top && m.right <= limit.right && m.bottom <= limit.bottom
}

// reach measures the margins that a viewpoint needs, along the border of the frame.
func (p *viewpoint) reach(r *relief, sky bool) margins {
	var m margins
	const steps = 12
	half := r.aspect / 2
	visit := func(x, y float64) {
		sx, sy, _ := p.see(r, x, y, r.at(x, y))
		m = m.union(margins{-0.5 - sx, -half - sy, sx - 0.5, sy - half})
		if sky && y < 0 {
			sx, sy = p.project(x, y, -r.pivot)
			m = m.union(margins{-0.5 - sx, -half - sy, sx - 0.5, sy - half})
		}
	}
	for k := range steps + 1 {
		t := float64(k)/steps - 0.5
		visit(t, -half)
		visit(t, half)
		visit(-0.5, 2*t*half)
		visit(0.5, 2*t*half)
	}
	return m
}

// path is the camera over one clip.
type path struct {
	move                      move
	strength, parallax, cover float64
	side                      float64
	focusX, focusY            float64
	carry                     momentum
	seconds                   float64
}

func (p *path) view(u float64) *viewpoint {
	pose := p.move.at(u, p.strength, p.parallax, p.cover, p.side)
	if p.carry.active {
		// What the camera is carried past comes into view early, and so must the cover.
		pose = p.move.at(u, p.strength, p.parallax, 0, p.side).plus(p.carry.pose(u * p.seconds))
		pose.zoom += p.cover * math.Max(p.carry.share(u*p.seconds), p.move.coverShare(u, easeRamp(u)))
		return newViewpoint(pose, 0, 0)
	}
	return newViewpoint(pose, p.focusX, p.focusY)
}

const pathSamples = 33

// travel is the largest displacement between far and near content on the path.
func (p *path) travel() float64 {
	most := 0.0
	for k := range pathSamples {
		v := p.view(float64(k) / (pathSamples - 1))
		most = math.Max(most, math.Max(math.Hypot(v.truckX, v.truckY), 0.5*math.Abs(v.dolly)))
	}
	return most
}

func (p *path) reach(r *relief, sky bool) margins {
	var m margins
	for k := range pathSamples {
		m = m.union(p.view(float64(k)/(pathSamples-1)).reach(r, sky))
	}
	return m
}

// fit sets the cover so that the path stays within the picture extended by at most limit, and returns the margins it
// then uses. Where even a strong cover does not help, the move itself is reduced.
func (p *path) fit(r *relief, sky bool, limit margins) margins {
	const strongest = 0.25
	for range 6 {
		p.cover = 0
		if m := p.reach(r, sky); m.within(limit) {
			return m
		}
		p.cover = strongest
		if p.reach(r, sky).within(limit) {
			break
		}
		p.strength *= 0.75
	}
	low, high := 0.0, strongest
	for range 10 {
		p.cover = (low + high) / 2
		if p.reach(r, sky).within(limit) {
			high = p.cover
		} else {
			low = p.cover
		}
	}
	p.cover = high
	return p.reach(r, sky)
}
