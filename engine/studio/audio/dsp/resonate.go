package dsp

import "math"

// Mode is one resonance of a struck object.
type Mode struct {
	Hz    float64
	Gain  float64
	Decay float64 // seconds to fall by 60 dB
}

// Ring returns seconds of the sound of an object that is struck once: the sum of its decaying modes (modal synthesis,
// P. Cook, "Real Sound Synthesis for Interactive Applications", ch. 4). The strike lasts contact seconds: a longer one
// excites high modes less, as a softer mallet does.
func Ring(modes []Mode, seconds, contact float64) []float64 {
	out := make([]float64, Frames(seconds))
	for _, m := range modes {
		if m.Hz <= 0 || m.Hz > 0.45*Rate {
			continue
		}
		// A half-sine contact force has its first zero at 1.5/contact.
		soft := 1 / (1 + math.Pow(m.Hz*contact/0.75, 2))
		addMode(out, m, m.Gain*soft)
	}
	return out
}

// addMode adds a decaying sine, by a recurrence of two terms.
func addMode(out []float64, m Mode, gain float64) {
	w, d := 2*math.Pi*m.Hz/Rate, Decay(m.Decay)
	y1, y2 := 0.0, -math.Sin(w)/d*gain
	c1, c2 := 2*d*math.Cos(w), d*d
	heard := min(len(out), Frames(1.5*m.Decay)) // down to -90 dB
	for i := range out[:heard] {
		out[i] += y1
		y1, y2 = c1*y1-c2*y2, y1
	}
}

// Pluck returns seconds of a plucked string (K. Karplus and A. Strong, "Digital Synthesis of Plucked-String and Drum
// Timbres", CMJ 1983, with the tuning filter of D. Jaffe and J. Smith). bright in 0..1 sets the high partials, decay the
// seconds to -60 dB of the fundamental.
func Pluck(r *Rand, hz, seconds, bright, decay float64) []float64 {
	out := make([]float64, Frames(seconds))
	period := Rate/Clamp(hz, 20, 8000) - 0.5 // the averaging filter delays by half a sample
	n := max(int(period), 2)
	line := make([]float64, n)
	noise, soft := NewWhite(r), NewOnePole(400+9000*bright*bright)
	for i := range line {
		line[i] = soft.Low(noise.Next())
	}
	Normalise(line, 1)
	frac := period - float64(n)
	tune := (1 - frac) / (1 + frac)
	loss := math.Pow(10, -3*period/(decay*Rate))
	var last, apX, apY float64
	for i, p := 0, 0; i < len(out); i++ {
		x := line[p]
		out[i] = x
		avg := loss * 0.5 * (x + last)
		last = x
		apY = tune*(avg-apY) + apX
		apX = avg
		line[p] = apY
		if p++; p == n {
			p = 0
		}
	}
	return out
}

// Bubble returns the sound of one bubble in water: a decaying sine whose pitch rises while the bubble nears the surface
// (K. van den Doel, "Physically Based Models for Liquid Sounds", 2005). radius is in metres, 0.0003..0.03; rise in 0..1.
func Bubble(radius, rise float64) []float64 {
	hz := 3 / radius // Minnaert resonance in water at the surface
	damp := 0.13/radius + 0.0072*math.Pow(radius, -1.5)
	out := make([]float64, Frames(Clamp(5/damp, 0.004, 0.35)))
	var phase float64
	attack := float64(Frames(0.0012))
	for i := range out {
		t := float64(i) / Rate
		amp := math.Exp(-damp*t) * min(float64(i)/attack, 1)
		out[i] = amp * math.Sin(phase)
		phase += 2 * math.Pi * hz * (1 + rise*damp*t*0.1) / Rate
	}
	return FadeEnds(out, 0, min(48, len(out)/4))
}
