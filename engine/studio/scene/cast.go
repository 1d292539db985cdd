package scene

import (
	"image"
	"math"
	"math/rand/v2"
	"regexp"
	"strings"

	"zoetrope/engine/studio/figure"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/shader"
	"zoetrope/engine/studio/spmd"
)

// Actor is a subject of the film and its way through it. Positions are metres from the viewpoint of the resting camera: right,
// up, ahead.
type Actor struct {
	Name    string
	Rider   string // who sits on its back, "" for nobody
	Subject figure.Subject
	Action  string
	Seed    uint64
	Paint   *figure.Colour
	Carries *figure.Colour // the colour of an open umbrella, nil without one
	Start   [3]float64     // at the beginning of the film
	Heading float64        // radians: 0 goes to the right, a quarter turn away from the camera
	Speed   float64        // metres per second
	Turn    float64        // radians by which it is turned from its heading
	Fixed   bool           // never moves
	Sink    float64        // metres of it that the ground or the water hides
	Lag     float64        // seconds by which it is ahead of the first of its group in its cycles
	Mirror  float32        // strength of its reflection
	Shadow  float32
}

// stage is what subjects stand on in a backdrop.
type stage struct {
	eye    float64 // height of the camera above it, metres
	land   bool
	water  bool
	shore  bool    // subjects of the land bring a piece of shore with them, see bank.glsl
	deep   bool    // there is no ground: subjects float
	sink   float64 // metres of grass or snow that hide feet
	street bool    // the way leads away from the camera
	pace   float64 // of a street: the most that subjects go along it, m/s
	lane   bool    // of a street: subjects keep to its side
	roof   float64 // metres that subjects may be high and long, 0 is no limit
	trough float64 // metres by which waves that hide what floats may fall below the level of the water
	depth  float64 // metres at which things begin that nobody may stand behind, 0 is none
}

var stages = map[string]stage{
	"ocean":   {eye: 2.3, water: true, trough: 0.3},
	"coast":   {eye: 2.1, land: true, water: true, sink: 0.02},
	"aurora":  {eye: 1.8, land: true, sink: 0.05},
	"desert":  {eye: 3.4, land: true, sink: 0.03},
	"moon":    {eye: 1.8, land: true, sink: 0.03},
	"forest":  {eye: 1.6, land: true, sink: 0.04},
	"jungle":  {eye: 1.6, land: true, sink: 0.04},
	"meadow":  {eye: 1.75, land: true, sink: 0.10},
	"city":    {eye: 1.62, land: true, street: true, pace: 3},
	"road":    {eye: 1.62, land: true, street: true, pace: 11, lane: true},
	"space":   {deep: true},
	"earth":   {deep: true},
	"wood":    {eye: 1.65, land: true, sink: 0.05},
	"village": {eye: 1.72, land: true, street: true, pace: 3},

	"falls":      {eye: 1.7, water: true, shore: true},
	"canyon":     {eye: 1.8, shore: true},
	"savanna":    {eye: 1.9, land: true, sink: 0.12},
	"lake":       {eye: 1.7, water: true, shore: true},
	"skyline":    {eye: 7, water: true},
	"underwater": {deep: true},
	"interior":   {eye: 1.35, land: true, roof: 2.3, depth: 3.2},
	"volcano":    {eye: 2, land: true, sink: 0.02},
}

// floats are the land subjects that are drawn where there is no ground.
var floats = map[string]bool{"astronaut": true, "robot": true}

// ownOf lists the subjects that a backdrop draws itself.
var ownOf = map[string]map[string]bool{
	"meadow":  {"tree": true},
	"savanna": {"tree": true},
	"wood":    {"tree": true},
}

// lowest is how far below the middle of the frame feet may be, as a share of half its height.
const lowest = 0.70

// maxKinds and maxCount bound how many different subjects and how many of one kind take part.
const (
	maxKinds = 2
	maxCount = 8
)

