package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// call is one system call that changes something outside the process, as seen before it is made.
type call struct {
	nr   uint64
	path string // of the descriptor, or "" where the call has none
	data func() []byte
}

// sync tells a call that makes earlier ones last.
func (c call) sync() bool { return c.nr == unix.SYS_FSYNC || c.nr == unix.SYS_FDATASYNC }

// writes tells a call that puts bytes into a descriptor.
func (c call) writes() bool {
	switch c.nr {
	case unix.SYS_WRITE, unix.SYS_PWRITE64, unix.SYS_WRITEV, unix.SYS_PWRITEV, unix.SYS_SENDTO, unix.SYS_SENDMSG:
		return true
	}
	return false
}

func (c call) String() string { return fmt.Sprintf("%s %s", name(c.nr), c.path) }

// deed is what the tracer does at a call.
type deed struct {
	kill  bool          // before it is made
	after bool          // kill, but when it has been made
	fail  syscall.Errno // it is not made and answers so
}

// descriptors are the calls whose first argument is one; names those that change what a folder holds.
var (
	descriptors = []uint64{unix.SYS_WRITE, unix.SYS_PWRITE64, unix.SYS_WRITEV, unix.SYS_PWRITEV, unix.SYS_SENDTO, unix.SYS_SENDMSG, unix.SYS_FSYNC, unix.SYS_FDATASYNC,
		unix.SYS_FTRUNCATE, unix.SYS_FALLOCATE, unix.SYS_FCHMOD, unix.SYS_SENDFILE, unix.SYS_COPY_FILE_RANGE, unix.SYS_CONNECT}
	names = []uint64{unix.SYS_RENAME, unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2, unix.SYS_UNLINK, unix.SYS_UNLINKAT, unix.SYS_MKDIR, unix.SYS_MKDIRAT,
		unix.SYS_LINK, unix.SYS_LINKAT, unix.SYS_SYMLINK, unix.SYS_SYMLINKAT, unix.SYS_FCHMODAT, unix.SYS_TRUNCATE, unix.SYS_OPENAT}
)

func name(nr uint64) string {
	for n, s := range map[uint64]string{unix.SYS_WRITE: "write", unix.SYS_PWRITE64: "pwrite", unix.SYS_WRITEV: "writev", unix.SYS_SENDTO: "sendto", unix.SYS_SENDMSG: "sendmsg",
		unix.SYS_FSYNC: "fsync", unix.SYS_FDATASYNC: "fdatasync", unix.SYS_FTRUNCATE: "ftruncate", unix.SYS_FALLOCATE: "fallocate", unix.SYS_FCHMOD: "fchmod",
		unix.SYS_CONNECT: "connect", unix.SYS_RENAMEAT: "renameat", unix.SYS_RENAMEAT2: "renameat2", unix.SYS_UNLINKAT: "unlinkat", unix.SYS_MKDIRAT: "mkdirat",
		unix.SYS_LINKAT: "linkat", unix.SYS_OPENAT: "openat"} {
		if n == nr {
			return s
		}
	}
	return fmt.Sprintf("call %d", nr)
}

// creates are the flags with which opening changes something.
const creates = unix.O_CREAT | unix.O_TRUNC

// stub fences itself with a filter that stops at those calls, and becomes the program. It runs as
// the traced child: nobody else would answer the filter.
func stub(argv []string) error {
	runtime.LockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	const nrAt, flagsAt = 0, 32 // struct seccomp_data: nr, arch, ip, args[6]; the low half of args[2]
	load := func(at uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}
	}
	answer := func(k uint32) unix.SockFilter { return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: k} }
	filter := []unix.SockFilter{load(nrAt)}
	for _, nr := range append(append([]uint64{}, descriptors...), names...) {
		if nr == unix.SYS_OPENAT {
			continue
		}
		filter = append(filter, unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: uint32(nr)}, answer(unix.SECCOMP_RET_TRACE))
	}
	filter = append(filter,
		unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 3, K: unix.SYS_OPENAT},
		load(flagsAt),
		unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K, Jf: 1, K: creates},
		answer(unix.SECCOMP_RET_TRACE),
		answer(unix.SECCOMP_RET_ALLOW))
	prog := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if _, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, uintptr(unsafe.Pointer(&prog))); errno != 0 {
		return errno
	}
	return syscall.Exec(argv[0], argv, os.Environ())
}

