package face

import (
	"embed"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"sync"

	"zoetrope/engine/studio/vision"
)

// Point is a place in a plane, in pixels.
type Point struct{ X, Y float32 }

// Landmark names a place in a face. Left and right are the viewer's.
type Landmark int

// The landmarks.
const (
	PupilLeft Landmark = iota
	PupilRight
	EyeOuterLeft
	EyeOuterRight
	EyeInnerLeft
	EyeInnerRight
	BrowLeft // the middle of the brow, its upper edge
	BrowRight
	Nose // between the nostrils
	MouthLeft
	MouthRight
	LipUpper // the middle of the upper lip's upper edge
	LipLower // the middle of the lower lip's lower edge
	landmarks
)

// Landmarks are the places of one face.
type Landmarks [landmarks]Point

// Middle is the point halfway between two landmarks.
func (l *Landmarks) Middle(a, b Landmark) Point {
	return Point{(l[a].X + l[b].X) / 2, (l[a].Y + l[b].Y) / 2}
}

// EyeDistance is the distance of the pupils.
func (l *Landmarks) EyeDistance() float32 {
	return float32(math.Hypot(float64(l[PupilRight].X-l[PupilLeft].X), float64(l[PupilRight].Y-l[PupilLeft].Y)))
}

// Roll is how far the line of the eyes is tilted, clockwise on the screen, in radians.
func (l *Landmarks) Roll() float64 {
	return math.Atan2(float64(l[PupilRight].Y-l[PupilLeft].Y), float64(l[PupilRight].X-l[PupilLeft].X))
}

// Plausible tells whether the landmarks lie as in a frontal or half turned face. The ratios are generous: they refuse what
// cascades find in things that are no faces.
func (l *Landmarks) Plausible() bool {
	d := l.EyeDistance()
	if d < 6 {
		return false
	}
	a := l.Roll()
	if math.Abs(a) > 0.7 {
		return false
	}
	sin, cos := math.Sincos(a)
	eyes := l.Middle(PupilLeft, PupilRight)
	// The other places, along and across the line of the eyes, in eye distances.
	at := func(p Point) (x, y float64) {
		dx, dy := float64(p.X-eyes.X)/float64(d), float64(p.Y-eyes.Y)/float64(d)
		return cos*dx + sin*dy, cos*dy - sin*dx
	}
	mx, my := at(l.Middle(MouthLeft, MouthRight))
	_, nose := at(l[Nose])
	left, _ := at(l[MouthLeft])
	right, _ := at(l[MouthRight])
	_, upper := at(l[LipUpper])
	_, lower := at(l[LipLower])
	return math.Abs(mx) < 0.6 && my > 0.6 && my < 1.9 && nose > 0.2 && nose < my && right-left > 0.35 && right-left < 1.6 &&
		upper < lower && lower-upper < 1.2
}

// cascades are the trained landmark finders of github.com/esimov/pigo (see landmark/LICENSE).
//
//go:embed landmark
var cascades embed.FS

// tree files by name, unpacked when they are first needed.
var finders = sync.OnceValue(func() map[string]*cascadeOfTrees {
	all := map[string]*cascadeOfTrees{}
	for _, name := range []string{"pupil", "eye_outer", "eye_inner", "brow", "nose", "mouth_corner", "lip_upper", "lip_lower"} {
		data, err := cascades.ReadFile("landmark/" + name)
		if err != nil {
			panic(fmt.Sprintf("face: %v", err))
		}
		all[name] = unpackTrees(data)
	}
	return all
})

// cascadeOfTrees moves a point towards a landmark: stages of regression trees whose nodes compare two pixels, as described by
// Markus et al. ("Eye pupil localization with an ensemble of randomized trees", Pattern Recognition 47(2), 2014).
type cascadeOfTrees struct {
	stages, trees, depth int
	shrink               float32 // of the scale, from stage to stage
	codes                []int8  // row and column of two pixels per node
	moves                []float32
}

// unpackTrees reads the format of the files: four numbers, then per tree its nodes and its leaves.
func unpackTrees(b []byte) *cascadeOfTrees {
	word := func() uint32 {
		v := binary.LittleEndian.Uint32(b)
		b = b[4:]
		return v
	}
	c := &cascadeOfTrees{stages: int(word()), shrink: math.Float32frombits(word()), trees: int(word()), depth: int(word())}
	leaves := 1 << c.depth
	for range c.stages * c.trees {
		for _, code := range b[:4*(leaves-1)] {
			c.codes = append(c.codes, int8(code)) //nolint:gosec // the bytes are signed numbers
		}
		b = b[4*(leaves-1):]
		for range 2 * leaves {
			c.moves = append(c.moves, math.Float32frombits(word()))
		}
	}
	return c
}

// Gray is a luma picture in bytes.
type Gray struct {
	W, H int
	Pix  []uint8 // at least W*H, row by row
}

// GrayOf rounds a plane with values in [0,1].
func GrayOf(p vision.Plane) Gray {
	g := Gray{W: p.W, H: p.H, Pix: make([]uint8, len(p.Pix))}
	for i, v := range p.Pix {
		g.Pix[i] = uint8(min(max(v, 0), 1)*255 + 0.5)
	}
	return g
}

