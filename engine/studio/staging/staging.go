// Package staging reads from a prompt where the things that it mentions by @name stand, how large they are and what they do.
package staging

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Set is what a prompt says about its references.
type Set struct {
	// Place is the prompt without the mentions: what is left describes the place.
	Place string
	// hints per reference, in the order of the names given.
	hints []hint
}

// hint is what the words around a mention say.
type hint struct {
	name      string
	order     int // of the first mention; after all others when there is none
	mentioned bool
	around    bool // the others are in it
	x         float64
	hasX      bool
	scale     float64
	far       float64 // 0 near to 1 far
	above     bool
	action    string
	leftwards bool
}

// actions are the words for what a thing does.
var actions = map[string][]string{
	"walk":  {"walk", "stroll", "wander", "march", "step", "走", "散步"},
	"run":   {"run", "race", "sprint", "chase", "gallop", "rush", "drive", "driving", "speed", "跑", "奔跑", "驰"},
	"fly":   {"fly", "flies", "flying", "float", "soar", "hover", "glid", "levitat", "飞", "飘"},
	"jump":  {"jump", "leap", "hop", "bounc", "跳"},
	"dance": {"danc", "sway", "swing", "groov", "跳舞", "舞"},
	"swim":  {"swim", "sail", "drift", "surf", "游"},
	"shake": {"shak", "trembl", "shiver", "laugh", "wav"},
}

// order of the actions, where one clause has several: a later one does not replace an earlier one.
var actionOrder = []string{"dance", "jump", "run", "walk", "swim", "fly", "shake"}

// Read finds the mentions of names in a prompt and what is said around them. The longest name that matches at an @ counts, so
// that names with spaces and names that begin with other names are told apart.
func Read(prompt string, names []string) *Set {
	s := &Set{hints: make([]hint, len(names))}
	for i, n := range names {
		s.hints[i] = hint{name: n, order: len(prompt) + i, scale: 1}
	}
	var place strings.Builder
	last := 0
	type mention struct{ index, start, end int }
	var found []mention
	for at := 0; at < len(prompt); at++ {
		if prompt[at] != '@' {
			continue
		}
		if i, end := longest(prompt, at+1, names); i >= 0 {
			found = append(found, mention{i, at, end})
			place.WriteString(prompt[last:at])
			last = end
			at = end - 1
		}
	}
	place.WriteString(prompt[last:])
	s.Place = strings.Join(strings.Fields(place.String()), " ")
	for k, m := range found {
		from, to := 0, len(prompt)
		if k > 0 {
			from = found[k-1].end
		}
		if k+1 < len(found) {
			to = found[k+1].start
		}
		after := prompt[m.end:to]
		if k+1 < len(found) {
			// What leads up to the next mention is about that one.
			if own := strings.TrimSuffix(after, lastClause(after)); own != "" {
				after = own
			}
		}
		h := &s.hints[m.index]
		h.order = min(h.order, m.start)
		h.mentioned, h.around = true, h.around || leadsToPlace(prompt[from:m.start])
		h.read(lastClause(prompt[from:m.start]), after)
	}
	return s
}

// longest is the index of the longest name that stands at a position, and where it ends; -1 when none does.
func longest(prompt string, at int, names []string) (index, end int) {
	index = -1
	for i, n := range names {
		if n == "" || !strings.HasPrefix(prompt[at:], n) || at+len(n) <= end {
			continue
		}
		rest := prompt[at+len(n):]
		if r, _ := firstRune(rest); r != 0 && r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_') {
			continue // inside another word
		}
		index, end = i, at+len(n)
	}
	return index, end
}

func firstRune(s string) (rune, bool) {
	for _, r := range s {
		return r, true
	}
	return 0, false
}

// lastClause is what comes after the last comma, full stop or "and".
func lastClause(s string) string {
	if i := strings.LastIndexAny(s, ",.;，。；"); i >= 0 {
		s = s[i+1:]
	}
	if i := strings.LastIndex(strings.ToLower(s), " and "); i >= 0 {
		s = s[i+5:]
	}
	return s
}

