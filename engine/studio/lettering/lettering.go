// Package lettering sets short texts: titles, captions, labels. It measures and breaks lines and draws them as coverage planes,
// which the caller lays over pictures in any colour.
//
// The faces are embedded and free: see fonts/OFL.txt, and golang.org/x/image/font/gofont for the text face. What they have no
// letters for, such as Chinese, is set in a font of the machine if it has a common one, else left out.
package lettering

import (
	"embed"
	"fmt"
	"image"
	"math"
	"os"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"zoetrope/engine/studio/vision"
)

// Face is a typeface.
type Face int

// The faces.
const (
	Display Face = iota // condensed capitals, for titles
	Script              // written with a brush, for signatures
	Sans                // bold and geometric, for captions
	Text                // plain, for small print
)

//go:embed fonts
var files embed.FS

var faces = [...]func() *sfnt.Font{
	Display: embedded("fonts/BebasNeue-Bold.otf"),
	Script:  embedded("fonts/KaushanScript-Regular.otf"),
	Sans:    embedded("fonts/LeagueSpartan-Bold.otf"),
	Text:    sync.OnceValue(func() *sfnt.Font { return parse("Go Medium", gomedium.TTF) }),
}

func embedded(name string) func() *sfnt.Font {
	return sync.OnceValue(func() *sfnt.Font {
		data, err := files.ReadFile(name)
		if err != nil {
			panic(fmt.Sprintf("lettering: %v", err)) // it was embedded by name
		}
		return parse(name, data)
	})
}

func parse(name string, data []byte) *sfnt.Font {
	f, err := opentype.Parse(data)
	if err != nil {
		panic(fmt.Sprintf("lettering: %s is damaged: %v", name, err)) // it was checked when it was embedded
	}
	return f
}

// elsewhere are fonts with letters that the embedded faces lack, where systems keep them.
var elsewhere = []string{
	"/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
	"/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
	"/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf",
	"/System/Library/Fonts/PingFang.ttc",
}

// fallback is the first of those that this machine has, or nil.
var fallback = sync.OnceValue(func() *sfnt.Font {
	for _, path := range elsewhere {
		data, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		if c, err := sfnt.ParseCollection(data); err == nil {
			if f, err := c.Font(0); err == nil {
				return f
			}
		}
	}
	return nil
})

// Style is how a text is set.
type Style struct {
	Face    Face
	Size    float64 // of an em, in pixels
	Spacing float64 // between letters, in ems
}

// run is a text in one font.
type run struct {
	font *sfnt.Font
	text string
}

// runs cuts a text into what the face has and what the fallback has, and drops the rest.
func (s Style) runs(text string) []run {
	var out []run
	var b sfnt.Buffer
	main := faces[s.Face]()
	for _, r := range text {
		if unicode.IsControl(r) {
			r = ' '
		}
		f := main
		if i, err := main.GlyphIndex(&b, r); err != nil || i == 0 {
			if f = fallback(); f == nil {
				continue
			}
			if i, err := f.GlyphIndex(&b, r); err != nil || i == 0 {
				continue
			}
		}
		if n := len(out); n > 0 && out[n-1].font == f {
			out[n-1].text += string(r)
		} else {
			out = append(out, run{f, string(r)})
		}
	}
	return out
}

func (s Style) open(f *sfnt.Font) font.Face {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: math.Max(s.Size, 1), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(fmt.Sprintf("lettering: %v", err)) // only bad options fail
	}
	return face
}

// Width is how wide a line is, in pixels.
func (s Style) Width(text string) float64 {
	w := 0.0
	for _, r := range s.runs(text) {
		face := s.open(r.font)
		w += float64(font.MeasureString(face, r.text))/64 + s.Spacing*s.Size*float64(len([]rune(r.text)))
	}
	return w
}

// Height is the distance from one line to the next.
func (s Style) Height() float64 { return 1.18 * s.Size }

// Cap is the height of capitals.
func (s Style) Cap() float64 {
	m := s.open(faces[s.Face]()).Metrics()
	if m.CapHeight > 0 {
		return float64(m.CapHeight) / 64
	}
	return 0.7 * s.Size
}

// Fit is the style at the largest size, at most its own, in which a line is no wider than the given pixels.
func (s Style) Fit(text string, width float64) Style {
	if w := s.Width(text); w > width && w > 0 {
		s.Size *= width / w
	}
	return s
}

// Wrap breaks a text into lines no wider than the given pixels, at spaces or between letters of scripts without them. Words
// that are wider themselves stand alone.
func (s Style) Wrap(text string, width float64) []string {
	var lines []string
	line := ""
	for _, word := range words(text) {
		joined := line + word
		if line != "" && s.Width(strings.TrimSpace(joined)) > width {
			lines = append(lines, strings.TrimSpace(line))
			joined = strings.TrimLeft(word, " ")
		}
		line = joined
	}
	if t := strings.TrimSpace(line); t != "" {
		lines = append(lines, t)
	}
	return lines
}

// words cuts a text before each space and each ideograph.
func words(text string) []string {
	var out []string
	word := ""
	for _, r := range strings.Join(strings.Fields(text), " ") {
		if (r == ' ' || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)) && word != "" {
			out = append(out, word)
			word = ""
		}
		word += string(r)
	}
	if word != "" {
		out = append(out, word)
	}
	return out
}

// Draw sets a line into a plane of coverage (0 to 1) with its baseline starting at (x, y). What lies outside is cut off.
func (s Style) Draw(dst vision.Plane, x, y float64, text string) {
	mask := image.NewAlpha(image.Rect(0, 0, dst.W, dst.H))
	dot := fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(y * 64)}
	for _, r := range s.runs(text) {
		d := font.Drawer{Dst: mask, Src: image.Opaque, Face: s.open(r.font), Dot: dot}
		if s.Spacing == 0 {
			d.DrawString(r.text)
		} else {
			for _, letter := range r.text {
				d.DrawString(string(letter))
				d.Dot.X += fixed.Int26_6(s.Spacing * s.Size * 64)
			}
		}
		dot = d.Dot
	}
	for i, v := range mask.Pix {
		if v > 0 {
			dst.Pix[i] = max(dst.Pix[i], float32(v)/255)
		}
	}
}

// Line is a text in a plane just large enough for it, with its baseline at the given row.
func (s Style) Line(text string) (mask vision.Plane, baseline int) {
	pad := int(0.25*s.Size) + 2
	w, h := int(math.Ceil(s.Width(text)))+2*pad, int(math.Ceil(1.3*s.Size))+2*pad
	mask = vision.New(w, h)
	baseline = pad + int(s.Size)
	s.Draw(mask, float64(pad), float64(baseline), text)
	return mask, baseline
}
