package sprite_test

import (
	"math"
	"testing"

	"zoetrope/engine/studio/sprite"
	"zoetrope/engine/studio/vision"
)

// flat is a picture of one colour.
func flat(w, h int, r, g, b float32) vision.RGB {
	p := vision.NewRGB(w, h)
	for i := range p.R.Pix {
		p.R.Pix[i], p.G.Pix[i], p.B.Pix[i] = r, g, b
	}
	return p
}

func full(w, h int) vision.Plane {
	return vision.New(w, h).Map(func(float32) float32 { return 1 })
}

// weight is the coverage of a patch in pixels, and the centre of it in the picture.
func weight(p *sprite.Patch) (area, x, y float64) {
	for i := range p.W * p.H {
		a := float64(p.Pix[4*i+3])
		area += a
		x += a * float64(p.X+i%p.W)
		y += a * float64(p.Y+i/p.W)
	}
	return area, x / area, y / area
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > within {
		t.Errorf("%s is %.3f, want %.3f within %g", what, got, want, within)
	}
}

func TestDrawPlacesTheSprite(t *testing.T) {
	t.Parallel()
	s := sprite.New(flat(20, 10, 1, 0.5, 0.25), full(20, 10))
	middle := sprite.Pose{X: 40, Y: 30, AnchorX: 0.5, AnchorY: 0.5, Scale: 1}
	with := func(change func(*sprite.Pose)) sprite.Pose {
		p := middle
		change(&p)
		return p
	}
	tests := []struct {
		name       string
		pose       sprite.Pose
		area, x, y float64
	}{
		{"as it is", middle, 200, 40, 30},
		{"twice as large", with(func(p *sprite.Pose) { p.Scale = 2 }), 800, 40, 30},
		{"a quarter", with(func(p *sprite.Pose) { p.Scale = 0.25 }), 12.5, 40, 30},
		{"half as high", with(func(p *sprite.Pose) { p.Squash = 0.5 }), 100, 40, 30},
		{"on its feet", with(func(p *sprite.Pose) { p.AnchorY = 1 }), 200, 40, 25},
		{"a quarter turn", with(func(p *sprite.Pose) { p.Roll = math.Pi / 2 }), 200, 40, 30},
		{"by its left end, flipped", with(func(p *sprite.Pose) { p.AnchorX, p.Flip = 0, true }), 200, 50, 30},
		{"half outside", with(func(p *sprite.Pose) { p.X = -0.5 }), 100, 4.5, 30},
		{"swept", with(func(p *sprite.Pose) { p.SweepX = 8 }), 200, 40, 30},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			area, x, y := weight(s.Draw(c.pose, 80, 60))
			near(t, "area", area, c.area, 0.12*c.area+2)
			near(t, "x", x, c.x, 0.6)
			near(t, "y", y, c.y, 0.6)
		})
	}
	for name, p := range map[string]sprite.Pose{
		"no size": with(func(p *sprite.Pose) { p.Scale = 0 }), "far away": with(func(p *sprite.Pose) { p.X = 500 }),
	} {
		if got := s.Draw(p, 80, 60); len(got.Pix) != 0 {
			t.Errorf("%s: %d x %d pixels are drawn", name, got.W, got.H)
		}
	}
}

func TestOverMixesByCoverage(t *testing.T) {
	t.Parallel()
	half := full(8, 8).Map(func(float32) float32 { return 0.5 })
	patch := sprite.New(flat(8, 8, 1, 0, 0), half).Draw(sprite.Pose{X: 8, Y: 8, AnchorX: 0.5, AnchorY: 0.5, Scale: 1}, 16, 16)
	dst := flat(16, 16, 0, 0, 1)
	patch.Over(dst)
	at := 8*16 + 8
	near(t, "red inside", float64(dst.R.Pix[at]), 0.5, 0.01)
	near(t, "blue inside", float64(dst.B.Pix[at]), 0.5, 0.01)
	near(t, "blue outside", float64(dst.B.Pix[0]), 1, 0)
	near(t, "red outside", float64(dst.R.Pix[0]), 0, 0)
}