// read takes what is said before and after a mention.
func (h *hint) read(before, after string) {
	before, after = strings.ToLower(before), strings.ToLower(after)
	clause := firstClause(after)
	text := before + " | " + clause
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
	}
	for _, a := range actionOrder {
		if h.action == "" && slices.ContainsFunc(actions[a], func(w string) bool { return startsWord(text, w) }) {
			h.action = a
		}
	}
	h.leftwards = h.leftwards || has("to the left", "leftward", "from the right", "from right", "向左")
	switch {
	case has("on the left", "at left", "left side", "left of", "左边", "左侧") || strings.HasSuffix(strings.TrimSpace(before), "left"):
		h.x, h.hasX = 0.26, true
	case has("on the right", "at right", "right side", "right of", "右边", "右侧"):
		h.x, h.hasX = 0.74, true
	case has("in the middle", "in the center", "in the centre", "centered", "centred", "中间", "中央"):
		h.x, h.hasX = 0.5, true
	}
	switch {
	case has("tiny", "miniature", "微小"):
		h.scale *= 0.4
	case has("small", "little", "小"):
		h.scale *= 0.65
	case has("giant", "gigantic", "enormous", "huge", "巨大"):
		h.scale *= 1.6
	case has("large", "big", "tall", "大"):
		h.scale *= 1.25
	}
	switch {
	case has("in the distance", "far away", "in the background", "faraway", "远处"):
		h.far = 1
	case has("behind"):
		h.far = 0.5
	case has("in the foreground", "close up", "close-up", "in front", "近处"):
		h.far, h.scale = -0.5, h.scale*1.2
	}
	h.above = h.above || h.action == "fly" || has("in the sky", "in the air", "above", "over the", "天空", "空中")
}

// placing are the words before the mention of a place. Han has no spaces: there the word ends the text.
var (
	placing    = []string{"in", "inside", "into", "at", "on", "onto", "through", "across", "along", "within", "enter", "enters", "background", "backdrop", "scene", "place"}
	placingHan = []string{"在", "背景", "背景是", "到", "进", "进入", "走进"}
)

// leadsToPlace tells whether a text that ends before a mention makes it the place of the others: "walks into the @street".
func leadsToPlace(before string) bool {
	before = strings.TrimSpace(strings.ToLower(before))
	if slices.ContainsFunc(placingHan, func(w string) bool { return strings.HasSuffix(before, w) }) {
		return true
	}
	words := strings.FieldsFunc(before, func(r rune) bool { return unicode.IsSpace(r) || r == ':' })
	for len(words) > 0 && slices.Contains([]string{"the", "a", "an", "video", "clip", "is"}, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	n := len(words)
	if n > 1 && words[n-2] == "front" && words[n-1] == "of" {
		return true
	}
	return n > 0 && slices.Contains(placing, words[n-1])
}

// Surrounds tells whether reference i is where the others are rather than one of them: the words lead to it as to a place, or do
// not mention it at all.
func (s *Set) Surrounds(i int) bool { return s.hints[i].around || !s.hints[i].mentioned }

// firstClause is what comes before the next full stop.
func firstClause(s string) string {
	if i := strings.IndexAny(s, ".;。；"); i >= 0 {
		s = s[:i]
	}
	return s
}

// startsWord tells whether a word of the text starts with a stem. Han has no spaces.
func startsWord(text, stem string) bool {
	for i := 0; ; {
		k := strings.Index(text[i:], stem)
		if k < 0 {
			return false
		}
		i += k
		if r, _ := firstRune(stem); i == 0 || r >= 0x2E80 || !unicode.IsLetter(rune(text[i-1])) {
			return true
		}
		i += len(stem)
	}
}

// Place3D gives places to the references with the given indexes: what the words say, and the rest side by side in the order of
// their mentions.
func (s *Set) Place3D(indexes []int) []Role {
	order := slices.Clone(indexes)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.hints[a].order, s.hints[b].order) })
	n := float64(len(order))
	roles := map[int]Role{}
	height := []float64{0.62, 0.62, 0.54, 0.46, 0.4}[min(len(order), 4)]
	for k, i := range order {
		h := s.hints[i]
		r := Role{X: 0.5 + (float64(k)-(n-1)/2)*min(0.36, 0.8/n), Y: 0.93, Height: height * h.scale, Action: h.action, Leftwards: h.leftwards, Grounded: true, Phase: float64(k) * 0.37}
		if h.hasX {
			r.X = h.x
		}
		if h.far != 0 {
			r.Height *= 1 - 0.55*max(h.far, 0)
			r.Y -= 0.17 * h.far
			r.Y = min(r.Y, 0.98)
		}
		if h.above {
			r.Grounded, r.Y = false, 0.58
			r.Height *= 0.75
		}
		r.Height = min(r.Height, 1.1)
		roles[i] = r
	}
	out := make([]Role, len(indexes))
	for k, i := range indexes {
		out[k] = roles[i]
	}
	return out
}

// String is the set in one line, for logs.
func (s *Set) String() string {
	var parts []string
	for _, h := range s.hints {
		parts = append(parts, fmt.Sprintf("%s %s", cmp.Or(h.name, "reference"), cmp.Or(h.action, "stands")))
	}
	return strings.Join(parts, ", ")
}
