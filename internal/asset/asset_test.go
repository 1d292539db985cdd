package asset_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"go.uber.org/goleak"

	"zoetrope"
	"zoetrope/internal/asset"
	"zoetrope/internal/db"
	"zoetrope/internal/db/dbtest"
	"zoetrope/internal/media"
	"zoetrope/internal/outbound"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestUpload(t *testing.T) {
	t.Parallel()
	var pngData bytes.Buffer
	if err := png.Encode(&pngData, image.NewNRGBA64(image.Rect(0, 0, 5, 4))); err != nil {
		t.Fatal(err)
	}
	samples := map[string]struct {
		data   []byte
		limits asset.Limits
		want   zoetrope.Asset
	}{
		"jpeg": {picture(t, 1), asset.ImageLimits("image"), zoetrope.Asset{Kind: zoetrope.AssetImage, MIME: "image/jpeg", Width: 40, Height: 30}},
		"png":  {pngData.Bytes(), asset.ImageLimits("image"), zoetrope.Asset{Kind: zoetrope.AssetImage, MIME: "image/png", Width: 5, Height: 4}},
		"mp4": {sample(t, "a.mp4", video...), asset.MediaLimits("file"),
			zoetrope.Asset{Kind: zoetrope.AssetVideo, MIME: "video/mp4", Width: 64, Height: 48, Duration: 500 * time.Millisecond}},
		"mp4 of sound alone": {sample(t, "a.mp4", sound...), asset.MediaLimits("file"),
			zoetrope.Asset{Kind: zoetrope.AssetAudio, MIME: "audio/mp4", HasAudio: true}},
		"wav": {sample(t, "a.wav", sound...), asset.MediaLimits("file"),
			zoetrope.Asset{Kind: zoetrope.AssetAudio, MIME: "audio/wav", HasAudio: true, Duration: 500 * time.Millisecond}},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d, nil)
		for name, c := range samples {
			a := f.upload(t, alice, c.data, c.limits)
			got, err := f.Get(t.Context(), alice, a.ID)
			if err != nil || got != a {
				t.Errorf("%s: get %+v, %v; upload gave %+v", name, got, err, a)
			}
			resp, data := f.bytesOf(t, a)
			if !bytes.Equal(data, c.data) || resp.Header().Get("Content-Type") != c.want.MIME {
				t.Errorf("%s: %d bytes of %s came back for %d", name, len(data), resp.Header().Get("Content-Type"), len(c.data))
			}
			if a.ID <= 0 || a.ID > zoetrope.MaxID || a.Size != int64(len(c.data)) || a.Account != alice || a.Name == "" || a.Created.IsZero() {
				t.Errorf("%s: %+v", name, a)
			}
			if c.want.Duration == 0 {
				a.Duration = 0 // lossy sound comes in whole packets
			}
			facts := zoetrope.Asset{Kind: a.Kind, MIME: a.MIME, Width: a.Width, Height: a.Height, Duration: a.Duration, HasAudio: a.HasAudio}
			if facts != c.want {
				t.Errorf("%s: got %+v, want %+v", name, facts, c.want)
			}
		}
		if left := f.left(t); len(left) != len(samples) {
			t.Errorf("%d files for %d assets: %v", len(left), len(samples), left)
		}
	})
}

func TestSameBytesAreKeptOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d, nil)
		data := picture(t, 7)
		ids := make([]int64, 8)
		var group sync.WaitGroup
		for i := range ids {
			group.Go(func() {
				a, err := f.Upload(t.Context(), alice, bytes.NewReader(data), asset.ImageLimits("image"))
				if err != nil {
					t.Error(err)
				}
				ids[i] = a.ID
			})
		}
		group.Wait()
		for _, id := range ids {
			if id != ids[0] {
				t.Fatalf("ids differ: %v", ids)
			}
		}
		if again := f.upload(t, alice, data, asset.ImageLimits("image")); again.ID != ids[0] {
			t.Errorf("a later upload has id %d, the first ones %d", again.ID, ids[0])
		}
		if other := f.upload(t, bob, data, asset.ImageLimits("image")); other.ID == ids[0] {
			t.Error("two accounts share an asset")
		}
		if left := f.left(t); len(left) != 2 {
			t.Errorf("%d files for 2 assets: %v", len(left), left)
		}
		// What is known is held against the limits of this upload.
		if _, err := f.Upload(t.Context(), alice, bytes.NewReader(data), asset.MediaLimits("file")); zoetrope.CodeOf(err) != zoetrope.CodeMediaInvalid {
			t.Errorf("a known picture as media: %v", err)
		}
		if err := f.Delete(t.Context(), alice, ids[0]); err != nil {
			t.Fatal(err)
		}
		if again := f.upload(t, alice, data, asset.ImageLimits("image")); again.ID == ids[0] {
			t.Error("a deleted asset came back")
		}
	})
}

func TestUploadRefuses(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.SQLite(t), nil)
	good := picture(t, 9)
	clip := sample(t, "a.mp4", video...)
	small := asset.ImageLimits("image")
	small.Bytes, small.ImageSide = 100, 20
	narrow := asset.ImageLimits("image")
	narrow.ImageSide = 20
	area := asset.ImageLimits("image")
	area.ImagePixels = 1000
	brief := asset.MediaLimits("file")
	brief.VideoLength = 100 * time.Millisecond
	flat := asset.MediaLimits("file")
	flat.VideoSide = 50
	slow := asset.MediaLimits("file")
	slow.VideoFPS = 5
	abort := errors.New("connection reset")
	for name, c := range map[string]struct {
		r      io.Reader
		limits asset.Limits
		code   zoetrope.Code
		says   string
	}{
		"empty":               {strings.NewReader(""), asset.ImageLimits("image"), zoetrope.CodeMissing, "image is an empty file"},
		"too many bytes":      {bytes.NewReader(good), small, zoetrope.CodeTooLarge, "image is larger than"},
		"endless":             {zeros{}, asset.ImageLimits("image"), zoetrope.CodeTooLarge, "20 MB"},
		"text":                {strings.NewReader("hello"), asset.ImageLimits("image"), zoetrope.CodeImageFormat, "text/plain"},
		"svg":                 {strings.NewReader("<svg/>"), asset.ImageLimits("image"), zoetrope.CodeImageFormat, "send a JPEG, PNG or WebP"},
		"video as picture":    {bytes.NewReader(clip), asset.ImageLimits("image"), zoetrope.CodeImageFormat, "video/mp4"},
		"picture as video":    {bytes.NewReader(good), asset.MediaLimits("file"), zoetrope.CodeMediaInvalid, "image/jpeg"},
		"truncated picture":   {bytes.NewReader(good[:len(good)/2]), asset.ImageLimits("image"), zoetrope.CodeImageBroken, "cut off"},
		"truncated video":     {bytes.NewReader(clip[:len(clip)/4]), asset.MediaLimits("file"), zoetrope.CodeMediaInvalid, "cut off"},
		"wide":                {bytes.NewReader(good), narrow, zoetrope.CodeImageSize, "40 x 30 pixels; make each side at most 20"},
		"many pixels":         {bytes.NewReader(good), area, zoetrope.CodeImageSize, "megapixels"},
		"30,000 x 30,000":     {bytes.NewReader(hugePNG()), asset.ImageLimits("image"), zoetrope.CodeImageSize, "30000 x 30000"},
		"long video":          {bytes.NewReader(clip), brief, zoetrope.CodeMediaInvalid, "0.5 seconds"},
		"large video":         {bytes.NewReader(clip), flat, zoetrope.CodeMediaInvalid, "64 x 48"},
		"fast video":          {bytes.NewReader(clip), slow, zoetrope.CodeMediaInvalid, "frames per second"},
		"playlist":            {strings.NewReader("#EXTM3U\nfile:///etc/passwd\n"), asset.MediaLimits("file"), zoetrope.CodeMediaInvalid, "HLS playlist"},
		"playlist as mp4":     {strings.NewReader("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isom#EXTM3U\nfile:///etc/passwd\n"), asset.MediaLimits("file"), zoetrope.CodeMediaInvalid, "broken"},
		"client goes away":    {io.MultiReader(bytes.NewReader(good), iotest.ErrReader(abort)), asset.ImageLimits("image"), zoetrope.CodeUploadFailed, "did not arrive"},
		"error with a code":   {iotest.ErrReader(zoetrope.Errorf(zoetrope.CodeTimeout, "too slow")), asset.ImageLimits("image"), zoetrope.CodeTimeout, "too slow"},
		"sound without sound": {strings.NewReader("RIFF\x24\x00\x00\x00WAVE"), asset.MediaLimits("file"), zoetrope.CodeMediaInvalid, "broken"},
	} {
		_, err := f.Upload(t.Context(), alice, c.r, c.limits)
		fault, ok := errors.AsType[*zoetrope.Error](err)
		if !ok || fault.Code != c.code || !strings.Contains(fault.Message, c.says) {
			t.Errorf("%s: got %v; want %s saying %q", name, err, c.code, c.says)
		} else if fault.Field != c.limits.Field && c.code != zoetrope.CodeTimeout {
			t.Errorf("%s: field %q", name, fault.Field)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.Upload(ctx, alice, bytes.NewReader(good), asset.ImageLimits("image")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if left := f.left(t); len(left) != 0 {
		t.Errorf("refused uploads left %v", left)
	}
}

// zeros is an endless file.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// hugePNG is 30,000 x 30,000 pixels by its header.
func hugePNG() []byte {
	header := []byte("IHDR\x00\x00\x75\x30\x00\x00\x75\x30\x08\x02\x00\x00\x00")
	b := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), header...)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(header))
	return append(b, "\x00\x00\xa0\x00IDAT"+strings.Repeat("\x00", 40<<10)...)
}