// seek runs the cascade from a point with a scale, in a face that is rolled by an angle with a sine and cosine. flip mirrors
// the trees.
func (c *cascadeOfTrees) seek(g Gray, p Point, scale, sin, cos float32, flip bool) Point {
	leaves := 1 << c.depth
	mirror := float32(1)
	if flip {
		mirror = -1
	}
	codes, moves := c.codes, c.moves
	for range c.stages {
		var down, right float32
		// Pixels in 1/65536: whole numbers are quicker than rounding each place.
		k := 65536 * scale / 256
		kc, ks := int(k*cos), int(k*sin)
		mc, ms := int(k*mirror*cos), int(k*mirror*sin)
		x0, y0 := int(65536*(p.X+0.5)), int(65536*(p.Y+0.5))
		for range c.trees {
			node := 0
			for range c.depth {
				q := codes[4*node : 4*node+4 : 4*node+4]
				a := g.near(x0+mc*int(q[1])-ks*int(q[0]), y0+ms*int(q[1])+kc*int(q[0]))
				b := g.near(x0+mc*int(q[3])-ks*int(q[2]), y0+ms*int(q[3])+kc*int(q[2]))
				node = 2*node + 1
				if a > b {
					node++
				}
			}
			leaf := 2 * (node - (leaves - 1))
			down += moves[leaf]
			right += mirror * moves[leaf+1]
			codes, moves = codes[4*(leaves-1):], moves[2*leaves:]
		}
		p.X += scale * (cos*right - sin*down)
		p.Y += scale * (sin*right + cos*down)
		scale *= c.shrink
	}
	return p
}

// near is the pixel at a place in 1/65536 of pixels, or the nearest one of the picture.
func (g Gray) near(x, y int) uint8 {
	x, y = x>>16, y>>16
	if uint(x) >= uint(g.W) {
		x = min(max(x, 0), g.W-1)
	}
	if uint(y) >= uint(g.H) {
		y = min(max(y, 0), g.H-1)
	}
	return g.Pix[y*g.W+x]
}

// tries is how many starts vote on a landmark. Their offsets are those of a low-discrepancy sequence, so that the same picture
// always has the same landmarks.
const tries = 9

// vote seeks from several starts around p and returns the average of the middle half, coordinate by coordinate.
func (c *cascadeOfTrees) vote(g Gray, p Point, scale, sin, cos float32, flip bool) Point {
	var xs, ys [tries]float32
	for i := range tries {
		a, b := fraction(0.7548777*float64(i+1)), fraction(0.5698403*float64(i+1))
		s := fraction(0.6180340 * float64(i+1))
		start := Point{p.X + 0.15*scale*(a-0.5), p.Y + 0.15*scale*(b-0.5)}
		q := c.seek(g, start, scale*(0.925+0.15*s), sin, cos, flip)
		xs[i], ys[i] = q.X, q.Y
	}
	return Point{middle(xs[:]), middle(ys[:])}
}

func fraction(v float64) float32 { return float32(v - math.Floor(v)) }

func middle(v []float32) float32 {
	slices.Sort(v)
	lo, hi := len(v)/4, len(v)-len(v)/4
	var sum float32
	for _, x := range v[lo:hi] {
		sum += x
	}
	return sum / float32(hi-lo)
}

// Locate finds the landmarks of a face in a picture; pupils are about two pixels exact in faces over 100 pixels wide.
func Locate(g Gray, f Face) Landmarks {
	c := finders()["pupil"]
	size := 2 * f.Radius
	var l Landmarks
	s, k := math.Sincos(float64(f.Roll))
	sin, cos := float32(s), float32(k)
	pupil := func(x, y float32) Point {
		start := Point{f.X + size*(cos*x-sin*y), f.Y + size*(sin*x+cos*y)}
		return c.vote(g, start, 0.25*size, sin, cos, false)
	}
	l[PupilLeft], l[PupilRight] = pupil(-0.175, -0.075), pupil(0.185, -0.075)
	l.fromPupils(g)
	return l
}

// Relocate finds the landmarks again near where they were, or are predicted to be.
func Relocate(g Gray, near Landmarks) Landmarks {
	c := finders()["pupil"]
	d := near.EyeDistance()
	sin, cos := near.rolled()
	l := near
	for _, p := range []Landmark{PupilLeft, PupilRight} {
		l[p] = c.vote(g, near[p], 0.6*d, sin, cos, false)
	}
	l.fromPupils(g)
	return l
}

func (l *Landmarks) rolled() (sin, cos float32) {
	s, c := math.Sincos(l.Roll())
	return float32(s), float32(c)
}

// places says which cascade finds a landmark, and which its mirror image.
var places = []struct {
	cascade     string
	left, right Landmark // the same for what lies in the middle
}{
	{"eye_outer", EyeOuterLeft, EyeOuterRight}, {"eye_inner", EyeInnerLeft, EyeInnerRight}, {"brow", BrowLeft, BrowRight},
	{"nose", Nose, Nose}, {"mouth_corner", MouthLeft, MouthRight}, {"lip_upper", LipUpper, LipUpper}, {"lip_lower", LipLower, LipLower},
}

// fromPupils finds all other landmarks, starting below the pupils.
func (l *Landmarks) fromPupils(g Gray) {
	d := l.EyeDistance()
	sin, cos := l.rolled()
	eyes := l.Middle(PupilLeft, PupilRight)
	start := func(side float32) Point {
		x, y := 0.15*side*d, 0.25*d
		return Point{eyes.X + cos*x - sin*y, eyes.Y + sin*x + cos*y}
	}
	all := finders()
	for _, p := range places {
		c := all[p.cascade]
		a := c.vote(g, start(1), 3*d, sin, cos, false)
		b := c.vote(g, start(-1), 3*d, sin, cos, true)
		if p.left == p.right {
			l[p.left] = Point{(a.X + b.X) / 2, (a.Y + b.Y) / 2}
			continue
		}
		l[p.left], l[p.right] = a, b
	}
}
