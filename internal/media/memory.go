package media

import (
	"os"
	"sync"
)

// mostKnown is how many files a memory holds.
const mostKnown = 128

// memory holds the facts of files by path, as they were when they were probed.
// The zero value is empty.
type memory struct {
	mu    sync.Mutex
	files map[string]known
}

type known struct {
	file os.FileInfo
	info Info
}

// find returns the facts of a file if it is still the one that was probed.
func (m *memory) find(path string, now os.FileInfo) (Info, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, ok := m.files[path]
	if !ok || !os.SameFile(k.file, now) || k.file.Size() != now.Size() || !k.file.ModTime().Equal(now.ModTime()) {
		return Info{}, false
	}
	return k.info, true
}

// add remembers a file. A full memory forgets all others: what is in use comes
// back at the next probe.
func (m *memory) add(path string, file os.FileInfo, info Info) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.files == nil || len(m.files) >= mostKnown {
		m.files = map[string]known{}
	}
	m.files[path] = known{file, info}
}
