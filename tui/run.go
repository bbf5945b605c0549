package tui

import (
	"context"
	"errors"
	"os"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"
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
	// Leaving tells that the program ends, so that input does not hold it up.
	Leaving()
	// Close gives the terminal back as it was found.
	Close(last string) error
}

// framesPerSecond bounds how often the renderer looks for a new frame; each look costs, also
// while nothing changed.
const framesPerSecond = 30

// Run shows the screens until the person leaves, which is no error. The terminal is given back
// before it returns; whoever called says where things stand, on the normal screen. Background
// work of the session has been told to stop; a request that changes something runs to its end
// in any case and is recorded.
func Run(ctx context.Context, c Config) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := newRoot(ctx, cancel, &c)
	p := tea.NewProgram(r, append(c.Term.Options(), tea.WithContext(ctx), tea.WithFPS(framesPerSecond))...)
	c.Term.Bind(func(m any) { p.Send(m) })
	_, err := p.Run()
	cancel()
	if s := r.view.session; s != nil {
		s.Feed.close()
		s.Engine.Leave()
	}
	closed := c.Term.Close("")
	switch {
	case r.end == endCrashed:
		return ErrCrashed
	case r.end == endHungUp:
		return ErrHungUp
	case r.end == endInterrupted:
		return ErrInterrupted
	case r.end == endSignaled:
		return SignalError{r.code}
	case err != nil:
		return err
	}
	return closed
}
