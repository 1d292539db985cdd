package scene

import (
	"math"
	"math/rand/v2"
	"strings"

	"zoetrope/engine/studio/figure"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/shader"
)

// Framing is how the camera of a shot stands to its place and its subject, relative to that of a film in one shot.
type Framing struct {
	Name string
	// Focal multiplies the resting focal length, Share the height that a subject takes up.
	Focal, Share float64
	// Pitch and Turn are added to the resting view, radians; Turn applies to shots without subjects only.
	Pitch, Turn float64
	// Rise lifts the viewpoint by a share of its height above the ground; below 0 it sinks.
	Rise float64
	// Ahead moves the viewpoint along the scene's path, in seconds of its travel.
	Ahead float64
	// Reverse looks the other way: other ground, the light from the other side, subjects that come from there.
	Reverse bool
	// Shallow lets the background blur behind subjects.
	Shallow bool
	// Move is what the camera does when nothing is asked of it, for moveSeconds.
	Move Move
}

// The framings of shots. A cut between any two of them changes size or direction enough not to look like a jump.
var (
	wide = Framing{Name: "wide", Focal: 0.84, Share: 0.62, Rise: 0.25, Pitch: 0.01,
		Move: Move{Zoom: 0.06, Drive: 1}}
	medium = Framing{Name: "medium", Focal: 1.22, Share: 1.3, Turn: 0.10, Ahead: 3, Pitch: -0.01,
		Move: Move{Zoom: 0.10, Pan: 0.02, Right: 0.3, Drive: 0.6}}
	detail = Framing{Name: "detail", Focal: 1.75, Share: 1.85, Shallow: true, Turn: -0.16, Pitch: -0.035, Ahead: 6,
		Move: Move{Zoom: 0.04, Pan: 0.045, Drive: 0.3}}
	low = Framing{Name: "low angle", Focal: 0.86, Share: 1.45, Rise: -0.6, Pitch: 0.09, Turn: 0.16, Ahead: 9,
		Move: Move{Zoom: 0.05, Tilt: 0.03, Up: 0.2, Drive: 0.5}}
	reverse = Framing{Name: "reverse", Focal: 1.1, Share: 1.05, Reverse: true, Ahead: 12,
		Move: Move{Zoom: 0.05, Pan: -0.03, Right: -0.4, Drive: 0.6}}
	high = Framing{Name: "high wide", Focal: 0.8, Share: 0.45, Rise: 0.9, Pitch: -0.07, Turn: -0.08, Ahead: 4,
		Move: Move{Zoom: -0.08, Up: 0.5, Drive: 0.6}}
)

// plain is the framing of a film in one shot.
var plain = Framing{Focal: 1, Share: 1}

// facing is a move to the one side or the other.
func (m Move) facing(left bool) Move {
	if left {
		m.Pan, m.Right = -m.Pan, -m.Right
	}
	return m
}

// frame takes the resting camera to where its framing has it. Subjects keep their places: they are put where the framing's focal
// length shows them, and their feet stay in the picture.
func (p *Plan) frame() {
	f := p.framing
	path := &p.Path
	path.Pitch += f.Pitch
	scene := shader.Scenes[p.Layers[0].Shader]
	path.Ahead = f.Ahead * float64(scene.Travel)
	if len(p.Cast) > 0 && p.Camera == "orbit" {
		path.Move.Pan = -path.Move.Right * path.Unit * (1.75 / path.Focal) / p.Cast[0].Start[2] * path.Focal / (2 * path.Aspect)
	}
	st := stages[p.Layers[0].Shader]
	above := st.eye - path.Drop
	if len(p.Cast) == 0 {
		path.Turn = f.Turn
	} else if lead := p.Cast[0]; f.Share > 1 && f.Rise == 0 && lead.Subject.Realm == figure.Land && st.land {
		// A close shot looks at its subject and not over its head.
		path.Pitch += math.Atan((0.55*float64(lead.Subject.Height) - above) / lead.Start[2])
	}
	switch {
	case f.Rise < 0 && st.eye > 0:
		path.Drop += min(-f.Rise*above, max(above-lowestEye, 0))
	case f.Rise > 0:
		path.Drop -= f.Rise * max(above, 0.4*path.Unit)
	}
}

// lowestEye is how far above the ground the camera stays, metres.
const lowestEye = 0.4

// sequences are the orders of framings by the number of shots; the seed picks one.
var sequences = map[int][][]Framing{
	2: {{wide, medium}, {wide, low}, {wide, detail}},
	3: {{wide, medium, low}, {wide, medium, reverse}, {wide, detail, reverse}, {wide, low, medium}},
	4: {{wide, medium, detail, reverse}, {wide, low, medium, reverse}, {wide, medium, low, high}, {wide, reverse, detail, high}},
	5: {{wide, medium, low, detail, high}, {wide, medium, reverse, detail, high}, {wide, low, medium, reverse, high}},
}

// Lengths of shots.
const (
	shortestShot = 1.1 // seconds
	mostShots    = 6
)