func TestUploadURL(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.SQLite(t), func(c *asset.Config) {
		c.Fetch = outbound.New(outbound.Options{AllowPrivate: true, Timeout: 10 * time.Second})
	})
	good := picture(t, 3)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/good":
			w.Header().Set("Content-Type", "application/octet-stream")
			_, _ = w.Write(good)
		case "/cut":
			w.Header().Set("Content-Length", strconv.Itoa(len(good)))
			_, _ = w.Write(good[:50])
		case "/huge":
			w.Header().Set("Content-Length", "99999999999")
		case "/inwards":
			http.Redirect(w, r, "http://169.254.169.254/", http.StatusFound)
		case "/page":
			_, _ = io.WriteString(w, "<html>")
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	a, err := f.UploadURL(t.Context(), alice, server.URL+"/good", asset.ImageLimits("image_url"))
	if err != nil || a.MIME != "image/jpeg" || a.Size != int64(len(good)) {
		t.Errorf("got %+v, %v", a, err)
	}
	for address, code := range map[string]zoetrope.Code{
		server.URL + "/cut":                zoetrope.CodeURLInvalid,
		server.URL + "/huge":               zoetrope.CodeTooLarge,
		server.URL + "/inwards":            zoetrope.CodeURLInvalid,
		server.URL + "/page":               zoetrope.CodeImageFormat,
		server.URL + "/missing":            zoetrope.CodeURLInvalid,
		"http://169.254.169.254/meta-data": zoetrope.CodeURLInvalid,
		"file:///etc/passwd":               zoetrope.CodeURLInvalid,
		"":                                 zoetrope.CodeURLInvalid,
		"http://127.0.0.1:1/":              zoetrope.CodeURLInvalid,
	} {
		_, err := f.UploadURL(t.Context(), alice, address, asset.ImageLimits("image_url"))
		fault, ok := errors.AsType[*zoetrope.Error](err)
		if !ok || fault.Code != code || fault.Field != "image_url" || strings.Contains(fault.Message, "169.254") {
			t.Errorf("%s: %v; want %s", address, err, code)
		}
	}
	if left := f.left(t); len(left) != 1 {
		t.Errorf("files: %v; want the one asset", left)
	}
}

