package lane

import "math"

// Spot is a point of a picture at which a Catmull-Rom cubic reads it (Keys, "Cubic convolution interpolation for digital image
// processing", 1981): the first of 4 x 4 texels and the weights of its columns and rows.
type Spot struct {
	at   int32 // index of the texel at the top left
	x, y int32 // entries of spotColumns and spotRows
}

// SpotPhases is how finely a Spot divides a pixel.
const SpotPhases = 64

// minSpot is the least width and height of a picture with spots.
const minSpot = 4

// spotSide tells how the four texels lie: inside, over the left or upper edge, over the right or lower edge. Weights of texels
// outside go to the edge, which repeats it.
const (
	spotInside = iota * (SpotPhases + 1)
	spotLow
	spotHigh
	spotEntries
)

var (
	spotRows    [spotEntries][4]float32
	spotRowBits [spotEntries][4]int32       // the same bits: loading those keeps SSE instructions out of vector code
	spotColumns [spotEntries][4 * 4]float32 // each weight for the four channels of a texel
)

func init() {
	for k := range SpotPhases + 1 {
		t := float32(k) / SpotPhases
		w := [4]float32{
			t * (-0.5 + t*(1-0.5*t)), 1 + t*t*(-2.5+1.5*t), t * (0.5 + t*(2-1.5*t)), t * t * (-0.5 + 0.5*t),
		}
		spotRows[spotInside+k] = w
		spotRows[spotLow+k] = [4]float32{w[0] + w[1], w[2], w[3], 0}
		spotRows[spotHigh+k] = [4]float32{0, w[0], w[1], w[2] + w[3]}
	}
	for k, w := range spotRows {
		for i := range w {
			spotRowBits[k][i] = IntBits(w[i])
		}
		for i := range spotColumns[k] {
			spotColumns[k][i] = w[i/4]
		}
	}
}

// SpotAt is the spot at (x,y) of a picture of w x h pixels, both at least 4; (0,0) is the centre of the pixel at the top left.
// Points outside are moved to the edge.
func SpotAt(w, h int, x, y float32) Spot {
	column, kx := spotAxis(w, x)
	row, ky := spotAxis(h, y)
	return Spot{at: int32(row*w + column), x: int32(kx), y: int32(ky)}
}

func spotAxis(n int, x float32) (first, entry int) {
	if last := float32(n-1) - 1.0/(2*SpotPhases); x > last {
		x = last
	}
	if !(x > 0) { // NaN too
		x = 0
	}
	whole := int(x)
	k := int((x-float32(whole))*SpotPhases + 0.5)
	switch whole {
	case 0:
		return 0, spotLow + k
	case n - 2:
		return n - minSpot, spotHigh + k
	}
	return whole - 1, spotInside + k
}

// CanMove reports whether a picture is large enough for spots.
func CanMove(t *Texture) bool { return t.W >= minSpot && t.H >= minSpot }

// sample reads the colour at a spot.
func (t *Texture) sample(s Spot) (c [3]float32) {
	for r, wy := range spotRows[s.y] {
		row := t.Pix[4*(int(s.at)+r*t.W):]
		for k, wx := range spotRows[s.x] {
			for i := range c {
				c[i] += wy * wx * row[4*k+i]
			}
		}
	}
	return c
}

// SoftCode is roughly the display code value of a radiance.
func SoftCode(y float32) float32 {
	y = max(y, 0)
	return float32(math.Sqrt(float64(y / (softCode + y))))
}

const softCode = 0.8

// Luma weights of ITU-R BT.709.
const lumaR, lumaG, lumaB = 0.2126, 0.7152, 0.0722

// Mixture tells MoveRow how to mix two pictures.
type Mixture struct {
	A, B     *Texture
	Share    float32 // of B
	Exposure float32 // factor on radiance in the comparison
}

// MoveRow writes a row of RGBA pixels: picture A read at the spots sa, mixed with picture B at the spots sb to the shares given,
// one for each pixel. Where a share is m.Share, alpha is the difference of the two in SoftCode of luma times m.Exposure;
// elsewhere, where only one of the pictures counts, it is 0.
func MoveRow(dst []float32, m *Mixture, sa, sb []Spot, shares []float32) {
	for i, share := range shares {
		p, q := m.A.sample(sa[i]), m.B.sample(sb[i])
		out := dst[4*i : 4*i+4 : 4*i+4]
		for k := range 3 {
			out[k] = max(p[k]+(q[k]-p[k])*share, 0)
		}
		out[3] = 0
		if share == m.Share {
			cp := SoftCode(m.Exposure * (lumaR*p[0] + lumaG*p[1] + lumaB*p[2]))
			cq := SoftCode(m.Exposure * (lumaR*q[0] + lumaG*q[1] + lumaB*q[2]))
			out[3] = Abs(cp - cq)
		}
	}
}
