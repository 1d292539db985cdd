// Package cutout finds the things in a picture, names them and cuts them out with soft edges.
package cutout

import (
	"cmp"
	"fmt"
	"slices"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/depth"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/segment"
)

// AnalysisSize is the long side, in pixels, of the pictures that Find is made for.
const AnalysisSize = depth.AnalysisSize

// Names of things. A second person or object has a number after its name: "person 2".
const (
	Person     = "person"
	Object     = "object"
	Sky        = "sky"
	Background = "background"
)

// Thing is a part of a picture.
type Thing struct {
	Name string
	// Mask is 1 on the thing and 0 elsewhere, at the size of the picture given.
	Mask vision.Plane
	// Confidence in [0,1] says how far the mask can be trusted; it is 1 for the background.
	Confidence float32
}

const (
	maxPeople = 3
	// leastPerson and leastObject are the confidences of GrabCut cuts below which they are taken for accidents.
	leastPerson = 0.25
	leastObject = 0.2
	// leastFurther is that of an object beside a person or another object.
	leastFurther = 0.5
	// leastArea is the share of the picture below which a thing is not worth naming.
	leastArea = 0.004
)

// Find returns what stands out in a picture whose long side is about AnalysisSize: people, by their faces, then objects, then
// the sky if there is one, and last the background, which is all but the people and objects. The masks of people and objects
// do not overlap. There always is a person or an object: where nothing stands out it is what lies in the middle.
//
// Each further opinion is a likelihood map of the picture's size with values in [0,1] of where the subject is, such as what
// moves against its surroundings.
func Find(p vision.RGB, opinions ...vision.Plane) []Thing {
	return FindMoving(p, vision.New(p.W, p.H), opinions...)
}

// FindMoving is Find in a frame of a film. apart is the likelihood, in [0,1], that a pixel shows something that is mostly not there:
// it stands out more surely than anything a single picture tells.
func FindMoving(p vision.RGB, apart vision.Plane, opinions ...vision.Plane) []Thing {
	taken := vision.New(p.W, p.H)
	var out []Thing
	add := func(name string, s segment.Subject) {
		n := 1
		for _, t := range out {
			if t.Name == name || t.Name == fmt.Sprintf("%s %d", name, n) {
				n++
			}
		}
		if n > 1 {
			name = fmt.Sprintf("%s %d", name, n)
		}
		out = append(out, Thing{Name: name, Mask: s.Mask, Confidence: s.Confidence})
		taken = united(taken, s.Mask)
	}
	background := func() []Thing {
		return append(out, Thing{Name: Background, Mask: taken.Map(func(v float32) float32 { return 1 - v }), Confidence: 1})
	}
	faces := face.Find(p.Luma())
	if s, ok := segment.OnPlainGround(p); ok && len(faces) <= 1 {
		if len(faces) == 0 {
			add(Object, s)
			return background()
		}
		s.Mask = clothed(p, s.Mask, faces[0])
		add(Person, s)
		return background()
	}
	var shown []face.Face // of the people in out, in their order
	for i, s := range people(p, faces) {
		if free(&s, taken) && s.Confidence >= leastPerson {
			add(Person, s)
			shown = append(shown, faces[i])
		}
	}
	sky := OpenSky(p)
	maps := append(subjectMaps(p, sky), opinions...)
	least := float32(leastObject)
	if len(out) > 0 {
		least = leastFurther
	}
	movers := segment.Movers(p, apart)
	// addMovers adds what moved and does not belong to something found already, which then has more than what moved of it.
	addMovers := func() {
		for _, m := range movers {
			if i := slices.IndexFunc(out, func(t Thing) bool { return share(m.Mask, t.Mask) > 0.3 }); i >= 0 {
				out[i].Mask = united(out[i].Mask, m.Mask)
				taken = united(taken, m.Mask)
			} else {
				m.Mask = vision.Zip(m.Mask, taken, func(m, t float32) float32 { return m * (1 - t) })
				add(Object, m)
			}
		}
		movers = nil
	}
	for range 2 {
		s := segment.FindSubject(p, without(maps, taken)...)
		if len(movers) > 0 && (s.Confidence < least || crossed(s, movers)) {
			break
		}
		whole, ok := segment.Subject{}, false
		if len(out) == 0 {
			whole, ok = completed(p, sky, s)
		}
		if ok {
			add(Object, whole)
			break
		}
		if !free(&s, taken) || s.Confidence < least {
			break
		}
		if i := owner(out, shown, s.Mask); i >= 0 {
			out[i].Mask = united(out[i].Mask, s.Mask)
			taken = united(taken, s.Mask)
		} else {
			add(Object, s)
		}
		// A second object has to stand out by itself.
		least, maps = leastFurther, maps[:1]
	}
	addMovers()
	if len(out) == 0 {
		add(Object, segment.Subject{Mask: centre(p)})
	}
	if sky.Mean() > 0 {
		open := vision.Zip(sky, taken, func(s, t float32) float32 { return s * (1 - t) })
		out = append(out, Thing{Name: Sky, Mask: open, Confidence: 1})
	}
	return background()
}

