package voice

import "zoetrope/engine/studio/audio/dsp"

// bandSpec is one band of a noise bed.
type bandSpec struct {
	hz, q float64
	gain  float64
	waver float64 // seconds of one turn of the band's slow unsteadiness
}

// bed is wide noise in a few bands, each of which wavers a little by itself, so that it never sounds like a machine.
type bed struct {
	noise [2]dsp.Pink
	bands []bedBand
}

type bedBand struct {
	bandSpec
	filter [2]dsp.SVF
	drift  [2]*dsp.Drift
	glide  [2]dsp.Glide
}

func newBed(r *dsp.Rand, specs []bandSpec) *bed {
	b := &bed{noise: [2]dsp.Pink{dsp.NewPink(r), dsp.NewPink(r)}}
	for _, s := range specs {
		band := bedBand{bandSpec: s}
		for i := range band.filter {
			band.filter[i] = dsp.NewSVF(s.hz, s.q)
			band.drift[i] = dsp.NewDrift(r, s.waver)
		}
		b.bands = append(b.bands, band)
	}
	return b
}

// add adds a block of the bed, scaled.
func (b *bed) add(left, right []float64, gain float64) {
	for i, out := range [2][]float64{left, right} {
		var x [dsp.Block]float64
		for n := range x {
			x[n] = b.noise[i].Next()
		}
		for k := range b.bands {
			band := &b.bands[k]
			g, dg := band.glide[i].To(gain * band.gain * (0.7 + 0.6*band.drift[i].Next()))
			f := &band.filter[i]
			for n, v := range x {
				out[n] += f.Band(v) * g
				g += dg
			}
		}
	}
}
