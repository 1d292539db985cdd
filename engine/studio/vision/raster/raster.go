// Package raster turns decoded pictures into planes and planes into pictures.
package raster

import (
	"image"
	"image/color"
	"math"

	"zoetrope/engine/studio/vision"
)

// Load returns the picture at w x h as sRGB planes: cut centrally to the aspect ratio of the target and averaged or
// enlarged to its size. Transparent pixels are laid on white.
func Load(img image.Image, w, h int) vision.RGB {
	crop := Crop(img.Bounds(), w, h)
	// Whole-number box averaging down to about twice the target keeps the memory small whatever the picture's size.
	factor := max(1, min(crop.Dx()/(2*w), crop.Dy()/(2*h)))
	coarse := boxAverage(img, crop, factor)
	return coarse.EachChannel(func(p vision.Plane) vision.Plane {
		return vision.Resize(p, w, h).Map(clip)
	})
}

// Crop is what Load shows: the largest centred rectangle of b with the aspect ratio of w x h, at least a pixel each way.
func Crop(b image.Rectangle, w, h int) image.Rectangle {
	aspect := float64(w) / float64(h)
	cw, ch := b.Dx(), b.Dy()
	if float64(cw) > aspect*float64(ch) {
		cw = max(1, int(math.Round(aspect*float64(ch))))
	} else {
		ch = max(1, int(math.Round(float64(cw)/aspect)))
	}
	x, y := b.Min.X+(b.Dx()-cw)/2, b.Min.Y+(b.Dy()-ch)/2
	return image.Rect(x, y, x+cw, y+ch)
}

func boxAverage(img image.Image, crop image.Rectangle, factor int) vision.RGB {
	out := vision.NewRGB(crop.Dx()/factor, crop.Dy()/factor)
	read := rowReader(img)
	vision.Rows(out.H, func(y0, y1 int) {
		row := make([]float32, 3*out.W*factor)
		sum := make([]float32, 3*out.W)
		scale := 1 / float32(factor*factor)
		for y := y0; y < y1; y++ {
			clear(sum)
			for k := range factor {
				read(row, crop.Min.X, crop.Min.Y+y*factor+k)
				for x := range out.W * factor {
					s := sum[3*(x/factor):]
					s[0] += row[3*x]
					s[1] += row[3*x+1]
					s[2] += row[3*x+2]
				}
			}
			for x := range out.W {
				i := y*out.W + x
				out.R.Pix[i], out.G.Pix[i], out.B.Pix[i] = scale*sum[3*x], scale*sum[3*x+1], scale*sum[3*x+2]
			}
		}
	})
	return out
}

// rowReader returns a function that reads len(dst)/3 pixels of row y from column x on, as RGB in [0,1] over white.
func rowReader(img image.Image) func(dst []float32, x, y int) {
	switch im := img.(type) {
	case *image.YCbCr:
		return func(dst []float32, x, y int) { readYCbCr(dst, im, x, y) }
	case *image.NRGBA:
		return func(dst []float32, x, y int) {
			for i, at := 0, im.PixOffset(x, y); i < len(dst); i, at = i+3, at+4 {
				p := im.Pix[at : at+4 : at+4]
				a := float32(p[3]) / 255
				for c := range 3 {
					dst[i+c] = 1 + a*(float32(p[c])/255-1)
				}
			}
		}
	}
	return func(dst []float32, x, y int) {
		for i := 0; i < len(dst); i += 3 {
			overWhite(dst[i:i+3], img, x+i/3, y)
		}
	}
}

func readYCbCr(dst []float32, im *image.YCbCr, x, y int) {
	for i := 0; i < len(dst); i += 3 {
		px := x + i/3
		c := im.COffset(px, y)
		r, g, b := color.YCbCrToRGB(im.Y[im.YOffset(px, y)], im.Cb[c], im.Cr[c])
		dst[i], dst[i+1], dst[i+2] = float32(r)/255, float32(g)/255, float32(b)/255
	}
}

func overWhite(dst []float32, img image.Image, x, y int) {
	var c color.RGBA64
	if fast, ok := img.(image.RGBA64Image); ok {
		c = fast.RGBA64At(x, y)
	} else {
		r, g, b, a := img.At(x, y).RGBA()
		c = color.RGBA64{R: uint16(r), G: uint16(g), B: uint16(b), A: uint16(a)}
	}
	rest := 0xffff - float32(c.A)
	dst[0], dst[1], dst[2] = (float32(c.R)+rest)/0xffff, (float32(c.G)+rest)/0xffff, (float32(c.B)+rest)/0xffff
}

// Alpha returns the coverage of the picture at w x h, cut as Load cuts it: 0 is transparent, 1 opaque. It reports false for
// pictures that are opaque throughout.
func Alpha(img image.Image, w, h int) (vision.Plane, bool) {
	if o, ok := img.(interface{ Opaque() bool }); ok && o.Opaque() {
		return vision.Plane{}, false
	}
	crop := Crop(img.Bounds(), w, h)
	factor := max(1, min(crop.Dx()/(2*w), crop.Dy()/(2*h)))
	coarse := vision.New(crop.Dx()/factor, crop.Dy()/factor)
	least := float32(1)
	for y := range coarse.H {
		for x := range coarse.W {
			var sum float32
			for k := range factor * factor {
				_, _, _, a := img.At(crop.Min.X+x*factor+k%factor, crop.Min.Y+y*factor+k/factor).RGBA()
				sum += float32(a) / 0xffff
			}
			coarse.Pix[y*coarse.W+x] = sum / float32(factor*factor)
			least = min(least, coarse.Pix[y*coarse.W+x])
		}
	}
	if least == 1 {
		return vision.Plane{}, false
	}
	return vision.Resize(coarse, w, h).Map(clip), true
}

// Image returns the planes as an 8-bit picture. A zero alpha plane means opaque.
func Image(p vision.RGB, alpha vision.Plane) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, p.W, p.H))
	vision.Rows(p.H, func(y0, y1 int) {
		for i := y0 * p.W; i < y1*p.W; i++ {
			px := out.Pix[4*i : 4*i+4 : 4*i+4]
			px[0], px[1], px[2], px[3] = code(p.R.Pix[i]), code(p.G.Pix[i]), code(p.B.Pix[i]), 255
			if alpha.Pix != nil {
				px[3] = code(alpha.Pix[i])
			}
		}
	})
	return out
}

func clip(v float32) float32 { return min(max(v, 0), 1) }

func code(v float32) uint8 { return uint8(clip(v)*255 + 0.5) }
