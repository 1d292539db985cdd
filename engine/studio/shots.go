package studio

import (
	"context"
	"fmt"
	"image"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/effect"
	"zoetrope/engine/studio/montage"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/prompt"
	"zoetrope/engine/studio/scene"
	"zoetrope/engine/studio/yuv"
)

// play draws a number of frames in order: a shot of a montage.
type play func(ctx context.Context, frames int, emit func([]byte) error) error

// photoShot moves a camera over a photograph.
func photoShot(job engine.Job, img image.Image, move string, seed uint64) play {
	return func(ctx context.Context, frames int, emit func([]byte) error) error {
		return photo.Render(ctx, photo.Options{
			Width: job.Width, Height: job.Height, FPS: zoetrope.FPS, Frames: frames, Seed: seed, Move: move,
		}, img, emit)
	}
}

// effectShot plays an effect with a photograph.
func effectShot(job engine.Job, img image.Image, name string, seed uint64) play {
	return func(ctx context.Context, frames int, emit func([]byte) error) error {
		f, err := effect.New(ctx, name, effect.Options{
			Width: job.Width, Height: job.Height, Frames: frames, FPS: zoetrope.FPS, Seed: seed,
		}, []image.Image{img})
		if err != nil {
			return err
		}
		draw := func(_ context.Context, i int, dst []byte) error {
			f.Frame(i, dst)
			return nil
		}
		return pipeline(ctx, frames, yuv.Size(job.Width, job.Height), draw, emit)
	}
}

// sceneShot films a place that words describe. Shots are short and many, so the processor draws them at the small tier.
func (e *Engine) sceneShot(job engine.Job, words, move string, seed int64) play {
	return func(ctx context.Context, frames int, emit func([]byte) error) error {
		plan := scene.New(scene.Request{
			Spec: prompt.Read(words, ""), Seed: seed, Seconds: float64(frames) / zoetrope.FPS, Width: job.Width, Height: job.Height, Camera: move,
		})
		t, onGPU, err := e.costs.gpuTier(ctx, plan, e.backend, job.Width, job.Height)
		if err != nil {
			return err
		}
		if !onGPU {
			t = draft
		}
		f, err := newFilm(ctx, plan, t, e.backend, job.Width, job.Height)
		if err != nil {
			return err
		}
		return pipeline(ctx, frames, yuv.Size(job.Width, job.Height), f.sequence(frames).frame, emit)
	}
}

// tinted plays a shot through a look.
func tinted(shot play, look montage.Look, width, height int) play {
	return func(ctx context.Context, frames int, emit func([]byte) error) error {
		look := look // its tables are made once per shot
		var own []byte
		return shot(ctx, frames, func(frame []byte) error {
			own = append(own[:0], frame...)
			look.Apply(own, width, height)
			return emit(own)
		})
	}
}

// montageClip is the clip that shows a montage.
func montageClip(job engine.Job, film *montage.Film, c clip) (clip, error) {
	if n := film.Frames(); n != c.frames {
		return c, fmt.Errorf("the shots last %d frames instead of %d", n, c.frames)
	}
	c.fps, c.width, c.height = zoetrope.FPS, job.Width, job.Height
	c.produce = film.Play
	return c, nil
}

// share cuts a number of frames into n parts as equal as possible.
func share(frames, n int) []int {
	parts := make([]int, n)
	for i := range parts {
		parts[i] = frames*(i+1)/n - frames*i/n
	}
	return parts
}