// chooseCast gives the subjects of the prompt a place in the picture.
func (p *Plan) chooseCast(s *prompt.Spec, r *rand.Rand) {
	backdrop := p.Layers[0].Shader
	st, staged := stages[backdrop]
	kinds := 0
	mount, rider := ridden(s)
	for _, m := range s.Of(prompt.Subject) {
		sub, ok := figure.Find(m.Name)
		if m.Name == rider {
			continue // comes with the mount
		}
		if m.Name == mount && !manned[mount] {
			sub, ok = sub.Ridden(rider)
		}
		holder := m.Name == "child" || m.Name == "person" || m.Name == "woman"
		if holder && s.Weight(prompt.Subject, "kite") > 0 {
			continue // the kite comes with somebody who flies it
		}
		if !ok || len(m.Words) == 0 || kinds == maxKinds || ownOf[backdrop][m.Name] || !suits(sub, m.Name, st, staged) {
			continue
		}
		if kinds == 0 && (sub.Realm == figure.Land && st.land || sub.Realm == figure.Water && st.water && sub.Height < 3) && p.Path.Drop >= 0 {
			p.Path.Drop = drop(st.eye, float64(sub.Doing(p.action(s, sub)).Height))
		}
		first := len(p.Cast)
		p.enter(s, m, sub, st, kinds, r)
		if m.Name == mount {
			for i := range p.Cast[first:] {
				p.Cast[first+i].Rider = rider
			}
		}
		kinds++
	}
	if kinds > 0 {
		p.follow(st)
		v := p.Layers[0].Uniforms
		if backdrop == "city" {
			v["uWalkers"] = -1.0 // the street belongs to who is named
		}
		switch backdrop {
		case "forest":
			v["uStag"] = -1.0
		case "jungle":
			v["uStream"] = -1.0 // nobody walks on water
		}
		if st.shore {
			p.bringShore(v)
		}
		if backdrop == "lake" && p.Cast[0].Subject.Realm == figure.Water {
			v["uJetty"] = -1.0 // no boat goes through it
		}
		p.clearTheAir()
	}
}

// manned are the subjects that come with somebody on them.
var manned = map[string]bool{"bicycle": true, "skateboard": true, "surfer": true, "motorcycle": true}

// ridden finds who rides what in the prompt; "" where nobody does.
func ridden(s *prompt.Spec) (mount, rider string) {
	text := strings.ToLower(s.Prompt)
	rides := s.Weight(prompt.Action, "drive") >= 0.3 || strings.Contains(text, "horseback")
	afloat := aboard.MatchString(text)
	subjects := s.Of(prompt.Subject)
	for _, m := range subjects {
		sub, ok := figure.Find(m.Name)
		if !ok || len(m.Words) == 0 || !rides && (!afloat || sub.Realm != figure.Water) {
			continue
		}
		for _, r := range subjects {
			_, carries := sub.Ridden(r.Name)
			person := r.Name == "person" || r.Name == "woman" || r.Name == "child"
			if len(r.Words) > 0 && (carries || manned[m.Name] && person) {
				return m.Name, r.Name
			}
		}
	}
	return "", ""
}

// aboard finds words for somebody in a boat.
var aboard = regexp.MustCompile(`\b(in|aboard|row|rows|rowing|paddles?|paddling|steers?|steering|punts?)\b[^,.;]{0,32}\b(boat|rowboat|canoe|kayak|gondola|dinghy|raft)s?\b|\b(rows|rowing|paddles|paddling)\b|(坐|划|乘)[^,，。]{0,6}(船|舟|艇)`)

// clearTheAir thins dust and fog, so that who is named stays in sight.
func (p *Plan) clearTheAir() {
	const most = 0.32 // of the fog
	for _, l := range p.Layers {
		if l.Shader == "dust" {
			l.Uniforms["uClear"] = 1.0
		}
		if air, ok := l.Uniforms["uWeather"].([4]float32); ok && air[3] > most {
			air[3] = most
			l.Uniforms["uWeather"] = air
		}
	}
}

// walked tells whether the words name somebody who needs ground to stand on.
func walked(s *prompt.Spec) bool {
	for _, m := range s.Of(prompt.Subject) {
		if sub, ok := figure.Find(m.Name); ok && sub.Realm == figure.Land && len(m.Words) > 0 {
			return true
		}
	}
	return false
}

// bringShore puts land under the subjects that need it.
func (p *Plan) bringShore(v spmd.Values) {
	bank := 0.0
	for _, a := range p.Cast {
		if a.Subject.Realm == figure.Land {
			bank = max(bank, a.Start[2]+0.5*float64(a.Subject.Length)+1.5)
		}
	}
	if bank > 0 {
		v["uBank"] = float32(bank)
	}
}

