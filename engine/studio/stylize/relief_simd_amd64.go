//go:build goexperiment.simd && amd64

package stylize

import "zoetrope/engine/studio/spmd/lane"

var (
	kLightX, kLightY, kLightZ = all(lightX), all(lightY), all(lightZ)
	kShineX, kShineY, kShineZ = all(shineX), all(shineY), all(shineZ)
	kLit, kShallow            = all(lit), all(0.55)
)

// lightLanes is lightRow for whole vectors from the second pixel on, without the last; it returns how many pixels they have.
func lightLanes(diffuse, shine, a, m, b []float32, steep, gloss float32) int {
	if !lane.Available() || len(m) < lane.Width+2 {
		return 0
	}
	squarings := 0
	for n := gloss; n > 1.5; n /= 2 {
		squarings++
	}
	n := (len(m) - 2) &^ (lane.Width - 1)
	by := all(steep / 2)
	scale, one := lane.LoadF(&by), lane.LoadF(&kOne)
	var zero lane.F
	for x := 1; x <= n; x += lane.Width {
		dx := lane.MulF(lane.SubF(row8(m, x+1), row8(m, x-1)), scale)
		dy := lane.MulF(lane.SubF(row8(b, x), row8(a, x)), scale)
		unit := lane.DivF(one, lane.SqrtF(lane.AddF(lane.AddF(lane.MulF(dx, dx), lane.MulF(dy, dy)), one)))
		d := lane.SubF(lane.SubF(lane.LoadF(&kLightZ), lane.MulF(dx, lane.LoadF(&kLightX))), lane.MulF(dy, lane.LoadF(&kLightY)))
		s := lane.SubF(lane.SubF(lane.LoadF(&kShineZ), lane.MulF(dx, lane.LoadF(&kShineX))), lane.MulF(dy, lane.LoadF(&kShineY)))
		d, s = lane.MulF(lane.MaxF(d, zero), unit), lane.MulF(lane.MaxF(s, zero), unit)
		for range squarings {
			s = lane.MulF(s, s)
		}
		lane.StoreF((*eight)(diffuse[x:]), lane.DivF(d, lane.LoadF(&kLightZ)))
		lane.StoreF((*eight)(shine[x:]), s)
	}
	lane.Leave()
	return n
}

// glazeLanes is glaze for the first pixels; it returns how many.
func glazeLanes(r, g, b, diffuse, shine []float32, gloss float32) int {
	if !lane.Available() {
		return 0
	}
	n := len(r) &^ (lane.Width - 1)
	bright := all(gloss)
	one, gain := lane.LoadF(&kOne), lane.LoadF(&bright)
	var zero lane.F
	for x := 0; x < n; x += lane.Width {
		light := row8(diffuse, x)
		d := lane.AddF(one, lane.MulF(lane.SubF(light, one), lane.LoadF(&kShallow)))
		over := lane.MaxF(lane.SubF(light, lane.LoadF(&kLit)), zero)
		s := lane.MulF(lane.MulF(lane.MulF(gain, row8(shine, x)), over), lane.LoadF(&kFour))
		for _, p := range [3][]float32{r, g, b} {
			lane.StoreF((*eight)(p[x:]), lane.AddF(lane.MulF(row8(p, x), d), s))
		}
	}
	lane.Leave()
	return n
}
