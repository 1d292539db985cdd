package figure

import (
	"cmp"
	"image"
	"math"
	"slices"

	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/vision"
)

// shadow darkens the level ground where the figure keeps the light from it: a dark, soft patch under what touches the ground,
// and the silhouette along the light when the light is high enough for one.
func (f Figure) shadow(dst *spmd.Frame, s Stand, l Light, axes basis) {
	key, sky := l.Key[0]+l.Key[1]+l.Key[2], l.Sky[0]+l.Sky[1]+l.Sky[2]
	share := key / (key + 2*sky + 1e-6) // of the light that comes from one direction
	// The light in figure space: world axes turned back by the yaw.
	sy, cy := sincos(s.Yaw)
	d := Vec{l.Dir[0], l.Dir[1], -l.Dir[2]}
	d = Vec{d.X*cy - d.Z*sy, d.Y, d.X*sy + d.Z*cy}
	d.Y = max(d.Y, 0.22) // a lower light would throw the shadow out of the picture
	cast := make([]part, 0, 2*len(f.parts))
	contact := make([]part, 0, len(f.parts))
	for _, p := range f.parts {
		onto := func(v Vec) Vec { return Vec{v.X - d.X*v.Y/d.Y, 0, v.Z - d.Z*v.Y/d.Y} }
		below := func(v Vec) Vec { return Vec{v.X, 0, v.Z} }
		cast = append(cast, p.flattened(onto)...)
		if p.lowest() < 0.25*f.Height {
			contact = append(contact, p.flattened(below)...)
		}
	}
	darken(dst, s, axes, cast, 0.05*float32(s.Scale), s.Shadow*0.75*share)
	darken(dst, s, axes, contact, 0.10*float32(s.Scale), s.Shadow*0.5)
}

// flattened is the part's outline on the ground as cones.
func (p part) flattened(onto func(Vec) Vec) []part {
	switch p.shape {
	case cone:
		return []part{{shape: cone, a: onto(p.a), b: onto(p.b), ra: p.ra, rb: p.rb}}
	case tube:
		pieces := make([]part, 0, len(p.points)-1)
		for i := 1; i < len(p.points); i++ {
			pieces = append(pieces, part{shape: cone, a: onto(p.points[i-1]), b: onto(p.points[i]), ra: p.radii[i-1], rb: p.radii[i]})
		}
		return pieces
	case ellipsoid:
		long := p.u
		for _, v := range []Vec{p.v, p.w} {
			if v.length() > long.length() {
				long = v
			}
		}
		thin := (p.u.length() + p.v.length() + p.w.length() - long.length()) / 2
		k := max(0, 1-thin/long.length())
		return []part{{shape: cone, a: onto(p.a.sub(long.scale(k))), b: onto(p.a.add(long.scale(k))), ra: thin, rb: thin}}
	}
	points := make([]Vec, len(p.points))
	for i, q := range p.points {
		points[i] = onto(q)
	}
	return []part{{shape: polygon, points: points}}
}

func (p part) lowest() float32 {
	switch p.shape {
	case cone:
		return min(p.a.Y-p.ra, p.b.Y-p.rb)
	case ellipsoid:
		return p.a.Y - root(p.u.Y*p.u.Y+p.v.Y*p.v.Y+p.w.Y*p.w.Y)
	}
	low := p.points[0].Y
	for i, q := range p.points {
		if p.shape == tube {
			q.Y -= p.radii[i]
		}
		low = min(low, q.Y)
	}
	return low
}

