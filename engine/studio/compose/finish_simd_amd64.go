//go:build goexperiment.simd && amd64

package compose

import "zoetrope/engine/studio/spmd/lane"

// eight values are what a vector holds.
type eight = [8]float32

// lanes holds the numbers of a look eight times each. They are loaded from memory because a float that goes through a scalar
// register costs more than what is done with it. No multiplication is fused with an addition, so that every bit is as in
// Finisher.tone and Finisher.colour.
type lanes struct {
	exposure, glow, vignette, preserve, rest, saturation eight
	shadows, highlights                                  [3]eight
}

func all(v float32) (e eight) {
	for i := range e {
		e[i] = v
	}
	return e
}

// newLanes returns nil on a processor without lanes.
func newLanes(look Look) *lanes {
	if !hasLanes() {
		return nil
	}
	l := &lanes{
		exposure: all(look.exposure()), glow: all(look.glow()), vignette: all(look.Vignette),
		preserve: all(look.Preserve), rest: all(1 - look.Preserve), saturation: all(look.Saturation),
	}
	for k := range 3 {
		l.shadows[k], l.highlights[k] = all(look.Shadows[k]), all(look.Highlights[k])
	}
	return l
}

var (
	kHalf, kOne            = all(0.5), all(1)
	kMost, kLeast          = all(1000), all(1e-6)
	kLens                  = all(0.155)
	kGrain, kGrainPeak     = all(0.35), all(2.6)
	kAcesA, kAcesB         = all(2.51), all(0.03)
	kAcesC, kAcesD, kAcesE = all(2.43), all(0.59), all(0.14)
	kLumaR, kLumaG, kLumaB = all(0.2126), all(0.7152), all(0.0722)
)

// toneLanes is tone for the first pixels of a row; it returns how many.
func (f *Finisher) toneLanes(src []float32, b *finishing, down2 float32) int {
	l := f.lanes
	if l == nil || f.w < lane.Width {
		return 0
	}
	down := all(down2)
	n := f.w / lane.Width * lane.Width
	across, code, glow := f.across[:n], b.code, b.glow
	for x := 0; x < n; x += lane.Width {
		r, g, bl, _ := lane.LoadRGBA((*[4 * lane.Width]float32)(src[4*x:]))
		r2 := lane.AddF(lane.LoadF((*eight)(across[x:])), lane.LoadF(&down))
		fall := lane.MulF(lane.MulF(lane.MulF(lane.LoadF(&l.vignette), r2), r2), lane.LoadF(&kLens))
		one := lane.LoadF(&kOne)
		lens := lane.SubF(one, lane.MulF(fall, lane.AddF(one, lane.MulF(lane.LoadF(&kHalf), r2))))
		r = l.exposed(r, (*eight)(glow[0][x:]), lens)
		g = l.exposed(g, (*eight)(glow[1][x:]), lens)
		bl = l.exposed(bl, (*eight)(glow[2][x:]), lens)

		top := lane.MaxF(lane.MaxF(lane.MaxF(lane.LoadF(&kLeast), r), g), bl)
		kept := lane.DivF(lane.MulF(lane.LoadF(&l.preserve), acesF(top)), top)
		rest := lane.LoadF(&l.rest)
		lane.StoreF((*eight)(code[0][x:]), lane.AddF(lane.MulF(rest, acesF(r)), lane.MulF(kept, r)))
		lane.StoreF((*eight)(code[1][x:]), lane.AddF(lane.MulF(rest, acesF(g)), lane.MulF(kept, g)))
		lane.StoreF((*eight)(code[2][x:]), lane.AddF(lane.MulF(rest, acesF(bl)), lane.MulF(kept, bl)))
	}
	lane.Leave()
	return n
}

// exposed is radiance with glow behind the lens.
func (l *lanes) exposed(v lane.F, glow *eight, lens lane.F) lane.F {
	return lane.MulF(lane.AddF(lane.MulF(finiteF(v), lane.LoadF(&l.exposure)), lane.MulF(lane.LoadF(glow), lane.LoadF(&l.glow))), lens)
}

// positiveF is v above 0 and 0 otherwise, for NaN too, which lane.MaxF may let through.
func positiveF(v lane.F) lane.F {
	var zero lane.F
	return lane.ZeroUnlessF(lane.LessF(zero, v), v)
}

// acesF is aces.
func acesF(x lane.F) lane.F {
	over := lane.MulF(x, lane.AddF(lane.MulF(lane.LoadF(&kAcesA), x), lane.LoadF(&kAcesB)))
	under := lane.MulF(x, lane.AddF(lane.MulF(lane.LoadF(&kAcesC), x), lane.LoadF(&kAcesD)))
	return lane.MinF(lane.DivF(over, lane.AddF(under, lane.LoadF(&kAcesE))), lane.LoadF(&kOne))
}

// colourLanes is colour for the first pixels of row y; it returns how many. Drawn looks have none.
func (f *Finisher) colourLanes(dst []float32, b *finishing, y int) int {
	l := f.lanes
	if l == nil || f.look.draws() {
		return 0
	}
	n := f.w / lane.Width * lane.Width
	grain, code := f.grain[grainSize*(y%grainSize):][:grainSize], b.code
	for x := 0; x < n; x += lane.Width {
		r, g, bl := lane.LoadF((*eight)(code[0][x:])), lane.LoadF((*eight)(code[1][x:])), lane.LoadF((*eight)(code[2][x:]))
		v, one := lumaF(r, g, bl), lane.LoadF(&kOne)
		away := lane.SubF(one, v)
		dark, bright := lane.MulF(away, away), lane.MulF(v, v)
		r, g, bl = l.toned(r, 0, dark, bright), l.toned(g, 1, dark, bright), l.toned(bl, 2, dark, bright)
		v = lumaF(r, g, bl)
		peak := lane.MulF(lane.MulF(lane.LoadF(&kGrainPeak), v), lane.SubF(one, v))
		noise := lane.MulF(lane.LoadF((*eight)(grain[x%grainSize:])), lane.AddF(lane.LoadF(&kGrain), peak))
		lane.StoreRGBA((*[4 * lane.Width]float32)(dst[4*x:]), l.saturated(r, v, noise), l.saturated(g, v, noise), l.saturated(bl, v, noise), one)
	}
	lane.Leave()
	return n
}

// toned is channel k with the split tone.
func (l *lanes) toned(v lane.F, k int, dark, bright lane.F) lane.F {
	return lane.AddF(v, lane.AddF(lane.MulF(lane.LoadF(&l.shadows[k]), dark), lane.MulF(lane.LoadF(&l.highlights[k]), bright)))
}

// saturated is a code value away from the luma, with noise, in 0..1.
func (l *lanes) saturated(v, luma, noise lane.F) lane.F {
	var zero lane.F
	v = lane.AddF(luma, lane.MulF(lane.SubF(v, luma), lane.LoadF(&l.saturation)))
	return lane.MinF(lane.MaxF(lane.AddF(v, noise), zero), lane.LoadF(&kOne))
}

// lumaF is luma.
func lumaF(r, g, b lane.F) lane.F {
	return lane.AddF(lane.AddF(lane.MulF(lane.LoadF(&kLumaR), r), lane.MulF(lane.LoadF(&kLumaG), g)), lane.MulF(lane.LoadF(&kLumaB), b))
}