// follow makes the camera stay with its subjects instead of travelling through the place: along a street it goes behind them.
func (p *Plan) follow(st stage) {
	p.Path.Speed = 0
	if lead := p.Cast[0]; st.street && lead.Subject.Realm == figure.Land && p.Path.Move.Drive > 0 {
		p.Path.Speed = 0.92 * lead.Speed * p.TimeRate / p.Path.Move.Drive
	}
}

// drop lowers the camera for small subjects, which are best seen at their own height.
func drop(eye, height float64) float64 {
	return min(max(eye-max(0.75*height+0.25, 0.45), 0), 0.80*eye)
}

// suits tells whether a subject can be shown on a stage.
func suits(sub figure.Subject, name string, st stage, staged bool) bool {
	if st.roof > 0 && float64(max(sub.Height, sub.Length)) > st.roof {
		return false
	}
	switch sub.Realm {
	case figure.Air:
		return !st.deep
	case figure.Land:
		return st.land || st.shore || st.deep && floats[name]
	case figure.Water, figure.Sea:
		return st.water
	}
	return staged && st.deep
}

// large are the subjects that fill the picture.
var large = map[string]bool{
	"couple": true, "castle": true, "lighthouse": true, "train": true, "steamtrain": true, "flower": true, "whale": true,
}

// plumages are the colours, sRGB 0..1, of birds that their names tell.
var plumages = map[string]prompt.RGB{
	"seagull": white, "gull": white, "swan": white, "dove": white, "goose": {0.87, 0.86, 0.83}, "geese": {0.87, 0.86, 0.83}, "flamingo": {0.94, 0.55, 0.57},
	"海鸥": white, "天鹅": white, "鸽子": {0.85, 0.86, 0.88},
}

var white = prompt.RGB{0.95, 0.95, 0.93}

