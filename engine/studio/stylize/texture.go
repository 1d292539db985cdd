package stylize

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/vision/vec"
)

// tileSide is the period of textures; a power of two.
const tileSide = 256

// tile is a periodic texture of mean 0 and standard deviation 1.
type tile struct {
	pix []float32
	// wide repeats the first row and column after the last, so that bilinear samples need not wrap around.
	wide []float32
}

func newTile() tile { return tile{pix: make([]float32, tileSide*tileSide)} }

func wrap(i int) int { return i & (tileSide - 1) }

// at samples bilinearly at (x,y), in pixels of the tile.
func (t tile) at(x, y float32) float32 {
	ix, iy := int(int32(x)), int(int32(y))
	if float32(ix) > x {
		ix--
	}
	if float32(iy) > y {
		iy--
	}
	ax, ay := x-float32(ix), y-float32(iy)
	r0, r1 := wrap(iy)*tileSide, wrap(iy+1)*tileSide
	c0, c1 := wrap(ix), wrap(ix+1)
	top := t.pix[r0+c0] + (t.pix[r0+c1]-t.pix[r0+c0])*ax
	bottom := t.pix[r1+c0] + (t.pix[r1+c1]-t.pix[r1+c0])*ax
	return top + (bottom-top)*ay
}

// normal gives the tile mean 0 and standard deviation 1.
func (t tile) normal() tile {
	var sum, square float64
	for _, v := range t.pix {
		sum += float64(v)
		square += float64(v) * float64(v)
	}
	n := float64(len(t.pix))
	mean := sum / n
	dev := math.Sqrt(max(square/n-mean*mean, 1e-12))
	for i, v := range t.pix {
		t.pix[i] = float32((float64(v) - mean) / dev)
	}
	t.wide = make([]float32, 0, wideSide*wideSide)
	for y := range wideSide {
		row := t.pix[wrap(y)*tileSide:][:tileSide]
		t.wide = append(append(t.wide, row...), row[0])
	}
	return t
}

// wideSide is the side of a tile with a row and a column more.
const wideSide = tileSide + 1

// white is noise without any correlation.
func white(seed uint32) tile {
	t := newTile()
	for y := range tileSide {
		for x := range tileSide {
			t.pix[y*tileSide+x] = hash(uint32(x), uint32(y), seed)
		}
	}
	return t
}

// drawn is white noise smeared along a direction (radians) over a length and a little across: strokes of a pencil.
func drawn(seed uint32, angle, length, across float64) tile {
	src := white(seed)
	out := newTile()
	dx, dy := math.Cos(angle), math.Sin(angle)
	n := int(length)
	for y := range tileSide {
		for x := range tileSide {
			var sum float32
			for i := -n; i <= n; i++ {
				for s := -1; s <= 1; s++ {
					px := float64(x) + float64(i)*dx/2 - float64(s)*dy*across
					py := float64(y) + float64(i)*dy/2 + float64(s)*dx*across
					sum += src.pix[wrap(int(math.Round(py)))*tileSide+wrap(int(math.Round(px)))]
				}
			}
			out.pix[y*tileSide+x] = sum
		}
	}
	return out.normal()
}

// cloudy is periodic value noise summed over octaves of the given periods in pixels, the first the strongest.
func cloudy(seed uint32, periods ...int) tile {
	out := newTile()
	amplitude := float32(1)
	for o, period := range periods {
		cells := tileSide / period
		for y := range tileSide {
			fy, ay := y/period, fade(float32(y%period)/float32(period))
			for x := range tileSide {
				fx, ax := x/period, fade(float32(x%period)/float32(period))
				at := func(i, j int) float32 { return hash(uint32(i%cells), uint32(j%cells), seed+uint32(o)*977) }
				top := mix(at(fx, fy), at(fx+1, fy), ax)
				bottom := mix(at(fx, fy+1), at(fx+1, fy+1), ax)
				out.pix[y*tileSide+x] += amplitude * mix(top, bottom, ay)
			}
		}
		amplitude *= 0.6
	}
	return out.normal()
}

// blobs is white noise blurred by boxes of a radius: dents without any direction.
func blobs(seed uint32, r int) tile {
	t := white(seed)
	for range 3 {
		for _, step := range [2]int{1, tileSide} {
			src := t
			t = newTile()
			for i := range t.pix {
				line, at := i-i%tileSide, i%tileSide
				if step == tileSide {
					line, at = i%tileSide, i/tileSide
				}
				for k := at - r; k <= at+r; k++ {
					t.pix[i] += src.pix[line+wrap(k)*step]
				}
			}
		}
	}
	return t.normal()
}

