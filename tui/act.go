package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// opID names one operation of a screen. Results come back under it, to the screen that started
// it, also while that one is hidden. Zero is none.
type opID int

// readLimit bounds everything that only reads; each request has a shorter limit of its own.
const readLimit = 10 * time.Minute

var errNoSession = errors.New("no incident is open")

// op is one operation under way.
type op struct {
	id     opID
	owner  screen
	action runbook.Action // zero for a reading that is no action
	what   string         // of a reading: one clean clause
	began  time.Time      // real
	keep   bool           // not cancelled with its screen: it changes something
	cancel context.CancelFunc
}

// ops are the operations under way. Only Update touches them.
type ops struct {
	ctx   context.Context // of the program
	last  opID
	list  []*op
	owner screen // whose Update runs now
}

func (o *ops) begin(v *view, a runbook.Action, what string, keep bool) (*op, context.Context) {
	o.last++
	ctx, cancel := context.WithTimeout(o.ctx, readLimit)
	if keep {
		cancel()
		ctx, cancel = context.WithCancel(o.ctx)
	}
	x := &op{id: o.last, owner: o.owner, action: a, what: what, began: v.at, keep: keep, cancel: cancel}
	o.list = append(o.list, x)
	return x, ctx
}

// end takes an operation off the list; nil for one that is not on it. A watch goes on behind the
// action that began it, until the program ends.
func (o *ops) end(id opID) *op {
	i := slices.IndexFunc(o.list, func(x *op) bool { return x.id == id })
	if i < 0 {
		return nil
	}
	x := o.list[i]
	if !x.action.Background {
		x.cancel()
	}
	o.list = slices.Delete(o.list, i, i+1)
	return x
}

// drop cancels the readings of a screen that is gone. What changes something runs on.
func (o *ops) drop(s screen) {
	for _, x := range o.list {
		if x.owner == s && !x.keep {
			x.cancel()
		}
	}
}

// of lists what a screen has under way.
func (o *ops) of(s screen) []*op {
	var own []*op
	for _, x := range o.list {
		if x.owner == s {
			own = append(own, x)
		}
	}
	return own
}

// do performs an action of the engine. doneMsg comes back to the screen, after the view has the
// state that the action led to. A mutation, and the watch, outlive the screen; anything else is
// cancelled with it.
func (v *view) do(a runbook.Action, in runbook.Input) (opID, tea.Cmd) {
	s := v.session
	x, ctx := v.ops.begin(v, a, "", a.Mutates || a.Background || a.Name == runbook.Settle)
	id := x.id
	return id, func() tea.Msg {
		if s == nil {
			return doneMsg{id, a, errNoSession}
		}
		var err error
		s.hand(ctx, func() { err = s.Engine.Do(ctx, a, in) })
		return settled{s.snap(), doneMsg{id, a, err}}
	}
}

// doing reports whether an action on a key is under way.
func (v *view) doing(a runbook.Action) bool {
	return slices.ContainsFunc(v.ops.list, func(x *op) bool { return x.action.Name == a.Name && x.action.Cred == a.Cred })
}

// ask runs a reading beside the screens. What it returns comes back as answerMsg; a *Session
// that it returns is the incident from then on, and is in the view when the answer comes. What
// says in one clean clause what goes on; "" for what is too short to be named.
func (v *view) ask(what string, read func(context.Context, *Session) (any, error)) (opID, tea.Cmd) {
	s := v.session
	x, ctx := v.ops.begin(v, runbook.Action{}, what, false)
	id := x.id
	return id, func() tea.Msg {
		var value any
		var err error
		if s == nil {
			value, err = read(ctx, nil)
		} else {
			s.hand(ctx, func() { value, err = read(ctx, s) })
		}
		answer := answerMsg{id, value, err}
		opened, ok := value.(*Session)
		switch {
		case ok && opened != nil && err == nil:
			return openedMsg{opened.snap(), answer}
		case s != nil:
			return settled{s.snap(), answer}
		}
		return answer
	}
}

