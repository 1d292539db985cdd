// Package headtrack follows the most prominent face through a clip.
//
// Landmarks are found in every third frame, and a similarity is fitted to the optical flow of the upper face between any two
// frames. The landmarks, carried back by the chain of similarities, are averaged over about a second: what changes quickly
// comes from the flow, which is exact from frame to frame, what stays comes from the landmarks, which do not drift.
package headtrack

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/vision/motion"
)

const (
	searchEvery = 4   // frames between searches while there is no face
	searchSide  = 320 // pixels of the longer side in which faces are searched
	lookEvery   = 3   // frames between landmarks
	mostMisses  = 3   // looks without a plausible face that end a track
	mostDoubts  = 12  // looks in which the detector does not see the face that the landmarks still have
	window      = 96  // pixels of the square in which flow is estimated
	fade        = 5   // frames in which the weight rises and falls where a face comes and goes
	steady      = 7.0 // frames: the standard deviation of the window that averages landmarks
	lively      = 1.2 // frames: the same for expressions
	cut         = 0.16
)

// Head is the face of one frame.
type Head struct {
	face.Landmarks
	// Lively are the landmarks averaged over a moment only: they show expressions, and some noise.
	Lively face.Landmarks
	// Weight is 0 where no face is followed and 1 where one is, with soft changes between.
	Weight float32
	// Motion carries points of the first frame of the face's track into this one.
	Motion Similarity
	// Track numbers the tracks from 1; 0 without a face.
	Track int
}

// look is a set of landmarks that was seen.
type look struct {
	frame int
	marks face.Landmarks
}

// track is one uninterrupted stretch of one face.
type track struct {
	first, last int
	motions     []Similarity // from the first frame, one per frame
	looks       []look
	seen        int // the last frame with a plausible face
}

// Tracker takes the frames of a clip one by one.
type Tracker struct {
	// Every is the number of frames between looks; 0 means 3.
	Every  int
	frames int
	before face.Gray
	open   *track
	now    face.Landmarks // predicted or seen, of the open track
	misses int
	doubts int
	tracks []*track
	fresh  bool // the last frame was looked at, and a face was in it
}

// Seen is the landmarks that were found in the last frame, if it was one that is looked at.
func (t *Tracker) Seen() (face.Landmarks, bool) { return t.now, t.fresh }

// Add takes the next frame, whose pixels are copied.
func (t *Tracker) Add(g face.Gray) {
	i := t.frames
	t.frames++
	t.fresh = false
	if t.open != nil && t.isCut(g) {
		t.close()
	}
	if t.open != nil {
		t.follow(i, g)
	}
	if t.open == nil && (i%searchEvery == 0 || t.isCut(g)) {
		t.search(i, g)
	}
	if len(t.before.Pix) != len(g.Pix) {
		t.before = face.Gray{W: g.W, H: g.H, Pix: make([]uint8, g.W*g.H)}
	}
	copy(t.before.Pix, g.Pix[:g.W*g.H])
}

// isCut tells whether a frame shows something else than the one before.
func (t *Tracker) isCut(g face.Gray) bool {
	if len(t.before.Pix) == 0 {
		return false
	}
	const step = 8
	sum, n := 0, 0
	for y := step / 2; y < g.H; y += step {
		for x := step / 2; x < g.W; x += step {
			d := int(g.Pix[y*g.W+x]) - int(t.before.Pix[y*g.W+x])
			sum += max(d, -d)
			n++
		}
	}
	return float64(sum) > cut*255*float64(max(n, 1))
}

// search looks for the largest certain face of the whole frame.
func (t *Tracker) search(i int, g face.Gray) {
	k := min(1, float64(searchSide)/float64(max(g.W, g.H)))
	w, h := max(int(float64(g.W)*k), 1), max(int(float64(g.H)*k), 1)
	small := crop(g, float32(g.W)/2, float32(g.H)/2, float32(1/k), w, h)
	marks, ok := face.Prominent(small, g)
	if !ok {
		return
	}
	t.open = &track{first: i, seen: i, motions: []Similarity{Identity}, looks: []look{{i, marks}}}
	t.now, t.misses, t.doubts, t.fresh = marks, 0, 0, true
}

// follow carries the open track into a frame.
func (t *Tracker) follow(i int, g face.Gray) {
	o := t.open
	step := t.step(g)
	o.motions = append(o.motions, o.motions[len(o.motions)-1].Then(step))
	for k := range t.now {
		t.now[k] = step.Map(t.now[k])
	}
	every := t.Every
	if every == 0 {
		every = lookEvery
	}
	if (i-o.first)%every != 0 {
		return
	}
	marks := face.Relocate(g, t.now)
	if !marks.Plausible() || away(&marks, &t.now) > 0.3 {
		if t.misses++; t.misses >= mostMisses {
			t.close()
		}
		return
	}
	// As long as nothing speaks against it, every other look is believed.
	if t.doubts == 0 && len(o.looks)%2 == 0 || t.confirmed(g, &marks) {
		t.doubts = 0
	} else if t.doubts++; t.doubts >= max(mostDoubts*lookEvery/every, 1) {
		t.close()
		return
	}
	t.misses, o.seen, t.now, t.fresh = 0, i, marks, true
	o.looks = append(o.looks, look{i, marks})
}

