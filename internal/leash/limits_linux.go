package leash

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// bind puts the command into a process group that dies with its context, and
// with this process however that ends.
func bind(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

// limitMemory bounds the address space of a process that has just started,
// unless bytes is 0, and keeps it from dumping core. A failure means that the
// process has already ended.
func limitMemory(pid int, bytes uint64) {
	if bytes > 0 {
		_ = unix.Prlimit(pid, unix.RLIMIT_AS, &unix.Rlimit{Cur: bytes, Max: bytes}, nil)
	}
	_ = unix.Prlimit(pid, unix.RLIMIT_CORE, &unix.Rlimit{}, nil)
}
