package prompt

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
)

// How weights are shaped. They are choices, checked by the table of prompts in the tests.
const (
	maxTokens    = 2000 // of each prompt; the rest only feeds the hash
	placeBoost   = 1.25 // for a setting after "in the", "across a", ...
	laterDecay   = 0.97 // per mention: what comes first matters a little more
	repeatShare  = 0.35 // of the weight of each further mention of the same meaning
	maxWeight    = 2.0
	hintShare    = 0.9 // of a hint's own factor
	negationSpan = 4   // words without a known meaning after which a negation is over
)

// Read understands a prompt and a negative prompt. Any text gives a valid Spec.
func Read(text, negative string) *Spec {
	s := &Spec{Prompt: strings.TrimSpace(text), Negative: strings.TrimSpace(negative)}
	r := &reader{lex: words(), found: map[Concept]*Mention{}, avoid: map[Concept]bool{}}
	quoted := quotes(s.Prompt)
	s.Titles, s.Speech, s.Signs = ofRole(quoted, Title), ofRole(quoted, Speech), ofRole(quoted, Sign)
	r.read(tokenize(unquoted(s.Prompt, quoted)))
	r.readNegative(tokenize(s.Negative))
	r.addHints()
	for c := range r.avoid {
		delete(r.found, c)
		s.Avoid = append(s.Avoid, c)
	}
	slices.SortFunc(s.Avoid, func(a, b Concept) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Name, b.Name))
	})
	for _, m := range r.found {
		s.Mentions = append(s.Mentions, *m)
	}
	order(s.Mentions)
	s.Unknown = r.unknown
	s.Steer = hash(s.Prompt, s.Negative)
	if len(s.Unknown) > 0 {
		s.UnknownSteer = hash(s.Unknown...)
	}
	return s
}

// reader walks over tokens and collects meanings.
type reader struct {
	lex      *lexicon
	found    map[Concept]*Mention
	sequence []Concept // the concepts in order of first mention
	avoid    map[Concept]bool
	unknown  []string

	// What earlier words say about the next ones.
	amount    float64 // factor for the next concept, 1 when none
	place     bool    // the next setting is the place
	count     int     // for the next subject
	colour    *Mention
	wearer    *Mention // the last person, also of the clause before
	worn      *Mention // the colour of clothes whose wearer is still to come
	negated   bool
	negBudget int  // unknown words that the negation still spans
	fresh     bool // no word has followed the negation yet, so that "not at night" and "not in the rain" do not end it
}

func (r *reader) read(ts []token) {
	r.reset()
	ts = ts[:min(len(ts), maxTokens)]
	for i := 0; i < len(ts); {
		if ts[i].mark {
			r.reset()
			i++
			continue
		}
		senses, n := r.lex.match(ts[i:])
		if n == 0 {
			r.addUnknown(ts, &i)
			continue
		}
		r.apply(senses, phrase(ts[i:i+n]))
		i += n
		if i < len(ts) && ts[i].text == "free" && ts[i].start == ts[i-1].end+1 {
			r.ruleOut(senses) // "rain-free"
			i++
		}
	}
}

// readNegative rules out every meaning of the negative prompt.
func (r *reader) readNegative(ts []token) {
	ts = ts[:min(len(ts), maxTokens)]
	for i := 0; i < len(ts); {
		senses, n := r.lex.match(ts[i:])
		r.ruleOut(senses)
		i += max(n, 1)
	}
}

// reset forgets what a clause said about its next words.
func (r *reader) reset() {
	r.amount, r.place, r.count, r.colour, r.negated = 1, false, 0, nil, false
}

// addUnknown records one unknown word, or a run of unknown Han characters as one, and moves on.
func (r *reader) addUnknown(ts []token, i *int) {
	start := *i
	*i++
	for ts[start].han && *i < len(ts) && ts[*i].han {
		if _, n := r.lex.match(ts[*i:]); n > 0 {
			break
		}
		*i++
	}
	if w := phrase(ts[start:*i]); !slices.Contains(r.unknown, w) {
		r.unknown = append(r.unknown, w)
	}
	r.amount, r.place, r.fresh = 1, false, false
	if r.negated {
		r.negBudget--
		r.negated = r.negBudget > 0
	}
}

func (r *reader) apply(senses []sense, words string) {
	concept := false
	for _, s := range senses {
		switch s.kind {
		case kindNegate:
			r.negated, r.negBudget, r.fresh = true, negationSpan, true
		case kindEnd:
			r.negated = r.negated && r.fresh
		case kindPlace:
			r.place, r.negated = true, r.negated && r.fresh
		case kindAmount:
			r.amount = s.value
		case kindNumber:
			r.count = int(s.value)
		case kindWear:
			r.dress()
		case kindStop:
		default:
			concept = true
			r.addConcept(s, words)
		}
	}
	if concept {
		r.amount, r.place, r.fresh = 1, false, false
		if !slices.ContainsFunc(senses, func(s sense) bool { return s.kind == Colour }) {
			r.colour = nil
		}
	}
}