// away is how far landmarks lie from others on average, in eye distances.
func away(a, b *face.Landmarks) float64 {
	sum := 0.0
	for k := range a {
		sum += math.Hypot(float64(a[k].X-b[k].X), float64(a[k].Y-b[k].Y))
	}
	return sum / float64(len(a)) / float64(max(b.EyeDistance(), 1))
}

// confirmed tells whether the detector sees a face around the landmarks.
func (t *Tracker) confirmed(g face.Gray, l *face.Landmarks) bool {
	c, d := l[face.Nose], l.EyeDistance()
	// Around a face of 4.4 eye distances the detector's circle has a diameter of about half the side.
	const side, least = 80, 26
	p := crop(g, c.X, c.Y, 4.4*d/side, side, side)
	for _, f := range face.FindRolled(p, least, l.Roll()) {
		if math.Hypot(float64(f.X-side/2), float64(f.Y-side/2)) < side/4 {
			return true
		}
	}
	return false
}

// step is how the upper face moved since the frame before.
func (t *Tracker) step(g face.Gray) Similarity {
	centre, d := t.now.Middle(face.EyeInnerLeft, face.EyeInnerRight), t.now.EyeDistance()
	side := 3 * d
	scale := side / window
	a := crop(t.before, centre.X, centre.Y, scale, window, window)
	b := crop(g, centre.X, centre.Y, scale, window, window)
	o := flow.Balanced()
	o.Refinements = 2
	m := motion.Fit(flow.Estimate(a, b, o), upperFace)
	if math.Abs(m.LogScale) > 0.2 || math.Abs(m.Roll) > 0.35 {
		return Identity
	}
	return about(m, centre, float64(side))
}

// upperFace weighs the window around the eyes: brow to nose, where lips and jaw do not disturb.
var upperFace = func() vision.Plane {
	p := vision.New(window, window)
	for i := range p.Pix {
		x := (float64(i%window) - window/2) / (window / 2)
		y := (float64(i/window) - window/2) / (window / 2)
		p.Pix[i] = vision.Smoothstep(1.15, 0.85, float32(math.Hypot(x/0.72, (y-0.06)/0.5)))
	}
	return p
}()

func (t *Tracker) close() {
	o := t.open
	t.open = nil
	o.last = min(o.seen+1, o.first+len(o.motions)-1)
	t.tracks = append(t.tracks, o)
}

// Heads ends the clip and returns one head per frame.
func (t *Tracker) Heads() []Head {
	if t.open != nil {
		o := t.open
		t.close()
		if o.first+len(o.motions) == t.frames && t.frames-1-o.seen < 2*max(t.Every, lookEvery) {
			o.last = t.frames - 1
		}
	}
	heads := make([]Head, t.frames)
	for n, tr := range t.tracks {
		for i := tr.first; i <= tr.last; i++ {
			h := &heads[i]
			h.Track, h.Motion, h.Landmarks = n+1, tr.motions[i-tr.first], tr.at(i, steady)
			h.Lively = tr.at(i, lively)
			h.Weight = 1
			if tr.first > 0 {
				h.Weight = min(h.Weight, float32(i-tr.first+1)/fade)
			}
			if tr.last < t.frames-1 {
				h.Weight = min(h.Weight, float32(tr.last-i+1)/fade)
			}
		}
	}
	return heads
}

// at averages the looks around a frame, each carried into it, with a Gaussian window of a standard deviation in frames.
func (tr *track) at(i int, sigma float64) face.Landmarks {
	var out face.Landmarks
	var sum [len(out)][2]float64
	total := 0.0
	for _, l := range tr.looks {
		d := float64(l.frame-i) / sigma
		if d < -4 || d > 4 {
			continue
		}
		w := math.Exp(-0.5*d*d) + 1e-9
		carry := tr.motions[l.frame-tr.first].Inverse().Then(tr.motions[i-tr.first])
		for k, p := range l.marks {
			q := carry.Map(p)
			sum[k][0] += w * float64(q.X)
			sum[k][1] += w * float64(q.Y)
		}
		total += w
	}
	if total == 0 { // no look nearby: carry the nearest
		l := tr.looks[0]
		for _, m := range tr.looks {
			if abs(m.frame-i) < abs(l.frame-i) {
				l = m
			}
		}
		carry := tr.motions[l.frame-tr.first].Inverse().Then(tr.motions[i-tr.first])
		for k, p := range l.marks {
			out[k] = carry.Map(p)
		}
		return out
	}
	for k := range out {
		out[k] = face.Point{X: float32(sum[k][0] / total), Y: float32(sum[k][1] / total)}
	}
	return out
}

func abs(n int) int { return max(n, -n) }