// crossed tells whether what stands out is only where something moves, such as a square on which people walk: it holds most of that,
// which is a small part of it. Somebody who sways has moved in good part.
func crossed(s segment.Subject, movers []segment.Subject) bool {
	all := movers[0].Mask
	for _, m := range movers[1:] {
		all = united(all, m.Mask)
	}
	return share(all, s.Mask) >= 0.6 && share(s.Mask, all) < 0.15
}

// share is how much of a mask lies in another.
func share(a, b vision.Plane) float32 { return vision.Product(a, b).Mean() / max(a.Mean(), 1e-6) }

// OpenSky is the sky of a picture that is surely outdoors: a wall, too, can be bright and even. Its mask is 0 or 1.
func OpenSky(p vision.RGB) vision.Plane {
	const widest, least = 0.8, 0.08
	sky := segment.Sky(p)
	var top, blue float32
	for x := range p.W {
		top += sky.Pix[x] / float32(p.W)
	}
	for i, s := range sky.Pix {
		blue += s * vision.Smoothstep(-0.02, 0.06, p.B.Pix[i]-p.R.Pix[i])
	}
	area := sky.Mean()
	if area < least || (top < widest && blue < 0.5*area*float32(len(sky.Pix))) {
		return vision.New(p.W, p.H)
	}
	return sky
}

// people cuts out whoever shows a face, the nearest first.
func people(p vision.RGB, faces []face.Face) []segment.Subject {
	slices.SortStableFunc(faces, func(a, b face.Face) int { return cmp.Compare(b.Radius, a.Radius) })
	var out []segment.Subject
	for _, f := range faces[:min(len(faces), maxPeople)] {
		out = append(out, segment.FindSubject(p, f.Body(p.W, p.H)))
	}
	return out
}

// subjectMaps are the opinions of a single picture: what is salient, and, where the depth of field is shallow, what of it is in
// focus. The sky never is a subject.
func subjectMaps(p vision.RGB, sky vision.Plane) []vision.Plane {
	salient := vision.Zip(segment.Saliency(p), sky, func(v, s float32) float32 { return v * (1 - s) })
	maps := []vision.Plane{salient}
	if sharp, spread := depth.Focus(p, sky); spread > 0.3 {
		maps = append(maps, vision.Normalize(vision.Zip(salient, sharp, func(a, b float32) float32 { return (0.3 + a) * b }), 0, 1))
	}
	return maps
}

// without lowers the likelihoods where something has been found already.
func without(maps []vision.Plane, taken vision.Plane) []vision.Plane {
	near := vision.Dilate(taken, max(2, taken.W/100))
	out := make([]vision.Plane, len(maps))
	for i, m := range maps {
		out[i] = vision.Zip(m, near, func(v, t float32) float32 { return v * (1 - t) })
	}
	return out
}

