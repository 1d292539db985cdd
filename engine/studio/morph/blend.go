package morph

import "zoetrope/engine/studio/vision"

// blender mixes two pictures in a Laplacian pyramid. Because the blend is linear, one pyramid is enough: that of the second
// picture minus the first, whose levels are scaled by the weights and added to the first.
type blender struct {
	w, h   int
	levels []*level
}

// level is one size of the pyramid; pixels are interleaved with a stride of 4, the fourth being the weight.
type level struct {
	w, h int
	diff []float32 // the difference, and the weight
	sum  []float32 // the blended difference, without those of larger levels
}

const maxLevels = 5

func newBlender(w, h int) *blender {
	b := &blender{w: w, h: h}
	for range maxLevels + 1 {
		b.levels = append(b.levels, &level{w: w, h: h, diff: make([]float32, 4*w*h), sum: make([]float32, 4*w*h)})
		if w, h = (w+1)/2, (h+1)/2; min(w, h) < 4 {
			break
		}
	}
	b.levels[0].sum = nil // the result goes to the frame
	return b
}

// second is where the second picture is drawn, as RGBA.
func (b *blender) second() []float32 { return b.levels[0].diff }

// mix adds to first, RGBA, the share of the second picture.
func (b *blender) mix(first []float32, tau vision.Plane, progress, soft float32, levels int) {
	top := min(levels, len(b.levels)-1)
	base := b.levels[0]
	vision.Rows(b.h, func(y0, y1 int) {
		for i := y0 * b.w; i < y1*b.w; i++ {
			p, q := base.diff[4*i:4*i+4:4*i+4], first[4*i:4*i+3:4*i+3]
			p[0], p[1], p[2] = p[0]-q[0], p[1]-q[1], p[2]-q[2]
			p[3] = weight(progress, tau.Pix[i], soft)
		}
	})
	for l := range top {
		b.levels[l+1].halve(b.levels[l])
	}
	last := b.levels[top]
	if top == 0 {
		addWeighted(first, base, nil)
		return
	}
	vision.Rows(last.h, func(y0, y1 int) {
		for i := y0 * last.w; i < y1*last.w; i++ {
			p, q := last.sum[4*i:4*i+3:4*i+3], last.diff[4*i:4*i+4:4*i+4]
			p[0], p[1], p[2] = q[3]*q[0], q[3]*q[1], q[3]*q[2]
		}
	})
	for l := top - 1; l > 0; l-- {
		clear(b.levels[l].sum)
		addWeighted(b.levels[l].sum, b.levels[l], b.levels[l+1])
	}
	addWeighted(first, base, b.levels[1])
}

// halve fills the level from the next larger one with the [1 3 3 1]/8 filter.
func (v *level) halve(src *level) {
	vision.Rows(v.h, func(y0, y1 int) {
		column := make([]float32, 4*src.w)
		for y := y0; y < y1; y++ {
			r0, r1, r2, r3 := src.row(2*y-1), src.row(2*y), src.row(2*y+1), src.row(2*y+2)
			for i := range column {
				column[i] = (r0[i] + r3[i] + 3*(r1[i]+r2[i])) * 0.125
			}
			dst := v.diff[4*y*v.w : 4*(y+1)*v.w]
			for x := range v.w {
				c0, c1 := 4*max(2*x-1, 0), 8*x
				c2, c3 := 4*min(2*x+1, src.w-1), 4*min(2*x+2, src.w-1)
				p, q, r, s := column[c0:c0+4:c0+4], column[c1:c1+4:c1+4], column[c2:c2+4:c2+4], column[c3:c3+4:c3+4]
				d := dst[4*x : 4*x+4 : 4*x+4]
				for k := range d {
					d[k] = (p[k] + s[k] + 3*(q[k]+r[k])) * 0.125
				}
			}
		}
	})
}

func (v *level) row(y int) []float32 {
	y = min(max(y, 0), v.h-1)
	return v.diff[4*y*v.w : 4*(y+1)*v.w]
}

// addWeighted adds to dst the level's band, weighted, and the enlarged sum of the coarser levels.
func addWeighted(dst []float32, v, coarser *level) {
	vision.Rows(v.h, func(y0, y1 int) {
		var e *enlarger
		if coarser != nil {
			e = newEnlarger(coarser)
		}
		for y := y0; y < y1; y++ {
			out, diff := dst[4*y*v.w:4*(y+1)*v.w], v.diff[4*y*v.w:4*(y+1)*v.w]
			if e == nil {
				for x := range v.w {
					p, q := out[4*x:4*x+3:4*x+3], diff[4*x:4*x+4:4*x+4]
					p[0], p[1], p[2] = p[0]+q[3]*q[0], p[1]+q[3]*q[1], p[2]+q[3]*q[2]
				}
				continue
			}
			e.line(y)
			for x := range v.w {
				// Samples of the coarser level lie a quarter of its pixel off.
				near := 4 * (x / 2)
				off := near + 8*(x&1) - 4
				off = min(max(off, 0), len(e.sum)-4)
				p, q := out[4*x:4*x+3:4*x+3], diff[4*x:4*x+4:4*x+4]
				s0, s1 := e.sum[near:near+3:near+3], e.sum[off:off+3:off+3]
				d0, d1 := e.diff[near:near+3:near+3], e.diff[off:off+3:off+3]
				for k := range p {
					low := 0.75*d0[k] + 0.25*d1[k]
					p[k] += 0.75*s0[k] + 0.25*s1[k] + q[3]*(q[k]-low)
				}
			}
		}
	})
}

// enlarger interpolates rows of a level for the next larger one.
type enlarger struct {
	v         *level
	sum, diff []float32
}

func newEnlarger(v *level) *enlarger {
	return &enlarger{v: v, sum: make([]float32, 4*v.w), diff: make([]float32, 4*v.w)}
}

// line prepares row y of the larger level.
func (e *enlarger) line(y int) {
	near := min(y/2, e.v.h-1)
	off := min(max(near+2*(y&1)-1, 0), e.v.h-1)
	n := 4 * e.v.w
	s0, s1 := e.v.sum[near*n:(near+1)*n], e.v.sum[off*n:(off+1)*n]
	d0, d1 := e.v.diff[near*n:(near+1)*n], e.v.diff[off*n:(off+1)*n]
	for i := range e.sum {
		e.sum[i] = 0.75*s0[i] + 0.25*s1[i]
		e.diff[i] = 0.75*d0[i] + 0.25*d1[i]
	}
}
