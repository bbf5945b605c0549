//go:build unix

package main_test

import (
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// await waits until a sentence was printed since the last answer, however it was broken.
func (s *seat) await(want string) {
	s.t.Helper()
	for end := time.Now().Add(deadline); ; time.Sleep(5 * time.Millisecond) {
		text := s.text()
		seen := sequences.ReplaceAllString(text[min(s.from, len(text)):], "")
		if strings.Contains(strings.Join(strings.Fields(seen), " "), want) {
			return
		}
		if time.Now().After(end) {
			s.t.Fatalf("never printed: %q; this was:\n%s", want, text)
		}
	}
}

// pause is longer than what tells a pressed Enter from a pasted one.
const pause = 250 * time.Millisecond

// say answers a question once it was asked.
func (s *seat) say(want, line string) {
	s.t.Helper()
	s.await(want)
	s.awaitQuestion()
	s.from = len(s.text())
	s.press(line + "\n")
}

// awaitQuestion waits until an answer is waited for.
func (s *seat) awaitQuestion() {
	s.t.Helper()
	for end := time.Now().Add(deadline); !strings.HasSuffix(s.text(), ": "); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("no question is open:\n%s", s.text())
		}
	}
}

// phrase types a phrase, and presses Enter by itself.
func (s *seat) phrase(want, phrase string) {
	s.t.Helper()
	s.await(want)
	s.from = len(s.text())
	time.Sleep(pause) // the terminal goes over to single keys
	for _, key := range phrase {
		from := len(s.text())
		s.press(string(key))
		for end := time.Now().Add(deadline); len(s.text()) == from && time.Now().Before(end); {
			time.Sleep(5 * time.Millisecond) // until it is echoed
		}
	}
	time.Sleep(pause)
	s.press("\n")
}

// paste gives the key once the terminal shows nothing of it.
func (s *seat) paste(key string) {
	s.t.Helper()
	s.await("unseen:")
	s.from = len(s.text())
	time.Sleep(pause)
	s.press("OPENAI_API_KEY=" + key + "\n")
}

func (s *seat) lacksSecrets(sim *simulation) {
	s.t.Helper()
	for name, value := range map[string]string{"leaked": sim.key(), "admin": sim.Env["OPENAI_ADMIN_KEY"]} {
		if strings.Contains(s.text(), value[len(value)/2:]) {
			s.t.Errorf("F034 the %s key is on the screen", name)
		}
	}
}

func TestAPersonKillsAKeyInATerminal(t *testing.T) {
	h := newHome(t)
	sim := h.simulate()
	s := h.sit(t, nil, "respond", short)
	s.paste(sim.key())
	s.say("press enter to ask OpenAI", "")
	s.say("What do we do first?", "1")
	last4 := sim.key()[len(sim.key())-4:]
	s.await("type revoke")
	time.Sleep(pause)
	s.press("\x1b[200~revoke " + last4 + "\x1b[201~") // F025 a paste
	s.await("Type it, then press enter by itself.")
	time.Sleep(2 * pause)
	s.press("\n") // and one separate enter
	s.await("Nothing was sent.")
	s.say("What next?", "1")
	s.await("type revoke")
	if n := sim.mutations(); n != 0 {
		t.Fatalf("F025 a paste sent %d mutations", n)
	}
	s.phrase("type revoke", "revoke "+strings.ToLower(last4))
	s.await("dead, proven")
	s.say("choose 1-6", "q")
	if code := s.code(); code != 3 {
		t.Errorf("exit %d", code)
	}
	if n := sim.deletes(); n != 1 {
		t.Errorf("%d deletes", n)
	}
	s.lacksSecrets(sim)
	text := strings.ReplaceAll(s.text(), "\r\n", "\n")
	if strings.ContainsAny(text, "\r\x1b") {
		t.Error("F030 a cursor moved")
	}
	for line := range strings.Lines(text) {
		if len(line) > 60 && !strings.Contains(line, ": ") {
			t.Errorf("wider than the terminal: %q", line)
		}
	}
}

