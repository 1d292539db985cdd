package studio

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/engine"
	"zoetrope/engine/studio/audio"
	"zoetrope/engine/studio/audio/dsp"
	"zoetrope/engine/studio/audio/loudness"
	"zoetrope/engine/studio/audio/music"
	"zoetrope/engine/studio/audio/speech"
	"zoetrope/engine/studio/audio/voice"
	"zoetrope/engine/studio/audio/wav"
	"zoetrope/engine/studio/photo"
	"zoetrope/engine/studio/prompt"
)

// filmSound is the plan of the sound of a text-to-video request.
func filmSound(v zoetrope.VideoSpec, seed int64) audio.Plan {
	v.Duration = max(v.Duration, 1)
	s := &zoetrope.TextToVideoSpec{VideoSpec: v}
	words, p := Plan(s, seed, 96, 54)
	return planSound(&s.VideoSpec, hearFilm(words, p), "")
}

func kindsOf(p audio.Plan) []audio.Kind {
	var out []audio.Kind
	for _, c := range p.Cues {
		out = append(out, c.Kind)
	}
	return out
}

func checkKinds(t *testing.T, got, want, without []audio.Kind) {
	t.Helper()
	for _, k := range want {
		if !slices.Contains(got, k) {
			t.Errorf("%v lacks %s", got, k)
		}
	}
	for _, k := range without {
		if slices.Contains(got, k) {
			t.Errorf("%v has %s", got, k)
		}
	}
}

func TestSoundFitsTheFilm(t *testing.T) {
	t.Parallel()
	tests := []struct {
		prompt, camera, content string
		want, without           []audio.Kind
	}{
		{prompt: "waves on a sunny beach", want: []audio.Kind{voice.Surf}, without: []audio.Kind{voice.Rain, voice.Footsteps}},
		{prompt: "a rainy neon street at night", want: []audio.Kind{voice.Rain, voice.Traffic, voice.Footsteps}, without: []audio.Kind{voice.Birds, voice.Crickets}},
		{prompt: "thunderstorm over the mountains", want: []audio.Kind{voice.Rain, voice.Wind, voice.Thunder}},
		{prompt: "a summer meadow at night", want: []audio.Kind{voice.Crickets}, without: []audio.Kind{voice.Birds}},
		{prompt: "a forest in the morning, no rain", want: []audio.Kind{voice.Birds}, without: []audio.Kind{voice.Rain}},
		{prompt: "a nebula in deep space", want: []audio.Kind{voice.Space}, without: []audio.Kind{voice.Wind}},
		{prompt: "安静的森林，夜晚", want: []audio.Kind{voice.Crickets}},
		{prompt: "mountains", camera: "whip_pan", want: []audio.Kind{voice.Whoosh}},
		{prompt: "mountains", camera: "pan_left", without: []audio.Kind{voice.Whoosh}},
		{prompt: "a wolf in the mountains", want: []audio.Kind{voice.Wolf}},
		{prompt: "waves on a sunny beach", content: "church bells", want: []audio.Kind{voice.Bell}, without: []audio.Kind{voice.Surf}},
	}
	for _, tt := range tests {
		t.Run(tt.prompt+tt.camera+tt.content, func(t *testing.T) {
			t.Parallel()
			p := filmSound(zoetrope.VideoSpec{
				Prompt: tt.prompt, CameraMovement: tt.camera, SoundEffect: true, SoundEffectContent: tt.content, Duration: 5,
			}, 3)
			checkKinds(t, kindsOf(p), tt.want, tt.without)
			if p.Music != nil {
				t.Error("there is music although only sounds were asked for")
			}
		})
	}
}

