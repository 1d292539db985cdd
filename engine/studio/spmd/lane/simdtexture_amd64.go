//go:build goexperiment.simd && amd64

package lane

// Scratch is memory for operations that work lane by lane. It belongs to the kernel, because a local array would have to
// be cleared at each call, which Go does with SSE instructions.
type Scratch struct{ x, y [Width]int32 }

// SampleF is Sample for eight lanes: addresses and weights are computed in all lanes at once, the texels of two
// lanes at a time are blended as vectors of their channels.
func SampleF(t *Texture, m *Scratch, u, v F) (r, g, b, a F) {
	x := SubF(MulF(u, FloatI(SplatI(int32(t.W)))), LoadF(&kHalf))
	y := SubF(MulF(v, FloatI(SplatI(int32(t.H)))), LoadF(&kHalf))
	// No comparison holds for NaN, so that it becomes the limit, as in the scalar Min.
	x = MaxF(SelF(LessF(x, LoadF(&kCoordMax)), x, LoadF(&kCoordMax)), LoadF(&kCoordMin))
	y = MaxF(SelF(LessF(y, LoadF(&kCoordMax)), y, LoadF(&kCoordMax)), LoadF(&kCoordMin))
	x0, y0 := FloorF(x), FloorF(y)
	fx, fy := SubF(x, x0), SubF(y, y0)
	spillI(&m.x, IntF(x0))
	spillI(&m.y, IntF(y0))
	return deinterleave(t.blend(m, 0, fx, fy), t.blend(m, 1, fx, fy), t.blend(m, 2, fx, fy), t.blend(m, 3, fx, fy))
}

// corners are the indices of the four texels around a point.
type corners struct{ x0y0, x1y0, x0y1, x1y1 int }

func (t *Texture) corners(x, y int) corners {
	x0, x1 := t.wrap(x, t.W), t.wrap(x+1, t.W)
	row0 := (t.H - 1 - t.wrap(y, t.H)) * t.W
	row1 := (t.H - 1 - t.wrap(y+1, t.H)) * t.W
	return corners{row0 + x0, row0 + x1, row1 + x0, row1 + x1}
}

// blend mixes the texels around the points of lanes i and i+4, i < 4; it returns both values side by side. (Go moves vectors
// of four floats with SSE instructions, so there are none.)
func (t *Texture) blend(m *Scratch, i int, fx, fy F) F {
	a := t.corners(int(m.x[i&3]), int(m.y[i&3]))
	b := t.corners(int(m.x[i&3+4]), int(m.y[i&3+4]))
	wx, wy := permuteF(fx, LoadU(&kPair[i&3])), permuteF(fy, LoadU(&kPair[i&3]))
	bottom := mixF(loadPair(t.Pix, a.x0y0, b.x0y0), loadPair(t.Pix, a.x1y0, b.x1y0), wx)
	top := mixF(loadPair(t.Pix, a.x0y1, b.x0y1), loadPair(t.Pix, a.x1y1, b.x1y1), wx)
	return mixF(bottom, top, wy)
}

// mixF returns a + (b-a)*t.
func mixF(a, b, t F) F { return MulAddF(SubF(b, a), t, a) }

// FetchF is Fetch for eight lanes.
func FetchF(t *Texture, m *Scratch, x, y I) (r, g, b, a F) {
	spillI(&m.x, x)
	spillI(&m.y, y)
	return deinterleave(t.fetch(m, 0), t.fetch(m, 1), t.fetch(m, 2), t.fetch(m, 3))
}

// fetch returns the texels of lanes i and i+4 side by side.
func (t *Texture) fetch(m *Scratch, i int) F {
	return loadPair(t.Pix, t.clamped(m.x[i&3], m.y[i&3]), t.clamped(m.x[i&3+4], m.y[i&3+4]))
}

// clamped is the index of the texel in column x and row y counted from the bottom.
func (t *Texture) clamped(x, y int32) int {
	return (t.H-1-min(max(int(y), 0), t.H-1))*t.W + min(max(int(x), 0), t.W-1)
}

// GatherF reads list[i] in each lane, with i clamped to the list.
func GatherF(list []float32, m *Scratch, i I) F {
	spillI(&m.x, i)
	for k, n := range &m.x {
		m.y[k] = bitsAt(list, Index(n, len(list)))
	}
	return FloatBitsI(LoadI(&m.y))
}

// GatherI is GatherF for integers.
func GatherI(list []int32, m *Scratch, i I) I {
	spillI(&m.x, i)
	for k, n := range &m.x {
		m.y[k] = list[Index(n, len(list))]
	}
	return LoadI(&m.y)
}

// GatherU is GatherF for unsigned integers.
func GatherU(list []uint32, m *Scratch, i I) U {
	spillI(&m.x, i)
	for k, n := range &m.x {
		m.y[k] = int32(list[Index(n, len(list))])
	}
	return UintI(LoadI(&m.y))
}

// GatherM is GatherF for booleans.
func GatherM(list []bool, m *Scratch, i I) M {
	spillI(&m.x, i)
	for k, n := range &m.x {
		m.y[k] = IntBool(list[Index(n, len(list))])
	}
	return BoolI(LoadI(&m.y))
}

var (
	kCoordMax, kCoordMin = splat[float32](coordMax), splat[float32](-coordMax)
	kPair                = [4][Width]uint32{
		{0, 0, 0, 0, 4, 4, 4, 4}, {1, 1, 1, 1, 5, 5, 5, 5}, {2, 2, 2, 2, 6, 6, 6, 6}, {3, 3, 3, 3, 7, 7, 7, 7},
	}
)
