package title

import "math"

// Times of a title in seconds, and how far its letters move apart, as a share of the line.
const (
	fadeIn  = 0.55 // of one letter
	spread  = 0.55 // from the first letter to the last
	fadeOut = 0.6
	apart   = 0.07
	depth   = 0.62 // of the shadow
	white   = 234
)

// Draw lays the title over frame i of the film.
func (t *Title) Draw(i int, frame []byte) {
	if i < t.o.From || i >= t.o.To || len(t.lines) == 0 {
		return
	}
	at := float64(i-t.o.From) / float64(t.o.FPS)
	left := float64(t.o.To-i) / float64(t.o.FPS)
	length := float64(t.o.To-t.o.From) / float64(t.o.FPS)
	k := math.Min(length/(2*(fadeIn+spread)), 1) // short titles come and go more quickly
	out := ease(left / (k * fadeOut))
	t.drawShade(frame, depth*ease(at/(k*(fadeIn+spread)))*out*out) // the dark goes before the letters do
	stretch := 1 - apart/2 + apart*slow(at/length)
	for _, l := range t.lines {
		n := float64(max(len(l.letters)-1, 1))
		for j, g := range l.letters {
			seen := ease((at - k*spread*float64(j)/n) / (k * fadeIn))
			t.drawLetter(frame, l, g, stretch, seen*out)
		}
	}
}

// ease runs from 0 to 1 without a jump in speed.
func ease(u float64) float64 {
	u = math.Min(math.Max(u, 0), 1)
	return u * u * (3 - 2*u)
}

// slow starts quickly and never quite stops.
func slow(u float64) float64 {
	u = math.Min(math.Max(u, 0), 1)
	return 1 - (1-u)*(1-u)*(1-0.35*u)
}

// drawShade darkens the frame behind the letters. Chroma fades less, so that the ground keeps its colour.
func (t *Title) drawShade(frame []byte, amount float64) {
	if amount <= 0 {
		return
	}
	w, h := t.o.Width, t.o.Height
	for y := range h {
		row := frame[y*w : (y+1)*w]
		fy := (float32(y)+0.5)/shadePart - 0.5
		for x := range row {
			v := t.shade.Sample((float32(x)+0.5)/shadePart-0.5, fy)
			if v > 0.003 {
				row[x] = byte(16.5 + (float64(row[x])-16)*(1-amount*float64(v)))
			}
		}
	}
}

// drawLetter lays a letter over the frame, moved from the middle of its line by stretch. Its place is not rounded to pixels, so
// that slow movement is smooth.
func (t *Title) drawLetter(frame []byte, l line, g letter, stretch, alpha float64) {
	if alpha <= 0 {
		return
	}
	w, h := t.o.Width, t.o.Height
	left := l.x + g.x + (stretch-1)*g.mid
	x0, fx := int(math.Floor(left)), float32(left-math.Floor(left))
	y0 := int(math.Round(l.y)) - g.base
	cover := func(x, y int) float64 { // of pixel (x, y) of the frame
		return alpha * float64(g.mask.Sample(float32(x-x0)-fx, float32(y-y0)))
	}
	luma, cb, cr := frame[:w*h], frame[w*h:w*h*5/4], frame[w*h*5/4:]
	for y := max(y0, 0); y < min(y0+g.mask.H, h); y++ {
		for x := max(x0, 0); x < min(x0+g.mask.W+1, w); x++ {
			a := cover(x, y)
			if a < 0.004 {
				continue
			}
			i := y*w + x
			luma[i] = byte(float64(luma[i]) + a*(white-float64(luma[i])) + 0.5)
			if x%2 == 0 && y%2 == 0 {
				c := y/2*(w/2) + x/2
				cb[c] = byte(float64(cb[c]) + a*(128-float64(cb[c])) + 0.5)
				cr[c] = byte(float64(cr[c]) + a*(128-float64(cr[c])) + 0.5)
			}
		}
	}
}
