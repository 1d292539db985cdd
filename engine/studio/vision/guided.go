package vision

import "zoetrope/engine/studio/vision/vec"

// Guided smooths p where the guide is smooth and keeps edges where the guide has them (He, Sun, Tang, "Guided Image
// Filtering", ECCV 2010). r is the window radius in pixels; eps is the guide variance (values in [0,1]) below which a
// window counts as flat.
func Guided(guide, p Plane, r int, eps float32) Plane {
	meanI, meanP := Box(guide, r), Box(p, r)
	corrI, corrIP := Box(Product(guide, guide), r), Box(Product(guide, p), r)
	a, b := New(p.W, p.H), New(p.W, p.H)
	for i := range a.Pix {
		variance := corrI.Pix[i] - meanI.Pix[i]*meanI.Pix[i]
		a.Pix[i] = (corrIP.Pix[i] - meanI.Pix[i]*meanP.Pix[i]) / (variance + eps)
		b.Pix[i] = meanP.Pix[i] - a.Pix[i]*meanI.Pix[i]
	}
	a, b = Box(a, r), Box(b, r)
	vec.AddProduct(b.Pix, a.Pix, guide.Pix)
	return b
}

// GuidedRGB is Guided with a colour guide: it also keeps edges between colours of one brightness, which mattes need.
func GuidedRGB(guide RGB, p Plane, r int, eps float32) Plane {
	channels := guide.Channels()
	var mean, covP [3]Plane
	var cov [3][3]Plane
	meanP := Box(p, r)
	for i, c := range channels {
		mean[i] = Box(c, r)
		covP[i] = Box(Product(c, p), r)
		for j := i; j < 3; j++ {
			cov[i][j] = Box(Product(c, channels[j]), r)
		}
	}
	var a [3]Plane
	for i := range a {
		a[i] = New(p.W, p.H)
	}
	b := New(p.W, p.H)
	Rows(p.H, func(y0, y1 int) {
		for k := y0 * p.W; k < y1*p.W; k++ {
			m := [3]float32{mean[0].Pix[k], mean[1].Pix[k], mean[2].Pix[k]}
			q := meanP.Pix[k]
			rhs := [3]float32{covP[0].Pix[k] - m[0]*q, covP[1].Pix[k] - m[1]*q, covP[2].Pix[k] - m[2]*q}
			s := solveSymmetric(
				cov[0][0].Pix[k]-m[0]*m[0]+eps, cov[0][1].Pix[k]-m[0]*m[1], cov[0][2].Pix[k]-m[0]*m[2],
				cov[1][1].Pix[k]-m[1]*m[1]+eps, cov[1][2].Pix[k]-m[1]*m[2],
				cov[2][2].Pix[k]-m[2]*m[2]+eps, rhs)
			for i := range a {
				a[i].Pix[k] = s[i]
			}
			b.Pix[k] = q - s[0]*m[0] - s[1]*m[1] - s[2]*m[2]
		}
	})
	out := Box(b, r)
	for i, c := range channels {
		vec.AddProduct(out.Pix, Box(a[i], r).Pix, c.Pix)
	}
	return out
}

// solveSymmetric solves the 3x3 system with upper triangle xx xy xz yy yz zz by the adjugate.
func solveSymmetric(xx, xy, xz, yy, yz, zz float32, b [3]float32) [3]float32 {
	c00, c01, c02 := yy*zz-yz*yz, xz*yz-xy*zz, xy*yz-xz*yy
	c11, c12, c22 := xx*zz-xz*xz, xy*xz-xx*yz, xx*yy-xy*xy
	det := xx*c00 + xy*c01 + xz*c02
	if det < 1e-18 {
		return [3]float32{}
	}
	d := 1 / det
	return [3]float32{
		(c00*b[0] + c01*b[1] + c02*b[2]) * d,
		(c01*b[0] + c11*b[1] + c12*b[2]) * d,
		(c02*b[0] + c12*b[1] + c22*b[2]) * d,
	}
}
