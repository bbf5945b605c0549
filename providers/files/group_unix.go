//go:build !windows

package files

import (
	"os"
	"os/exec"
	"syscall"
)

// ownGroup makes the child the leader of a process group, and the end of its context the end
// of the whole group.
func ownGroup(child *exec.Cmd) {
	child.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	child.Cancel = func() error { return killGroup(child) }
}

func killGroup(child *exec.Cmd) error {
	err := syscall.Kill(-child.Process.Pid, syscall.SIGKILL)
	if err == syscall.ESRCH {
		return os.ErrProcessDone
	}
	return err
}
