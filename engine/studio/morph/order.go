package morph

import (
	"cmp"
	"math"
	"slices"

	"zoetrope/engine/studio/vision"
)

// takeover is when each point of the frame changes over, 0 first to 1 last, at the size of the analysis. Values are spread
// evenly, so that the change proceeds at an even pace.
func (l *leg) takeover() vision.Plane {
	o := l.style.order
	w, h := l.a.luma.W, l.a.luma.H
	out := vision.New(w, h)
	aspect := float64(h) / float64(w)
	light := vision.Blur(vision.Zip(l.a.luma, l.b.luma, func(a, b float32) float32 { return 0.4*a + 0.6*b }), float32(w)/40)
	light = vision.Normalize(light, 0.02, 0.98)
	far := vision.Normalize(l.a.near.Map(func(v float32) float32 { return -v }), 0.02, 0.98)
	camera := l.rimNeed()
	vision.Rows(h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range w {
				px, py := (float64(x)+0.5)/float64(w)-0.5, ((float64(y)+0.5)/float64(h)-0.5)*aspect
				i := y*w + x
				v := o.dark * (1 - light.Pix[i])
				v += o.far * far.Pix[i]
				v += o.edge * float32(math.Hypot(px, py)/math.Hypot(0.5, 0.5*aspect))
				v += o.along * float32(0.5+px*l.side)
				v += o.camera * camera(px, py)
				v += o.noise * l.noise(px, py, 4.5, 0)
				v += o.fine * (0.6*l.noise(px, py, 17, 1) + 0.4*l.noise(px, py, 43, 2))
				out.Pix[i] = v
			}
		}
	})
	out = vision.Blur(out, float32(w)/400)
	return spread(out)
}

// rimNeed tells for a point of the frame how much the camera leaves the first picture behind there: low values are where its
// border comes into view, high values where that of the second does.
func (l *leg) rimNeed() func(x, y float64) float32 {
	d := l.camera
	largest := math.Abs(d.x) + math.Abs(d.y) + math.Abs(d.zoom)*0.5 + 1e-4
	return func(x, y float64) float32 {
		outward := (d.x+d.zoom*x)*x + (d.y+d.zoom*y)*y
		return float32(0.5 + outward/largest)
	}
}

// noise is smooth value noise in [0,1] with so many cells per width.
func (l *leg) noise(x, y, cells float64, layer uint64) float32 {
	x, y = cells*(x+2), cells*(y+2)
	ix, iy := math.Floor(x), math.Floor(y)
	fade := func(t float64) float64 { return t * t * (3 - 2*t) }
	fx, fy := fade(x-ix), fade(y-iy)
	at := func(dx, dy uint64) float64 {
		z := mix(l.seed ^ (uint64(ix)+dx)<<32 ^ (uint64(iy)+dy)<<8 ^ layer)
		return float64(z>>11) / (1 << 53)
	}
	top := at(0, 0) + fx*(at(1, 0)-at(0, 0))
	bottom := at(0, 1) + fx*(at(1, 1)-at(0, 1))
	return float32(top + fy*(bottom-top))
}

// spread replaces values by their ranks, 0 to 1; equal values keep one rank.
func spread(p vision.Plane) vision.Plane {
	index := make([]int, len(p.Pix))
	for i := range index {
		index[i] = i
	}
	slices.SortFunc(index, func(a, b int) int { return cmp.Or(cmp.Compare(p.Pix[a], p.Pix[b]), cmp.Compare(a, b)) })
	out := vision.New(p.W, p.H)
	n := float32(max(len(index)-1, 1))
	for first := 0; first < len(index); {
		last := first
		for last+1 < len(index) && p.Pix[index[last+1]] == p.Pix[index[first]] {
			last++
		}
		for _, i := range index[first : last+1] {
			out.Pix[i] = float32(first+last) / 2 / n
		}
		first = last + 1
	}
	return out
}

// weight is the share of the second picture at a point that changes at tau, when the change is so far.
func weight(progress, tau, soft float32) float32 {
	start := tau * (1 - soft)
	t := min(max((progress-start)/soft, 0), 1)
	return t * t * (3 - 2*t)
}
