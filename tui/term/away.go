package term

import (
	"errors"
	"io"
	"os"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

const (
	// drainWait is how long the terminal may take to show the last of us before another program
	// gets it.
	drainWait = 500 * time.Millisecond
	// frontLook is how often a program that runs behind looks whether it was brought to the front;
	// nothing else says so.
	frontLook = 50 * time.Millisecond
)

// errand is something that happens while the program is away from its terminal. The library
// runs it between giving the terminal up and taking it back.
type errand struct {
	t   *Terminal
	run func(in, out *os.File) error
}

// Lend is a command that gives the terminal to somebody else, an editor for one, until run
// returns: as Take found it, on the normal screen. run has to wait for whatever it started. The
// program stands still meanwhile; Resumed comes after. ctrl+c and ctrl+z belong to the other.
func (t *Terminal) Lend(run func(in, out *os.File) error) tea.Cmd {
	return tea.Exec(errand{t, run}, func(err error) tea.Msg { return Resumed{err} })
}

// Suspend is a command that stops the program like ctrl+z does any other, with its terminal
// given back. Resumed comes once the person brought it to the front again, or at once where
// there is no shell to go to.
func (t *Terminal) Suspend() tea.Cmd {
	return t.Lend(func(_, _ *os.File) error { return t.sigs.stopped() })
}

// again is a command that takes the terminal anew, after somebody else changed it.
func (t *Terminal) again() tea.Cmd {
	return t.Lend(func(_, _ *os.File) error { return nil })
}

// Run implements tea.ExecCommand.
func (e errand) Run() error {
	t := e.t
	t.in.open.Store(false)
	t.out.Flush(drainWait)
	t.sigs.lend(true)
	defer t.sigs.lend(false)
	if err := errors.Join(t.found.restoreInput(), t.found.restoreOutput()); err != nil {
		return err
	}
	defer func() {
		if !t.awaitFront() {
			select {} // the process ends; to go on would take the terminal, which from behind stops us
		}
	}()
	return e.run(t.in.File, t.out.file)
}

// awaitFront waits until the terminal is ours again. To take it from behind a shell that goes on
// with something else would stop us, and keep us from hearing a signal to leave. False: it was
// given back for good meanwhile.
func (t *Terminal) awaitFront() bool {
	look := time.NewTicker(frontLook)
	defer look.Stop()
	for {
		select {
		case <-t.closed:
			return false
		default:
		}
		if inFront(t.in.File) {
			return true
		}
		<-look.C
	}
}

// SetStdin, SetStdout and SetStderr implement tea.ExecCommand. What the library offers is our
// reader and our queue; the other program gets the terminal itself.
func (errand) SetStdin(io.Reader)  {}
func (errand) SetStdout(io.Writer) {}
func (errand) SetStderr(io.Writer) {}
