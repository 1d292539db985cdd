package studio

import (
	"context"
	"math"
	"slices"

	"zoetrope/engine/studio/audio"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
)

// watchSide is the longer side in pixels in which a clip is watched for its sound; faceSide that in which faces are looked for.
const (
	watchSide = 96
	faceSide  = 320
)

// watchedClip is what is seen in a clip that can be heard.
type watchedClip struct {
	cuts  []float64     // seconds
	peaks []audio.Event // moments of sudden motion, where they are, and how strong for this clip
	faces int           // in the middle of the clip
	shares
	motion float64 // mean change per second of a pixel of the lower third, of 1
}

// shares are means over all frames: parts of the picture, 0..1.
type shares struct {
	luma, lamps, green, skyBlue, waterBlue, fire, snow, grey float64
}

// watchClip looks through a clip in small.
func watchClip(ctx context.Context, src *footage.Clip) (watchedClip, error) {
	var seen watchedClip
	width, height := src.Fit(watchSide)
	var before vision.Plane
	var changes []stir
	n := 0
	err := src.Each(ctx, footage.Part{Width: width, Height: height}, func(i int, p vision.RGB) error {
		now := p.Luma()
		if i > 0 {
			c := difference(now, before)
			changes = append(changes, c)
			seen.motion += c.low * float64(src.FPS)
		}
		before = now
		if i%max(src.FPS/4, 1) == 0 {
			seen.add(p, now)
			n++
		}
		return nil
	})
	if err != nil {
		return seen, err
	}
	seen.scale(1 / float64(max(n, 1)))
	seen.motion /= float64(max(len(changes), 1))
	seen.cuts, seen.peaks = moments(changes, src.FPS)
	w, h := src.Fit(faceSide)
	still, err := src.Still(ctx, src.Frames/2, w, h)
	if err != nil {
		return seen, err
	}
	seen.faces = len(face.Find(still.Luma()))
	return seen, nil
}

// stir is what changes from one frame to the next.
type stir struct {
	mean  float64 // difference of a pixel
	low   float64 // that of the lower third
	share float64 // of the pixels that change visibly
	pan   float64 // where, from left (-1) to right (1)
}

// visible is the least visible difference of a pixel.
const visible = 0.04

func difference(a, b vision.Plane) (out stir) {
	var sum, side, low float64
	changed := 0
	for y := range a.H {
		for x := range a.W {
			d := math.Abs(float64(a.Pix[y*a.W+x] - b.Pix[y*a.W+x]))
			sum += d
			side += d * (2*float64(x)/float64(max(a.W-1, 1)) - 1)
			if y >= a.H*2/3 {
				low += d
			}
			if d > visible {
				changed++
			}
		}
	}
	if sum > 0 {
		out.pan = side / sum
	}
	n := float64(a.W * a.H)
	out.mean, out.low, out.share = sum/n, low/(n/3), float64(changed)/n
	return out
}

// add takes in one frame.
func (s *shares) add(p vision.RGB, luma vision.Plane) {
	n := float64(len(luma.Pix))
	third := n / 3
	for y := range p.H {
		upper, lower := y < p.H/3, y >= p.H-p.H/3
		for x := range p.W {
			i := y*p.W + x
			r, g, b, l := p.R.Pix[i], p.G.Pix[i], p.B.Pix[i], luma.Pix[i]
			s.luma += float64(l) / n
			spread := max(r, g, b) - min(r, g, b)
			switch {
			case l > 0.72 && spread < 0.10:
				if lower {
					s.snow += 1 / third
				}
			case g > r*1.06 && g > b*1.15:
				s.green += 1 / n
			case b > r*1.08 && b > 0.12:
				if upper {
					s.skyBlue += 1 / third
				}
				if lower {
					s.waterBlue += 1 / third
				}
			case r > 0.75 && r > g*1.25 && g > b*1.4:
				s.fire += 1 / n
			case spread < 0.07:
				s.grey += 1 / n
			}
			if l > 0.7 {
				s.lamps += 1 / n
			}
		}
	}
}

func (s *shares) scale(k float64) {
	for _, v := range []*float64{&s.luma, &s.lamps, &s.green, &s.skyBlue, &s.waterBlue, &s.fire, &s.snow, &s.grey} {
		*v *= k
	}
}