func TestOverYUVAgreesWithOver(t *testing.T) {
	t.Parallel()
	patch := sprite.New(flat(9, 9, 0.9, 0.4, 0.1), full(9, 9)).Draw(sprite.Pose{X: 8, Y: 8, AnchorX: 0.5, AnchorY: 0.5, Scale: 1}, 16, 16)
	frame := make([]byte, 16*16*3/2)
	for i := range frame {
		frame[i] = 128
		if i < 256 {
			frame[i] = 16 // black
		}
	}
	patch.OverYUV(frame, 16, 16)
	luma := 0.2126*0.9 + 0.7152*0.4 + 0.0722*0.1
	near(t, "luma", float64(frame[8*16+8]), 16+219*luma, 1.5)
	near(t, "blue difference", float64(frame[256+4*8+4]), 128+224*(0.1-luma)/1.8556, 1.5)
	near(t, "red difference", float64(frame[256+64+4*8+4]), 128+224*(0.9-luma)/1.5748, 1.5)
	near(t, "luma outside", float64(frame[0]), 16, 0)
}

func TestShadowIsDensestInTheMiddle(t *testing.T) {
	t.Parallel()
	dst := flat(40, 20, 0.8, 0.8, 0.8)
	sprite.Shadow{X: 20, Y: 10, Width: 10, Height: 4, Density: 0.5}.Cast(dst)
	row := dst.G.Row(10)
	near(t, "the middle", float64(row[20]), 0.4, 0.02)
	near(t, "beyond the edge", float64(row[38]), 0.8, 1e-6)
	if !(row[20] < row[26] && row[26] < row[32]) {
		t.Errorf("the shadow does not fade outwards: %v %v %v", row[20], row[26], row[32])
	}
	if p := (sprite.Shadow{X: 20, Y: 10, Width: 10, Height: 4}).Patch(40, 20); len(p.Pix) != 0 {
		t.Error("a shadow without density has pixels")
	}
}

func TestMatchGoesTowardsTheScene(t *testing.T) {
	t.Parallel()
	grey := flat(32, 32, 0.5, 0.5, 0.5)
	dark := sprite.Match(grey, full(32, 32), flat(32, 32, 0.15, 0.15, 0.2), vision.Plane{}, 1)
	if dark.Gain[1] >= 1 || dark.Gain[2] <= dark.Gain[0] {
		t.Errorf("gains for a dark, bluish scene are %v", dark.Gain)
	}
	if off := sprite.Match(grey, full(32, 32), flat(32, 32, 0.15, 0.15, 0.2), vision.Plane{}, 0); off != sprite.Daylight {
		t.Errorf("with strength 0 the light is %v", off)
	}
	if none := sprite.Match(grey, vision.New(32, 32), grey, vision.Plane{}, 1); none != sprite.Daylight {
		t.Errorf("of nothing the light is %v", none)
	}
	lit := dark.Apply(grey)
	if lit.R.Pix[0] >= 0.5 || lit.R.Pix[0] <= 0 {
		t.Errorf("grey in the dark has red %v", lit.R.Pix[0])
	}
}

func TestGrainIsMeasuredAsItWasMade(t *testing.T) {
	t.Parallel()
	const side, sigma = 96, 0.03
	patch := sprite.New(flat(side, side, 0.5, 0.5, 0.5), full(side, side)).
		Draw(sprite.Pose{X: side / 2, Y: side / 2, AnchorX: 0.5, AnchorY: 0.5, Scale: 1}, side, side)
	dst := flat(side, side, 0.5, 0.5, 0.5)
	patch.Over(dst)
	if got := sprite.NoiseOf(dst); got > 0.002 {
		t.Errorf("a flat picture has a noise of %v", got)
	}
	patch.Grain(sigma, 3)
	patch.Over(dst)
	near(t, "noise", float64(sprite.NoiseOf(dst)), sigma, 0.35*sigma)
}
