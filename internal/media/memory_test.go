package media

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestMemoryKnowsAFileUntilItChanges(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "file")
	stat := func(content string) os.FileInfo {
		t.Helper()
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	var m memory
	first := stat("one")
	if _, ok := m.find(path, first); ok {
		t.Error("an empty memory knows a file")
	}
	m.add(path, first, Info{Frames: 3})
	if info, ok := m.find(path, first); !ok || info.Frames != 3 {
		t.Errorf("the file is known as %+v (%t)", info, ok)
	}
	if _, ok := m.find(path, stat("longer")); ok {
		t.Error("a file that has changed is known")
	}
	for i := range mostKnown {
		m.add(fmt.Sprint(i), first, Info{})
	}
	if _, ok := m.find(path, first); ok || len(m.files) > mostKnown {
		t.Errorf("%d files are known", len(m.files))
	}
}
