package speech

import (
	"strconv"
	"strings"
	"unicode"

	"zoetrope/engine/studio/audio/dsp"
)

// Phone is one sound of the language, as flite names it or in letters of the IPA.
type Phone struct {
	Symbol     string
	Start, End float64 // seconds
	Viseme     Viseme
}

// Viseme is a shape of the mouth.
type Viseme int

// The visemes.
const (
	Rest   Viseme = iota // closed and slack
	Open                 // father, cat
	Mid                  // bed, about
	Spread               // see, bit
	Round                // law, go
	Pursed               // you, we
	Closed               // map
	Teeth                // five
	Tongue               // this, thin
	Tip                  // tin, less
	Back                 // king, hat
	Hush                 // ship, red
)

// visemeOf maps flite's phones and the letters of the IPA.
var visemeOf = func() map[string]Viseme {
	m := map[string]Viseme{}
	for v, list := range map[Viseme]string{
		Rest:   "pau h#",
		Open:   "aa ae ah aw ay a ɑ ɐ ʌ æ ɒ",
		Mid:    "eh er ax axr e ɛ ə ɜ ɚ ɝ ɘ ø œ ɤ",
		Spread: "iy ih ey y i ɪ ɨ j ᵻ",
		Round:  "ao ow oy o ɔ",
		Pursed: "uw uh w u ʊ ʉ ɯ ɥ ʍ",
		Closed: "m b p em",
		Teeth:  "f v ɱ",
		Tongue: "th dh θ ð",
		Tip:    "t d n l s z en el dx ɾ ɫ ʈ ɖ ɳ ɭ ʦ",
		Back:   "k g ng hh h x ɣ ŋ ɡ q ʔ χ ħ ɲ c ʎ",
		Hush:   "sh zh ch jh r ʃ ʒ ɹ ʂ ʐ ɕ ʑ ʧ ʤ ɻ ʁ ʀ",
	} {
		for _, s := range strings.Fields(list) {
			m[s] = v
		}
	}
	return m
}()

// parseSegments reads flite's list of phones, "name:end" in seconds, one line to an utterance, whose times start anew. Pauses
// are left out.
func parseSegments(out string, formant float64) []Phone {
	var phones []Phone
	base := 0.0
	for line := range strings.Lines(out) {
		last := 0.0
		for _, f := range strings.Fields(line) {
			name, at, ok := strings.Cut(f, ":")
			end, err := strconv.ParseFloat(at, 64)
			if !ok || err != nil || end < last {
				continue
			}
			end /= formant
			if v := visemeOf[name]; v != Rest {
				phones = append(phones, Phone{Symbol: name, Start: base + last, End: base + end, Viseme: v})
			}
			last = end
		}
		base += last
	}
	return phones
}

// sign is a phone with its share of the time.
type sign struct {
	symbol string
	viseme Viseme
	weight float64
}

// estimatePhones lays the phones that espeak-ng spells out over the stretches of sound: each clause, a line, over its own
// stretch when their numbers agree, else all over all. Vowels take longer than consonants, long vowels longer still.
func estimatePhones(spelling string, samples []float64) []Phone {
	var clauses [][]sign
	for line := range strings.Lines(spelling) {
		if c := parseClause(line); len(c) > 0 {
			clauses = append(clauses, c)
		}
	}
	spans := voiced(samples)
	if len(clauses) == 0 || len(spans) == 0 {
		return nil
	}
	var phones []Phone
	if len(clauses) == len(spans) {
		for i, c := range clauses {
			phones = append(phones, lay(c, spans[i:i+1])...)
		}
		return phones
	}
	var all []sign
	for _, c := range clauses {
		all = append(all, c...)
	}
	return lay(all, spans)
}

// parseClause reads phones that are separated by "_" and blanks.
func parseClause(line string) []sign {
	var signs []sign
	for _, f := range strings.FieldsFunc(line, func(r rune) bool { return r == '_' || unicode.IsSpace(r) }) {
		if strings.HasPrefix(f, "(") { // a change of language, "(en)"
			_, f, _ = strings.Cut(f, ")")
		}
		f = strings.Trim(f, "ˈˌ'.,0123456789")
		for _, r := range f {
			v, ok := visemeOf[string(r)]
			if !ok {
				continue
			}
			weight := 0.6
			if v >= Open && v <= Pursed && r != 'j' && r != 'w' {
				weight = 1
				if strings.ContainsRune(f, 'ː') {
					weight = 1.5
				}
			}
			signs = append(signs, sign{string(r), v, weight})
		}
	}
	return signs
}

// lay spreads phones over stretches of sound by their weights.
func lay(signs []sign, spans []span) []Phone {
	total, frames := 0.0, 0
	for _, s := range signs {
		total += s.weight
	}
	for _, s := range spans {
		frames += s.to - s.from
	}
	// at is the time after a share of the sound has gone by, its pauses left out.
	at := func(share float64, end bool) float64 {
		left := share * float64(frames)
		for i, s := range spans {
			n := float64(s.to - s.from)
			if left < n || end && left <= n || i == len(spans)-1 {
				return (float64(s.from) + min(left, n)) / dsp.Rate
			}
			left -= n
		}
		return 0
	}
	var phones []Phone
	done := 0.0
	for _, s := range signs {
		start := at(done/total, false)
		done += s.weight
		phones = append(phones, Phone{Symbol: s.symbol, Start: start, End: max(at(done/total, true), start), Viseme: s.viseme})
	}
	return phones
}