// enter adds the members of one kind.
func (p *Plan) enter(s *prompt.Spec, m prompt.Mention, sub figure.Subject, st stage, kind int, r *rand.Rand) {
	action := p.action(s, sub)
	sub = sub.Doing(action)
	a := Actor{Name: m.Name, Subject: sub, Action: action, Seed: r.Uint64(), Shadow: 1, Fixed: sub.Speed == 0}
	if m.HasColour {
		c := linear(m.Colour)
		a.Paint = (*figure.Colour)(&c)
	} else if m.Name == "birds" {
		for _, word := range m.Words {
			if named, ok := plumages[strings.TrimSuffix(word, "s")]; ok {
				c := linear(named)
				a.Paint = (*figure.Colour)(&c)
			}
		}
	}
	if person := m.Name == "person" || m.Name == "woman" || m.Name == "child" || m.Name == "couple"; person {
		a.Carries = umbrella(s, a.Seed)
	}
	side := 1.0
	if (r.IntN(2) == 0) != p.framing.Reverse {
		side = -1
	}
	share := min(p.share(s, sub, a.Action)*p.framing.Share, 0.86)
	distance := p.Path.Focal * float64(sub.Height) / (2 * share)
	// Broad subjects have to fit the width of the frame, and so have all of a group.
	distance = max(distance, p.Path.Focal*float64(sub.Length)/(2*0.55*p.Path.Aspect))
	count := min(max(m.Count, 1), maxCount)
	switch {
	case sub.Flock:
		count = 1
	case large[m.Name]:
		count = min(count, 2)
	case m.Count == 0 && m.Plural:
		count = 3
	}
	apart := spacing(sub)
	middle := 0.0 // of the group, in steps: an even number has one more to the left
	if count%2 == 0 {
		middle = 0.5
	}
	distance = max(distance, p.Path.Focal*(float64(sub.Length)+apart*float64(count-1))/(2*0.75*p.Path.Aspect))
	eye := st.eye - p.Path.Drop
	if sub.Realm == figure.Land && (st.land || st.shore) || (sub.Realm == figure.Water || sub.Realm == figure.Sea) && st.water {
		// The feet are in the picture, except where a shot goes close.
		distance = p.lookDown(distance, eye, lowest*max(p.framing.Share, 1)-p.tilt(sub), kind == 0 && sub.Height < smallHeight && p.framing.Share <= 1)
	}
	if sub.Realm == figure.Land && st.land && p.framing.Share <= 1 {
		const highest = 0.88 // of half the frame: towers keep their tops
		distance = max(distance, p.Path.Focal*(float64(sub.Height)-eye)/(highest+p.tilt(sub)))
	}
	if st.depth > 0 {
		distance = min(distance, st.depth)
	}
	width := 2 * distance * p.Path.Aspect / p.Path.Focal // metres that the frame shows there
	if sub.Realm == figure.Sea || sub.Realm == figure.Air {
		width *= 0.65 // leaps and flutters lead to the sides by themselves
	}
	p.route(&a, st, width, side)
	ground := -st.eye
	switch {
	case sub.Realm == figure.Air:
		ground = distance*(0.34+0.16*r.Float64())/p.Path.Focal - float64(sub.Height)/2 + distance*math.Tan(p.Path.Pitch) - p.Path.Drop
		a.Shadow = 0
	case st.deep || sub.Realm == figure.Deep:
		ground, a.Shadow = -0.55*float64(sub.Height), 0
		if p.Layers[0].Shader == "underwater" {
			ground += 0.16 * distance / p.Path.Focal // before the open water, above the reef
		}
	case sub.Realm != figure.Land && st.water:
		a.Shadow, a.Mirror = 0, 0.35
	default:
		a.Sink = min(st.sink, 0.12*float64(sub.Height))
		if air := p.Layers[0].Uniforms["uWeather"].([4]float32); st.street && air[1] > 0.2 {
			a.Mirror = 0.30
		}
	}
	way := a.Speed * p.Seconds * p.TimeRate
	off := (0.10 + 0.05*r.Float64()) * width * -side // a third of the way to the edge
	if a.Speed > 0 && math.Abs(math.Cos(a.Heading)) > 0.5 {
		off *= 0.2 // it crosses the picture
	}
	if st.lane && sub.Realm == figure.Land {
		off = laneOffset(sub, side)
	}
	if p.Layers[0].Shader == "coast" && sub.Realm == figure.Land {
		a.Speed = min(a.Speed, 0.26*width/(p.Seconds*p.TimeRate))
		way = a.Speed * p.Seconds * p.TimeRate
		off, distance = p.onSand(sub, math.Abs(math.Cos(a.Heading))*way, count, -side, distance, kind == 0)
	} else if kind > 0 {
		off = -1.9 * off
	}
	if kind > 0 {
		distance *= 1.35
		if st.depth > 0 {
			distance = min(distance, st.depth)
		}
	}
	a.Start = [3]float64{off - math.Cos(a.Heading)*way/2, ground, distance - min(math.Sin(a.Heading)*way*0.25, 0.35*distance)}
	if st.street && a.Speed > 0 { // the camera goes after it, a little slower
		a.Start[2] = max(distance, 1.2*float64(sub.Length)+2.5*min(float64(sub.Height)/1.2, 1)) - 0.04*way
		if st.lane { // narrow frames show the other lane only further away
			a.Start[2] = max(a.Start[2], p.Path.Focal*(math.Abs(off)+0.3*float64(sub.Length))/(0.85*p.Path.Aspect))
		}
	}
	for i := range count {
		member := a
		member.Seed, member.Lag = a.Seed+uint64(i)*7919, 0.37*float64(i)
		row, k := math.Ceil(float64(i)/2), float64(1-2*(i%2))
		member.Start[0] += (k*row + middle) * apart
		member.Start[2] += row * apart * (0.7 + 0.5*r.Float64())
		if sub.Realm == figure.Deep {
			member.Start[1] += (0.3 - 0.35*float64(i%3)) * float64(min(count-1, 1)) * float64(sub.Height)
		}
		if st.lane && sub.Realm == figure.Land { // one behind the other, on both sides of the road
			member.Start[0] = laneOffset(sub, side*float64(1-2*(i%2)))
		}
		p.Cast = append(p.Cast, member)
	}
}

// umbrellas finds words for an umbrella that somebody carries, and the word before it.
var umbrellas = regexp.MustCompile(`(?:(\p{L}+)\s+)?\b(umbrella|parasol)s?\b|(\p{Han}*?)(色的?|的)?(雨伞|阳伞|遮阳伞|打伞|撑伞)`)