// command is a program to run.
type command struct {
	argv   []string
	env    []string
	dir    string
	stdin  io.Reader // a file where it is traced
	stdout *os.File
	stderr *os.File
}

// ended says how a traced program ended.
type ended struct {
	calls  int // that were stopped at
	killed bool
	code   int
}

// tracee is a program under way with the threads and children that it has.
type tracee struct {
	main  int
	armed bool
	calls int
	at    func(n int, c call) deed
	dying map[int]bool          // threads that are killed when their call is done
	fails map[int]syscall.Errno // answers of calls that were not made
}

const (
	stopped    = unix.SIGTRAP | 0x80
	waitOfOurs = unix.WALL | unix.WNOTHREAD
)

// trace runs a program and asks at before each of its calls, over all threads. It needs the thread
// for itself, so many can run at once.
func trace(c command, at func(n int, c call) deed) (ended, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	self, err := os.Executable()
	if err != nil {
		return ended{}, err
	}
	cmd := exec.Command(self, append([]string{"stub"}, c.argv...)...)
	cmd.Env, cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = c.env, c.dir, c.stdin, c.stdout, c.stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Ptrace: true, Setpgid: true}
	if err := cmd.Start(); err != nil {
		return ended{}, err
	}
	t := &tracee{main: cmd.Process.Pid, at: at, dying: map[int]bool{}, fails: map[int]syscall.Errno{}}
	defer func() { _ = cmd.Process.Release() }()
	var ws unix.WaitStatus
	if _, err := unix.Wait4(t.main, &ws, unix.WALL, nil); err != nil {
		return ended{}, err
	}
	const options = unix.PTRACE_O_TRACESECCOMP | unix.PTRACE_O_TRACECLONE | unix.PTRACE_O_TRACEFORK | unix.PTRACE_O_TRACEVFORK |
		unix.PTRACE_O_TRACEEXEC | unix.PTRACE_O_TRACESYSGOOD | unix.PTRACE_O_EXITKILL
	if err := unix.PtraceSetOptions(t.main, options); err != nil {
		return ended{}, err
	}
	if err := unix.PtraceCont(t.main, 0); err != nil {
		return ended{}, err
	}
	return t.pump()
}

// pump answers stops until nobody is left: the leader is reported when all of its threads are, and
// children that it left behind are of its group.
func (t *tracee) pump() (ended, error) {
	out := ended{code: -1}
	for gone := false; ; {
		options := waitOfOurs
		if gone {
			if errors.Is(unix.Kill(-t.main, 0), unix.ESRCH) {
				out.calls = t.calls
				return out, nil
			}
			options |= unix.WNOHANG
		}
		var ws unix.WaitStatus
		pid, err := unix.Wait4(-1, &ws, options, nil)
		switch {
		case pid == 0 && err == nil, gone && errors.Is(err, unix.ECHILD):
			time.Sleep(time.Millisecond)
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return out, err
		case ws.Stopped():
			t.stop(pid, ws)
		case pid == t.main:
			gone = true
			out.code, out.killed = ws.ExitStatus(), ws.Signaled()
		}
	}
}

// stop answers one stop. A thread that has gone meanwhile is no error.
func (t *tracee) stop(pid int, ws unix.WaitStatus) {
	signal := ws.StopSignal()
	switch event := int(ws) >> 16; {
	case event == unix.PTRACE_EVENT_SECCOMP:
		t.seccomp(pid)
		return
	case event == unix.PTRACE_EVENT_EXEC:
		t.armed = t.armed || pid == t.main
		signal = 0
	case event != 0, signal == unix.SIGSTOP, signal == unix.SIGTRAP:
		signal = 0
	case signal == stopped:
		signal = 0
		if t.dying[pid] {
			t.kill()
			return
		}
		if errno, ok := t.fails[pid]; ok {
			t.answers(pid, errno)
			delete(t.fails, pid)
		}
	}
	_ = unix.PtraceCont(pid, int(signal))
}

