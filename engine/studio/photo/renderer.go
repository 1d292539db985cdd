package photo

import (
	"context"
	"image"
	"math"
	"sync"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/raster"
	"zoetrope/engine/studio/vision/vec"
	"zoetrope/engine/studio/yuv"
)

// renderer draws the frames of one clip.
type renderer struct {
	o       Options
	path    path
	stage   *stage
	life    life
	weather []*swarm
	fog     *fog
	grade   *grade
	clouds  *overcast // nil for none
	pixels  []float32 // the frame being drawn: RGBA, alpha is how far the subject covers the pixel
	views   []view    // one per moment of the exposure
	scratch sync.Pool
}

// Detail of the canvas: canvas pixels per output pixel. Sampling a finer canvas with a cubic keeps slow moves from
// shimmering; above a megapixel less is enough, and memory counts.
const (
	fineDetail   = 1.5
	coarseDetail = 1.25
	finePixels   = 1 << 20
	// sharpness is the resolution of the picture on the canvas relative to the output's: just above what the output can
	// show, so that nothing aliases.
	sharpness = 1.12
)

func newRenderer(ctx context.Context, o Options, img image.Image) (*renderer, error) {
	base := canvasPicture(img, o.Width, o.Height)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	collect(base)
	a := analyse(base)
	a.around = beyond(img, o.Width, o.Height)
	collect(base)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return prepare(o, base, a), ctx.Err()
}

// prepare plans the camera and cuts the layers for a picture that has been analysed.
func prepare(o Options, base vision.RGB, a *analysis) *renderer {
	r := &renderer{o: o, path: planPath(o, a)}
	land := r.path.relief(a)
	limit := marginLimit(a)
	if r.path.carry.active {
		// Rather paint more than brake hard.
		const carried = 0.1
		limit = limit.union(margins{carried, carried, carried, carried})
	}
	used := r.path.fit(&land, a.hasSky(), limit)
	r.stage = build(base, a, land, used, o)
	r.stage.carry(&r.path.carry, a)
	r.life = newLife(o, r.stage)
	for k, v := range o.Overlays {
		if v.Kind == Fog {
			r.fog = newFog(v, o)
			continue
		}
		r.weather = append(r.weather, newSwarm(v, o, uint64(k)))
	}
	r.grade, r.clouds = gradeOf(o, a), newOvercast(lightOf(o, a), r.stage, a, o)
	r.pixels = make([]float32, 4*o.Width*o.Height)
	r.scratch.New = func() any { return newScratch(o.Width) }
	return r
}

// planPath picks the camera for a picture: amplitude, side and what it turns about.
func planPath(o Options, a *analysis) path {
	m, _ := moveNamed(o.Move)
	if m.without != "" && !a.hasSubject() {
		m, _ = moveNamed(m.without)
	}
	p := path{
		move: m, strength: o.strength(), parallax: 0.45 + 0.55*float64(a.scene.Confidence), side: 1,
		carry: newMomentum(o.Carry), seconds: o.seconds(),
	}
	if newHash(o.Seed).at(1)&1 == 0 {
		p.side = -1
	}
	switch {
	case a.hasSubject():
		b := a.subjectBox()
		p.focusX, p.focusY = 0.3*(b.x0+b.x1), 0.3*(b.y0+b.y1)
	case m.pivot == pivotSubject:
		// Without a subject the near ground is held, and the picture grows about its far part.
		p.focusY = -0.2 * a.aspect()
	}
	return p
}

// relief is the land's relief, smooth enough for the path and relative to what the move holds.
func (p *path) relief(a *analysis) relief {
	land := relief{near: a.scene.Near, aspect: a.aspect(), pivot: a.pivotOf(p.move.pivot)}
	land.limitSlope(p.travel())
	return land
}

