package blob

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"strings"
	"time"
)

const (
	// partialDir holds files that are being written. No key can name it.
	partialDir = ".partial"
	// partialAge is when a file in partialDir is left over from a process that
	// was killed.
	partialAge = time.Hour
)

// Files keeps blobs as files below one directory.
type Files struct {
	root *os.Root
	base string // public URL without a slash at the end
	sign signer
}

// NewFiles opens a directory, which it makes when needed, and removes what a
// killed process left half written. publicURL is where clients reach the
// server whose Handler serves the files. The secret signs URLs: whoever knows
// it can read everything, and changing it ends all URLs.
func NewFiles(dir, publicURL string, secret []byte) (*Files, error) {
	base, err := url.Parse(publicURL)
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" {
		return nil, fmt.Errorf("public URL %q is not an absolute http or https URL", publicURL)
	}
	if len(secret) < 16 {
		return nil, errors.New("the secret that signs URLs is shorter than 16 bytes")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &Files{root: root, base: strings.TrimRight(publicURL, "/"), sign: signer{secret}}
	if err := errors.Join(root.MkdirAll(partialDir, 0o700), f.Sweep()); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return f, nil
}

// Close releases the directory. Blobs that are open stay readable.
func (f *Files) Close() error { return f.root.Close() }

// Sweep removes files that nobody finished writing within an hour.
func (f *Files) Sweep() error {
	entries, err := fs.ReadDir(f.root.FS(), partialDir)
	if err != nil {
		return fmt.Errorf("sweep blobs: %w", err)
	}
	var errs []error
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || time.Since(info.ModTime()) < partialAge {
			continue // finished meanwhile, or still young
		}
		errs = append(errs, ignoreMissing(f.root.Remove(path.Join(partialDir, e.Name()))))
	}
	return errors.Join(errs...)
}

// Put implements Store. The content type is not kept: URL takes it.
func (f *Files) Put(ctx context.Context, key string, r io.Reader, size int64, _ string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	partial := path.Join(partialDir, rand.Text())
	if err := f.write(partial, &sized{ctx: ctx, r: r, left: size}); err != nil {
		return errors.Join(fmt.Errorf("put %s: %w", key, err), ignoreMissing(f.root.Remove(partial)))
	}
	dir := path.Dir(key)
	err := f.root.MkdirAll(dir, 0o700)
	if err == nil {
		err = f.root.Rename(partial, key)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("put %s: %w", key, err), ignoreMissing(f.root.Remove(partial)))
	}
	return f.sync(dir)
}

// write makes a file whose bytes have reached the disk.
func (f *Files) write(name string, r io.Reader) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, r)
	err = cmp.Or(err, file.Sync())
	return cmp.Or(err, file.Close())
}

// sync makes the names in a directory reach the disk.
func (f *Files) sync(dir string) error {
	d, err := f.root.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// Open implements Store.
func (f *Files) Open(_ context.Context, key string) (*Object, error) {
	if err := CheckKey(key); err != nil {
		return nil, err
	}
	file, err := f.root.Open(key)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("open %s: %w", key, fs.ErrNotExist)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Object{ReadSeekCloser: file, Size: info.Size(), Modified: info.ModTime()}, nil
}

// Delete implements Store.
func (f *Files) Delete(_ context.Context, key string) error {
	if err := CheckKey(key); err != nil {
		return err
	}
	return ignoreMissing(f.root.Remove(key))
}

// ignoreMissing turns the error for a file that is not there into nil.
func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
