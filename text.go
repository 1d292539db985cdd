package zoetrope

import "fmt"

// Text is something that a request says in words.
type Text struct {
	Field string // of the request
	Value string
}

// Texts lists what a spec asks to see or hear, in words; empty fields are left
// out. What shall not be seen (the negative prompt) is not among them.
func Texts(s Spec) []Text {
	v := s.Video()
	all := []Text{
		{"prompt", v.Prompt}, {"sound_effect_content", v.SoundEffectContent}, {"lip_sync_tts_content", v.LipSyncText},
	}
	if s, ok := s.(interface{ Speech() *SpeechSpec }); ok {
		all = append(all, Text{"lip_sync_tts_content", s.Speech().Text})
	}
	switch s := s.(type) {
	case *MultiTransitionSpec:
		for i, f := range s.Frames {
			all = append(all, Text{fmt.Sprintf("multi_transition[%d].prompt", i), f.Prompt})
		}
	case *MusicVideoSpec:
		all = append(all, Text{"lyric_text", s.Lyrics})
		sung := ""
		for _, w := range s.Words {
			sung += w.Text + " "
		}
		all = append(all, Text{"lyric_timestamp", sung})
	}
	said := all[:0]
	for _, t := range all {
		if t.Value != "" {
			said = append(said, t)
		}
	}
	return said
}
