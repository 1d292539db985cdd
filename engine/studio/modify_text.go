package studio

import (
	"context"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/relabel"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/planar"
	"zoetrope/engine/studio/vision/textline"
)

// rewording is what a part of a prompt asks of the text in a picture.
type rewording struct {
	old, text string // text is "" where the letters only go
	low       bool   // the words speak of subtitles
}

var (
	// quotation is any of the texts in quotation marks. A single mark needs a space before it: else it is an apostrophe.
	quotation = regexp.MustCompile(`"[^"]*"|“[^”]*”|「[^」]*」|『[^』]*』|«[^»]*»|‘[^’]*’|《[^》]*》|(?:^|[\s(])'[^']+'`)
	// afterTo is what follows the word that leads to the new text, where that is not in quotation marks.
	afterTo = regexp.MustCompile(`(?i)(?:\b(?:to|with|into|by|says?|reads?)\b(?:\s+(?:say|read)\b)?|改成|换成|改为|换为|替换为|替换成|变成|写成)[\s:：]*(.+)$`)
)

// words of texts, of what texts stand on, and of what is done with them.
var (
	writings = []string{"text", "texts", "word", "words", "letters", "lettering", "writing", "inscription", "caption", "captions", "subtitle", "subtitles", "title", "headline", "slogan",
		"文字", "字幕", "标题", "字样", "标语", "上的字"}
	boards = []string{"sign", "signs", "signboard", "billboard", "banner", "label", "poster", "board", "placard", "storefront", "screen", "shirt", "t-shirt", "门牌",
		"招牌", "牌子", "广告牌", "横幅", "海报", "标牌", "路牌"}
	stamps     = []string{"watermark", "watermarks", "timestamp", "logo", "水印", "台标"}
	subtitles  = []string{"subtitle", "subtitles", "caption", "captions", "字幕"}
	rewordings = []string{"replace", "swap", "change", "make", "turn", "set", "rewrite", "edit", "update", "let", "should", "say", "says", "read", "reads", "write",
		"替换", "换成", "变成", "改成", "改为", "换为", "写成", "写上"}
)

// readRewording reads what a part of a prompt asks of a text, if it does.
func readRewording(part, lower string) (rewording, bool) {
	var w rewording
	marked := quotation.FindAllString(part, -1)
	bare := strings.ToLower(quotation.ReplaceAllString(part, " "))
	written, board := hasAny(bare, writings), hasAny(bare, boards)
	w.low = hasAny(bare, subtitles)
	if hasAny(bare, removing) {
		if len(marked) > 0 {
			w.old = unquote(marked[0])
		}
		return w, written && !hasAny(bare, []string{"from the text"}) || hasAny(bare, stamps) || len(marked) > 0
	}
	if !hasAny(bare, rewordings) || hasAny(bare, []string{"color", "colour", "font", "颜色", "字体"}) {
		return w, false
	}
	switch n := len(marked); {
	case n > 1:
		w.old, w.text = unquote(marked[0]), unquote(marked[n-1])
		return w, w.text != ""
	case n == 1:
		w.text = unquote(marked[0])
		return w, w.text != "" && (written || board)
	case !written && !(board && hasAny(bare, []string{"say", "says", "read", "reads", "写成"})):
		return w, false
	}
	m := afterTo.FindStringSubmatch(part)
	if m == nil {
		return w, false
	}
	w.text = strings.TrimSpace(m[1])
	return w, w.text != "" && len(w.text) < 80 && !strings.Contains(lower, "@img")
}

func unquote(s string) string {
	return strings.TrimSpace(strings.TrimFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`"“”「」『』«»‘’《》'(`, r)
	}))
}

// mostErased bounds the lines that are taken away at once.
const mostErased = 3

// reworded replaces the letters of a line of text, or takes them away.
func (e *Engine) reworded(ctx context.Context, job engine.Job, s *zoetrope.ModifySpec, t *take, r revision, sink engine.Sink) (change, error) {
	lines, err := t.textLines(ctx, job, s, r)
	if err != nil {
		return nil, err
	}
	still, err := t.src.Still(ctx, t.key, t.w, t.h)
	if err != nil {
		return nil, sourceFault(ctx, err)
	}
	var labels []*relabel.Label
	var tracks []*planar.Track
	for k, line := range lines {
		part := within(sink, float64(k)/float64(len(lines)), float64(k+1)/float64(len(lines)))
		way, err := planar.Follow(ctx, t.src, t.key, relabel.Weight(line), func(done float64) { part.Progress(done, "following the text") })
		if err != nil {
			return nil, sourceFault(ctx, err)
		}
		l := relabel.New(still, line, r.reword.old, r.reword.text, t.seed)
		if err := t.groundOf(ctx, l, way); err != nil {
			return nil, err
		}
		labels, tracks = append(labels, l), append(tracks, way)
	}
	return func(i int, in vision.RGB) (vision.RGB, error) {
		for k, l := range labels {
			if seen := tracks[k].Sights[i]; seen.Seen {
				l.Draw(i, in, seen)
			}
		}
		return in, nil
	}, nil
}

