package media

import (
	"errors"
	"path/filepath"
	"testing"
	"time"
)

func TestSoundOfAVideo(t *testing.T) {
	t.Parallel()
	tools, dir := tools(t), t.TempDir()
	loud := sample(t, "loud.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x36:d=1", "-f", "lavfi", "-i", "sine=d=1:r=22050", "-c:a", "aac")
	mute := sample(t, "mute.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x36:d=1")
	out := filepath.Join(dir, "sound.wav")
	if err := tools.Sound(t.Context(), loud, out, 48000); err != nil {
		t.Fatal(err)
	}
	info, err := tools.Probe(t.Context(), out)
	if err != nil || info.Format != WAV || info.SampleRate != 48000 || info.Channels != 2 || (info.Duration-time.Second).Abs() > 100*time.Millisecond {
		t.Errorf("sound is %+v (%v)", info, err)
	}
	if err := tools.Sound(t.Context(), mute, out, 48000); !errors.Is(err, ErrSilent) {
		t.Errorf("a silent video gives %v", err)
	}
}
