package term

import (
	"errors"
	"os"
	"sync"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/term"
)

const (
	// deafLimit is how long a program may take to hear that a signal came. One that does not is
	// stuck, and is ended.
	deafLimit = time.Second
	// hungLimit is how long it may go on after its terminal is gone.
	hungLimit = time.Second

	exitSignaled = 128
	exitHungUp   = exitSignaled + 1
)

// Terminal is a terminal taken over by a full-screen program, and given back as it was found.
//
//	t, err := term.Take(os.Stdin, os.Stdout)
//	defer t.Close("")                                  // also while a panic passes
//	p := tea.NewProgram(model, t.Options()...)
//	t.Bind(func(m any) { p.Send(m) })
//	_, err = p.Run()
//	err = errors.Join(err, t.Close("what the person should know\n"))
//
// From Take to Close it handles the signals: nobody else may. All methods are safe for
// concurrent use.
type Terminal struct {
	in    *In
	out   *Out
	found *settings // of the terminal, before
	exit  func(code int)

	mu   sync.Mutex
	send func(any)

	ask    sync.Once // the background
	hung   sync.Once
	close  sync.Once
	closed chan struct{}
	sigs   *signals
}

// Take takes a terminal over. ErrNoTerminal: in or out is none. It changes no mode yet but those
// that an earlier run may have left on when it was killed.
func Take(in, out *os.File) (*Terminal, error) {
	if !IsTerminal(in) || !IsTerminal(out) {
		return nil, ErrNoTerminal
	}
	found, err := saveSettings(in, out)
	if err != nil {
		return nil, err
	}
	t := &Terminal{found: found, exit: os.Exit, closed: make(chan struct{})}
	t.in = &In{File: in, src: keyboard{in}, wait: escapeAfter(slowLine()), send: func(m any) { t.tell(m) }, gone: t.hangUp}
	t.out = newOut(out, t.shown, t.anew, t.hangUp)
	_, _ = t.out.Write([]byte(calm))
	t.sigs = catch(t)
	return t, nil
}

// Input is what the program reads from.
func (t *Terminal) Input() *In { return t.in }

// Output is what the program draws on.
func (t *Terminal) Output() *Out { return t.out }

// Options are those of the program: input and output, and neither signals nor panics caught by
// the library.
func (t *Terminal) Options() []tea.ProgramOption {
	return []tea.ProgramOption{
		tea.WithInput(t.in), tea.WithOutput(t.out), tea.WithoutSignalHandler(), tea.WithoutCatchPanics(), tea.WithAltScreen(),
	}
}

// Bind gives messages a way to the program, and sends it the size. Call it before the program
// runs, once.
func (t *Terminal) Bind(send func(any)) {
	t.mu.Lock()
	t.send = send
	t.mu.Unlock()
	t.sigs.poke()
}

// tell sends a message. It waits for the program to take it, as long as the program runs. False:
// there is no program yet.
func (t *Terminal) tell(m any) bool {
	t.mu.Lock()
	send := t.send
	t.mu.Unlock()
	if send == nil {
		return false
	}
	send(m)
	return true
}

// Size is the terminal's in cells, 0 and 0 where it is not known.
func (t *Terminal) Size() (width, height int) {
	width, height, err := term.GetSize(int(t.out.file.Fd()))
	if err != nil {
		return 0, 0
	}
	return width, height
}

func (t *Terminal) resized() {
	if w, h := t.Size(); w > 0 && h > 0 {
		t.tell(tea.WindowSizeMsg{Width: w, Height: h})
	}
}

// shown runs when a frame came to the screen. Keys count from the first one on, also after the
// terminal was away; what was typed before it was not meant for it.
func (t *Terminal) shown() {
	if t.in.open.Load() {
		return
	}
	flush(t.in.File)
	t.in.open.Store(true)
	t.ask.Do(func() {
		if asksBackground() {
			_, _ = t.out.Write([]byte(askBackground))
		}
	})
}

// anew has everything drawn again.
func (t *Terminal) anew() { go t.tell(tea.ClearScreen()) }

// hangUp runs when the terminal is gone. The process does not outlive it by more than a second.
func (t *Terminal) hangUp() {
	t.hung.Do(func() {
		t.in.leaving.Store(true)
		go t.endAfter(hungLimit, exitHungUp)
		go t.tell(HungUp{})
	})
}

// endAfter ends a process that is still there after a while.
func (t *Terminal) endAfter(limit time.Duration, code int) {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-t.closed:
	case <-timer.C:
		t.end(code)
	}
}

// end leaves at once.
func (t *Terminal) end(code int) {
	_ = t.Close("") // the exit code tells what there is to tell
	t.exit(code)
}

// Bell rings the terminal's bell. It does not wait for the terminal.
func (t *Terminal) Bell() { _, _ = t.out.Write([]byte{'\a'}) }

// Leaving tells that the program has decided to leave, so that input does not hold it up.
func (t *Terminal) Leaving() { t.in.leaving.Store(true) }

// Close gives the terminal back: modes off, the normal screen, the settings that Take found,
// typed input forgotten, signals as they were. It prints last on the normal screen. It takes at
// most 150 ms, whatever the terminal does; only the first call does anything.
func (t *Terminal) Close(last string) (err error) {
	t.close.Do(func() {
		t.Leaving()
		defer close(t.closed)
		defer t.sigs.release()
		if !inFront(t.in.File) {
			return // it is somebody else's terminal now
		}
		err = t.found.restoreInput() // and with it, on Unix, what a line end means
		flush(t.in.File)
		t.out.Finish(calm + leaveScreen + last)
		err = errors.Join(err, t.found.restoreOutput())
		flush(t.in.File)
	})
	return err
}
