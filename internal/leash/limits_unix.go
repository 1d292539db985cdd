//go:build unix && !linux

package leash

import (
	"os/exec"
	"syscall"
)

// bind puts the command into a process group that dies with its context.
func bind(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

// limitMemory does nothing: only Linux can limit another process.
func limitMemory(int, uint64) {}
