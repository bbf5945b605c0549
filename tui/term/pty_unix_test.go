//go:build unix

package term

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"firebreak/tui/parkterm"
)

// role is what the test's own binary is when it is started once more.
const role = "FIREBREAK_TERM_ROLE"

func TestMain(m *testing.M) {
	parkterm.Restore()
	switch os.Getenv(role) {
	case "":
		os.Exit(m.Run())
	case "shell":
		os.Exit(shell())
	}
	os.Exit(program(os.Getenv(role)))
}

// screenful is a full-screen program of a test.
type screenful struct {
	ear
	t      *Terminal
	role   string
	size   string
	beats  int
	code   int
	failed error
}

type beat struct{}

func tick() tea.Cmd {
	return tea.Tick(20*time.Millisecond, func(time.Time) tea.Msg { return beat{} })
}

func (s *screenful) Init() tea.Cmd {
	if s.role == "flood" {
		return tick()
	}
	return nil
}

func (s *screenful) View() string {
	if s.size == "" {
		return ""
	}
	view := fmt.Sprintf("screen %s heard %s.", s.size, strings.Join(s.heard, " "))
	if s.role == "flood" {
		view += strings.Repeat(fmt.Sprintf("\n%d %s", s.beats, strings.Repeat("=", 60)), 20)
	}
	return view
}

func (s *screenful) Update(m tea.Msg) (tea.Model, tea.Cmd) {
	_, cmd := s.ear.Update(m)
	switch m := m.(type) {
	case tea.WindowSizeMsg:
		s.size = fmt.Sprintf("%dx%d", m.Width, m.Height)
	case beat:
		s.beats++
		s.tellStalled()
		return s, tick()
	case Signaled:
		s.code = m.Code
		return s, s.quit()
	case HungUp:
		s.code = exitHungUp
		return s, s.quit()
	case Resumed:
		s.heard = append(s.heard, fmt.Sprint("resumed ", m.Err))
	case tea.KeyMsg:
		return s, s.press(m)
	}
	return s, cmd
}

// tellStalled says, to whoever wants to know, that the terminal takes nothing any more.
func (s *screenful) tellStalled() {
	s.t.out.mu.Lock()
	waiting := len(s.t.out.queue)
	s.t.out.mu.Unlock()
	if waiting > 8*piece {
		_, _ = os.NewFile(3, "say").WriteString("stalled\n")
	}
}

func (s *screenful) quit() tea.Cmd {
	if s.role == "deaf" || s.role == "nohup" {
		select {}
	}
	s.t.Leaving()
	return tea.Quit
}

func (s *screenful) press(m tea.KeyMsg) tea.Cmd {
	switch m.String() {
	case "q", "ctrl+c":
		return s.quit()
	case "ctrl+z":
		return s.t.Suspend()
	case "p":
		panic("values stay out of panics")
	case "d":
		_, _ = s.t.out.Write([]byte("stuck"))
		select {} // an Update that never returns
	case "f":
		s.failed = errors.New("something failed")
		return s.quit()
	case "e":
		return s.t.Lend(func(in, out *os.File) error {
			var line [100]byte
			_, _ = out.WriteString("editor ready\n")
			n, err := in.Read(line[:])
			_, _ = fmt.Fprintf(out, "edited %q\n", line[:n])
			return err
		})
	}
	return nil
}

// program runs a screenful and says how it ended by its exit code.
func program(role string) (code int) {
	if role == "nohup" {
		signal.Ignore(syscall.SIGHUP)
	}
	t, err := Take(os.Stdin, os.Stdout)
	if err != nil {
		return 2
	}
	defer func() {
		if recover() != nil {
			_ = t.Close("crashed\n")
			code = 70
		}
	}()
	s := &screenful{t: t, role: role}
	p := tea.NewProgram(s, t.Options()...)
	t.Bind(func(m any) { p.Send(m) })
	if _, err := p.Run(); err != nil {
		return 71
	}
	if err := t.Close("bye\nand good night\n"); err != nil && s.code == 0 {
		return 72
	}
	if s.failed != nil {
		return 73
	}
	return s.code
}

// window is a terminal of a test with a program in it.
type window struct {
	testing.TB
	keys, tty *os.File
	before    unix.Termios
	cmd       *exec.Cmd
	ended     chan struct{}

	reading sync.Mutex  // held while the terminal reads
	stalled atomic.Bool // it does not read
	mu      sync.Mutex
	shown   bytes.Buffer
}

