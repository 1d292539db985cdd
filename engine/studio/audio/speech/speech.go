// Package speech turns text into spoken sound with the synthesisers flite and espeak-ng, run as children on a leash, and says
// when each sound of the language is spoken, so that a mouth can follow.
//
// Both are small formant, diphone and statistical synthesisers: plainly intelligible, not natural. The fifteen system voices
// differ in synthesiser, speaker, accent, pitch, pace and the size of the throat.
package speech

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"zoetrope/engine/studio/audio/dsp"
)

// ErrNoText is returned for a text in which nothing can be spoken.
var ErrNoText = errors.New("the text has nothing that can be spoken")

const (
	// Loudness of what is spoken, in LUFS.
	Loudness = -19.0
	// mostSeconds bounds what is kept of a synthesiser's output.
	mostSeconds = 180
	// evenPace is espeak-ng's speed for a Speed of 1, in words per minute.
	evenPace = 165
)

// Synthesiser runs the programs. At least one of them is there. It is safe for concurrent use.
type Synthesiser struct {
	Flite  string // path; empty when it is not installed
	Espeak string // path of espeak-ng; empty when it is not installed
}

// New looks for flite and espeak-ng in PATH. The error says what to install.
func New() (*Synthesiser, error) {
	s := &Synthesiser{}
	for _, tool := range []struct {
		name string
		path *string
	}{{"flite", &s.Flite}, {"espeak-ng", &s.Espeak}} {
		if path, err := exec.LookPath(tool.name); err == nil {
			*tool.path = path
		}
	}
	if s.Flite == "" && s.Espeak == "" {
		return nil, errors.New("neither espeak-ng nor flite is in PATH; install both for speech (apt-get install espeak-ng flite)")
	}
	return s, nil
}

// Request is something to say.
type Request struct {
	Text     string
	Voice    Voice
	Language string  // as espeak-ng names it, such as "en" or "cmn"; empty lets Language guess
	Fit      float64 // seconds that it shall last, reached as far as a pace of 0.65 to 1.6 allows; 0 for the voice's own pace
}

// Result says what was spoken.
type Result struct {
	Seconds  float64
	Language string
	Engine   string  // "flite" or "espeak-ng"
	Phones   []Phone // in order of time; between them is silence
	// Estimated tells that the times of the phones follow from the text and the pauses of the sound, not from the synthesiser.
	Estimated bool
}

// Say speaks a text into a WAV file, mono sound in two channels at 48 kHz, with 60 ms of silence before and 120 ms after.
func (s *Synthesiser) Say(ctx context.Context, r Request, path string) (Result, error) {
	text := clean(r.Text)
	if text == "" {
		return Result{}, ErrNoText
	}
	if r.Language == "" {
		r.Language = Language(text)
	}
	if r.Voice.ID == "" {
		r.Voice, _ = Find(Auto)
	}
	pace := 1.0
	u, err := s.speak(ctx, text, r, pace)
	if err != nil {
		return Result{}, err
	}
	if r.Fit > 0 {
		pace = dsp.Clamp(u.seconds()/r.Fit, 0.65, 1.6)
		if math.Abs(pace-1) > 0.02 {
			if u, err = s.speak(ctx, text, r, pace); err != nil {
				return Result{}, err
			}
		}
	}
	u.shape(r.Voice)
	if err := u.save(path); err != nil {
		return Result{}, err
	}
	return Result{Seconds: u.seconds(), Language: r.Language, Engine: u.engine, Phones: u.phones, Estimated: u.estimated}, nil
}

// speak has a text spoken by the synthesiser that suits voice and language.
func (s *Synthesiser) speak(ctx context.Context, text string, r Request, pace float64) (*utterance, error) {
	dir, err := os.MkdirTemp("", "zoetrope-speech-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a leftover in the temporary directory is no reason to fail
	if err := os.WriteFile(filepath.Join(dir, "text"), []byte(text+"\n"), 0o600); err != nil {
		return nil, err
	}
	english := r.Language == "en" || strings.HasPrefix(r.Language, "en-")
	if s.Flite != "" && english && isASCII(text) && (r.Voice.flite != "" || s.Espeak == "") {
		u, err := s.runFlite(ctx, dir, r.Voice, pace)
		if err == nil || s.Espeak == "" || ctx.Err() != nil {
			return u, err
		}
	}
	if s.Espeak == "" {
		return nil, fmt.Errorf("language %q needs espeak-ng, which is not installed (apt-get install espeak-ng)", r.Language)
	}
	return s.runEspeak(ctx, dir, r, pace)
}

func isASCII(s string) bool {
	for _, r := range s {
		if r > 127 {
			return false
		}
	}
	return true
}

// runFlite speaks the file "text" of a directory. Pitch and pace allow for the resampling that moves the formants.
func (s *Synthesiser) runFlite(ctx context.Context, dir string, v Voice, pace float64) (*utterance, error) {
	name := v.flite
	if name == "" {
		name = "rms"
		if v.Female {
			name = "slt"
		}
	}
	out, err := runChild(ctx, dir, s.Flite, "-voice", name, "-psdur",
		"--setf", "int_f0_target_mean="+number(v.Pitch/v.Formant), "--setf", "duration_stretch="+number(v.Formant/(v.Speed*pace)),
		"-f", "text", "-o", "out.wav")
	if err != nil {
		return nil, err
	}
	u, err := loadUtterance(filepath.Join(dir, "out.wav"), v.Formant)
	if err != nil {
		return nil, err
	}
	u.engine, u.phones = "flite", parseSegments(string(out), v.Formant)
	u.trim()
	return u, nil
}

// runEspeak speaks the file "text" of a directory.
func (s *Synthesiser) runEspeak(ctx context.Context, dir string, r Request, pace float64) (*utterance, error) {
	v := r.Voice
	lang := r.Language
	if lang == "en" {
		lang = v.accent
	}
	// espeak-ng's pitch scale is an octave to each side of 50.
	pitch := 50 + 50*math.Log2(v.Pitch/v.Formant/naturalPitch[v.variant])
	args := []string{
		"-v", lang + "+" + v.variant, "-b", "1", "-p", strconv.Itoa(int(math.Round(dsp.Clamp(pitch, 0, 99)))),
		"-s", strconv.Itoa(int(math.Round(dsp.Clamp(evenPace*v.Speed*pace/v.Formant, 80, 450)))), "-f", "text",
	}
	if _, err := runChild(ctx, dir, s.Espeak, append(args, "-w", "out.wav")...); err != nil {
		return nil, err
	}
	u, err := loadUtterance(filepath.Join(dir, "out.wav"), v.Formant)
	if err != nil {
		return nil, err
	}
	u.engine, u.estimated = "espeak-ng", true
	u.trim()
	spelling, err := runChild(ctx, dir, s.Espeak, append(args, "-q", "--ipa", "--sep=_")...)
	if err != nil {
		return nil, err
	}
	u.phones = estimatePhones(string(spelling), u.samples)
	return u, nil
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', 3, 64) }

// naturalPitch is around what espeak-ng's speakers speak at a pitch of 50, in Hz, measured.
var naturalPitch = map[string]float64{
	"f1": 163, "f2": 181, "f3": 182, "f4": 162, "f5": 193, "Annie": 197, "linda": 228,
	"m1": 83, "m2": 96, "m3": 100, "m4": 84, "m5": 88, "m6": 92, "m7": 95,
}
