package plain

import (
	"errors"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// who is the question where the key cannot be revoked from here: no admin credential, one
// without the right, or no record that fits.
func (t *Talk) who() (runbook.Choice, bool) {
	k := t.key()
	q := question{step: incident.StepRevoke, title: t.l.WhoTitle(), body: t.whoFacts(k), back: t.goes(placeHub)}
	kill, _ := t.find(runbook.Revoke, "")
	if limit, ok := t.find(runbook.Contain, ""); ok && limit.Off == "" && kill.Off == incident.WhyNotOffered && len(k.Limits()) == 0 {
		q.choices = append(q.choices, choice{text: t.l.Action(string(runbook.Contain), ""), do: t.goes(placeContain)})
	}
	q.choices = append(q.choices, choice{text: t.l.IDeleteIt(), do: t.byConsole}, choice{text: t.l.AskForHelp(), do: t.forHelp})
	if t.cfg.AddAdmin != nil && !t.alone(k) {
		q.choices = append(q.choices, choice{text: t.l.IHaveAdmin(), do: t.admin})
	}
	if k.Identity.Masked && !runbook.EndingOnly(k) {
		q.choices = append(q.choices, choice{text: t.l.HaveWhole(), do: t.wholeKey})
	}
	return t.ask(q.with(
		choice{text: t.l.LookAgain(), do: t.lookAgain},
		choice{text: t.l.NobodyNow(), do: t.nobody}))
}

// alone reports whether the vendor takes no admin credential: it has no page that makes one.
func (t *Talk) alone(k incident.Key) bool {
	console, ok := t.engine.Vendor(k.Cred).Adapter.(providers.Console)
	if !ok {
		return false
	}
	_, admin := console.Guide("admin", k.Identity.Kind)
	return !admin
}

// with adds choices behind those of the question.
func (q question) with(more ...choice) question {
	q.choices = append(q.choices, more...)
	return q
}

// whoFacts says why it stopped, what was searched and who can help.
func (t *Talk) whoFacts(k incident.Key) []string {
	var looked []words.LookedIn
	var contact providers.Untrusted
	provider := k.Identity.Kind.Provider()
	if t.cfg.Contact != nil {
		contact = t.cfg.Contact(provider)
	}
	if t.cfg.Looked != nil {
		looked = t.cfg.Looked(provider)
	}
	why := incident.WhyNoAdmin
	if a, ok := t.find(runbook.Locate, ""); ok && a.Off != "" {
		why = a.Off
	}
	if k.Record() != nil {
		a, _ := t.find(runbook.Revoke, "")
		why = a.Off
	}
	return append(t.l.WhoCanKill(k, why, looked, contact), t.tried(k)...)
}

// byConsole leads through the deletion by hand. What the person says is a claim that only the
// watch proves.
func (t *Talk) byConsole() (runbook.Choice, bool) {
	a, ok := t.step(runbook.DoneByHand, incident.StepRevoke)
	if !ok {
		return t.again(placeHub)
	}
	t.say(t.guide(incident.StepRevoke)...)
	text, how := t.note(t.l.DeletedHow())
	switch how {
	case gotOver:
		return runbook.Choice{}, true
	case gotLine:
		t.at = placeHub
		t.memo.watched = false
		return act(a, runbook.Input{Text: text})
	}
	return t.again(placeWho)
}

// forHelp shows a text for the chat that holds no key.
func (t *Talk) forHelp() (runbook.Choice, bool) {
	k := t.key()
	g := providers.Guide{}
	if console, ok := t.engine.Vendor(k.Cred).Adapter.(providers.Console); ok {
		g, _ = console.Guide("revoke", k.Identity.Kind)
	}
	t.say("", t.l.CopyThis(), "")
	t.say(t.l.AskSomeone(t.state.Opening.ID, k.Identity.Kind, g, k.Identity.Last4, k.LastAlive)...)
	return t.again(placeWho)
}

// admin takes an admin credential for this run, and seals it only where that is asked for.
func (t *Talk) admin() (runbook.Choice, bool) {
	k := t.key()
	value, ok := t.one(t.l.TypeAdmin(t.vendor())...)
	if !ok {
		return t.back(placeWho)
	}
	if runbook.Knows(t.state, providers.Credential{Secret: value.Secret}, "") == runbook.SameKey {
		t.say(t.l.AdminIsLeaked()...)
		return t.again(placeWho)
	}
	provider := k.Identity.Kind.Provider()
	if refused := t.cfg.AddAdmin(provider, value); len(refused) > 0 {
		t.say(refused...)
		return t.again(placeWho)
	}
	if t.cfg.KeepAdmin != nil && !t.keepAdmin(provider, value) {
		return runbook.Choice{}, true
	}
	return t.lookAgain()
}

// keepAdmin asks whether the credential is sealed for later runs, and whether another that is
// gives way. It is false where the conversation is over.
func (t *Talk) keepAdmin(provider string, value providers.Credential) bool {
	keep, how := t.confirm(t.l.KeepAdminToo())
	if !keep {
		return how != gotOver
	}
	err := t.cfg.KeepAdmin(t.ctx, provider, value, false)
	if kept := (*providers.AdminKeptError)(nil); errors.As(err, &kept) {
		t.say(t.l.AdminKeptAs(provider, kept.Ending))
		replace, how := t.confirm(t.l.ReplaceAdmin())
		if !replace {
			return how != gotOver
		}
		err = t.cfg.KeepAdmin(t.ctx, provider, value, true)
	}
	t.say(t.l.AdminKept(err))
	return true
}

// back goes to a place, unless the conversation is over.
func (t *Talk) back(p place) (runbook.Choice, bool) {
	if t.over {
		return runbook.Choice{}, true
	}
	return t.again(p)
}

// lookAgain makes the reads once more.
func (t *Talk) lookAgain() (runbook.Choice, bool) {
	for _, r := range reads {
		delete(t.memo.tried, r.name)
		delete(t.memo.passed, r.step)
		t.memo.again[r.step] = true
	}
	return t.again(placeCheck)
}

// nobody records that the key stays alive for now, and who decided so.
func (t *Talk) nobody() (runbook.Choice, bool) {
	return t.putOff(placeWho)
}
