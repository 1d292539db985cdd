package prompt

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed lexicon.txt
var lexiconText string

// Kind is a class of meaning.
type Kind string

// The kinds that appear in a Spec. What each stands for is said at the top of lexicon.txt.
const (
	Setting Kind = "setting"
	Time    Kind = "time"
	Weather Kind = "weather"
	Season  Kind = "season"
	Mood    Kind = "mood"
	Style   Kind = "style"
	Colour  Kind = "colour"
	Overlay Kind = "overlay"
	Camera  Kind = "camera"
	Lens    Kind = "lens"
	Pace    Kind = "pace"
	Subject Kind = "subject"
	Action  Kind = "action"
)

// Kinds of words that shape the meaning of others and never appear in a Spec.
const (
	kindAmount Kind = "amount"
	kindNumber Kind = "number"
	kindNegate Kind = "negate"
	kindWear   Kind = "wear"
	kindEnd    Kind = "end"
	kindPlace  Kind = "place"
	kindStop   Kind = "stop"
)

// kinds lists every kind, those of a Spec first and in the order of its report.
var kinds = []Kind{Setting, Time, Weather, Season, Mood, Style, Colour, Overlay, Camera, Lens, Pace, Subject, Action,
	kindAmount, kindNumber, kindNegate, kindEnd, kindPlace, kindWear, kindStop}

// RGB is a colour as written in the lexicon, sRGB-encoded, each 0..1.
type RGB [3]float32

// entry is one meaning.
type entry struct {
	kind   Kind
	name   string
	value  float64 // factor or count; 0 when none is given
	colour RGB
	hints  []hint
}

// hint is a meaning that another suggests.
type hint struct {
	kind   Kind
	name   string
	weight float64
}

// sense is one meaning of a word and how sure it is.
type sense struct {
	*entry
	weight float64
}

// lexicon maps phrases, their tokens joined by spaces, to their meanings.
type lexicon struct {
	entries map[Kind]map[string]*entry
	senses  map[string][]sense
	longest int // tokens of the longest phrase
}

// words is the embedded lexicon. A test proves that it loads.
var words = sync.OnceValue(func() *lexicon {
	l, err := parseLexicon(lexiconText)
	if err != nil {
		panic(fmt.Sprintf("embedded lexicon: %v", err))
	}
	return l
})

// parseLexicon reads the format that the head of lexicon.txt describes.
func parseLexicon(text string) (*lexicon, error) {
	l := &lexicon{entries: map[Kind]map[string]*entry{}, senses: map[string][]sense{}}
	for _, k := range kinds {
		l.entries[k] = map[string]*entry{}
	}
	var current *entry
	for i, line := range strings.Split(text, "\n") {
		body := strings.TrimSpace(line)
		var err error
		switch {
		case body == "" || strings.HasPrefix(line, "#"):
			continue
		case !strings.HasPrefix(line, " "):
			current, err = l.startEntry(body)
		case current == nil:
			err = fmt.Errorf("words before the first entry")
		case strings.HasPrefix(body, ">"):
			err = current.addHints(body[1:])
		default:
			err = l.addWords(current, body)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return l, l.checkHints()
}

func (l *lexicon) startEntry(body string) (*entry, error) {
	f := strings.Fields(body)
	if len(f) < 2 || len(f) > 3 {
		return nil, fmt.Errorf("want kind, name and at most one value, got %q", body)
	}
	e := &entry{kind: Kind(f[0]), name: f[1]}
	group, ok := l.entries[e.kind]
	if !ok {
		return nil, fmt.Errorf("unknown kind %q", f[0])
	}
	if group[e.name] != nil {
		return nil, fmt.Errorf("%s %s is there twice", e.kind, e.name)
	}
	if len(f) == 3 {
		if err := e.setValue(f[2]); err != nil {
			return nil, err
		}
	}
	group[e.name] = e
	return e, nil
}

func (e *entry) setValue(s string) error {
	if hex, ok := strings.CutPrefix(s, "#"); ok {
		n, err := strconv.ParseUint(hex, 16, 24)
		if err != nil || len(hex) != 6 {
			return fmt.Errorf("colour %q is not #rrggbb", s)
		}
		e.colour = RGB{float32(n>>16) / 255, float32(n>>8&255) / 255, float32(n&255) / 255}
		return nil
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v <= 0 {
		return fmt.Errorf("value %q is not a positive number", s)
	}
	e.value = v
	return nil
}

// addHints reads "kind name weight, ...".
func (e *entry) addHints(body string) error {
	for _, part := range strings.Split(body, ",") {
		f := strings.Fields(part)
		if len(f) != 3 {
			return fmt.Errorf("hint %q is not kind, name, weight", part)
		}
		w, err := parseWeight(f[2])
		if err != nil {
			return err
		}
		e.hints = append(e.hints, hint{Kind(f[0]), f[1], w})
	}
	return nil
}

// addWords reads "word, two words*0.6, ...".
func (l *lexicon) addWords(e *entry, body string) error {
	for _, part := range strings.Split(body, ",") {
		text, factor, weighted := strings.Cut(part, "*")
		w := 1.0
		if weighted {
			var err error
			if w, err = parseWeight(factor); err != nil {
				return err
			}
		}
		key, n := phraseKey(tokenize(text))
		if n == 0 {
			return fmt.Errorf("no word in %q", part)
		}
		l.longest = max(l.longest, n)
		l.senses[key] = append(l.senses[key], sense{e, w})
	}
	return nil
}

func (l *lexicon) checkHints() error {
	for _, group := range l.entries {
		for _, e := range group {
			for _, h := range e.hints {
				if l.entries[h.kind][h.name] == nil {
					return fmt.Errorf("%s %s hints at %s %s, which is not there", e.kind, e.name, h.kind, h.name)
				}
			}
		}
	}
	return nil
}

func parseWeight(s string) (float64, error) {
	w, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || !(w > 0 && w <= 1) {
		return 0, fmt.Errorf("weight %q is not within 0..1", s)
	}
	return w, nil
}

// phraseKey joins tokens as the map's keys are, and counts them.
func phraseKey(ts []token) (string, int) {
	parts := make([]string, len(ts))
	for i, t := range ts {
		parts[i] = t.text
	}
	return strings.Join(parts, " "), len(ts)
}

// match finds the longest phrase that starts the tokens: its meanings and its length in tokens, 0 when there is none. The last
// word, and it alone, may be inflected.
func (l *lexicon) match(ts []token) ([]sense, int) {
	limit := 0
	for limit < len(ts) && limit < l.longest && !ts[limit].mark {
		limit++
	}
	for n := limit; n > 0; n-- {
		head, _ := phraseKey(ts[:n-1])
		if n > 1 {
			head += " "
		}
		last := ts[n-1]
		forms := []string{last.text}
		if !last.han {
			forms = stems(last.text)
		}
		for _, f := range forms {
			if s := l.senses[head+f]; s != nil {
				return s, n
			}
		}
	}
	return nil, 0
}

// Names lists the meanings of a kind that prompts can have, sorted.
func Names(k Kind) []string { return slices.Sorted(maps.Keys(words().entries[k])) }
