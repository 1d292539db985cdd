package figure

import (
	"maps"
	"math"
	"slices"
)

// Figure is a subject in a pose, ready to be drawn.
type Figure struct {
	Height float32 // metres
	parts  []part
}

// Realm is where a subject lives.
type Realm uint8

// The realms.
const (
	Land  Realm = iota // stands on the ground
	Water              // floats on water
	Air                // flies
	Sea                // swims below the surface, or leaps out of it
	Deep               // floats in space
)

// Moment is an instant of a subject's life.
type Moment struct {
	Time   float64 // seconds
	Way    float64 // metres travelled so far
	Action string  // "run", "walk", "dance", "stand", "sit", "lie", "sleep", "graze", "" for what the subject usually does
	Seed   uint64  // clothes, coats, and how the members of a group differ
	Paint  *Colour // the colour that the words give it, linear; nil for its own
	// Umbrella is the colour, linear, of the open umbrella that a person carries; nil for none.
	Umbrella *Colour
}

// Subject is something that can be drawn.
type Subject struct {
	Realm  Realm
	Height float32 // metres, for framing
	Length float32 // metres from end to end, for framing
	Speed  float64 // metres per second when it goes about its usual business; 0 stays
	Flock  bool    // the figure is a whole group by itself
	Pose   func(Moment) Figure

	rests  bool // it can sit and lie
	stride func(action string) (metres float64, feet int)
	mount  func(rider string) (Subject, bool)
}

// Stride is the way of one cycle of the gait of an action, and how often a foot comes down in it; 0 for what has no feet.
func (s Subject) Stride(action string) (metres float64, feet int) {
	if s.stride == nil {
		return 0, 0
	}
	return s.stride(action)
}

// Doing is the subject with the height that it has in an action: who sits or lies is lower.
func (s Subject) Doing(action string) Subject {
	switch person := s.Length < s.Height; {
	case !s.rests:
	case person && (action == "sit" || action == "lie" || action == "sleep"):
		s.Height *= 0.54
	case action == "sit":
		s.Height *= 0.85
	case action == "lie" || action == "sleep":
		s.Height *= 0.58
	}
	return s
}

// Ridden is the subject with a rider on its back; false for what nobody rides, and for who does not ride.
func (s Subject) Ridden(rider string) (Subject, bool) {
	if s.mount == nil {
		return Subject{}, false
	}
	return s.mount(rider)
}

// Find returns a subject by its name in the lexicon.
func Find(name string) (Subject, bool) {
	s, ok := subjects[name]
	return s, ok
}

// Names lists the subjects, sorted.
func Names() []string { return slices.Sorted(maps.Keys(subjects)) }

var subjects = map[string]Subject{}

func register(name string, s Subject) { subjects[name] = s }

func init() {
	registerPeople()
	registerBeasts()
	registerBirds()
	registerSwimmers()
	registerVehicles()
	registerRoad()
	registerThings()
}

func (f *body) figure(height float32) Figure { return Figure{Height: height, parts: f.parts} }

// steps are those of people who are k times as tall as usual.
func steps(k float64) func(string) (float64, int) {
	return func(action string) (float64, int) {
		if action == "run" {
			return running.stride * k, 2
		}
		return walking.stride * k, 2
	}
}

func registerPeople() {
	register("person", Subject{rests: true, Height: 1.78, Length: 0.7, Speed: 1.35, stride: steps(1), Pose: somebody(false)})
	register("woman", Subject{rests: true, Height: 1.70, Length: 0.7, Speed: 1.25, stride: steps(0.955), Pose: somebody(true)})
	register("child", Subject{rests: true, Height: 1.2, Length: 0.6, Speed: 1.1, stride: steps(0.70), Pose: func(m Moment) Figure {
		w := clothes(m, pick(m.Seed, 3, true, false))
		w.slim, w.head = false, 1.28 // a child's head is nearly as large as an adult's
		return somewhere(m, 0.70, w).sized(0.70).figure(1.2)
	}})
	register("couple", Subject{rests: true, Height: 1.78, Length: 1.1, Speed: 1.0, stride: steps(1), Pose: couple})
}

