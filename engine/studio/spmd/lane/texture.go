package lane

// Texture is a float32 RGBA picture that shaders sample: len(Pix) == 4*W*H, interleaved, row 0 at the top. Texture
// coordinates follow GL: v = 0 is the bottom edge. Repeat wraps coordinates; otherwise they clamp to the edge.
type Texture struct {
	W, H   int
	Pix    []float32
	Repeat bool
}

// wrap brings the texel index i into [0, n).
func (t *Texture) wrap(i, n int) int {
	if uint(i) < uint(n) {
		return i
	}
	if t.Repeat {
		if i %= n; i < 0 {
			i += n
		}
		return i
	}
	return min(max(i, 0), n-1)
}

// at returns the index of the texel in column x and row y counted from the bottom.
func (t *Texture) at(x, y int) int { return (t.H-1-t.wrap(y, t.H))*t.W + t.wrap(x, t.W) }

// coordMax bounds texel coordinates before they become integers, so that infinities and NaN index a valid texel.
const coordMax = 1 << 24

// Sample returns the bilinear value at (u, v).
func Sample(t *Texture, u, v float32) (r, g, b, a float32) {
	x := Max(Min(u*float32(t.W)-0.5, coordMax), -coordMax)
	y := Max(Min(v*float32(t.H)-0.5, coordMax), -coordMax)
	fx, fy := Floor(x), Floor(y)
	x0, y0 := int(fx), int(fy)
	fx, fy = x-fx, y-fy
	p00, p10 := t.Pix[4*t.at(x0, y0):], t.Pix[4*t.at(x0+1, y0):]
	p01, p11 := t.Pix[4*t.at(x0, y0+1):], t.Pix[4*t.at(x0+1, y0+1):]
	var c [4]float32
	for i := range c {
		bottom := p00[i] + (p10[i]-p00[i])*fx
		top := p01[i] + (p11[i]-p01[i])*fx
		c[i] = bottom + (top-bottom)*fy
	}
	return c[0], c[1], c[2], c[3]
}

// Fetch returns the texel in column x and row y counted from the bottom; coordinates outside are clamped.
func Fetch(t *Texture, x, y int32) (r, g, b, a float32) {
	cx := min(max(int(x), 0), t.W-1)
	cy := min(max(int(y), 0), t.H-1)
	p := t.Pix[4*((t.H-1-cy)*t.W+cx):]
	return p[0], p[1], p[2], p[3]
}

// Size returns the width and height in texels.
func Size(t *Texture) (w, h int32) { return int32(t.W), int32(t.H) }
