package track

import "errors"

// errEnded stops a reader when nothing more is to be seen.
var errEnded = errors.New("track: the shot has ended")