// newWindow opens a terminal of 80x24 without a program.
func newWindow(t testing.TB) *window {
	t.Helper()
	keys, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	w := &window{TB: t, keys: keys, tty: tty}
	if err := pty.Setsize(keys, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	w.before = w.settings()
	go w.read()
	t.Cleanup(func() {
		w.vanish()
		if w.cmd != nil {
			_ = unix.Kill(-w.cmd.Process.Pid, unix.SIGKILL)
			<-w.ended
		}
	})
	return w
}

func (w *window) read() {
	var chunk [64 << 10]byte
	for {
		n := 0
		w.reading.Lock()
		ready, err := readable(w.keys, 10*time.Millisecond)
		if ready && !w.stalled.Load() {
			n, err = w.keys.Read(chunk[:])
		}
		w.reading.Unlock()
		if w.stalled.Load() {
			time.Sleep(5 * time.Millisecond)
		}
		w.mu.Lock()
		w.shown.Write(chunk[:n])
		w.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// vanish closes the terminal's window.
func (w *window) vanish() {
	w.reading.Lock()
	defer w.reading.Unlock()
	_ = w.tty.Close()
	_ = w.keys.Close()
}

// run starts a program as the only one of its session.
func (w *window) run(what string, more ...*os.File) {
	w.Helper()
	self, err := os.Executable()
	if err != nil {
		w.Fatal(err)
	}
	w.mu.Lock()
	w.shown.Reset()
	w.mu.Unlock()
	w.cmd = exec.Command(self)
	w.cmd.Env = append(os.Environ(), role+"="+what, "TERM=xterm-256color", "SSH_CONNECTION=", "SSH_TTY=", "GORACE=atexit_sleep_ms=0")
	w.cmd.Stdin, w.cmd.Stdout, w.cmd.ExtraFiles = w.tty, w.tty, more
	w.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := w.cmd.Start(); err != nil {
		w.Fatal(err)
	}
	w.ended = make(chan struct{})
	go func(cmd *exec.Cmd, ended chan struct{}) { _ = cmd.Wait(); close(ended) }(w.cmd, w.ended)
}

// on waits for a program that is on the screen and takes keys.
func (w *window) on() {
	w.until("screen 80x24")
	w.until(askBackground)
}

func (w *window) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.shown.String()
}

// forget has until look at what comes from now on.
func (w *window) forget() {
	w.mu.Lock()
	w.shown.Reset()
	w.mu.Unlock()
}

func (w *window) press(keys string) {
	w.Helper()
	if _, err := w.keys.WriteString(keys); err != nil {
		w.Fatal(err)
	}
}

func (w *window) settings() unix.Termios {
	w.Helper()
	t, err := unix.IoctlGetTermios(int(w.tty.Fd()), getTermios)
	if err != nil {
		w.Fatal(err)
	}
	return *t
}

// until waits for a text on the screen.
func (w *window) until(text string) {
	w.Helper()
	for limit := time.Now().Add(10 * time.Second); !strings.Contains(w.text(), text); time.Sleep(time.Millisecond) {
		if time.Now().After(limit) {
			w.Fatalf("never showed %q, but %q", text, w.text())
		}
	}
}

// insist presses a key until it shows: one pressed before the frame was whole does not count.
func (w *window) insist(key string) {
	w.Helper()
	for range 100 {
		w.press(key)
		for range 20 {
			if strings.Contains(w.text(), " "+key) {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
	w.Fatalf("never heard %q; shows %q", key, w.text())
}

// end waits for the program and tells its exit code, and how long it took.
func (w *window) end() (code int, took time.Duration) {
	w.Helper()
	began := time.Now()
	select {
	case <-w.ended:
	case <-time.After(10 * time.Second):
		w.Fatalf("never ends; shows %q", w.text())
	}
	return w.cmd.ProcessState.ExitCode(), time.Since(began)
}

// asFound holds that nothing of the program is left on the terminal, and no input behind it.
func (w *window) asFound() {
	w.Helper()
	if after := w.settings(); after != w.before {
		w.Errorf("settings %+v\nwere     %+v", after, w.before)
	}
	w.until(leaveScreen)
	for _, mode := range []string{"?25", "?2004", "?1049", "?1000", "?1002", "?1003", "?1004", "?1006", "?2026"} {
		on, off := "\x1b["+mode+"h", "\x1b["+mode+"l"
		if mode == "?25" {
			on, off = off, on
		}
		if text := w.text(); strings.LastIndex(text, off) < strings.LastIndex(text, on) {
			w.Errorf("mode %s is left on", mode)
		}
	}
}
