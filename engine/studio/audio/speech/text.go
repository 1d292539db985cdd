package speech

import (
	"strings"
	"unicode"
)

// MostText is how many characters of a text are spoken; the rest is left out.
const MostText = 2000

// longestWord is how many characters of a word of Latin letters or digits are kept: what is longer is spelled out by
// synthesisers, letter by letter.
const longestWord = 40

// clean makes a text safe to hand to a synthesiser: no control characters, no markup of phonemes ("[[...]]"), no symbols that
// would be read out by their names, one line to a paragraph. It returns "" when there is nothing to say.
func clean(text string) string {
	var b strings.Builder
	n, run, spoken, space := 0, 0, false, true
	for _, r := range text {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			r = '\n'
		case unicode.IsSpace(r) || strings.ContainsRune("[]{}<>|\\_*#~^`=", r):
			r = ' '
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			spoken = true
		case unicode.IsMark(r) || strings.ContainsRune("%&+@$€£¥", r):
		case unicode.IsPunct(r):
		default: // control characters, emoji, private use
			r = ' '
		}
		if r == ' ' || r == '\n' {
			if space {
				continue
			}
			space, run = true, 0
		} else {
			space = false
			if run++; run > longestWord && r < unicode.MaxLatin1 {
				continue
			}
		}
		b.WriteRune(r)
		if n++; n >= MostText {
			break
		}
	}
	if !spoken {
		return ""
	}
	return strings.TrimSpace(b.String())
}

// scripts are the languages that a script alone tells, as espeak-ng calls them.
var scripts = []struct {
	table *unicode.RangeTable
	lang  string
}{
	{unicode.Hiragana, "ja"}, {unicode.Katakana, "ja"}, {unicode.Hangul, "ko"}, {unicode.Han, "cmn"}, {unicode.Cyrillic, "ru"}, {unicode.Greek, "el"},
	{unicode.Arabic, "ar"}, {unicode.Hebrew, "he"}, {unicode.Devanagari, "hi"}, {unicode.Thai, "th"},
}

// common are words that tell languages of the Latin script apart.
var common = map[string]string{
	"en":    "the and of to is in that it you are was for with this have not what hello my we",
	"es":    "el los las una que por para con está como pero más hola muy es y del gracias",
	"fr":    "le les des une est et que pour dans avec vous nous je bonjour très mais pas du merci",
	"de":    "der die das und ist nicht ein eine ich sie wir mit für auf guten hallo aber danke",
	"it":    "il gli che per una sono con non è ciao molto della buongiorno grazie questo",
	"pt-br": "os uma que para com não está você olá muito obrigado são mas bom e do",
}

// Language guesses the language of a text, as espeak-ng calls it: by its script, and for Latin letters by frequent words.
// English when nothing tells.
func Language(text string) string {
	count := map[string]int{}
	latin := 0
	for _, r := range text {
		if unicode.Is(unicode.Latin, r) {
			latin++
			continue
		}
		for _, s := range scripts {
			if unicode.Is(s.table, r) {
				count[s.lang]++
				break
			}
		}
	}
	if count["ja"] > 0 { // kana among Chinese characters
		count["ja"] += count["cmn"]
		count["cmn"] = 0
	}
	best, most := "", 0
	for _, s := range scripts { // a character of these says as much as a few letters
		if n := 3 * count[s.lang]; n > most && n > latin {
			best, most = s.lang, n
		}
	}
	if best != "" {
		return best
	}
	return latinLanguage(text)
}

func latinLanguage(text string) string {
	words := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		words[w] = true
	}
	best, most := "en", 0
	for _, lang := range [...]string{"en", "es", "fr", "de", "it", "pt-br"} {
		n := 0
		for _, w := range strings.Fields(common[lang]) {
			if words[w] {
				n++
			}
		}
		if n > most {
			best, most = lang, n
		}
	}
	return best
}
