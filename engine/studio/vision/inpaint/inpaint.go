// Package inpaint fills holes in pictures with texture from around them.
//
// It alternates between finding, for every patch that touches the hole, the most similar patch outside it (Barnes et al.,
// "PatchMatch", SIGGRAPH 2009) and letting those patches vote for the hole's colours (Wexler, Shechtman, Irani,
// "Space-Time Completion of Video", PAMI 2007), from coarse to fine. The match field, not the colour, is carried from
// level to level, which keeps the fill sharp; for the same reason a Plan made on a small copy can be applied to a large
// picture.
package inpaint

import (
	"math/rand/v2"

	"zoetrope/engine/studio/vision"
)

const (
	radius       = 3 // patches are 7 x 7
	patchWidth   = 2*radius + 1
	coarsestSide = 30
	maxLevels    = 6
	channels     = 3
)

// Plan says, for each pixel of a hole, where its content comes from.
type Plan struct {
	w, h   int
	source []int32 // index of the source pixel, for pixels at least radius from the frame
	filled vision.RGB
}

// Fill returns p with the hole (above 0.5 in a plane of p's size) filled. It is deterministic for a seed. Work grows with
// the hole: make a Plan on a picture of 300 to 400 pixels and apply it for larger ones.
func Fill(p vision.RGB, hole vision.Plane, seed uint64) vision.RGB {
	return Make(p, hole, 0, seed).filled
}

// Make computes the plan for a picture and a hole of its size. Where only the outer part of a hole will ever be seen, rim
// is its width in pixels: further inside, the fill is left coarse, which saves time; 0 means everything. Pictures too small
// for a patch, and pictures that are all hole, are filled by averaging instead.
func Make(p vision.RGB, hole vision.Plane, rim int, seed uint64) *Plan {
	rng := rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15))
	pyramid := []*level{newLevel(p, hole, rim)}
	for len(pyramid) < maxLevels {
		last := pyramid[len(pyramid)-1]
		if min(last.w, last.h) <= 2*coarsestSide {
			break
		}
		p, hole = p.EachChannel(vision.Half), vision.Half(hole).Map(func(v float32) float32 {
			if v > 0.02 {
				return 1
			}
			return 0
		})
		next := newLevel(p, hole, rim>>len(pyramid))
		if !next.usable() {
			break
		}
		pyramid = append(pyramid, next)
	}
	fine := pyramid[0]
	if !fine.usable() {
		return fine.average()
	}
	var match []int32
	for k := len(pyramid) - 1; k >= 0; k-- {
		l := pyramid[k]
		if match == nil {
			match = l.start(rng)
		} else {
			match = l.inherit(match, pyramid[k+1], rng)
			l.vote(match, nil, true)
		}
		iterations := max(3, 8-2*(len(pyramid)-1-k))
		l.optimise(match, iterations, k == 0, rng)
	}
	return &Plan{w: fine.w, h: fine.h, source: match, filled: fine.picture()}
}

// Filled returns the picture of the plan's size with its hole filled.
func (p *Plan) Filled() vision.RGB { return p.filled }

// Apply fills the hole (above 0.5) of a larger version of one plane of the picture, by the same sources. Pixels whose
// source lies in the hole take the value of fallback, a plane of the plan's size.
func (p *Plan) Apply(large, hole, fallback vision.Plane) vision.Plane {
	out := large.Clone()
	sx, sy := float32(large.W)/float32(p.w), float32(large.H)/float32(p.h)
	vision.Rows(large.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range large.W {
				if hole.Pix[y*large.W+x] <= 0.5 {
					continue
				}
				lx, ly := (float32(x)+0.5)/sx-0.5, (float32(y)+0.5)/sy-0.5
				v, ok := p.gather(large, hole, x, y, lx, ly, sx, sy)
				if !ok {
					v = fallback.Sample(lx, ly)
				}
				out.Pix[y*large.W+x] = v
			}
		}
	})
	return out
}

// gather averages what the four nearest matches of the small field say about pixel (x,y) of the large plane.
func (p *Plan) gather(large, hole vision.Plane, x, y int, lx, ly, sx, sy float32) (float32, bool) {
	if p.w < patchWidth || p.h < patchWidth {
		return 0, false
	}
	ix, iy := int(lx+1)-1, int(ly+1)-1
	ax, ay := lx-float32(ix), ly-float32(iy)
	var sum, total float32
	for k, weight := range [4]float32{(1 - ax) * (1 - ay), ax * (1 - ay), (1 - ax) * ay, ax * ay} {
		cx := min(max(ix+k%2, radius), p.w-1-radius)
		cy := min(max(iy+k/2, radius), p.h-1-radius)
		q := p.source[cy*p.w+cx]
		if q < 0 {
			continue
		}
		dx, dy := float32(int(q)%p.w-cx)*sx, float32(int(q)/p.w-cy)*sy
		fx, fy := x+round(dx), y+round(dy)
		if fx < 0 || fy < 0 || fx >= large.W || fy >= large.H || hole.Pix[fy*large.W+fx] > 0.5 {
			continue
		}
		sum += weight * large.Pix[fy*large.W+fx]
		total += weight
	}
	if total < 1e-3 {
		return 0, false
	}
	return sum / total, true
}

func round(v float32) int {
	if v < 0 {
		return -int(0.5 - v)
	}
	return int(v + 0.5)
}
