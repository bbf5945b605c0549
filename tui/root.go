package tui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/tui/term"
)

// root is the one model. It keeps the screens, passes messages to whom they belong, and draws.
type root struct {
	view    view
	stack   []screen
	over    screen // the one overlay, above the stack
	read    term.Seen
	fresh   quiet
	flood   flood
	shot    int // number of the snapshot at hand
	noted   int // notes of its feed that were said
	events  int // how many of the incident's events were told of
	ticking int // number of the tick under way, 0 none
	ticks   int
	leaving bool // the person left; a request under way is waited for
	end     why
	code    int                // exit code of a signal
	kill    context.CancelFunc // ends the program where no command can: a panic in View
	last    string             // the last good frame
	timer   func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
	manual  bool // tests bring snapshots and ticks themselves
}

// why is how the program came to its end.
type why int

const (
	endLeft why = iota
	endInterrupted
	endHungUp
	endSignaled
	endCrashed
)

func newRoot(ctx context.Context, kill context.CancelFunc, c *Config) *root {
	r := &root{kill: kill, timer: tea.Tick}
	r.view = view{lang: c.Lang, theme: theme{depth: c.Look.Depth, ascii: c.Look.ASCII}, host: c, at: c.Now(),
		ops: &ops{ctx: ctx}, limits: map[string]limitsRead{}}
	r.view.seen, r.view.now = r.view.at, r.view.at
	if c.Session != nil {
		r.take(c.Session.snap())
	}
	r.stack = []screen{r.first(c)}
	return r
}

// first is the screen that the program opens with.
func (r *root) first(c *Config) screen {
	p := map[Begin]place{BeginStart: placeStart, BeginPaste: placePaste, BeginReturn: placeBack, BeginCard: placeCard}[c.Start]
	if c.Start == BeginChain {
		p = r.view.next()
	}
	if s := r.view.open(p); s != nil {
		return s
	}
	return newStart()
}

// Init implements tea.Model.
func (r *root) Init() tea.Cmd {
	var cmds []tea.Cmd
	r.shown(r.stack[0], true, &cmds)
	if text := r.view.host.Text; text != nil {
		r.give(r.stack[0], pasteMsg{text: text, stdin: true}, false, &cmds)
	}
	if s := r.view.session; s != nil {
		cmds = append(cmds, r.pump(s))
	}
	return r.guarded(cmds)
}

// Update implements tea.Model: it never blocks, and a panic in it ends the program.
func (r *root) Update(m tea.Msg) (_ tea.Model, cmd tea.Cmd) {
	defer func() {
		if value := recover(); value != nil {
			r.crash(value)
			cmd = tea.Quit
		}
	}()
	var cmds []tea.Cmd
	if s, ok := m.(stamped); ok {
		r.view.at, m = later(r.view.at, s.at), s.msg
	}
	r.route(m, &cmds)
	r.tick(&cmds)
	return r, r.guarded(cmds)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// route passes a message on by its kind: size to everybody, keys to the overlay or the top,
// results to their owner.
func (r *root) route(m tea.Msg, cmds *[]tea.Cmd) {
	switch m := m.(type) {
	case tea.WindowSizeMsg:
		shrunk := m.Width < r.view.w || m.Height < r.view.h
		r.view.w, r.view.h = m.Width, m.Height
		if shrunk {
			*cmds = append(*cmds, tea.ClearScreen)
		}
	case term.Background:
		r.view.theme.back = map[bool]backdrop{true: darkBack, false: lightBack}[m.Dark]
	case term.Seen:
		r.read = m
		r.view.at = later(r.view.at, m.At)
	case tea.KeyMsg:
		r.key(m, cmds)
	case term.Pasted:
		r.paste(pasteMsg{text: m.Text, short: m.Truncated}, cmds)
	case settled:
		r.adopt(m.snap, cmds)
		r.route(m.result, cmds)
	case openedMsg:
		r.take(m.snap)
		*cmds = append(*cmds, r.pump(m.snap.session))
		r.route(m.answer, cmds)
	case snapMsg:
		r.adopt(m.snap, cmds)
		if m.snap.session == r.view.session {
			*cmds = append(*cmds, r.pump(m.snap.session))
		}
	case beatMsg:
		r.beat(m, cmds)
	case doneMsg:
		r.result(m.id, m, cmds)
	case answerMsg:
		r.keep(m)
		r.result(m.id, m, cmds)
	case crashedMsg:
		r.stop(endCrashed, cmds)
	case term.Resumed:
		r.give(r.top(), resumedMsg{m.Err}, false, cmds)
	case term.HungUp:
		r.stop(endHungUp, cmds)
	case term.Signaled:
		r.end, r.code = endSignaled, m.Code
		r.leave(cmds)
	}
}

// stop ends the program now.
func (r *root) stop(why why, cmds *[]tea.Cmd) {
	r.end = why
	if t := r.view.host.Term; t != nil {
		t.Leaving()
	}
	*cmds = append(*cmds, tea.Quit)
}

// top is the screen that keys go to.
func (r *root) top() screen {
	if r.over != nil {
		return r.over
	}
	return r.stack[len(r.stack)-1]
}

// give hands a message to one screen and goes where it leads.
func (r *root) give(s screen, m tea.Msg, byKey bool, cmds *[]tea.Cmd) {
	r.view.ops.owner = s
	n, cmd := s.Update(m, &r.view)
	r.view.ops.owner = nil
	*cmds = append(*cmds, cmd)
	r.apply(n, s, byKey, cmds)
}

func (r *root) shown(s screen, first bool, cmds *[]tea.Cmd) {
	r.give(s, shownMsg{first: first}, false, cmds)
}

// View implements tea.Model. A panic in it leaves the last good frame and ends the program.
func (r *root) View() (frame string) {
	defer func() {
		if value := recover(); value != nil {
			r.crash(value)
			frame = r.last
			r.kill()
		}
	}()
	r.last = r.view.draw(r.top())
	return r.last
}
