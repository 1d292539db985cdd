package prompt

import (
	"slices"
	"testing"
)

func TestParts(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text  string
		want  []string
		later []bool
	}{
		{"", nil, nil},
		{"a forest", []string{"a forest"}, []bool{false}},
		{"A man walks. He stops, then he runs.", []string{"A man walks", "He stops", "he runs"}, []bool{false, false, true}},
		{"a wolf and then a bear", []string{"a wolf", "a bear"}, []bool{false, true}},
		{"一只狼在跑，接着它停下。", []string{"一只狼在跑", "它停下"}, []bool{false, true}},
		{"Shot 1: the sea. Shot 2: a boat", []string{"the sea", "a boat"}, []bool{false, true}},
		{"a boat at 5.30 in the morning", []string{"a boat at 5.30 in the morning"}, []bool{false}},
	} {
		var got []string
		var later []bool
		for _, p := range Parts(tt.text) {
			got, later = append(got, p.Text), append(later, p.Later)
		}
		if !slices.Equal(got, tt.want) || !slices.Equal(later, tt.later) {
			t.Errorf("%q has the parts %q %v, want %q %v", tt.text, got, later, tt.want, tt.later)
		}
	}
}

func TestWithinKeepsThePlace(t *testing.T) {
	t.Parallel()
	whole := Read("a wolf in a forest in autumn. A deer runs", "")
	parts := Parts(whole.Prompt)
	s := whole.Within(parts[1], whole)
	if m, _ := s.Best(Setting); m.Name != "forest" {
		t.Errorf("the second passage plays in %q", m.Name)
	}
	if s.Weight(Subject, "wolf") > 0 || s.Weight(Subject, "deer") == 0 || s.Weight(Season, "autumn") == 0 || s.Steer != whole.Steer {
		t.Errorf("the second passage is %s", s)
	}
}