// await lets the clock of a drill go on until some background work has ended; elsewhere it only
// waits for that. answerMsg comes back with no value.
func (v *view) await(what string) (opID, tea.Cmd) {
	return v.ask(what, func(ctx context.Context, s *Session) (any, error) {
		if s == nil {
			return nil, errNoSession
		}
		return nil, s.Engine.Wait(ctx)
	})
}

// rehearse makes the statements of a mutation: what exactly would be sent. They come as
// answerMsg and stay in the view, see rehearsed.
func (v *view) rehearse(a runbook.Action, in runbook.Input) (opID, tea.Cmd) {
	return v.ask("", func(ctx context.Context, s *Session) (any, error) {
		if s == nil {
			return nil, errNoSession
		}
		list, err := s.Engine.Statements(ctx, a, in)
		return rehearsal{rehearsalKey(a, in), list}, err
	})
}

// rehearsal is the value of the answer to rehearse.
type rehearsal struct {
	key  string
	list []providers.Statement
}

func rehearsalKey(a runbook.Action, in runbook.Input) string {
	return a.Cred + "/" + string(a.Name) + "/" + a.About + "/" + in.Text + "/" + strings.Join(in.Narrow.Scopes, ",") + "/" + in.Narrow.Expires.String()
}

// rehearsed returns the statements of an action, where they were made before.
func (v *view) rehearsed(a runbook.Action, in runbook.Input) ([]providers.Statement, bool) {
	list, ok := v.statements[rehearsalKey(a, in)]
	return list, ok
}

// readLimits reads which containments the vendor offers for the key. They come as answerMsg and
// stay in v.limits.
func (v *view) readLimits() (opID, tea.Cmd) {
	cred := v.key().Cred
	return v.ask("", func(ctx context.Context, s *Session) (any, error) {
		if s == nil {
			return nil, errNoSession
		}
		offers, err := s.Engine.Limits(ctx, cred)
		return limitsAnswer{cred, limitsRead{offers, err}}, err
	})
}

type limitsAnswer struct {
	cred string
	read limitsRead
}

// runs reports whether an action of that name on the key is under way, started by any screen.
func (v *view) runs(name runbook.Name) bool {
	cred := v.key().Cred
	return slices.ContainsFunc(v.ops.list, func(x *op) bool {
		return x.action.Name == name && (x.action.Cred == cred || x.action.Cred == "")
	})
}

// waited is how long an action of that name has been under way; ok is false where none is.
func (v *view) waited(name runbook.Name) (took time.Duration, ok bool) {
	for _, x := range v.ops.list {
		if x.action.Name == name {
			return v.at.Sub(x.began), true
		}
	}
	return 0, false
}

// cancel ends a reading. What changes something is not ended by it.
func (v *view) cancel(id opID) {
	for _, x := range v.ops.list {
		if x.id == id && !x.keep {
			x.cancel()
		}
	}
}

// cancelRead ends the readings of a name, whichever screen began them.
func (v *view) cancelRead(name runbook.Name) {
	for _, x := range v.ops.list {
		if x.action.Name == name && !x.keep {
			x.cancel()
		}
	}
}

// progressOf is how far a step of the key is.
func (v *view) progressOf(step incident.Step) (stepProgress, bool) {
	p, ok := v.progress[v.key().Cred+"/"+string(step)]
	return p, ok
}

// proposal is an act whose statement is shown before a y sends it.
type proposal struct {
	making  opID  // the statement
	sending opID  // the act
	failed  error // of the statement
}

// rehearse has the statement made anew.
func (p *proposal) rehearse(v *view, a runbook.Action, in runbook.Input) tea.Cmd {
	var cmd tea.Cmd
	p.failed = nil
	p.making, cmd = v.rehearse(a, in)
	return cmd
}

// heard takes how the making of the statement ended.
func (p *proposal) heard(m answerMsg) {
	if m.id == p.making {
		p.making, p.failed = 0, m.err
	}
}