func (t *tracee) kill() { _ = unix.Kill(-t.main, unix.SIGKILL) }

// seccomp looks at a call before it is made.
func (t *tracee) seccomp(pid int) {
	var regs unix.PtraceRegs
	if err := unix.PtraceGetRegs(pid, &regs); err != nil {
		_ = unix.PtraceCont(pid, 0)
		return
	}
	c, counts := look(pid, &regs)
	if !counts || !t.armed {
		_ = unix.PtraceCont(pid, 0)
		return
	}
	t.calls++
	switch d := t.at(t.calls, c); {
	case d.kill:
		t.kill()
	case d.after:
		t.dying[pid] = true
		_ = unix.PtraceSyscall(pid, 0)
	case d.fail != 0:
		regs.Orig_rax = ^uint64(0)
		regs.Rax = uint64(-int64(d.fail))
		_ = unix.PtraceSetRegs(pid, &regs)
		t.fails[pid] = d.fail
		_ = unix.PtraceSyscall(pid, 0)
	default:
		_ = unix.PtraceCont(pid, 0)
	}
}

func (t *tracee) answers(pid int, errno syscall.Errno) {
	var regs unix.PtraceRegs
	if unix.PtraceGetRegs(pid, &regs) == nil {
		regs.Rax = uint64(-int64(errno))
		_ = unix.PtraceSetRegs(pid, &regs)
	}
}

// look says what a call touches; counts is false for the runtime's own pipes and events.
func look(pid int, regs *unix.PtraceRegs) (c call, counts bool) {
	c.nr = regs.Orig_rax
	for _, nr := range descriptors {
		if nr != c.nr {
			continue
		}
		at, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", pid, int32(regs.Rdi)))
		if err != nil || strings.HasPrefix(at, "anon_inode:") || strings.HasPrefix(at, "pipe:") {
			return c, false
		}
		c.path = at
		c.data = func() []byte { return written(pid, regs) }
		return c, true
	}
	return c, true
}

// written reads what a write is about to write.
func written(pid int, regs *unix.PtraceRegs) []byte {
	at, size := uintptr(regs.Rsi), int(regs.Rdx)
	switch regs.Orig_rax {
	case unix.SYS_WRITE, unix.SYS_PWRITE64, unix.SYS_SENDTO:
		return peek(pid, at, size)
	case unix.SYS_WRITEV, unix.SYS_PWRITEV:
		var out []byte
		vectors := peek(pid, at, 16*size)
		for ; len(vectors) >= 16; vectors = vectors[16:] {
			out = append(out, peek(pid, uintptr(binary.LittleEndian.Uint64(vectors)), int(binary.LittleEndian.Uint64(vectors[8:])))...)
		}
		return out
	}
	return nil
}

func peek(pid int, at uintptr, size int) []byte {
	if size <= 0 || size > 64<<20 {
		return nil
	}
	out := make([]byte, size)
	n, err := unix.ProcessVMReadv(pid, []unix.Iovec{{Base: &out[0], Len: uint64(size)}}, []unix.RemoteIovec{{Base: at, Len: size}}, 0)
	if err != nil {
		return nil
	}
	return out[:n]
}

// limit bounds every untraced run of the program.
const limit = time.Minute

// run runs a program untraced, with a limit; a run over its limit is killed and answers -1.
func run(c command, limit time.Duration) (code int, err error) {
	cmd := exec.Command(c.argv[0], c.argv[1:]...)
	cmd.Env, cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = c.env, c.dir, c.stdin, c.stdout, c.stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return -1, err
	}
	over := time.AfterFunc(limit, func() { _ = unix.Kill(-cmd.Process.Pid, unix.SIGKILL) })
	defer over.Stop()
	err = cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	if errors.Is(err, syscall.ECHILD) {
		return 0, nil // a tracer on the same thread was told of its end; what it printed tells the rest
	}
	return 0, err
}
