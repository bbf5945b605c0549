package plain

import (
	"bytes"
	"context"
	"strings"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// text asks for a sentence; an empty one is an answer too. Several lines at once are taken as
// one answer once an Enter says so. A text that holds a key is refused: it would be kept.
func (t *Talk) text(prompt string) (string, got) {
	for {
		lines, ok := t.input(prompt)
		if !ok {
			return "", gotOver
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
		}
		if found, _ := t.cfg.Find([]byte(answer)); len(found) > 0 {
			t.say(t.l.HoldsKey()...)
			continue
		}
		if len(lines) > 1 {
			t.say(t.l.AsOne(len(lines)))
			more, ok := t.input(t.l.AsOneSure())
			if !ok {
				return "", gotOver
			}
			if len(more) != 1 || strings.TrimSpace(more[0]) != "" {
				continue
			}
		}
		return answer, gotLine
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

// unseen asks for a text that is not shown. ok is false where nothing came.
func (t *Talk) unseen(lines ...string) ([]byte, bool) {
	t.say(lines...)
	t.cfg.In.Drop()
	t.out.ask(t.l.UnseenPrompt())
	t.out.hold()
	text, err := t.cfg.In.Hidden(t.ctx)
	t.out.answered(true)
	if !t.heardOut(err) {
		return nil, false
	}
	if len(bytes.TrimSpace(text)) == 0 {
		clear(text)
		return nil, false
	}
	return text, true
}

// one reads a text that is one value: what is found in it, or else the whole line.
func (t *Talk) one(lines ...string) (providers.Secret, bool) {
	text, ok := t.unseen(lines...)
	if !ok {
		return providers.Secret{}, false
	}
	defer clear(text)
	found, _ := t.cfg.Find(text)
	switch {
	case len(found) == 1:
		return found[0].Credential.Secret, true
	case len(found) > 1 || bytes.ContainsAny(bytes.TrimSpace(text), "\r\n \t"):
		t.say(t.l.OneValue()...)
		return providers.Secret{}, false
	}
	return providers.NewSecret(bytes.TrimSpace(text)), true
}

// Passphrase asks for the passphrase that secrets are kept under; twice where it is chosen. It
// may be called while an action is performed.
func (t *Talk) Passphrase(chosen bool) (providers.Secret, error) {
	for {
		first, ok := t.unseen(t.l.AskPassphrase(chosen)...)
		if !ok {
			return providers.Secret{}, context.Canceled
		}
		phrase := providers.NewSecret(bytes.TrimRight(first, "\r\n"))
		clear(first)
		if !chosen {
			return phrase, nil
		}
		second, ok := t.unseen(t.l.PassphraseAgain())
		if !ok {
			return providers.Secret{}, context.Canceled
		}
		same := phrase.Equal(providers.NewSecret(bytes.TrimRight(second, "\r\n")))
		clear(second)
		if same {
			return phrase, nil
		}
		t.say(t.l.PassphrasesDiffer())
	}
}

// phrase asks for what is typed before an act that cannot be undone. It is read key by key, so
// that nothing pasted with its line end is ever taken. An empty line stops.
func (t *Talk) phrase(a runbook.Action, k incident.Key) bool {
	want := runbook.Phrase(a, k, t.vendor())
	for {
		t.cfg.In.Drop()
		prompt := t.l.TypePhrase(want)
		t.out.ask(prompt)
		typed, err := t.cfg.In.Typed(t.ctx, t.cfg.Out, func(kept string) {
			why := t.l.EnterHeld()
			if kept == "" {
				why = t.l.CameAtOnce()
			}
			t.out.lines("", why)
			t.out.ask(prompt + kept)
		})
		t.out.answered(true)
		if !t.heardOut(err) {
			return false
		}
		typed = strings.Join(strings.Fields(typed), " ")
		switch {
		case typed == "":
			t.say(t.l.NothingSent())
			return false
		case runbook.PhraseFits(typed, want):
			return true
		}
		t.say(t.l.PhraseWrong(typed, want))
	}
}
