package montage

import "math"

// plane is one of the three planes of a frame.
type plane struct {
	pix  []byte
	w, h int
}

func (f *Film) planes(frame []byte) [3]plane {
	w, h := f.Width, f.Height
	n, c := w*h, w*h/4
	return [3]plane{{frame[:n], w, h}, {frame[n : n+c], w / 2, h / 2}, {frame[n+c : n+2*c], w / 2, h / 2}}
}

// mix draws a moment of a join: t is the share of it that has passed, above 0 and below 1.
func (f *Film) mix(dst, a, b []byte, j Join, t float64) {
	switch j {
	case Whip:
		f.whip(dst, a, b, t)
	case Push:
		f.push(dst, a, b, smooth(t))
	case Flash:
		f.flash(dst, a, b, t)
	default:
		blend(dst, a, b, smooth(t))
	}
}

func smooth(t float64) float64 { return t * t * (3 - 2*t) }

// blend mixes two frames, of which b has the share t.
func blend(dst, a, b []byte, t float64) {
	k := int32(t*256 + 0.5)
	for i := range dst {
		dst[i] = byte((int32(a[i])*(256-k) + int32(b[i])*k + 128) >> 8)
	}
}

// push moves a out to the left while b follows it.
func (f *Film) push(dst, a, b []byte, t float64) {
	d, p, q := f.planes(dst), f.planes(a), f.planes(b)
	// An even number of luma columns keeps the chroma in step.
	off := 2 * int(t*float64(f.Width)/2+0.5)
	for k := range d {
		shift := off * d[k].w / f.Width
		for y := range d[k].h {
			row := d[k].pix[y*d[k].w : (y+1)*d[k].w]
			n := copy(row, p[k].pix[y*d[k].w+shift:(y+1)*d[k].w])
			copy(row[n:], q[k].pix[y*d[k].w:])
		}
	}
}

// flash burns a out to white and lets b come out of it.
func (f *Film) flash(dst, a, b []byte, t float64) {
	from, burnt := a, t/0.4
	if t > 0.4 {
		from, burnt = b, (1-t)/0.6
	}
	burnt = math.Min(math.Max(burnt, 0), 1)
	k := int32(burnt * burnt * 256)
	n := f.Width * f.Height
	for i, v := range from[:n] {
		dst[i] = byte(int32(v) + (235-int32(v))*k>>8)
	}
	for i, v := range from[n:] {
		dst[n+i] = byte(int32(v) + (128-int32(v))*k>>8)
	}
}

// whip moves both past to the left, each blurred along its way as by a shutter, with the change in the middle, where it is
// fastest.
func (f *Film) whip(dst, a, b []byte, t float64) {
	// The pictures travel three widths; mirror images fill what lies between them.
	const travel = 3.0
	s := smooth(smooth(t))
	speed := 30 * t * t * (1 - t) * (1 - t) / 1.875 // of s, relative to its fastest
	from := a
	if t > 0.5 {
		from = b
		s--
	}
	d, p := f.planes(dst), f.planes(from)
	for k := range d {
		w := d[k].w
		off := s * travel * float64(w)
		half := int(speed * 0.05 * float64(w))
		for y := range d[k].h {
			smear(d[k].pix[y*w:(y+1)*w], p[k].pix[y*w:(y+1)*w], int(math.Round(off)), half)
		}
	}
}

// smear fills dst with the mean of 2 half + 1 values of src around each place, moved by off; src goes on as its mirror image.
func smear(dst, src []byte, off, half int) {
	w := len(src)
	at := func(i int) int32 {
		i = ((i % (2 * w)) + 2*w) % (2 * w)
		if i >= w {
			i = 2*w - 1 - i
		}
		return int32(src[i])
	}
	var sum int32
	for i := -half; i <= half; i++ {
		sum += at(off + i)
	}
	n := int32(2*half + 1)
	for x := range dst {
		dst[x] = byte((sum + n/2) / n)
		sum += at(x+off+half+1) - at(x+off-half)
	}
}
