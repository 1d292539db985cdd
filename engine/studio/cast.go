package studio

import (
	"context"
	"fmt"
	"math"
	"slices"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/cutout"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/sprite"
	"zoetrope/engine/studio/staging"
	"zoetrope/engine/studio/vision"
	"zoetrope/engine/studio/vision/flow"
	"zoetrope/engine/studio/vision/motion"
)

// player is a reference on the stage.
type player struct {
	cut    *cutout.Cut
	role   staging.Role
	sprite *sprite.Sprite // in the light of the first frame
	moving *movingPart    // of a reference video, nil for pictures
}

// casting cuts out the subjects of a fusion, in the order in which they are drawn: the farthest first. The clip, if there is one,
// is the place; close must be called.
func (e *Engine) casting(ctx context.Context, job engine.Job, s *zoetrope.FusionSpec, set *staging.Set, sink engine.Sink) (_ []*player, place *footage.Clip, _ func(), err error) {
	backgrounds := 0
	var indexes []int
	for i, r := range s.Images {
		if r.Role == zoetrope.ReferenceBackground {
			backgrounds++
			continue
		}
		indexes = append(indexes, i)
	}
	if backgrounds > 1 {
		return nil, nil, nil, onePlace("image_references")
	}
	actors, place, err := e.clipActors(ctx, job, s, set, backgrounds > 0, sink)
	closeAll := func() {
		for _, a := range actors {
			if err := a.cut.Close(); err != nil {
				e.log.WarnContext(ctx, "the frames of a reference are left behind", "job", job.ID, "error", err)
			}
		}
	}
	defer func() {
		if err != nil {
			closeAll()
		}
	}()
	if err != nil {
		return nil, nil, nil, err
	}
	for _, a := range actors {
		indexes = append(indexes, len(s.Images)+a.index)
	}
	var cast []*player
	roles := set.Place3D(indexes)
	for k, i := range indexes {
		if i >= len(s.Images) {
			a := actors[slices.IndexFunc(actors, func(a *movingPart) bool { return a.index == i-len(s.Images) })]
			cast = append(cast, &player{cut: a.cut.Mid, role: roles[k].Still(), moving: a})
			continue
		}
		img, err := readPicture(ctx, job.Inputs[s.Images[i].Image])
		if err != nil {
			return nil, nil, nil, err
		}
		cut, err := cutPicture(img, job.Width, job.Height, fmt.Sprintf("image_references[%d]", i))
		if err != nil {
			return nil, nil, nil, err
		}
		cast = append(cast, &player{cut: cut, role: roles[k]})
	}
	staging.Sort(cast, func(p *player) staging.Role { return p.role })
	return cast, place, closeAll, nil
}

func onePlace(field string) error {
	return zoetrope.FieldErrorf(zoetrope.CodeUnsupported, field, "the studio puts everything into one place; give one background, as a picture or a video")
}

// fusionStage puts the cast into the frames of a place. It is for one goroutine.
type fusionStage struct {
	cast         []*player
	w, h, frames int
	wet          bool
	before       vision.Plane      // the place's last frame, small
	camera       motion.Similarity // of the place since the first frame
	place        vision.RGB        // the first frame, small
}

// draw puts the cast into frame i.
func (s *fusionStage) draw(i int, frame []byte) error {
	s.follow(i, frame)
	if i == 0 {
		s.place = planesOf(frame, s.w, s.h, 4)
		for _, p := range s.cast {
			p.sprite = s.light(p.cut, s.place)
		}
	}
	t, length := float64(i)/zoetrope.FPS, float64(s.frames)/zoetrope.FPS
	for _, p := range s.cast {
		if err := s.turn(p, t); err != nil {
			return err
		}
		s.player(p, t, length, func(patch *sprite.Patch) { patch.OverYUV(frame, s.w, s.h) })
	}
	return nil
}

