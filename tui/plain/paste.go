package plain

import (
	"bytes"
	"context"
	"time"

	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// Paste asks for the key, unseen, until one is chosen, and says what it is. others counts what
// else stood in the text. ok is false where the person left or the input ended; Ended and
// Interrupted tell which.
func (t *Talk) Paste(ctx context.Context) (f Found, others int, ok bool) {
	t.ctx = ctx
	for {
		t.say(t.l.PasteHere()...)
		text, how := t.unseen()
		switch {
		case how == gotOver:
			return Found{}, 0, false
		case how == gotBack:
			t.say(t.l.NothingBefore())
			continue
		case how == gotMore:
			continue
		case text == nil:
			t.say(t.l.EmptyPaste()...)
			if leave, _ := t.confirm(t.l.PasteAgainOrLeave()); leave || t.over {
				t.over = true
				return Found{}, 0, false
			}
			continue
		}
		t.say(t.l.Received(bytes.Count(bytes.TrimSpace(text), []byte("\n")) + 1))
		f, others, ok = t.Recognise(text)
		clear(text)
		if ok || t.over {
			return f, others, ok
		}
	}
}

// Recognise says what a text holds and lets the person pick where it holds several keys. ok is
// false where nothing was recognised, which is said, or nothing was picked.
func (t *Talk) Recognise(text []byte) (f Found, others int, ok bool) {
	find := t.cfg.TakeIn
	if find == nil {
		find = t.cfg.Find
	}
	found, shape := find(text)
	if len(found) == 0 {
		t.say(t.l.NothingTaken(shape.Look, shape.Vendor, shape.Report)...)
		return Found{}, 0, false
	}
	if len(found) > 1 {
		var q question
		t.say(t.l.Several(len(found))...)
		for _, one := range found {
			q.choices = append(q.choices, choice{text: t.l.KeyLine(one.Told)})
		}
		t.say(t.numbered(q)...)
		if shape.More > 0 {
			t.say(t.l.Listed(shape.More))
		}
		n, how := t.number(q)
		for how == gotMore {
			n, how = t.number(q)
		}
		if how != gotLine {
			return Found{}, 0, false
		}
		found[0], found[n-1] = found[n-1], found[0]
	}
	t.say(t.l.ThisIs(found[0].Told, len(found)-1)...)
	t.memo.noKey = found[0].Told.Masked && !found[0].Told.Unseen() // the whole of it is not at hand, or it would have come
	return found[0], len(found) - 1, true
}

// Known offers the incidents that already work on this key, or, where none is certain to be on
// the same one, on a key that ends alike. n is the one to go on with, -1 for a new one. ok is
// false where the person left or the input ended.
func (t *Talk) Known(ctx context.Context, open []incident.State, same bool, now time.Time) (n int, ok bool) {
	t.ctx = ctx
	if len(open) == 0 {
		return -1, true
	}
	q := question{usual: 1}
	for _, s := range open {
		q.choices = append(q.choices, choice{text: t.l.GoOnWith(s.Opening.ID) + ": " + t.l.Standing(s, now)})
	}
	q.choices = append(q.choices, choice{text: t.l.NewIncident()})
	t.say(t.l.KnownKey(len(open), same))
	t.say(t.numbered(q)...)
	n, how := t.number(q)
	for how == gotMore || how == gotBack {
		if how == gotBack {
			t.say(t.l.NothingBefore())
		}
		n, how = t.number(q)
	}
	switch {
	case how != gotLine:
		return -1, false
	case n > len(open):
		return -1, true
	}
	return n - 1, true
}

// Agree asks whether to go on with what was recognised, and says what that leads to: how much the
// provider is asked, read-only; with a decoy nothing yet.
func (t *Talk) Agree(ctx context.Context, mode incident.Mode, vendor string, d incident.IdentifiedData) bool {
	t.ctx = ctx
	t.say(t.l.ModeSentence(mode))
	ahead, prompt := t.l.ReadsAhead(d.Kind), t.l.EnterAsks(vendor)
	switch {
	case d.Unseen():
		ahead, prompt = t.l.ByReport(vendor), t.l.EnterOpens()
	case d.Masked:
		ahead, prompt = t.l.ByEnding(vendor), t.l.EnterByEnding()
	case d.Decoy():
		ahead, prompt = t.l.MayBeBait(), t.l.EnterOpens()
	}
	t.say(ahead...)
	if t.cfg.Elsewhere != nil {
		t.say(t.cfg.Elsewhere(d.Kind.Provider())...)
	}
	for {
		line, how := t.read(prompt)
		switch {
		case how == gotOver:
			return false
		case how == gotBack:
			t.say(t.l.LeftUnopened())
			return false
		case how == gotLine && (line == "" || yes(line)):
			return true
		}
		t.say(t.l.AgreeTakes())
	}
}

// pasteSame asks for the incident's own key where a step needs it. ok is false where the person
// goes on without it.
func (t *Talk) pasteSame() bool {
	k := t.key()
	for {
		text, how := t.unseen(t.l.PasteSame(k.Identity.Last4)...)
		switch {
		case how == gotMore:
			continue
		case how != gotLine || text == nil:
			t.memo.noKey = !t.over
			return false
		}
		found, shape := t.cfg.Find(text)
		clear(text)
		if len(found) == 0 {
			t.say(t.l.NothingTaken(shape.Look, shape.Vendor, shape.Report)...)
			continue
		}
		other := ""
		for _, one := range found {
			if t.engine.Hold(k.Cred, one.Credential) == nil {
				t.say(t.l.SameKey(k.Identity.Last4))
				t.memo.noKey = false
				return true
			}
			other = one.Credential.Secret.Last4()
		}
		t.say(t.l.AnotherKey(other, []string{k.Identity.Last4})...)
	}
}

// withKey makes sure that the key is in memory for a step that needs it.
func (t *Talk) withKey() bool {
	switch k := t.key(); {
	case t.sit.Have[k.Cred]:
		return true
	case runbook.EndingOnly(k):
		t.say(t.l.Why(incident.WhyEndingOnly, t.vendor()))
		return false
	}
	held := t.pasteSame()
	t.look()
	return held
}
