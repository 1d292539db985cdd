//go:build !unix

package leash

import "os/exec"

// bind keeps the default of os/exec: the process is killed with its context.
func bind(*exec.Cmd) {}

// limitMemory does nothing: only Linux can limit another process.
func limitMemory(int, uint64) {}
