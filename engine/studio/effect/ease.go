package effect

import "math"

// ramp rises from 0 at a to 1 at b in a straight line.
func ramp(x, a, b float64) float64 { return math.Min(math.Max((x-a)/(b-a), 0), 1) }

// smooth rises from 0 at a to 1 at b and starts and ends at rest.
func smooth(x, a, b float64) float64 {
	t := ramp(x, a, b)
	return t * t * (3 - 2*t)
}

// glide is smooth with a longer rest at both ends.
func glide(x, a, b float64) float64 {
	t := ramp(x, a, b)
	return t * t * t * (t*(6*t-15) + 10)
}

// fall starts at rest and arrives at full speed.
func fall(x, a, b float64) float64 {
	t := ramp(x, a, b)
	return t * t
}

// settle starts at full speed and comes to rest.
func settle(x, a, b float64) float64 {
	t := 1 - ramp(x, a, b)
	return 1 - t*t*t
}

// overshoot comes to rest after going a tenth too far (Penner, "Programming Macromedia Flash MX", 2002, the back ease).
func overshoot(x, a, b float64) float64 {
	const s = 1.70158
	t := ramp(x, a, b) - 1
	return 1 + t*t*((s+1)*t+s)
}

// spring arrives early and rings out.
func spring(x, a, b, rings float64) float64 {
	t := ramp(x, a, b)
	if t <= 0 || t >= 1 {
		return t
	}
	return 1 - math.Exp(-6*t)*math.Cos(2*math.Pi*rings*t)*(1-t)
}

// bump rises from 0 at a to 1 in the middle and falls back to 0 at b.
func bump(x, a, b float64) float64 {
	s := math.Sin(math.Pi * ramp(x, a, b))
	return s * s
}

// pulse is a flash: at once 1 at a, then fading within the given time.
func pulse(x, a, fade float64) float64 {
	if x < a {
		return 0
	}
	return math.Exp(-(x - a) / fade * 3)
}

func lerp(a, b, t float64) float64 { return a + (b-a)*t }
