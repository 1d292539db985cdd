package enginetest

import (
	"bytes"
	"encoding/json"
	"image"
	_ "image/jpeg" // posters and pictures
	_ "image/png"  // masks
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"zoetrope"
	"zoetrope/engine"
)

// recorder is a sink that remembers.
type recorder struct {
	mu       sync.Mutex
	progress []float64
	phases   []string
	outputs  []engine.Output
}

func newRecorder() *recorder { return new(recorder) }

func (r *recorder) sink() engine.Sink {
	return engine.Sink{
		Progress: func(done float64, phase string) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.progress, r.phases = append(r.progress, done), append(r.phases, phase)
		},
		Output: func(o engine.Output) error {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.outputs = append(r.outputs, o)
			return nil
		},
	}
}

// checkProgress wants rising shares that end at 1, and a phase each.
func (r *recorder) checkProgress(t *testing.T) {
	t.Helper()
	last := 0.0
	for i, p := range r.progress {
		if p < last || p > 1 {
			t.Errorf("progress %d is %g after %g", i, p, last)
		}
		if r.phases[i] == "" {
			t.Errorf("progress %d has no phase", i)
		}
		last = p
	}
	if last != 1 {
		t.Errorf("the last progress is %g, want 1", last)
	}
}

// single returns the only output of a kind.
func (r *recorder) single(t *testing.T, kind zoetrope.AssetKind) engine.Output {
	t.Helper()
	var found []engine.Output
	for _, o := range r.outputs {
		if o.Kind == kind {
			found = append(found, o)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d outputs of kind %s, want 1", len(found), kind)
	}
	return found[0]
}

// result is what the job was for: its video, or its nameless picture when it made no video.
func (r *recorder) result() engine.Output {
	var picture engine.Output
	for _, o := range r.outputs {
		switch {
		case o.Kind == zoetrope.AssetVideo:
			return o
		case o.Name == "":
			picture = o
		}
	}
	return picture
}

// checkVideo wants an H.264 file of exactly the job's size and number of frames that browsers play while it loads.
func (s Suite) checkVideo(t *testing.T, job engine.Job, path string) {
	t.Helper()
	info, err := s.Tools.Probe(t.Context(), path)
	if err != nil {
		t.Fatalf("probe: %v", err)
	}
	frames := job.Spec.Video().Frames()
	if info.VideoCodec != "h264" || info.PixelFormat != "yuv420p" {
		t.Errorf("codec %s with %s, want h264 with yuv420p", info.VideoCodec, info.PixelFormat)
	}
	if info.Width != job.Width || info.Height != job.Height {
		t.Errorf("size %d x %d, want %d x %d", info.Width, info.Height, job.Width, job.Height)
	}
	if info.Frames != frames || info.FPS != zoetrope.FPS {
		t.Errorf("%d frames at %g per second, want %d at %d", info.Frames, info.FPS, frames, zoetrope.FPS)
	}
	if d := info.Duration - job.Spec.Video().Length(); d.Abs() > 20*time.Millisecond {
		t.Errorf("duration %v, want %v", info.Duration, job.Spec.Video().Length())
	}
	s.checkColour(t, path)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if m, d := bytes.Index(data, []byte("moov")), bytes.Index(data, []byte("mdat")); m < 0 || m > d {
		t.Error("the index stands behind the data: the file does not play while it loads")
	}
}

// checkColour wants BT.709 tags, without which players guess.
func (s Suite) checkColour(t *testing.T, path string) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), s.Tools.FFprobe, "-v", "error", "-select_streams", "v:0",
		"-show_entries", "stream=color_range,color_space,color_transfer,color_primaries", "-of", "json", path).Output()
	if err != nil {
		t.Fatalf("ffprobe: %v", err)
	}
	var probe struct {
		Streams []map[string]string `json:"streams"`
	}
	if err := json.Unmarshal(out, &probe); err != nil || len(probe.Streams) != 1 {
		t.Fatalf("ffprobe printed %s (%v)", out, err)
	}
	want := map[string]string{"color_range": "tv", "color_space": "bt709", "color_transfer": "bt709", "color_primaries": "bt709"}
	for k, v := range want {
		if got := probe.Streams[0][k]; got != v {
			t.Errorf("%s is %q, want %q", k, got, v)
		}
	}
}

// checkPicture wants a JPEG or PNG of the job's size.
func checkPicture(t *testing.T, job engine.Job, path string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	c, _, err := image.DecodeConfig(f)
	if err != nil {
		t.Fatalf("the picture is neither JPEG nor PNG: %v", err)
	}
	if c.Width != job.Width || c.Height != job.Height {
		t.Errorf("the picture has %d x %d pixels, want %d x %d", c.Width, c.Height, job.Width, job.Height)
	}
}

// checkNoOpenFiles looks for descriptors of this process that still point below dir.
func checkNoOpenFiles(t *testing.T, dir string) {
	t.Helper()
	if runtime.GOOS != "linux" {
		return
	}
	fds, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range fds {
		target, err := os.Readlink(filepath.Join("/proc/self/fd", fd.Name()))
		if err == nil && strings.HasPrefix(target, dir) {
			t.Errorf("%s is still open", target)
		}
	}
}
