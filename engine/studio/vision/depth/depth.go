// Package depth guesses the depth of a single photograph from the cues that pictures give: a ground that comes nearer
// towards the bottom (Hoiem, Efros, Hebert, "Automatic Photo Pop-up", SIGGRAPH 2005), a sky that is infinitely far,
// blur (Zhuo and Sim 2011), haze (He, Sun, Tang, "Single Image Haze Removal Using Dark Channel Prior", CVPR 2009) and a
// subject that stands on the ground.
//
// It is a plausible relief for small camera moves, not a measurement.
package depth

import (
	"cmp"
	"math"
	"slices"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/segment"
)

// AnalysisSize is the long side, in pixels, of the pictures that the estimates below are tuned for.
const AnalysisSize = 320

// Trusted is the confidence from which a subject may be cut out.
const Trusted = 0.56

// Scene is what Estimate makes of a picture; all planes have the picture's size.
type Scene struct {
	// Near is the nearness (relative inverse depth) without the subject: 0 is infinitely far, 1 the nearest. What the
	// subject hides is continued from around it.
	Near vision.Plane
	// Sky and Water are masks, 0 or 1.
	Sky, Water vision.Plane
	// Subject is the cut-out; its nearness is one value, since it stands upright.
	Subject     segment.Subject
	SubjectNear float32
	// Defocus in [0,1] tells a shallow depth of field from a picture sharp throughout.
	Defocus float32
	// Upright in [0,1] is how far tall vertical things such as trunks or columns fill the picture.
	Upright float32
	// Confidence in [0,1]; where it is low, cameras should move little.
	Confidence float32
}

// Estimate analyses a picture whose long side is about AnalysisSize.
func Estimate(p vision.RGB) Scene {
	var s Scene
	s.Sky = segment.Sky(p)
	sharp, spread := Focus(p, s.Sky)
	if spread > 0.6 && !blue(p, s.Sky) {
		// A blurred backdrop behind something close.
		s.Sky = vision.New(p.W, p.H)
		sharp, spread = Focus(p, s.Sky)
	}
	faces := face.Find(p.Luma())
	if len(faces) > 0 && largest(faces).Radius > float32(p.W)/16 {
		// Behind a portrait a calm backdrop is worth more than drifting clouds.
		s.Sky = vision.New(p.W, p.H)
	}
	plain, isPlain := segment.OnPlainGround(p)
	if isPlain && !blue(p, s.Sky) {
		s.Sky = vision.New(p.W, p.H) // paper, not air
	}
	s.Defocus = spread
	s.Water = segment.Water(p, s.Sky)
	s.Subject = subject(p, faces, s.Sky, sharp, spread)
	s.Subject.Mask = adopt(s.Subject.Mask, s.Sky)
	upright := verticals(p)
	s.Upright = upright.Mean()
	s.Subject.Confidence *= vision.Smoothstep(0.6, 0.3, s.Upright)
	if isPlain {
		s.Subject = plain
	}

	ramp, known := ground(p, s.Sky)
	haze := clearness(p)
	near := vision.New(p.W, p.H)
	for i := range near.Pix {
		far := 0.82*ramp.Pix[i] + 0.18*haze.Pix[i]
		close := 0.25*ramp.Pix[i] + 0.75*sharp.Pix[i]
		near.Pix[i] = (far + (close-far)*0.8*spread) * (1 - s.Sky.Pix[i])
	}
	near = fillSubject(near, s.Subject)
	near = straighten(near, upright)
	near = vision.Guided(p.Luma(), near, max(2, p.W/40), 2e-3)
	for i := range near.Pix {
		near.Pix[i] *= 1 - s.Sky.Pix[i]
	}
	s.Near = stretch(near)
	s.SubjectNear = standing(s.Near, s.Subject.Mask)
	s.Confidence = 0.35 + 0.3*spread
	if known {
		s.Confidence += 0.35
	}
	s.Confidence = min(s.Confidence, 1) * (1 - 0.5*vision.Smoothstep(0.15, 0.45, s.Upright))
	return s
}

// blue reports whether a sky is blue on the whole.
func blue(p vision.RGB, sky vision.Plane) bool {
	var difference, n float32
	for i, v := range sky.Pix {
		n += v
		difference += v * (p.B.Pix[i] - p.R.Pix[i])
	}
	return difference > 0.03*n
}

// adopt gives the subject the small islands between it and the sky, such as tufts of hair, which would stay behind in the
// air when it moves.
func adopt(mask, sky vision.Plane) vision.Plane {
	const smallest = 0.015
	return segment.Adopt(mask, vision.Zip(mask, sky, func(m, s float32) float32 { return 1 - max(m, s) }), smallest)
}

