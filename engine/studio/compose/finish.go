package compose

import (
	"sync"

	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/yuv"
)

// Finisher finishes the frames of one film: glow, vignette, tone curve, grade, grain and the conversion to yuv420p, in one pass
// over the rows. It is for one goroutine at a time and works in parallel inside.
type Finisher struct {
	w, h    int
	look    Look
	bloom   *bloom
	curves  [3]curve
	grain   []float32 // grainSize x grainSize
	across  []float32 // per column: its distance from the middle squared, 1 at the edge
	lanes   *lanes    // nil where there are none
	buffers sync.Pool // of *finishing
}

// finishing is what a goroutine needs to finish two rows.
type finishing struct {
	top, bottom []float32    // RGBA code values
	glow        [3][]float32 // red, green and blue of one row
	line        []float32    // RGB, of one row of the glow's finest level
	code        [3][]float32 // red, green and blue of one row on its way from radiance to code values
	pair        yuv.Pair
}

func newFinishing(w int) *finishing {
	b := &finishing{top: make([]float32, 4*w), bottom: make([]float32, 4*w), line: make([]float32, 3*w)}
	for k := range 3 {
		b.glow[k], b.code[k] = make([]float32, w), make([]float32, w)
	}
	return b
}

// NewFinisher prepares a look for frames of w x h pixels, both even. The seed picks the grain's pattern.
func NewFinisher(w, h int, look Look, seed uint64) *Finisher {
	f := &Finisher{
		w: w, h: h, look: look, bloom: newBloom(w, h), curves: newCurves(look), grain: newGrain(seed, look.Grain),
		across: make([]float32, w), lanes: newLanes(look),
	}
	for x := range f.across {
		p := (float32(x)+0.5)/float32(w)*2 - 1
		f.across[x] = p * p
	}
	f.buffers.New = func() any { return newFinishing(w) }
	return f
}

// Apply finishes a frame of radiance into dst as yuv420p (see yuv.Size).
func (f *Finisher) Apply(dst []byte, frame *spmd.Frame) {
	glows := f.look.Bloom > 0 || f.look.Mist > 0
	if glows {
		f.bloom.update(frame.Pix, f.w, f.h, highlights{f.look.Exposure, f.look.Threshold, f.look.Mist}, f.lanes != nil)
	}
	vision.Rows(f.h, func(y0, y1 int) {
		b := f.buffers.Get().(*finishing)
		defer f.buffers.Put(b)
		for y := y0; y < y1; y += 2 {
			for i, row := range [2][]float32{b.top, b.bottom} {
				src := frame.Pix[4*f.w*(y+i) : 4*f.w*(y+i+1)]
				if glows {
					f.bloom.row(&b.glow, b.line, y+i, f.h)
				}
				f.finishRow(row, src, b, y+i)
			}
			b.pair.Write(dst, f.w, f.h, y, b.top, b.bottom)
		}
	})
}

// finishRow takes row y from radiance to display code values in 0..1: what is the same for all pixels in eight lanes where there
// are any, to the same bits as without.
func (f *Finisher) finishRow(dst, src []float32, b *finishing, y int) {
	down := (float32(y)+0.5)/float32(f.h)*2 - 1
	f.tone(src, b, down*down, f.toneLanes(src, b, down*down))
	for k, c := range b.code {
		f.curves[k].row(c)
	}
	f.colour(dst, b, y, f.colourLanes(dst, b, y))
}

// tone maps the radiance of the pixels of a row, from one on, to light in 0..1, with glow and vignette. down2 is the distance of
// the row from the middle squared.
//
// Tone curve: Krzysztof Narkowicz's fit of the ACES reference rendering ("ACES Filmic Tone Mapping Curve", 2016), for each
// channel and, to the share Look.Preserve, for the strongest channel with the ratios of the others kept.
func (f *Finisher) tone(src []float32, b *finishing, down2 float32, from int) {
	look := &f.look
	share, exposure := look.glow(), look.exposure()
	for x := from; x < f.w; x++ {
		in := src[4*x : 4*x+3 : 4*x+3]
		r2 := f.across[x] + down2
		lens := 1 - look.Vignette*r2*r2*0.155*(1+0.5*r2)
		r := (finite(in[0])*exposure + b.glow[0][x]*share) * lens
		g := (finite(in[1])*exposure + b.glow[1][x]*share) * lens
		bl := (finite(in[2])*exposure + b.glow[2][x]*share) * lens

		top := float32(1e-6)
		if r > top {
			top = r
		}
		if g > top {
			top = g
		}
		if bl > top {
			top = bl
		}
		kept := look.Preserve * aces(top) / top
		b.code[0][x] = (1-look.Preserve)*aces(r) + kept*r
		b.code[1][x] = (1-look.Preserve)*aces(g) + kept*g
		b.code[2][x] = (1-look.Preserve)*aces(bl) + kept*bl
	}
}

// colour grades the pixels of row y, from one on, across their channels and adds grain.
func (f *Finisher) colour(dst []float32, b *finishing, y, from int) {
	look := &f.look
	grain := f.grain[grainSize*(y%grainSize):][:grainSize]
	saturation, shadows, highlights := look.Saturation, look.Shadows, look.Highlights
	for x := from; x < f.w; x++ {
		r, g, bl := b.code[0][x], b.code[1][x], b.code[2][x]
		v := luma(r, g, bl)
		dark, bright := (1-v)*(1-v), v*v
		r += shadows[0]*dark + highlights[0]*bright
		g += shadows[1]*dark + highlights[1]*bright
		bl += shadows[2]*dark + highlights[2]*bright
		v = luma(r, g, bl)
		r, g, bl = v+(r-v)*saturation, v+(g-v)*saturation, v+(bl-v)*saturation
		if look.draws() {
			r, g, bl = drawn(look, r, g, bl)
			v = luma(r, g, bl)
		}
		noise := grain[x%grainSize] * (0.35 + 2.6*v*(1-v))
		out := dst[4*x : 4*x+3 : 4*x+3]
		out[0], out[1], out[2] = unit(r+noise), unit(g+noise), unit(bl+noise)
	}
}

// drawn quantises brightness into steps with soft edges and tints, as drawings and old prints do.
func drawn(look *Look, r, g, b float32) (float32, float32, float32) {
	if look.Bands > 1 {
		v := luma(r, g, b)
		step := v * look.Bands
		base := float32(int(max(step, 0)))
		t := unit((step - base - 0.30) / 0.40)
		k := (base + t*t*(3-2*t)) / look.Bands / max(v, 1e-3)
		r, g, b = r*k, g*k, b*k
	}
	if m := look.Mono; m > 0 {
		v := luma(r, g, b)
		r, g, b = r+(v*look.Tint[0]-r)*m, g+(v*look.Tint[1]-g)*m, b+(v*look.Tint[2]-b)*m
	}
	return r, g, b
}

// aces is the tone curve of radiance from 0, to 0..1.
func aces(x float32) float32 {
	if v := x * (2.51*x + 0.03) / (x*(2.43*x+0.59) + 0.14); v < 1 {
		return v
	}
	return 1
}

func luma(r, g, b float32) float32 { return 0.2126*r + 0.7152*g + 0.0722*b }

// unit clamps to 0..1. It is no min and max, which take twice as long because they order zeros and NaNs.
func unit(v float32) float32 {
	if v < 0 {
		return 0
	}
	if v > 1 {
		return 1
	}
	return v
}