func TestMusicFollowsTheMood(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]music.Mood{
		"a romantic sunset over the sea": music.Romantic, "a sad, melancholy lake": music.Sad, "a storm in the mountains": music.Epic,
		"a nebula": music.Dreamy, "a lake": music.Calm,
	} {
		p := filmSound(zoetrope.VideoSpec{Prompt: text, GenerateAudio: true}, 1)
		if p.Music == nil || p.Music.Mood != want || len(p.Cues) == 0 {
			t.Errorf("%q: music %+v with %v, want %s", text, p.Music, kindsOf(p), want)
		}
	}
}

func TestSoundFitsThePhotograph(t *testing.T) {
	t.Parallel()
	tests := []struct {
		prompt, camera string
		facts          photo.Facts
		space          audio.Place
		want, without  []audio.Kind
	}{
		{prompt: "waves roll onto the beach", want: []audio.Kind{voice.Surf}},
		{prompt: "it begins to rain", facts: photo.Facts{Sky: 0.3}, want: []audio.Kind{voice.Wind, voice.Rain}},
		{prompt: "she smiles", space: audio.Room, want: []audio.Kind{voice.Wind}, without: []audio.Kind{voice.Lake, voice.Rain}},
		{prompt: "slowly", facts: photo.Facts{Sky: 0.3, Water: 0.2}, want: []audio.Kind{voice.Lake}},
		{prompt: "slowly", facts: photo.Facts{Sky: 0.3}, want: []audio.Kind{voice.Wind}, without: []audio.Kind{voice.Lake}},
		{prompt: "a person walks", camera: "whip_pan", want: []audio.Kind{voice.Whoosh}, without: []audio.Kind{voice.Footsteps}},
		{prompt: "a dog at night", want: []audio.Kind{voice.Dog}, without: []audio.Kind{voice.Crickets}},
	}
	for _, tt := range tests {
		t.Run(tt.prompt, func(t *testing.T) {
			t.Parallel()
			s := &zoetrope.ImageToVideoSpec{VideoSpec: zoetrope.VideoSpec{Prompt: tt.prompt, CameraMovement: tt.camera, SoundEffect: true, Duration: 5}}
			job := engine.Job{Spec: s, Width: 64, Height: 36, Seed: 2}
			words := prompt.Read(tt.prompt, "")
			heard, space := hearPhoto(words, job, photoOptions(job, s, words), func() photo.Facts { return tt.facts })
			p := planSound(&s.VideoSpec, heard, space)
			checkKinds(t, kindsOf(p), tt.want, tt.without)
			if tt.space != "" && p.Place != tt.space {
				t.Errorf("it sounds as in %q, want %q", p.Place, tt.space)
			}
		})
	}
}

// heardAs renders a plan and finds the share of its power around 5 kHz.
func heardAs(t *testing.T, p audio.Plan) (rep audio.Report, high float64) {
	t.Helper()
	var b bytes.Buffer
	rep, err := audio.Write(t.Context(), p, &b)
	if err != nil {
		t.Fatal(err)
	}
	left, _ := decode(t, b.Bytes())
	band := dsp.NewSVF(5000, 1)
	var all, part float64
	for _, x := range left {
		v := band.Band(x)
		all, part = all+x*x, part+v*v
	}
	return rep, part / all
}

