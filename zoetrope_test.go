package zoetrope_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"zoetrope"
)

func TestNewID(t *testing.T) {
	t.Parallel()
	early := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	late := time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC)
	a, b := zoetrope.NewID(early), zoetrope.NewID(early.Add(time.Millisecond))
	if a <= 0 || b <= a {
		t.Errorf("ids do not sort by time: %d then %d", a, b)
	}
	if id := zoetrope.NewID(late); id > zoetrope.MaxID || id <= b {
		t.Errorf("id of 2038 is %d; want between %d and %d", id, b, int64(zoetrope.MaxID))
	}
	seen := map[int64]bool{}
	for range 64 {
		seen[zoetrope.NewID(early)] = true
	}
	if len(seen) < 32 {
		t.Errorf("64 ids of one millisecond have %d values; the random bits are not random", len(seen))
	}
}

func TestQualitySize(t *testing.T) {
	t.Parallel()
	tests := []struct {
		quality       zoetrope.Quality
		ratio         zoetrope.AspectRatio
		width, height int
	}{
		{"360p", "16:9", 640, 360},
		{"540p", "16:9", 1024, 576},
		{"720p", "16:9", 1280, 720},
		{"1080p", "16:9", 1920, 1080},
		{"540p", "9:16", 576, 1024},
		{"540p", "1:1", 1024, 1024},
		{"540p", "4:3", 1024, 768},
		{"360p", "3:2", 640, 426},
		{"1080p", "21:9", 1920, 822},
		{"360p", "100:1", 640, 274},
		{"360p", "1:4000", 274, 640},
	}
	for _, tt := range tests {
		w, h, err := tt.quality.Size(tt.ratio.Value())
		if err != nil || w != tt.width || h != tt.height {
			t.Errorf("Size(%s, %s) = %d x %d, %v; want %d x %d", tt.quality, tt.ratio, w, h, err, tt.width, tt.height)
		}
		if w%2 != 0 || h%2 != 0 {
			t.Errorf("Size(%s, %s) = %d x %d is odd", tt.quality, tt.ratio, w, h)
		}
	}
	for _, bad := range []zoetrope.AspectRatio{"", "16", "a:b", "0:1", "-1:1", "16:9:4"} {
		if v := bad.Value(); v != 0 {
			t.Errorf("AspectRatio(%q).Value() = %g, want 0", bad, v)
		}
	}
	if _, _, err := zoetrope.Quality("4k").Size(1); err == nil {
		t.Error("an unknown quality has a size")
	}
}

func TestErrorCodes(t *testing.T) {
	t.Parallel()
	cause := errors.New("disk full")
	err := fmt.Errorf("saving: %w", zoetrope.WrapError(zoetrope.CodeUploadFailed, cause, "the file could not be stored; try again"))
	if zoetrope.CodeOf(err) != zoetrope.CodeUploadFailed || !errors.Is(err, cause) {
		t.Errorf("%v lost its code or its cause", err)
	}
	if zoetrope.CodeOf(cause) != zoetrope.CodeInternal || zoetrope.CodeOf(nil) != "" {
		t.Error("CodeOf is wrong for foreign errors or nil")
	}
	if zoetrope.FieldErrorf(zoetrope.CodeInvalid, "seed", "no").Retryable() || !zoetrope.Errorf(zoetrope.CodeConcurrency, "busy").Retryable() {
		t.Error("Retryable is wrong")
	}
}
