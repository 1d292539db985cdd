package covers

import (
	"image/jpeg"
	"io/fs"
	"path"
	"regexp"
	"testing"
)

// maxCover and maxClip bound files that every binary carries, in bytes.
const (
	maxCover = 100 << 10
	maxClip  = 400 << 10
)

func TestFilesAreSmallAndNamedAfterWhatTheyShow(t *testing.T) {
	t.Parallel()
	names := regexp.MustCompile(`^(original\.jpg|restyle-\d+\.jpg|template-\d+\.(jpg|mp4))$`)
	entries, err := fs.ReadDir(Files, ".")
	if err != nil || len(entries) == 0 {
		t.Fatalf("no covers: %v", err)
	}
	for _, e := range entries {
		if !names.MatchString(e.Name()) {
			t.Errorf("nothing links to %s", e.Name())
		}
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		limit := int64(maxCover)
		if path.Ext(e.Name()) == ".mp4" {
			limit = maxClip
		}
		if info.Size() == 0 || info.Size() > limit {
			t.Errorf("%s has %d bytes, the limit is %d", e.Name(), info.Size(), limit)
		}
		if path.Ext(e.Name()) == ".jpg" {
			checkPicture(t, e.Name())
		}
	}
}

func checkPicture(t *testing.T, name string) {
	t.Helper()
	f, err := Files.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := jpeg.Decode(f); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

func TestOfKnowsWhatIsThere(t *testing.T) {
	t.Parallel()
	if got := Of("restyle", -1, "jpg"); got != "" {
		t.Errorf("a preset that does not exist has the cover %s", got)
	}
}
