package portrait

import (
	"math"

	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/lips"
)

// Manner says how a speaker moves.
type Manner struct {
	Seed   uint64
	FPS    int
	Lively float64 // 1 for an ordinary amount of movement
}

// Acting is what the head of a speaker does besides speaking: it sways slowly, nods where it is loud, blinks every few seconds
// and in pauses, and breathes.
type Acting struct {
	manner Manner
	mouths []lips.Shape
	stress []float64 // loudness, smoothed, 0 to 1, per frame
	blinks []float64 // seconds at which lids begin to fall
	waves  [6]wave
	breath float64 // breaths per second
}

// wave is a slow swing with a little faster one on it.
type wave struct{ hz, phase, hz2, phase2 float64 }

func newWave(r *dsp.Rand, lo, hi float64) wave {
	return wave{r.Range(lo, hi), r.Unit(), r.Range(2.1, 2.9) * hi, r.Unit()}
}

// at is between -1 and 1.
func (w wave) at(t float64) float64 {
	return 0.72*math.Sin(2*math.Pi*(w.hz*t+w.phase)) + 0.28*math.Sin(2*math.Pi*(w.hz2*t+w.phase2))
}

// NewActing plans the movements for a speech whose mouth has a shape per frame.
func NewActing(s *lips.Sound, mouths []lips.Shape, m Manner) *Acting {
	r := dsp.NewRand(m.Seed, "acting")
	a := &Acting{manner: m, mouths: mouths, breath: r.Range(0.22, 0.30)}
	for i := range a.waves {
		a.waves[i] = newWave(r, 0.10, 0.24)
	}
	a.stress = stress(s, m.FPS, len(mouths))
	a.planBlinks(r)
	return a
}

// stress is the loudness of every frame over that of loud speech, averaged over about a third of a second.
func stress(s *lips.Sound, fps, frames int) []float64 {
	raw := make([]float64, frames)
	most := 1e-9
	for i := range raw {
		raw[i] = s.Loudness(i, fps)
		most = max(most, raw[i])
	}
	r := max(fps/6, 1)
	out := make([]float64, frames)
	for i := range out {
		sum, total := 0.0, 0.0
		for k := -2 * r; k <= 2*r; k++ {
			if j := i + k; j >= 0 && j < frames {
				d := float64(k) / float64(r)
				w := math.Exp(-0.5 * d * d)
				sum += w * raw[j] / most
				total += w
			}
		}
		out[i] = sum / total
	}
	return out
}

// planBlinks spreads blinks about three and a half seconds apart; one that falls near a pause waits for it.
func (a *Acting) planBlinks(r *dsp.Rand) {
	length := float64(len(a.mouths)) / float64(a.manner.FPS)
	for t := r.Range(0.7, 2.2); t < length-0.1; t += r.Range(2.2, 4.8) {
		at := t
		for d := 0.0; d < 0.6; d += 0.04 {
			if i := int((t + d) * float64(a.manner.FPS)); i < len(a.stress) && a.stress[i] < 0.12 {
				at = t + d
				break
			}
		}
		a.blinks = append(a.blinks, at)
		if r.Chance(0.12) {
			a.blinks = append(a.blinks, at+0.32)
		}
	}
}

// Lids fall quickly and rise slowly.
const (
	fall = 0.085 // seconds
	held = 0.035
	lift = 0.16
)

func (a *Acting) blink(t float64) float64 {
	shut := 0.0
	for _, b := range a.blinks {
		d := t - b
		switch {
		case d < 0 || d > fall+held+lift:
		case d < fall:
			shut = max(shut, smooth(0, fall, d))
		case d < fall+held:
			shut = 1
		default:
			shut = max(shut, smooth(fall+held+lift, fall+held, d))
		}
	}
	return shut
}

// Pose is the portrait in a frame. The first frame is near the picture: movements come in over half a second.
func (a *Acting) Pose(i int) Pose {
	t := float64(i) / float64(a.manner.FPS)
	k := a.manner.Lively * smooth(0, 0.6, t)
	s := a.stress[min(i, len(a.stress)-1)]
	swing := func(n int) float64 { return a.waves[n].at(t) - a.waves[n].at(0)*smooth(1.5, 0, t) }
	return Pose{
		X:      k * 0.030 * swing(0),
		Y:      k * (0.016*swing(1) + 0.022*(s-0.3)),
		Roll:   k * 0.024 * swing(2),
		Yaw:    k * (0.10*swing(3) + 0.02*s),
		Pitch:  k * (0.07*swing(4) + 0.10*(s-0.3)),
		Grow:   k * 0.010 * swing(5),
		Blink:  a.blink(t),
		Brows:  k * 0.9 * smooth(0.55, 0.95, s),
		Breath: math.Sin(2*math.Pi*a.breath*t) * smooth(0, 0.8, t),
		Mouth:  a.mouths[i],
	}
}