// umbrella is the colour, linear, of the umbrella that the words name; nil for none.
func umbrella(s *prompt.Spec, seed uint64) *figure.Colour {
	text := strings.ToLower(s.Prompt)
	found := umbrellas.FindStringSubmatch(text)
	if found == nil || s.Avoids(prompt.Weather, "rain") {
		return nil
	}
	own := []prompt.RGB{{0.11, 0.11, 0.13}, {0.70, 0.14, 0.16}, {0.16, 0.30, 0.54}, {0.90, 0.72, 0.24}}[seed%4]
	for _, m := range s.Of(prompt.Colour) {
		for _, word := range m.Words {
			if word == found[1] || found[1] == "" && strings.HasSuffix(strings.TrimSuffix(found[3]+found[4], "的"), word) {
				own = m.Colour
			}
		}
	}
	c := figure.Colour(linear(own))
	return &c
}

// onSand is where on a coast, and how far ahead, somebody stands who goes so many metres across: on the dry beach, towards which the
// first subject turns the camera, because that stands at the waterline.
func (p *Plan) onSand(sub figure.Subject, across float64, count int, side, wanted float64, turns bool) (off, distance float64) {
	const most = 0.27 // radians: beyond, the end of the bay leaves the frame
	half := 0.5*across + 0.5*float64(sub.Length)*float64(count)
	off = drySand + half
	distance = max(wanted, p.Path.Focal*(off+half)/(0.9*p.Path.Aspect+p.Path.Focal*math.Tan(most)))
	if turns {
		p.Path.Turn += p.ashore(side) * min(math.Atan(0.55*off/distance), most)
	}
	return p.ashore(side) * off, distance
}

// drySand is how far from the waterline, metres, the surf no longer runs.
const drySand = 1.1

// ashore turns a coast so that its beach is on a side, -1 left or 1 right, unless somebody stands on it already, and returns where it is.
func (p *Plan) ashore(side float64) float64 {
	v := p.Layers[0].Uniforms
	if sea, ok := v["uSide"].(float64); ok {
		return -sea
	}
	v["uSide"] = -side
	return side
}

// smallHeight is below which metres a subject has the camera come near and look down on it: what is small would else be lost in the place.
const smallHeight = 1.1

// lookDown is the distance, near the one wanted, at which the feet of a subject are no lower in the frame than a share of half its height.
// To come nearer than a level view allows, the camera may tilt down.
func (p *Plan) lookDown(wanted, eye, low float64, may bool) float64 {
	level := p.Path.Focal * eye / low
	if wanted >= level || !may {
		return max(wanted, level)
	}
	const most, nearest = 0.24, 0.75             // radians; metres
	edge := math.Atan(0.73 * low / p.Path.Focal) // zooms move what is below the middle further down
	distance := max(wanted, nearest, eye/math.Tan(edge+most))
	p.Path.Pitch -= max(math.Atan(eye/distance)-edge, 0)
	return distance
}

// spacing is how far apart the members of a group are, metres: far enough that none hides another.
func spacing(sub figure.Subject) float64 { return 0.85*float64(sub.Length) + 0.3*float64(sub.Height) }

// laneOffset is how far to the right of the camera, which drives in the right lane, a subject is: vehicles in the same lane or the
// other, everyone else at the edge.
func laneOffset(sub figure.Subject, side float64) float64 {
	switch {
	case sub.Length < 2.5 || sub.Speed < 3:
		return 1.35
	case side < 0:
		return -3.1
	}
	return 0.1
}

// holds are the actions that change how a subject holds itself or goes.
var holds = map[string]bool{"walk": true, "run": true, "dance": true, "stand": true, "sit": true, "lie": true, "sleep": true, "graze": true}

// action is what a subject does.
func (p *Plan) action(s *prompt.Spec, sub figure.Subject) string {
	m, ok := s.Best(prompt.Action)
	switch {
	case ok && (m.Name == "lie" || m.Name == "sleep") && stages[p.Layers[0].Shader].sink > 0.1:
		return "sit" // else tall grass hides it
	case ok && holds[m.Name]:
		return m.Name
	case sub.Realm == figure.Land && stages[p.Layers[0].Shader].deep:
		return "float"
	}
	return ""
}

