package sprite

import "zoetrope/engine/studio/vision"

// OverYUV lays the patch over a yuv420p frame of w x h pixels (BT.709, limited range), as Over does over planes.
func (p *Patch) OverYUV(dst []byte, w, h int) {
	luma, cb, cr := dst[:w*h], dst[w*h:w*h+w*h/4], dst[w*h+w*h/4:w*h*3/2]
	// Rows of chroma stand for two of luma.
	first, last := p.Y/2, (p.Y+p.H+1)/2
	vision.Rows(last-first, func(r0, r1 int) {
		for row := first + r0; row < first+r1; row++ {
			for col := p.X / 2; col < (p.X+p.W+1)/2; col++ {
				var r, g, b, a float32
				for k := range 4 {
					x, y := 2*col+k%2, 2*row+k/2
					if x < p.X || y < p.Y || x >= p.X+p.W || y >= p.Y+p.H || x >= w || y >= h {
						continue
					}
					px := p.Pix[4*((y-p.Y)*p.W+x-p.X):][:4:4]
					if px[3] <= 0 {
						continue
					}
					r, g, b, a = r+px[0], g+px[1], b+px[2], a+px[3]
					v := &luma[y*w+x]
					*v = blend8(*v, px[3], 16, 219*(0.2126*px[0]+0.7152*px[1]+0.0722*px[2]))
				}
				if a <= 0 {
					continue
				}
				light := 0.2126*r + 0.7152*g + 0.0722*b
				at := row*(w/2) + col
				cb[at] = blend8(cb[at], a/4, 128, 224*(b-light)/1.8556/4)
				cr[at] = blend8(cr[at], a/4, 128, 224*(r-light)/1.5748/4)
			}
		}
	})
}

// blend8 lays a premultiplied sample with an offset over a byte.
func blend8(under byte, alpha, offset, sample float32) byte {
	return byte(min(max((1-alpha)*float32(under)+alpha*offset+sample+0.5, 0), 255))
}
