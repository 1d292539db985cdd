// Package title sets titles over films: it chooses type by mood, finds the calm third of the picture, and lets the letters come
// in one after another while they move slowly apart, with a soft shadow that keeps them legible on any ground.
//
// It works on yuv420p frames (BT.709, limited range) as they are encoded.
package title

import (
	"math"
	"strings"
	"unicode"

	"zoetrope/engine/studio/lettering"
	"zoetrope/engine/studio/vision"
)

// Third is the part of the frame where a title stands.
type Third int

// The thirds, from the top.
const (
	Upper Third = iota
	Middle
	Lower
)

// String names a third for people.
func (t Third) String() string { return [...]string{"upper", "middle", "lower"}[t] }

// Options say how a title is set.
type Options struct {
	Width, Height int // of the frames, pixels, even
	FPS           int
	Mood          string // of the lexicon, "" for none
	Third         Third
	From, To      int // frames between which it is seen
}

// Title is a title on its way through a film.
type Title struct {
	o     Options
	lines []line
	shade vision.Plane // of all lines, at frame size in shadePart of its pixels
}

// line is a row of letters about a middle.
type line struct {
	letters []letter
	x, y    float64 // middle and baseline, pixels
}

// letter is a glyph and where it stands, in pixels from the middle of its line.
type letter struct {
	mask vision.Plane
	x    float64 // of the left of its mask
	mid  float64 // of the glyph
	base int
}

// type settings of moods. Sizes are shares of the shorter side, spacing is in ems.
type setting struct {
	face    lettering.Face
	size    float64
	spacing float64
	capital bool
}

var settings = map[string]setting{
	"":           {lettering.Display, 0.165, 0.14, true},
	"dramatic":   {lettering.Display, 0.185, 0.12, true},
	"dark":       {lettering.Display, 0.165, 0.26, true},
	"cold":       {lettering.Display, 0.145, 0.34, true},
	"futuristic": {lettering.Sans, 0.095, 0.42, true},
	"romantic":   {lettering.Script, 0.175, 0, false},
	"dreamy":     {lettering.Script, 0.165, 0.01, false},
	"nostalgic":  {lettering.Script, 0.160, 0, false},
	"happy":      {lettering.Sans, 0.145, 0.01, false},
	"warm":       {lettering.Sans, 0.120, 0.04, false},
	"calm":       {lettering.Text, 0.080, 0.42, true},
	"melancholy": {lettering.Text, 0.072, 0.46, true},
}

// faceNames name the faces for people.
var faceNames = map[lettering.Face]string{
	lettering.Display: "condensed capitals", lettering.Script: "brush script", lettering.Sans: "bold sans", lettering.Text: "spaced capitals",
}

func settingOf(mood, text string) setting {
	s, ok := settings[mood]
	if !ok {
		s = settings[""]
	}
	if ideographic(text) {
		s.size, s.spacing, s.capital = 0.125, 0.22, false
	}
	return s
}

// Type says in a few words how a title of a mood is set.
func Type(mood, text string) string {
	if ideographic(text) {
		return "bold characters"
	}
	return faceNames[settingOf(mood, text).face]
}

func ideographic(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
	})
}

// Missing are the characters of a text that no font of this machine has: they are left out.
func Missing(mood, text string) []rune {
	st := lettering.Style{Face: settingOf(mood, text).face, Size: 20}
	var out []rune
	for _, r := range text {
		if !unicode.IsSpace(r) && !unicode.IsControl(r) && st.Width(string(r)) == 0 {
			out = append(out, r)
		}
	}
	return out
}

// Places of titles in the frame, as shares of its height, for the middle of their lines.
var middles = [...]float64{Upper: 0.24, Middle: 0.5, Lower: 0.77}

// widest is the share of the frame's width that a line takes at most, when its letters have moved apart.
const widest = 0.82

// New sets a title. A text of which no letter can be set gives a title that draws nothing.
func New(text string, o Options) *Title {
	t := &Title{o: o}
	s := settingOf(o.Mood, text)
	if s.capital {
		text = strings.ToUpper(text)
	}
	st := lettering.Style{Face: s.face, Size: s.size * float64(min(o.Width, o.Height)), Spacing: s.spacing}
	room := widest * float64(o.Width) / (1 + apart)
	rows := []string{text}
	if st.Width(text) > 1.35*room {
		small := st
		small.Size *= 0.82
		if rows = small.Wrap(text, room); len(rows) > 1 {
			st = small
		}
	}
	for _, row := range rows {
		st = st.Fit(row, room)
	}
	for len(rows) > 1 && float64(len(rows))*st.Height() > 0.36*float64(o.Height) {
		st.Size *= 0.9
	}
	leading := math.Max(1.02*st.Height(), 1)
	y := middles[o.Third]*float64(o.Height) + st.Cap()/2 - leading*float64(len(rows)-1)/2
	for _, row := range rows {
		t.lines = append(t.lines, newLine(st, row, float64(o.Width)/2, y))
		y += leading
	}
	t.shade = t.shadow(st.Size)
	return t
}

func newLine(st lettering.Style, text string, x, y float64) line {
	l := line{x: x, y: y}
	bare := st
	bare.Spacing = 0
	width := st.Width(text) - st.Spacing*st.Size // none after the last letter
	at := -width / 2
	for _, r := range text {
		advance := st.Width(string(r))
		if !unicode.IsSpace(r) && advance > 0 {
			mask, base := bare.Line(string(r))
			glyph := bare.Width(string(r))
			pad := (float64(mask.W) - math.Ceil(glyph)) / 2
			l.letters = append(l.letters, letter{mask, at - pad, at + glyph/2, base})
		}
		at += advance
	}
	return l
}

// shadePart is the reduction of the plane that holds the shadow: it is far too soft to need more.
const shadePart = 4

// shadow is the soft dark behind all letters: a close one that gives them an edge, and a wide one that calms the ground.
func (t *Title) shadow(size float64) vision.Plane {
	p := vision.New((t.o.Width+shadePart-1)/shadePart, (t.o.Height+shadePart-1)/shadePart)
	for _, l := range t.lines {
		for _, g := range l.letters {
			for y := range g.mask.H {
				for x := range g.mask.W {
					v := g.mask.Pix[y*g.mask.W+x]
					px, py := int(l.x+g.x+float64(x))/shadePart, (int(l.y)-g.base+y)/shadePart
					if v > 0 && px >= 0 && py >= 0 && px < p.W && py < p.H {
						p.Pix[py*p.W+px] += v / (shadePart * shadePart)
					}
				}
			}
		}
	}
	near := vision.Blur(p, float32(max(size*0.10/shadePart, 0.5)))
	far := vision.Blur(p, float32(max(size*0.45/shadePart, 0.8)))
	return vision.Zip(near, far, func(a, b float32) float32 { return min(0.55*min(a, 1)+0.85*min(1.6*b, 1), 1) })
}
