package prompt

import "testing"

// The lexicon must know every word that an emoji stands for, or the emoji would steer by chance.
func TestEmojiStandForWordsOfTheLexicon(t *testing.T) {
	t.Parallel()
	for r := range emoji {
		s := Read(string(r), "")
		if len(s.Mentions) == 0 || len(s.Unknown) > 0 {
			t.Errorf("%c is read as %v, not understood is %q", r, s.Mentions, s.Unknown)
		}
	}
}

func TestReadsEmoji(t *testing.T) {
	t.Parallel()
	s := Read("a walk 🏖️🌧️ with my 🐶!", "")
	for kind, name := range map[Kind]string{Setting: "coast", Weather: "rain", Subject: "dog"} {
		if s.Weight(kind, name) < 0.5 {
			t.Errorf("no %s %s in %v", kind, name, s.Mentions)
		}
	}
}
