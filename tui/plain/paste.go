package plain

import (
	"bytes"
	"context"
	"slices"
	"time"

	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// Paste asks for the key, unseen, until one is chosen or all of a text are, and says what it is.
// others counts what else stood in the text. ok is false where the person left or the input ended;
// Ended and Interrupted tell which.
func (t *Talk) Paste(ctx context.Context) (keys []Found, others int, ok bool) {
	t.ctx = ctx
	for {
		t.say(t.l.PasteHere()...)
		text, how := t.unseen()
		switch {
		case how == gotOver:
			return nil, 0, false
		case how == gotBack:
			t.say(t.l.NothingBefore())
			continue
		case how == gotMore:
			continue
		case text == nil:
			t.say(t.l.EmptyPaste()...)
			if leave, _ := t.confirm(t.l.PasteAgainOrLeave()); leave || t.over {
				t.over = true
				return nil, 0, false
			}
			continue
		}
		t.say(t.l.Received(bytes.Count(bytes.TrimSpace(text), []byte("\n")) + 1))
		keys, others, ok = t.Recognise(text)
		clear(text)
		if ok || t.over {
			return keys, others, ok
		}
	}
}

// Recognise says what a text holds and, where it holds several keys, lets the person take all of
// them or pick one. ok is false where nothing was recognised, which is said, or nothing was picked.
func (t *Talk) Recognise(text []byte) (keys []Found, others int, ok bool) {
	find := t.cfg.TakeIn
	if find == nil {
		find = t.cfg.Find
	}
	found, shape := find(text)
	if len(found) == 0 {
		t.say(t.l.NothingTaken(shape.Look, shape.Vendor, shape.Report)...)
		return nil, 0, false
	}
	if len(found) > 1 {
		all, picked := t.pickOf(found, shape)
		switch {
		case all != nil:
			return all, len(found) - len(all) + shape.More, true
		case picked < 0:
			return nil, 0, false
		}
		found[0], found[picked] = found[picked], found[0]
	}
	t.say(t.l.ThisIs(found[0].Told, len(found)-1)...)
	t.memo.noKey = found[0].Told.Masked && !found[0].Told.Unseen() // the whole of it is not at hand, or it would have come
	return found[:1], len(found) - 1, true
}

// pickOf asks which keys of a text are worked: all that are whole, or one, whose place is picked. It
// is below zero where the person left.
func (t *Talk) pickOf(found []Found, shape Shape) (all []Found, picked int) {
	for _, f := range found {
		if !f.Told.Masked && !f.Told.Decoy() {
			all = append(all, f)
		}
	}
	q, first := question{}, 0
	if len(all) > 1 {
		q.choices, q.usual, first = []choice{{text: t.l.WorkOnAll(len(all))}}, 1, 1
	}
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
	switch {
	case how != gotLine:
		return nil, -1
	case n <= first:
		return all, 0
	}
	return nil, n - 1 - first
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
func (t *Talk) Agree(ctx context.Context, mode incident.Mode, list ...incident.IdentifiedData) bool {
	t.ctx = ctx
	t.say(t.l.ModeSentence(mode))
	var vendors []string
	for _, d := range list {
		if p := d.Kind.Provider(); !slices.Contains(vendors, p) {
			vendors = append(vendors, p)
		}
	}
	ahead, prompt := t.ahead(list, vendors)
	t.say(ahead...)
	for _, p := range vendors {
		if t.cfg.Elsewhere != nil {
			t.say(t.cfg.Elsewhere(p)...)
		}
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

// ahead says what an enter leads to, and asks for it.
func (t *Talk) ahead(list []incident.IdentifiedData, vendors []string) (said []string, prompt string) {
	vendor, d := t.l.Vendor(vendors[0]), list[0]
	switch {
	case len(list) > 1:
		return t.l.ReadsAheadAll(len(list), vendors), t.l.EnterAsksAll(vendors)
	case d.Unseen():
		return t.l.ByReport(vendor), t.l.EnterOpens()
	case d.Masked:
		return t.l.ByEnding(vendor), t.l.EnterByEnding()
	case d.Decoy():
		return t.l.MayBeBait(), t.l.EnterOpens()
	}
	return t.l.ReadsAhead(d.Kind), t.l.EnterAsks(vendor)
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
		if t.takeSame(found) {
			t.memo.noKey = false
			return true
		}
	}
}

// takeSame takes in what a text holds of the incident's keys, and says what else is there. It reports
// whether the key that is worked on was among them.
func (t *Talk) takeSame(found []Found) bool {
	took := t.engine.HoldAny(found)
	for _, cred := range took.Held {
		t.say(t.l.SameKey(t.state.Keys[cred].Identity.Last4))
	}
	at := slices.Contains(took.Held, t.key().Cred)
	switch {
	case took.Elsewhere:
		t.say(t.l.Why(incident.WhyElsewhere, t.vendor()))
	case took.Others > 0 && at:
		t.say(t.l.NotOurs(took.Others))
	case took.Others > 0:
		t.say(t.l.AnotherKey(took.Last4, []string{t.key().Identity.Last4})...)
	}
	return at
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
