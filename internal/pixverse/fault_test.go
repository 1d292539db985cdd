package pixverse_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOnlyABrokenServerAnswersThatItFailed keeps a fault of ours from being written down as an answer: only the golden files
// that take the database away may hold 99999.
func TestOnlyABrokenServerAnswersThatItFailed(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/golden/*.http")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		meant := strings.HasPrefix(filepath.Base(file), "database-down")
		if !meant && strings.Contains(string(text), `"ErrCode": 99999`) {
			t.Errorf("%s answers 99999", file)
		}
	}
}
