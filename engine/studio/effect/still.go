package effect

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"

	"zoetrope/engine/studio/lettering"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/raster"
)

// still is an effect that makes one picture.
type still struct {
	Kind
	draw func(s *stage, c *Canvas)
}

// stills lists them all.
var stills = []still{
	{Kind{Name: "polaroid", Min: 1, Max: 1}, polaroid},
	{Kind{Name: "poster", Min: 1, Max: 1}, poster},
	{Kind{Name: "magazine", Min: 1, Max: 1}, magazine},
	{Kind{Name: "popart", Min: 1, Max: 1}, popArt},
	{Kind{Name: "double", Min: 1, Max: 2}, doubleExposure},
	{Kind{Name: "sketch", Min: 1, Max: 1}, sketch},
	{Kind{Name: "collage", Min: 2, Max: 9}, collage},
	{Kind{Name: "stamps", Min: 1, Max: 4}, stamps},
	{Kind{Name: "filmstrip", Min: 1, Max: 4}, filmstrip},
	{Kind{Name: "idgrid", Min: 1, Max: 1}, idGrid},
	{Kind{Name: "snowglobe", Min: 1, Max: 1}, snowGlobe},
	{Kind{Name: "postcard", Min: 1, Max: 1}, postcard},
}

// Stills lists the effects that make a picture.
func Stills() []Kind {
	all := make([]Kind, len(stills))
	for i, e := range stills {
		all[i] = e.Kind
	}
	return all
}

// Still makes a picture of o.Width x o.Height pixels; Frames and FPS of the options do not matter.
func Still(ctx context.Context, name string, o Options, pictures []image.Image) (image.Image, error) {
	i := slices.IndexFunc(stills, func(e still) bool { return e.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("%w: %q", ErrUnknown, name)
	}
	o.Frames, o.FPS = 1, 1
	if err := o.check(stills[i].Kind, pictures); err != nil {
		return nil, err
	}
	s, c := newStage(ctx, o, pictures), newCanvas(o.Width, o.Height)
	stills[i].draw(s, c)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p := vision.NewRGB(c.W, c.H)
	for i := range p.R.Pix {
		p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = c.Pix[4*i], c.Pix[4*i+1], c.Pix[4*i+2]
	}
	return raster.Image(p, vision.Plane{}), nil
}

// words are the first words of the prompt, at most n characters, or a text of our own.
func (s *stage) words(n int, otherwise string) string {
	text := ""
	for _, w := range strings.Fields(s.prompt) {
		if len([]rune(text+" "+w)) > n && text != "" {
			break
		}
		text = strings.TrimSpace(text + " " + w)
	}
	if text == "" {
		return otherwise
	}
	if r := []rune(text); len(r) > 2*n {
		text = string(r[:2*n])
	}
	return strings.TrimRight(complete(text, s.prompt), ",.;:")
}

// dangling are words that no line ends with.
var dangling = []string{"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}

// complete drops the words at the end of a beginning of a text that call for another.
func complete(text, of string) string {
	for len(text) < len(strings.TrimSpace(of)) {
		at := strings.LastIndexByte(text, ' ')
		if at < 0 || !slices.Contains(dangling, strings.ToLower(text[at+1:])) {
			break
		}
		text = text[:at]
	}
	return text
}

// Where a line of text is anchored.
const (
	left   = 0.0
	middle = 0.5
	right  = 1.0
)

// write sets a line with its baseline at y and the given share of its width before x.
func (c *Canvas) write(text string, st lettering.Style, x, y, anchor float64, p rgb, alpha float32) {
	mask, base := st.Line(text)
	pad := (float64(mask.W) - st.Width(text)) / 2
	t := newTexture(plain(mask.W, mask.H, p), mask)
	c.draw(t, shift(x-anchor*st.Width(text)-pad, y-float64(base)), nil, paint{Fade: 1 - alpha})
}

// paragraph sets lines of text below one another and returns the baseline after the last.
func (c *Canvas) paragraph(lines []string, st lettering.Style, x, y, anchor float64, p rgb) float64 {
	for _, l := range lines {
		c.write(l, st, x, y, anchor, p, 1)
		y += st.Height()
	}
	return y
}

// rect fills a rectangle.
func (c *Canvas) rect(x, y, w, h float64, p rgb, alpha float32) {
	c.polygon([]point{{x, y}, {x + w, y}, {x + w, y + h}, {x, y + h}}, p, alpha)
}

// grain roughens the canvas like paper.
func (s *stage) grain(c *Canvas, amount float32) {
	c.each(func(x, y int, p []float32) {
		n := amount * (blockHash(x, y) - 0.5)
		n += 0.6 * amount * float32(s.noise.at(float64(x)/s.unit*120, float64(y)/s.unit*120))
		p[0], p[1], p[2] = p[0]+n, p[1]+n, p[2]+n
	})
}