// canvasPicture is the part of a picture that frames show at canvas resolution, without detail that the output cannot show.
func canvasPicture(img image.Image, w, h int) vision.RGB {
	detail := fineDetail
	if w*h > finePixels {
		detail = coarseDetail
	}
	sharp := raster.Load(Frame(img, w, h), round(sharpness*float64(w)), round(sharpness*float64(h)))
	cw, ch := round(detail*float64(w)), round(detail*float64(h))
	return sharp.EachChannel(func(p vision.Plane) vision.Plane {
		fine := vision.Resize(p, cw, ch)
		vec.Stretch(fine.Pix, fine.Pix, 0, 1)
		return fine
	})
}

func round(v float64) int { return int(math.Round(v)) }

// marginLimit is how much painted margin a clip may show on each side: little where the subject is cut by the frame.
func marginLimit(a *analysis) margins {
	const usual, careful = 0.045, 0.004
	m := margins{usual, usual, usual, usual}
	if !a.hasSubject() {
		return m
	}
	b := a.subjectBox()
	const near = 0.012
	if b.x0 < -0.5+near {
		m.left = careful
	}
	if b.x1 > 0.5-near {
		m.right = careful
	}
	if b.y0 < -a.aspect()/2+near {
		m.top = careful
	}
	if b.y1 > a.aspect()/2-near {
		m.bottom = careful
	}
	return m
}

// moment is one instant of the clip.
type moment struct {
	u, seconds float64
}

func (r *renderer) moment(frame float64) moment {
	if r.path.carry.active {
		frame++ // the picture itself has been shown
	}
	u := 0.0
	if r.o.Frames > 1 {
		u = frame / float64(r.o.Frames-1)
	}
	return moment{u: min(u, 1), seconds: frame / r.o.fps()}
}

// frame draws frame k into dst.
func (r *renderer) frame(k int, dst []byte) {
	exposures := r.exposures(k)
	for len(r.views) < exposures {
		r.views = append(r.views, newView(r.stage))
	}
	for j := range exposures {
		const shutter = 0.5
		at := r.moment(float64(k) + shutter*float64(j)/float64(exposures))
		r.views[j].compute(r, at)
	}
	now := r.moment(float64(k))
	for _, s := range r.weather {
		s.place(r, now)
	}
	if r.fog != nil {
		r.fog.compute(r, now)
	}
	w, h := r.o.Width, r.o.Height
	grade := r.grade.at(now.seconds)
	vision.Rows(h, func(y0, y1 int) {
		s := r.scratch.Get().(*scratch)
		defer r.scratch.Put(s)
		for y := y0; y < y1; y++ {
			row := r.pixels[4*w*y : 4*w*(y+1)]
			r.views[0].draw(s, y, row)
			for j := 1; j < exposures; j++ {
				r.views[j].draw(s, y, s.row)
				blend(row, s.row, 1/float32(j+1))
			}
			grade.apply(row)
			if r.fog != nil {
				r.fog.draw(y, row)
			}
		}
		for _, s := range r.weather {
			s.draw(r.pixels, w, y0, y1)
		}
		yuv.SRGBRows(dst, w, h, r.pixels, y0, y1)
	})
}

// exposures is how many instants a frame averages: one, or enough that a blurred move leaves no gaps.
func (r *renderer) exposures(k int) int {
	if !r.path.move.blurred {
		return 1
	}
	const gap, most = 3, 14
	a, b := r.path.view(r.moment(float64(k)).u).pose, r.path.view(r.moment(float64(k)+0.5).u).pose
	way := math.Hypot(b.x-a.x, b.y-a.y) + 0.5*math.Abs(b.zoom-a.zoom) + 0.5*math.Abs(b.roll-a.roll)
	return min(max(int(math.Ceil(way*float64(r.o.Width)/gap)), 1), most)
}

// blend moves dst towards src by the share k.
func blend(dst, src []float32, k float32) {
	for i, v := range src {
		dst[i] += k * (v - dst[i])
	}
}