func decode(t *testing.T, file []byte) (left, right []float64) {
	t.Helper()
	r, err := wav.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if r.Rate != dsp.Rate || r.Channels != 2 {
		t.Fatalf("%d Hz in %d channels", r.Rate, r.Channels)
	}
	var l, rr [dsp.Block]float64
	for {
		n, err := r.Read(l[:], rr[:])
		left, right = append(left, l[:n]...), append(right, rr[:n]...)
		if errors.Is(err, io.EOF) || n == 0 {
			return left, right
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestLoudnessAndRain(t *testing.T) {
	t.Parallel()
	sound := func(text string, music bool) audio.Plan {
		return filmSound(zoetrope.VideoSpec{Prompt: text, SoundEffect: true, GenerateAudio: music, Duration: 3}, 4)
	}
	dry, dryHigh := heardAs(t, sound("a lake at noon, clear sky", false))
	wet, wetHigh := heardAs(t, sound("a lake at noon in heavy rain", false))
	tune, _ := heardAs(t, sound("a romantic sunset over the sea", true))
	for _, r := range []audio.Report{dry, wet, tune} {
		if math.Abs(r.Loudness-audio.Target) > 2 || r.TruePeak > -1 {
			t.Errorf("loudness %.1f LUFS, true peak %.1f dBTP", r.Loudness, r.TruePeak)
		}
	}
	if wetHigh < 2*dryHigh {
		t.Errorf("around 5 kHz is %.3f of the power without rain and %.3f with it", dryHigh, wetHigh)
	}
}

// filmed renders a clip of one second and returns its video and metadata.
func filmed(t *testing.T, e *Engine, v zoetrope.VideoSpec) (path string, meta map[string]string, err error) {
	t.Helper()
	v.Duration = 1
	job := engine.Job{
		Spec: &zoetrope.TextToVideoSpec{VideoSpec: v, AspectRatio: "16:9"}, Scratch: t.TempDir(), Seed: 5, Width: 64, Height: 36,
	}
	err = e.Render(t.Context(), job, engine.Sink{Progress: func(float64, string) {}, Output: func(o engine.Output) error {
		if o.Kind == zoetrope.AssetVideo {
			path, meta = o.Path, o.Metadata
		}
		return nil
	}})
	return path, meta, err
}

func TestClipWithSound(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	e.synthesiser = func() (*speech.Synthesiser, error) { return nil, errors.New("not installed") }
	v := zoetrope.VideoSpec{Prompt: "ocean in the rain", GenerateAudio: true, SoundEffect: true}
	path, meta, err := filmed(t, e, v)
	if err != nil {
		t.Fatal(err)
	}
	info, err := e.tools.Probe(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if info.AudioCodec != "aac" || info.SampleRate != 48000 || info.Channels != 2 || info.Frames != zoetrope.FPS {
		t.Errorf("%s with %d Hz in %d channels beside %d frames", info.AudioCodec, info.SampleRate, info.Channels, info.Frames)
	}
	if meta["has_audio"] != "true" || !strings.Contains(meta["sound"], "rain") || !strings.Contains(meta["sound"], "music") {
		t.Errorf("metadata is %v", meta)
	}
	left, right := soundOf(t, e, path)
	if d := time.Duration(len(left)) * time.Second / dsp.Rate; (d - time.Second).Abs() > time.Second/zoetrope.FPS {
		t.Errorf("the sound lasts %v", d)
	}
	m := loudness.NewMeter()
	m.Add(left, right)
	if l := m.Integrated(); math.Abs(l-audio.Target) > 2 {
		t.Errorf("the encoded sound has %.1f LUFS", l)
	}
	again, _, err := filmed(t, e, v)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(contents(t, path), contents(t, again)) {
		t.Error("the same job gave other bytes")
	}
}

func contents(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// soundOf decodes the sound of a video.
func soundOf(t *testing.T, e *Engine, video string) (left, right []float64) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "sound.wav")
	if msg, err := exec.CommandContext(t.Context(), e.tools.FFmpeg, "-v", "error", "-i", video, "-c:a", "pcm_s16le", out).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, msg)
	}
	return decode(t, contents(t, out))
}

func TestClipsAreSilentUnlessAsked(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	path, meta, err := filmed(t, e, zoetrope.VideoSpec{Prompt: "ocean in the rain", SoundEffectContent: "a gong", LipSyncText: "hello"})
	if err != nil {
		t.Fatal(err)
	}
	info, err := e.tools.Probe(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if info.HasAudio() || meta["has_audio"] != "false" {
		t.Errorf("there is sound: %+v, %v", info, meta)
	}
}

func TestSpeechThatCannotBe(t *testing.T) {
	t.Parallel()
	missing := func() (*speech.Synthesiser, error) { return nil, errors.New("not installed") }
	tests := []struct {
		name, text, speaker string
		find                func() (*speech.Synthesiser, error)
		want                zoetrope.Code
	}{
		{"nothing installed", "hello", "1", missing, zoetrope.CodeEngine},
		{"unknown voice", "hello", "nobody", speech.New, zoetrope.CodeInvalid},
		{"nothing to say", "...", "", speech.New, zoetrope.CodeInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if _, err := tt.find(); err != nil && tt.want != zoetrope.CodeEngine {
				t.Skip(err)
			}
			e := testEngine(t)
			e.synthesiser = tt.find
			_, _, err := filmed(t, e, zoetrope.VideoSpec{Prompt: "a lake", LipSync: true, LipSyncText: tt.text, LipSyncSpeaker: tt.speaker})
			if zoetrope.CodeOf(err) != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}

func TestSpokenText(t *testing.T) {
	t.Parallel()
	if _, err := speech.New(); err != nil {
		t.Skip(err)
	}
	e := testEngine(t)
	path, meta, err := filmed(t, e, zoetrope.VideoSpec{
		Prompt: "a lake", LipSync: true, LipSyncText: "Good morning", LipSyncSpeaker: "2",
	})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(meta["sound"], "voice James") || !strings.Contains(meta["notes"], "no mouth moves with it") {
		t.Errorf("metadata is %v", meta)
	}
	// A voice stands in the middle; water alone is spread over both sides.
	left, right := soundOf(t, e, path)
	if c := correlation(left, right); c < 0.8 {
		t.Errorf("the sides correlate by %.2f: no voice stands out", c)
	}
	long := zoetrope.VideoSpec{Duration: 1, LipSyncText: strings.Repeat("A long speech. ", 12)}
	said, err := e.speak(t.Context(), &long, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(said.notes, "; "), "is cut off") {
		t.Errorf("the notes keep quiet about a text that was cut: %v", said.notes)
	}
}

func TestPhotographWithSound(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	dir := t.TempDir()
	picture := filepath.Join(dir, "grey.png")
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 36))); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(picture, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	job := engine.Job{
		Spec: &zoetrope.ImageToVideoSpec{VideoSpec: zoetrope.VideoSpec{
			Prompt: "rain falls", Duration: 1, SoundEffect: true, SoundEffectContent: "a gong",
		}, Image: 9},
		Inputs: map[int64]engine.Input{9: {Path: picture}}, Scratch: dir, Width: 64, Height: 36,
	}
	err := e.Render(t.Context(), job, engine.Sink{Progress: func(float64, string) {}, Output: func(o engine.Output) error {
		if o.Kind != zoetrope.AssetVideo {
			return nil
		}
		info, err := e.tools.Probe(t.Context(), o.Path)
		if err == nil && (!info.HasAudio() || o.Metadata["has_audio"] != "true" || !strings.Contains(o.Metadata["sound"], "bell")) {
			t.Errorf("a gong was asked for; there is %+v, %v", info, o.Metadata)
		}
		return err
	}})
	if err != nil {
		t.Fatal(err)
	}
}

func TestSoundStops(t *testing.T) {
	t.Parallel()
	e := testEngine(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	stop := errors.New("enough")
	cancel(stop)
	v := zoetrope.VideoSpec{Prompt: "a lake", Duration: 5, SoundEffect: true}
	dir := t.TempDir()
	job := engine.Job{Spec: &zoetrope.TextToVideoSpec{VideoSpec: v}, Scratch: dir}
	if _, err := e.record(ctx, job, filmSound(v, 1)); !errors.Is(err, stop) {
		t.Errorf("a cancelled recording ends with %v", err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("a cancelled recording leaves %v, %v", left, err)
	}
}

func correlation(a, b []float64) float64 {
	var aa, bb, ab float64
	for i := range a {
		aa, bb, ab = aa+a[i]*a[i], bb+b[i]*b[i], ab+a[i]*b[i]
	}
	return ab / math.Sqrt(aa*bb)
}
