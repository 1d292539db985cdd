package zoetrope

import "time"

// Voice is a voice that an account has made from a recording.
type Voice struct {
	ID      int64
	Account int64
	Name    string
	Sample  int64 // asset id of the recording
	Created time.Time
}

// MaxVoiceName is the longest name of a voice in characters.
const MaxVoiceName = 100
