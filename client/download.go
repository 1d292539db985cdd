package client

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Download fetches a result into a file and returns its size in bytes. What
// arrives goes into a hidden file beside it, which takes the file's name only
// when it has the size that the server announced: path never holds half a
// video. A download that breaks off goes on where it stopped, within the call
// and, if the server says which version of the file it is sending, in a later
// call too. The key is not sent. progress may be nil.
func (c *Client) Download(ctx context.Context, address, path string, progress Sent) (int64, error) {
	d := &download{client: c, address: address, path: path, progress: progress}
	defer d.close()
	for attempt := 0; ; attempt++ {
		err := d.attempt(ctx)
		if err == nil {
			return d.done, d.finish()
		}
		if attempt >= c.retries || !IsRetryable(err) || ctx.Err() != nil {
			return 0, err
		}
		if waitErr := sleep(ctx, c.pause.before(attempt, err)); waitErr != nil {
			return 0, err
		}
	}
}

// download is the state of one download across its attempts.
type download struct {
	client   *Client
	address  string
	path     string
	progress Sent

	part  *os.File // nil until the first answer
	etag  string   // of the version in part, "" if the server gave none
	done  int64    // bytes in part
	total int64    // -1 if not known
}

// attempt fetches what is missing.
func (d *download) attempt(ctx context.Context) error {
	answer, err := d.get(ctx)
	if err != nil {
		return err
	}
	if d.part == nil {
		if answer, err = d.begin(ctx, answer); err != nil {
			return err
		}
	}
	defer func() { _ = answer.Body.Close() }()
	if err := d.accept(answer); err != nil {
		return err
	}
	body := &meter{r: answer.Body, done: d.done, total: d.total, sent: d.progress}
	n, err := io.Copy(d.part, body)
	d.done += n
	if err != nil {
		return fmt.Errorf("download: %w", err)
	}
	if d.total >= 0 && d.done != d.total {
		return fmt.Errorf("download: %d of %d bytes arrived: %w", d.done, d.total, io.ErrUnexpectedEOF)
	}
	return nil
}

// begin opens the hidden file that belongs to the first answer. If an earlier
// call left a part of that very version, the rest is asked for instead.
func (d *download) begin(ctx context.Context, first *http.Response) (*http.Response, error) {
	if first.StatusCode != http.StatusOK {
		_ = first.Body.Close()
		return nil, refused(first)
	}
	err := d.open(first.Header.Get("ETag"))
	if err == nil && d.done == 0 {
		return first, nil
	}
	_ = first.Body.Close()
	if err != nil {
		return nil, err
	}
	return d.get(ctx)
}

// refused is the error of an answer that brings no file.
func refused(answer *http.Response) error {
	return &Error{HTTPStatus: answer.StatusCode, Message: "download: " + http.StatusText(answer.StatusCode)}
}

// get asks for the file from where it stopped.
func (d *download) get(ctx context.Context) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, d.address, nil)
	if err != nil {
		return nil, fmt.Errorf("download: %w", err)
	}
	r.Header.Set("User-Agent", d.client.userAgent)
	if d.done > 0 && d.etag != "" {
		r.Header.Set("Range", fmt.Sprintf("bytes=%d-", d.done))
		r.Header.Set("If-Range", d.etag)
	}
	answer, err := d.client.files.Do(r)
	if err != nil {
		return nil, fmt.Errorf("download: %w", err)
	}
	return answer, nil
}

// open opens the hidden file for a version. Only versions with a strong ETag
// can be resumed; others start afresh.
func (d *download) open(etag string) error {
	if strings.HasPrefix(etag, "W/") {
		etag = ""
	}
	sum := sha256.Sum256([]byte(etag))
	dir, base := filepath.Split(d.path)
	name := dir + "." + base + "." + hex.EncodeToString(sum[:4]) + ".part"
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return fmt.Errorf("download: %w", err)
	}
	d.part, d.etag, d.total = f, etag, -1
	if etag != "" {
		if d.done, err = f.Seek(0, io.SeekEnd); err != nil {
			return fmt.Errorf("download: %w", err)
		}
	}
	return nil
}

// accept places the hidden file's end where the answer continues.
func (d *download) accept(answer *http.Response) error {
	switch answer.StatusCode {
	case http.StatusOK:
		d.done, d.total = 0, answer.ContentLength
		if tag := answer.Header.Get("ETag"); !strings.HasPrefix(tag, "W/") {
			d.etag = tag
		}
	case http.StatusPartialContent:
		from, total, ok := contentRange(answer.Header.Get("Content-Range"))
		if !ok || from != d.done {
			return fmt.Errorf("download: asked for bytes from %d, the server sends %q", d.done, answer.Header.Get("Content-Range"))
		}
		d.total = total
	case http.StatusRequestedRangeNotSatisfiable:
		// The part is as long as the file or longer: do not trust it.
		d.done, d.etag = 0, ""
		return fmt.Errorf("download: the part does not fit the file: %w", io.ErrUnexpectedEOF)
	default:
		return refused(answer)
	}
	if err := d.part.Truncate(d.done); err != nil {
		return fmt.Errorf("download: %w", err)
	}
	if _, err := d.part.Seek(d.done, io.SeekStart); err != nil {
		return fmt.Errorf("download: %w", err)
	}
	return nil
}

// finish gives the hidden file its name.
func (d *download) finish() error {
	name := d.part.Name()
	err := errors.Join(d.part.Sync(), d.part.Close())
	d.part = nil
	if err == nil {
		err = os.Rename(name, d.path)
	}
	if err != nil {
		return fmt.Errorf("download: %w", err)
	}
	return nil
}

// close leaves what arrived for a later call, or removes it if no later call
// could tell what it is.
func (d *download) close() {
	if d.part == nil {
		return
	}
	name := d.part.Name()
	_ = d.part.Close()
	if d.etag == "" || d.done == 0 {
		_ = os.Remove(name)
	}
}

// contentRange reads "bytes 5-9/10".
func contentRange(header string) (from, total int64, ok bool) {
	rest, ok1 := strings.CutPrefix(header, "bytes ")
	span, size, ok2 := strings.Cut(rest, "/")
	first, _, ok3 := strings.Cut(span, "-")
	from, err1 := strconv.ParseInt(first, 10, 64)
	total, err2 := strconv.ParseInt(size, 10, 64)
	return from, total, ok1 && ok2 && ok3 && err1 == nil && err2 == nil
}
