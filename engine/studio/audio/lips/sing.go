package lips

import (
	"math"
	"strings"
	"unicode"

	"zoetrope/engine/studio/audio/speech"
)

// Sung is a word of a song and when it is sung, in seconds.
type Sung struct {
	Text       string
	Start, End float64
}

// Sing returns the mouth for every frame of a film in which words are sung. A song's loudness is that of all its instruments, so
// the letters alone give the form: vowels are held, the last one longest, and consonants pass quickly. Between words the mouth
// shuts.
func Sing(words []Sung, fps, frames int) []Shape {
	fine := make([]Shape, frames*rate/max(fps, 1)+2)
	for _, w := range words {
		parts := soundsOf(w.Text)
		total := 0.0
		for _, p := range parts {
			total += p.weight
		}
		// Words of which only a line's time is known are not held for longer than anybody sings them.
		const longest = 2.5 // seconds
		at, length := w.Start, math.Min(w.End-w.Start, longest)
		for _, p := range parts {
			end := at + length*p.weight/total
			for i := max(int(at*rate), 0); i < min(int(math.Ceil(end*rate)), len(fine)); i++ {
				fine[i] = targets[p.viseme]
			}
			at = end
		}
	}
	return resample(smooth(fine, 4), fps, frames)
}

// sound is a part of a word.
type sound struct {
	viseme speech.Viseme
	weight float64 // of its length
}

// Weights of the sounds of a word.
const (
	consonant = 1.0
	vowel     = 3.0
	lastVowel = 5.0
)

// spellings are letters that stand for one sound, longer ones first.
var spellings = []struct {
	letters string
	viseme  speech.Viseme
	weight  float64
}{
	{"igh", speech.Open, vowel}, {"ch", speech.Hush, consonant}, {"sh", speech.Hush, consonant}, {"th", speech.Tongue, consonant},
	{"ph", speech.Teeth, consonant}, {"ck", speech.Back, consonant}, {"ng", speech.Back, consonant}, {"wh", speech.Pursed, consonant},
	{"oo", speech.Pursed, vowel}, {"ou", speech.Round, vowel}, {"ow", speech.Round, vowel}, {"oa", speech.Round, vowel},
	{"ee", speech.Spread, vowel}, {"ea", speech.Spread, vowel}, {"ie", speech.Spread, vowel}, {"ai", speech.Mid, vowel},
	{"ay", speech.Mid, vowel}, {"ei", speech.Mid, vowel}, {"au", speech.Round, vowel}, {"aw", speech.Round, vowel}, {"ue", speech.Pursed, vowel},
	{"a", speech.Open, vowel}, {"e", speech.Mid, vowel}, {"i", speech.Spread, vowel}, {"o", speech.Round, vowel}, {"u", speech.Pursed, vowel},
	{"m", speech.Closed, consonant}, {"b", speech.Closed, consonant}, {"p", speech.Closed, consonant}, {"f", speech.Teeth, consonant},
	{"v", speech.Teeth, consonant}, {"w", speech.Pursed, consonant}, {"j", speech.Hush, consonant}, {"r", speech.Hush, consonant},
	{"k", speech.Back, consonant}, {"g", speech.Back, consonant}, {"h", speech.Back, consonant}, {"c", speech.Back, consonant},
	{"q", speech.Back, consonant}, {"x", speech.Back, consonant},
}

// soundsOf reads the sounds of a word from its spelling, in English and languages spelt like it. Characters of other scripts are
// a syllable each, open as one of a few vowels.
func soundsOf(word string) []sound {
	word = strings.ToLower(word)
	var out []sound
	last := -1 // vowel
	for len(word) > 0 {
		s, size := nextSound(word, last >= 0)
		word = word[size:]
		if s.weight == 0 {
			continue
		}
		if s.weight >= vowel {
			last = len(out)
		}
		out = append(out, s)
	}
	if last >= 0 {
		out[last].weight = lastVowel
	}
	return append(out, sound{speech.Rest, consonant / 2})
}

// nextSound is the sound at the beginning of a text and how many bytes spell it; its weight is 0 where nothing is sung.
func nextSound(text string, sung bool) (s sound, size int) {
	if text == "e" && sung {
		return s, 1 // silent at the end: shine
	}
	for _, p := range spellings {
		if strings.HasPrefix(text, p.letters) {
			return sound{p.viseme, p.weight}, len(p.letters)
		}
	}
	var first rune
	size = len(text)
	for i, r := range text {
		if i > 0 {
			size = i
			break
		}
		first = r
	}
	switch {
	case !unicode.IsLetter(first):
		return s, size
	case first == 'y':
		return sound{speech.Spread, vowel}, size
	case first < unicode.MaxASCII:
		return sound{speech.Tip, consonant}, size
	}
	vowels := []speech.Viseme{speech.Open, speech.Mid, speech.Round, speech.Spread, speech.Pursed}
	return sound{vowels[int(first)%len(vowels)], vowel}, size
}
