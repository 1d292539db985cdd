//go:build goexperiment.simd && amd64

package lane

// MoveRowF is MoveRow with eight lanes.
func MoveRowF(dst []float32, m *Mixture, sa, sb []Spot, shares []float32) {
	if len(shares) < Width {
		MoveRow(dst, m, sa, sb, shares)
		return
	}
	share, gain := splat(m.Share), splat(m.Exposure)
	for i := 0; i < len(shares); i += Width {
		i = min(i, len(shares)-Width) // the last group overlaps the one before
		pa, pb := (*[Width]Spot)(sa[i:]), (*[Width]Spot)(sb[i:])
		ra, ga, ba, _ := deinterleave(m.A.pair(pa, 0), m.A.pair(pa, 1), m.A.pair(pa, 2), m.A.pair(pa, 3))
		rb, gb, bb, _ := deinterleave(m.B.pair(pb, 0), m.B.pair(pb, 1), m.B.pair(pb, 2), m.B.pair(pb, 3))
		t, k := LoadF((*[Width]float32)(shares[i:])), LoadF(&gain)
		apart := AbsF(SubF(softCodeF(MulF(k, lumaF(ra, ga, ba))), softCodeF(MulF(k, lumaF(rb, gb, bb)))))
		apart = ZeroUnlessF(EqF(t, LoadF(&share)), apart)
		StoreRGBA((*[4 * Width]float32)(dst[4*i:]), positiveF(mixF(ra, rb, t)), positiveF(mixF(ga, gb, t)), positiveF(mixF(ba, bb, t)), apart)
	}
	Leave()
}

// pair samples the spots k and k+4 side by side.
func (t *Texture) pair(s *[Width]Spot, k int) F {
	return SelF(LoadI(&kUpper).ToMask(), foldF(t.sums(&s[k+4])), foldF(t.sums(&s[k])))
}

// sums holds the weighted columns 0 and 2, and 1 and 3, of a spot in its halves.
func (t *Texture) sums(s *Spot) F {
	rows := &spotRowBits[s.y]
	var left, right F
	at, stride := 4*int(s.at), 4*t.W
	for r := range rows {
		p := (*[2 * Width]float32)(t.Pix[at : at+2*Width])
		w := FloatBitsI(SplatI(rows[r]))
		left = MulAddF(w, LoadF((*[Width]float32)(p[:Width])), left)
		right = MulAddF(w, LoadF((*[Width]float32)(p[Width:])), right)
		at += stride
	}
	columns := &spotColumns[s.x]
	return MulAddF(left, LoadF((*[Width]float32)(columns[:Width])), MulF(right, LoadF((*[Width]float32)(columns[Width:]))))
}

// foldF adds the halves; both halves of the result hold the sum.
func foldF(a F) F { return AddF(a, permuteF(a, LoadU(&kSwap))) }

func lumaF(r, g, b F) F {
	return MulAddF(r, LoadF(&kLumaR), MulAddF(g, LoadF(&kLumaG), MulF(b, LoadF(&kLumaB))))
}

func softCodeF(y F) F {
	y = positiveF(y)
	return SqrtF(DivF(y, AddF(y, LoadF(&kSoftCode))))
}

func positiveF(a F) F {
	var zero F
	return MaxF(a, zero)
}

var (
	kUpper    = [Width]int32{0, 0, 0, 0, -1, -1, -1, -1}
	kSwap     = [Width]uint32{4, 5, 6, 7, 0, 1, 2, 3}
	kLumaR    = splat[float32](lumaR)
	kLumaG    = splat[float32](lumaG)
	kLumaB    = splat[float32](lumaB)
	kSoftCode = splat[float32](softCode)
)
