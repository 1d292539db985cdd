// Package figure draws articulated subjects: people, animals, vehicles and things, built of simple solids and posed by gaits and
// cycles.
//
// A figure is a list of parts in metres. It is seen through a camera that is far away compared with the figure's size, so each
// part has an analytic silhouette, depth and normal per pixel and nothing needs to be marched or triangulated. Neighbouring
// round parts flow into each other. The result is shaded with the light of the scene and laid over it with its shadow or
// reflection.
package figure

// Colour is a linear-light colour; as an albedo each channel is 0..1.
type Colour [3]float32

// Paint is what a surface looks like.
type Paint struct {
	Colour Colour
	Gloss  float32 // strength of the highlight, 0..1
	Glow   Colour  // light that it gives off by itself, as radiance
	Clear  float32 // share of what lies behind the figure that shows through where the surface faces the viewer: a bell of jelly, glass
	Smoke  float32 // how much thinner it gets towards its outline, 0..1: steam and smoke
	coat   *coat   // texture, nil for none
}

type shape uint8

const (
	cone      shape = iota // a round cone from a to b with radii ra and rb
	ellipsoid              // about a with the half axes u, v, w
	polygon                // flat and convex, seen from both sides
	tube                   // round, along points with a radius each
)

// part is one solid.
type part struct {
	shape   shape
	paint   Paint
	a, b    Vec
	ra, rb  float32
	u, v, w Vec
	points  []Vec
	radii   []float32 // of a tube
	bulge   float32   // of a polygon: its normal turns outwards by so much at the rim
	closed  bool      // a polygon of a hull about a, which its back never shows
	// melt is the distance in metres over which the part flows into its neighbours that melt as well.
	melt float32
	// detail is the size in pixels per metre from which the part is drawn; smaller figures do without it.
	detail float32
}

// body collects the parts of a figure.
type body struct{ parts []part }

func (f *body) cone(p Paint, a, b Vec, ra, rb float32) {
	f.parts = append(f.parts, part{shape: cone, paint: p, a: a, b: b, ra: ra, rb: rb, melt: 0.5 * min(ra, rb)})
}

// chain is a cone of a row of cones that share their ends, which therefore need not flow together.
func (f *body) chain(p Paint, a, b Vec, ra, rb float32) {
	f.cone(p, a, b, ra, rb)
	f.parts[len(f.parts)-1].melt = 0.12 * min(ra, rb)
}

// hard is a cone with a crisp edge to its neighbours.
func (f *body) hard(p Paint, a, b Vec, ra, rb float32) {
	f.parts = append(f.parts, part{shape: cone, paint: p, a: a, b: b, ra: ra, rb: rb})
}

func (f *body) ball(p Paint, at Vec, r float32) { f.cone(p, at, at, r, r) }

// oval is an ellipsoid with half axes along a frame.
func (f *body) oval(p Paint, at Vec, frame basis, x, y, z float32) {
	f.parts = append(f.parts, part{
		shape: ellipsoid, paint: p, a: at, u: frame.x.scale(x), v: frame.y.scale(y), w: frame.z.scale(z), melt: 0.35 * min(x, y, z),
	})
}

// disc is a hard, thin ellipsoid: a wheel, a plate.
func (f *body) disc(p Paint, at Vec, frame basis, x, y, z float32) {
	f.oval(p, at, frame, x, y, z)
	f.parts[len(f.parts)-1].melt = 0
}

func (f *body) face(p Paint, points ...Vec) {
	f.parts = append(f.parts, part{shape: polygon, paint: p, points: points})
}

// hull marks the faces from index i on as those of a convex solid about a point.
func (f *body) hull(i int, at Vec) {
	for ; i < len(f.parts); i++ {
		f.parts[i].closed, f.parts[i].a = true, at
	}
}

// curve is a chain of cones through points whose radii run from r0 to r1.
func (f *body) curve(p Paint, r0, r1 float32, points ...Vec) {
	n := float32(len(points) - 1)
	for i := 1; i < len(points); i++ {
		f.chain(p, points[i-1], points[i], lerp(r0, r1, float32(i-1)/n), lerp(r0, r1, float32(i)/n))
	}
}

