package lips

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/speech"
)

// targets are the mouths of the visemes.
var targets = map[speech.Viseme]Shape{
	speech.Open:   {Open: 1},
	speech.Mid:    {Open: 0.66, Wide: 0.15},
	speech.Spread: {Open: 0.42, Wide: 0.7},
	speech.Round:  {Open: 0.62, Wide: -0.55},
	speech.Pursed: {Open: 0.32, Wide: -0.9},
	speech.Closed: {},
	speech.Teeth:  {Open: 0.14, Wide: 0.1, Bite: 1},
	speech.Tongue: {Open: 0.3, Wide: 0.1},
	speech.Tip:    {Open: 0.3, Wide: 0.2},
	speech.Back:   {Open: 0.45},
	speech.Hush:   {Open: 0.3, Wide: -0.45},
}

// Say returns the mouth for every frame of a film in which a text is spoken: the phones give the form, their sound
// the strength.
//
// Neighbouring phones colour each other over about 80 ms (Cohen and Massaro, "Modeling Coarticulation in Synthetic Visual
// Speech", 1993), but lips that must touch do touch.
func (s *Sound) Say(phones []speech.Phone, fps, frames int) []Shape {
	if len(phones) == 0 {
		return s.Shapes(fps, frames)
	}
	fine := make([]Shape, len(s.levels))
	touch := make([]float64, len(s.levels))
	tilt := s.tilt()
	for _, p := range phones {
		from, to := int(p.Start*rate), int(math.Ceil(p.End*rate))
		target := targets[p.Viseme]
		for i := max(from, 0); i < min(to, len(fine)); i++ {
			fine[i] = target
		}
		if p.Viseme == speech.Closed {
			mid := (p.Start + p.End) / 2
			half := max((p.End-p.Start)/2, 0.03)
			for i := range int(4*half*rate) + 1 {
				at := int((mid-2*half)*rate) + i
				if at >= 0 && at < len(touch) {
					d := (float64(at)/rate - mid) / half
					touch[at] = max(touch[at], dsp.Smooth(1.5, 0.6, math.Abs(d)))
				}
			}
		}
	}
	fine = smooth(fine, 3.6)
	heard := make([]Shape, len(s.levels))
	for i, l := range s.levels {
		heard[i] = s.shape(l, tilt)
	}
	heard = smooth(heard, 3.2)
	for i := range fine {
		loud := math.Sqrt(heard[i].Open)
		fine[i].Open = loud * (0.3*heard[i].Open + 0.7*fine[i].Open) * (1 - touch[i])
		fine[i].Wide *= min(1, 2*loud)
	}
	return resample(fine, fps, frames)
}
