package compose

import (
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/yuv"
)

// Finisher finishes the frames of one film. It is for one goroutine at a time and works in parallel inside.
type Finisher struct {
	w, h  int
	look  Look
	bloom *bloom
	grain *grain
	curve *curve
}

// NewFinisher prepares a look for frames of w x h pixels, both even. The seed picks the grain's pattern.
func NewFinisher(w, h int, look Look, seed uint64) *Finisher {
	return &Finisher{w: w, h: h, look: look, bloom: newBloom(w, h), grain: newGrain(seed, look.Grain), curve: newCurve(look)}
}

// Apply finishes frame, which it uses as scratch space, into dst as yuv420p (see yuv.Size). fade scales the light of the whole
// picture and is 1 except in transitions.
func (f *Finisher) Apply(dst []byte, frame *spmd.Frame, fade float32) {
	exposure := f.look.Exposure * fade
	glows := f.look.Bloom > 0 || f.look.Mist > 0
	if glows {
		f.bloom.update(frame.Pix, f.w, f.h, exposure, f.look.Threshold, f.look.Mist)
	}
	rows(f.h, func(y0, y1 int) {
		b := rowPool.Get().(*rowBuffer)
		defer rowPool.Put(b)
		b.resize(f.w, f.bloom.levels[0].w)
		for y := y0; y < y1; y++ {
			row := frame.Pix[4*f.w*y : 4*f.w*(y+1)]
			if glows {
				f.addGlow(row, y, exposure, b)
			} else {
				scaleRow(row, exposure)
			}
			f.gradeRow(row, y)
		}
		yuv.SRGBRows(dst, f.w, f.h, frame.Pix, y0, y1)
	})
}

func scaleRow(row []float32, k float32) {
	for i := range row {
		row[i] *= k
	}
}

// rowBuffer holds one row of the glow, at its own width.
type rowBuffer struct{ glow []float32 }

var rowPool = sync.Pool{New: func() any { return new(rowBuffer) }}

func (b *rowBuffer) resize(w, glowW int) {
	if len(b.glow) < 3*(glowW+2) {
		b.glow = make([]float32, 3*(glowW+2))
	}
}

// addGlow multiplies a row by the exposure and adds the enlarged glow.
func (f *Finisher) addGlow(row []float32, y int, exposure float32, b *rowBuffer) {
	fine := f.bloom.levels[0]
	pos := (float32(y)+0.5)/bloomStep - 0.5
	y0 := int(math.Floor(float64(pos)))
	ty := pos - float32(y0)
	top := fine.pix[3*fine.w*min(max(y0, 0), fine.h-1):][:3*fine.w]
	low := fine.pix[3*fine.w*min(y0+1, fine.h-1):][:3*fine.w]
	// One cell of margin on either side repeats the edge.
	g := b.glow[:3*(fine.w+2)]
	strength := f.look.Bloom + f.look.Mist
	for i := range top {
		g[3+i] = (top[i] + (low[i]-top[i])*ty) * strength
	}
	copy(g[:3], g[3:6])
	copy(g[len(g)-3:], g[len(g)-6:len(g)-3])
	keep := exposure * (1 - 0.5*f.look.Mist)
	for x := range f.w {
		// The glow's cell centres lie between the pixels 1 and 2 of each four.
		cell := (x + bloomStep/2) / bloomStep
		tx := (float32((x+bloomStep/2)%bloomStep) + 0.5) / bloomStep
		a := g[3*cell : 3*cell+6 : 3*cell+6]
		p := row[4*x : 4*x+3 : 4*x+3]
		p[0] = p[0]*keep + a[0] + (a[3]-a[0])*tx
		p[1] = p[1]*keep + a[1] + (a[4]-a[1])*tx
		p[2] = p[2]*keep + a[2] + (a[5]-a[2])*tx
	}
}

// rows calls f for bands of rows, split at even rows, in parallel.
func rows(h int, f func(y0, y1 int)) {
	const band = 16
	n := (h + band - 1) / band
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		f(0, h)
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for {
				b := int(next.Add(1)) - 1
				if b >= n {
					return
				}
				f(b*band, min((b+1)*band, h))
			}
		})
	}
	wg.Wait()
}
