package studio

import (
	"context"
	"image"
	"math"
	"runtime"
	"sync"
	"time"

	"zoetrope"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/spmd"
)

// tier is how much work goes into a frame.
type tier struct {
	name string
	// pixels bounds the size at which backdrops are drawn; larger films are enlarged from that. Overlays are thin and always
	// drawn at full size.
	pixels int
	detail float32 // uDetail of the scenes
	// stride is how many frames lie from one backdrop that is drawn in whole to the next.
	stride int
	// doubt is the difference of two predictions, in display code values, above which a part of a frame between is drawn.
	doubt float32
	// redrawn is the share of the frames between that is drawn all the same, by experience.
	redrawn float64
	// whole draws layers that the scenes want reduced at full size.
	whole bool
	// soft is the size at which overlays without fine detail are drawn, as a share of what they are drawn at otherwise.
	soft float64
	// preset is x264's, "" for the usual one.
	preset string
}

var (
	fine     = tier{name: "fine", pixels: 1920 * 1080, detail: 1, stride: 1, soft: 1, whole: true}
	standard = tier{name: "standard", pixels: 1440 * 810, detail: 1, stride: 3, soft: 1, doubt: 0.03, redrawn: 0.15}
	draft    = tier{name: "draft", pixels: 512 * 288, detail: 0.5, stride: 4, soft: 0.75, doubt: 0.1, redrawn: 0.1, preset: "superfast"}
)

// The promise of the studio in seconds of rendering per second of film. A film gets the best tier that is expected to keep it:
// fine where it costs next to nothing, standard, and draft where standard takes too long.
const (
	finePromise     = 0.8
	standardPromise = 12
)

// finishCost is what bloom, grade, dither, motion and encoding take on the reference machine, in seconds of one processor per
// megapixel, with SIMD and without.
const finishCost = 0.12

// costs remembers what the backdrops cost on this machine, so that a job gets the same tier each time.
type costs struct {
	mu       sync.Mutex
	perPixel map[string]float64 // seconds of one processor per pixel, by backdrop
	onGPU    map[string]float64 // seconds of a graphics processor per pixel, by backdrop
}

// tierFor picks the tier of a film of w x h pixels: a few tiles of its backdrop are timed the first time it is asked for, or a
// small picture of it on a graphics processor.
func (c *costs) tierFor(ctx context.Context, p *scene.Plan, b renderer, w, h int) (tier, error) {
	if t, ok, err := c.gpuTier(ctx, p, b, w, h); ok || err != nil {
		return t, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	l := p.Layers[0]
	cost, known := c.perPixel[l.Shader]
	if !known {
		var err error
		if cost, err = timeTiles(ctx, p, b.cpu, w, h); err != nil {
			return tier{}, err
		}
		if c.perPixel == nil {
			c.perPixel = map[string]float64{}
		}
		c.perPixel[l.Shader] = cost
	}
	return chooseTier(cost, l.Scale, w, h, runtime.GOMAXPROCS(0)), nil
}

// behind is the tier in which a place is drawn that cut-outs stand before, unless it costs next to nothing: at seven tenths of the
// width and height, and more seldom in whole. Pictures are what the eye follows; softer scenery behind them looks like that behind the sharp plane of a lens.
func (t tier) behind(w, h int) tier {
	if t.whole {
		return t
	}
	t.pixels = min(t.pixels, w*h*49/100)
	t.stride, t.doubt = max(t.stride, draft.stride), max(t.doubt, 0.04)
	return t
}

// film prepares the film of a plan in the tier that suits this machine.
func (e *Engine) film(ctx context.Context, p *scene.Plan, w, h int) (*film, error) {
	t, err := e.costs.tierFor(ctx, p, e.backend, w, h)
	if err != nil {
		return nil, err
	}
	return newFilm(ctx, p, t, e.backend, w, h)
}

// stage prepares the film of a place that cut-outs stand before.
func (e *Engine) stage(ctx context.Context, p *scene.Plan, w, h int) (*film, error) {
	t, err := e.costs.tierFor(ctx, p, e.backend, w, h)
	if err != nil {
		return nil, err
	}
	return newFilm(ctx, p, t.behind(w, h), e.backend, w, h)
}

// chooseTier picks by the cost of a pixel in seconds of one processor.
func chooseTier(cost, scale float64, w, h, processors int) tier {
	seconds := func(t tier) float64 {
		k := 1.0
		if !t.whole {
			k = scale * scale
		}
		size := float64(w * h)
		drawn := min(size*k, float64(t.pixels))
		share := 1/float64(t.stride) + (1-1/float64(t.stride))*t.redrawn
		return zoetrope.FPS * (drawn*share*cost*float64(t.detail) + size*finishCost*1e-6) / float64(processors)
	}
	switch {
	case seconds(fine) <= finePromise:
		return fine
	case seconds(standard) <= standardPromise:
		return standard
	}
	return draft
}

// tileSide and tileTries are the tiles that are timed: small enough to fit between two interruptions of a busy machine, of which
// the quickest try is believed.
const (
	tileSide  = 24
	tileTries = 4
)

// timeTiles draws tiles from the top to the bottom of the picture and returns the seconds that a pixel takes.
func timeTiles(ctx context.Context, p *scene.Plan, b spmd.Backend, w, h int) (float64, error) {
	l := p.Layers[0]
	dst := spmd.NewFrame(w, h)
	v := p.Values(l, p.Seconds/2, w, h)
	total, pixels := 0.0, 0
	const tiles = 6
	for i := range tiles {
		x := w * (i*5%tiles + 1) / (tiles + 1)
		y := h * (2*i + 1) / (2 * tiles)
		r := image.Rect(x, y, x+tileSide, y+tileSide).Intersect(image.Rect(0, 0, w, h))
		best := math.Inf(1)
		for range tileTries {
			start := time.Now()
			if err := spmd.DrawTiles(ctx, b, l.Program(), dst, v, nil, []image.Rectangle{r}); err != nil {
				return 0, err
			}
			best = min(best, time.Since(start).Seconds())
		}
		total, pixels = total+best, pixels+r.Dx()*r.Dy()
	}
	return total / float64(max(pixels, 1)), nil
}