func TestCtrlCLeavesAtOnceAndTheIncidentGoesOn(t *testing.T) {
	h := newHome(t)
	sim := h.simulate()
	sim.fault(`{"match":{"path":"/organization/projects"},"do":"slow","seconds":20}`)
	s := h.sit(t, nil, "respond", short)
	s.paste(sim.key())
	s.say("press enter to ask OpenAI", "")
	s.await("ctrl+c stops it")
	began := time.Now()
	s.press("\x03")
	if code := s.code(); code != 130 || time.Since(began) > 5*time.Second {
		t.Errorf("exit %d after %s", code, time.Since(began))
	}
	s.lacksSecrets(sim)
	again := h.sit(t, nil, "resume", short)
	again.say("unseen:", "")
	again.say("What do we do first?", "q")
	if code := again.code(); code != 3 {
		t.Errorf("resume left with %d", code)
	}
}

func TestF033F090WithoutAnswersItStops(t *testing.T) {
	h := newHome(t)
	h.simulate()
	began := time.Now()
	r := h.run("", "respond", "--plain")
	if r.code != 2 || !strings.Contains(r.err, "There is no terminal") || strings.Count(r.err, "\n") > 5 || time.Since(began) > 5*time.Second {
		t.Errorf("no terminal: exit %d after %s: %s", r.code, time.Since(began), r.err)
	}
	s := h.sit(t, nil, "respond", "--plain")
	s.await("unseen:")
	time.Sleep(pause)
	s.press("\x04")
	if code := s.code(); code != 2 {
		t.Errorf("ctrl+d before there is an incident: exit %d", code)
	}
}

func TestCtrlDAtAQuestionLeavesAnOpenIncident(t *testing.T) {
	h := newHome(t)
	sim := h.simulate()
	s := h.sit(t, nil, "respond", short)
	s.paste(sim.key())
	s.say("press enter to ask OpenAI", "")
	s.await("choose 1-4")
	time.Sleep(pause)
	s.press("\x04")
	if code := s.code(); code != 3 {
		t.Errorf("exit %d", code)
	}
	s.await("firebreak resume INC-")
	if !strings.Contains(s.text(), "report: not written") {
		t.Errorf("where things stand is not said:\n%s", s.text())
	}
}

func TestAKeyOnStdinIsAnsweredForFromTheTerminal(t *testing.T) {
	h := newHome(t)
	sim := h.simulate()
	s := h.sit(t, strings.NewReader("found: "+sim.key()+"\n"), "respond", "-", short)
	s.say("press enter to ask OpenAI", "")
	s.say("What do we do first?", "q")
	if code := s.code(); code != 3 {
		t.Errorf("exit %d", code)
	}
	// The same key again offers the incident that knows it.
	again := h.sit(t, strings.NewReader(sim.key()+"\n"), "respond", "-", short)
	again.say("1 open incident works on this key already.", "1")
	again.say("What do we do first?", "q")
	if code := again.code(); code != 3 {
		t.Errorf("exit %d", code)
	}
	if list, err := filepath.Glob(filepath.Join(h.dir, "state", "firebreak", "incidents", "INC-*")); err != nil || len(list) != 1 {
		t.Errorf("%d incidents", len(list))
	}
}

func TestACloseAtATerminalAsksForTheReasonOfWhatStaysOpen(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	id := h.run(s.key(), "respond", "--headless", short, "-").summary(t).ID
	p := h.sit(t, nil, "close", id)
	p.say("why is it closed", "b")
	if code := p.code(); code != 3 {
		t.Errorf("gone back: exit %d\n%s", code, p.text())
	}
	p = h.sit(t, nil, "close", id)
	p.say("why is it closed", "handed to the owner")
	if code := p.code(); code != 3 || !strings.Contains(h.run("", "status", id).out, "handed to the owner") {
		t.Errorf("exit %d\n%s", code, p.text())
	}
}

func TestTheLockNamesTheTerminalOfWhoHoldsIt(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("the terminal's name is known on Linux only")
	}
	h := newHome(t)
	s := h.simulate()
	id := h.run(s.key(), "respond", "--headless", short, "-").summary(t).ID
	p := h.sit(t, nil, "resume", id, "--plain")
	p.await("Back in")
	p.awaitQuestion()
	r := h.run("", "resume", id, "--headless")
	if want := " pts/"; r.code != 1 || !strings.Contains(r.err, want) {
		t.Errorf("exit %d, stderr %q: want %q", r.code, r.err, want)
	}
}
