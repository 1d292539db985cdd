package prompt

import "testing"

// Numbers and colours belong to whom they are said of, also those of clothes.
func TestSubjectsAreDescribed(t *testing.T) {
	t.Parallel()
	const red, blue, none = "red", "blue", ""
	for _, tt := range []struct {
		prompt, name, colour string
		count                int
	}{
		{"four elephants cross the savanna", "elephant", none, 4},
		{"四只大象走过草原", "elephant", none, 4},
		{"五匹马在草原上奔跑", "horse", none, 5},
		{"三辆汽车在公路上", "car", none, 3},
		{"a red car in a city", "car", red, 1},
		{"a woman in a red dress walks on a beach", "woman", red, 1},
		{"a woman, wearing a red coat, on a beach", "woman", red, 1},
		{"穿红色裙子的女孩在海边", "woman", red, 0},
		{"a dog and a man in a blue jacket", "person", blue, 1},
		{"a dog and a man in a blue jacket", "dog", none, 1},
		{"a man walks past a blue wall", "person", none, 1},
	} {
		s := Read(tt.prompt, "")
		found := false
		for _, m := range s.Of(Subject) {
			if m.Name != tt.name {
				continue
			}
			found = true
			if m.Count != tt.count {
				t.Errorf("%s: %d of %s, want %d", tt.prompt, m.Count, tt.name, tt.count)
			}
			want, coloured := Read(tt.colour, "").Best(Colour)
			if m.HasColour != coloured || coloured && m.Colour != want.Colour {
				t.Errorf("%s: the colour of %s is %.2f, want %q", tt.prompt, tt.name, m.Colour, tt.colour)
			}
		}
		if !found {
			t.Errorf("%s: no %s", tt.prompt, tt.name)
		}
	}
}
