package warp

// fraction is the number of bits behind the point of positions on a line; the upper eight of them choose the weights.
const fraction = 16

// spans are the weights of two neighbours, each four times, by phase: one for every channel.
var spans = func() (table [phases + 1][8]float32) {
	for k := range table {
		for i := range 4 {
			table[k][i], table[k][4+i] = 1-float32(k)/phases, float32(k)/phases
		}
	}
	return table
}()

// Mean is the mean of n bilinear samples, n at least 2, at even distances from (x0,y0) to (x1,y1): what a moving picture leaves
// during an exposure. Outside, the picture is mirrored.
func (im *Image) Mean(x0, y0, x1, y1 float32, n int) (r, g, b, a float32) {
	p := path{
		x: fixed(x0), y: fixed(y0), right: int64(im.W-1) << fraction, bottom: int64(im.H-1) << fraction,
	}
	p.dx, p.dy = (fixed(x1)-p.x)/int64(n-1), (fixed(y1)-p.y)/int64(n-1)
	sum := im.along(p, n)
	k := 1 / float32(n)
	return sum[0] * k, sum[1] * k, sum[2] * k, sum[3] * k
}

func fixed(v float32) int64 { return int64(v * (1 << fraction)) }

// path is a line through a picture in whole numbers, which do not disturb the lanes.
type path struct{ x, y, dx, dy, right, bottom int64 }

// next is the offset of the left upper pixel of the sample, and its phases; the path moves on.
func (p *path) next(stride int) (at, px, py int) {
	x, y := fold(p.x, p.right), fold(p.y, p.bottom)
	p.x += p.dx
	p.y += p.dy
	at = (int(y>>fraction)+guard)*stride + 4*(int(x>>fraction)+guard)
	return at, int(x>>(fraction-8)) & (phases - 1), int(y>>(fraction-8)) & (phases - 1)
}

// fold mirrors a coordinate into 0..last.
func fold(v, last int64) int64 {
	if v < 0 {
		v = -v
	}
	if v > last {
		if last == 0 {
			return 0
		}
		if v %= 2 * last; v > last {
			v = 2*last - v
		}
	}
	return v
}

// alongScalar adds up n samples of a path.
func (im *Image) alongScalar(p path, n int) (sum [4]float32) {
	for range n {
		at, px, py := p.next(im.stride)
		over, under := (*[8]float32)(im.pix[at:]), (*[8]float32)(im.pix[at+im.stride:])
		left, right, lower := spans[px][0], spans[px][4], spans[py][4]
		for k := range sum {
			a := left*over[k] + right*over[4+k]
			b := left*under[k] + right*under[4+k]
			sum[k] += a + (b-a)*lower
		}
	}
	return sum
}
