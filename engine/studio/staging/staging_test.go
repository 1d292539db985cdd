package staging_test

import (
	"math"
	"testing"

	"zoetrope/engine/studio/staging"
)

func TestReadTellsNamesApart(t *testing.T) {
	t.Parallel()
	names := []string{"cat", "red cat", "catalogue"}
	s := staging.Read("@red cat on the left, @catalogue on the right of a beach, and a tiny @cat runs; see @catnip", names)
	if s.Place != "on the left, on the right of a beach, and a tiny runs; see @catnip" {
		t.Errorf("the place is %q", s.Place)
	}
	roles := s.Place3D([]int{0, 1, 2})
	if roles[1].X > 0.4 || roles[2].X < 0.6 {
		t.Errorf("left is %.2f, right is %.2f", roles[1].X, roles[2].X)
	}
	if roles[0].Action != "run" || roles[0].Height > 0.5*roles[1].Height {
		t.Errorf("the tiny cat that runs is %+v", roles[0])
	}
	if roles[1].Action != "" {
		t.Errorf("the red cat does %q", roles[1].Action)
	}
}

func TestPlacesFollowTheOrderOfMentions(t *testing.T) {
	t.Parallel()
	roles := staging.Read("@b hugs @a", []string{"a", "b"}).Place3D([]int{0, 1})
	if roles[1].X >= roles[0].X {
		t.Errorf("b stands at %.2f, a at %.2f", roles[1].X, roles[0].X)
	}
	far := staging.Read("@a in the distance", []string{"a"}).Place3D([]int{0})[0]
	near := staging.Read("@a", []string{"a"}).Place3D([]int{0})[0]
	if far.Height >= near.Height || far.Y >= near.Y {
		t.Errorf("far %+v, near %+v", far, near)
	}
}

func TestActionsMove(t *testing.T) {
	t.Parallel()
	role := func(prompt string) staging.Role { return staging.Read(prompt, []string{"a"}).Place3D([]int{0})[0] }
	travel := func(r staging.Role) float64 { return r.At(5, 5).X - r.At(0, 5).X }
	walk, run, left := travel(role("@a walks")), travel(role("@a runs")), travel(role("@a walks to the left"))
	if walk <= 0.1 || run <= walk || left >= 0 {
		t.Errorf("walking goes %.2f, running %.2f, to the left %.2f", walk, run, left)
	}
	highest := 0.0
	for i := range 120 {
		highest = math.Max(highest, role("@a jumps").At(float64(i)/24, 5).Lift)
	}
	if highest < 0.15 {
		t.Errorf("a jump is %.2f high", highest)
	}
	if fly := role("@a flies"); fly.Grounded {
		t.Error("what flies stands on the ground")
	}
}
