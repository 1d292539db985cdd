package prompt

import (
	"strings"
	"unicode"
)

// token is a word, a single Han character, or a mark that separates clauses.
type token struct {
	text  string // lower case; "," or "." for marks
	mark  bool
	han   bool
	start int // byte offset of the token in its text
	end   int
}

// tokenize splits text into words, Han characters and clause marks. Emoji become the words they stand for;
// quotes and other symbols are dropped; hyphens and
// apostrophes inside words are dealt with by the caller's lexicon (both "snow-capped" and "don't" become one or two words).
func tokenize(text string) []token {
	var out []token
	word := -1
	flush := func(end int) {
		if word >= 0 {
			out = append(out, newWord(text[word:end], word, end))
			word = -1
		}
	}
	for i, r := range text {
		switch {
		case unicode.Is(unicode.Han, r):
			flush(i)
			end := i + len(string(r))
			out = append(out, token{text: string(r), han: true, start: i, end: end})
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r) && word >= 0, isApostrophe(r) && word >= 0:
			if word < 0 {
				word = i
			}
		default:
			flush(i)
			for w := range strings.FieldsSeq(emoji[r]) {
				out = append(out, token{text: w, start: i, end: i + len(string(r))})
			}
			if m := clauseMark(r); m != "" {
				out = append(out, token{text: m, mark: true, start: i, end: i + len(string(r))})
			}
		}
	}
	flush(len(text))
	return out
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

// newWord lowers the case, folds full-width letters and drops a possessive ending.
func newWord(raw string, start, end int) token {
	s := strings.Map(func(r rune) rune {
		if r >= 0xFF01 && r <= 0xFF5E {
			r -= 0xFEE0
		}
		if r == '’' {
			r = '\''
		}
		return unicode.ToLower(r)
	}, raw)
	s = strings.TrimRight(s, "'")
	s = strings.TrimSuffix(s, "'s")
	return token{text: s, start: start, end: end}
}

// clauseMark maps punctuation to "," for light and "." for full separation, "" for everything else.
func clauseMark(r rune) string {
	switch r {
	case ',', '，', '、':
		return ","
	case '.', ';', ':', '!', '?', '\n', '。', '；', '：', '！', '？', '(', ')', '|':
		return "."
	}
	return ""
}

// stems returns the forms under which a word may stand in the lexicon, the likeliest first: the word itself, then the word
// without the usual English inflections.
func stems(w string) []string {
	out := []string{w}
	add := func(s string) {
		if len(s) >= 3 {
			out = append(out, s)
		}
	}
	cut := func(suffix string, endings ...string) {
		stem, ok := strings.CutSuffix(w, suffix)
		if !ok || len(stem) < 3 {
			return
		}
		for _, e := range endings {
			add(stem + e)
		}
		if n := len(stem); n >= 4 && stem[n-1] == stem[n-2] {
			add(stem[:n-1]) // foggy, running
		}
	}
	cut("ies", "y")
	cut("ves", "f", "fe")
	cut("es", "", "e")
	cut("s", "")
	cut("ing", "", "e")
	cut("ied", "y")
	cut("ed", "", "e")
	cut("ily", "y", "")
	cut("ly", "", "e")
	cut("y", "", "e")
	cut("ier", "y")
	cut("iest", "y")
	cut("er", "", "e")
	return out
}
