//go:build unix

package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// What the program does full-screen, in front of a terminal that answers no query.

// look starts the program full-screen. Vars are added to its environment.
func (h *home) look(t *testing.T, size pty.Winsize, vars []string, args ...string) *seat {
	t.Helper()
	return h.sitAt(t, nil, size, append([]string{"TERM=xterm-256color", "LANG=C.UTF-8"}, vars...), args...)
}

var usual = pty.Winsize{Rows: 24, Cols: 80}

// answer presses keys once a text is in view and the screen has been quiet.
func (s *seat) answer(want, keys string) {
	s.t.Helper()
	s.await(want)
	time.Sleep(calm)
	s.from = len(s.text())
	s.press(keys)
}

// pasteMarked pastes a text as a terminal does.
func (s *seat) pasteMarked(want, text string) {
	s.t.Helper()
	s.answer(want, "\x1b[200~"+text+"\x1b[201~")
}

// typed is a phrase typed key by key, and enter by itself.
func (s *seat) typed(want, phrase string) {
	s.t.Helper()
	s.await(want)
	time.Sleep(calm)
	for _, key := range phrase {
		s.press(string(key))
		time.Sleep(pause / 25)
	}
	time.Sleep(pause)
	s.from = len(s.text())
	s.press("\r")
}

// left is what the terminal shows after the alternate screen was left.
func (s *seat) left() string {
	text := s.text()
	at := strings.LastIndex(text, "\x1b[?1049l")
	if at < 0 {
		s.t.Errorf("the alternate screen was not left:\n%q", text)
		return ""
	}
	return sequences.ReplaceAllString(text[at:], "")
}

var incidentName = regexp.MustCompile(`INC-[a-z0-9]{4}`)

func TestAPersonKillsAKeyOnTheScreensAfterAKill9(t *testing.T) {
	h := newHome(t)
	sim := h.simulate()
	s := h.look(t, usual, nil, "respond", short)
	s.pasteMarked("Paste the key", sim.key())
	s.answer("What leaked?", "\r")
	s.await("What do we do first?")
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	s.code()
	s.lacksSecrets(sim)

	again := h.look(t, usual, nil, "resume", short)
	again.pasteMarked("Paste the same key", sim.key())
	again.answer("received", "\r")
	again.answer("why: it is used far more", "\r")
	last4 := sim.key()[len(sim.key())-4:]
	again.pasteMarked("type revoke", "revoke "+last4)
	again.answer("paste", "\r")
	if n := sim.mutations(); n != 0 {
		t.Fatalf("F025 a paste sent %d mutations", n)
	}
	again.typed("", "revoke "+strings.ToLower(last4))
	again.await("is dead, proven")
	again.press("\x03")
	if code := again.code(); code != 130 {
		t.Errorf("exit %d", code)
	}
	if n := sim.deletes(); n != 1 {
		t.Errorf("%d deletes", n)
	}
	if said := again.left(); !strings.Contains(said, "dead, proven") || !strings.Contains(said, "report: not written") || !incidentName.MatchString(said) {
		t.Errorf("left on the normal screen:\n%s", said)
	}
	if !strings.Contains(again.text(), "\a") {
		t.Error("no bell when the watch ended")
	}
	again.lacksSecrets(sim)
}

// moment is the 200 ms that ctrl+c may take, with room for a busy machine.
const moment = 2 * time.Second

func TestCtrlCLeavesEveryScreenInAMoment(t *testing.T) {
	h := newHome(t)
	sim := h.simulate()
	sim.fault(`{"match":{"path":"/organization/projects"},"do":"slow","seconds":20}`)
	for _, c := range []struct {
		name string
		args []string
		to   func(*seat)
	}{
		{"start", nil, func(s *seat) { s.await("What happened?") }},
		{"paste", []string{"respond"}, func(s *seat) { s.await("Paste the key") }},
		{"a slow read", []string{"respond"}, func(s *seat) {
			s.pasteMarked("Paste the key", sim.key())
			s.answer("What leaked?", "\r")
			s.await("busy")
		}},
		{"coming back", []string{"resume"}, func(s *seat) { s.await("Back in INC-") }},
		{"a drill's card", []string{"drill", "--seed", "7"}, func(s *seat) { s.await("Begin with this key") }},
		{"a drill's choice", []string{"drill", "--seed", "7"}, func(s *seat) {
			s.answer("Begin with this key", "\r")
			s.await("What do we do first?")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := h.look(t, usual, nil, c.args...)
			c.to(s)
			time.Sleep(pause)
			began := time.Now()
			s.press("\x03")
			code, took := s.code(), time.Since(began)
			t.Logf("left after %s", took)
			if code != 130 || took > moment {
				t.Errorf("exit %d after %s", code, took)
			}
			s.left()
			s.lacksSecrets(sim)
		})
	}
}