// groundOf looks whether what is behind a text moves by itself.
func (t *take) groundOf(ctx context.Context, l *relabel.Label, way *planar.Track) error {
	const moves = 0.035 // mean difference of what is round the letters
	last := len(way.Sights) - 1
	for last > t.key && !way.Sights[last].Seen {
		last--
	}
	worst := 0.0
	for _, i := range []int{(t.key + last) / 2, last} {
		if !way.Sights[i].Seen || i == t.key {
			continue
		}
		p, err := t.src.Still(ctx, i, t.w, t.h)
		if err != nil {
			return sourceFault(ctx, err)
		}
		worst = math.Max(worst, l.Ground(p, way.Sights[i]))
	}
	if worst > moves {
		l.Loosen()
	}
	return nil
}

// textLines are the lines of text that a part of a prompt is about, in the key frame; without one given, in the first of a few
// frames that shows text, which then becomes the key frame.
func (t *take) textLines(ctx context.Context, job engine.Job, s *zoetrope.ModifySpec, r revision) ([]textline.Line, error) {
	frames := []int{t.key}
	var mask vision.Plane
	if r.mask >= 0 {
		var err error
		if mask, _, err = readMask(ctx, job, t.src, "mask_ids", s.Masks[r.mask]); err != nil {
			return nil, err
		}
	} else if len(s.KeyFrames) == 0 {
		n := t.src.Frames
		frames = append(frames, n/4, n/2, 3*n/4, n-1)
	}
	w, h := t.src.Fit(planar.Size)
	others := false // text of other lengths
	for _, i := range slices.Compact(frames) {
		still, err := t.src.Still(ctx, i, w, h)
		if err != nil {
			return nil, sourceFault(ctx, err)
		}
		lines := textline.Find(still)
		if mask.W > 0 {
			inside := vision.Resize(mask, w, h)
			lines = slices.DeleteFunc(lines, func(l textline.Line) bool {
				return vision.Product(l.Letters, inside).Mean() < 0.5*l.Letters.Mean()
			})
		} else if len(lines) > 0 {
			lines = slices.DeleteFunc(lines, func(l textline.Line) bool { return !couldSay(l, r.reword.old) })
			others = others || len(lines) == 0
		}
		if len(lines) > 0 {
			t.key = i
			return pickLines(lines, r.reword, h), nil
		}
	}
	if others {
		return nil, zoetrope.FieldErrorf(zoetrope.CodeUnsupported, "prompt",
			"text is found in the video, but none about as long as %q; mark it with a mask, or quote the old text letter by letter", r.reword.old)
	}
	return nil, zoetrope.FieldErrorf(zoetrope.CodeUnsupported, "prompt",
		"no text is found in the video for %q; it has to be printed or written clearly, in letters of at least a fortieth of the frame's height", r.words)
}

// pickLines chooses by prominence, by the number of letters of the old text and by where subtitles stand. What is only taken away
// may be several lines.
func pickLines(lines []textline.Line, w rewording, h int) []textline.Line {
	worth := func(l textline.Line) float64 {
		v := l.Prominence
		if n := lettersOf(w.old); n > 0 {
			v *= math.Exp(-1.5 * math.Abs(math.Log(float64(l.Count)/float64(n))))
		}
		if w.low && l.Quad[0].Y < 0.6*float64(h) {
			v *= 0.2
		}
		return v
	}
	slices.SortStableFunc(lines, func(a, b textline.Line) int {
		switch d := worth(b) - worth(a); {
		case d > 0:
			return 1
		case d < 0:
			return -1
		}
		return 0
	})
	n := 1
	if w.text == "" && w.old == "" {
		for n < min(len(lines), mostErased) && worth(lines[n]) > 0.3*worth(lines[0]) {
			n++
		}
	}
	return lines[:n]
}

// couldSay tells whether a line may be a text, by the number of its letters: another line had better stay as it is. Letters that
// touch count as one, and parts of letters singly. Characters of many strokes, and scripts that are joined, are not judged.
func couldSay(l textline.Line, text string) bool {
	const off, alphabets = 2.2, 0x530 // Latin, Greek and Cyrillic letters come first in Unicode
	n := float64(lettersOf(text))
	if n == 0 || strings.ContainsFunc(text, func(r rune) bool { return r >= alphabets }) {
		return true
	}
	return float64(l.Count) < off*n && float64(l.Count)*off > n
}

// lettersOf is the number of letters and digits of a text.
func lettersOf(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
