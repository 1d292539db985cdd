//go:build goexperiment.simd && amd64

package stylize

import (
	"zoetrope/engine/studio/spmd/lane"
	"zoetrope/engine/studio/vision"
)

// eight is a vector in memory: floats that go through a scalar register cost more than what is done with them. No multiplication is
// fused with an addition, so that every value is as in filter.go.
type eight = [lane.Width]float32

func all(v float32) (e eight) {
	for i := range e {
		e[i] = v
	}
	return e
}

var (
	kOne, kHalf            = all(1), all(0.5)
	kLonger, kNarrower     = all(0.8), all(0.45)
	kLumaR, kLumaG, kLumaB = all(0.2126), all(0.7152), all(0.0722)
	kVariance              = all(2500)
	kSteps                 = [lane.Width]int32{0, 1, 2, 3, 4, 5, 6, 7}
	kRing                  = func() (e [len(ring)][2]eight) {
		for i, o := range ring {
			e[i] = [2]eight{all(o[0]), all(o[1])}
		}
		return e
	}()
)

func row8(p []float32, i int) lane.F { return lane.LoadF((*eight)(p[i:])) }

// around are the windows of eight pixels: of each of the directions and their opposites.
type around [2 * len(ring)][lane.Width]int32

// flattenLanes is flattenRow for whole vectors; it returns the first column that is left.
func flattenLanes(out vision.RGB, calm [][4]float32, t tensor, radius float32, y, from, to int) int {
	w := out.W
	if !lane.Available() || to-from < lane.Width {
		return from
	}
	reach := all(radius * 0.6)
	var near around
	var sums [4*lane.Width + 4]float32
	n := from + (to-from)&^(lane.Width-1)
	for x := from; x < n; x += lane.Width {
		i := y*w + x
		near.find(t, &reach, i, x, y, w, out.H)
		for p := range lane.Width {
			// The second half of each vector is of the next pixel, and is overwritten by it.
			sum := windows(calm, i+p)
			for k := 0; k < len(near); k += 2 {
				sum = lane.AddF(sum, lane.AddF(windows(calm, int(near[k][p])), windows(calm, int(near[k+1][p]))))
			}
			lane.StoreF((*eight)(sums[4*p:]), sum)
		}
		r, g, b, weight := lane.LoadRGBA((*[4 * lane.Width]float32)(sums[:]))
		by := lane.DivF(lane.LoadF(&kOne), weight)
		lane.StoreF((*eight)(out.R.Pix[i:]), lane.MulF(r, by))
		lane.StoreF((*eight)(out.G.Pix[i:]), lane.MulF(g, by))
		lane.StoreF((*eight)(out.B.Pix[i:]), lane.MulF(b, by))
	}
	lane.Leave()
	return n
}

// windows are the weighted means at a pixel and the next.
func windows(calm [][4]float32, i int) lane.F {
	pair := calm[i : i+2 : i+2]
	return lane.LoadPair((*[2][4]float32)(pair))
}

// find looks for the windows around the pixels from (x,y), which is number i.
func (a *around) find(t tensor, reach *eight, i, x, y, w, h int) {
	tx, ty, aniso := row8(t.TX.Pix, i), row8(t.TY.Pix, i), row8(t.Aniso.Pix, i)
	one, r := lane.LoadF(&kOne), lane.LoadF(reach)
	along := lane.MulF(r, lane.AddF(one, lane.MulF(lane.LoadF(&kLonger), aniso)))
	across := lane.MulF(r, lane.SubF(one, lane.MulF(lane.LoadF(&kNarrower), aniso)))
	ux, uy := lane.MulF(along, tx), lane.MulF(along, ty)
	var zero lane.F
	vx, vy := lane.SubF(zero, lane.MulF(across, ty)), lane.MulF(across, tx)
	columns, line := lane.AddI(lane.SplatI(int32(x)), lane.LoadI(&kSteps)), lane.SplatI(int32(y))
	for k := range kRing {
		o := &kRing[k]
		ox, oy := lane.LoadF(&o[0]), lane.LoadF(&o[1])
		dx := roundF(lane.AddF(lane.MulF(ox, ux), lane.MulF(oy, vx)))
		dy := roundF(lane.AddF(lane.MulF(ox, uy), lane.MulF(oy, vy)))
		inside(lane.AddI(columns, dx), lane.AddI(line, dy), w, h).Store(&a[2*k])
		inside(lane.SubI(columns, dx), lane.SubI(line, dy), w, h).Store(&a[2*k+1])
	}
}

