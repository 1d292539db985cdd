//go:build !unix

package media

import "os/exec"

// leash keeps the default of os/exec: the process is killed with its context.
func leash(*exec.Cmd) {}

// limitMemory does nothing: only Linux can limit another process.
func limitMemory(int, uint64) {}
