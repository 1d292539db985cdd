package gpu

import "sync"

// keptBuffers is how many buffers wait for their next use: those of a picture and of the picture it is laid over. One of 1080p
// has 33 MB.
const keptBuffers = 2

// buffers hands out pixel buffers and keeps the last ones.
type buffers struct {
	mu   sync.Mutex
	free [][]float32
}

// take returns a buffer of n values with any content.
func (b *buffers) take(n int) []float32 {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, f := range b.free {
		if cap(f) >= n {
			b.free = append(b.free[:i], b.free[i+1:]...)
			return f[:n]
		}
	}
	return make([]float32, n)
}

// give takes a buffer back that nobody uses any more.
func (b *buffers) give(f []float32) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.free) == keptBuffers {
		b.free = append(b.free[:0], b.free[1:]...) // the oldest is of a size that is not asked for
	}
	b.free = append(b.free, f)
}

// turnOver copies h rows in the opposite order.
func turnOver(dst, src []float32, h int) {
	row := len(src) / h
	for y := range h {
		copy(dst[y*row:(y+1)*row], src[(h-1-y)*row:])
	}
}
