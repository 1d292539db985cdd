package figure

import (
	"math"
	"math/rand/v2"
)

// pattern is how a second colour lies on a coat.
type pattern uint8

const (
	plain   pattern = iota
	striped         // bands around the part, that thin out towards the belly
	patched         // large, irregular areas
	netted          // polygons with light lines between them, as a giraffe's
	spotted         // small dots
)

// coat is the texture of a skin. It is laid out in the coordinates of each part, so that it moves with it.
type coat struct {
	fur     float32 // length of the hair in metres, 0 for bare skin
	under   Colour  // of what faces the ground
	below   float32 // how far up the flanks that reaches: 0 not at all, 1 half of the animal
	over    Colour  // of what faces the sky
	above   float32 // how far down the flanks that reaches
	pattern pattern
	second  Colour  // of the pattern
	size    float32 // of the pattern, metres
	curly   bool
	crease  float32 // strength of the folds of bare skin, 0..1
}

// wearing is a coat on a part as it is seen.
type wearing struct {
	*coat
	origin        Vec   // of the part, on the canvas
	frame         basis // axes of the part: metres per pixel
	up            Vec   // unit
	strand, tress float32
	scale         float32 // pixels per metre
	hair          float32 // length, metres
	contrast      float32 // 1 where single strands can be seen
}

// newWearing lays a coat along an axis from a point, both on the canvas, on a part of a radius in metres. Thin parts have short hair.
func newWearing(c *coat, v view, origin, axis Vec, radius, scale float32) *wearing {
	w := &wearing{coat: c, origin: origin, up: v.axes.y.unit(), scale: scale, hair: min(c.fur, 0.3*radius)}
	along := axis.unit()
	if along == (Vec{}) {
		along = v.axes.x.unit()
	}
	// Limbs and trunks lie across the figure's side, whatever their pose: seen from there the coat does not turn on them.
	side := v.axes.z.unit()
	side = side.sub(along.scale(side.dot(along)))
	if side.length() < 0.2 {
		side = w.up.sub(along.scale(w.up.dot(along)))
	}
	side = side.unit()
	k := 1 / scale
	w.frame = basis{along.scale(k), side.cross(along).scale(k), side.scale(k)}
	// Hair that is finer than the canvas would flicker: it is gathered into tresses that can be seen.
	const finest = 3 // canvas pixels; a frame has half as many
	w.contrast = min(max(0.22*w.hair*scale/finest, 0.4), 1)
	w.strand = max(0.22*w.hair, finest*k)
	w.tress = max(1.5*w.hair, 3*finest*k)
	if c.curly {
		w.strand *= 2
		w.tress = 1.2 * w.strand
	}
	return w
}

// dyed is the coat of an animal that words give a colour: its belly is a lighter shade of it.
func (p Paint) dyed(c Colour) *coat {
	if p.coat == nil {
		return nil
	}
	own := *p.coat
	for i := range own.under {
		own.under[i] = lerp(c[i], 0.8, 0.35)
	}
	return &own
}

// dress gives a sample the look of the coat.
func (w *wearing) dress(x, y float32, s *sample) {
	p := Vec{x, y, s.z}.sub(w.origin)
	if s.d > 0 {
		// Beyond the outline the hair is that of the nearest skin: strands stand on it, and none floats.
		if flat := root(s.n.X*s.n.X + s.n.Y*s.n.Y); flat > 0 {
			p.X, p.Y, p.Z = p.X-s.n.X/flat*s.d, p.Y-s.n.Y/flat*s.d, p.Z+outside*s.d
		}
	}
	at := Vec{p.dot(w.frame.x), p.dot(w.frame.y), p.dot(w.frame.z)}
	up := s.n.dot(w.up)
	if w.pattern != plain {
		k := w.share(at, up)
		for i := range s.colour {
			s.colour[i] = lerp(s.colour[i], w.second[i], k)
		}
	}
	if w.above > 0 {
		s.tint(w.over, w.above-1+up)
	}
	if w.below > 0 {
		s.tint(w.under, w.below-1-up)
	}
	if w.hair > 0 {
		w.comb(at, s)
	}
	if w.crease > 0 {
		fold := noise(9*at.X+3*noise(4*at.X, 4*at.Y, 4*at.Z), 3*at.Y, 3*at.Z)
		k := 1 + w.crease*(fold-0.5)
		for i := range s.colour {
			s.colour[i] *= k
		}
		s.n = s.n.add(w.frame.x.scale(w.scale * w.crease * (fold - 0.5))).unit()
	}
}

// tint turns a sample to a colour where by rises through 0.
func (s *sample) tint(c Colour, by float32) {
	const soft = 0.45
	k := unit((by + soft) / (2 * soft))
	k *= k * (3 - 2*k)
	for i := range s.colour {
		s.colour[i] = lerp(s.colour[i], c[i], k)
	}
}

