// Package sprite lays cut-outs over pictures: placed, scaled and turned as their scene asks, with its light, blur, grain and
// shadow.
package sprite

import (
	"math"

	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/warp"
)

// Sprite is a cut-out prepared for drawing at any size. It is safe for concurrent use.
type Sprite struct {
	W, H   int           // pixels of the cut-out
	levels []*warp.Image // each half as large as the one before, so that reduced sprites do not alias
}

// New prepares a cut-out: straight colours and coverage of one size.
func New(colour vision.RGB, alpha vision.Plane) *Sprite {
	s := &Sprite{W: colour.W, H: colour.H}
	clamped := func(p vision.Plane) vision.Plane {
		return p.Map(func(v float32) float32 { return min(max(v, 0), 1) })
	}
	for {
		s.levels = append(s.levels, warp.NewImage(framed(colour, clamped(alpha))))
		if min(colour.W, colour.H) <= 8 {
			return s
		}
		colour, alpha = colour.EachChannel(vision.Half), vision.Half(alpha)
	}
}

// frame is the transparent margin of a level in pixels: samples at its edge fade out instead of repeating it.
const frame = 2

func framed(colour vision.RGB, alpha vision.Plane) (vision.RGB, vision.Plane) {
	pad := func(p vision.Plane, repeat bool) vision.Plane {
		out := vision.New(p.W+2*frame, p.H+2*frame)
		for y := range out.H {
			for x := range out.W {
				if inside := x >= frame && y >= frame && x < p.W+frame && y < p.H+frame; inside || repeat {
					out.Pix[y*out.W+x] = p.At(x-frame, y-frame)
				}
			}
		}
		return out
	}
	return colour.EachChannel(func(p vision.Plane) vision.Plane { return pad(p, true) }), pad(alpha, false)
}

// Pose says where a sprite stands in a picture.
type Pose struct {
	X, Y             float64 // pixels of the picture at which the anchor lies
	AnchorX, AnchorY float64 // in fractions of the sprite's width and height, 0,0 is its top left corner
	Scale            float64 // pixels of the picture per pixel of the sprite
	Squash           float64 // factor on the height alone; 0 means 1
	Roll             float64 // radians, clockwise
	Lean             float64 // horizontal shift of the top against the bottom, in heights
	Flip             bool    // left and right exchanged
	// Sweep is the way in pixels during the exposure, for motion blur.
	SweepX, SweepY float64
}

// Patch is a rectangle of premultiplied RGBA pixels whose top left corner lies at X, Y of a picture.
type Patch struct {
	X, Y, W, H int
	Pix        []float32
}

// inverse maps picture pixels to sprite pixels.
type inverse struct{ a, b, c, d, e, f float64 }

func (p Pose) inverse(s *Sprite) inverse {
	sin, cos := math.Sincos(p.Roll)
	sy := p.Scale
	if p.Squash != 0 {
		sy *= p.Squash
	}
	// Picture offset (u, v) -> unrotated -> unleaned -> unscaled.
	ax, ay := p.AnchorX*float64(s.W)-0.5, p.AnchorY*float64(s.H)-0.5
	ux, uy := cos, sin
	vx, vy := -sin, cos
	ux, uy = ux+p.Lean*vx, uy+p.Lean*vy
	kx, ky := 1/p.Scale, 1/sy
	if p.Flip {
		kx = -kx
		ax = float64(s.W) - 1 - ax
	}
	m := inverse{a: ux * kx, b: uy * kx, d: vx * ky, e: vy * ky}
	m.c = ax - m.a*p.X - m.b*p.Y
	m.f = ay - m.d*p.X - m.e*p.Y
	return m
}

