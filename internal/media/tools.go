package media

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// Tools runs the external programs. The zero value is not usable: see Find.
// All methods are safe for concurrent use.
type Tools struct {
	FFmpeg  string // path of the ffmpeg executable
	FFprobe string // path of the ffprobe executable

	// ProbeTimeout bounds one Probe. Find sets 30 s.
	ProbeTimeout time.Duration

	known memory
}

// Find looks for ffmpeg and ffprobe in PATH. The error says what to install.
func Find() (*Tools, error) {
	t := &Tools{ProbeTimeout: 30 * time.Second}
	for _, tool := range []struct {
		name string
		path *string
	}{{"ffmpeg", &t.FFmpeg}, {"ffprobe", &t.FFprobe}} {
		path, err := exec.LookPath(tool.name)
		if err != nil {
			return nil, fmt.Errorf("%s is not in PATH; install ffmpeg 5 or newer (apt-get install ffmpeg, or brew install ffmpeg), which brings ffmpeg and ffprobe: %w", tool.name, err)
		}
		*tool.path = path
	}
	return t, nil
}

// Version returns the first line that ffmpeg prints about itself, such as
// "ffmpeg version 5.1.9". It fails if ffmpeg cannot be run or lacks the H.264
// encoder libx264, which every result needs.
func (t *Tools) Version(ctx context.Context) (string, error) {
	version, err := t.output(ctx, t.FFmpeg, "-nostdin", "-hide_banner", "-version")
	if err != nil {
		return "", err
	}
	encoders, err := t.output(ctx, t.FFmpeg, "-nostdin", "-hide_banner", "-encoders")
	if err != nil {
		return "", err
	}
	if !strings.Contains(string(encoders), " libx264 ") {
		return "", fmt.Errorf("%s was built without libx264; install a build of ffmpeg that has it", t.FFmpeg)
	}
	line, _, _ := strings.Cut(string(version), "\n")
	return strings.TrimSpace(line), nil
}
