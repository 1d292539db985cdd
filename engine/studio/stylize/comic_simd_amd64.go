//go:build goexperiment.simd && amd64

package stylize

import "zoetrope/engine/studio/spmd/lane"

// step8 is a smoothstep: where it begins, and one over its width.
type step8 struct{ from, by eight }

func step(a, b float32) *step8 { return &step8{all(a), all(1 / (b - a))} }

func (s *step8) of(x lane.F) lane.F {
	t := unitF(lane.MulF(lane.SubF(x, lane.LoadF(&s.from)), lane.LoadF(&s.by)))
	return lane.MulF(lane.MulF(t, t), lane.SubF(lane.LoadF(&kThree), lane.AddF(t, t)))
}

func unitF(x lane.F) lane.F {
	var zero lane.F
	return lane.MaxF(lane.MinF(x, lane.LoadF(&kOne)), zero)
}

// scaleF is x times k plus c.
func scaleF(x lane.F, k, c *eight) lane.F {
	return lane.AddF(lane.MulF(x, lane.LoadF(k)), lane.LoadF(c))
}

func mixF(a, b, t lane.F) lane.F { return lane.AddF(a, lane.MulF(lane.SubF(b, a), t)) }

func lumaF(r, g, b lane.F) lane.F {
	return lane.AddF(lane.AddF(lane.MulF(lane.LoadF(&kLumaR), r), lane.MulF(lane.LoadF(&kLumaG), g)), lane.MulF(lane.LoadF(&kLumaB), b))
}

// The constants of comicRow.shade in lanes.
var (
	kExposure, kContrast  = all(1.1), all(0.6)
	kBands, kThird        = all(comicBands), all(1.0 / comicBands)
	kCelGain, kCelLift    = all(0.86), all(0.2) // 0.02 more than the tone, for the ratio
	kLumaLift, kVivid     = all(0.05), all(1.75)
	kDotScale             = all(1.6)
	kShadeGain, kShadeTop = all(-1.6), all(1.25)
	kInkGain, kInkLift    = all(1.15), all(-0.12)
	kInk                  = [3]eight{all(-0.42), all(-0.46), all(-0.30)}
	kPaper                = [3]eight{all(1), all(0.985), all(0.94)}
	kBlack                = [3]eight{all(0.045), all(0.04), all(0.06)}

	bandStep, inkStep   = step(0.5-comicSoft/2, 0.5+comicSoft/2), step(-0.1, 0.1)
	lineStep, blackStep = step(lineFrom, lineTo), step(blackFrom, blackTo)
)

// shadeLanes is shade for the first pixels; it returns how many.
func (p *comicRow) shadeLanes() int {
	if !lane.Available() {
		return 0
	}
	n := len(p.r) &^ (lane.Width - 1)
	screen := [4]eight{all(p.dots.k), all(p.dots.s), all(p.x), all(p.y)}
	for i := 0; i < n; i += lane.Width {
		tone := row8(p.tone, i)
		l := unitF(lane.MulF(tone, lane.LoadF(&kExposure)))
		l = mixF(l, lane.MulF(lane.MulF(l, l), lane.SubF(lane.LoadF(&kThree), lane.AddF(l, l))), lane.LoadF(&kContrast))
		q := lane.MulF(l, lane.LoadF(&kBands))
		f := lane.FloorF(q)
		cel := lane.MulF(lane.AddF(f, bandStep.of(lane.SubF(q, f))), lane.LoadF(&kThird))
		rgb := [3]lane.F{row8(p.red, i), row8(p.green, i), row8(p.blue, i)}
		grey := lumaF(rgb[0], rgb[1], rgb[2])
		by := lane.DivF(scaleF(cel, &kCelGain, &kCelLift), lane.AddF(grey, lane.LoadF(&kLumaLift)))
		grey = lane.MulF(grey, by)
		shadow := scaleF(unitF(scaleF(l, &kShadeGain, &kShadeTop)), &kInkGain, &kInkLift)
		ink := inkStep.of(lane.SubF(shadow, dots8(&screen, i)))
		black := lane.MaxF(lineStep.of(row8(p.lines, i)), blackStep.of(tone))
		for k, out := range [3][]float32{p.r, p.g, p.b} {
			v := unitF(lane.AddF(grey, lane.MulF(lane.SubF(lane.MulF(rgb[k], by), grey), lane.LoadF(&kVivid))))
			v = lane.MulF(lane.MulF(v, scaleF(ink, &kInk[k], &kOne)), lane.LoadF(&kPaper[k]))
			lane.StoreF((*eight)(out[i:]), mixF(v, lane.LoadF(&kBlack[k]), black))
		}
	}
	lane.Leave()
	return n
}

// dots8 is screen.dot of eight pixels from number i. The screen is its cosine and sine over its pitch, and where the row begins.
func dots8(screen *[4]eight, i int) lane.F {
	k, s, half := lane.LoadF(&screen[0]), lane.LoadF(&screen[1]), lane.LoadF(&kHalf)
	x := lane.AddF(lane.FloatI(lane.AddI(lane.SplatI(int32(i)), lane.LoadI(&kSteps))), lane.LoadF(&screen[2]))
	y := lane.LoadF(&screen[3])
	u, v := lane.AddF(lane.MulF(x, k), lane.MulF(y, s)), lane.SubF(lane.MulF(y, k), lane.MulF(x, s))
	u, v = lane.SubF(lane.SubF(u, lane.FloorF(u)), half), lane.SubF(lane.SubF(v, lane.FloorF(v)), half)
	return lane.MulF(lane.SqrtF(lane.AddF(lane.MulF(u, u), lane.MulF(v, v))), lane.LoadF(&kDotScale))
}
