package prompt

import (
	"regexp"
	"slices"
	"strings"
)

// Part is a passage of a prompt that is told after the one before.
type Part struct {
	Text string
	// Later tells that the passage happens after the one before ("then", a numbered shot), and does not merely go on describing.
	Later bool
}

// later begins a passage that happens after the one before: words of time, and the numbers of a shot list.
var later = regexp.MustCompile(`(?i)(?:[,，]?\s*\b(?:and\s+)?(?:then|afterwards|after that|next|suddenly|cut to|finally|at last)\b[,，:]?\s*)` +
	`|(?:[,，;；]?\s*(?:接着|然后|随后|之后|最后|突然|切换到)[,，]?)` +
	`|(?:\b(?:shot|scene|clip)\s*\d+\s*[:.：-]\s*)|(?:(?:镜头|场景)\s*[\d一二三四五六七八九]+\s*[:：.、]\s*)`)

// listed is how an item of a shot list begins.
var listed = regexp.MustCompile(`(?i)^\s*(?:shot|scene|clip|镜头|场景)\s*[\d一二三四五六七八九]`)

// stops end a sentence.
var stops = regexp.MustCompile(`[.!?;。！？；\n]+(?:\s+|$)|[。！？；]`)

// Parts cuts a text into its passages, in order: at the ends of sentences and at words such as "then" or 接着. A text in one
// piece is one part; an empty one has none.
func Parts(text string) []Part {
	var out []Part
	add := func(s string, follows bool) {
		if s = strings.Trim(s, " \t\n,，;；.。"); s != "" {
			out = append(out, Part{Text: s, Later: follows && len(out) > 0})
		}
	}
	for _, sentence := range stops.Split(text, -1) {
		at, follows := 0, false
		for _, m := range later.FindAllStringIndex(sentence, -1) {
			add(sentence[at:m[0]], follows)
			at, follows = m[1], true
			if len(out) == 0 && listed.MatchString(sentence[m[0]:]) {
				follows = false // the first of a list
			}
		}
		add(sentence[at:], follows)
	}
	return out
}

// told are the kinds that a passage has for itself: who is seen, doing what, and through which lens.
var told = []Kind{Subject, Action, Camera, Lens}

// moved are the kinds in which a later passage may leave the one before.
var moved = []Kind{Setting, Time, Weather, Season, Overlay}

// Within is the Spec of a passage of the text that s was read from: what the passage says of its subjects, actions and camera
// takes the place of what was said before. A later passage may also name another place, hour or weather; before is what the
// passage before it came to. Everything else, and what steers seeds, is that of the whole.
func (s *Spec) Within(p Part, before *Spec) *Spec {
	own := Read(p.Text, s.Negative)
	out := *before
	out.Mentions = slices.Clone(out.Mentions)
	replace := func(k Kind) {
		said := slices.DeleteFunc(slices.Clone(own.Of(k)), func(m Mention) bool { return len(m.Words) == 0 })
		if len(said) == 0 {
			return
		}
		out.Mentions = slices.DeleteFunc(out.Mentions, func(m Mention) bool { return m.Kind == k })
		out.Mentions = append(out.Mentions, said...)
	}
	for _, k := range told {
		replace(k)
	}
	if p.Later {
		for _, k := range moved {
			replace(k)
		}
	}
	order(out.Mentions)
	return &out
}

// Opening is the Spec without the hours, the weather and the seasons that stand in the text but not in its beginning, and in the
// place of the beginning if that has one.
func (s *Spec) Opening(beginning string) *Spec {
	own := Read(beginning, s.Negative)
	out := *s
	out.Mentions = slices.DeleteFunc(slices.Clone(s.Mentions), func(m Mention) bool {
		return slices.Contains(moved, m.Kind) && (m.Kind != Setting || len(own.Of(Setting)) > 0) && own.Weight(m.Kind, m.Name) == 0
	})
	return &out
}

// Tells reports whether a passage has something of its own to show.
func (p Part) Tells() bool {
	s := Read(p.Text, "")
	for _, k := range []Kind{Subject, Action, Camera, Lens, Setting} {
		for _, m := range s.Of(k) {
			if len(m.Words) > 0 && m.Weight >= 0.4 {
				return true
			}
		}
	}
	return false
}
