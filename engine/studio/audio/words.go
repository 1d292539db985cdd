package audio

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"zoetrope/engine/studio/audio/voice"
)

//go:embed lexicon.txt
var lexiconText string

// sense is one meaning of a word: a sound, a place, a change of the next sound, or a mark.
type sense struct {
	cue    Cue    // when Kind is set
	place  Place  // when not empty
	modify string // when not empty
	not    bool
	then   bool
}

// lexicon maps words and phrases, lower-case and joined by single spaces, to their senses.
type lexicon struct {
	senses  map[string][]sense
	longest int // words of the longest phrase, or characters of the longest Chinese one
}

// words is the embedded lexicon. A test proves that it loads.
var words = sync.OnceValue(func() *lexicon {
	l, err := parseLexicon(lexiconText)
	if err != nil {
		panic(fmt.Sprintf("embedded lexicon of sounds: %v", err))
	}
	return l
})

// parseLexicon reads the format that the head of lexicon.txt describes.
func parseLexicon(text string) (*lexicon, error) {
	l := &lexicon{senses: map[string][]sense{}}
	for i, row := range strings.Split(text, "\n") {
		row = strings.TrimSpace(row)
		if row == "" || row[0] == '#' {
			continue
		}
		head, list, ok := strings.Cut(row, " : ")
		if !ok {
			return nil, fmt.Errorf("line %d: no words", i+1)
		}
		s, err := parseSense(strings.Fields(head))
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		for _, w := range strings.Split(list, ",") {
			tokens := tokenize(w)
			if len(tokens) == 0 {
				return nil, fmt.Errorf("line %d: an empty word", i+1)
			}
			l.longest = max(l.longest, len(tokens))
			key := strings.Join(tokens, " ")
			l.senses[key] = append(l.senses[key], s)
		}
	}
	return l, nil
}

func parseSense(fields []string) (sense, error) {
	switch fields[0] {
	case "@not":
		return sense{not: true}, nil
	case "@then":
		return sense{then: true}, nil
	case "@place", "@modify":
		if len(fields) != 2 {
			return sense{}, fmt.Errorf("%s wants one name", fields[0])
		}
		if fields[0] == "@modify" {
			return sense{modify: fields[1]}, (&Cue{}).modify(fields[1])
		}
		p := Place(fields[1])
		if _, ok := spaces[p]; !ok {
			return sense{}, fmt.Errorf("no place is called %q", p)
		}
		return sense{place: p}, nil
	}
	return parseCue(fields)
}

func parseCue(fields []string) (sense, error) {
	kind, variant, _ := strings.Cut(fields[0], "/")
	c := Cue{Kind: Kind(kind)}
	c.Variant = variant
	if err := c.check(); err != nil {
		return sense{}, fmt.Errorf("%s: %w", kind, err)
	}
	if variant != "" && !hasVariant(c.Kind, variant) {
		return sense{}, fmt.Errorf("%s has no variant %q", kind, variant)
	}
	params := map[string]*float64{"gain": &c.Gain, "intensity": &c.Intensity, "size": &c.Size, "rate": &c.Rate, "pitch": &c.Pitch, "distance": &c.Distance}
	for _, f := range fields[1:] {
		name, value, _ := strings.Cut(f, "=")
		v, err := strconv.ParseFloat(value, 64)
		if err != nil || params[name] == nil {
			return sense{}, fmt.Errorf("parameter %q", f)
		}
		*params[name] = v
	}
	return sense{cue: c}, nil
}

func hasVariant(k Kind, name string) bool {
	for _, v := range voice.Variants(k) {
		if v == name {
			return true
		}
	}
	return false
}

// modify changes a cue as a word before it asks.
func (c *Cue) modify(how string) error {
	switch how {
	case "loud":
		c.Gain += 3
		c.Intensity = min(orElse(c.Intensity, 0.5)+0.35, 1)
	case "soft":
		c.Gain -= 4
		c.Intensity = max(orElse(c.Intensity, 0.5)-0.3, 0.1)
	case "far":
		c.Gain -= 3
		c.Distance = max(c.Distance*2, 150)
	case "near":
		c.Gain += 2
		c.Distance /= 4
	case "big":
		c.Size = orElse(c.Size, 1) * 1.6
	case "small":
		c.Size = orElse(c.Size, 1) * 0.6
		c.Gain -= 2
	case "many":
		c.Rate = orElse(c.Rate, 1) * 1.5
	case "few":
		c.Rate = orElse(c.Rate, 1) * 0.6
	default:
		return fmt.Errorf("no change is called %q", how)
	}
	return nil
}

// orElse is v, or the usual value that a zero stands for.
func orElse(v, usual float64) float64 {
	if v == 0 {
		return usual
	}
	return v
}

// tokenize splits text into lower-case words; each Chinese character is one.
func tokenize(text string) []string {
	var tokens []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			tokens = append(tokens, word.String())
			word.Reset()
		}
	}
	for _, r := range strings.ToLower(text) {
		switch {
		case unicode.Is(unicode.Han, r):
			flush()
			tokens = append(tokens, string(r))
		case unicode.IsLetter(r), unicode.IsDigit(r):
			word.WriteRune(r)
		case r == '\'' || r == '’': // "dog's" is a dog
			flush()
		case r == '-' && word.Len() > 0 && strings.HasSuffix(word.String(), "sci"):
			word.WriteRune(r) // sci-fi
		case isStop(r):
			flush()
			tokens = append(tokens, stop)
		default:
			flush()
		}
	}
	flush()
	return tokens
}

// stop is the token of a mark that ends a clause.
const stop = "."

func isStop(r rune) bool { return strings.ContainsRune(".,;:!?。，；：！？、\n", r) }

// match finds the longest phrase that starts the tokens, and its length; 0 when there is none. The last word may be inflected.
func (l *lexicon) match(tokens []string) ([]sense, int) {
	for n := min(l.longest, len(tokens)); n > 0; n-- {
		head := strings.Join(tokens[:n-1], " ")
		if n > 1 {
			head += " "
		}
		for _, form := range stems(tokens[n-1]) {
			if s := l.senses[head+form]; s != nil {
				return s, n
			}
		}
	}
	return nil, 0
}

// stems are a word and what it may be an inflection of.
func stems(w string) []string {
	forms := []string{w}
	for _, end := range [...]struct{ from, to string }{{"s", ""}, {"es", ""}, {"ies", "y"}, {"ves", "f"}, {"ing", ""}, {"ing", "e"}, {"ed", ""}, {"ed", "e"}, {"y", ""}} {
		if base, ok := strings.CutSuffix(w, end.from); ok && len(base) > 2 {
			forms = append(forms, base+end.to)
			if n := len(base); end.to == "" && n > 3 && base[n-1] == base[n-2] { // running
				forms = append(forms, base[:n-1])
			}
		}
	}
	return forms
}