// darken multiplies the frame by 1-strength where flat parts lie, with an edge that is soft over so many pixels.
func darken(dst *spmd.Frame, s Stand, axes basis, parts []part, soft, strength float32) {
	if strength < 0.02 || len(parts) == 0 {
		return
	}
	w := (Figure{parts: parts}).window(dst, Stand{X: s.X, Y: s.Y}, axes)
	grow := int(soft) + 1
	w.x0, w.x1 = max(w.x0-grow, 0), min(w.x1+grow, dst.W)
	w.y0, w.y1 = max(w.y0-grow, 0), min(w.y1+grow, dst.H)
	w.super = 1
	if w.empty() {
		return
	}
	mask := vision.New(w.x1-w.x0, w.y1-w.y0)
	// Ground is seen at a low angle: a round part is as flat as the ground itself.
	squash := abs(axes.z.Y) / max(axes.y.length(), 1e-6)
	squash = max(squash, abs(axes.x.Y)/max(axes.y.length(), 1e-6), 0.08)
	v := view{axes: axes, at: Vec{float32(s.X) - float32(w.x0), float32(w.y1) - float32(s.Y), 0}}
	scale := axes.y.length()
	vision.Rows(mask.H, func(y0, y1 int) {
		for _, p := range parts {
			at := flatDistance(p, v, scale, squash)
			if at == nil {
				continue
			}
			low, high := Figure{parts: []part{p}}.extent(axes)
			x0, x1 := max(int(v.at.X+low.X)-grow, 0), min(int(v.at.X+high.X)+grow+1, mask.W)
			top, bottom := mask.H-int(v.at.Y+high.Y)-grow-1, mask.H-int(v.at.Y+low.Y)+grow+1
			for y := max(y0, top); y < min(y1, bottom); y++ {
				row := mask.Row(y)
				for x := x0; x < x1; x++ {
					row[x] = max(row[x], unit(0.5-at(float32(x)+0.5, float32(mask.H-y)-0.5)/soft))
				}
			}
		}
	})
	for y := range mask.H {
		for x, m := range mask.Row(y) {
			px := dst.Pix[4*((w.y0+y)*dst.W+w.x0+x):]
			k := 1 - strength*m*m*(3-2*m)
			if s.Masked {
				k = 1 - (1-k)*px[3]
			}
			px[0], px[1], px[2] = px[0]*k, px[1]*k, px[2]*k
		}
	}
}

// convex is the hull of points on the canvas, in order (Andrew, "Another efficient algorithm for convex hulls in two dimensions", 1979): a
// face that is not quite flat may cross itself when it is laid on the ground.
func convex(points []Vec) []Vec {
	if len(points) < 3 {
		return points
	}
	points = slices.Clone(points)
	slices.SortFunc(points, func(a, b Vec) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) })
	var hull []Vec
	half := func(points []Vec) {
		base := len(hull)
		for _, p := range points {
			for len(hull) >= base+2 && hull[len(hull)-1].sub(hull[len(hull)-2]).cross(p.sub(hull[len(hull)-1])).Z <= 0 {
				hull = hull[:len(hull)-1]
			}
			hull = append(hull, p)
		}
		hull = hull[:len(hull)-1] // it begins the other half
	}
	half(points)
	slices.Reverse(points)
	half(points)
	return hull
}

// thickness is the mean width of a polygon across its longer side.
func thickness(p []Vec) float32 {
	low, high := p[0], p[0]
	for _, q := range p[1:] {
		low = Vec{min(low.X, q.X), min(low.Y, q.Y), 0}
		high = Vec{max(high.X, q.X), max(high.Y, q.Y), 0}
	}
	return 0.5 * normal(p).length() / max(high.sub(low).length(), 1e-6)
}

// flatDistance is the distance on the canvas to a flat part, in pixels; vertical distances count more by the squash.
func flatDistance(p part, v view, scale, squash float32) func(x, y float32) float32 {
	if p.shape == polygon {
		points := make([]Vec, len(p.points))
		for i, q := range p.points {
			points[i] = v.point(q)
			points[i].Z = 0
		}
		points = convex(points)
		if len(points) < 3 || thickness(points) < 1 {
			return nil // a line has no inner side
		}
		at := polygonAt(points, 0)
		if at == nil {
			return nil
		}
		var s sample
		return func(x, y float32) float32 { at(x, y, &s); return s.d }
	}
	a, b, ra, rb := v.point(p.a), v.point(p.b), p.ra*scale, p.rb*scale
	ax, ay, bx, by := a.X, a.Y/squash, b.X-a.X, (b.Y-a.Y)/squash
	length := bx*bx + by*by
	return func(x, y float32) float32 {
		dx, dy := x-ax, y/squash-ay
		h := float32(0)
		if length > 1e-3 {
			h = unit((dx*bx + dy*by) / length)
		}
		return float32(math.Hypot(float64(dx-bx*h), float64(dy-by*h))) - lerp(ra, rb, h)
	}
}

// Bounds are the pixels that the figure and its shadow may cover, as a box.
func (f Figure) Bounds(s Stand) image.Rectangle {
	low, high := f.extent(s.axes())
	box := image.Rect(int(s.X+float64(low.X))-2, int(s.Y-float64(high.Y))-2, int(s.X+float64(high.X))+3, int(s.Y-float64(low.Y))+3)
	if s.Shadow > 0 {
		// The lowest light that casts a shadow throws it some four heights far; most of that is faint.
		long := int(1.5 * s.Scale * float64(f.Height))
		deep := int(0.4 * s.Scale * float64(f.Height))
		box.Min.X, box.Max.X = box.Min.X-long, box.Max.X+long
		box.Max.Y += deep
	}
	return box
}