// pace is the stance of somebody who is k times as tall as usual.
func pace(m Moment, k float64) stance {
	switch m.Action {
	case "run":
		return walk(m.Way/(running.stride*k), running, 1)
	case "dance":
		return dance(m.Time * 0.9)
	case "sit", "lie", "sleep":
		return sit(m.Time, m.Action == "sleep")
	case "stand", "graze":
		return stand(m.Time)
	}
	return walk(m.Way/(walking.stride*k), walking, 0.9)
}

func clothes(m Moment, woman bool) wardrobe {
	w := wardrobe{
		skin:   srgb(pick[uint32](m.Seed, 1, 0xe0ac8a, 0xc68863, 0x8d5a3c, 0xf0c4a4, 0x5f3b28)),
		hair:   srgb(pick[uint32](m.Seed, 2, 0x1c1410, 0x3a2416, 0x6e4a24, 0x0f0d0c, 0xa87c3f)),
		top:    srgb(pick[uint32](m.Seed, 4, 0xb03a2e, 0x2e5c8a, 0xd9b44a, 0x3f6b4b, 0xe8e2d6, 0x7a3b69, 0xd97b3c)),
		bottom: srgb(pick[uint32](m.Seed, 5, 0x24303f, 0x2b2b2e, 0x4a3f35, 0x3b4a5a)),
		shoes:  srgb(pick[uint32](m.Seed, 6, 0x1a1716, 0x3d2a1e, 0xd8d4cc)),
	}
	if woman {
		w.slim = true
		w.longHair, w.skirt = true, pick(m.Seed, 7, true, true, false)
		if w.skirt {
			w.bottom = w.top
		}
	}
	if m.Paint != nil {
		w.top = Paint{Colour: *m.Paint}
		if w.skirt {
			w.bottom = w.top
		}
	}
	if m.Action == "sit" || m.Action == "lie" || m.Action == "sleep" {
		w = trousers(w) // a skirt hangs for who stands
	}
	w.hair.coat = &coat{fur: 0.020}
	w.top.coat, w.bottom.coat = &coat{crease: 0.45}, &coat{crease: 0.55}
	return w
}

// somewhere is somebody k times as tall as usual, before the size is applied, with what it carries.
func somewhere(m Moment, k float64, w wardrobe) *body {
	s := pace(m, k)
	if m.Umbrella == nil {
		return person(s, w)
	}
	s.hand[1] = s.hip.add(Vec{0.20, 0.33, 0.10})
	f := person(s, w)
	f.umbrella(s.hand[1], *m.Umbrella, 0.52)
	return f
}

func somebody(woman bool) func(Moment) Figure {
	return func(m Moment) Figure {
		k := 1.0
		if woman {
			k = 0.955
		}
		return somewhere(m, k, clothes(m, woman)).sized(float32(k)).figure(float32(1.78 * k))
	}
}

// couple walks side by side, hand in hand.
func couple(m Moment) Figure {
	single := m
	single.Umbrella = nil
	f := somewhere(single, 1, clothes(m, false))
	f.place(0, turned(0), Vec{0, 0, -0.30})
	n := len(f.parts)
	other := m
	other.Seed, other.Paint, other.Way = m.Seed*7+5, nil, m.Way+0.1
	f.parts = append(f.parts, person(pace(other, 0.955), clothes(other, true)).sized(0.955).parts...)
	f.place(n, turned(0), Vec{0, 0, 0.30})
	if m.Umbrella != nil {
		f.umbrella(Vec{0.20, 1.22, 0.05}, *m.Umbrella, 0.72)
	}
	return f.figure(1.78)
}