// share is the part of the frame's height that a subject takes up.
func (p *Plan) share(s *prompt.Spec, sub figure.Subject, action string) float64 {
	share := 0.42
	switch {
	case sub.Realm == figure.Air:
		share = 0.34
	case sub.Height > 10:
		share = 0.60
	case action == "run":
		share = 0.33
	case stages[p.Layers[0].Shader].street:
		share = 0.5
	}
	if s.Weight(prompt.Lens, "tele") > 0.4 {
		share *= 1.5
	}
	if s.Weight(prompt.Lens, "wide") > 0.4 || s.Weight(prompt.Lens, "high") > 0.4 {
		share *= 0.6
	}
	return share
}

// route chooses where a subject heads and how fast, so that it stays in the frame.
func (p *Plan) route(a *Actor, st stage, width, side float64) {
	a.Speed = a.Subject.Speed
	switch a.Action {
	case "stand", "float", "dance", "sit", "lie", "sleep", "graze":
		a.Speed = 0
	case "run":
		a.Speed = max(2.4*a.Speed, 3.2)
	}
	seconds := p.Seconds * p.TimeRate
	switch {
	case a.Fixed:
		a.Heading = 0
	case st.street && a.Subject.Realm == figure.Land:
		a.Heading = math.Pi / 2 // away from the camera
		if !st.lane {
			a.Heading -= 0.10 * side
		}
		a.Speed = min(a.Speed, st.pace)
	case a.Speed == 0:
		a.Heading = math.Pi + 0.9 // half towards the viewer
		if side > 0 {
			a.Heading = -0.9
		}
	default:
		a.Heading = 0.18
		if side < 0 {
			a.Heading = math.Pi - 0.18
		}
		a.Speed = min(a.Speed, 0.52*width/seconds)
		if a.Subject.Realm == figure.Air {
			a.Turn = -0.6 * side // towards the viewer, so that both wings show
		}
	}
}

// position is where an actor is after t seconds of the film, and how far it has come.
func (p *Plan) position(a Actor, t float64) (at [3]float64, way float64) {
	way = a.Speed * t * p.TimeRate
	at = a.Start
	at[0] += math.Cos(a.Heading) * way
	at[2] += math.Sin(a.Heading) * way
	if a.Subject.Realm == figure.Land || a.Fixed {
		at[2] -= float64(p.Path.At(t).Travel) - p.Path.Ahead
	}
	return at, way
}

// nearest is how far ahead of the viewpoint the nearest subject stands at t seconds, in metres along the resting view; 0 without
// one before the camera.
func (p *Plan) nearest(t float64) float64 {
	pose := p.Path.At(t)
	near := math.Inf(1)
	for _, a := range p.Cast {
		at, _ := p.position(a, t)
		if ahead := at[2] - float64(pose.Pos[2]); ahead > leastAhead {
			near = min(near, ahead)
		}
	}
	if math.IsInf(near, 1) {
		return 0
	}
	return near
}

// leastAhead is the distance in metres below which a subject is not drawn.
const leastAhead = 0.3

// CastBounds are the parts of frames of w x h pixels that subjects and their shadows cover at t seconds.
func (p *Plan) CastBounds(t float64, w, h int) []image.Rectangle {
	var out []image.Rectangle
	pose := p.Path.At(t)
	for _, a := range p.Cast {
		if s, _, ok := p.stand(a, pose, t, w, h); ok {
			out = append(out, p.posed(a, t).Bounds(s).Intersect(image.Rect(0, 0, w, h)))
		}
	}
	return out
}

// DrawCast lays the subjects over the backdrop, the farthest first. The backdrop's alpha tells how much of a subject is seen.
func (p *Plan) DrawCast(dst *spmd.Frame, t float64) {
	pose := p.Path.At(t)
	light := p.castLight(pose)
	for _, a := range p.byDistance(t) {
		if s, ahead, ok := p.stand(a, pose, t, dst.W, dst.H); ok {
			falls := light
			falls.Distance = p.hazeAt(ahead)
			falls.Snow = p.settled(t)
			if p.Layers[0].Shader == "underwater" {
				falls = p.waterLight(falls, ahead)
			}
			p.posed(a, t).Draw(dst, s, falls)
		}
	}
}

