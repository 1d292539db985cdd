package studio

import (
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/footage"
	"zoetrope/engine/studio/vision/face"
	"zoetrope/engine/studio/vision/face/facetest"
)

func mimicJob(picture, clip engine.Input, width, height int) engine.Job {
	spec := &zoetrope.MimicSpec{SourceSpec: zoetrope.SourceSpec{Source: 2}, Image: 1}
	spec.Duration = int(math.Ceil(clip.Asset.Duration.Seconds()))
	return engine.Job{ID: 1, Spec: spec, Inputs: map[int64]engine.Input{1: picture, 2: clip}, Width: width, Height: height, Seed: 4}
}

func TestMimickedHeadFollowsTheDriverSlow(t *testing.T) {
	slow(t)
	t.Parallel()
	e := testEngine(t)
	clip := portraitClip(t, e, 200, 200, 2)
	picture := engine.Input{Asset: zoetrope.Asset{Kind: zoetrope.AssetImage}, Path: facetest.Path(t)}
	path, meta := renderedVideo(t, e, mimicJob(picture, clip, 160, 200))
	if meta["scene"][:8] != "portrait" {
		t.Errorf("the scene is %q, want a portrait", meta["scene"])
	}
	track := func(path string) (x []float64) {
		for _, l := range marksOf(t, e, path) {
			x = append(x, float64(l[face.Nose].X))
		}
		return x
	}
	if c, lag := correlated(track(clip.Path), track(path), 2); c < 0.7 || lag != 0 {
		t.Errorf("the heads' positions correlate by %.2f at a lag of %d frames", c, lag)
	}
}

// figurePicture writes a textured figure on a plain ground.
func figurePicture(t *testing.T, draw bool) engine.Input {
	t.Helper()
	const side = 160
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			c := color.RGBA{120, 160, 200, 255}
			body := math.Hypot(float64(x-80)/22, float64(y-90)/45) < 1
			if draw && (body || math.Hypot(float64(x-80), float64(y-36)) < 16) {
				n := uint8((x/4*37 + y/4*61) % 60)
				c = color.RGBA{170 + n, 60 + n, 30, 255}
			}
			img.Set(x, y, c)
		}
	}
	path := filepath.Join(t.TempDir(), "figure.png")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
	return engine.Input{Asset: zoetrope.Asset{Kind: zoetrope.AssetImage}, Path: path}
}

// slidingClip writes a clip in which a textured block slides over a textured ground, or does not.
func slidingClip(t *testing.T, e *Engine, moves bool) engine.Input {
	t.Helper()
	x := "60"
	if moves {
		x = "60+30*sin(4*t)"
	}
	path := filepath.Join(t.TempDir(), "driver.mp4")
	ffmpegRun(t, e, "-f", "lavfi", "-i", "cellauto=s=160x120:r=24:rule=110:seed=7:scroll=0:full=1,trim=end_frame=1,loop=loop=-1:size=1,boxblur=2,format=yuv420p,eq=contrast=0.4",
		"-f", "lavfi", "-i", "cellauto=s=40x80:r=24:rule=30:seed=3:scroll=0:full=1,trim=end_frame=1,loop=loop=-1:size=1,boxblur=1,format=yuv420p",
		"-filter_complex", "[0][1]overlay=x='"+x+"':y=30,setpts=N/24/TB", "-pix_fmt", "yuv420p", "-r", "24", "-t", "2", path)
	return engine.Input{Asset: zoetrope.Asset{Kind: zoetrope.AssetVideo, Duration: 2 * time.Second}, Path: path}
}

func TestMimickedFigureFollowsTheDriver(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	path, meta := renderedVideo(t, e, mimicJob(figurePicture(t, true), slidingClip(t, e, true), 160, 160))
	if meta["scene"] != "body" {
		t.Errorf("the scene is %q, want a body", meta["scene"])
	}
	c, err := footage.Open(t.Context(), e.tools, path)
	if err != nil {
		t.Fatal(err)
	}
	var told, seen []float64
	err = c.EachRaw(t.Context(), footage.Part{}, func(i int, frame []byte) error {
		told = append(told, math.Sin(4*float64(i)/24))
		v := frame[160*160*5/4:] // the figure is red
		sum, n := 0.0, 0.0
		for k, r := range v {
			if r > 145 {
				sum += float64(k % 80)
				n++
			}
		}
		seen = append(seen, sum/max(n, 1))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if c, lag := correlated(told, seen, 3); c < 0.7 || lag < -1 || lag > 1 {
		t.Errorf("the motions correlate by %.2f at a lag of %d frames", c, lag)
	}
}

func TestMimicRefusalsSlow(t *testing.T) {
	slow(t)
	t.Parallel()
	e := testEngine(t)
	figure, plain := figurePicture(t, true), figurePicture(t, false)
	moving, still := slidingClip(t, e, true), slidingClip(t, e, false)
	for name, c := range map[string]struct {
		picture, clip engine.Input
		want          zoetrope.Code
	}{
		"no subject": {plain, moving, zoetrope.CodeNoSubject},
		"no motion":  {figure, still, zoetrope.CodeNoPerson},
	} {
		job := mimicJob(c.picture, c.clip, 96, 96)
		job.Scratch = t.TempDir()
		err := e.Render(t.Context(), job, engine.Sink{Progress: func(float64, string) {}, Output: func(engine.Output) error { return nil }})
		if zoetrope.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want the code %s", name, err, c.want)
		}
	}
}