func TestASignalLeavesTheTerminalAsItWas(t *testing.T) {
	h := newHome(t)
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		s := h.look(t, usual, nil)
		s.await("What happened?")
		if err := s.cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		if code := s.code(); code != 128+int(sig) {
			t.Errorf("%v: exit %d", sig, code)
		}
		s.left()
	}
	s := h.look(t, usual, nil)
	s.await("What happened?")
	_ = s.keys.Close() // the terminal hangs up
	if code := s.code(); code != 129 {
		t.Errorf("hang-up: exit %d", code)
	}
}

func TestATerminalThatStoppedReadingIsLeftInAMoment(t *testing.T) {
	h := newHome(t)
	s := h.look(t, usual, nil, "drill", "--seed", "7")
	s.await("Begin with this key")
	s.deaf.Store(true)
	for i := range 200 {
		s.resize(pty.Winsize{Rows: 24 + uint16(i%2)*10, Cols: 80 + uint16(i%2)*20})
		time.Sleep(time.Millisecond)
	}
	began := time.Now()
	s.press("\x03")
	if code, took := s.code(), time.Since(began); code != 130 || took > moment {
		t.Errorf("exit %d after %s", code, took)
	}
}

func TestTheFirstFrameComesAtOnceInEverySizeAndColour(t *testing.T) {
	h := newHome(t)
	colour := regexp.MustCompile(`\x1b\[[0-9;]*(3[0-9]|4[0-9]|9[0-7])[0-9;]*m`)
	for _, c := range []struct {
		size     pty.Winsize
		variable string
		colour   bool
	}{
		{usual, "LANG=C", true}, {pty.Winsize{Rows: 40, Cols: 120}, "NO_COLOR=1", false}, {pty.Winsize{Rows: 20, Cols: 60}, "LANG=C", true},
		{pty.Winsize{Rows: 12, Cols: 40}, "NO_COLOR=1", false}, {pty.Winsize{Rows: 5, Cols: 30}, "NO_COLOR=", true}, {pty.Winsize{Rows: 2, Cols: 12}, "NO_COLOR=", true},
	} {
		t.Run(fmt.Sprintf("%dx%d %s", c.size.Cols, c.size.Rows, c.variable), func(t *testing.T) {
			began := time.Now()
			s := h.look(t, c.size, []string{c.variable})
			s.await("fire")
			if took := time.Since(began); took > moment {
				t.Errorf("after %s: a query was waited for", took)
			}
			time.Sleep(pause)
			s.press("\x03")
			if code := s.code(); code != 130 {
				t.Errorf("exit %d", code)
			}
			text := s.text()
			if c.colour != colour.MatchString(text) {
				t.Errorf("coloured: %v", !c.colour)
			}
			if i := strings.IndexFunc(text, func(r rune) bool { return r > '~' }); c.variable == "LANG=C" && i >= 0 {
				t.Errorf("not ASCII: %q", text[i:min(len(text), i+40)])
			}
		})
	}
}

func TestWithoutATerminalToAnswerFromNothingOpens(t *testing.T) {
	h := newHome(t)
	for _, args := range [][]string{{"respond"}, {"respond", "--plain"}} {
		if r := h.run("", args...); r.code != 2 || !strings.Contains(r.err, "There is no terminal") {
			t.Errorf("%v: exit %d: %s", args, r.code, r.err)
		}
	}
	if list, _ := filepath.Glob(filepath.Join(h.dir, "state", "firebreak", "incidents", "*")); len(list) != 0 {
		t.Errorf("an incident was opened: %v", list)
	}
	if _, err := os.Stat(filepath.Join(h.dir, "postmortems")); err == nil {
		t.Error("a report was written")
	}
}