// bounds is the rectangle of a picture that the sprite touches.
func (p Pose) bounds(s *Sprite, w, h int) (x0, y0, x1, y1 int) {
	m := p.inverse(s)
	det := m.a*m.e - m.b*m.d
	fx0, fy0, fx1, fy1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, q := range [4][2]float64{{-1, -1}, {float64(s.W), -1}, {-1, float64(s.H)}, {float64(s.W), float64(s.H)}} {
		u, v := q[0]-m.c, q[1]-m.f
		x, y := (m.e*u-m.b*v)/det, (m.a*v-m.d*u)/det
		fx0, fx1, fy0, fy1 = math.Min(fx0, x), math.Max(fx1, x), math.Min(fy0, y), math.Max(fy1, y)
	}
	padX, padY := math.Abs(p.SweepX)/2+1, math.Abs(p.SweepY)/2+1
	limit := func(v float64, n int) int { return int(math.Min(math.Max(v, 0), float64(n))) }
	return limit(math.Floor(fx0-padX), w), limit(math.Floor(fy0-padY), h), limit(math.Ceil(fx1+padX)+1, w), limit(math.Ceil(fy1+padY)+1, h)
}

// Draw renders what of the sprite lies in a picture of w x h pixels. It returns an empty patch where that is nothing.
func (s *Sprite) Draw(p Pose, w, h int) *Patch {
	if p.Scale <= 0 {
		return &Patch{}
	}
	x0, y0, x1, y1 := p.bounds(s, w, h)
	out := &Patch{X: x0, Y: y0, W: max(x1-x0, 0), H: max(y1-y0, 0)}
	if out.W == 0 || out.H == 0 {
		return &Patch{}
	}
	out.Pix = make([]float32, 4*out.W*out.H)
	level := min(max(int(math.Floor(math.Log2(1/p.Scale)+0.25)), 0), len(s.levels)-1)
	im, k := s.levels[level], 1/float64(int(1)<<level)
	m := p.inverse(s)
	sweeps := min(max(int(math.Hypot(p.SweepX, p.SweepY)/1.5), 1), 8)
	vision.Rows(out.H, func(r0, r1 int) {
		for y := r0; y < r1; y++ {
			for x := range out.W {
				px := out.Pix[4*(y*out.W+x):][:4:4]
				for j := range sweeps {
					t := (float64(j)+0.5)/float64(sweeps) - 0.5
					fx, fy := float64(x0+x)-t*p.SweepX, float64(y0+y)-t*p.SweepY
					sx, sy := m.a*fx+m.b*fy+m.c, m.d*fx+m.e*fy+m.f
					if sx < -1 || sy < -1 || sx > float64(s.W) || sy > float64(s.H) {
						continue
					}
					lx, ly := float32((sx+0.5)*k-0.5)+frame, float32((sy+0.5)*k-0.5)+frame
					if im.AlphaNear(lx, ly) == 0 {
						continue // most of a cut-out's frame is empty
					}
					r, g, b, a := im.At(lx, ly)
					a = min(max(a, 0), 1)
					px[0], px[1], px[2], px[3] = px[0]+min(max(r, 0), a), px[1]+min(max(g, 0), a), px[2]+min(max(b, 0), a), px[3]+a
				}
				if sweeps > 1 {
					n := 1 / float32(sweeps)
					px[0], px[1], px[2], px[3] = px[0]*n, px[1]*n, px[2]*n, px[3]*n
				}
			}
		}
	})
	return out
}

// Fade scales colour and coverage.
func (p *Patch) Fade(k float32) *Patch {
	for i := range p.Pix {
		p.Pix[i] *= k
	}
	return p
}

// Over lays the patch over a picture.
func (p *Patch) Over(dst vision.RGB) {
	vision.Rows(p.H, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			at := (p.Y+y)*dst.W + p.X
			red, green, blue := dst.R.Pix[at:at+p.W], dst.G.Pix[at:at+p.W], dst.B.Pix[at:at+p.W]
			for x := range red {
				px := p.Pix[4*(y*p.W+x):][:4:4]
				if px[3] <= 0 {
					continue
				}
				t := 1 - px[3]
				red[x], green[x], blue[x] = px[0]+t*red[x], px[1]+t*green[x], px[2]+t*blue[x]
			}
		}
	})
}
