// Package stylize repaints the frames of a clip as drawings, paintings, prints, models and film stocks.
//
// A frame is first abstracted on reduced planes (smoothed along and not across its edges), then shaded in its full size. What
// would boil if every frame were painted afresh, and stand still like a pattern on glass if it did not move, is carried along
// the optical flow: brush dabs, tiles and facets as points (Litwinowicz, "Processing Images and Video for an Impressionist
// Effect", SIGGRAPH 1997), paper, canvas and hatching as texture coordinates (Bousseau et al., "Video Watercolorization using
// Bidirectional Texture Advection", SIGGRAPH 2007), and the finished picture through a recursive filter.
//
// All lengths in styles are pixels of a picture of 540 lines (its shorter side); they grow with the picture. The same frames
// and seed give the same result.
package stylize

import (
	"fmt"
	"maps"
	"slices"

	"zoetrope/engine/studio/vision"
)

// Options say what a Stylist paints.
type Options struct {
	Style         string // one of Styles
	Width, Height int    // of the frames, pixels
	FPS           int
	Seed          uint64
	Tone          Tone // palette and light on top of the style's own
	// Fine is how many times finer than usual the picture is abstracted: sources without noise, in which subjects are small, need
	// less. 0 stands for 1.
	Fine float32
}

// style is a way to paint.
type style struct {
	// calm is how much of the picture before stays in what is seen again, 0..1.
	calm float32
	// hold is for how many frames of 24 a second a painted picture stays; 0 and 1: each is painted.
	hold int
	// bright spreads the tones of the source first: drawings and prints use all of theirs, however dim or pale the source.
	bright bool
	// raster is the side of the smallest cells whose mean colour is meant, on a grid that stands still, in lines of 540: a pair of
	// dithered pixels each way. 0 for styles without one.
	raster float32
	// start prepares what the style remembers.
	start func(c *canvas)
	// paint fills c.out from c.in, c.work and what the canvas offers.
	paint func(c *canvas)
	// finish changes c.out after it was calmed: what differs from frame to frame on purpose, such as film grain.
	finish func(c *canvas)
}

// Styles lists the names of the styles in alphabetical order.
func Styles() []string { return slices.Sorted(maps.Keys(styles)) }

// Raster is the side in pixels of the cells in which a style shows a picture with so many lines: 1 unless it has a fixed grid.
func Raster(name string, lines int) int {
	return max(int(styles[name].raster*float32(lines)/designLines+0.5), 1)
}

// Hold is for how many frames at a rate a style keeps each of its pictures.
func Hold(name string, fps int) int {
	return max((styles[name].hold*fps+12)/24, 1)
}

// Stylist paints the frames of one clip in order.
type Stylist struct {
	style style
	hold  int
	c     *canvas
	calm  *calmer
	last  vision.RGB // what was painted, before finish
}

// New makes a Stylist. It fails for a style that does not exist.
func New(o Options) (*Stylist, error) {
	st, ok := styles[o.Style]
	if !ok {
		return nil, fmt.Errorf("there is no style %q", o.Style)
	}
	s := &Stylist{style: st, hold: Hold(o.Style, o.FPS), c: newCanvas(o)}
	s.c.levels.on = st.bright
	s.calm = newCalmer(s.c, st.calm)
	if st.start != nil {
		st.start(s.c)
	}
	return s, nil
}

// Frame paints the next frame of W x H pixels. The result is overwritten by the next call; the frame is not kept.
func (s *Stylist) Frame(in vision.RGB) vision.RGB {
	c := s.c
	held := c.frame%s.hold != 0
	if !held {
		c.look(in)
		s.style.paint(c)
		c.tone.apply(c)
		s.calm.settle()
	}
	if s.style.finish != nil {
		if s.hold > 1 || s.last.W == 0 {
			s.last = keep(s.last, c, held)
		}
		s.style.finish(c)
	}
	c.frame++
	return c.out
}

// keep saves the painted picture before finish changes it, or brings it back.
func keep(last vision.RGB, c *canvas, held bool) vision.RGB {
	if last.W == 0 {
		last = vision.NewRGB(c.w, c.h)
	}
	from, to := c.out, last
	if held {
		from, to = last, c.out
	}
	for i, p := range from.Channels() {
		copy(to.Channels()[i].Pix, p.Pix)
	}
	return last
}
