package plain

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/tui/term"
)

// mostText bounds one answer in words.
const mostText = 4096

// sentence is the sight of a text: anything but what looks like a key, which is never shown.
func (t *Talk) sentence(line []byte, _ bool) term.Sight {
	switch {
	case t.mayBeKey(line):
		return term.Hidden
	case len(line) > mostText:
		return term.Full
	}
	return term.Shown
}

// mayBeKey reports whether a text holds a key, a part of one, or what several issuers use.
func (t *Talk) mayBeKey(text []byte) bool {
	found, shape := t.cfg.Find(text)
	return len(found) > 0 || shape.MayBeKey
}

// text asks for a sentence; an empty one is an answer too. Several lines at once are taken as
// one answer once an Enter says so. A text that holds a key is neither shown nor kept.
func (t *Talk) text(prompt string) (string, got) {
	for {
		lines, ok := t.input(prompt, t.sentence)
		switch {
		case !ok:
			return "", gotOver
		case lines == nil:
			t.say(t.l.KeyUnshown()...)
			continue
		}
		answer := strings.TrimSpace(strings.Join(lines, " "))
		if len(lines) == 1 {
			switch how := t.command(answer); how {
			case gotLine:
			case gotMore:
				continue
			default:
				return "", how
			}
			return answer, gotLine
		}
		if t.mayBeKey([]byte(answer)) {
			t.say(t.l.KeyUnshown()...)
			continue
		}
		t.say(t.l.AsOne(len(lines)))
		more, ok := t.input(t.l.AsOneSure(), short)
		switch {
		case !ok:
			return "", gotOver
		case len(more) == 1 && strings.TrimSpace(more[0]) == "":
			return answer, gotLine
		}
	}
}

// Ask puts a question outside of the incident's steps. ok is false where the person left it, or
// the input ended.
func (t *Talk) Ask(ctx context.Context, prompt string) (answer string, ok bool) {
	t.ctx = ctx
	for {
		answer, how := t.text(prompt)
		if how != gotMore {
			return answer, how == gotLine
		}
	}
}

// note asks for a reason that is needed: an empty one goes back.
func (t *Talk) note(prompt string) (string, got) {
	text, how := t.text(prompt)
	if how == gotLine && text == "" {
		return "", gotBack
	}
	return text, how
}

// unseen asks for a text that is not shown; none is nil. One letter is what it is at every
// question.
func (t *Talk) unseen(lines ...string) ([]byte, got) {
	text, ok := t.secret(lines...)
	if !ok {
		return nil, gotOver
	}
	trimmed := bytes.TrimSpace(text)
	if len(trimmed) == 1 {
		if how := t.command(string(trimmed)); how != gotLine {
			return nil, how
		}
	}
	if len(trimmed) == 0 {
		clear(text)
		return nil, gotLine
	}
	return text, gotLine
}

// secret asks for a text that is not shown, whatever it is. ok is false where the input ended.
func (t *Talk) secret(lines ...string) (text []byte, ok bool) {
	t.say(lines...)
	t.cfg.In.Drop()
	t.out.ask(t.l.UnseenPrompt())
	t.out.hold()
	text, err := t.cfg.In.Hidden(t.ctx)
	t.out.answered()
	return text, t.heardOut(err)
}

// one reads a text that is one value: what is found in it, or else the whole line, of no kind. ok
// is false where none came.
func (t *Talk) one(lines ...string) (value providers.Credential, ok bool) {
	text, how := t.unseen(lines...)
	for how == gotMore {
		text, how = t.unseen(lines...)
	}
	if how != gotLine || text == nil {
		return providers.Credential{}, false
	}
	defer clear(text)
	found, _ := t.cfg.Find(text)
	switch {
	case len(found) == 1:
		return found[0].Credential, true
	case len(found) > 1 || bytes.ContainsAny(bytes.TrimSpace(text), "\r\n \t"):
		t.say(t.l.OneValue()...)
		return providers.Credential{}, false
	}
	return providers.Credential{Secret: providers.NewSecret(bytes.TrimSpace(text))}, true
}

// phrase asks for what is typed before an act that cannot be undone, below what it would send, which
// is told again after more was shown. A paste is refused even without its line end, and an Enter
// counts only alone. An empty line stops; one letter is what it is at every question.
func (t *Talk) phrase(a runbook.Action, k incident.Key, sends []string) bool {
	want := runbook.Phrase(a, k, t.vendor())
	f := t.field(t.byHand)
	f.Held = func() {
		t.out.lines("", t.l.EnterHeld())
		t.out.repeat()
	}
	for {
		t.cfg.In.Drop()
		t.out.ask(t.l.TypePhrase(want, t.isDry()))
		lines, err := t.cfg.In.Line(t.ctx, f)
		t.out.answered()
		if errors.Is(err, term.ErrUnshown) {
			t.say(t.l.PhrasePasted()...)
			continue
		}
		if !t.heardOut(err) {
			return false
		}
		typed := strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
		switch {
		case typed == "":
			t.say(t.l.NothingSent())
			return false
		case runbook.PhraseFits(typed, want):
			return true
		}
		switch t.command(typed) {
		case gotMore:
			t.say("")
			t.say(sends...)
			continue
		case gotBack, gotOver:
			t.say(t.l.NothingSent())
			return false
		}
		t.say(t.l.PhraseWrong(typed, want))
	}
}

// mostPhrase is far more than any phrase has.
const mostPhrase = 200

// byHand is the sight of a phrase: typed, not pasted, and no key.
func (t *Talk) byHand(line []byte, pasted bool) term.Sight {
	switch {
	case pasted, t.mayBeKey(line):
		return term.Hidden
	case len(line) > mostPhrase:
		return term.Full
	}
	return term.Shown
}
