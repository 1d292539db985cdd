//go:build !linux || !(amd64 || arm64) || nogpu

package gpu

import "fmt"

func openSession(Options) (session, Info, error) {
	return nil, Info{}, fmt.Errorf("%w: this build has no EGL", ErrNone)
}