// tilt is by how much the backdrop shifts the ground on which a subject stands down, in half frame heights. What flies keeps its
// place in the frame.
func (p *Plan) tilt(sub figure.Subject) float64 {
	if sub.Realm == figure.Air {
		return 0
	}
	return float64(shader.Scenes[p.Layers[0].Shader].Tilt())
}

// posed is the figure of an actor at t seconds.
func (p *Plan) posed(a Actor, t float64) figure.Figure {
	_, way := p.position(a, t)
	return a.Subject.Pose(figure.Moment{Time: t*p.TimeRate + a.Lag, Way: way + a.Lag*a.Speed, Action: a.Action, Seed: a.Seed, Paint: a.Paint, Umbrella: a.Carries})
}

// stand is where an actor is seen in a frame of w x h pixels, and how many metres before the camera; it is false behind it.
func (p *Plan) stand(a Actor, pose Pose, t float64, w, h int) (figure.Stand, float64, bool) {
	at, _ := p.position(a, t)
	rel := [3]float64{at[0] - float64(pose.Pos[0]), at[1] - float64(pose.Pos[1]), at[2] - float64(pose.Pos[2])}
	right, up, ahead := along(pose.Rot[0:3], rel), along(pose.Rot[3:6], rel), along(pose.Rot[6:9], rel)
	if ahead < leastAhead {
		return figure.Stand{}, ahead, false
	}
	st := stages[p.Layers[0].Shader]
	half := float64(h) / 2
	scale := float64(pose.Focal) * half / ahead
	s := figure.Stand{
		X: float64(w)/2 + right*scale, Y: half*(1+p.tilt(a.Subject)) - up*scale, Scale: scale,
		Yaw: a.Heading + a.Turn + math.Atan2(rel[0], rel[2]), Shadow: a.Shadow * p.sharpness(), Mirror: a.Mirror, Ripple: t * p.TimeRate,
		Masked: true,
	}
	if a.Shadow > 0 || a.Mirror > 0 {
		s.Pitch = math.Atan2(-rel[1], math.Hypot(rel[0], rel[2]))
	}
	if a.Subject.Realm == figure.Air {
		s.Pitch = -0.42 // seen from below, so that wings show
	}
	if a.Sink > 0 || a.Mirror > 0 && st.water {
		s.Y += a.Sink * scale
		s.Sunk = true
		s.Depth = (a.Sink - st.trough) * scale
	}
	return s, ahead, true
}

func along(axis []float32, v [3]float64) float64 {
	return float64(axis[0])*v[0] + float64(axis[1])*v[1] + float64(axis[2])*v[2]
}

