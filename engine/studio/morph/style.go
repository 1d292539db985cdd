package morph

// Style is a way from one picture to the next.
type Style string

// The styles. Auto is Morph for pictures that have something in common, else one that suits them.
const (
	Auto     Style = ""
	Morph    Style = "morph"    // content moves to its place in the next picture
	Dissolve Style = "dissolve" // light first: the next picture rises from the bright parts
	Through  Style = "through"  // the camera flies through the picture into the next, near things first
	Zoom     Style = "zoom"     // a quick zoom with blur
	Whip     Style = "whip"     // the camera swings away and settles on the next picture
	Wipe     Style = "wipe"     // a soft edge crosses the frame
	Iris     Style = "iris"     // the next picture opens from the middle
	Burn     Style = "burn"     // an irregular front eats through the picture
)

// Styles lists all that Leg.Style accepts besides Auto.
func Styles() []Style { return []Style{Morph, Dissolve, Through, Zoom, Whip, Wipe, Iris, Burn} }

// style is what a Style means.
type style struct {
	name Style
	// from and to are the part of the way, 0 to 1, in which the pictures change over; longest bounds it in seconds.
	from, to, longest float64
	// soft is the share of that time which the change takes at one point.
	soft float32
	// flow scales how far content moves towards its place in the other picture.
	flow float32
	// order weighs what decides which points change first.
	order order
	burst burst
	// levels of the pyramid in which the pictures are blended; 0 blends without one.
	levels int
}

// order weighs the maps from which the order of the change is made. A positive weight makes high values late.
type order struct {
	noise  float32 // large irregular patches
	fine   float32 // small ones
	dark   float32 // dark parts late
	far    float32 // what is far in the first picture late
	edge   float32 // the border of the frame late
	along  float32 // the side that the picture's content moves to late
	camera float32 // where the camera leaves room last
}

// burst is a quick movement through the middle of the way, as the effect on the picture. Lengths are fractions of the width.
type burst struct {
	seconds float64 // how long it takes
	zoom    float64 // log magnification
	slide   float64 // shift, to a side that the leg chooses
	dolly   float64 // log magnification of near content over that of far content
	blurred bool
}

var styles = map[Style]style{
	Morph:    {from: 0.06, to: 0.94, longest: 6, soft: 0.62, flow: 1, order: order{noise: 0.5, dark: 0.25, far: 0.2, camera: 0.3}, levels: 5},
	Dissolve: {from: 0.15, to: 0.85, longest: 3, soft: 0.34, flow: 0.7, order: order{dark: 1, noise: 0.35, camera: 0.25}, levels: 4},
	Through: {from: 0.2, to: 0.8, longest: 2.2, soft: 0.3, flow: 0.5, order: order{far: 0.9, edge: 0.8, noise: 0.25}, levels: 4,
		burst: burst{seconds: 2.2, zoom: 0.42, dolly: 0.22}},
	Zoom: {from: 0.3, to: 0.7, longest: 0.5, soft: 0.6, flow: 0, order: order{edge: 1}, levels: 4,
		burst: burst{seconds: 1.1, zoom: 1.1, blurred: true}},
	Whip: {from: 0.3, to: 0.7, longest: 0.3, soft: 0.5, flow: 0, order: order{along: 1}, levels: 3,
		burst: burst{seconds: 0.9, slide: 1.5, blurred: true}},
	Wipe: {from: 0.15, to: 0.85, longest: 2, soft: 0.18, flow: 0.4, order: order{along: 1, noise: 0.08}, levels: 4},
	Iris: {from: 0.15, to: 0.85, longest: 2, soft: 0.14, flow: 0.4, order: order{edge: 1, fine: 0.05}, levels: 4,
		burst: burst{seconds: 2, zoom: 0.16}},
	Burn: {from: 0.12, to: 0.88, longest: 3, soft: 0.09, flow: 0.3, order: order{noise: 0.9, fine: 0.22, edge: -0.5, dark: 0.1}, levels: 3},
}

// choose picks the style of a leg that does not name one.
func choose(a, b *key, m match, pick uint64) Style {
	if m.likeness >= 0.3 || m.anchored {
		return Morph
	}
	deep := min(a.depths, b.depths) > 0.45 || a.hasSky && b.hasSky
	switch {
	case deep && pick%3 != 0:
		return Through
	case pick%2 == 0:
		return Dissolve
	}
	return Morph
}
