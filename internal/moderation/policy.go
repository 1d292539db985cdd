package moderation

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Verdict is what a rule does about a text that it finds.
type Verdict string

// The verdicts.
const (
	Refuse Verdict = "refuse"
	Note   Verdict = "note" // let through, and recorded
)

// Rule finds texts of a category by words or by patterns.
type Rule struct {
	ID       string  `json:"id"`
	Category string  `json:"category"`
	Verdict  Verdict `json:"verdict"`
	// Language of the words: the rule holds when the policy's languages name
	// it. Empty: always.
	Language string `json:"language,omitempty"`
	// Words are whole words or sequences of them, whatever their case and the
	// punctuation between. In scripts without spaces between words they are
	// found anywhere.
	Words []string `json:"words,omitempty"`
	// Patterns are regular expressions in RE2's syntax over the text in lower
	// case, with line breaks as spaces.
	Patterns []string `json:"patterns,omitempty"`

	words    []string // as they are looked for
	patterns []*regexp.Regexp
}

// Exception is what differs for one account.
type Exception struct {
	Off   bool     `json:"off,omitempty"`   // nothing is judged
	Allow []string `json:"allow,omitempty"` // categories that are let through
	Rules []Rule   `json:"rules,omitempty"` // further rules
}

// Policy is a policy file.
type Policy struct {
	Languages []string `json:"languages,omitempty"` // empty: all
	Rules     []Rule   `json:"rules"`
	// Allow lists categories of the endpoint that are let through.
	Allow    []string             `json:"allow,omitempty"`
	Accounts map[string]Exception `json:"accounts,omitempty"` // by id
}

//go:embed default.json
var defaultPolicy []byte

// Default returns the policy that holds when none is given.
func Default() *Policy {
	p, err := Parse(defaultPolicy)
	if err != nil {
		panic(err) // embedded, and tested
	}
	return p
}

// Parse reads and checks a policy file.
func Parse(data []byte) (*Policy, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	p := new(Policy)
	if err := d.Decode(p); err != nil {
		return nil, fmt.Errorf("moderation policy: %w", err)
	}
	if d.More() {
		return nil, errors.New("moderation policy: there is more after the policy")
	}
	if err := compile(p.Rules); err != nil {
		return nil, fmt.Errorf("moderation policy: %w", err)
	}
	for id, e := range p.Accounts {
		if n, err := strconv.ParseInt(id, 10, 64); err != nil || n <= 0 {
			return nil, fmt.Errorf("moderation policy: accounts: %q is no account id", id)
		}
		if err := compile(e.Rules); err != nil {
			return nil, fmt.Errorf("moderation policy: account %s: %w", id, err)
		}
	}
	return p, nil
}

// compile checks rules and makes them ready.
func compile(rules []Rule) error {
	for i := range rules {
		r := &rules[i]
		switch {
		case r.ID == "":
			return fmt.Errorf("rule %d has no id", i+1)
		case r.Category == "":
			return fmt.Errorf("rule %s has no category", r.ID)
		case r.Verdict != Refuse && r.Verdict != Note:
			return fmt.Errorf("rule %s has the verdict %q; use refuse or note", r.ID, r.Verdict)
		case len(r.Words)+len(r.Patterns) == 0:
			return fmt.Errorf("rule %s has neither words nor patterns", r.ID)
		}
		for _, w := range r.Words {
			form := wordForm(w)
			if strings.TrimSpace(form) == "" {
				return fmt.Errorf("rule %s: %q is no word", r.ID, w)
			}
			r.words = append(r.words, form)
		}
		for _, text := range r.Patterns {
			pattern, err := regexp.Compile(text)
			if err != nil {
				return fmt.Errorf("rule %s: pattern %q: %w", r.ID, text, err)
			}
			r.patterns = append(r.patterns, pattern)
		}
	}
	return nil
}

// exception returns what differs for an account.
func (p *Policy) exception(account int64) Exception {
	return p.Accounts[strconv.FormatInt(account, 10)]
}

// Finding is a rule that a text breaks.
type Finding struct {
	Rule     string // its id
	Category string
	Verdict  Verdict
	Excerpt  string // what was found
}

// Check returns the rules that a text of the account breaks.
func (p *Policy) Check(account int64, text string) (all []Finding) {
	e := p.exception(account)
	if e.Off {
		return nil
	}
	f := fold(text)
	spaced, dense := spell(f, " "), spell(f, "")
	for _, rules := range [][]Rule{p.Rules, e.Rules} {
		for i := range rules {
			r := &rules[i]
			if slices.Contains(e.Allow, r.Category) || !p.speaks(r.Language) {
				continue
			}
			if found, ok := r.find(f, spaced, dense); ok {
				all = append(all, Finding{r.ID, r.Category, r.Verdict, found})
			}
		}
	}
	return all
}

func (p *Policy) speaks(language string) bool {
	return language == "" || len(p.Languages) == 0 || slices.Contains(p.Languages, language)
}

// find looks for the rule's words in the spelled-out forms of a text and for
// its patterns in the folded one.
func (r *Rule) find(folded, spaced, dense string) (found string, ok bool) {
	for i, w := range r.words {
		if strings.Contains(spaced, w) || (unspaced(w) && strings.Contains(dense, w)) {
			return r.Words[i], true
		}
	}
	for _, p := range r.patterns {
		if at := p.FindStringIndex(folded); at != nil {
			return folded[at[0]:at[1]], true
		}
	}
	return "", false
}

// fold makes spellings alike that look alike: lower case, ASCII for full-width
// forms, spaces for line breaks, and no invisible characters.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			r -= '！' - '!'
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cf, unicode.Cc):
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// spell joins the words of a folded text. Around each of them is the
// separator, also at both ends.
func spell(folded, separator string) string {
	words := strings.FieldsFunc(folded, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r)
	})
	return separator + strings.Join(words, separator) + separator
}

// wordForm is a word of a rule as it is looked for.
func wordForm(word string) string {
	f := fold(word)
	if unspaced(f) {
		return spell(f, "")
	}
	return spell(f, " ")
}

// unspaced reports whether a word is in a script that puts no spaces between
// words.
func unspaced(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
	}) >= 0
}
