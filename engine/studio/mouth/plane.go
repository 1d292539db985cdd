package mouth

// plane is one channel of bytes.
type plane struct {
	w, h int
	pix  []byte
}

// linear interpolates at (x,y), repeating the border.
func (p plane) linear(x, y float64) float64 {
	x, y = min(max(x, 0), float64(p.w-1)), min(max(y, 0), float64(p.h-1))
	ix, iy := min(int(x), max(p.w-2, 0)), min(int(y), max(p.h-2, 0))
	ax, ay := x-float64(ix), y-float64(iy)
	i := iy*p.w + ix
	right, below := min(1, p.w-1), min(1, p.h-1)*p.w
	top := float64(p.pix[i])*(1-ax) + float64(p.pix[i+right])*ax
	bottom := float64(p.pix[i+below])*(1-ax) + float64(p.pix[i+below+right])*ax
	return top*(1-ay) + bottom*ay
}

// cubic interpolates at (x,y) with a Catmull-Rom cubic, which keeps the grain of the picture; linear near the border.
func (p plane) cubic(x, y float32) float32 {
	ix, iy := int(x), int(y)
	if x < 1 || y < 1 || ix >= p.w-2 || iy >= p.h-2 {
		return float32(p.linear(float64(x), float64(y)))
	}
	wx, wy := taps(x-float32(ix)), taps(y-float32(iy))
	var sum float32
	at := (iy-1)*p.w + ix - 1
	for _, k := range wy {
		q := p.pix[at : at+4 : at+4]
		sum += k * (wx[0]*float32(q[0]) + wx[1]*float32(q[1]) + wx[2]*float32(q[2]) + wx[3]*float32(q[3]))
		at += p.w
	}
	return sum
}

func taps(t float32) [4]float32 {
	return [4]float32{
		t * (-0.5 + t*(1-0.5*t)),
		1 + t*t*(1.5*t-2.5),
		t * (0.5 + t*(2-1.5*t)),
		t * t * (0.5*t - 0.5),
	}
}

// mean averages the pixels around (x,y) in a square with a radius.
func (p plane) mean(x, y, r float64) float64 {
	x0, x1 := min(max(int(x-r), 0), p.w-1), min(max(int(x+r), 0), p.w-1)
	y0, y1 := min(max(int(y-r), 0), p.h-1), min(max(int(y+r), 0), p.h-1)
	sum := 0
	for j := y0; j <= y1; j++ {
		for _, v := range p.pix[j*p.w+x0 : j*p.w+x1+1] {
			sum += int(v)
		}
	}
	return float64(sum) / float64((x1-x0+1)*(y1-y0+1))
}

func clampByte(v float32) byte { return byte(min(max(v, 16), 240) + 0.5) }