// stretch maps the range of the nearness to [0,1], but does not blow up a relief that is nearly flat.
func stretch(near vision.Plane) vision.Plane {
	const least = 0.45
	low, high := vision.Quantile(near, 0.01), vision.Quantile(near, 0.99)
	scale := 1 / max(high-low, least)
	return near.Map(func(v float32) float32 { return min(max((v-low)*scale, 0), 1) })
}

// subject lowers the trust in cut-outs that contradict the rest: one that is mostly sky, or blurrier than what is around
// it, is no subject.
func subject(p vision.RGB, faces []face.Face, sky, sharp vision.Plane, spread float32) segment.Subject {
	if s, ok := person(p, faces); ok {
		return s
	}
	saliency := vision.Zip(segment.Saliency(p), sky, func(v, s float32) float32 { return v * (1 - s) })
	opinions := []vision.Plane{saliency}
	if spread > 0.3 {
		opinions = append(opinions, vision.Normalize(vision.Zip(saliency, sharp, func(a, b float32) float32 { return (0.3 + a) * b }), 0, 1))
	}
	s := segment.FindSubject(p, opinions...)
	var inSharp, inSky, in float32
	lowest := 0
	for i, m := range s.Mask.Pix {
		if m > 0 {
			in++
			inSharp += sharp.Pix[i]
			inSky += sky.Pix[i]
			lowest = i / p.W
		}
	}
	// With a shallow depth of field, the subject is what is in focus.
	focused := vision.Quantile(sharp, 0.9)
	s.Confidence *= 1 - spread*(1-vision.Smoothstep(0.45, 0.7, inSharp/max(in, 1)/max(focused, 0.1)))
	// In a picture sharp throughout, what differs in colour is often only a part of something.
	s.Confidence *= 0.65 + 0.35*vision.Smoothstep(0.15, 0.5, spread)
	s.Confidence *= vision.Smoothstep(0.3, 0.1, inSky/max(in, 1))
	if sky.Mean() > 0 {
		// In a landscape a subject stands on the ground, and what stands out is more often the land itself.
		s.Confidence *= 0.5 * vision.Smoothstep(0.4, 0.6, float32(lowest)/float32(p.H))
	}
	return s
}

// person cuts out whoever has the largest face, if the cut is plausible.
func person(p vision.RGB, faces []face.Face) (segment.Subject, bool) {
	if len(faces) == 0 {
		return segment.Subject{}, false
	}
	s := segment.FindSubject(p, largest(faces).Body(p.W, p.H))
	return s, s.Confidence > 0.3
}

func largest(faces []face.Face) face.Face {
	return slices.MaxFunc(faces, func(a, b face.Face) int { return cmp.Compare(a.Radius, b.Radius) })
}

// ground is the nearness of a level ground below the horizon, and a little for what rises above it. Without a sky the
// horizon is unknown: a soft ramp over the whole height stands in.
func ground(p vision.RGB, sky vision.Plane) (ramp vision.Plane, known bool) {
	ramp = vision.New(p.W, p.H)
	horizon, known := segment.Horizon(sky)
	if known && horizon > p.H*17/20 {
		known = false
	}
	for y := range p.H {
		v := (float32(y) + 0.5) / float32(p.H)
		if known {
			t := (float32(y) - float32(horizon)) / float32(p.H-horizon)
			v = 0.1 + 0.9*max(t, 0)
			if t < 0 {
				v = 0.1 * vision.Smoothstep(-1, 0, float32(y-horizon)/float32(horizon+1))
				v = max(v, 0.05)
			}
		} else {
			v = v * v * (3 - 2*v)
		}
		row := ramp.Row(y)
		for x := range row {
			row[x] = v
		}
	}
	return ramp, known
}

// clearness is one minus the dark channel: haze grows with distance.
func clearness(p vision.RGB) vision.Plane {
	dark := vision.New(p.W, p.H)
	for i := range dark.Pix {
		dark.Pix[i] = min(p.R.Pix[i], p.G.Pix[i], p.B.Pix[i])
	}
	dark = vision.Blur(vision.Erode(dark, max(1, p.W/80)), 2)
	return vision.Normalize(dark.Map(func(v float32) float32 { return 1 - v }), 0.02, 0.98)
}

