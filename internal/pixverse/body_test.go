package pixverse

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"zoetrope"
)

// recorder has no deadlines to set, which bodies must bear.
func recorder() *http.ResponseController {
	return http.NewResponseController(httptest.NewRecorder())
}

func TestBodyNamesWhatWentWrong(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		src  io.Reader
		want zoetrope.Code
		read int
	}{
		{"whole", strings.NewReader("0123456789"), "", 10},
		{"one byte too many", strings.NewReader("0123456789x"), zoetrope.CodeTooLarge, 0},
		{"silence", iotest.ErrReader(&net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}), zoetrope.CodeTimeout, 0},
		{"broken off", io.MultiReader(strings.NewReader("0123"), iotest.ErrReader(io.ErrUnexpectedEOF)), zoetrope.CodeType, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := newBody(io.NopCloser(c.src), recorder(), 10)
			data, err := io.ReadAll(b)
			if zoetrope.CodeOf(err) != c.want || len(data) != c.read {
				t.Errorf("read %d bytes, %v; want %d, %q", len(data), err, c.read, c.want)
			}
			if !errors.Is(b.err, err) {
				t.Errorf("kept %v", b.err)
			}
			if _, again := b.Read(make([]byte, 1)); err != nil && !errors.Is(again, err) {
				t.Errorf("a second read gives %v", again)
			}
		})
	}
}

// trickle yields a byte every 20 seconds.
type trickle struct{}

func (trickle) Read(p []byte) (int, error) {
	<-time.After(20 * time.Second)
	p[0] = 'x'
	return 1, nil
}

func TestBodyGivesUpOnATrickle(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		n, err := io.Copy(io.Discard, newBody(io.NopCloser(trickle{}), recorder(), 1<<20))
		if zoetrope.CodeOf(err) != zoetrope.CodeTimeout {
			t.Errorf("after %d bytes: %v", n, err)
		}
		if took := time.Since(start); took < readTotal || took > readTotal+time.Minute {
			t.Errorf("gave up after %v", took)
		}
	})
}

// untouchable fails the test when it is read.
type untouchable struct{ t *testing.T }

func (u untouchable) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

// TestRefusedUploadIsNotAskedFor: a client that waits for "100 Continue" has
// sent nothing, and reading would make it send all.
func TestRefusedUploadIsNotAskedFor(t *testing.T) {
	t.Parallel()
	newBody(io.NopCloser(untouchable{t}), recorder(), 10).drain(true)
}
