package client

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
)

// Image is an uploaded picture.
type Image struct {
	ID     int64  `json:"img_id"`
	URL    string `json:"img_url"`
	Width  int    `json:"width"` // pixels as displayed
	Height int    `json:"height"`
}

// Media is an uploaded video or sound.
type Media struct {
	ID       int64   `json:"media_id"`
	Kind     string  `json:"media_type"` // "video" or "audio"
	URL      string  `json:"url"`
	Width    int     `json:"width"` // 0 for sound
	Height   int     `json:"height"`
	Duration float64 `json:"duration"` // seconds
}

// Sent tells how much of an upload or download is done, in bytes. total is -1
// if it is not known.
type Sent func(done, total int64)

const (
	imagePath = "/openapi/v2/image/upload"
	mediaPath = "/openapi/v2/media/upload"
)

// UploadImage uploads the picture in a file. progress may be nil.
func (c *Client) UploadImage(ctx context.Context, path string, progress Sent) (Image, error) {
	var resp Image
	err := c.uploadFile(ctx, imagePath, "image", path, progress, &resp)
	return resp, err
}

// UploadImageFrom uploads a picture from a reader. A failed upload is tried
// again only if r is an io.Seeker. name serves the server's log.
func (c *Client) UploadImageFrom(ctx context.Context, r io.Reader, name string, progress Sent) (Image, error) {
	var resp Image
	err := c.uploadReader(ctx, imagePath, "image", r, name, progress, &resp)
	return resp, err
}

// UploadImageURL makes the server fetch a picture.
func (c *Client) UploadImageURL(ctx context.Context, address string) (Image, error) {
	var resp Image
	err := c.uploadURL(ctx, imagePath, "image_url", address, &resp)
	return resp, err
}

// UploadMedia uploads the video or sound in a file. progress may be nil.
func (c *Client) UploadMedia(ctx context.Context, path string, progress Sent) (Media, error) {
	var resp Media
	err := c.uploadFile(ctx, mediaPath, "file", path, progress, &resp)
	return resp, err
}

// UploadMediaFrom uploads a video or sound from a reader. A failed upload is
// tried again only if r is an io.Seeker. name serves the server's log.
func (c *Client) UploadMediaFrom(ctx context.Context, r io.Reader, name string, progress Sent) (Media, error) {
	var resp Media
	err := c.uploadReader(ctx, mediaPath, "file", r, name, progress, &resp)
	return resp, err
}

// UploadMediaURL makes the server fetch a video or sound.
func (c *Client) UploadMediaURL(ctx context.Context, address string) (Media, error) {
	var resp Media
	err := c.uploadURL(ctx, mediaPath, "file_url", address, &resp)
	return resp, err
}

func (c *Client) uploadURL(ctx context.Context, path, field, address string, resp any) error {
	body, err := jsonBody(map[string]string{field: address})
	if err != nil {
		return err
	}
	return c.do(ctx, call{method: http.MethodPost, path: path, body: body, contentType: "application/json"}, resp)
}

func (c *Client) uploadFile(ctx context.Context, path, field, file string, progress Sent, resp any) error {
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("upload: %w", err)
	}
	defer func() { _ = f.Close() }()
	return c.uploadReader(ctx, path, field, f, filepath.Base(file), progress, resp)
}

// uploadReader streams r as the only part of a multipart form.
func (c *Client) uploadReader(ctx context.Context, path, field string, r io.Reader, name string, progress Sent, resp any) error {
	head, tail, contentType, err := formAround(field, name)
	if err != nil {
		return err
	}
	size := int64(-1)
	seeker, canSeek := r.(io.Seeker)
	if canSeek {
		if size, err = remaining(seeker); err != nil {
			// Pipes are files that cannot be sought in.
			canSeek, size = false, -1
		}
	}
	start := int64(0)
	if canSeek {
		if start, err = seeker.Seek(0, io.SeekCurrent); err != nil {
			return fmt.Errorf("upload: %w", err)
		}
	}
	body := func() (io.Reader, int64, error) {
		if canSeek {
			if _, err := seeker.Seek(start, io.SeekStart); err != nil {
				return nil, 0, fmt.Errorf("upload: %w", err)
			}
		}
		whole := size
		if size >= 0 {
			whole += int64(len(head) + len(tail))
		}
		// The transport may close a body that is an io.Closer; a MultiReader
		// is none, so the file stays open for the next attempt.
		return io.MultiReader(bytes.NewReader(head), &meter{r: r, total: size, sent: progress}, bytes.NewReader(tail)), whole, nil
	}
	return c.do(ctx, call{
		method: http.MethodPost, path: path, body: body, contentType: contentType, once: !canSeek,
	}, resp)
}

// formAround returns what comes before and after the file in a form.
func formAround(field, name string) (head, tail []byte, contentType string, err error) {
	var buf bytes.Buffer
	form := multipart.NewWriter(&buf)
	if _, err = form.CreateFormFile(field, name); err != nil {
		return nil, nil, "", fmt.Errorf("build form: %w", err)
	}
	head = bytes.Clone(buf.Bytes())
	buf.Reset()
	if err = form.Close(); err != nil {
		return nil, nil, "", fmt.Errorf("build form: %w", err)
	}
	return head, buf.Bytes(), form.FormDataContentType(), nil
}

// remaining is the number of bytes from the current position to the end.
func remaining(s io.Seeker) (int64, error) {
	here, err := s.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	end, err := s.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, err
	}
	_, err = s.Seek(here, io.SeekStart)
	return end - here, err
}

// meter reports how much was read through it.
type meter struct {
	r     io.Reader
	done  int64
	total int64
	sent  Sent
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if n > 0 {
		m.done += int64(n)
		if m.sent != nil {
			m.sent(m.done, m.total)
		}
	}
	return n, err
}
