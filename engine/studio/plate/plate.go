// Package plate paints out what a tracked mask covers: with what other frames of the clip show there, and with texture where no
// frame does.
//
// One clean picture of the background is put together in the key frame's coordinates, each pixel from a frame in which it is
// well clear of the mask, and what is never seen is painted in once. Every frame is then filled from that plate: carried to it
// by the camera's motion, aligned with what the frame shows around the hole by dense flow, and matched to its brightness there.
// The fill cannot flicker, because there is only one plate (compare Newson et al., "Video Inpainting of Complex Scenes", 2014,
// which searches all of space-time). It stands still: waves and leaves behind the mask do not move.
package plate

import (
	"context"
	"math"

	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/track"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/depth"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/vision/inpaint"
	"zoetrope/engine/studio/vision/vec"
)

const (
	// maxDonors bounds the frames that a plate is made of.
	maxDonors = 40
	// maxPixels bounds the area of a plate, which grows with the camera's way.
	maxPixels = 3 << 20
	// grow is how far, in pixels of the track, a hole reaches beyond the mask: masks are never exact, and things have soft
	// edges and shadows.
	grow = 4
)

// Plate is the background of a clip behind a tracked mask.
type Plate struct {
	track *track.Track
	w, h  int // of the frames that are filled
	// The plate's pixel (x, y) lies at (x0 + x*step, y0 + y*step) of the key frame.
	x0, y0, step float64
	picture      vision.RGB
	// Seen is the share of the hidden background that some frame shows.
	Seen float64
}