func (r *reader) addConcept(s sense, words string) {
	c := Concept{s.kind, s.name}
	if r.negated {
		r.avoid[c] = true
		return
	}
	w := s.weight * r.amount
	if s.kind == Setting && r.place {
		w *= placeBoost
	}
	m := r.found[c]
	if m == nil {
		for range r.sequence {
			w *= laterDecay
		}
		m = &Mention{Kind: s.kind, Name: s.name, Value: s.value, Colour: s.colour}
		r.found[c] = m
		r.sequence = append(r.sequence, c)
		m.Weight = w
	} else {
		m.Weight += w * repeatShare
	}
	m.Weight = min(m.Weight, maxWeight)
	if !slices.Contains(m.Words, words) {
		m.Words = append(m.Words, words)
	}
	switch s.kind {
	case Colour:
		r.colour = m
	case Subject:
		m.Plural = m.Plural || plural(words)
		r.describe(m)
		if slices.Contains(people, s.name) {
			r.wearer = m
			if r.worn != nil && !m.HasColour {
				m.Colour, m.HasColour, r.worn = r.worn.Colour, true, nil
			}
		}
	}
}

// describe gives a subject the number and the colour that stood before it. A colour that belongs to a subject says less about
// the whole picture.
func (r *reader) describe(m *Mention) {
	if r.count > 0 {
		m.Count = r.count
		r.count = 0
	}
	if r.colour != nil {
		m.Colour, m.HasColour = r.colour.Colour, true
		r.colour.Weight *= 0.25
	}
}

// plural tells whether an English noun, or a Chinese one with a word for a group, means more than one.
func plural(words string) bool {
	switch words = strings.ToLower(words); {
	case strings.HasSuffix(words, "ss"), strings.HasSuffix(words, "us"):
		return false
	case slices.Contains(sameInPlural, words):
		return true
	case strings.HasSuffix(words, "s"), strings.HasSuffix(words, "men"), strings.HasSuffix(words, "children"), strings.HasSuffix(words, "people"):
		return true
	}
	return strings.HasSuffix(words, "群") || strings.HasSuffix(words, "们")
}

// sameInPlural are words that mean several when no number and no article for one stands before them.
var sameInPlural = []string{"jellyfish", "sheep", "deer", "bison", "reindeer"}

// people are the subjects that wear clothes.
var people = []string{"person", "woman", "child", "couple"}

// dress gives the colour of clothes to whoever wears them: the person named before, or else the next one.
func (r *reader) dress() {
	if r.colour == nil {
		return
	}
	r.colour.Weight *= 0.25
	if r.wearer != nil && !r.wearer.HasColour {
		r.wearer.Colour, r.wearer.HasColour = r.colour.Colour, true
	} else {
		r.worn = r.colour
	}
	r.colour = nil
}

// ruleOut takes meanings away for good.
func (r *reader) ruleOut(senses []sense) {
	for _, s := range senses {
		switch s.kind {
		case kindAmount, kindNumber, kindNegate, kindEnd, kindPlace, kindWear, kindStop:
		default:
			r.avoid[Concept{s.kind, s.name}] = true
		}
	}
}

// addHints adds what the found meanings suggest. A suggestion never outweighs a word that stands in the prompt: it only adds
// a little to a kind that has words of its own.
func (r *reader) addHints() {
	for _, c := range r.sequence {
		from, ok := r.found[c]
		if !ok || r.avoid[c] {
			continue
		}
		for _, h := range r.lex.entries[c.Kind][c.Name].hints {
			w := from.Weight * h.weight * hintShare
			to := Concept{h.kind, h.name}
			if m := r.found[to]; m != nil {
				m.Weight = min(max(m.Weight, w)+0.15*min(m.Weight, w), maxWeight)
				continue
			}
			e := r.lex.entries[h.kind][h.name]
			r.found[to] = &Mention{Kind: h.kind, Name: h.name, Weight: w, Value: e.value, Colour: e.colour}
		}
	}
}

// phrase writes tokens as a person would: words with spaces, Han characters without.
func phrase(ts []token) string {
	var b strings.Builder
	for i, t := range ts {
		if i > 0 && !t.han {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
	}
	return b.String()
}

// hash is FNV-1a over the parts, with a separator between them.
func hash(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write(append([]byte(p), 0)) // never fails
	}
	return h.Sum64()
}