// byDistance orders the actors from far to near.
func (p *Plan) byDistance(t float64) []Actor {
	out := append([]Actor(nil), p.Cast...)
	for i := range out {
		for j := i; j > 0; j-- {
			here, _ := p.position(out[j], t)
			before, _ := p.position(out[j-1], t)
			if here[2] <= before[2] {
				break
			}
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

// sharpness is how much of the light casts shadows: none under a covered sky.
func (p *Plan) sharpness() float32 {
	w, _ := p.Layers[0].Uniforms["uWeather"].([4]float32)
	return 1 - 0.6*max(w[0]*w[0], w[3])
}

// hazeAt is the share of the air in what is seen at a distance in metres.
func (p *Plan) hazeAt(distance float64) float32 {
	w, _ := p.Layers[0].Uniforms["uWeather"].([4]float32)
	visibility := 900 * math.Pow(0.03, float64(w[3]))
	return float32(1 - math.Exp(-distance/visibility))
}

// castLight is the light of the scene as it falls on the subjects, in the frame of the camera.
func (p *Plan) castLight(pose Pose) figure.Light {
	l := p.Light
	dir := l.SunDir
	if dir[1] < -0.08 {
		dir[1] = -dir[1] // the moon
	}
	world := [3]float64{float64(dir[0]), float64(dir[1]), float64(dir[2])}
	out := figure.Light{
		Dir: [3]float32{float32(along(pose.Rot[0:3], world)), dir[1], float32(along(pose.Rot[6:9], world))},
		Key: l.SunColor, Haze: l.Fog,
	}
	sky := mix3(mix3(l.Zenith, l.Mid, 0.5), l.Horizon, 0.35)
	if p.Layers[0].Shader == "interior" {
		return p.roomLight(out, sky)
	}
	if shader.Scenes[p.Layers[0].Shader].Lamps {
		sky = mix3(sky, [3]float32{0.34, 0.30, 0.40}, 0.6)
		out.Key = mix3(l.SunColor, [3]float32{0.9, 0.55, 0.75}, 0.5)
	}
	// What stands against the light is still lit by the sky behind the camera and by the ground.
	for i := range sky {
		sky[i] = 1.7*sky[i] + 0.4*l.Fog[i] + 0.06*l.SunColor[i]
	}
	out.Sky = sky
	const albedo = 0.28 // of the ground
	for i := range sky {
		out.Ground[i] = albedo * (l.SunColor[i]*max(dir[1], 0.15) + 1.4*sky[i])
	}
	return out
}

// roomLight is the light within interior.frag: what comes through the window, from the side of the sun and higher than it stands
// when it is low, and the lamps once it is dark.
func (p *Plan) roomLight(l figure.Light, sky [3]float32) figure.Light {
	flat := float32(math.Hypot(float64(l.Dir[0]), float64(l.Dir[2])))
	l.Dir = unit3([3]float32{l.Dir[0], max(l.Dir[1], 0.55*flat), l.Dir[2]})
	dark := 1 - smooth(-0.02, 0.13, p.Light.SunDir[1])
	lamp := [3]float32{1.10, 0.62, 0.30}
	l.Key = mix3(scale3(l.Key, 0.26), scale3(lamp, 0.45), dark)
	for i := range sky {
		l.Sky[i] = 0.24*sky[i] + 0.36*dark*lamp[i] + 0.03*p.Light.SunColor[i]*(1-dark)
		l.Ground[i] = 0.75 * l.Sky[i]
	}
	return l
}

// waterLight is the light within underwater.frag on what is so many metres ahead: it comes through the surface and fades into the
// colour of the water, red first.
func (p *Plan) waterLight(l figure.Light, ahead float64) figure.Light {
	depth, _ := p.Layers[0].Uniforms["uDeep"].(float64)
	down := float32(1 - (1-depth)*(1-depth))
	day := scale3(p.Light.SunColor, 0.25+0.75*min(max(1.6*p.Light.SunDir[1], 0), 1))
	water := [3]float32{0.010, 0.150, 0.230}
	for i, shade := range [3]float32{0.012, 0.040, 0.060} {
		day[i] += 0.65*p.Light.Zenith[i] + 0.70*p.Light.Mid[i] + 0.07*p.Light.Horizon[i]
		water[i] += 0.35 * (0.02 + 0.30*p.Palette[1][i] - water[i])
		water[i] += float32(depth) * ([3]float32{0.002, 0.012, 0.030}[i] - water[i])
		l.Haze[i] = 1 + down*(shade-1)
	}
	l.Dir = unit3([3]float32{0.55 * l.Dir[0], max(l.Dir[1], 0.5) + 0.5, 0.45 * l.Dir[2]})
	day = mul3(mix3(day, [3]float32{luma(day), luma(day), luma(day)}, 0.65), l.Haze)
	l.Distance = float32(1 - math.Exp(-0.075*ahead))
	for i, faster := range [3]float64{0.060, -0.015, -0.025} { // than the haze gathers
		keep := float32(math.Exp(-faster * ahead))
		l.Key[i], l.Sky[i], l.Ground[i] = 0.50*keep*day[i], 0.38*keep*day[i], 0.16*keep*day[i]
		l.Haze[i] = 0.8 * water[i] * day[i]
	}
	return l
}

// Contacts are the times at which the feet of an actor come down, seconds.
func (p *Plan) Contacts(a Actor) []float64 {
	stride, feet := a.Subject.Stride(a.Action)
	rate := a.Speed * p.TimeRate
	if stride == 0 || rate == 0 {
		return nil
	}
	var out []float64
	for k := 0; ; k++ {
		t := float64(k) * stride / float64(feet) / rate
		if t >= p.Seconds {
			return out
		}
		out = append(out, t)
	}
}