// tube is a smooth, round body along points with a radius each (Catmull and Rom, "A class of local interpolating splines", 1974).
func (f *body) tube(p Paint, points []Vec, radii []float32) {
	const steps = 6
	last := len(points) - 1
	spline := func(a, b, c, d, t float32) float32 {
		return b + 0.5*t*(c-a+t*(2*a-5*b+4*c-d+t*(3*(b-c)+d-a)))
	}
	line, thick := []Vec{points[0]}, []float32{radii[0]}
	least := radii[0]
	for i := range last {
		a, b, c, d := max(i-1, 0), i, i+1, min(i+2, last)
		for k := 1; k <= steps; k++ {
			t := float32(k) / steps
			pa, pb, pc, pd := points[a], points[b], points[c], points[d]
			line = append(line, Vec{spline(pa.X, pb.X, pc.X, pd.X, t), spline(pa.Y, pb.Y, pc.Y, pd.Y, t), spline(pa.Z, pb.Z, pc.Z, pd.Z, t)})
			thick = append(thick, max(spline(radii[a], radii[b], radii[c], radii[d], t), 0.2*min(radii[b], radii[c])))
		}
		least = min(least, radii[i+1])
	}
	f.parts = append(f.parts, part{shape: tube, paint: p, a: line[0], b: line[len(line)-1], points: line, radii: thick, melt: 0.5 * least})
}

// box is a block with half sizes along a frame.
func (f *body) box(p Paint, at Vec, frame basis, x, y, z float32) {
	f.wedge(p, at, frame, x, y, z, x, z)
}

// wedge is a block whose top has other half sizes than its bottom.
func (f *body) wedge(p Paint, at Vec, frame basis, x, y, z, topX, topZ float32) {
	corner := func(sx, sy, sz float32) Vec {
		kx, kz := x, z
		if sy > 0 {
			kx, kz = topX, topZ
		}
		return at.add(frame.apply(Vec{sx * kx, sy * y, sz * kz}))
	}
	first := len(f.parts)
	defer func() { f.hull(first, at) }()
	for _, s := range []float32{-1, 1} {
		f.face(p, corner(s, -1, -1), corner(s, 1, -1), corner(s, 1, 1), corner(s, -1, 1))
		f.face(p, corner(-1, s, -1), corner(1, s, -1), corner(1, s, 1), corner(-1, s, 1))
		f.face(p, corner(-1, -1, s), corner(1, -1, s), corner(1, 1, s), corner(-1, 1, s))
	}
}

// extrude gives a convex outline in the x-y plane (z is ignored) a width of 2z.
func (f *body) extrude(p Paint, z float32, outline ...Vec) {
	for i := range outline {
		outline[i].Z = z
	}
	f.shell(p, outline...)
}

// shell is a solid between an outline on the right side and its mirror image on the left; z is half its width at each point.
func (f *body) shell(p Paint, outline ...Vec) {
	n := len(outline)
	left, right := make([]Vec, n), make([]Vec, n)
	var middle Vec
	for i, o := range outline {
		left[i], right[i] = Vec{o.X, o.Y, -o.Z}, o
		middle = middle.add(Vec{o.X, o.Y, 0}.scale(1 / float32(n)))
	}
	first := len(f.parts)
	f.face(p, left...)
	f.face(p, right...)
	for i := range n {
		j := (i + 1) % n
		f.face(p, left[i], left[j], right[j], right[i])
	}
	f.hull(first, middle)
}

// bent makes the faces from index i on look curved, as pressed sheet is: their normals turn outwards by so much at their rims.
func (f *body) bent(i int, bulge float32) {
	for ; i < len(f.parts); i++ {
		f.parts[i].bulge = bulge
	}
}

// place moves all parts from index i on by a frame and an offset.
func (f *body) place(i int, frame basis, at Vec) {
	move := func(v Vec) Vec { return frame.apply(v).add(at) }
	for k := i; k < len(f.parts); k++ {
		p := &f.parts[k]
		p.a, p.b = move(p.a), move(p.b)
		p.u, p.v, p.w = frame.apply(p.u), frame.apply(p.v), frame.apply(p.w)
		for n := range p.points {
			p.points[n] = move(p.points[n])
		}
	}
}