func TestAssetsAreScopedByAccount(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d, nil)
		a := f.upload(t, alice, picture(t, 5), asset.ImageLimits("image"))
		if _, err := f.Get(t.Context(), bob, a.ID); zoetrope.CodeOf(err) != zoetrope.CodeNotFound {
			t.Errorf("get: %v", err)
		}
		if err := f.Delete(t.Context(), bob, a.ID); zoetrope.CodeOf(err) != zoetrope.CodeNotFound {
			t.Errorf("delete: %v", err)
		}
		if err := f.Delete(t.Context(), alice, a.ID); err != nil {
			t.Error(err)
		}
		if _, err := f.Get(t.Context(), alice, a.ID); zoetrope.CodeOf(err) != zoetrope.CodeDeleted {
			t.Errorf("get after delete: %v", err)
		}
		if resp, _ := f.bytesOf(t, a); resp.Code != http.StatusNotFound {
			t.Errorf("URL after delete: %d", resp.Code)
		}
	})
}

func TestLocal(t *testing.T) {
	t.Parallel()
	f := newFixture(t, dbtest.SQLite(t), nil)
	data := picture(t, 6)
	a := f.upload(t, alice, data, asset.ImageLimits("image"))
	dir := t.TempDir()
	path, err := f.Local(t.Context(), a, dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, data) || filepath.Ext(path) != ".jpg" {
		t.Errorf("%s: %d bytes, %v", path, len(got), err)
	}
	if err := f.files.Put(t.Context(), a.BlobKey, bytes.NewReader(data[1:]), a.Size-1, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Local(t.Context(), a, t.TempDir()); !errors.Is(err, media.ErrBroken) {
		t.Errorf("changed bytes: %v", err)
	}
}

func TestPublish(t *testing.T) {
	t.Parallel()
	clip := sample(t, "a.mp4", video...)
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d, nil)
		path := filepath.Join(t.TempDir(), "out.mp4")
		if err := os.WriteFile(path, clip, 0o600); err != nil {
			t.Fatal(err)
		}
		publish := func(attempt int) *asset.Publication {
			p, err := f.Publish(t.Context(), zoetrope.Generation{ID: 99, Account: alice, Attempt: attempt}, path, zoetrope.AssetVideo, "")
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		loser, winner := publish(1), publish(2)
		if _, err := f.Get(t.Context(), alice, winner.Asset.ID); zoetrope.CodeOf(err) != zoetrope.CodeNotFound {
			t.Errorf("visible before the commit: %v", err)
		}
		if err := d.InTx(t.Context(), winner.Commit); err != nil {
			t.Fatal(err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		for _, p := range []*asset.Publication{loser, loser, winner} { // once more than needed, and in vain
			if err := p.Discard(ended); err != nil {
				t.Error(err)
			}
		}
		if err := d.InTx(t.Context(), loser.Commit); err == nil {
			t.Error("a discarded publication was committed")
		}
		got, err := f.Get(t.Context(), alice, winner.Asset.ID)
		if err != nil || got != winner.Asset || got.Generation != 99 || got.Width != 64 || got.Name != "video-99.mp4" {
			t.Errorf("got %+v, %v; published %+v", got, err, winner.Asset)
		}
		if _, data := f.bytesOf(t, got); !bytes.Equal(data, clip) {
			t.Errorf("%d bytes came back", len(data))
		}
		if left := f.left(t); len(left) != 1 {
			t.Errorf("files: %v; want the winner's", left)
		}
		if _, err := f.Publish(t.Context(), zoetrope.Generation{ID: 98, Account: alice, Attempt: 1}, path, zoetrope.AssetImage, ""); err == nil {
			t.Error("a video was published as a picture")
		}
		if err := d.InTx(t.Context(), func(ctx context.Context, tx *db.Tx) error { return asset.DeleteResults(ctx, tx, 99) }); err != nil {
			t.Fatal(err)
		}
		if swept, err := f.Sweep(t.Context()); err != nil || swept.Purged != 1 {
			t.Errorf("sweep: %+v, %v", swept, err)
		}
		if left := f.left(t); len(left) != 0 {
			t.Errorf("after deleting the results: %v", left)
		}
	})
}

func TestSweep(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFixture(t, d, func(c *asset.Config) { c.UploadLifetime = 48 * time.Hour })
		keep := f.upload(t, alice, picture(t, 1), asset.ImageLimits("image"))
		expire := f.upload(t, alice, picture(t, 2), asset.ImageLimits("image"))
		orphan := f.upload(t, alice, picture(t, 3), asset.ImageLimits("image"))
		young := f.upload(t, alice, picture(t, 4), asset.ImageLimits("image"))
		if life := expire.Expires.Sub(expire.Created); life.Round(time.Second) != 48*time.Hour {
			t.Errorf("lifetime %v", life)
		}
		exec1(t, d, `UPDATE assets SET expires = 1 WHERE id = $1`, expire.ID)
		exec1(t, d, `UPDATE assets SET pending = 1, created = 1 WHERE id = $1`, orphan.ID)
		exec1(t, d, `UPDATE assets SET pending = 1 WHERE id = $1`, young.ID)
		if _, err := f.Get(t.Context(), alice, expire.ID); zoetrope.CodeOf(err) != zoetrope.CodeDeleted {
			t.Errorf("an expired asset: %v", err)
		}
		receiving := filepath.Join(f.Dir, "receiving-1")
		long := time.Now().Add(-2 * time.Hour)
		if err := errors.Join(os.WriteFile(receiving, nil, 0o600), os.Chtimes(receiving, long, long)); err != nil {
			t.Fatal(err)
		}
		for _, want := range []asset.Swept{{Expired: 1, Abandoned: 1, Purged: 2}, {}} {
			if swept, err := f.Sweep(t.Context()); err != nil || swept != want {
				t.Errorf("swept %+v, %v; want %+v", swept, err, want)
			}
		}
		if left := f.left(t); len(left) != 2 {
			t.Errorf("files: %v; want the kept and the young one", left)
		}
		if _, err := f.Get(t.Context(), alice, keep.ID); err != nil {
			t.Error(err)
		}
	})
}

