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
