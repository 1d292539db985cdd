package studio

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/prompt"
)

func TestPhotoOptions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		prompt, camera, motion string
		move                   string
		overlays               []photo.Kind
		light, described       photo.Light
		fast                   bool
	}{
		{prompt: "", move: ""},
		{prompt: "gentle snow falling, slow zoom in", move: "smooth_zoom_in", overlays: []photo.Kind{photo.Snow}, described: photo.Grey},
		{prompt: "zoom in", camera: "pan_left", motion: "fast", move: "pan_left", fast: true},
		{prompt: "zoom in", camera: "auto_camera", move: "zoom_in"},
		{prompt: "handheld walk", move: ""},
		{prompt: "a town at night", described: photo.Night},
		{prompt: "the day turns to night with fireflies", light: photo.Night, overlays: []photo.Kind{photo.Fireflies}},
		{prompt: "falling leaves and cherry blossoms in thick fog", overlays: []photo.Kind{photo.Petals, photo.Leaves, photo.Fog}},
		{prompt: "the rain goes on", overlays: []photo.Kind{photo.Rain}},
		{prompt: "no rain", camera: "unheard of"},
	}
	for _, tt := range tests {
		t.Run(tt.prompt, func(t *testing.T) {
			t.Parallel()
			s := &zoetrope.ImageToVideoSpec{VideoSpec: zoetrope.VideoSpec{Prompt: tt.prompt, CameraMovement: tt.camera, MotionMode: tt.motion, Duration: 5}}
			o := photoOptions(engine.Job{Width: 64, Height: 36, Seed: 4}, s, prompt.Read(tt.prompt, ""))
			var kinds []photo.Kind
			for _, v := range o.Overlays {
				kinds = append(kinds, v.Kind)
			}
			if o.Move != tt.move || o.Light != tt.light || o.Described != tt.described || o.Fast != tt.fast || !slices.Equal(kinds, tt.overlays) {
				t.Errorf("options are %+v", o)
			}
			if o.Frames != 120 || o.Seed != 4 {
				t.Errorf("%d frames of seed %d", o.Frames, o.Seed)
			}
		})
	}
}

func TestBrokenPictureIsTheCustomersFault(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "broken.jpg")
	if err := os.WriteFile(path, []byte("\xff\xd8\xff\xe0 no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	job := engine.Job{
		Spec:    &zoetrope.ImageToVideoSpec{VideoSpec: zoetrope.VideoSpec{Duration: 1}, Image: 9},
		Inputs:  map[int64]engine.Input{9: {Path: path}},
		Scratch: t.TempDir(), Width: 64, Height: 36,
	}
	sink := engine.Sink{Progress: func(float64, string) {}, Output: func(engine.Output) error { return errors.New("no output expected") }}
	if err := testEngine(t).Render(t.Context(), job, sink); zoetrope.CodeOf(err) != zoetrope.CodeImageBroken {
		t.Errorf("a broken picture gives %v", err)
	}
}