// completed is all of a thing of which a cut has only the loud part, such as the eyes of a cat or the tank of a motorcycle: a cut of
// what fills the middle of the picture below the sky, if that is plausible, holds the part, is well larger, and adds colours that
// the rest of the picture does not have.
func completed(p vision.RGB, sky vision.Plane, part segment.Subject) (segment.Subject, bool) {
	const (
		speck, loud   = 0.05, 0.2 // areas: what is smaller is a thing of its own far away, what is larger a whole
		least, inside = 0.5, 0.8
		larger        = 2
		alike         = 0.62 // of the colours: what is added to somebody before a crowd is the crowd
	)
	area := part.Mask.Mean()
	if area < speck || area > loud {
		return part, false
	}
	whole := segment.FindSubject(p, vision.Zip(middle(p.W, p.H), sky, func(m, s float32) float32 { return m * (1 - s) }))
	both := vision.Product(part.Mask, whole.Mask).Mean()
	ok := whole.Confidence >= least && both >= inside*area && whole.Mask.Mean() >= larger*area
	if !ok {
		return whole, false
	}
	added := vision.Zip(whole.Mask, part.Mask, func(w, p float32) float32 { return w * (1 - p) })
	return whole, segment.Alike(p, added, whole.Mask.Map(func(v float32) float32 { return 1 - v })) <= alike
}

// owner is the index of the person whose lower part an object is, or -1: a cut of a close face can end at the chin, and the
// shoulders then stand out as a thing of their own. They touch the person, begin below the eyes, lie where a body can be, and the
// bottom of the frame cuts them off; what is held or stands beside lacks at least one of these, and a table in front runs from
// side to side.
func owner(people []Thing, faces []face.Face, object vision.Plane) int {
	const possible, most = 0.05, 0.75
	x0, top, x1, bottom := Bounds(object, 0.5)
	if bottom < object.H || (x0 == 0 && x1 == object.W) {
		return -1
	}
	near := vision.Dilate(object, max(2, object.W/100))
	for i, f := range faces {
		inside := vision.Zip(object, f.Body(object.W, object.H), func(o, b float32) float32 {
			if b < possible {
				return 0
			}
			return o
		})
		touches := vision.Product(near, people[i].Mask).Mean() > 0
		if touches && float32(top) >= f.Y && inside.Mean() >= most*object.Mean() {
			return i
		}
	}
	return -1
}

func united(a, b vision.Plane) vision.Plane {
	return vision.Zip(a, b, func(x, y float32) float32 { return max(x, y) })
}

// middle is the likelihood of an opinion that what a picture is about fills most of it.
func middle(w, h int) vision.Plane {
	out := vision.New(w, h)
	for i := range out.Pix {
		dx := (float32(i%w)+0.5)/float32(w)*2 - 1
		dy := (float32(i/w)+0.5)/float32(h)*2 - 0.9
		out.Pix[i] = vision.Smoothstep(1.1, 0.3, dx*dx/0.7+dy*dy/0.9)
	}
	return out
}

// free takes from a subject what belongs to another already, and reports whether most of it is left.
func free(s *segment.Subject, taken vision.Plane) bool {
	all := s.Mask.Mean()
	s.Mask = vision.Zip(s.Mask, taken, func(m, t float32) float32 { return m * (1 - t) })
	left := s.Mask.Mean()
	return left >= leastArea && left > 0.6*all
}

// centre is the thing in the middle of a picture in which nothing stands out: what a cut makes of an ellipse there, or the
// ellipse itself where there is nothing to cut along.
func centre(p vision.RGB) vision.Plane {
	ellipse := vision.New(p.W, p.H)
	labels := make([]segment.Label, p.W*p.H)
	for i := range labels {
		dx := (float32(i%p.W)+0.5)/float32(p.W)*2 - 1
		dy := (float32(i/p.W)+0.5)/float32(p.H)*2 - 1
		switch d := dx*dx/(0.45*0.45) + dy*dy/(0.65*0.65); {
		case d < 0.1:
			labels[i] = segment.Foreground
		case d < 1:
			labels[i] = segment.ProbablyForeground
		case max(dx, -dx) < 0.8 && max(dy, -dy) < 0.9:
			labels[i] = segment.ProbablyBackground
		}
		if labels[i] >= segment.ProbablyForeground {
			ellipse.Pix[i] = 1
		}
	}
	mask := segment.Clean(segment.GrabCut(p, labels, 2), 0.2, 0.1)
	if area := mask.Mean(); area < 0.03 || area > 0.5 {
		return ellipse
	}
	return mask
}
