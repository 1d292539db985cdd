// Package prompt reads the words of a request: what they mean is put into a Spec, from which package scene makes a plan.
//
// The reader is a weighted lexicon (lexicon.txt, English and Chinese) with stemming, phrases, negation, amounts and counts.
// It never fails: words it does not know are listed and steer palette and composition through a hash, so that two prompts
// never look alike.
package prompt

import (
	"cmp"
	"slices"
)

// Mention is a meaning that the prompt carries.
type Mention struct {
	Kind   Kind
	Name   string
	Weight float64  // above 0; 1 for a plain word, up to about 2 when stressed or repeated
	Words  []string // the words that led to it; empty when other words only suggest it
	Value  float64  // factor of a pace, 0 otherwise
	Colour RGB      // of a colour mention; of a subject when HasColour
	Count  int      // of a subject; 0 when no number was given
	Plural bool     // of a subject: the word means more than one, as "horses" does
	// HasColour tells that a colour word stood before the subject.
	HasColour bool
}

// Concept names a meaning without a weight.
type Concept struct {
	Kind Kind
	Name string
}

// Spec is what was understood of a prompt and a negative prompt.
type Spec struct {
	Prompt   string // as given, without surrounding space
	Negative string
	Mentions []Mention // by kind, the heaviest of a kind first
	Avoid    []Concept // what must not be seen, sorted; never among the Mentions
	Titles   []string  // texts in quotes that are set over the picture
	Speech   []string  // texts in quotes that somebody says
	Signs    []string  // texts in quotes that stand on something in the picture
	Unknown  []string  // words without a known meaning, in order, each once
	// Steer is a hash of all words of both prompts; it varies composition and palette from prompt to prompt.
	Steer uint64
	// UnknownSteer is a hash of the unknown words alone, 0 when there are none.
	UnknownSteer uint64
}

// Of returns the mentions of a kind, the heaviest first.
func (s *Spec) Of(k Kind) []Mention {
	from := slices.IndexFunc(s.Mentions, func(m Mention) bool { return m.Kind == k })
	if from < 0 {
		return nil
	}
	to := from
	for to < len(s.Mentions) && s.Mentions[to].Kind == k {
		to++
	}
	return s.Mentions[from:to]
}

// Best returns the heaviest mention of a kind, or false.
func (s *Spec) Best(k Kind) (Mention, bool) {
	if ms := s.Of(k); len(ms) > 0 {
		return ms[0], true
	}
	return Mention{}, false
}

// Weight is the weight of one meaning, 0 when it is not mentioned.
func (s *Spec) Weight(k Kind, name string) float64 {
	for _, m := range s.Of(k) {
		if m.Name == name {
			return m.Weight
		}
	}
	return 0
}

// Avoids reports whether a meaning was explicitly ruled out.
func (s *Spec) Avoids(k Kind, name string) bool {
	return slices.Contains(s.Avoid, Concept{k, name})
}

// order sorts mentions by kind, weight and name, so that equal prompts give equal specs.
func order(ms []Mention) {
	rank := make(map[Kind]int, len(kinds))
	for i, k := range kinds {
		rank[k] = i
	}
	slices.SortFunc(ms, func(a, b Mention) int {
		return cmp.Or(cmp.Compare(rank[a.Kind], rank[b.Kind]), cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Name, b.Name))
	})
}
