// Package facetest has a portrait for tests: the one that the face detector's module carries as its own test data, read from the
// module cache.
package facetest

import (
	"image"
	_ "image/jpeg" // its format
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

var path = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/esimov/pigo").Output()
	return filepath.Join(strings.TrimSpace(string(out)), "testdata", "sample.jpg"), err
})

// Path is the file: a frontal head and shoulders on white, 320 x 400 pixels. The test is skipped where it is missing.
func Path(t testing.TB) string {
	t.Helper()
	p, err := path()
	if err == nil {
		_, err = os.Stat(p)
	}
	if err != nil {
		t.Skipf("the portrait is not in the module cache: %v", err)
	}
	return p
}

// Portrait is the picture.
func Portrait(t testing.TB) image.Image {
	t.Helper()
	f, err := os.Open(Path(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}
