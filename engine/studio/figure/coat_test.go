package figure

import (
	"math/rand/v2"
	"testing"
)

// seen renders a subject from its side, 200 pixels per unit of its length.
func seen(t *testing.T, name string) *canvas {
	t.Helper()
	s, ok := Find(name)
	if !ok {
		t.Fatalf("no %s", name)
	}
	scale := 200 / s.Length
	axes := basis{Vec{scale, 0, 0}, Vec{0, scale, 0}, Vec{0, 0, scale}}
	c := newCanvas(260, 260)
	t.Cleanup(c.free)
	c.draw(s.Pose(Moment{Action: "stand"}).parts, view{axes: axes, at: Vec{130, 20, 0}})
	return c
}

func TestCoatsHaveTheirPatterns(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ least, most float32 }{ // share of the body in the second colour
		"tiger": {0.12, 0.5}, "zebra": {0.15, 0.55}, "cow": {0.10, 0.7}, "giraffe": {0.2, 0.75}, "panda": {0.1, 0.5},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := seen(t, name)
			var body, second float32
			limit := float32(0.06)
			if name == "giraffe" {
				limit = 0.45 // brown on cream, in the red channel
			}
			for i := range c.px {
				if s := &c.px[i]; s.d < -2 {
					body++
					if s.colour[0] < limit {
						second++
					}
				}
			}
			if k := second / body; k < tt.least || k > tt.most {
				t.Errorf("%.2f of the body has the second colour, want %.2f to %.2f", k, tt.least, tt.most)
			}
		})
	}
}

func TestBelliesArePale(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"fox", "wolf", "deer", "tiger"} {
		c := seen(t, name)
		var back, belly Colour
		var nb, nu float32
		for i := range c.px {
			s := &c.px[i]
			switch {
			case s.d > -1:
			case s.n.Y > 0.6:
				nb++
				for k := range back {
					back[k] += s.colour[k]
				}
			case s.n.Y < -0.6:
				nu++
				for k := range belly {
					belly[k] += s.colour[k]
				}
			}
		}
		if b, u := back[2]/nb, belly[2]/nu; u < 1.2*b {
			t.Errorf("%s: the belly's blue is %.3f, the back's %.3f", name, u, b)
		}
	}
}

// TestFurStandsOffTheSkin compares a bear with a shaved one.
func TestFurStandsOffTheSkin(t *testing.T) {
	t.Parallel()
	area := func(c *canvas) (n int) {
		for i := range c.px {
			if c.px[i].d < 0 {
				n++
			}
		}
		return n
	}
	furry := seen(t, "polarbear")
	b := beasts["polarbear"]
	s, _ := Find("polarbear")
	scale := 200 / s.Length
	bare := newCanvas(260, 260)
	defer bare.free()
	bare.draw(quadruped(b, footfall{duty: 1}, 0, 0).parts, view{axes: basis{Vec{scale, 0, 0}, Vec{0, scale, 0}, Vec{0, 0, scale}}, at: Vec{130, 20, 0}})
	if with, without := area(furry), area(bare); 100*with < 102*without {
		t.Errorf("the outline holds %d pixels with fur and %d without", with, without)
	}
}

// TestHiddenSamplesChangeNothing checks that what is skipped could not have been seen.
func TestHiddenSamplesChangeNothing(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	sampleOf := func() sample {
		return sample{
			d: 20*r.Float32() - 15, z: 60 * r.Float32(), melt: 8 * r.Float32(), gloss: r.Float32(),
			n: Vec{r.Float32(), r.Float32(), r.Float32()}.unit(), colour: Colour{r.Float32(), r.Float32(), r.Float32()},
		}
	}
	hidden := 0
	for range 20000 {
		s, u := sampleOf(), sampleOf()
		if !s.hides(&u) {
			continue
		}
		hidden++
		before := s
		s.join(&u)
		if s.colour != before.colour || s.z != before.z || s.n.sub(before.n).length() > 1e-3 || s.d > -1 {
			t.Fatalf("%+v\nhides %+v, but joined they are\n%+v", before, u, s)
		}
	}
	if hidden < 1000 {
		t.Errorf("only %d of the samples were hidden", hidden)
	}
}