// inside numbers pixels of a picture; those outside move to its border.
func inside(x, y lane.I, w, h int) lane.I {
	var zero lane.I
	x = lane.MinI(lane.MaxI(x, zero), lane.SplatI(int32(w-1)))
	y = lane.MinI(lane.MaxI(y, zero), lane.SplatI(int32(h-1)))
	return lane.AddI(lane.MulI(y, lane.SplatI(int32(w))), x)
}

// roundF is round.
func roundF(v lane.F) lane.I {
	var zero lane.F
	half := lane.LoadF(&kHalf)
	return lane.IntF(lane.SelF(lane.LessF(v, zero), lane.SubF(v, half), lane.AddF(v, half)))
}

// weightedLanes is the loop of weighted for the first pixels between two; it returns how many.
func weightedLanes(out [][4]float32, mean vision.RGB, squares vision.Plane, from, to int) int {
	if !lane.Available() {
		return 0
	}
	n := (to - from) / lane.Width * lane.Width
	var zero lane.F
	one := lane.LoadF(&kOne)
	for i := from; i < from+n; i += lane.Width {
		r, g, b := row8(mean.R.Pix, i), row8(mean.G.Pix, i), row8(mean.B.Pix, i)
		l := lane.AddF(lane.AddF(lane.MulF(lane.LoadF(&kLumaR), r), lane.MulF(lane.LoadF(&kLumaG), g)), lane.MulF(lane.LoadF(&kLumaB), b))
		v := lane.MulF(lane.MaxF(lane.SubF(row8(squares.Pix, i), lane.MulF(l, l)), zero), lane.LoadF(&kVariance))
		weight := lane.DivF(one, lane.AddF(one, lane.MulF(v, v)))
		weight = lane.MulF(weight, weight)
		lane.StoreArray((*[lane.Width][4]float32)(out[i:]), lane.MulF(weight, r), lane.MulF(weight, g), lane.MulF(weight, b), weight)
	}
	lane.Leave()
	return n
}

// tilePlacesLanes is tilePlaces for the first pixels of a row; it returns how many.
func tilePlacesLanes(at []int32, ax, ay, us, vs []float32, y int, gain, scale float32) int {
	if !lane.Available() {
		return 0
	}
	n := len(at) / lane.Width * lane.Width
	line, by, size := lane.SplatF(float32(y)), lane.SplatF(gain), lane.SplatF(scale)
	mask, stride := lane.SplatI(tileSide-1), lane.SplatI(wideSide)
	for x := 0; x < n; x += lane.Width {
		column := lane.FloatI(lane.AddI(lane.SplatI(int32(x)), lane.LoadI(&kSteps)))
		px := lane.MulF(lane.AddF(column, lane.MulF(row8(us, x), by)), size)
		py := lane.MulF(lane.AddF(line, lane.MulF(row8(vs, x), by)), size)
		fx, fy := lane.FloorF(px), lane.FloorF(py)
		lane.StoreF((*eight)(ax[x:]), lane.SubF(px, fx))
		lane.StoreF((*eight)(ay[x:]), lane.SubF(py, fy))
		row := lane.MulI(lane.AndI(lane.IntF(fy), mask), stride)
		lane.AddI(row, lane.AndI(lane.IntF(fx), mask)).Store((*[lane.Width]int32)(at[x:]))
	}
	lane.Leave()
	return n
}
