// Package vec is arithmetic on rows of float32 values, with eight lanes where the build and the processor have them. No operation
// is fused with another, so that every build gives the same values.
//
// All slices of a call have at least the length of the first. dst may be one of the others, or begin
// before one of them in the same row.
package vec

// Add adds a to dst.
func Add(dst, a []float32) {
	a = a[:len(dst)]
	for i := addLanes(dst, a); i < len(dst); i++ {
		dst[i] += a[i]
	}
}

// AddScaled adds k a to dst.
func AddScaled(dst, a []float32, k float32) {
	a = a[:len(dst)]
	for i := addScaledLanes(dst, a, k); i < len(dst); i++ {
		dst[i] += k * a[i]
	}
}

// AddProduct adds a b to dst.
func AddProduct(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := addProductLanes(dst, a, b); i < len(dst); i++ {
		dst[i] += a[i] * b[i]
	}
}

// Mul sets dst to a b.
func Mul(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := mulLanes(dst, a, b); i < len(dst); i++ {
		dst[i] = a[i] * b[i]
	}
}

// Min sets dst to the smaller of a and b.
func Min(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := minLanes(dst, a, b); i < len(dst); i++ {
		dst[i] = min(a[i], b[i])
	}
}

// Max sets dst to the larger of a and b.
func Max(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := maxLanes(dst, a, b); i < len(dst); i++ {
		dst[i] = max(a[i], b[i])
	}
}

// Lerp sets dst to a + (b-a) t.
func Lerp(dst, a, b []float32, t float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := lerpLanes(dst, a, b, t); i < len(dst); i++ {
		dst[i] = a[i] + (b[i]-a[i])*t
	}
}

// Stretch sets dst to (a-from) by, cut off at 0 and 1.
func Stretch(dst, a []float32, from, by float32) {
	a = a[:len(dst)]
	for i := stretchLanes(dst, a, from, by); i < len(dst); i++ {
		dst[i] = min(max((a[i]-from)*by, 0), 1)
	}
}

// Luma sets dst to the BT.709 weighted sum of three channels.
func Luma(dst, r, g, b []float32) {
	r, g, b = r[:len(dst)], g[:len(dst)], b[:len(dst)]
	for i := lumaLanes(dst, r, g, b); i < len(dst); i++ {
		dst[i] = lumaR*r[i] + lumaG*g[i] + lumaB*b[i]
	}
}

const lumaR, lumaG, lumaB = 0.2126, 0.7152, 0.0722

// Weigh sets dst to (a+c)/4 + b/2.
func Weigh(dst, a, b, c []float32) {
	a, b, c = a[:len(dst)], b[:len(dst)], c[:len(dst)]
	for i := weighLanes(dst, a, b, c); i < len(dst); i++ {
		dst[i] = 0.25*(a[i]+c[i]) + 0.5*b[i]
	}
}

// Slide moves windows on by one value: dst becomes their sum times scale, and then sum gains enter and loses leave. dst is none of
// the others.
func Slide(dst, sum, enter, leave []float32, scale float32) {
	sum, enter, leave = sum[:len(dst)], enter[:len(dst)], leave[:len(dst)]
	for i := slideLanes(dst, sum, enter, leave, scale); i < len(dst); i++ {
		dst[i] = sum[i] * scale
		sum[i] += enter[i] - leave[i]
	}
}

// Toward moves dst to a by the shares k.
func Toward(dst, a, k []float32) {
	a, k = a[:len(dst)], k[:len(dst)]
	for i := towardLanes(dst, a, k); i < len(dst); i++ {
		dst[i] += (a[i] - dst[i]) * k[i]
	}
}

// Double fills dst, twice as long as src, with src enlarged bilinearly: values of dst lie a quarter of a step beside those of src.
// dst is not src.
func Double(dst, src []float32) {
	last := len(src) - 1
	for i := doubleLanes(dst, src); i <= last; i++ {
		v := src[i]
		left, right := src[max(i-1, 0)], src[min(i+1, last)]
		pair := dst[2*i : 2*i+2 : 2*i+2]
		pair[0], pair[1] = left+(v-left)*0.75, v+(right-v)*0.25
	}
}

// Quadruple fills dst, four times as long as src, with src enlarged bilinearly: values of dst lie one and three eighths of a step
// beside those of src. dst is not src.
func Quadruple(dst, src []float32) {
	last := len(src) - 1
	done := quadrupleLanes(dst, src)
	for i, v := range src {
		if i > 0 && i <= done {
			continue
		}
		left, right := src[max(i-1, 0)], src[min(i+1, last)]
		four := dst[4*i : 4*i+4 : 4*i+4]
		four[0], four[1] = left+(v-left)*0.625, left+(v-left)*0.875
		four[2], four[3] = v+(right-v)*0.125, v+(right-v)*0.375
	}
}

// Insert fills dst with the values of src, one more than half as many, and the means of neighbours between them.
func Insert(dst, src []float32) {
	for i := insertLanes(dst, src); i < len(dst)/2; i++ {
		pair := dst[2*i : 2*i+2 : 2*i+2]
		pair[0], pair[1] = src[i], 0.5*(src[i]+src[i+1])
	}
}

// Places finds where the bilinear samples of a plane of w x h values, both at least 2, lie that are displaced from row y: sample i
// at (i+us[i], y+vs[i]) is between value at[i] of the plane, its right neighbour and the two below, by the shares ax and ay of the
// right and the lower ones. Points outside move to the border.
func Places(at []int32, ax, ay, us, vs []float32, y, w, h int) {
	n := len(at)
	ax, ay, us, vs = ax[:n], ay[:n], us[:n], vs[:n]
	for i := placesLanes(at, ax, ay, us, vs, y, w, h); i < n; i++ {
		column, fx := place(float32(i)+us[i], w)
		row, fy := place(float32(y)+vs[i], h)
		at[i], ax[i], ay[i] = int32(row*w+column), fx, fy
	}
}

// place is the left neighbour of a point among n, and the share of the right one.
func place(p float32, n int) (int, float32) {
	if !(p > 0) { // NaN too
		return 0, 0
	}
	if last := float32(n - 1); p > last {
		p = last
	}
	i := int(p)
	if i > n-2 {
		i = n - 2
	}
	return i, p - float32(i)
}

// Bilinear reads a plane, w values wide, at the places that Places found.
func Bilinear(dst, plane []float32, w int, at []int32, ax, ay []float32) {
	at, ax, ay = at[:len(dst)], ax[:len(dst)], ay[:len(dst)]
	for i, k := range at {
		over, under := plane[k:k+2:k+2], plane[int(k)+w:int(k)+w+2:int(k)+w+2]
		a := over[0] + (over[1]-over[0])*ax[i]
		b := under[0] + (under[1]-under[0])*ax[i]
		dst[i] = a + (b-a)*ay[i]
	}
}
