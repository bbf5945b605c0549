package tui

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/runbook/words"
)

// How a run can end otherwise than by the person leaving.
var (
	ErrInterrupted = errors.New("interrupted")
	ErrHungUp      = errors.New("the terminal is gone")
	// ErrCrashed: a panic, of which the log has the trace. What was recorded holds.
	ErrCrashed = errors.New("internal error")
)

// SignalError says that a signal asked to leave.
type SignalError struct{ Code int } // the exit code that goes with it

// Error implements error.
func (e SignalError) Error() string { return "ended by a signal, exit code " + strconv.Itoa(e.Code) }

// Terminal is what the program draws on and reads from, taken over for it; *term.Terminal is
// one. Its reader tells what came in one read and takes pastes out; its writer never blocks.
type Terminal interface {
	Options() []tea.ProgramOption
	// Bind gives its messages a way to the program.
	Bind(send func(any))
	// Suspend stops the program until the person brings it back. Lend gives the terminal to
	// another program until run returns. term.Resumed comes after either.
	Suspend() tea.Cmd
	Lend(run func(in, out *os.File) error) tea.Cmd
	// Bell rings once, without waiting for the terminal.
	Bell()
	// Leaving tells that the program ends, so that input does not hold it up.
	Leaving()
	// Close gives the terminal back as it was found.
	Close(last string) error
}

// framesPerSecond bounds how often the renderer looks for a new frame; each look costs, also
// while nothing changed.
const framesPerSecond = 30

// leaveLimit bounds how long leaving waits for background work that was told to stop: a disk or
// a network that hangs keeps nobody here.
const leaveLimit = 100 * time.Millisecond

// Run shows the screens until the person leaves, which is no error. The terminal is given back
// before it returns, with Config.Farewell on its normal screen. Background work of the session
// has been told to stop; a request that changes something is recorded before it is sent.
func Run(ctx context.Context, c Config) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := newRoot(ctx, cancel, &c)
	p := tea.NewProgram(r, append(c.Term.Options(), tea.WithContext(ctx), tea.WithFPS(framesPerSecond))...)
	c.Term.Bind(func(m any) { p.Send(m) })
	_, err := p.Run()
	cancel()
	if s := r.view.session; s != nil {
		s.leave()
	}
	end := r.ended(err)
	last := ""
	if c.Farewell != nil {
		last = parting(c.Farewell(end), r.view.w)
	}
	if closed := c.Term.Close(last); end == nil {
		return closed
	}
	return end
}

// parting is what is left on the normal screen, broken at spaces to the terminal's width where
// that is known. A path or command that is wider stays whole, so that it can be copied.
func parting(lines []string, w int) string {
	var b strings.Builder
	for _, line := range lines {
		parts := []string{line}
		if w > 1 && width(line) > w-1 {
			parts = words.Wrap(line, w-1)
		}
		for _, part := range parts {
			b.WriteString(part + "\n")
		}
	}
	return b.String()
}

// leave ends background work, in its turn where the clock knows of turns.
func (s *Session) leave() {
	s.Feed.close()
	done := make(chan struct{})
	s.Clock.Go(func() {
		defer close(done)
		s.Engine.Leave()
	})
	limit, cancel := context.WithTimeout(context.Background(), leaveLimit)
	defer cancel()
	select {
	case <-done:
	case <-limit.Done():
	}
}

// ended is how the run ended, nil where the person left.
func (r *root) ended(err error) error {
	switch r.end {
	case endCrashed:
		return ErrCrashed
	case endHungUp:
		return ErrHungUp
	case endInterrupted:
		return ErrInterrupted
	case endSignaled:
		return SignalError{r.code}
	}
	return err
}
