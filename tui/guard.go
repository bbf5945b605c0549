package tui

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
)

// stamped is a message with the real time at which its command ended, so that Update needs no
// clock.
type stamped struct {
	at  time.Time
	msg tea.Msg
}

// guarded makes one command of many. A panic in any becomes a message that holds nothing of it.
func (r *root) guarded(cmds []tea.Cmd) tea.Cmd {
	var list []tea.Cmd
	for _, c := range cmds {
		if c != nil {
			list = append(list, r.guard(c))
		}
	}
	return tea.Batch(list...)
}

// guard wraps one command, and those of a batch that it returns.
func (r *root) guard(c tea.Cmd) tea.Cmd {
	return func() (m tea.Msg) {
		defer func() {
			if value := recover(); value != nil {
				r.trace(value)
				m = stamped{r.view.host.Now(), crashedMsg{}}
			}
		}()
		switch m := c().(type) {
		case nil:
			return nil
		case tea.BatchMsg:
			wrapped := make(tea.BatchMsg, 0, len(m))
			for _, one := range m {
				if one != nil {
					wrapped = append(wrapped, r.guard(one))
				}
			}
			return wrapped
		case doneMsg, answerMsg, settled, openedMsg, snapMsg, beatMsg:
			return stamped{r.view.host.Now(), m}
		default: // the library's own
			return m
		}
	}
}

// crash notes a panic in Update or View.
func (r *root) crash(value any) {
	r.end = endCrashed
	r.trace(value)
}

func (r *root) trace(value any) { trace(r.view.host.Log, value) }

// trace puts a panic into the log: its kind and where, never its value, which may hold data.
func trace(log *slog.Logger, value any) {
	if log != nil {
		log.Error("panic", "kind", fmt.Sprintf("%T", value), "stack", string(debug.Stack()))
	}
}

func (r *root) logf(msg string, args ...any) {
	if l := r.view.host.Log; l != nil {
		l.Warn(msg, args...)
	}
}

// Guard is a clock for the engine whose workers end the program in the same way when they
// panic. Log may be nil.
func (f *Feed) Guard(c providers.Clock, log *slog.Logger) providers.Clock {
	return guarded{c, f, log}
}

type guarded struct {
	providers.Clock
	feed *Feed
	log  *slog.Logger
}

// Go implements providers.Clock.
func (g guarded) Go(f func()) {
	g.Clock.Go(func() {
		defer func() {
			if value := recover(); value != nil {
				trace(g.log, value)
				g.feed.mu.Lock()
				g.feed.crashed = true
				g.feed.mu.Unlock()
				g.feed.ring()
			}
		}()
		f()
	})
}