func registerBeasts() {
	speeds := map[string]float64{"horse": 3.4, "deer": 1.4, "wolf": 2.2, "dog": 1.9, "cat": 0.8, "lion": 1.3, "tiger": 1.4, "fox": 1.6, "sheep": 0.7, "bear": 1.1, "elephant": 1.4, "cow": 0.8, "rabbit": 1.6, "giraffe": 1.6, "leopard": 1.5, "lioness": 1.3, "zebra": 1.6, "panda": 0.8, "polarbear": 1.2, "camel": 1.5, "squirrel": 1.2, "rhino": 1.4, "llama": 1.2, "koala": 0.5}
	for name, b := range beasts {
		b.coat.coat = coats[name]
		if b.ruff > 0 {
			b.mane.coat = &coat{fur: 0.35 * b.ruff}
		}
		if b.maned || b.tail == hair {
			b.mane.coat = &coat{fur: 0.5 * b.neckThick}
		}
		height := b.leg + b.chest*1.5 + b.neck*sin(b.neckUp) + b.skull
		if b.antlers {
			height += 5 * b.skull
		}
		register(name, Subject{
			Height: height, Length: b.length + b.neck + b.head + b.muzzle, Speed: speeds[name],
			rests: true,
			stride: func(action string) (float64, int) {
				g, _ := b.gait(Moment{Action: action}, speeds[name])
				return g.stride * float64(b.leg), 4
			},
			Pose:  func(m Moment) Figure { return b.body(m, speeds[name]).figure(height) },
			mount: func(rider string) (Subject, bool) { return b.ridden(name, rider, speeds[name]) },
		})
	}
}

// body is the animal at a moment.
func (b beast) body(m Moment, usual float64) *body {
	if m.Paint != nil {
		b.coat.Colour = *m.Paint
		b.coat.coat = b.coat.dyed(*m.Paint)
	}
	g, phase := b.gait(m, usual)
	return quadruped(b, g, phase, m.Time)
}

// ridden is the animal with somebody on its back.
func (b beast) ridden(name, rider string, usual float64) (Subject, bool) {
	s, _ := Find(name)
	const strong = 0.75 // metres from the ground to the back's underside, of what carries a person
	dressed, ok := riders[rider]
	if b.leg+0.5*b.chest < strong || b.antlers || !ok {
		return Subject{}, false
	}
	s.Height, s.mount, s.rests = b.leg+1.45*b.chest+0.95, nil, false
	s.Pose = func(m Moment) Figure {
		f := b.body(m, usual)
		g, phase := b.gait(m, usual)
		shoulder, hip := b.spine(g, phase)
		seat := shoulder.mix(hip, 0.42).add(Vec{0, 0.90*b.chest + 0.08 + 0.55*b.hump, 0})
		girth := 0.84*b.chest + 0.07
		st := stance{hip: seat, lean: 0.06, nod: 0.02 * float64(cycle(m.Time/3)), elbowsInward: true}
		if m.Action == "run" {
			st.lean = 0.30
		}
		for i := range 2 {
			side := float32(2*i - 1)
			st.foot[i] = seat.add(Vec{0.16, -0.70, side * girth})
			st.hand[i] = seat.add(Vec{0.42, 0.20, side * 0.09})
			st.toe[i] = 0.15
		}
		m.Paint = nil // the colour is the animal's
		f.parts = append(f.parts, dressed(st, m).parts...)
		return f.figure(s.Height)
	}
	return s, true
}

// riders are those who ride, in a stance.
var riders = map[string]func(stance, Moment) *body{
	"person":    func(s stance, m Moment) *body { return person(s, clothes(m, false)) },
	"woman":     func(s stance, m Moment) *body { return person(s, trousers(clothes(m, true))) },
	"child":     func(s stance, m Moment) *body { return person(s, trousers(clothes(m, pick(m.Seed, 3, true, false)))) },
	"astronaut": func(s stance, _ Moment) *body { return suited(s) },
}

// trousers are worn instead of a skirt.
func trousers(w wardrobe) wardrobe {
	if w.skirt {
		w.skirt, w.bottom.Colour = false, shade(w.bottom.Colour, 0.4)
	}
	return w
}

// gait chooses how an animal goes, and where in the cycle it is.
func (b beast) gait(m Moment, usual float64) (footfall, float64) {
	g := walkFour
	switch {
	case stays(m.Action):
		pose := rests[m.Action]
		if pose == sitting && !b.paws {
			pose = lying
		}
		return footfall{duty: 1, rest: pose}, 0
	case m.Action == "run":
		g = gallopFour
	case usual/math.Sqrt(9.8*float64(b.leg)) > 0.8: // Froude: animals change from walk to trot about here (Alexander, 1984)
		g = trotFour
	}
	return g, m.Way / (g.stride * float64(b.leg))
}
