package studio

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"zoetrope"
	"zoetrope/engine/studio/lettering"
	"zoetrope/engine/studio/montage"
)

// hasHan tells whether a text has Chinese characters.
func hasHan(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// quoted finds a title in quotation marks.
var quoted = regexp.MustCompile(`["“「『]([^"”」』]{2,60})["”」』]`)

// order begins a prompt that tells the editor what to do; it is no title.
var order = regexp.MustCompile(`(?i)^\s*(please|make|create|generate|produce|turn|edit|show|use|build|制作|生成|请|创建|做)`)

// titleOf is what a prompt calls its subject: what stands in quotation marks, or its first clause if it is short and no order.
func titleOf(prompt string) string {
	if m := quoted.FindStringSubmatch(prompt); m != nil {
		return strings.TrimSpace(m[1])
	}
	if order.MatchString(prompt) {
		return ""
	}
	clause, _, _ := strings.Cut(strings.TrimSpace(prompt), "\n")
	if i := strings.IndexAny(clause, ",.;:!?，。；：！？"); i >= 0 {
		clause = clause[:i]
	}
	const longest = 44
	if clause = strings.TrimSpace(clause); len([]rune(clause)) > longest || len([]rune(clause)) < 2 {
		return ""
	}
	return clause
}

// numbered finds labels of pictures in a prompt, such as "1: kitchen, 2: garden".
var numbered = regexp.MustCompile(`(?:^|[\s,;，；(])(\d{1,2})\s*[:：=.]\s*([\pL][\pL '’-]{1,28})`)

// labelsOf are the names that a prompt gives to pictures by number, counted from 1.
func labelsOf(prompt string) map[int]string {
	labels := map[int]string{}
	for _, m := range numbered.FindAllStringSubmatch(prompt, -1) {
		if n, err := strconv.Atoi(m[1]); err == nil {
			labels[n] = strings.TrimSpace(m[2])
		}
	}
	return labels
}

// titled is a line of text that is shown for a while.
type titled struct {
	line     *montage.Line
	x, y     float64
	from, to int     // frames
	rise     float64 // pixels by which it comes up
}

// visible is how far a line is faded in at frame i, 0 to 1.
func (t titled) visible(i int) float64 {
	const fade = 0.45 * zoetrope.FPS
	in, out := float64(i-t.from)/fade, float64(t.to-i)/fade
	v := math.Min(math.Max(math.Min(in, out), 0), 1)
	return v * v * (3 - 2*v)
}

// titles is the overlay of a tour: its title over the first shot, the names of rooms where the prompt has them, and the card.
func (t *tour) titles() func(i int, frame []byte) {
	w, h := float64(t.job.Width), float64(t.job.Height)
	unit := math.Min(w, h)
	var all []titled
	add := func(st lettering.Style, text string, x, y, anchor float64, from, to int) {
		st = st.Fit(text, 0.86*w)
		l := montage.NewLine(st, []string{text})
		if l.Width < 1 {
			return
		}
		all = append(all, titled{line: l, x: x - anchor*l.Width, y: y, from: from, to: to, rise: 0.02 * unit})
	}
	display := lettering.Style{Face: lettering.Display, Size: 0.115 * unit, Spacing: 0.03}
	sans := lettering.Style{Face: lettering.Sans, Size: 0.045 * unit}
	title := titleOf(t.spec.Prompt)
	rooms := labelsOf(t.spec.Prompt)
	first := t.card
	if len(t.starts) > 1 {
		first = t.starts[1]
	}
	if len(rooms) == 0 && title != "" && first > zoetrope.FPS {
		add(display, title, 0.07*w, 0.88*h, 0, 8, first-4)
	}
	for i, from := range t.starts {
		to := t.card
		if i+1 < len(t.starts) {
			to = t.starts[i+1]
		}
		if name := rooms[t.shown[i]+1]; name != "" && (i == 0 || t.shown[i] != t.shown[i-1]) {
			add(sans, name, 0.07*w, 0.90*h, 0, from+5, to-3)
		}
	}
	call := "Book a viewing"
	if t.chinese && sans.Width("预约看房") > sans.Size {
		call = "预约看房"
	}
	if t.card < t.spec.Frames() {
		end := t.spec.Frames() + zoetrope.FPS // the card stays
		y := 0.52 * h
		if title != "" && len(rooms) == 0 {
			add(display, title, w/2, y, 0.5, t.card+6, end)
			y += 0.11 * unit
		}
		add(sans, call, w/2, y, 0.5, t.card+14, end)
	}
	return func(i int, frame []byte) {
		for _, l := range all {
			if v := l.visible(i); v > 0 {
				l.line.Draw(frame, t.job.Width, t.job.Height, l.x, l.y+l.rise*(1-v), montage.White, montage.White, 0, v)
			}
		}
	}
}