// Shot is a part of a film between two cuts.
type Shot struct {
	*Plan
	Words   *prompt.Spec // that the shot follows
	Framing string
	First   int // number of its first frame
	Frames  int
	Part    string // the passage of the prompt that it shows, "" when it shows all of it
}

// Storyboard plans a film of several shots with cuts between them: 2 or 3 in five seconds, 3 or 4 in ten, 4 or 5 in fifteen, or
// as many as the prompt has passages, if they fit. All shots share hour, weather, season, palette and grade; a passage that says
// where else it happens is shown there. A film of two seconds is one shot.
func Storyboard(q Request, fps int) []Shot {
	frames := int(q.Seconds*float64(fps) + 0.5)
	r := shotChoices(q)
	parts := passages(q.Spec)
	n := countShots(q, len(parts), r)
	if n < 2 {
		return []Shot{{Plan: New(q), Words: q.Spec, Frames: frames}}
	}
	framings := chooseFramings(n, r)
	var out []Shot
	before := opening(q.Spec, parts)
	at, last := 0, -1
	for i, length := range shotLengths(n, frames) {
		shot := Shot{Words: q.Spec, First: at, Frames: length}
		if len(parts) > 0 {
			k := i * len(parts) / n
			shot.Part = parts[k].Text
			if k != last {
				before = q.Spec.Within(parts[k], before)
			}
			shot.Words, last = before, k
		}
		own := q
		own.Spec, own.Seconds, own.Framing = shot.Words, float64(length)/float64(fps), &framings[i]
		if i > 0 && bestName(shot.Words, prompt.Setting) != bestName(out[i-1].Words, prompt.Setting) {
			own.Framing = &wide // the viewer has to learn the new place
		}
		if i > 0 && bestName(shot.Words, prompt.Time) == bestName(out[0].Words, prompt.Time) {
			own.Hour = out[0].Hour
		}
		shot.Framing = own.Framing.Name
		shot.Plan = New(own)
		out = append(out, shot)
		at += length
	}
	return out
}

func shotChoices(q Request) *rand.Rand {
	return rand.New(rand.NewPCG(mixSeed(uint64(q.Seed), q.Spec.Steer), 0x5107))
}

// ShotLengths are the lengths in frames of the shots of a film of so many seconds about something else than scenery, such as a
// photograph: as many as Storyboard would make.
func ShotLengths(words *prompt.Spec, seed int64, seconds float64, motion string, fps int) []int {
	q := Request{Spec: words, Seed: seed, Seconds: seconds, Motion: motion}
	return shotLengths(countShots(q, 0, shotChoices(q)), int(seconds*float64(fps)+0.5))
}

// opening is the prompt without the places, hours and weather that only come later in it.
func opening(s *prompt.Spec, parts []prompt.Part) *prompt.Spec {
	var first []string
	for _, p := range parts {
		if p.Later {
			return s.Opening(strings.Join(first, ". "))
		}
		first = append(first, p.Text)
	}
	return s
}

// passages are the parts of a prompt that are worth a shot of their own; nil when it is all in one.
func passages(s *prompt.Spec) []prompt.Part {
	var out []prompt.Part
	for _, p := range prompt.Parts(s.Prompt) {
		switch {
		case p.Tells():
			out = append(out, p)
		case len(out) > 0:
			out[len(out)-1].Text += ", " + p.Text
		}
	}
	if len(out) < 2 {
		return nil
	}
	for len(out) > mostShots {
		n := len(out)
		out[n-2].Text += ", " + out[n-1].Text
		out = out[:n-1]
	}
	return out
}

// countShots is how many shots a film has.
func countShots(q Request, parts int, r *rand.Rand) int {
	few, many := 2, 2
	switch {
	case q.Seconds < 2*shortestShot:
		return 1
	case q.Seconds < 5:
	case q.Seconds < 8:
		many = 3
	case q.Seconds < 12:
		few, many = 3, 4
	default:
		few, many = 4, 5
	}
	n := few + r.IntN(many-few+1)
	if strings.EqualFold(q.Motion, "fast") {
		n = many
	}
	return min(max(n, parts), int(q.Seconds/shortestShot), mostShots)
}

// chooseFramings is the order of framings for a number of shots.
func chooseFramings(n int, r *rand.Rand) []Framing {
	options := sequences[min(n, 5)]
	out := append([]Framing(nil), options[r.IntN(len(options))]...)
	for len(out) < n {
		out = append(out, []Framing{reverse, medium}[len(out)%2])
	}
	return out
}

// shotLengths divides frames among shots; the first, from which the viewer learns the place, has more.
func shotLengths(n, frames int) []int {
	const opening = 1.3
	out := make([]int, n)
	total := opening + float64(n-1)
	at, sum := 0, 0.0
	for i := range out {
		w := 1.0
		if i == 0 {
			w = opening
		}
		sum += w
		end := 2 * int(float64(frames)*sum/total/2+0.5) // even: styles that hold pictures do not hold them over cuts
		if i == n-1 {
			end = frames
		}
		out[i], at = end-at, end
	}
	return out
}
