//go:build unix

package main_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// What the program does full-screen, in front of a terminal that answers no query.

// look starts the program full-screen. Vars are added to its environment.
func (h *home) look(t testing.TB, size pty.Winsize, vars []string, args ...string) *seat {
	t.Helper()
	return h.sitAt(t, nil, size, append([]string{"TERM=xterm-256color", "LANG=C.UTF-8"}, vars...), args...)
}

var usual = pty.Winsize{Rows: 24, Cols: 80}

func TestAPersonKillsAKeyOnTheScreens(t *testing.T) {
	t.Parallel()
	c := alive("proof", sending("is dead, proven"), "Go on with review").visit(t)
	if !c.within(deadline, func() bool { return strings.Contains(c.text(), "\a") }) {
		t.Error("no bell when the watch ended")
	}
	c.press("\x03")
	if code := c.code(); code != 130 {
		t.Errorf("exit %d", code)
	}
	c.asFound()
	for _, want := range []string{"dead, proven", "open: review usage", "report: not written", "firebreak resume INC-"} {
		if !c.has(want) {
			t.Errorf("%q is not left on the normal screen:\n%s", want, c.glass.text())
		}
	}
	if n := c.sim.deletes(); n != 1 {
		t.Errorf("%d deletes", n)
	}
	c.lacksSecrets(c.sim)
}

func TestAKeyOnStdinOpensTheScreensAndIsAnsweredForFromTheTerminal(t *testing.T) {
	h := newHome(t)
	sim := h.simulate()
	at := func(args ...string) *seat {
		return h.sitAt(t, strings.NewReader("found: "+sim.key()+"\n"), usual, []string{"TERM=xterm-256color", "LANG=C.UTF-8"}, args...)
	}
	s := at("respond", "-", short)
	s.ready("What leaked?")
	s.does("\r", "What do we do first?")
	s.press("\x03")
	if code := s.code(); code != 130 {
		t.Errorf("exit %d", code)
	}
	s.asFound()
	s.lacksSecrets(sim)

	again := at("resume", "-", short)
	again.ready("received, 1 line")
	again.does("\r", "why: it is used far more")
	again.does("\r", "type revoke")
	again.does("revoke "+sim.key()[len(sim.key())-4:], "fits: enter revokes once")
	again.does("\r", "is dead, proven")
	again.press("\x03")
	if code := again.code(); code != 130 || sim.deletes() != 1 {
		t.Errorf("exit %d, %d deletes", code, sim.deletes())
	}
	again.lacksSecrets(sim)

	lines := h.sitAt(t, strings.NewReader(sim.key()), usual, []string{"TERM=xterm-256color"}, "respond", "-", "--plain", short)
	lines.await("1 open incident works on this key already.")
	<-time.After(pause)
	lines.press("q\n")
	if code := lines.code(); code != 0 || strings.Contains(lines.text(), "1049h") {
		t.Errorf("--plain: exit %d", code)
	}
	if r := h.run("", "respond", "-"); r.code != 2 {
		t.Errorf("nothing on stdin: exit %d", r.code)
	}
}

func TestAnAddressOfOnesOwnIsSaidBeforeAnythingIsAsked(t *testing.T) {
	h := newHome(t)
	sim := h.simulate()
	const said = "api.openai.com is at http://127.0.0.1:"
	s := h.look(t, usual, nil)
	s.ready("What happened?")
	s.sees(said)
	s.pastes(sim.key(), "What leaked?")
	s.sees(said)
	s.press("\x03")
	if code := s.code(); code != 130 {
		t.Errorf("exit %d", code)
	}
	lines := h.sit(t, strings.NewReader(sim.key()), "respond", "-", "--plain")
	lines.await(said)
	lines.say("press enter to ask OpenAI", "q")
	if code := lines.code(); code != 0 {
		t.Errorf("exit %d", code)
	}
	refused := h.look(t, usual, []string{"FIREBREAK_OPENAI_BASE_URL=http://api.example.com"})
	refused.await("FIREBREAK_OPENAI_BASE_URL")
	if code := refused.code(); code != 2 {
		t.Errorf("an address that is refused: exit %d", code)
	}
}

// moment is the 200 ms that ctrl+c may take, with room for a busy machine.
const moment = 2 * time.Second

func TestATerminalThatStoppedReadingIsLeftInAMoment(t *testing.T) {
	h := newHome(t)
	s := h.look(t, usual, nil, "drill", "--seed", "7")
	s.ready("Begin with this key")
	s.deaf.Store(true)
	for i := range 200 {
		s.resize(pty.Winsize{Rows: 24 + uint16(i%2)*10, Cols: 80 + uint16(i%2)*20})
		<-time.After(time.Millisecond)
	}
	began := time.Now()
	s.press("\x03")
	if code, took := s.code(), time.Since(began); code != 130 || took > moment {
		t.Errorf("exit %d after %s", code, took)
	}
}