func TestKnownUploadLastsAgain(t *testing.T) {
	t.Parallel()
	d := dbtest.SQLite(t)
	f := newFixture(t, d, func(c *asset.Config) { c.UploadLifetime = time.Hour })
	a := f.upload(t, alice, picture(t, 1), asset.ImageLimits("image"))
	exec1(t, d, `UPDATE assets SET expires = 1 WHERE id = $1`, a.ID)
	again := f.upload(t, alice, picture(t, 1), asset.ImageLimits("image"))
	if again.ID != a.ID || !again.Expires.After(time.Now()) {
		t.Errorf("got %+v", again)
	}
}

func TestURLSecretIsKept(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		first, err := asset.URLSecret(t.Context(), d)
		if err != nil || len(first) != 32 {
			t.Fatalf("%d bytes, %v", len(first), err)
		}
		if second, err := asset.URLSecret(t.Context(), d); err != nil || !bytes.Equal(first, second) {
			t.Errorf("another secret: %v", err)
		}
	})
}

func BenchmarkUpload(b *testing.B) {
	f := newFixture(b, dbtest.SQLite(b), nil)
	img := image.NewNRGBA(image.Rect(0, 0, 1920, 1080))
	for i := range img.Pix {
		img.Pix[i] = byte(i * i >> 8)
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: 90}); err != nil {
		b.Fatal(err)
	}
	data := buf.Bytes()
	b.SetBytes(int64(len(data)))
	for i := 0; b.Loop(); i++ {
		// A tail makes each file a new one and is ignored by decoders.
		r := io.MultiReader(bytes.NewReader(data), strings.NewReader(strconv.Itoa(i)))
		if _, err := f.Upload(b.Context(), alice, r, asset.ImageLimits("image")); err != nil {
			b.Fatal(err)
		}
	}
}
