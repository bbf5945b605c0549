//go:build unix

package term

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// shell is a shell of a test with one job: it says when the job stopped and how it ended, and
// lets it go on when told to.
func shell() int {
	say, listen := os.NewFile(3, "say"), bufio.NewReader(os.NewFile(4, "listen"))
	job := exec.Command(os.Args[0])
	job.Env = append(os.Environ(), role+"=calm")
	job.Stdin, job.Stdout = os.Stdin, os.Stdout
	job.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Foreground: true, Ctty: 0}
	if err := job.Start(); err != nil {
		return 1
	}
	signal.Ignore(syscall.SIGTTOU)
	_, _ = fmt.Fprintln(say, job.Process.Pid)
	go func() {
		for {
			switch order, err := listen.ReadString('\n'); {
			case err != nil:
				return
			case order == "front\n":
				_ = unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, job.Process.Pid)
			}
			_ = unix.Kill(-job.Process.Pid, unix.SIGCONT)
		}
	}()
	for {
		var status unix.WaitStatus
		if _, err := unix.Wait4(job.Process.Pid, &status, unix.WUNTRACED, nil); err != nil {
			continue
		}
		_ = unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, unix.Getpgrp())
		if !status.Stopped() {
			_, _ = fmt.Fprintln(say, "ended", status.ExitStatus())
			return 0
		}
		_, _ = fmt.Fprintln(say, "stopped")
	}
}

// jobs is the other end of a shell.
type jobs struct {
	*window
	pid   int
	says  chan string
	order *os.File
}

// underShell runs a program as a job of a shell.
func underShell(t *testing.T) *jobs {
	t.Helper()
	w := newWindow(t)
	said, say, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	listen, order, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	w.run("shell", say, listen)
	_, _ = say.Close(), listen.Close()
	j := &jobs{window: w, says: make(chan string, 8), order: order}
	go func() {
		for lines := bufio.NewScanner(said); lines.Scan(); {
			j.says <- lines.Text()
		}
	}()
	_, _ = fmt.Sscan(j.hear(""), &j.pid)
	t.Cleanup(func() {
		_ = unix.Kill(-j.pid, unix.SIGKILL)
		_, _ = order.Close(), said.Close()
	})
	j.on()
	return j
}

// hear waits for what the shell says next.
func (j *jobs) hear(want string) string {
	j.Helper()
	select {
	case got := <-j.says:
		if want != "" && got != want {
			j.Errorf("the shell says %q, not %q", got, want)
		}
		return got
	case <-time.After(10 * time.Second):
		j.Fatalf("the shell never says %q; shown is %q", want, j.text())
	}
	return ""
}

// pressUntilHeard presses a key until the shell says something: one pressed before the frame was
// whole does not count.
func (j *jobs) pressUntilHeard(key string) {
	for range 100 {
		j.press(key)
		for range 20 {
			if len(j.says) > 0 {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
}

// goOn has the shell bring its job to the front, or let it run behind.
func (j *jobs) goOn(where string) {
	j.Helper()
	j.forget()
	if _, err := fmt.Fprintln(j.order, where); err != nil {
		j.Fatal(err)
	}
}

func TestAStoppedProgramGivesTheTerminalBackAndTakesItAgain(t *testing.T) {
	for name, stop := range map[string]func(*jobs){
		"by ctrl+z":  func(j *jobs) { j.pressUntilHeard("\x1a") },
		"by SIGTSTP": func(j *jobs) { _ = unix.Kill(j.pid, unix.SIGTSTP) },
	} {
		t.Run(name, func(t *testing.T) {
			j := underShell(t)
			for range 2 { // more than once
				stop(j)
				j.hear("stopped")
				j.asFound()
				j.goOn("front")
				j.until("resumed <nil>")
				if !strings.Contains(j.text(), "\x1b[?1049h") || j.settings() == j.before {
					t.Errorf("did not take the terminal: %q", j.text())
				}
			}
			j.insist("a")
			j.press("\x03")
			j.hear("ended 0")
			j.asFound()
		})
	}
}

func TestAProgramStoppedFromOutsideDrawsItselfAnew(t *testing.T) {
	j := underShell(t)
	_ = unix.Kill(j.pid, unix.SIGSTOP)
	j.hear("stopped")
	if err := unix.IoctlSetTermios(int(j.tty.Fd()), setTermios, &j.window.before); err != nil { // as shells do
		t.Fatal(err)
	}
	j.goOn("front")
	j.until("screen 80x24")
	if j.settings() == j.before {
		t.Error("the terminal is not raw again")
	}
	j.press("\x03")
	j.hear("ended 0")
}

func TestAProgramThatEndsBehindAnotherLeavesItsTerminalAlone(t *testing.T) {
	j := underShell(t)
	j.press("\x1a")
	j.hear("stopped")
	_ = unix.Kill(j.pid, unix.SIGTERM)
	changed := j.before
	changed.Lflag &^= unix.ECHO // by whoever has the terminal now
	if err := unix.IoctlSetTermios(int(j.tty.Fd()), setTermios, &changed); err != nil {
		t.Fatal(err)
	}
	j.goOn("behind")
	j.hear("ended 143")
	if j.settings() != changed {
		t.Error("changed the terminal of another")
	}
}

func TestAProgramThatGoesOnBehindAnotherWaitsForItsTurn(t *testing.T) {
	j := underShell(t)
	j.press("\x1a")
	j.hear("stopped")
	j.goOn("behind")
	for range 10 { // frames' time
		if j.settings() != j.before || j.text() != "" {
			t.Fatalf("takes the terminal, shows %q", j.text())
		}
		time.Sleep(20 * time.Millisecond)
	}
	j.goOn("front")
	j.until("resumed <nil>")
}

func TestWithoutAShellCtrlZDoesNotHang(t *testing.T) {
	w := newWindow(t)
	w.run("calm")
	w.on()
	w.press("\x1a")
	w.until("resumed <nil>")
	w.insist("a")
}

func TestAnEditorGetsTheTerminalAndGivesItBack(t *testing.T) {
	w := newWindow(t)
	w.run("calm")
	w.on()
	w.press("e")
	w.until("editor ready\r\n")
	w.asFound()
	w.press("\x1a\x03 hello\n") // signals of keys are the editor's
	w.until("edited")
	w.until("resumed <nil>")
	w.insist("a")
	w.press("q")
	if code, _ := w.end(); code != 0 {
		t.Errorf("code %d", code)
	}
	w.asFound()
}
