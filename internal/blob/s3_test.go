package blob_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"zoetrope/internal/blob"
	"zoetrope/internal/blob/blobtest"
)

// s3Env names the environment variable that makes the tests run on a real S3
// server too: http://KEY:SECRET@HOST:PORT/BUCKET, with the bucket made.
const s3Env = "ZOETROPE_TEST_S3"

// fakeS3 starts a server in this process. It checks no signatures.
func fakeS3(t *testing.T) blob.S3Options {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("videos"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	return blob.S3Options{
		Endpoint: server.URL, Bucket: "videos", Region: "us-east-1",
		Credentials: credentials.NewStaticV4("key", "secret", ""),
	}
}

// realS3 returns the server that the environment names, or skips the test.
func realS3(t *testing.T) blob.S3Options {
	t.Helper()
	address := os.Getenv(s3Env)
	if address == "" {
		t.Skip(s3Env + " is not set")
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	secret, _ := u.User.Password()
	return blob.S3Options{
		Endpoint: u.Scheme + "://" + u.Host, Bucket: strings.Trim(u.Path, "/"), Region: "us-east-1",
		Prefix:      fmt.Sprintf("test-%d", time.Now().UnixNano()),
		Credentials: credentials.NewStaticV4(u.User.Username(), secret, ""),
	}
}

func openS3(t *testing.T, opt blob.S3Options) *blob.S3 {
	t.Helper()
	s, err := blob.NewS3(t.Context(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestS3(t *testing.T) {
	t.Parallel()
	t.Run("fake", func(t *testing.T) {
		t.Parallel()
		opt := fakeS3(t)
		blobtest.Conformance(t, openS3(t, opt))
		opt.Prefix = "a/prefix"
		blobtest.Conformance(t, openS3(t, opt))
	})
	t.Run("real", func(t *testing.T) {
		t.Parallel()
		s := openS3(t, realS3(t))
		blobtest.Conformance(t, s)
		tampered(t, s)
		multipart(t, s)
	})
}

// tampered changes a presigned URL, which only a real server notices.
func tampered(t *testing.T, s *blob.S3) {
	t.Helper()
	for _, key := range []string{"tamper/a", "tamper/b"} {
		if err := s.Put(t.Context(), key, strings.NewReader("x"), 1, ""); err != nil {
			t.Fatal(err)
		}
	}
	good, err := s.URL(t.Context(), "tamper/a", blob.URLOptions{ContentType: "video/mp4"})
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{
		strings.Replace(good, "tamper/a", "tamper/b", 1),
		strings.Replace(good, "video%2Fmp4", "text%2Fhtml", 1),
		strings.Replace(good, "X-Amz-Expires=", "X-Amz-Expires=1", 1),
	} {
		resp, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusForbidden && resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %s", address, resp.Status)
		}
	}
}

func TestS3URLs(t *testing.T) {
	t.Parallel()
	opt := fakeS3(t)
	opt.Public = "https://cdn.example"
	s := openS3(t, opt)
	for lifetime, seconds := range map[time.Duration]string{0: "604800", time.Hour: "3600", 30 * 24 * time.Hour: "604800"} {
		address, err := s.URL(t.Context(), "k.mp4", blob.URLOptions{Lifetime: lifetime})
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if u.Host != "cdn.example" || u.Path != "/videos/k.mp4" || u.Query().Get("X-Amz-Expires") != seconds {
			t.Errorf("lifetime %v: %s", lifetime, address)
		}
	}
}

func TestS3ThatIsNotThere(t *testing.T) {
	t.Parallel()
	opt := fakeS3(t)
	opt.Bucket = "absent"
	if s, err := blob.NewS3(t.Context(), opt); err == nil || !strings.Contains(err.Error(), "create it") {
		t.Errorf("%v, %v", s, err)
	}
	opt.Endpoint = "localhost:9000"
	if s, err := blob.NewS3(t.Context(), opt); err == nil {
		t.Errorf("an endpoint without a scheme gave %v", s)
	}
}

func TestParseS3(t *testing.T) {
	t.Parallel()
	got, err := blob.ParseS3("s3://videos/a/b/?endpoint=http://localhost:9000&region=eu-west-1&public=https://cdn.example")
	want := blob.S3Options{Endpoint: "http://localhost:9000", Public: "https://cdn.example", Region: "eu-west-1", Bucket: "videos", Prefix: "a/b"}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, address := range []string{"", "videos", "http://videos", "s3:///a", "s3://key:secret@videos", "s3://videos?end=x"} {
		if got, err := blob.ParseS3(address); err == nil || strings.Contains(err.Error(), "secret@") {
			t.Errorf("%q: %+v, %v", address, got, err)
		}
		if _, err := blob.OpenS3(context.Background(), address); err == nil {
			t.Errorf("%q was opened", address)
		}
	}
}

// multipart puts more than the client sends in one request, in a form that the
// fake does not understand.
func multipart(t *testing.T, s *blob.S3) {
	t.Helper()
	data := bytes.Repeat([]byte("0123456789abcdef"), 20<<16)
	if err := s.Put(t.Context(), "large", bytes.NewReader(data), int64(len(data)), ""); err != nil {
		t.Fatal(err)
	}
	o, err := s.Open(t.Context(), "large")
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	got, err := io.ReadAll(o)
	if err != nil || !bytes.Equal(got, data) {
		t.Errorf("%d bytes came back for %d: %v", len(got), len(data), err)
	}
}