// verticals finds tall upright structures: places where, over a tall window, nearly all gradients are horizontal.
func verticals(p vision.RGB) vision.Plane {
	luma := vision.Blur(p.Luma(), 0.7)
	xx, yy := vision.New(p.W, p.H), vision.New(p.W, p.H)
	for y := range p.H {
		for x := range p.W {
			i := y*p.W + x
			gx, gy := luma.At(x+1, y)-luma.At(x-1, y), luma.At(x, y+1)-luma.At(x, y-1)
			xx.Pix[i], yy.Pix[i] = gx*gx, gy*gy
		}
	}
	xx, yy = columnMean(vision.Box(xx, 2), p.H/10), columnMean(vision.Box(yy, 2), p.H/10)
	edges := vision.Zip(xx, yy, func(a, b float32) float32 {
		return vision.Smoothstep(2, 5, (a+1e-5)/(b+1e-5)) * vision.Smoothstep(5e-4, 3e-3, a)
	})
	// The inside of a trunk has no edges of its own: spread its outline over it.
	return vision.Box(edges, max(1, p.W/40)).Map(func(v float32) float32 { return min(2*v, 1) })
}

// columnMean averages each column over the rows within r that lie in the plane.
func columnMean(p vision.Plane, r int) vision.Plane {
	out := vision.New(p.W, p.H)
	sum := make([]float32, p.W)
	add := func(y int, sign float32) {
		if y >= 0 && y < p.H {
			for x, v := range p.Row(y) {
				sum[x] += sign * v
			}
		}
	}
	for y := range min(r, p.H) {
		add(y, 1)
	}
	for y := range p.H {
		add(y+r, 1)
		scale := 1 / float32(min(y+r, p.H-1)-max(y-r, 0)+1)
		row := out.Row(y)
		for x := range row {
			row[x] = sum[x] * scale
		}
		add(y-r, -1)
	}
	return out
}

// straighten gives upright things one depth along their height, so that a moving camera does not bend them.
func straighten(near, upright vision.Plane) vision.Plane {
	r := near.H
	weighted := columnMean(vision.Zip(near, upright, func(n, u float32) float32 { return n * (u + 1e-3) }), r)
	weight := columnMean(upright.Map(func(u float32) float32 { return u + 1e-3 }), r)
	soft := vision.Blur(upright, float32(near.W)/80)
	out := vision.New(near.W, near.H)
	for i := range out.Pix {
		out.Pix[i] = near.Pix[i] + (weighted.Pix[i]/weight.Pix[i]-near.Pix[i])*soft.Pix[i]
	}
	return out
}

// fillSubject continues the nearness of the surroundings behind the subject.
func fillSubject(near vision.Plane, s segment.Subject) vision.Plane {
	if s.Confidence < Trusted {
		return near
	}
	hole := vision.Dilate(s.Mask, max(1, near.W/100))
	return Fill(near, hole)
}

// Fill replaces the values of p inside the hole (above 0.5) by ever wider averages of those outside.
func Fill(p, hole vision.Plane) vision.Plane {
	out := p.Clone()
	weight := hole.Map(func(v float32) float32 {
		if v > 0.5 {
			return 0
		}
		return 1
	})
	value := vision.Zip(p, weight, func(v, w float32) float32 { return v * w })
	left := hole.Clone()
	for sigma := float32(3); sigma < 2*float32(max(p.W, p.H)); sigma *= 2 {
		ws, vs := vision.Blur(weight, sigma), vision.Blur(value, sigma)
		done := true
		for i := range out.Pix {
			if left.Pix[i] <= 0.5 {
				continue
			}
			if ws.Pix[i] > 0.05 {
				out.Pix[i], left.Pix[i] = vs.Pix[i]/ws.Pix[i], 0
			} else {
				done = false
			}
		}
		if done {
			break
		}
	}
	soft := vision.Blur(out, float32(p.W)/60)
	for i := range out.Pix {
		if hole.Pix[i] > 0.5 {
			out.Pix[i] = soft.Pix[i]
		}
	}
	return out
}

// standing is the nearness of something that stands where the mask ends below: that of the ground at its foot, and in
// any case somewhat nearer than what it hides.
func standing(near, mask vision.Plane) float32 {
	foot := 0
	var sum, n float32
	for i, m := range mask.Pix {
		if m > 0 {
			foot = i / near.W
			sum += near.Pix[i]
			n++
		}
	}
	if n == 0 {
		return 0
	}
	var atFoot float32
	for _, v := range near.Row(foot) {
		atFoot += v / float32(near.W)
	}
	return min(max(atFoot, sum/n+0.2), 1)
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