// comb lays strands along the part: they shade it, and their tips break its outline.
func (w *wearing) comb(at Vec, s *sample) {
	fine := w.contrast * (noise(at.X/w.tress, at.Y/w.strand, at.Z/w.strand) - 0.5)
	lock := w.contrast * (noise(0.4*at.X/w.tress+7, 0.3*at.Y/w.strand, 0.3*at.Z/w.strand) - 0.5)
	shade := 1 + 0.55*fine + 0.5*lock
	for i := range s.colour {
		s.colour[i] *= shade
	}
	edge := 1 - s.n.Z
	s.d -= w.hair * w.scale * edge * positive(0.35+1.1*fine+0.9*lock)
	tilt := w.scale * (1 - edge) // at the outline the light of the rim would turn it into speckles
	s.n = s.n.add(w.frame.x.scale(tilt * (0.5*fine + 0.4*lock))).add(w.frame.y.scale(tilt * 0.5 * lock)).unit()
}

// share is how much of the second colour is at a place, on a surface that faces up by so much.
func (w *wearing) share(at Vec, up float32) float32 {
	k := 1 / w.size
	switch w.pattern {
	case striped:
		bend := noise(1.1*k*at.X+3, 1.6*k*at.Y, 1.6*k*at.Z)
		thin := noise(0.6*k*at.X, 0.9*k*at.Y+5, 0.9*k*at.Z)
		wave := sin(2 * math.Pi * float64(k*at.X+0.8*bend))
		return unit((wave + 0.25*(thin-0.5) - 0.35 - 0.9*positive(-up-0.1)) / 0.25)
	case patched:
		v := 0.7*noise(k*at.X+11, k*at.Y, k*at.Z) + 0.3*noise(2.3*k*at.X, 2.3*k*at.Y+4, 2.3*k*at.Z)
		return unit((v - 0.5) / 0.04)
	case netted:
		first, second := cells(k*at.X, k*at.Y, k*at.Z)
		return unit((second - first - 0.10) / 0.06)
	case spotted:
		first, _ := cells(k*at.X, k*at.Y, k*at.Z)
		return unit((0.33-first)/0.08) * unit((up+0.5)/0.3)
	}
	return 0
}

// chances are uniform in 0..1.
var chances = func() (t [4096]float32) {
	r := rand.New(rand.NewPCG(7, 11))
	for i := range t {
		t[i] = r.Float32()
	}
	return t
}()

const primeX, primeY, primeZ = 0x8da6b343, 0xd8163841, 0xcb1ab31f

// chance picks one of them for a hash of a lattice point.
func chance(h uint32) float32 { return chances[h*0x9e3779b1>>20] }

// hash3 is uniform in 0..1 at the points of a lattice.
func hash3(x, y, z int32) float32 {
	return chance(uint32(x)*primeX ^ uint32(y)*primeY ^ uint32(z)*primeZ)
}

// noise is smooth value noise in 0..1.
func noise(x, y, z float32) float32 {
	ix, iy, iz := floor(x), floor(y), floor(z)
	fx, fy, fz := x-float32(ix), y-float32(iy), z-float32(iz)
	fx, fy, fz = fx*fx*(3-2*fx), fy*fy*(3-2*fy), fz*fz*(3-2*fz)
	x0, y0, z0 := uint32(ix)*primeX, uint32(iy)*primeY, uint32(iz)*primeZ
	x1, y1, z1 := x0+primeX, y0+primeY, z0+primeZ
	a, b, c, d := chance(x0^y0^z0), chance(x0^y1^z0), chance(x0^y0^z1), chance(x0^y1^z1)
	a += fx * (chance(x1^y0^z0) - a)
	b += fx * (chance(x1^y1^z0) - b)
	c += fx * (chance(x1^y0^z1) - c)
	d += fx * (chance(x1^y1^z1) - d)
	a += fy * (b - a)
	c += fy * (d - c)
	return a + fz*(c-a)
}

// cells are the distances to the nearest and to the next of the points that are strewn one to a unit cube (Worley, "A cellular texture
// basis function", 1996).
func cells(x, y, z float32) (first, second float32) {
	ix, iy, iz := floor(x), floor(y), floor(z)
	first, second = 9, 9
	for dz := int32(-1); dz <= 1; dz++ {
		for dy := int32(-1); dy <= 1; dy++ {
			for dx := int32(-1); dx <= 1; dx++ {
				cx, cy, cz := ix+dx, iy+dy, iz+dz
				px := float32(cx) + hash3(cx, cy, cz) - x
				py := float32(cy) + hash3(cx+57, cy, cz) - y
				pz := float32(cz) + hash3(cx, cy+91, cz) - z
				d := px*px + py*py + pz*pz
				if d < first {
					first, second = d, first
				} else if d < second {
					second = d
				}
			}
		}
	}
	return root(first), root(second)
}

func floor(v float32) int32 {
	i := int32(v)
	if v < float32(i) {
		i--
	}
	return i
}
