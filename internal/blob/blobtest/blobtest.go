// Package blobtest is the suite that every blob.Store must pass.
package blobtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strings"
	"sync"
	"testing"

	"zoetrope/internal/blob"
)

// Conformance checks a store, which must be empty and must serve its URLs.
func Conformance(t *testing.T, store blob.Store) {
	t.Helper()
	t.Run("round trip", func(t *testing.T) { roundTrip(t, store) })
	t.Run("replace", func(t *testing.T) { replace(t, store) })
	t.Run("delete", func(t *testing.T) { remove(t, store) })
	t.Run("wrong size", func(t *testing.T) { wrongSize(t, store) })
	t.Run("cancelled", func(t *testing.T) { cancelled(t, store) })
	t.Run("keys", func(t *testing.T) { keys(t, store) })
	t.Run("url", func(t *testing.T) { urls(t, store) })
	t.Run("concurrent", func(t *testing.T) { concurrent(t, store) })
}

// content returns n bytes that do not repeat soon.
func content(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i ^ i>>8*31)
	}
	return b
}

func put(t *testing.T, s blob.Store, key string, data []byte) {
	t.Helper()
	if err := s.Put(t.Context(), key, bytes.NewReader(data), int64(len(data)), "video/mp4"); err != nil {
		t.Fatal(err)
	}
}

// get returns a blob's bytes, nil if there is none.
func get(t *testing.T, s blob.Store, key string) []byte {
	t.Helper()
	o, err := s.Open(t.Context(), key)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	data, err := io.ReadAll(o)
	if err != nil {
		t.Fatal(err)
	}
	if o.Size != int64(len(data)) || o.Modified.IsZero() {
		t.Errorf("%s: size %d and time %v for %d bytes", key, o.Size, o.Modified, len(data))
	}
	return data
}

func roundTrip(t *testing.T, s blob.Store) {
	t.Helper()
	for _, n := range []int{0, 1, 1 << 20} {
		key := fmt.Sprintf("round/trip-%d.mp4", n)
		put(t, s, key, content(n))
		if got := get(t, s, key); got == nil || !bytes.Equal(got, content(n)) {
			t.Errorf("%d bytes came back as %d", n, len(got))
		}
	}
	o, err := s.Open(t.Context(), "round/trip-1048576.mp4")
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	if _, err := o.Seek(1000, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 10)
	if _, err := io.ReadFull(o, got); err != nil || !bytes.Equal(got, content(1 << 20)[1000:1010]) {
		t.Errorf("after a seek: %v, %v", got, err)
	}
}

func replace(t *testing.T, s blob.Store) {
	t.Helper()
	put(t, s, "replace", []byte("old content"))
	put(t, s, "replace", []byte("new"))
	if got := get(t, s, "replace"); string(got) != "new" {
		t.Errorf("got %q", got)
	}
}

func remove(t *testing.T, s blob.Store) {
	t.Helper()
	put(t, s, "delete/me", []byte("x"))
	for range 2 { // the second finds nothing
		if err := s.Delete(t.Context(), "delete/me"); err != nil {
			t.Fatal(err)
		}
	}
	if got := get(t, s, "delete/me"); got != nil {
		t.Errorf("still there: %q", got)
	}
	put(t, s, "delete/me", []byte("again"))
	if got := get(t, s, "delete/me"); string(got) != "again" {
		t.Errorf("put after delete: %q", got)
	}
}

func wrongSize(t *testing.T, s blob.Store) {
	t.Helper()
	put(t, s, "size", []byte("before"))
	for _, announced := range []int64{2, 4} {
		if err := s.Put(t.Context(), "size", strings.NewReader("abc"), announced, ""); err == nil {
			t.Errorf("3 bytes were taken for %d", announced)
		}
		if err := s.Put(t.Context(), "size-new", strings.NewReader("abc"), announced, ""); err == nil {
			t.Errorf("3 bytes were taken for %d", announced)
		}
	}
	if got := get(t, s, "size"); string(got) != "before" {
		t.Errorf("a failed put left %q", got)
	}
	if got := get(t, s, "size-new"); got != nil {
		t.Errorf("a failed put left %q", got)
	}
}

func cancelled(t *testing.T, s blob.Store) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Put(ctx, "cancelled", strings.NewReader("abc"), 3, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("put with an ended context: %v", err)
	}
	if got := get(t, s, "cancelled"); got != nil {
		t.Errorf("a cancelled put left %q", got)
	}
}

func keys(t *testing.T, s blob.Store) {
	t.Helper()
	for _, key := range []string{"", ".", "..", "../up", "a/../b", "/abs", "a//b", "a/", ".hidden", "a/.b",
		"UPPER", "sp ace", "nul\x00", "back\\slash", "new\nline", "ümlaut", strings.Repeat("k", 600)} {
		if err := s.Put(t.Context(), key, strings.NewReader("x"), 1, ""); err == nil {
			t.Errorf("put took the key %q", key)
		}
		if o, err := s.Open(t.Context(), key); err == nil {
			_ = o.Close()
			t.Errorf("open took the key %q", key)
		}
		if err := s.Delete(t.Context(), key); err == nil {
			t.Errorf("delete took the key %q", key)
		}
		if _, err := s.URL(t.Context(), key, blob.URLOptions{}); err == nil {
			t.Errorf("url took the key %q", key)
		}
	}
}

func urls(t *testing.T, s blob.Store) {
	t.Helper()
	put(t, s, "url/a.mp4", content(1000))
	address, err := s.URL(t.Context(), "url/a.mp4", blob.URLOptions{ContentType: "video/mp4", Name: "ä \"b\"\r\nX: y.mp4"})
	if err != nil {
		t.Fatal(err)
	}
	whole, header := fetch(t, address, "", http.StatusOK)
	if !bytes.Equal(whole, content(1000)) {
		t.Errorf("got %d bytes, want the 1000 that were put", len(whole))
	}
	if got := header.Get("Content-Type"); got != "video/mp4" {
		t.Errorf("content type %q", got)
	}
	if got := header.Get("Content-Disposition"); !strings.HasPrefix(got, "inline; filename=\"") || header.Get("X") != "" {
		t.Errorf("content disposition %q", got)
	}
	if header.Get("ETag") == "" {
		t.Error("no ETag")
	}
	part, header := fetch(t, address, "bytes=10-19", http.StatusPartialContent)
	if !bytes.Equal(part, content(1000)[10:20]) || header.Get("Content-Range") != "bytes 10-19/1000" {
		t.Errorf("range: %v, %q", part, header.Get("Content-Range"))
	}
	if err := s.Delete(t.Context(), "url/a.mp4"); err != nil {
		t.Fatal(err)
	}
	fetch(t, address, "", http.StatusNotFound)
}

func fetch(t *testing.T, address, ranges string, status int) ([]byte, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if ranges != "" {
		req.Header.Set("Range", ranges)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != status {
		t.Errorf("GET %s: status %s, %v; want %d", address, resp.Status, err, status)
	}
	return data, resp.Header
}

func concurrent(t *testing.T, s blob.Store) {
	t.Helper()
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			data := bytes.Repeat([]byte{byte('a' + i)}, 50_000)
			if err := s.Put(t.Context(), "same", bytes.NewReader(data), int64(len(data)), ""); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	got := get(t, s, "same")
	if len(got) != 50_000 || bytes.Count(got, got[:1]) != len(got) {
		t.Errorf("concurrent puts were mixed: %d bytes", len(got))
	}
}
