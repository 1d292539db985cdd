package prompt

import (
	"fmt"
	"slices"
	"strings"
)

// String is the Spec in one line: "setting ocean 1.00, time golden 0.97; avoids weather rain; unknown: frobnicate".
func (s *Spec) String() string {
	var parts []string
	for _, m := range s.Mentions {
		parts = append(parts, fmt.Sprintf("%s %s %.2f", m.Kind, m.Name, m.Weight))
	}
	out := strings.Join(parts, ", ")
	if out == "" {
		out = "nothing known"
	}
	if len(s.Avoid) > 0 {
		var avoid []string
		for _, c := range s.Avoid {
			avoid = append(avoid, string(c.Kind)+" "+c.Name)
		}
		out += "; avoids " + strings.Join(avoid, ", ")
	}
	if len(s.Unknown) > 0 {
		out += "; unknown: " + strings.Join(s.Unknown, ", ")
	}
	return out
}

// headings of Explain, by kind.
var headings = map[Kind]string{
	Setting: "Place", Time: "Time of day", Weather: "Weather", Season: "Season", Mood: "Mood", Style: "Style",
	Colour: "Colours", Overlay: "In the air", Camera: "Camera", Lens: "Lens", Pace: "Pace", Subject: "Subjects", Action: "Actions",
}

// Explain tells a person in a few lines what was understood, and what was not.
func (s *Spec) Explain() string {
	var b strings.Builder
	for _, k := range kinds {
		ms := s.Of(k)
		if len(ms) == 0 {
			continue
		}
		var parts []string
		for _, m := range ms {
			parts = append(parts, explainMention(m))
		}
		fmt.Fprintf(&b, "%-12s %s\n", headings[k]+":", strings.Join(parts, "; "))
	}
	if len(s.Avoid) > 0 {
		var parts []string
		for _, c := range s.Avoid {
			if !slices.Contains(parts, c.Name) {
				parts = append(parts, c.Name)
			}
		}
		fmt.Fprintf(&b, "%-12s %s\n", "Left out:", strings.Join(parts, ", "))
	}
	for _, t := range s.Titles {
		fmt.Fprintf(&b, "%-12s %s\n", "Title:", t)
	}
	for _, t := range s.Speech {
		fmt.Fprintf(&b, "%-12s %s (spoken only when lip_sync_tts_switch asks for it)\n", "Said:", t)
	}
	for _, t := range s.Signs {
		fmt.Fprintf(&b, "%-12s %s (letters on things are not drawn)\n", "On a sign:", t)
	}
	if len(s.Unknown) > 0 {
		fmt.Fprintf(&b, "%-12s %s (these steer colours and composition)\n", "Not known:", strings.Join(s.Unknown, ", "))
	}
	if b.Len() == 0 {
		return "The prompt has no words; colours and composition come from its text as a whole.\n"
	}
	return b.String()
}

func explainMention(m Mention) string {
	out := strings.ReplaceAll(m.Name, "_", " ")
	if m.Count > 1 {
		out = fmt.Sprintf("%d × %s", m.Count, out)
	}
	if len(m.Words) == 0 {
		return out + " (suggested)"
	}
	return fmt.Sprintf("%s (from %q)", out, strings.Join(m.Words, ", "))
}