// follow measures how the camera of the place moves, so that what stands on the ground stays there.
func (s *fusionStage) follow(i int, frame []byte) {
	const size = 192
	k := max(1, s.w/size)
	small := vision.New(s.w/k, s.h/k)
	for y := range small.H {
		for x := range small.W {
			small.Pix[y*small.W+x] = (float32(frame[y*k*s.w+x*k]) + float32(frame[(y*k+k/2)*s.w+x*k+k/2])) / 510
		}
	}
	if i > 0 {
		f := flow.Estimate(s.before, small, flow.Fast())
		weight := vision.New(small.W, small.H)
		for j := len(weight.Pix) / 2; j < len(weight.Pix); j++ {
			weight.Pix[j] = 1
		}
		s.camera = s.camera.Then(motion.Fit(f, weight))
	}
	s.before = small
}

func (s *fusionStage) light(cut *cutout.Cut, place vision.RGB) *sprite.Sprite {
	return sprite.New(s.match(cut, place).Apply(cut.Colour), cut.Alpha)
}

// match is what gives a cut-out the light of a place.
func (s *fusionStage) match(cut *cutout.Cut, place vision.RGB) sprite.Light {
	return sprite.Match(cut.Colour, cut.Alpha, place, vision.Plane{}, 0.75)
}

// player draws one of the cast at t seconds with lay, which puts patches into the picture.
func (s *fusionStage) player(p *player, t, length float64, lay func(*sprite.Patch)) {
	pose, foot := s.pose(p, t, length)
	before, _ := s.pose(p, t-0.5/zoetrope.FPS, length)
	pose.SweepX, pose.SweepY = (pose.X-before.X)/2, (pose.Y-before.Y)/2
	if p.role.Grounded && !p.cut.Low {
		width := math.Max(0.5*footing(p.cut.Alpha), 0.18*float64(p.cut.Alpha.W)) * pose.Scale
		lift := math.Max(foot-pose.Y, 0) / math.Max(float64(p.cut.Alpha.H)*pose.Scale, 1)
		if s.wet {
			mirror := pose
			mirror.Squash, mirror.Y = -0.7*max(pose.Squash, 0.5), 2*foot-pose.Y
			lay(p.sprite.Draw(mirror, s.w, s.h).Fade(0.28))
		}
		lay(sprite.Shadow{
			X: pose.X, Y: foot - 0.06*width, Width: (1.15 + lift) * width, Height: (0.2 + 0.2*lift) * width,
			Density: 0.5 * float32(math.Max(1-1.5*lift, 0.2)),
		}.Patch(s.w, s.h))
	}
	lay(p.sprite.Draw(pose, s.w, s.h))
}

// pose is where a player is, and the height of the ground below in pixels.
func (s *fusionStage) pose(p *player, t, length float64) (sprite.Pose, float64) {
	at := p.role.At(t, length)
	w, h := float64(s.w), float64(s.h)
	cw, ch := float64(p.cut.Alpha.W), float64(p.cut.Alpha.H)
	height := at.Height * h
	if p.cut.Low && p.role.Grounded {
		// A portrait has no feet: it stands behind the lower edge of the frame.
		at.Y, height = 1.015, math.Max(1.25*height, 0.45*h)
	}
	scale := math.Min(height/ch, 0.62*w/cw)
	camera := s.camera
	camera.X, camera.Y = min(max(camera.X, -0.2), 0.2), min(max(camera.Y, -0.2), 0.2)
	camera.LogScale, camera.Roll = min(max(camera.LogScale, -0.25), 0.25), 0
	x, y := at.X*w, at.Y*h
	if !p.cut.Low {
		x, y = camera.Pixel(x, y, s.w, s.h)
	}
	if p.moving != nil {
		x += p.moving.stride(t, height, w)
	}
	pose := sprite.Pose{
		X: x, Y: y - at.Lift*height, Scale: scale * math.Exp(camera.LogScale), AnchorX: middle(p.cut.Alpha) / cw, AnchorY: 1,
		Squash: at.Squash, Roll: at.Roll, Lean: at.Lean,
	}
	return pose, y
}