const (
	// cutChange is the mean change of a frame at a cut, cutShare the share of its pixels that change visibly; it also stands out
	// from its neighbours by cutFactor.
	cutChange = 0.08
	cutShare  = 0.55
	cutFactor = 4
	// peakChange is the least change of a frame that can be a peak, which is peakFactor times the usual change; peakApart is how far
	// peaks are from each other in seconds.
	peakChange = 0.006
	peakFactor = 2.5
	peakApart  = 0.35
	// mostPeaks are kept, the strongest of them, in ten seconds.
	mostPeaks = 8
)

// moments finds cuts and peaks of motion in the changes between frames: changes[i] is that from frame i to i+1.
func moments(changes []stir, fps int) (cuts []float64, peaks []audio.Event) {
	energy := make([]float64, len(changes))
	for i, c := range changes {
		energy[i] = c.mean
	}
	at := func(i int) float64 { return (float64(i) + 1) / float64(fps) }
	around := func(i int) float64 { // without the moment itself
		var others []float64
		for k := max(i-4, 0); k <= min(i+4, len(energy)-1); k++ {
			if k != i {
				others = append(others, energy[k])
			}
		}
		if len(others) == 0 {
			return 0
		}
		slices.Sort(others)
		return others[len(others)/2]
	}
	quiet := slices.Clone(energy)
	for i, e := range energy {
		if e > cutChange && changes[i].share > cutShare && e > cutFactor*around(i) {
			cuts = append(cuts, at(i))
			quiet[i] = around(i)
		}
	}
	level := peakChange
	if len(quiet) > 0 {
		sorted := slices.Sorted(slices.Values(quiet))
		level = max(level, peakFactor*sorted[len(sorted)/2], sorted[len(sorted)-1]/8)
	}
	var order []int
	for i, e := range quiet {
		if e > level {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case quiet[a] > quiet[b]:
			return -1
		case quiet[a] < quiet[b]:
			return 1
		}
		return a - b
	})
	most := max(mostPeaks*len(energy)/fps/10, 2)
	for _, i := range order {
		near := func(e audio.Event) bool { return math.Abs(e.At-at(i)) < peakApart }
		if len(peaks) < most && !slices.ContainsFunc(peaks, near) {
			peaks = append(peaks, audio.Event{At: at(i), Strength: min(0.6+0.2*quiet[i]/level, 1.4), Pan: 0.7 * changes[i].pan})
		}
	}
	slices.SortFunc(peaks, func(a, b audio.Event) int {
		if a.At < b.At {
			return -1
		}
		return 1
	})
	return cuts, peaks
}

// Levels from which what is seen is believed.
const (
	darkBelow   = 0.24 // mean luma
	lampsAbove  = 0.004
	manyFaces   = 2
	mostlyAbove = 0.4  // of a third or of the picture
	partAbove   = 0.28 //
	fireAbove   = 0.05
	surfMotion  = 0.25 // change per second of the lower third
)

// scene is what the clip sounds like when nobody says.
func (s *watchedClip) scene(seed uint64, seconds float64) (audio.Scene, audio.Place) {
	out := audio.Scene{Duration: seconds, Seed: seed, Cuts: s.cuts, Ambience: true}
	dark := s.luma < darkBelow
	if dark {
		out.Time = "night"
	}
	if s.fire > fireAbove && dark {
		out.Overlays = append(out.Overlays, "fire")
	}
	switch {
	case s.faces >= manyFaces || dark && s.faces > 0: // at night a face is lit, mostly indoors
		out.Setting, out.Time = "murmur of people", ""
		return out, audio.Room
	case s.waterBlue > mostlyAbove && s.motion > surfMotion:
		out.Setting = "ocean"
	case s.waterBlue > mostlyAbove:
		out.Setting = "lake"
	case dark && s.lamps > lampsAbove && s.green < partAbove:
		out.Setting = "street"
	case s.snow > mostlyAbove && s.skyBlue > fireAbove:
		out.Setting, out.Season = "snowfield", "winter"
	case s.green > partAbove && s.luma < 0.34:
		out.Setting = "forest"
	case s.green > partAbove:
		out.Setting = "meadow"
	case s.skyBlue > mostlyAbove:
		out.Setting = "light breeze, birds"
	case s.faces == 0 && s.grey > mostlyAbove && s.luma > 0.3 && s.motion > 0.1:
		out.Setting = "city"
	default:
		out.Time = ""
		return out, audio.Room
	}
	return out, ""
}
