//go:build unix

package media

import (
	"os"
	"syscall"
	"testing"
	"time"
)

// childTime is the CPU time that ended children have taken.
func childTime(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_CHILDREN, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkEncode is the encode-only time of a 5 s clip of 960 x 540: what the
// time of a render is compared with. The CPU time of ffmpeg is reported beside
// it, which other work on the machine does not change much.
func BenchmarkEncode(b *testing.B) {
	const width, height, n = 960, 540, 120
	all := frames(width, height, n)
	before := childTime(b)
	for b.Loop() {
		path := encode(b, EncodeOptions{Width: width, Height: height, FPS: 24}, all)
		if err := os.Remove(path); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((childTime(b)-before).Milliseconds())/float64(b.N), "cpu-ms/clip")
}