// canvasCloth is a plain weave of threads that are so many pixels wide, seen from above.
func canvasCloth(seed uint32, thread int) tile {
	out := newTile()
	rough := cloudy(seed, 4, 2)
	for y := range tileSide {
		for x := range tileSide {
			cx, cy := x/thread, y/thread
			u := (float64(x%thread) + 0.5) / float64(thread)
			v := (float64(y%thread) + 0.5) / float64(thread)
			over := math.Sin(math.Pi*u) * (0.55 + 0.45*math.Sin(math.Pi*v))
			if (cx+cy)%2 == 0 {
				over = math.Sin(math.Pi*v) * (0.55 + 0.45*math.Sin(math.Pi*u))
			}
			out.pix[y*tileSide+x] = float32(over) + 0.12*rough.pix[y*tileSide+x]
		}
	}
	return out.normal()
}

// texture samples a tile for every pixel of the frame at coordinates that move with the content. grain is the size of a pixel of
// the tile in pixels of the design.
func (c *canvas) texture(t tile, grain float32) vision.Plane { return c.textures(grain, t)[0] }

// textures are several tiles of the same grain, for little more than the price of one.
func (c *canvas) textures(grain float32, tiles ...tile) []vision.Plane {
	out := make([]vision.Plane, len(tiles))
	for k := range out {
		out[k] = c.sheet(c.w, c.h)
	}
	a := c.threads
	scale := 1 / (grain * max(c.k, 0.3)) // tiles are not drawn finer than the pixels of a small frame can show
	toFull := float32(c.w) / float32(c.ww)
	// Two textures at once have less contrast than either.
	w1 := a.fade
	w0 := 1 - w1
	gain := 1 / float32(math.Sqrt(float64(w0*w0+w1*w1)))
	vision.Rows(c.h, func(y0, y1 int) {
		row := func() []float32 { return make([]float32, c.w) }
		u, v, ax, ay, values := row(), row(), row(), row(), row()
		at, scratch := make([]int32, c.w), c.lifter.Scratch()
		place := func(layer flow.Field, y int) {
			c.lifter.Row(u, scratch, layer.U, y)
			c.lifter.Row(v, scratch, layer.V, y)
			tilePlaces(at, ax, ay, u, v, y, toFull, scale)
		}
		for y := y0; y < y1; y++ {
			place(a.layer, y)
			for k, t := range tiles {
				vec.Bilinear(out[k].Row(y), t.wide, wideSide, at, ax, ay)
			}
			if w1 == 0 {
				continue
			}
			place(a.fresh, y)
			for k, t := range tiles {
				vec.Bilinear(values, t.wide, wideSide, at, ax, ay)
				dst := out[k].Row(y)
				vec.AddScaled(dst, dst, w0*gain-1)
				vec.AddScaled(dst, values, w1*gain)
			}
		}
	})
	return out
}

// tilePlaces finds where a wide tile is sampled for the pixels of row y, whose coordinates are displaced by us and vs times a gain
// and then scaled.
func tilePlaces(at []int32, ax, ay, us, vs []float32, y int, gain, scale float32) {
	for x := tilePlacesLanes(at, ax, ay, us, vs, y, gain, scale); x < len(at); x++ {
		px, py := (float32(x)+us[x]*gain)*scale, (float32(y)+vs[x]*gain)*scale
		ix, iy := floor(px), floor(py)
		ax[x], ay[x] = px-ix, py-iy
		at[x] = int32(wrap(int(iy))*wideSide + wrap(int(ix)))
	}
}

// pinned is where the origin of a rigid pattern (dots, ruled lines) has been carried by the dominant motion, in pixels of the
// frame.
func (c *canvas) pinned() (x, y float32) {
	toFull := float32(c.w) / float32(c.ww)
	return c.motion.panX * toFull, c.motion.panY * toFull
}

// hash is a uniform value in [0,1) of a cell.
func hash(x, y, seed uint32) float32 {
	v := x*0x9E3779B1 ^ y*0x85EBCA77 ^ seed*0xC2B2AE3D
	v ^= v >> 15
	v *= 0x2C1B3C6D
	v ^= v >> 12
	v *= 0x297A2D39
	v ^= v >> 15
	return float32(v>>8) / (1 << 24)
}

func floor(x float32) float32 {
	i := float32(int32(x))
	if i > x {
		i--
	}
	return i
}

func fade(t float32) float32 { return t * t * (3 - 2*t) }

func mix(a, b, t float32) float32 { return a + (b-a)*t }

// unit cuts x off at 0 and 1. Comparisons are quicker than the built-in min and max.
func unit(x float32) float32 {
	if x < 0 {
		return 0
	}
	if x > 1 {
		return 1
	}
	return x
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

func sin(x float32) float32 { return float32(math.Sin(float64(x))) }
