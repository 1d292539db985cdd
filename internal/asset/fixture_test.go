package asset_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"zoetrope"
	"zoetrope/internal/asset"
	"zoetrope/internal/blob"
	"zoetrope/internal/db"
	"zoetrope/internal/media"
	"zoetrope/internal/outbound"
)

// The accounts of every fixture.
const (
	alice = 1
	bob   = 2
)

// fixture is a service with two accounts.
type fixture struct {
	*asset.Service
	files *blob.Files
	dir   string
}

func newFixture(tb testing.TB, d *db.DB, change func(*asset.Config)) *fixture {
	tb.Helper()
	dir := tb.TempDir()
	tools, err := media.Find()
	if err != nil {
		tb.Fatal(err)
	}
	secret, err := asset.URLSecret(tb.Context(), d)
	if err != nil {
		tb.Fatal(err)
	}
	files, err := blob.NewFiles(filepath.Join(dir, "blobs"), "http://localhost", secret)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = files.Close() })
	cfg := asset.Config{
		DB: d, Blobs: files, Tools: tools, Fetch: outbound.New(outbound.Options{AllowPrivate: true}),
		Dir: filepath.Join(dir, "receiving"),
	}
	if change != nil {
		change(&cfg)
	}
	s, err := asset.New(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	exec1(tb, d, `INSERT INTO accounts (id, name, plan, created) VALUES (1, 'alice', 'free', 0), (2, 'bob', 'free', 0)`)
	return &fixture{s, files, dir}
}

// exec1 runs a statement in a transaction of its own.
func exec1(tb testing.TB, d *db.DB, query string, args ...any) {
	tb.Helper()
	if err := d.InTx(tb.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	}); err != nil {
		tb.Fatal(err)
	}
}

// left lists the files that exist below the data directory.
func (f *fixture) left(tb testing.TB) []string {
	tb.Helper()
	var all []string
	err := filepath.WalkDir(f.dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

// picture returns a JPEG of one colour; levels differ between pictures.
func picture(tb testing.TB, level uint8) []byte {
	tb.Helper()
	img := image.NewGray(image.Rect(0, 0, 40, 30))
	for i := range img.Pix {
		img.Pix[i] = level
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// sample makes a file with ffmpeg.
func sample(tb testing.TB, name string, args ...string) []byte {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), name)
	args = append(append([]string{"-nostdin", "-v", "error", "-y"}, args...), path)
	if out, err := exec.CommandContext(tb.Context(), "ffmpeg", args...).CombinedOutput(); err != nil {
		tb.Fatalf("ffmpeg %v: %v\n%s", args, err, out)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// The inputs of samples: half a second each.
var (
	video = []string{"-f", "lavfi", "-t", "0.5", "-i", "testsrc=size=64x48:rate=10", "-pix_fmt", "yuv420p"}
	sound = []string{"-f", "lavfi", "-t", "0.5", "-i", "sine"}
)

func (f *fixture) upload(tb testing.TB, account int64, data []byte, limits asset.Limits) zoetrope.Asset {
	tb.Helper()
	a, err := f.Upload(tb.Context(), account, bytes.NewReader(data), limits)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// bytesOf reads an asset through its URL.
func (f *fixture) bytesOf(tb testing.TB, a zoetrope.Asset) (*httptest.ResponseRecorder, []byte) {
	tb.Helper()
	address, err := f.URL(tb.Context(), a)
	if err != nil {
		tb.Fatal(err)
	}
	w := httptest.NewRecorder()
	f.files.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w, w.Body.Bytes()
}
