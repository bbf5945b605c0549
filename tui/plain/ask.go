package plain

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/tui/term"
)

// question is asked until one of its choices is taken. Enter alone takes usual, where there is
// one: it leads to another question and never to an act.
type question struct {
	step    incident.Step
	title   string // instead of the step's own question
	body    []string
	choices []choice
	usual   int  // 1-based; 0: none
	back    turn // nil: to the hub
}

// choice is one numbered answer; off says why it cannot be taken now.
type choice struct {
	text string
	off  string
	do   turn
}

// got is how a line of input is to be taken.
type got int

const (
	gotLine got = iota
	gotMore     // more was shown: the question is put again
	gotBack
	gotOver // the person left, or the input ended
)

// ask puts a numbered question.
func (t *Talk) ask(q question) (runbook.Choice, bool) {
	for {
		t.head(q.step, q.title)
		t.say(q.body...)
		t.say(t.numbered(q)...)
		line, how := t.number(q)
		switch how {
		case gotMore:
			continue
		case gotOver:
			return runbook.Choice{}, true
		case gotBack:
			if q.back != nil {
				return q.back()
			}
			return t.again(placeHub)
		}
		return q.choices[line-1].do()
	}
}

// head says where we are: mode, incident, phase and the state of the key, then the question.
func (t *Talk) head(step incident.Step, title string) {
	if title == "" {
		title = t.l.StepQuestion(step)
	}
	t.say("", t.l.Head(t.state, t.key(), step), title)
}

func (t *Talk) numbered(q question) []string {
	var lines []string
	for i, c := range q.choices {
		text := c.text
		if c.off != "" {
			text = t.l.Off(text, c.off)
		}
		lines = append(lines, fmt.Sprintf("%3d  %s", i+1, text))
	}
	return lines
}

// number reads until one of the choices is named that can be taken.
func (t *Talk) number(q question) (int, got) {
	prompt := t.l.Choose(len(q.choices))
	if q.usual > 0 {
		prompt = t.l.ChooseOr(len(q.choices), q.usual)
	}
	for {
		line, how := t.read(prompt)
		if how != gotLine {
			return 0, how
		}
		n, err := strconv.Atoi(line)
		if line == "" && q.usual > 0 {
			n, err = q.usual, nil
		}
		switch {
		case err != nil || n < 1 || n > len(q.choices):
			t.say(t.l.NotAChoice(len(q.choices)))
		case q.choices[n-1].off != "":
			t.say(t.l.Off(q.choices[n-1].text, q.choices[n-1].off))
		default:
			return n, gotLine
		}
	}
}

// read reads one short line that came alone: a number, a letter, a y. Lines that came at once,
// and pastes, answer nothing.
func (t *Talk) read(prompt string) (string, got) {
	for {
		lines, ok := t.input(prompt, short)
		switch {
		case !ok:
			return "", gotOver
		case lines == nil:
			t.say(t.l.NotTaken()...)
		case len(lines) > 1:
			t.say(t.l.CameAtOnce())
		default:
			line := strings.TrimSpace(lines[0])
			if how := t.command(line); how != gotLine {
				return "", how
			}
			return line, gotLine
		}
	}
}

// mostShort is one more than the longest short answer has: what is longer is none.
const mostShort = 4

// short is the sight of a number, a letter or a y. What comes there at once and is no such answer
// is not shown: it may be a key.
func short(line []byte, pasted bool) term.Sight {
	line = line[bytes.LastIndexByte(line, '\n')+1:] // several at once are told apart later
	switch {
	case pasted, len(line) > mostShort+1:
		return term.Hidden
	case len(line) > mostShort:
		return term.Full
	}
	return term.Shown
}

// nothing is the sight where only an Enter is waited for.
func nothing([]byte, bool) term.Sight { return term.Full }

// field is a line of the open question.
func (t *Talk) field(sees func([]byte, bool) term.Sight) term.Field {
	return term.Field{Sees: sees, Echo: t.out.echo, Again: t.out.repeat}
}

// input reads what comes next. lines is nil where it was not shown and is no answer. ok is
// false where the input ended or the work was stopped.
func (t *Talk) input(prompt string, sees func([]byte, bool) term.Sight) (lines []string, ok bool) {
	t.cfg.In.Drop()
	t.out.ask(prompt)
	lines, err := t.cfg.In.Line(t.ctx, t.field(sees))
	t.out.answered()
	if errors.Is(err, term.ErrUnshown) {
		return nil, true
	}
	return lines, t.heardOut(err)
}

// heardOut takes note of an input that ended. An interrupt ends the work in the same way.
func (t *Talk) heardOut(err error) bool {
	if err == nil {
		return true
	}
	t.over = true
	t.ended, t.interrupted = !errors.Is(err, context.Canceled), errors.Is(err, context.Canceled)
	return false
}

// command does what the letters ask for that are the same at every question.
func (t *Talk) command(line string) got {
	switch strings.ToLower(line) {
	case "?":
		t.more()
	case "f":
		t.say(t.facts()...)
	case "s":
		t.say(t.steps()...)
	case "w":
		t.say(t.sent()...)
	case "b":
		return gotBack
	case "q":
		if !t.leaves() {
			return gotMore
		}
		t.over = true
		return gotOver
	default:
		return gotLine
	}
	return gotMore
}

// leaves asks once more where leaving stops something that runs.
func (t *Talk) leaves() bool {
	if t.engine == nil || len(t.engine.Situation().Running) == 0 {
		return true
	}
	t.say(t.l.LeaveStopsWatch()...)
	lines, ok := t.input(t.l.LeaveSure(), short)
	return !ok || len(lines) == 1 && yes(lines[0])
}

func yes(line string) bool {
	line = strings.ToLower(strings.TrimSpace(line))
	return line == "y" || line == "yes" || line == "ya"
}

// confirm asks for a y below what it is about, which is told again after more was shown; anything
// else stops.
func (t *Talk) confirm(prompt string, about ...string) (bool, got) {
	for {
		t.say(about...)
		if line, how := t.read(prompt); how != gotMore {
			return how == gotLine && yes(line), how
		}
	}
}
