package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

const (
	hardenRole = "FIREBREAK_TEST_HARDEN" // what the child process shall do
	canaryName = "FIREBREAK_TEST_CANARY"
	nobody     = 65534
)

// TestHardenChild is the process that the tests below start: it may never harden this one.
func TestHardenChild(t *testing.T) {
	role := os.Getenv(hardenRole)
	if role == "" {
		return
	}
	// Cores are allowed as far as the machine lets us, so that forbidding them is ours.
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &limit); err == nil {
		limit.Cur = limit.Max
		_ = unix.Setrlimit(unix.RLIMIT_CORE, &limit) // a refusal leaves the lower limit
	}
	if !strings.HasPrefix(role, "soft ") {
		if err := harden(); err != nil {
			fmt.Println(err)
			os.Exit(2)
		}
	}
	switch strings.TrimPrefix(role, "soft ") {
	case "limits":
		_ = unix.Getrlimit(unix.RLIMIT_CORE, &limit)
		dumpable, _ := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
		fmt.Printf("cores %d %d dumpable %d\n", limit.Cur, limit.Max, dumpable)
	case "abort":
		_ = unix.Kill(os.Getpid(), unix.SIGABRT)
		select {}
	case "pipe":
		_, err := os.Stdout.WriteString("to nobody")
		if errors.Is(err, unix.EPIPE) {
			os.Exit(7)
		}
		os.Exit(1)
	case "wait":
		fmt.Println("ready")
		_, _ = os.Stdin.Read(make([]byte, 1))
	case "read":
		fmt.Println(peek(os.Getenv("FIREBREAK_TEST_PID")))
	}
	os.Exit(0)
}

// peek tries what another process of the same user would: the environment, the memory, ptrace.
func peek(pid string) string {
	environ, err := os.ReadFile(filepath.Join("/proc", pid, "environ"))
	if err == nil && bytes.Contains(environ, []byte(canaryName)) {
		return "read the environment"
	}
	if f, err := os.Open(filepath.Join("/proc", pid, "mem")); err == nil {
		_ = f.Close()
		return "opened the memory"
	}
	n, _ := strconv.Atoi(pid)
	if err := unix.PtraceSeize(n); err == nil {
		return "attached"
	}
	return "refused"
}

func child(t *testing.T, program, role string) *exec.Cmd {
	t.Helper()
	c := exec.Command(program, "-test.run=^TestHardenChild$")
	c.Env = []string{hardenRole + "=" + role, canaryName + "=canary"}
	c.Dir = "/"
	return c
}

func TestHardenForbidsCoresAndCloses(t *testing.T) {
	out, err := child(t, os.Args[0], "limits").Output()
	if err != nil || !strings.HasPrefix(string(out), "cores 0 0 dumpable 0\n") {
		t.Errorf("%q, %v", out, err)
	}
}

func TestAnAbortedHardenedProcessLeavesNoCore(t *testing.T) {
	err := child(t, os.Args[0], "abort").Run()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		t.Fatalf("the child did not die: %v", err)
	}
	if status := exit.Sys().(syscall.WaitStatus); status.CoreDump() {
		t.Error("a core was written")
	}
}

func TestAClosedPipeIsAnErrorAndNotTheEnd(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := read.Close(); err != nil {
		t.Fatal(err)
	}
	c := child(t, os.Args[0], "pipe")
	c.Stdout = write
	var exit *exec.ExitError
	if err := c.Run(); !errors.As(err, &exit) || exit.ExitCode() != 7 {
		t.Errorf("%v", err)
	}
	// Without hardening the same write kills, or the test above would prove nothing.
	soft := child(t, os.Args[0], "soft pipe")
	soft.Stdout = write
	if err := soft.Run(); !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGPIPE {
		t.Errorf("not hardened: %v", err)
	}
}

// Root reads everything, so as root both processes are started as somebody else.
func TestAnotherProcessOfTheSameUserReadsNothing(t *testing.T) {
	program := os.Args[0]
	var as *syscall.SysProcAttr
	if os.Geteuid() == 0 {
		program = copyForNobody(t)
		as = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	for role, wants := range map[string]string{"wait": "refused", "soft wait": "read the environment"} {
		target := child(t, program, role)
		target.SysProcAttr = as
		stdin, err := target.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		stdout, err := target.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := target.Start(); err != nil {
			t.Fatal(err)
		}
		ready := make([]byte, len("ready"))
		if _, err := stdout.Read(ready); err != nil || string(ready) != "ready" {
			t.Fatalf("the child says %q: %v", ready, err)
		}
		reader := child(t, program, "soft read")
		reader.SysProcAttr = as
		reader.Env = append(reader.Env, "FIREBREAK_TEST_PID="+strconv.Itoa(target.Process.Pid))
		out, err := reader.Output()
		if got := strings.TrimSpace(string(out)); err != nil || got != wants {
			t.Errorf("%s: the other process %s, %v", role, got, err)
		}
		_ = stdin.Close() // ends the child
		if err := target.Wait(); err != nil {
			t.Errorf("%s: %v", role, err)
		}
	}
}

// copyForNobody puts this test program where another user may start it.
func copyForNobody(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "firebreak-harden-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	data, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "program")
	if err := errors.Join(os.Chmod(dir, 0o755), os.WriteFile(program, data, 0o755), os.Chmod(program, 0o755)); err != nil {
		t.Fatal(err)
	}
	return program
}
