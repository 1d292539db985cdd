package prompt

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Role is what a text in quotation marks is to the film.
type Role string

// The roles.
const (
	Title  Role = "title"  // letters over the picture
	Speech Role = "speech" // somebody says it
	Sign   Role = "sign"   // letters on something in the picture
	Plain  Role = ""       // a name, or words like any others
)

// Quote is a text in quotation marks.
type Quote struct {
	Text       string
	Role       Role
	start, end int // bytes of the prompt, with the marks
}

// pairs are the quotation marks by the one that opens. Straight and curly single marks and book-title marks also stand for other
// things, so they need a word that asks for a title, or a verb of speech.
var pairs = []struct {
	open, shut string
	timid      bool
}{
	{`"`, `"`, false}, {"“", "”", false}, {"„", "“", false}, {"「", "」", false}, {"『", "』", false}, {"«", "»", false},
	{"'", "'", true}, {"‘", "’", true}, {"《", "》", true},
}

// Words beside a quotation that tell its role.
var (
	titleWords  = regexp.MustCompile(`(?i)\b(titles?|titled|text|caption(s|ed)?|words?|heading|headline|lettering|letters|logo|subtitles?|typography|tagline|slogan|inscription|written|reads?|reading|overlay)\b|标题|片名|字幕|文字|字样|题目|写着|标语|题为`)
	signWords   = regexp.MustCompile(`(?i)\b(signs?|signboard|billboard|banner|poster|t-?shirt|shirt|wall|screen|door|board|label|flag|tattoo|storefront|placard|sticker|plate|mug|cover|hull)\b|招牌|牌子|广告牌|横幅|屏幕|墙上|衣服`)
	speechWords = regexp.MustCompile(`(?i)\b(says?|said|saying|shout\w*|whisper\w*|yell\w*|asks?|asked|asking|sings?|singing|sang|scream\w*|tells?|told|repl(y|ies|ied)|speaks?|speaking|spoke|murmur\w*|cries|cried|calls out|announc\w*|narrat\w*|voice|voiceover|dialogue|exclaim\w*|mutter\w*|answers?)\b|说|喊|问|唱|叫道|回答|低语|旁白|念`)
	nameWords   = regexp.MustCompile(`(?i)\b(called|named|known as|nicknamed|style of|song|film|movie|book|game|painting)\s*$|叫做$|名为$|名叫$`)
)

const (
	quoteBefore = 44 // bytes of the sentence before a quotation that are looked at
	quoteAfter  = 26
	longTitle   = 70 // characters
	// quotedPrompt is the share of a prompt in quotation marks above which the marks are only put round the prompt.
	quotedPrompt = 0.6
)

// quotes finds the texts in quotation marks and decides by the words beside them what they are.
func quotes(text string) []Quote {
	var out []Quote
	for at := 0; at < len(text); {
		q, ok := nextQuote(text, at)
		if !ok {
			break
		}
		before := 0
		if n := len(out); n > 0 {
			before = out[n-1].end
		}
		q.Role = roleOf(text, q, before)
		out = append(out, q)
		at = q.end
	}
	return out
}

// nextQuote finds the next pair of marks from a byte of the text on.
func nextQuote(text string, from int) (Quote, bool) {
	for i := from; i < len(text); {
		_, size := utf8.DecodeRuneInString(text[i:])
		for _, p := range pairs {
			if !strings.HasPrefix(text[i:], p.open) || p.timid && p.open != "《" && wordBefore(text, i) {
				continue
			}
			begin := i + len(p.open)
			end := closing(text, begin, p.shut, p.timid)
			if end < begin {
				continue
			}
			if inner := strings.TrimSpace(text[begin:end]); inner != "" {
				return Quote{Text: inner, start: i, end: end + len(p.shut)}, true
			}
		}
		i += size
	}
	return Quote{}, false
}

// closing is where the mark that closes stands, or -1. A single mark within a word is an apostrophe.
func closing(text string, from int, shut string, timid bool) int {
	for at := from; ; {
		k := strings.Index(text[at:], shut)
		if k < 0 {
			return -1
		}
		at += k
		next, _ := utf8.DecodeRuneInString(text[at+len(shut):])
		if !timid || shut == "》" || !unicode.IsLetter(next) && !unicode.IsDigit(next) {
			return at
		}
		at += len(shut)
	}
}

func wordBefore(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return i > 0 && (unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) || unicode.IsDigit(r))
}

// roleOf decides by the words before a quotation, back to the end of the one before, and by those after it.
func roleOf(text string, q Quote, earliest int) Role {
	before := text[max(earliest, q.start-quoteBefore):q.start]
	if i := strings.LastIndexAny(before, ".!?;\n"); i >= 0 {
		before = before[i+1:]
	}
	if i := strings.LastIndexAny(before, "。！？；"); i >= 0 {
		_, size := utf8.DecodeRuneInString(before[i:])
		before = before[i+size:]
	}
	after := text[q.end:min(len(text), q.end+quoteAfter)]
	if i := strings.IndexAny(after, ".!?;\n\"“「,，。"); i >= 0 {
		after = after[:i]
	}
	mark, _ := utf8.DecodeRuneInString(text[q.start:])
	timid := strings.ContainsRune("'‘《", mark)
	long := utf8.RuneCountInString(q.Text) > longTitle
	sign, title := lastMatch(signWords, before), lastMatch(titleWords, before)
	switch {
	case sign >= 0 && !strings.Contains(strings.ToLower(before), "title"):
		return Sign
	case title >= 0 && !long:
		return Title
	case speechWords.MatchString(before), speechWords.MatchString(after):
		return Speech
	case titleWords.MatchString(after) && !long:
		return Title
	case timid, long, nameWords.MatchString(before), float64(len(q.Text)) > quotedPrompt*float64(len(text)):
		return Plain
	}
	return Title
}

func lastMatch(re *regexp.Regexp, text string) int {
	all := re.FindAllStringIndex(text, -1)
	if len(all) == 0 {
		return -1
	}
	return all[len(all)-1][0]
}

// unquoted is the text without what is set as a title, said or written on something: it names nothing in the picture.
func unquoted(text string, all []Quote) string {
	var b strings.Builder
	at := 0
	for _, q := range all {
		if q.Role == Plain {
			continue
		}
		b.WriteString(text[at:q.start])
		b.WriteString(" ")
		at = q.end
	}
	b.WriteString(text[at:])
	return b.String()
}

// ofRole are the texts of a role, at most three.
func ofRole(all []Quote, r Role) []string {
	var out []string
	for _, q := range all {
		if q.Role == r && len(out) < 3 {
			out = append(out, q.Text)
		}
	}
	return out
}
