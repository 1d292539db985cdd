package studio

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zoetrope"
	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/prompt"
)

// verb is what one part of a modification does. The parts are done in the order of the verbs.
type verb int

const (
	removeThing verb = iota
	replaceThing
	replaceBackground
	recolour
	defocus // what is behind
	rewrite // of text in the picture
	addThing
	relight // light, weather, season or time of day, of the whole picture
)

// revision is one part of a modification.
type revision struct {
	verb   verb
	words  string // the part of the prompt
	mask   int    // index of @selectionN, -1 for none
	image  int    // index of @imgN, -1 for none
	target string // cutout name of what is meant without a selection, "" for everything
	colour prompt.RGB
	spec   *prompt.Spec
	reword rewording
}

var (
	selectionMention = regexp.MustCompile(`@selection(\d+)`)
	imageMention     = regexp.MustCompile(`@img(\d+)`)
	clauseBreak      = regexp.MustCompile(`(?i)[.;!。；！，\n]+|,|\bthen\b|\band (?:also )?(?:(?:then )?)(make|turn|change|remove|erase|delete|add|put|place|insert|replace|swap|paint|recolou?r|set|give)\b`)
)

// words that open each kind of part.
var (
	removing    = []string{"remove", "erase", "delete", "get rid of", "take away", "take out", "移除", "去除", "删除", "去掉"}
	replacing   = []string{"replace", "swap", "exchange", "turn", "change", "transform", "替换", "换成", "变成"}
	adding      = []string{"add", "put", "place", "insert", "添加", "加上", "放"}
	keeping     = []string{"keep", "leave", "same", "unchanged", "preserve", "don't change", "do not change", "保持", "不变"}
	backgrounds = []string{"background", "backdrop", "behind", "surroundings", "scenery", "背景"}
)

// targets are the nouns that a modification can mean without a selection.
var targets = map[string][]string{
	cutout.Sky:    {"sky", "天空"},
	cutout.Person: {"person", "man", "woman", "girl", "boy", "people", "he", "she", "人"},
	cutout.Object: {"object", "subject", "thing", "it", "物体", "主体"},
}

// readRevisions takes a prompt apart. What the studio cannot do is refused, and the error says which part that is.
func readRevisions(s *zoetrope.ModifySpec) ([]revision, error) {
	var out []revision
	for _, part := range clauses(s.Prompt) {
		lower := strings.ToLower(part)
		if hasAny(lower, keeping) {
			continue
		}
		r, ok := readRevision(part, lower)
		if !ok {
			return nil, zoetrope.FieldErrorf(zoetrope.CodeUnsupported, "prompt",
				"the studio cannot do %q; it can remove, replace or recolour a selection, replace the background, replace a text by another in quotation marks, add a picture, and change light, weather, season or time of day", part)
		}
		if r.mask >= len(s.Masks) {
			return nil, zoetrope.FieldErrorf(zoetrope.CodeInvalid, "prompt", "prompt mentions @selection%d, but mask_ids has %d masks", r.mask, len(s.Masks))
		}
		if r.image >= len(s.Images) {
			return nil, zoetrope.FieldErrorf(zoetrope.CodeInvalid, "prompt", "prompt mentions @img%d, but img_ids has %d pictures", r.image, len(s.Images))
		}
		out = append(out, r)
	}
	if len(out) == 0 {
		return nil, zoetrope.FieldErrorf(zoetrope.CodeUnsupported, "prompt", "prompt asks for no change that the studio can make")
	}
	return out, nil
}

// acceptsModify refuses at submission what Render would refuse.
func acceptsModify(s zoetrope.Spec) error {
	m, ok := s.(*zoetrope.ModifySpec)
	if !ok {
		return nil
	}
	_, err := readRevisions(m)
	return err
}

// clauses are the parts of a prompt, without empty ones.
func clauses(text string) []string {
	var out []string
	last := 0
	// Texts in quotation marks are one word.
	masked := quotation.ReplaceAllStringFunc(text, func(s string) string { return strings.Repeat("x", len(s)) })
	for _, m := range clauseBreak.FindAllStringSubmatchIndex(masked, -1) {
		out = append(out, text[last:m[0]])
		last = m[1]
		if m[2] >= 0 {
			last = m[2] // the verb belongs to the next part
		}
	}
	out = append(out, text[last:])
	for i := range out {
		out[i] = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(out[i]), "and "))
	}
	return slices.DeleteFunc(out, func(s string) bool { return s == "" })
}

func hasAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return containsWord(text, w) })
}

// containsWord tells whether a text has a word; Han has no spaces.
func containsWord(text, word string) bool {
	if word[0] >= 0x80 {
		return strings.Contains(text, word)
	}
	for i := 0; ; i++ {
		k := strings.Index(text[i:], word)
		if k < 0 {
			return false
		}
		i += k
		letter := func(at int) bool { return at >= 0 && at < len(text) && text[at] >= 'a' && text[at] <= 'z' }
		if !letter(i-1) && !letter(i+len(word)) {
			return true
		}
	}
}

func readRevision(part, lower string) (revision, bool) {
	r := revision{words: part, mask: mentioned(selectionMention, part), image: mentioned(imageMention, part)}
	for _, name := range []string{cutout.Sky, cutout.Person, cutout.Object} {
		if r.target == "" && hasAny(lower, targets[name]) {
			r.target = name
		}
	}
	if w, ok := readRewording(part, lower); ok {
		r.verb, r.reword = rewrite, w
		return r, true
	}
	clean := selectionMention.ReplaceAllString(imageMention.ReplaceAllString(part, " "), " ")
	r.spec = prompt.Read(clean, "")
	colour, coloured := r.spec.Best(prompt.Colour)
	r.colour = colour.Colour
	if part := namedPart(lower); part != "" && r.mask < 0 && coloured {
		r.verb, r.target = recolour, part
		return r, true
	}
	named := r.mask >= 0 || r.target != ""
	// The word background alone is no place.
	place, setting := r.spec.Best(prompt.Setting)
	setting = setting && place.Weight > 0.35
	switch {
	case hasAny(lower, removing):
		r.verb = removeThing
		return r, (named || subjectNamed(r.spec)) && r.target != cutout.Sky
	case hasAny(lower, backgrounds) && hasAny(lower, []string{"blur", "blurred", "defocus", "out of focus", "虚化", "模糊"}):
		r.verb, r.target = defocus, cutout.Background
		return r, true
	case hasAny(lower, backgrounds) && (r.image >= 0 || setting):
		r.verb = replaceBackground
		return r, true
	case r.image >= 0 && hasAny(lower, adding) && r.mask < 0:
		r.verb = addThing
		return r, true
	case r.image >= 0 && named && hasAny(lower, replacing):
		r.verb = replaceThing
		if r.target == cutout.Sky && r.mask < 0 {
			r.verb = replaceBackground
		}
		return r, true
	case coloured && r.mask < 0 && hasAny(lower, backgrounds):
		r.verb, r.target = recolour, cutout.Background
		return r, true
	case coloured && r.target == cutout.Sky && r.mask < 0 && timed(r.spec):
		r.verb = relight // "dusk with a purple sky" is a light
		return r, true
	case coloured && (named || subjectNamed(r.spec)):
		r.verb = recolour
		return r, true
	case changesLight(r.spec) && r.image < 0:
		r.verb = relight
		return r, true
	}
	return r, false
}

func timed(s *prompt.Spec) bool {
	_, ok := s.Best(prompt.Time)
	return ok
}

// subjectNamed tells whether the words name something that stands out.
func subjectNamed(s *prompt.Spec) bool {
	_, ok := s.Best(prompt.Subject)
	// "Remove the car" reads as a wish not to see one.
	return ok || slices.ContainsFunc(s.Avoid, func(c prompt.Concept) bool { return c.Kind == prompt.Subject })
}

func changesLight(s *prompt.Spec) bool {
	if _, ok := tintOf(s.Prompt); ok {
		return true
	}
	for _, k := range []prompt.Kind{prompt.Time, prompt.Weather, prompt.Season, prompt.Overlay} {
		if _, ok := s.Best(k); ok {
			return true
		}
	}
	return false
}

// mentioned is the number of the first mention, -1 without one.
func mentioned(pattern *regexp.Regexp, text string) int {
	m := pattern.FindStringSubmatch(text)
	if m == nil {
		return -1
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return int(^uint(0) >> 1)
	}
	return n
}
