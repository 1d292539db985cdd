// Package blob keeps bytes under keys: in files below one directory, or in a
// bucket of an S3 server. Both hand out URLs that work without an API key.
//
// Each implementation passes the suite in blobtest.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
)

// Store keeps blobs. Its methods are safe for concurrent use.
type Store interface {
	// Put stores what r yields, which must be exactly size bytes, and replaces
	// what was there. Until it returns nil, the old content is what others
	// see; after an error too.
	Put(ctx context.Context, key string, r io.Reader, size int64, contentType string) error
	// Open returns a blob to read from. The error is fs.ErrNotExist for a key
	// that holds nothing.
	Open(ctx context.Context, key string) (*Object, error)
	// Delete removes a blob. It is no error if there is none.
	Delete(ctx context.Context, key string) error
	// URL returns an absolute address at which anybody can fetch the blob with
	// GET, and with ranges, until it expires. It does not check that the blob
	// exists.
	URL(ctx context.Context, key string, opt URLOptions) (string, error)
}

// Object is a blob that is being read.
type Object struct {
	io.ReadSeekCloser
	Size     int64
	Modified time.Time
}

// URLOptions say how a blob is served under a URL.
type URLOptions struct {
	// Lifetime of the URL; 0 means as long as the store can promise, which is
	// for ever with files and seven days with S3.
	Lifetime    time.Duration
	ContentType string
	Name        string // file name offered for saving; "" offers none
}

// maxKey is the longest key, in bytes.
const maxKey = 512

// CheckKey says whether a key can be used: lower-case letters, digits and
// "-_." in parts separated by "/", no part empty or starting with a dot.
func CheckKey(key string) error {
	if len(key) > maxKey || !fs.ValidPath(key) {
		return fmt.Errorf("blob key %q is not a relative path of at most %d bytes", key, maxKey)
	}
	for part := range strings.SplitSeq(key, "/") {
		if part[0] == '.' {
			return fmt.Errorf("blob key %q has a part that starts with a dot", key)
		}
	}
	for _, c := range []byte(key) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && !strings.ContainsRune("-_./", rune(c)) {
			return fmt.Errorf("blob key %q contains %q", key, c)
		}
	}
	return nil
}

// contentDisposition is the header that makes browsers show a file and save it
// under a name (RFC 6266). Whatever might end the quoted string or the header
// is replaced.
func contentDisposition(name string) string {
	if name == "" {
		return "inline"
	}
	safe := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\/%;`, r) {
			return '_'
		}
		return r
	}, name)
	return `inline; filename="` + safe + `"`
}

// sized is a reader that fails unless its end comes after exactly left bytes,
// or when its context ends.
type sized struct {
	ctx  context.Context
	r    io.Reader
	left int64
}

func (s *sized) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, context.Cause(s.ctx)
	}
	n, err := s.r.Read(p)
	s.left -= int64(n)
	if endErr := s.checkEnd(); endErr != nil {
		return 0, endErr
	}
	if err == io.EOF && s.left > 0 {
		return n, fmt.Errorf("blob is %d bytes shorter than announced: %w", s.left, io.ErrUnexpectedEOF)
	}
	return n, err
}

// checkEnd fails if there is more to read than announced. Whoever knows the
// size stops reading there, so this is checked before the last bytes are
// handed out.
func (s *sized) checkEnd() error {
	if s.left == 0 {
		var extra [1]byte
		n, err := io.ReadFull(s.r, extra[:])
		if n == 0 && err != io.EOF {
			return err
		}
		s.left -= int64(n)
	}
	if s.left < 0 {
		return errors.New("blob is longer than announced")
	}
	return nil
}
