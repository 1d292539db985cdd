package photo

import "zoetrope/engine/studio/vision"

// Air draws overlays into frames of any origin as Render draws them into photographs. It is for one goroutine and works in
// parallel inside.
type Air struct {
	r *renderer
}

// NewAir prepares the Overlays of o; besides them it uses Width, Height, FPS, Frames, Seed and Fast. Errors are those of Render.
func NewAir(o Options) (*Air, error) {
	o.Move, o.Light = "", AsTaken
	if err := o.validate(); err != nil {
		return nil, err
	}
	aspect := float64(o.Height) / float64(o.Width)
	r := &renderer{o: o, stage: &stage{w: o.Width, h: o.Height, relief: relief{near: vision.New(1, 1), aspect: aspect}}}
	r.views = []view{newView(r.stage)}
	// The ground comes nearer towards the bottom: fog is thinner there.
	land := r.views[0].land
	for k := range land.nodes {
		land.nodes[k].b = float32(k/land.cols) / float32(land.rows)
	}
	for k, v := range o.Overlays {
		if v.Kind == Fog {
			r.fog = newFog(v, o)
			continue
		}
		r.weather = append(r.weather, newSwarm(v, o, uint64(k)))
	}
	return &Air{r}, nil
}

// Draw adds the overlays of a frame to its pixels, Width x Height x 4 (RGBA in sRGB, alpha being how far a subject covers the
// pixel). share scales them: 0 leaves the frame as it is.
func (a *Air) Draw(pixels []float32, frame float64, share float64) {
	if share <= 0 {
		return
	}
	r := a.r
	now := r.moment(frame)
	for _, s := range r.weather {
		s.place(r, now)
		for k := range s.sprites {
			s.sprites[k].alpha *= share
		}
	}
	w, h := r.o.Width, r.o.Height
	if r.fog != nil {
		r.fog.compute(r, now)
		for k := range r.fog.density.nodes {
			r.fog.density.nodes[k].a *= float32(share)
		}
	}
	vision.Rows(h, func(y0, y1 int) {
		if r.fog != nil {
			for y := y0; y < y1; y++ {
				r.fog.draw(y, pixels[4*w*y:4*w*(y+1)])
			}
		}
		for _, s := range r.weather {
			s.draw(pixels, w, y0, y1)
		}
	})
}