func TestTheFirstFrameComesInEverySizeAndColour(t *testing.T) {
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
			s := h.look(t, c.size, []string{c.variable})
			s.ready("fire")
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

func TestF090WithoutATerminalToAnswerFromNothingIsAsked(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	sim := h.simulate()
	before := h.listing()
	for _, args := range [][]string{{"respond"}, {"respond", "--plain"}, {"respond", "-"}} {
		if r := h.alone(sim.key(), args...); r.code != 2 || !strings.Contains(r.err, "There is no terminal") || !strings.Contains(r.err, "--headless") || r.out != "" {
			t.Errorf("%v: exit %d: %s%s", args, r.code, r.out, r.err)
		}
	}
	if after := h.listing(); !slices.Equal(before, after) || len(sim.requests()) != 0 {
		t.Errorf("files: %q, %d requests", after, len(sim.requests()))
	}
	h.run(sim.key(), "respond", "--headless", short, "-")
	n := len(sim.requests())
	if r := h.alone("", "resume"); r.code != 2 || !strings.Contains(r.err, "There is no terminal") || len(sim.requests()) != n {
		t.Errorf("resume: exit %d: %s", r.code, r.err)
	}
	if r := h.alone("", "drill", "--seed", "7"); r.code != 0 || !strings.Contains(r.out, "dead, proven") {
		t.Errorf("a drill does not play its own script: exit %d: %s", r.code, r.err)
	}
}

func TestTheBareNameWithoutATerminalSaysWhereTheCommandsStand(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	for _, args := range [][]string{{}, {"--plain"}} {
		if r := h.alone("", args...); r.code != 2 || !strings.Contains(r.err, "There is no terminal") || r.out != "" {
			t.Errorf("%v: exit %d: %s", args, r.code, r.err)
		}
	}
	if r := h.alone("", "--lang", "id"); r.code != 2 || !strings.Contains(r.err, "Semua perintah: firebreak help") {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
	for _, args := range [][]string{{"help"}, {"--help"}} {
		if r := h.run("", args...); r.code != 0 || !strings.Contains(r.out, "respond") {
			t.Errorf("%v: exit %d: %s", args, r.code, r.err)
		}
	}
	s := h.sit(t, nil) // a terminal that has no screens
	s.await("Work an incident")
	if code := s.code(); code != 0 {
		t.Errorf("the list of commands: exit %d", code)
	}
	if list, _ := filepath.Glob(filepath.Join(h.dir, "state", "firebreak", "incidents", "*")); len(list) != 0 {
		t.Errorf("an incident was opened: %v", list)
	}
}

// alone runs the program in a session without a terminal.
func (h *home) alone(stdin string, args ...string) ran {
	h.t.Helper()
	cmd := h.command(stdin, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return h.finish(cmd)
}

func TestF031AWindowThatChangesKeepsOneStatusLineAndOneKeyBar(t *testing.T) {
	t.Parallel()
	together(t, named(t, "choose", "phrase", "review", "plan", "report", "what was sent"), func(t *testing.T, p phase) {
		c := p.visit(t)
		for _, size := range []pty.Winsize{{Rows: 20, Cols: 60}, {Rows: 12, Cols: 40}, {Rows: 40, Cols: 120}, {Rows: 8, Cols: 30}, usual} {
			c.resize(size)
			whole := func() bool {
				rows := strings.Split(strings.TrimSuffix(c.glass.text(), "\n"), "\n")
				bars := slices.DeleteFunc(slices.Clone(rows), func(row string) bool { return !strings.HasPrefix(row, " enter ") })
				return strings.Contains(rows[0], "REAL") && strings.Count(strings.Join(rows, "\n"), "REAL") == 1 &&
					strings.HasPrefix(rows[len(rows)-1], " enter ") && len(bars) == 1
			}
			if !c.within(deadline, whole) {
				t.Fatalf("at %dx%d:\n%s", size.Cols, size.Rows, c.glass.text())
			}
		}
		c.sees(p.shows)
		c.interrupts()
	})
}

func TestADryRunOnTheScreensSendsNothing(t *testing.T) {
	t.Parallel()
	p := named(t, "phrase of a dry run")[0]
	p.way, p.shows = sending("withheld"), "DRY RUN"
	c := p.visit(t)
	c.interrupts()
	if n := c.sim.mutations(); n != 0 {
		t.Errorf("D1 %d mutations", n)
	}
}

func TestF028ASlowLinkTearsKeysAndAnswersAndNothingIsMadeOfTheParts(t *testing.T) {
	t.Parallel()
	p := named(t, "choose")[0]
	p.vars = []string{"SSH_CONNECTION=192.0.2.1 50000 192.0.2.2 22"}
	c := p.visit(t)
	apart := func(parts ...string) {
		for _, part := range parts {
			c.press(part)
			<-time.After(80 * time.Millisecond)
		}
	}
	onContain := func() bool { return strings.Contains(c.glass.text(), " > Contain first") }
	apart("\x1b", "[B")                                  // an arrow down
	apart("\x1b[?62", ";22c")                            // what the terminal says of itself
	apart("\x1b]11;rgb:", "0000/0000/", "0000\x1b", `\`) // and of its background
	apart("\x1b\r", "")                                  // a chord with alt
	c.does("s", "Where does each step stand?")
	c.does("\x1b", p.shows)
	if !c.within(deadline, onContain) {
		t.Errorf("one key down, and the screen is:\n%s", c.glass.text())
	}
	c.interrupts()
	if n := c.sim.mutations(); n != 0 {
		t.Errorf("%d mutations", n)
	}
}
