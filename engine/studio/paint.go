package studio

import (
	"context"
	"math"
	"strings"

	"zoetrope"
	"zoetrope/engine/studio/compose"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/spmd"
	"zoetrope/engine/studio/stylize"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/yuv"
)

// manner is how a style of films and photographs is painted.
type manner struct {
	style string // of package stylize
	// hold is for how many frames a painted picture stays: modelled films are shot on twos.
	hold int
}

// manners are the painted styles by the values of the style parameter and the names of the lexicon. The realistic style is what
// comes out of the camera.
var manners = map[string]manner{
	"anime": {"anime", 1}, "comic": {"comic", 1}, "3d_animation": {"toon", 1}, "clay": {"clay", 2}, "cyberpunk": {"cyberpunk", 1},
	"watercolor": {"watercolour", 1}, "ink": {"ink", 1}, "pixel_art": {"pixel art", 1}, "low_poly": {"low poly", 1},
	"stained_glass": {"stained glass", 1}, "mosaic": {"mosaic", 1}, "blueprint": {"blueprint", 1}, "vintage": {"vintage film", 1},
	"tape": {"video tape", 1},
}

// styleOf is the style of a photograph: the one that is asked for, or that the words order ("in the style of a comic"). Other words
// may only say what the picture is.
func styleOf(asked string, words *prompt.Spec) string {
	asked = strings.ToLower(strings.TrimSpace(asked))
	if _, ok := manners[asked]; ok || asked == "realistic" {
		return asked
	}
	text := strings.ToLower(words.Prompt)
	if !strings.Contains(text, "style") && !strings.Contains(text, "风格") {
		return ""
	}
	m, _ := words.Best(prompt.Style)
	return m.Name
}

// mannerOf is the manner of a style, if it is painted at all. Words may name one more closely than the parameter can, such as an
// oil painting.
func mannerOf(style string, words *prompt.Spec) (manner, bool) {
	m, ok := manners[style]
	if !ok {
		return m, false
	}
	for _, w := range words.Of(prompt.Style) {
		if w.Name != style {
			continue
		}
		if name, named := stylize.Find(strings.Join(w.Words, ", "), 0); named && name != m.style {
			return manner{name, stylize.Hold(name, zoetrope.FPS)}, true
		}
	}
	return m, true
}

// filmFine is how much finer films are abstracted than footage: they have no noise, and subjects are small in them.
const filmFine = 2

// paintPixels is the size up to which films are painted pixel by pixel, unless they are more than four times as large. Brush and
// ink are wider than the pixels of larger films.
const paintPixels = 672 * 378

// paintSize is the size in which a film of w x h pixels is drawn and painted; it is enlarged afterwards.
func paintSize(w, h int) (int, int) {
	k := math.Sqrt(max(paintPixels/float64(w*h), 0.25))
	if k >= 1 {
		return w, h
	}
	return 2 * int(k*float64(w)/2+0.5), 2 * int(k*float64(h)/2+0.5)
}

// painted is a film, drawn in its paintSize, whose frames are painted in a manner and brought to width x height pixels.
func painted(film play, m manner, width, height int, seed uint64) (play, error) {
	w, h := paintSize(width, height)
	painter, err := stylize.New(stylize.Options{
		Style: m.style, Width: w, Height: h, FPS: zoetrope.FPS / m.hold, Seed: seed, Fine: filmFine,
	})
	if err != nil {
		return nil, zoetrope.WrapError(zoetrope.CodeInternal, err, "the style is not one of the studio's")
	}
	in, out := vision.NewRGB(w, h), make([]byte, yuv.Size(width, height))
	var larger *enlarged
	if w != width {
		larger = newEnlarged(w, h, width, height)
	}
	return func(ctx context.Context, frames int, emit func([]byte) error) error {
		i := 0
		return film(ctx, frames, func(frame []byte) error {
			if i%m.hold == 0 {
				intoPlanes(in, frame)
				p := painter.Frame(in)
				if larger != nil {
					larger.apply(out, p)
				} else {
					yuv.FromPlanes(out, width, height, p.R.Pix, p.G.Pix, p.B.Pix)
				}
			}
			i++
			return emit(out)
		})
	}, nil
}

// enlarged brings painted pictures to the size of the film.
type enlarged struct {
	small, large *spmd.Frame
	cubic        *compose.Enlarge
}

func newEnlarged(w, h, width, height int) *enlarged {
	return &enlarged{spmd.NewFrame(w, h), spmd.NewFrame(width, height), compose.NewEnlarge(width, height, w, h)}
}

func (e *enlarged) apply(dst []byte, p vision.RGB) {
	for i := range p.R.Pix {
		o := e.small.Pix[4*i : 4*i+3 : 4*i+3]
		o[0], o[1], o[2] = max(p.R.Pix[i], 0), max(p.G.Pix[i], 0), max(p.B.Pix[i], 0)
	}
	e.cubic.Apply(e.large, e.small)
	yuv.FromSRGB(dst, e.large.W, e.large.H, e.large.Pix)
}

// intoPlanes is a frame of yuv420p as display values in [0,1].
func intoPlanes(dst vision.RGB, frame []byte) {
	w, h := dst.W, dst.H
	cb, cr := frame[w*h:w*h*5/4], frame[w*h*5/4:]
	vision.Rows(h, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			red, green, blue, luma := dst.R.Row(y), dst.G.Row(y), dst.B.Row(y), frame[y*w:(y+1)*w]
			b2, r2 := cb[y/2*(w/2):], cr[y/2*(w/2):]
			for x := range red {
				l := (float32(luma[x]) - 16) * (1.0 / 219)
				b, r := (float32(b2[x/2])-128)*(1.8556/224), (float32(r2[x/2])-128)*(1.5748/224)
				red[x] = min(max(l+r, 0), 1)
				blue[x] = min(max(l+b, 0), 1)
				green[x] = min(max(l-(0.2126/0.7152)*r-(0.0722/0.7152)*b, 0), 1)
			}
		}
	})
}
