//go:build unix

package term

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func TestTheTerminalIsLeftAsFound(t *testing.T) {
	signaled := func(s syscall.Signal) func(*window) {
		return func(w *window) {
			if err := w.cmd.Process.Signal(s); err != nil {
				w.Fatal(err)
			}
		}
	}
	typed := func(keys string) func(*window) { return func(w *window) { w.press(keys) } }
	const words = "\r\nand good night\r\n"
	for name, c := range map[string]struct {
		leave func(*window)
		code  int
		last  string
	}{
		"by q":       {typed("q"), 0, words},
		"by ctrl+c":  {typed("\x03"), 0, words},
		"on error":   {typed("f"), 73, words},
		"on a panic": {typed("p"), 70, "crashed\r\n"},
		"by SIGHUP":  {signaled(syscall.SIGHUP), 129, words},
		"by SIGINT":  {signaled(syscall.SIGINT), 130, words},
		"by SIGQUIT": {signaled(syscall.SIGQUIT), 131, words},
		"by SIGABRT": {signaled(syscall.SIGABRT), 134, words},
		"by SIGTERM": {signaled(syscall.SIGTERM), 143, words},
		"by SIGTERM, in the middle of a paste": {func(w *window) {
			w.press(start + "half a secret")
			w.empty()
			signaled(syscall.SIGTERM)(w)
		}, 143, words},
		"with more behind the ctrl+c": {typed("\x03" + "rm -rf the rest\n"), 0, words},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWindow(t)
			w.run("calm")
			w.on()
			if w.settings() == w.before {
				t.Fatal("the terminal was never taken")
			}
			c.leave(w)
			code, took := w.end()
			if code != c.code || took > 2*time.Second {
				t.Errorf("code %d after %v", code, took)
			}
			w.until(c.last)
			w.asFound()
			w.empty()
		})
	}
}

// empty waits until nothing that was typed is left for whoever reads the terminal next.
func (w *window) empty() {
	w.Helper()
	until(w.TB, "the input is taken", func() bool {
		n, err := unix.IoctlGetInt(int(w.tty.Fd()), inputQueued)
		return err == nil && n == 0
	})
}

func TestABrokenPipeDoesNotEndTheProgram(t *testing.T) {
	w := newWindow(t)
	w.run("calm")
	w.on()
	_ = w.cmd.Process.Signal(syscall.SIGPIPE)
	w.insist("a")
	w.press("q")
	if code, _ := w.end(); code != 0 {
		t.Errorf("code %d", code)
	}
}

func TestASecondSignalEndsAProgramThatDoesNotListen(t *testing.T) {
	w := newWindow(t)
	w.run("calm")
	w.on()
	w.press("d") // Update never returns
	w.until("stuck")
	_ = w.cmd.Process.Signal(syscall.SIGTERM)
	_ = w.cmd.Process.Signal(syscall.SIGINT)
	if code, took := w.end(); code != 130 && code != 143 || took > time.Second {
		t.Errorf("code %d after %v", code, took)
	}
	w.asFound()
}

func TestOneSignalEndsAProgramThatIsStuck(t *testing.T) {
	w := newWindow(t)
	w.run("calm")
	w.on()
	w.press("d")
	w.until("stuck")
	w.press(strings.Repeat("the reader takes a part, and finds nobody to tell\n", 20))
	until(t, "the rest waits", func() bool {
		n, err := unix.IoctlGetInt(int(w.tty.Fd()), inputQueued)
		return err == nil && n > 2*atOnce
	})
	_ = w.cmd.Process.Signal(syscall.SIGTERM)
	if code, took := w.end(); code != 143 || took > 3*deafLimit {
		t.Errorf("code %d after %v", code, took)
	}
	w.asFound()
	w.empty() // it is not for the shell
}

func TestAHangUpThatIsOnlySaidEndsAProgramThatStays(t *testing.T) {
	w := newWindow(t)
	w.run("deaf")
	w.on()
	_ = w.cmd.Process.Signal(syscall.SIGHUP)
	if code, took := w.end(); code != exitHungUp || took > 3*hungLimit {
		t.Errorf("code %d after %v", code, took)
	}
	w.asFound()
}

func TestATerminalThatGoesAwayTakesTheProgramAlong(t *testing.T) {
	for _, role := range []string{"calm", "deaf", "flood", "nohup"} {
		t.Run(role, func(t *testing.T) {
			w := newWindow(t)
			w.run(role)
			w.on()
			w.vanish()
			if code, took := w.end(); code != exitHungUp || took > 3*hungLimit {
				t.Errorf("code %d after %v", code, took)
			}
		})
	}
}

func TestAfterAKillTheNextRunHealsTheTerminal(t *testing.T) {
	w := newWindow(t)
	w.run("calm")
	w.on()
	_ = w.cmd.Process.Kill()
	w.end()
	if w.settings() == w.before {
		t.Fatal("the kill left the terminal as it was; nothing to heal")
	}
	w.run("calm")
	w.on()
	for _, off := range []string{"\x1b[?2004l", "\x1b[?1003l", "\x1b[0m"} {
		if first, _, _ := strings.Cut(w.text(), "\x1b[?1049h"); !strings.Contains(first, off) {
			t.Errorf("does not begin with %q", off)
		}
	}
	w.press("q")
	if code, _ := w.end(); code != 0 {
		t.Errorf("code %d", code)
	}
	after := w.settings()
	for name, lost := range map[string]bool{
		"lines": after.Lflag&unix.ICANON == 0, "echo": after.Lflag&unix.ECHO == 0, "signals": after.Lflag&unix.ISIG == 0,
		"line ends out": after.Oflag&unix.OPOST == 0, "line ends in": after.Iflag&unix.ICRNL == 0,
	} {
		if lost {
			t.Errorf("without %s", name)
		}
	}
}

func TestF090WithoutATerminalNothingIsTaken(t *testing.T) {
	null, tty := devNull(t), newWindow(t).tty
	for name, take := range map[string]func() (*Terminal, error){
		"no input":  func() (*Terminal, error) { return Take(null, tty) },
		"no output": func() (*Terminal, error) { return Take(tty, null) },
	} {
		if got, err := take(); got != nil || err != ErrNoTerminal {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}
