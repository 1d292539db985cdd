package studio

import (
	"math"
	"strings"

	"zoetrope"
	"zoetrope/engine/studio/lettering"
	"zoetrope/engine/studio/montage"
)

// sungLine is a line of lyrics: its words and their times in seconds.
type sungLine struct {
	words      []zoetrope.Word
	start, end float64
	timed      bool // word by word
}

// Rules by which timed words become lines.
const (
	longestPause = 0.6 // seconds within a line
	mostWords    = 8
	mostLetters  = 38
	afterLine    = 0.6 // seconds that a line stays
)

// linesOf are the lines of a song: timed words gathered by their pauses, or lines of text spread evenly from the first beat on.
func linesOf(s *zoetrope.MusicVideoSpec, first, seconds float64) []sungLine {
	if len(s.Words) > 0 {
		return timedLines(s.Words, seconds)
	}
	var texts []string
	letters := 0
	for _, l := range strings.Split(s.Lyrics, "\n") {
		l = strings.TrimSpace(l)
		if l == "" || strings.HasPrefix(l, "[") { // [Chorus] and the like are not sung
			continue
		}
		texts = append(texts, l)
		letters += len([]rune(l)) + 6
	}
	var lines []sungLine
	at, room := first, math.Max(seconds-first-1, 0)
	for _, l := range texts {
		length := room * float64(len([]rune(l))+6) / float64(letters)
		line := sungLine{start: at, end: at + length}
		for _, w := range strings.Fields(l) {
			line.words = append(line.words, zoetrope.Word{Start: at, End: at + length, Text: w})
		}
		lines, at = append(lines, line), at+length
	}
	return lines
}

// firstWord is when lyrics without times begin.
func (v *video) firstWord() float64 {
	if len(v.track.Bars) == 0 {
		return 1
	}
	return math.Max(v.track.Bars[0], 0.5)
}

func timedLines(words []zoetrope.Word, seconds float64) []sungLine {
	var lines []sungLine
	letters := 0
	for _, w := range words {
		text := strings.TrimSpace(w.Text)
		if text == "" || w.Start >= seconds {
			continue
		}
		w.Text = text
		n := len(lines) - 1
		ends := n < 0 || w.Start-lines[n].end > longestPause || len(lines[n].words) >= mostWords || letters+len([]rune(text)) > mostLetters ||
			strings.HasSuffix(lines[n].words[len(lines[n].words)-1].Text, ".")
		if ends {
			lines = append(lines, sungLine{start: w.Start, timed: true})
			n, letters = n+1, 0
		}
		lines[n].words = append(lines[n].words, w)
		lines[n].end = math.Max(lines[n].end, w.End)
		letters += len([]rune(text)) + 1
	}
	return lines
}

// sung is how far a line is sung at a time, in pixels from its left.
func (l sungLine) sung(set *montage.Line, at float64) float64 {
	if !l.timed {
		return 0
	}
	x := 0.0
	for i, w := range l.words {
		if at < w.Start {
			break
		}
		share := 1.0
		if at < w.End {
			share = (at - w.Start) / math.Max(w.End-w.Start, 1e-3)
		}
		x = set.Words[i].X0 + share*(set.Words[i].X1-set.Words[i].X0)
	}
	return x
}

// overlay draws the captions of a song, and lets the picture breathe with the beat where the music is loud.
func (v *video) overlay() func(i int, frame []byte) {
	w, h := v.job.Width, v.job.Height
	unit := math.Min(float64(w), float64(h))
	var lines []sungLine
	if v.spec.Captions && !v.spec.Instrumental {
		lines = linesOf(v.spec, v.firstWord(), v.spec.Length().Seconds())
	}
	var set *montage.Line
	shown, next := -1, 0 // the line that is set, and the beat to come
	return func(i int, frame []byte) {
		at := float64(i) / zoetrope.FPS
		for next < len(v.track.Beats) && v.track.Beats[next] <= at {
			next++
		}
		if next > 0 && v.track.Tempo > 0 {
			breathe(frame[:w*h], 0.07*v.track.Level(at)*math.Exp(-(at-v.track.Beats[next-1])*9))
		}
		k := lineAt(lines, at)
		if k < 0 {
			return
		}
		l := lines[k]
		if k != shown {
			texts := make([]string, len(l.words))
			for i, word := range l.words {
				texts[i] = word.Text
			}
			st := lettering.Style{Face: lettering.Sans, Size: 0.068 * unit}.Fit(strings.Join(texts, " "), 0.88*float64(w))
			set, shown = montage.NewLine(st, texts), k
		}
		const fade = 0.18
		alpha := math.Min(math.Min((at-l.start+0.15)/fade, (l.end+afterLine-at)/fade), 1)
		montage.Band(frame, w, h, 0.72*float64(h), float64(h), 0.35*math.Max(alpha, 0))
		set.Draw(frame, w, h, (float64(w)-set.Width)/2, 0.90*float64(h), montage.White, montage.Yellow, l.sung(set, at), math.Max(alpha, 0))
	}
}

// lineAt is the line that is shown at a time, or -1. A line comes a little early and stays until the next one.
func lineAt(lines []sungLine, at float64) int {
	for k := len(lines) - 1; k >= 0; k-- {
		if at >= lines[k].start-0.15 {
			if at > lines[k].end+afterLine {
				return -1
			}
			return k
		}
	}
	return -1
}

// breathe brightens luma by a share.
func breathe(luma []byte, amount float64) {
	k := int32(amount * 256)
	if k < 1 {
		return
	}
	for i, v := range luma {
		luma[i] = byte(min(int32(v)+(int32(v)-16)*k>>8, 235))
	}
}
