package cutout

import (
	"math"
	"testing"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/segment"
)

// TestPartsAreCompleted has a loud spot on a dull thing that fills the picture.
func TestPartsAreCompleted(t *testing.T) {
	t.Parallel()
	const w, h = 200, 150
	p := vision.NewRGB(w, h)
	spot := func(rx, ry float64) vision.Plane {
		out := vision.New(w, h)
		for i := range out.Pix {
			if math.Hypot(float64(i%w-100)/rx, float64(i/w-85)/ry) < 1 {
				out.Pix[i] = 1
			}
		}
		return out
	}
	thing := spot(68, 58)
	loud := spot(30, 26)
	for i := range thing.Pix {
		grain := float32((i*7919)%17) / 300
		c := [3]float32{0.62 + grain, 0.6 + grain, 0.58 + grain}
		switch {
		case loud.Pix[i] > 0:
			c = [3]float32{0.9, 0.2 + grain, 0.1}
		case thing.Pix[i] > 0:
			c = [3]float32{0.4 + grain, 0.35 + grain, 0.3 + grain}
		}
		p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = c[0], c[1], c[2]
	}
	whole, ok := completed(p, vision.New(w, h), segment.Subject{Mask: loud, Confidence: 1})
	if !ok {
		t.Fatal("the spot stands for the thing")
	}
	both := vision.Product(whole.Mask, thing).Mean()
	if iou := both / (whole.Mask.Mean() + thing.Mean() - both); iou < 0.85 {
		t.Errorf("the whole overlaps the thing by %.2f, want 0.85", iou)
	}
	if _, ok := completed(p, vision.New(w, h), segment.Subject{Mask: spot(10, 8), Confidence: 1}); ok {
		t.Error("something small and far away became a part of what is around it")
	}
	if _, ok := completed(p, vision.New(w, h), segment.Subject{Mask: thing, Confidence: 1}); ok {
		t.Error("a whole was completed")
	}
}

// TestACrowdIsNoPart has somebody before a crowd whose colours are those of the crowd beside.
func TestACrowdIsNoPart(t *testing.T) {
	t.Parallel()
	const w, h = 200, 150
	p, player := vision.NewRGB(w, h), vision.New(w, h)
	for i := range player.Pix {
		x, y := i%w, i/w
		k := uint32(x/7*2654435761) ^ uint32(y/7*40503)
		k ^= k >> 13
		c := [3]float32{float32(k%5) / 8, float32(k/5%5) / 8, float32(k/25%5) / 8}
		if math.Abs(float64(x-100)) < 25 && math.Abs(float64(y-80)) < 32 {
			c, player.Pix[i] = [3]float32{0.9, 0.1, 0.2}, 1
		}
		p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = c[0], c[1], c[2]
	}
	if whole, ok := completed(p, vision.New(w, h), segment.Subject{Mask: player, Confidence: 1}); ok {
		t.Errorf("a player who covers %.2f is completed to %.2f of the picture", player.Mean(), whole.Mask.Mean())
	}
}

// TestShouldersBelongToTheHead has the head of a close portrait and things around it.
func TestShouldersBelongToTheHead(t *testing.T) {
	t.Parallel()
	const w, h = 200, 150
	box := func(x0, y0, x1, y1 int) vision.Plane {
		out := vision.New(w, h)
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				out.Pix[y*w+x] = 1
			}
		}
		return out
	}
	people := []Thing{{Name: Person, Mask: box(70, 5, 130, 100)}}
	faces := []face.Face{{X: 100, Y: 50, Radius: 35}}
	for _, c := range []struct {
		name   string
		object vision.Plane
		want   int
	}{
		{"shoulders", box(50, 101, 150, h), 0},
		{"a cup at the chin", box(90, 101, 110, 125), -1},
		{"a lamp beside", box(131, 20, 160, h), -1},
		{"a table that runs through the frame", box(0, 101, w, h), -1},
		{"something below that does not touch", box(80, 120, 120, h), -1},
	} {
		if got := owner(people, faces, c.object); got != c.want {
			t.Errorf("%s: owner %d, want %d", c.name, got, c.want)
		}
	}
}
