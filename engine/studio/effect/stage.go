package effect

import (
	"context"
	"image"
	"math"

	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/raster"
)

// stage is what an effect is made from.
type stage struct {
	ctx      context.Context // of the preparation: what takes long asks it
	w, h     float64         // of the canvas
	unit     float64         // its shorter side, the measure of things in pixels
	seconds  float64
	prompt   string
	dice     dice
	noise    *noise
	pictures []image.Image
	subjects []*subject // by picture, when asked for
	photos   []*Texture
}

func newStage(ctx context.Context, o Options, pictures []image.Image) *stage {
	d := dice(o.Seed*0x9e3779b97f4a7c15 + 0x632be59bd9b4e019)
	return &stage{
		ctx: ctx, w: float64(o.Width), h: float64(o.Height), unit: float64(min(o.Width, o.Height)),
		seconds: float64(o.Frames) / o.FPS, prompt: o.Prompt, dice: d, noise: newNoise(d.fork(0)), pictures: pictures,
		subjects: make([]*subject, len(pictures)), photos: make([]*Texture, len(pictures)),
	}
}

// detail is how many pixels of a texture one of the canvas is: some zoom-in stays sharp. Above a megapixel memory counts more.
func (s *stage) detail() float64 {
	if s.w*s.h > 1<<20 {
		return 1.25
	}
	return 1.5
}

// photo is a picture cut to the shape of the canvas.
func (s *stage) photo(i int) *Texture {
	if s.photos[i] == nil {
		s.photos[i] = s.print(i, s.w*s.detail(), s.h*s.detail())
	}
	return s.photos[i]
}

// print is a picture cut to a shape and size in pixels.
func (s *stage) print(i int, w, h float64) *Texture {
	part := photo.Frame(s.pictures[i], max(int(w+0.5), 2), max(int(h+0.5), 2))
	return newTexture(raster.Load(part, max(int(w+0.5), 2), max(int(h+0.5), 2)), vision.Plane{})
}

// subject is what a picture is about, and the rest. Where no subject can be told apart, it is the whole picture, before a dim
// and blurred version of itself.
type subject struct {
	cut, plate *Texture // of the canvas's shape
	whole      bool
	// Box around the subject and its middle, in pixels of the canvas.
	x0, y0, x1, y1, cx, cy float64
	// Grounded tells that the subject is cut by the lower edge of the picture.
	grounded bool
	near     vision.Plane // of the land, small
	depth    float64      // nearness of the subject
	water    vision.Plane
	sky      vision.Plane
}

// subject takes a picture apart.
func (s *stage) subject(i int) *subject {
	if s.subjects[i] != nil || s.ctx.Err() != nil {
		if s.subjects[i] == nil {
			s.subjects[i] = s.wholePicture(i)
		}
		return s.subjects[i]
	}
	p := photo.TakeApart(s.pictures[i], int(s.w), int(s.h), uint64(s.dice.fork(7+i)))
	if s.photos[i] == nil {
		s.photos[i] = newTexture(p.Picture, vision.Plane{})
	}
	sub := s.wholePicture(i)
	sub.near, sub.water, sub.sky, sub.depth = p.Near, p.Water, p.Sky, p.SubjectNear
	if p.HasSubject() {
		sub.whole = false
		sub.cut, sub.plate = newTexture(p.Subject, p.Alpha), newTexture(p.Plate, vision.Plane{})
		sub.bounds(p.Alpha, s.w/float64(p.Alpha.W))
		sub.grounded = sub.y1 > 0.985*s.h
	}
	s.subjects[i] = sub
	return sub
}

// wholePicture is the subject of a picture in which nothing stands out.
func (s *stage) wholePicture(i int) *subject {
	return &subject{
		cut: s.photo(i), plate: s.backdrop(i), whole: true,
		x1: s.w, y1: s.h, cx: s.w / 2, cy: s.h / 2, grounded: true, near: vision.New(2, 2), depth: 1,
	}
}

// backdrop is a dim, blurred version of a picture to put things in front of.
func (s *stage) backdrop(i int) *Texture {
	soft := s.print(i, s.w/4, s.h/4).blurred(s.unit / 4 / 14)
	return soft.map1(func(p *[4]float32) {
		gradePixel(p[:3], 0.85, grey(0.58), grey(0.02))
	})
}

func (s *subject) bounds(alpha vision.Plane, scale float64) {
	x0, y0, x1, y1 := alpha.W, alpha.H, 0, 0
	var sx, sy, n float64
	for i, v := range alpha.Pix {
		if v > 0.5 {
			x, y := i%alpha.W, i/alpha.W
			x0, x1, y0, y1 = min(x0, x), max(x1, x+1), min(y0, y), max(y1, y+1)
			sx, sy, n = sx+float64(x), sy+float64(y), n+1
		}
	}
	if n == 0 {
		return
	}
	s.x0, s.y0, s.x1, s.y1 = float64(x0)*scale, float64(y0)*scale, float64(x1)*scale, float64(y1)*scale
	s.cx, s.cy = sx/n*scale, sy/n*scale
}

func (s *subject) width() float64  { return s.x1 - s.x0 }
func (s *subject) height() float64 { return s.y1 - s.y0 }

// colourAt is the colour of a texture of the canvas's shape at a place on the canvas.
func (s *stage) colourAt(t *Texture, x, y float64) (p rgb, a float32) {
	r, g, b, a := t.at(float32(x/s.w*float64(t.W)-0.5), float32(y/s.h*float64(t.H)-0.5))
	if a > 1e-4 {
		return rgb{r / a, g / a, b / a}, a
	}
	return rgb{}, 0
}

// fit is the map that shows a texture of the canvas's shape as it is.
func (s *stage) fit(t *Texture) mat { return scaling(s.w/float64(t.W), s.h/float64(t.H)) }

// zoom is the map that shows it enlarged about a place.
func (s *stage) zoom(t *Texture, k, x, y float64) mat {
	return about(scaling(k, k), x, y).mul(s.fit(t))
}

// mean is the average colour of a texture.
func mean(t *Texture) rgb {
	for t.half != nil {
		t = t.half
	}
	var sum [4]float64
	for i := 0; i < len(t.Pix); i += 4 {
		for k := range 4 {
			sum[k] += float64(t.Pix[i+k])
		}
	}
	n := math.Max(sum[3], 1e-6)
	return rgb{float32(sum[0] / n), float32(sum[1] / n), float32(sum[2] / n)}
}