// Build puts the plate together for frames of w x h pixels.
func Build(ctx context.Context, clip *footage.Clip, t *track.Track, w, h int, seed uint64) (*Plate, error) {
	p := newPlate(t, w, h)
	score := vision.New(p.picture.W, p.picture.H)
	every := max(1, (t.Last-t.First+1)/maxDonors)
	part := footage.Part{Width: w, Height: h, Start: t.First, Frames: t.Last - t.First + 1}
	err := clip.Each(ctx, part, func(k int, frame vision.RGB) error {
		if i := t.First + k; (i-t.Key)%every == 0 {
			p.donate(score, i, frame)
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	p.finish(score, seed)
	return p, nil
}

// newPlate makes an empty plate that covers the surroundings of the mask in every frame.
func newPlate(t *track.Track, w, h int) *Plate {
	p := &Plate{track: t, w: w, h: h}
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	k := float64(w) / float64(t.W)
	for i := t.First; i <= t.Last; i++ {
		bx0, by0, bx1, by1 := cutout.Bounds(t.Mask(i), 0.1)
		if bx1 <= bx0 {
			continue
		}
		margin := 12 + (bx1-bx0+by1-by0)/6
		back := t.Camera[i].Inverse()
		for _, c := range [4][2]int{{bx0 - margin, by0 - margin}, {bx1 + margin, by0 - margin}, {bx0 - margin, by1 + margin}, {bx1 + margin, by1 + margin}} {
			x := min(max(float64(c[0]), 0), float64(t.W)) * k
			y := min(max(float64(c[1]), 0), float64(t.H)) * k
			x, y = back.Pixel(x, y, w, h)
			x0, x1, y0, y1 = math.Min(x0, x), math.Max(x1, x), math.Min(y0, y), math.Max(y1, y)
		}
	}
	if x1 <= x0 {
		x0, y0, x1, y1 = 0, 0, 16, 16
	}
	p.step = math.Max(1, math.Sqrt((x1-x0)*(y1-y0)/maxPixels))
	p.x0, p.y0 = x0, y0
	p.picture = vision.NewRGB(max(int(math.Ceil((x1-x0)/p.step)), 16), max(int(math.Ceil((y1-y0)/p.step)), 16))
	return p
}

// donate takes from frame i what it shows better than the frames before it: farther from the mask, nearer to the key frame.
func (p *Plate) donate(score vision.Plane, i int, frame vision.RGB) {
	mask := p.track.Mask(i)
	clear := vision.Blur(vision.Dilate(mask, grow), 3).Map(func(v float32) float32 { return 1 - v })
	span := float64(max(p.track.Last-p.track.First, 1))
	worth := float32(1 - 0.6*math.Abs(float64(i-p.track.Key))/span)
	camera := p.track.Camera[i].Affine(p.w, p.h)
	k := float32(mask.W) / float32(p.w)
	light := p.exposure(score, i, frame)
	vision.Rows(p.picture.H, func(r0, r1 int) {
		for y := r0; y < r1; y++ {
			for x := range p.picture.W {
				fx, fy := camera.Map(p.x0+float64(x)*p.step, p.y0+float64(y)*p.step)
				if fx < 1 || fy < 1 || fx > float64(p.w-2) || fy > float64(p.h-2) {
					continue
				}
				c := clear.Sample(float32(fx)*k, float32(fy)*k)
				if c < 0.9 {
					continue
				}
				at := y*p.picture.W + x
				if s := c * worth; s > score.Pix[at] {
					score.Pix[at] = s
					p.picture.R.Pix[at] = frame.R.Sample(float32(fx), float32(fy)) + light[0]
					p.picture.G.Pix[at] = frame.G.Sample(float32(fx), float32(fy)) + light[1]
					p.picture.B.Pix[at] = frame.B.Sample(float32(fx), float32(fy)) + light[2]
				}
			}
		}
	})
}

// exposure is what has to be added to frame i so that it agrees with what the plate has already: cameras adjust themselves.
func (p *Plate) exposure(score vision.Plane, i int, frame vision.RGB) [3]float32 {
	const stride, most = 5, 0.08
	var sum [3]float64
	n := 0.0
	camera, mask := p.track.Camera[i].Affine(p.w, p.h), vision.Dilate(p.track.Mask(i), grow)
	k := float32(mask.W) / float32(p.w)
	for y := 0; y < p.picture.H; y += stride {
		for x := 0; x < p.picture.W; x += stride {
			at := y*p.picture.W + x
			fx, fy := camera.Map(p.x0+float64(x)*p.step, p.y0+float64(y)*p.step)
			if score.Pix[at] == 0 || fx < 1 || fy < 1 || fx > float64(p.w-2) || fy > float64(p.h-2) || mask.Sample(float32(fx)*k, float32(fy)*k) > 0 {
				continue
			}
			for c, plane := range frame.Channels() {
				sum[c] += float64(p.picture.Channels()[c].Pix[at] - plane.Sample(float32(fx), float32(fy)))
			}
			n++
		}
	}
	var out [3]float32
	if n > 50 {
		for c := range out {
			out[c] = min(max(float32(sum[c]/n), -most), most)
		}
	}
	return out
}

// finish paints what no frame has shown.
func (p *Plate) finish(score vision.Plane, seed uint64) {
	hole := score.Map(func(s float32) float32 {
		if s > 0 {
			return 0
		}
		return 1
	})
	p.Seen = 1 - float64(hole.Mean())
	if hole.Mean() > 0 {
		p.picture = inpaint.Large(p.picture, hole, 0, seed)
	}
}

// Fill replaces what the mask covers in frame i, and returns how far each pixel was replaced, from 0 to 1. hole is the mask at
// the frame's size; it is widened by what soft edges need.
func (p *Plate) Fill(i int, frame vision.RGB, hole vision.Plane) vision.Plane {
	soft := p.widen(hole)
	x0, y0, x1, y1 := cutout.Bounds(soft, 0.01)
	if x1 <= x0 {
		return soft
	}
	// Around the hole the plate has to agree with the frame.
	pad := max(12, p.w/24)
	x0, y0, x1, y1 = max(x0-pad, 0), max(y0-pad, 0), min(x1+pad, p.w), min(y1+pad, p.h)
	hidden := soft.Part(x0, y0, x1, y1)
	f, coarse := p.align(i, frame, hidden, x0, y0, x1, y1)
	there := p.view(i, x0, y0, x1, y1, 1, f, coarse)
	light := offsets(frame, there, hidden, x0, y0)
	kx, ky := float32(light[0].W)/float32(there.W), float32(light[0].H)/float32(there.H)
	for c, src := range there.Channels() {
		dst := frame.Channels()[c]
		vision.Rows(there.H, func(r0, r1 int) {
			for y := r0; y < r1; y++ {
				d, s, m := dst.Row(y0 + y)[x0:x1], src.Row(y), hidden.Row(y)
				for x, m := range m {
					if m > 0 {
						o := light[c].Sample((float32(x)+0.5)*kx-0.5, (float32(y)+0.5)*ky-0.5)
						d[x] += m * (min(max(s[x]+o, 0), 1) - d[x])
					}
				}
			}
		})
	}
	return soft
}

// widen grows a mask and gives it a soft edge.
func (p *Plate) widen(hole vision.Plane) vision.Plane {
	r := max(2, grow*p.w/p.track.W)
	solid := hole.Map(func(v float32) float32 {
		if v > 0.08 {
			return 1
		}
		return 0
	})
	return vision.Box(vision.Dilate(solid, r), max(1, r/2))
}

// view is the plate as frame i sees it within a rectangle, in pixels that are step frame pixels large, displaced by a flow field
// whose pixels are coarse frame pixels large.
func (p *Plate) view(i, x0, y0, x1, y1 int, step float64, f flow.Field, coarse float32) vision.RGB {
	w, h := max(int(math.Round(float64(x1-x0)/step)), 8), max(int(math.Round(float64(y1-y0)/step)), 8)
	out := vision.NewRGB(w, h)
	back := p.track.Camera[i].Inverse().Affine(p.w, p.h)
	vision.Rows(h, func(r0, r1 int) {
		row := func() []float32 { return make([]float32, w) }
		us, vs, ax, ay, at := row(), row(), row(), row(), make([]int32, w)
		for y := r0; y < r1; y++ {
			for x := range w {
				dx, dy := (float64(x)+0.5)*step-0.5, (float64(y)+0.5)*step-0.5
				fx, fy := float64(x0)+dx, float64(y0)+dy
				if f.U.W > 0 {
					u, v := f.At((float32(dx)+0.5)/coarse-0.5, (float32(dy)+0.5)/coarse-0.5)
					fx, fy = fx+float64(u*coarse), fy+float64(v*coarse)
				}
				kx, ky := back.Map(fx, fy)
				us[x], vs[x] = float32((kx-p.x0)/p.step-float64(x)), float32((ky-p.y0)/p.step-float64(y))
			}
			vec.Places(at, ax, ay, us, vs, y, p.picture.W, p.picture.H)
			for k, c := range out.Channels() {
				vec.Bilinear(c.Row(y), p.picture.Channels()[k].Pix, p.picture.W, at, ax, ay)
			}
		}
	})
	return out
}

// align measures, at a reduced size, how the plate has to shift to agree with the frame around the hole, and continues that
// into the hole.
func (p *Plate) align(i int, frame vision.RGB, hidden vision.Plane, x0, y0, x1, y1 int) (f flow.Field, coarse float32) {
	const longest = 160
	w, h := x1-x0, y1-y0
	k := math.Max(1, float64(max(w, h))/longest)
	there := p.view(i, x0, y0, x1, y1, k, flow.Field{}, 1)
	small := func(c vision.Plane) vision.Plane { return vision.Resize(c, there.W, there.H) }
	here := frame.EachChannel(func(c vision.Plane) vision.Plane { return small(c.Part(x0, y0, x1, y1)) })
	a, b, m := here.Luma(), there.Luma(), vision.Dilate(small(hidden), 2)
	// Inside the hole the frame shows the plate itself, so that nothing pulls there.
	for i, v := range m.Pix {
		v = min(max(v, 0), 1)
		a.Pix[i] += v * (b.Pix[i] - a.Pix[i])
	}
	f = flow.Estimate(a, b, flow.Balanced())
	// What lies behind is far: large local shifts are errors.
	limit := float32(there.W) / 12
	hole := m.Map(func(v float32) float32 {
		if v > 0.05 {
			return 1
		}
		return 0
	})
	calm := func(c vision.Plane) vision.Plane {
		c = c.Map(func(v float32) float32 { return min(max(v, -limit), limit) })
		return vision.Blur(depth.Fill(c, hole), 2)
	}
	return flow.Field{U: calm(f.U), V: calm(f.V)}, float32(k)
}

// offsets is, per channel and at a reduced size, what has to be added to the plate so that it agrees with the frame around the
// hole, continued into it.
func offsets(frame, there vision.RGB, hidden vision.Plane, x0, y0 int) [3]vision.Plane {
	const shrink = 4
	w, h := max(there.W/shrink, 4), max(there.H/shrink, 4)
	small := func(c vision.Plane) vision.Plane { return vision.Resize(c, w, h) }
	known := small(hidden).Map(func(v float32) float32 { return 1 - vision.Smoothstep(0, 0.1, v) })
	var out [3]vision.Plane
	for c, src := range there.Channels() {
		a, b := small(frame.Channels()[c].Part(x0, y0, x0+there.W, y0+there.H)), small(src)
		out[c] = spread(vision.Zip(a, b, func(a, b float32) float32 { return min(max(a-b, -0.25), 0.25) }), known)
	}
	return out
}

// spread continues values from where they are known, by ever wider averages of them.
func spread(v, known vision.Plane) vision.Plane {
	weighted := vision.Zip(v, known, func(a, k float32) float32 { return a * k })
	out, done := vision.New(v.W, v.H), vision.New(v.W, v.H)
	for r := 4; ; r *= 2 {
		sum, weight := vision.Box(vision.Box(weighted, r), r/2), vision.Box(vision.Box(known, r), r/2)
		for i, w := range weight.Pix {
			k := vision.Smoothstep(0.02, 0.25, w) * (1 - done.Pix[i])
			if k > 0 {
				out.Pix[i] += k * sum.Pix[i] / w
				done.Pix[i] += k
			}
		}
		if r > max(v.W, v.H) {
			break
		}
	}
	for i, d := range done.Pix {
		if d > 0 {
			out.Pix[i] /= d
		}
	}
	return out
}
