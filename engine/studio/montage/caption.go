package montage

import (
	"math"

	"zoetrope/engine/studio/lettering"
	"zoetrope/engine/studio/vision"
)

// Colour is a colour of a text as luma and the two chroma codes of video.
type Colour struct{ Y, Cb, Cr uint8 }

// Colours of texts.
var (
	White  = Colour{235, 128, 128}
	Black  = Colour{16, 128, 128}
	Yellow = Colour{203, 42, 147}
)

// RGB is the colour of display values in [0,1].
func RGB(r, g, b float64) Colour {
	y := 0.2126*r + 0.7152*g + 0.0722*b
	code := func(v float64) uint8 { return uint8(math.Min(math.Max(v+0.5, 16), 240)) }
	return Colour{code(16 + 219*y), code(128 + 224*(b-y)/1.8556), code(128 + 224*(r-y)/1.5748)}
}

// Word is where a word of a line stands.
type Word struct{ X0, X1 float64 }

// Line is a line of text that can be laid over frames: the letters and a soft shadow behind them.
type Line struct {
	Words []Word // in pixels from the left of the line
	Width float64
	text  vision.Plane
	shade vision.Plane
	base  int // row of the baseline
	pad   float64
}

// NewLine sets words with spaces between them.
func NewLine(st lettering.Style, words []string) *Line {
	l := &Line{}
	all := ""
	for i, w := range words {
		if i > 0 {
			all += " "
		}
		x := st.Width(all)
		all += w
		l.Words = append(l.Words, Word{x, st.Width(all)})
	}
	l.Width = st.Width(all)
	l.text, l.base = st.Line(all)
	l.pad = (float64(l.text.W) - math.Ceil(l.Width)) / 2
	l.shade = vision.Blur(vision.Dilate(l.text, max(1, int(st.Size/28))), float32(st.Size/14)).Map(func(v float32) float32 { return min(1.25*v, 1) })
	return l
}

// Draw lays the line over a frame of w x h pixels with its baseline at y, starting at x. Up to the place sung, in pixels from
// the left of the line, the letters have the colour lit; alpha fades all of it.
func (l *Line) Draw(frame []byte, w, h int, x, y float64, plain, lit Colour, sung, alpha float64) {
	if alpha <= 0 {
		return
	}
	// Even offsets keep the letters' colour on the grid of the chroma.
	x0 := 2 * int(math.Round((x-l.pad)/2))
	y0 := 2 * int(math.Round((y-float64(l.base))/2))
	overlay(frame, w, h, x0, y0, l.shade, func(int) Colour { return Black }, 0.55*alpha)
	edge := l.pad + sung
	overlay(frame, w, h, x0, y0, l.text, func(px int) Colour {
		if float64(px) < edge {
			return lit
		}
		return plain
	}, alpha)
}

// Band darkens the rows y0 to y1 of a frame, softly at its upper edge, to set texts on.
func Band(frame []byte, w, h int, y0, y1, amount float64) {
	for y := max(int(y0), 0); y < min(int(y1), h); y++ {
		t := math.Min((float64(y)-y0)/math.Max(0.5*(y1-y0), 1), 1)
		k := int32(256 * (1 - amount*t*t*(3-2*t)))
		row := frame[y*w : (y+1)*w]
		for x, v := range row {
			row[x] = byte(16 + (int32(v)-16)*k>>8)
		}
	}
}

// overlay lays a mask over a frame at an even place.
func overlay(frame []byte, w, h, x0, y0 int, mask vision.Plane, colour func(px int) Colour, alpha float64) {
	luma, cb, cr := frame[:w*h], frame[w*h:w*h+w*h/4], frame[w*h+w*h/4:]
	for y := max(0, -y0); y < min(mask.H, h-y0); y++ {
		for x := max(0, -x0); x < min(mask.W, w-x0); x++ {
			if a := alpha * float64(mask.Pix[y*mask.W+x]); a > 0.004 {
				p := &luma[(y+y0)*w+x+x0]
				*p = toward(*p, colour(x).Y, a)
			}
		}
	}
	for y := max(0, -y0) / 2; 2*y+1 < min(mask.H, h-y0); y++ {
		for x := max(0, -x0) / 2; 2*x+1 < min(mask.W, w-x0); x++ {
			i := 2*y*mask.W + 2*x
			a := alpha * 0.25 * float64(mask.Pix[i]+mask.Pix[i+1]+mask.Pix[i+mask.W]+mask.Pix[i+mask.W+1])
			if a > 0.004 {
				c := colour(2 * x)
				o := (y+y0/2)*(w/2) + x + x0/2
				cb[o], cr[o] = toward(cb[o], c.Cb, a), toward(cr[o], c.Cr, a)
			}
		}
	}
}

func toward(v, to uint8, a float64) uint8 {
	return uint8(float64(v) + a*(float64(to)-float64(v)) + 0.5)
}

// Look tints frames: chroma is scaled about grey and moved, luma bent.
type Look struct {
	Saturation float64 // 1 leaves it
	Cb, Cr     float64 // shift in codes
	Contrast   float64 // 1 leaves it
	Lift       float64 // of the blacks, in codes
	luma       [256]byte
	cb, cr     [256]byte
	ready      bool
}

// Apply changes a frame of w x h pixels.
func (l *Look) Apply(frame []byte, w, h int) {
	if !l.ready {
		l.prepare()
	}
	n, c := w*h, w*h/4
	for i, v := range frame[:n] {
		frame[i] = l.luma[v]
	}
	for i, v := range frame[n : n+c] {
		frame[n+i] = l.cb[v]
	}
	for i, v := range frame[n+c:] {
		frame[n+c+i] = l.cr[v]
	}
}

func (l *Look) prepare() {
	clip := func(v, lo, hi float64) byte { return byte(math.Min(math.Max(v+0.5, lo), hi)) }
	for i := range 256 {
		v := (float64(i) - 16) / 219
		v = 0.42 + (v-0.42)*l.Contrast
		l.luma[i] = clip(16+219*v+l.Lift*(1-v), 16, 235)
		l.cb[i] = clip(128+(float64(i)-128)*l.Saturation+l.Cb, 16, 240)
		l.cr[i] = clip(128+(float64(i)-128)*l.Saturation+l.Cr, 16, 240)
	}
	l.ready = true
}
