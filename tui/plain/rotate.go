package plain

import (
	"slices"
	"strings"
	"time"

	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// rotate leads from the plan to the last place read back. Nothing is created before the plan
// stands, and nothing is written without a y.
func (t *Talk) rotate() (runbook.Choice, bool) {
	k := t.key()
	n := k.Successor
	switch {
	case t.setAside(incident.StepRotate) && (k.Status(incident.StepRotate) == incident.StatusSkipped || t.relatedDecided(k)):
		return t.aside(incident.StepRotate, placeRotate)
	case t.handled(incident.StepRotate):
		return t.afterRotation(k)
	case n.Parked != nil:
		return t.places(k)
	case t.memo.tried[runbook.Plan] && t.planStands():
		return t.plan(k)
	case t.memo.tried[runbook.Plan]:
		return t.planFailed(k)
	}
	q := question{step: incident.StepRotate, body: t.l.RotateIntro(t.sit.Stores), usual: 1, back: t.later(incident.StepRotate), choices: []choice{
		{text: t.l.Action(string(runbook.Plan), ""), do: t.makePlan},
		{text: t.l.NameAStore(), do: t.nameStore},
	}}
	return t.ask(q.with(t.dropStore()...).with(t.self(incident.StepRotate, placeHub)...))
}

// later goes back to the hub and does not suggest the step again.
func (t *Talk) later(step incident.Step) turn {
	return func() (runbook.Choice, bool) {
		t.memo.passed[step] = true
		return t.again(placeHub)
	}
}

// planStands reports whether the engine lets the new key be made or taken.
func (t *Talk) planStands() bool {
	a, ok := t.find(runbook.Receive, "")
	return ok && a.Off == ""
}

// makePlan asks the stores; without one named it asks for one first.
func (t *Talk) makePlan() (runbook.Choice, bool) {
	if !t.withKey() {
		return t.back(placeHub)
	}
	if len(t.sit.Stores) == 0 {
		return t.nameStore()
	}
	if c, ok := t.try(runbook.Plan, "", runbook.Input{}); ok {
		return c, ok
	}
	return t.again(placeHub)
}

// nameStore asks where the key is kept.
func (t *Talk) nameStore() (runbook.Choice, bool) {
	for {
		name, how := t.note(t.l.WhichStore())
		switch how {
		case gotOver:
			return runbook.Choice{}, true
		case gotBack:
			return t.later(incident.StepRotate)()
		case gotMore:
			continue
		}
		if err := t.engine.AddStore(name); err != nil {
			t.say(t.l.StoreName(err.Error())...)
			continue
		}
		t.look()
		return t.makePlan()
	}
}

// dropStore offers to take a store off the list: the one that stands in the way, where it is
// known, or else one that is asked for.
func (t *Talk) dropStore() []choice {
	drop := func(name string) turn {
		return func() (runbook.Choice, bool) {
			t.engine.DropStore(name)
			t.look()
			return t.makePlan()
		}
	}
	stores := t.sit.Stores
	if f := t.key().Stopped(incident.StepRotate); f != nil {
		for _, s := range stores {
			if f.Detail == s || strings.HasPrefix(f.Detail, s+" ") {
				stores = []string{s}
				break
			}
		}
	}
	switch len(stores) {
	case 0:
		return nil
	case 1:
		return []choice{{text: t.l.DropAStore(stores[0]), do: drop(stores[0])}}
	}
	return []choice{{text: t.l.DropAStore(""), do: func() (runbook.Choice, bool) {
		q := question{step: incident.StepRotate, title: t.l.WhichOff(), back: t.goes(placeRotate)}
		for _, s := range stores {
			q.choices = append(q.choices, choice{text: t.l.DropAStore(s), do: drop(s)})
		}
		return t.ask(q)
	}}}
}

// planFailed is the question after a plan that does not stand; why was told already.
func (t *Talk) planFailed(k incident.Key) (runbook.Choice, bool) {
	q := question{step: incident.StepRotate, title: t.l.PlanFailed(), body: t.l.PlanLines(k), usual: 1, back: t.later(incident.StepRotate)}
	q.choices = append(t.sealed(k, t.makePlan), choice{text: t.l.TryAgain(), do: t.makePlan}, choice{text: t.l.NameAStore(), do: t.nameStore})
	return t.ask(q.with(t.dropStore()...).with(t.self(incident.StepRotate, placeHub)...))
}

// sealed offers a passphrase where there is no working place for the new key's value, or where
// that place does not open.
func (t *Talk) sealed(k incident.Key, then turn) []choice {
	f := k.Stopped(incident.StepRotate)
	if t.cfg.Passphrase == nil || f == nil {
		return nil
	}
	switch f.Reason {
	case incident.WhyNoParking, incident.WhyNotKept:
		return []choice{{text: t.l.UnderPassphrase(), do: func() (runbook.Choice, bool) {
			t.cfg.Passphrase()
			return then()
		}}}
	case incident.WhyShut:
		return []choice{{text: t.l.OpenWithPassphrase(), do: func() (runbook.Choice, bool) {
			if t.cfg.PassphraseKept == nil || !t.cfg.PassphraseKept() {
				t.say(t.l.NoPassphraseKept())
				return t.back(placeRotate)
			}
			t.cfg.Passphrase()
			return then()
		}}}
	}
	return nil
}

// plan shows what would be done, in its order, and asks how.
func (t *Talk) plan(k incident.Key) (runbook.Choice, bool) {
	q := question{step: incident.StepRotate, title: t.l.PlanTitle(), body: t.l.PlanLines(k), back: t.later(incident.StepRotate)}
	if a, ok := t.find(runbook.Replace, ""); ok && a.Off == "" {
		q.choices = append(q.choices,
			choice{text: t.l.DoAll(), do: func() (runbook.Choice, bool) { return t.create(a, true) }},
			choice{text: t.l.OneByOne(), do: func() (runbook.Choice, bool) { return t.create(a, false) }})
	} else if a.Off != "" {
		q.body = append(q.body, t.l.Why(incident.WhyUserKey, t.vendor()))
	}
	q.choices = append(q.choices, choice{text: t.l.Action(string(runbook.Receive), ""), do: t.receive},
		choice{text: t.l.NameAStore(), do: t.nameStore})
	return t.ask(q.with(t.dropStore()...).with(t.self(incident.StepRotate, placeHub)...))
}

// expiries are the lifetimes offered for the new key. A short one bounds the next leak.
var expiries = []time.Duration{30 * 24 * time.Hour, 90 * 24 * time.Hour, 180 * 24 * time.Hour}

// create offers a narrower key, shows the request and makes it after a y.
func (t *Talk) create(a runbook.Action, every bool) (runbook.Choice, bool) {
	return t.rights(func(scopes []string) (runbook.Choice, bool) {
		return t.lifetime(func(d time.Duration) (runbook.Choice, bool) {
			t.memo.every = every
			var also []string
			if every {
				also = t.l.AlsoWrites(t.key().Successor.Places)
			}
			return t.reversible(a, runbook.Input{Approved: a.Approvals, Narrow: runbook.Narrowing{Scopes: scopes, Expires: d}}, placeRotate, also...)
		})
	})
}

// rights asks what the new key may do, where the vendor takes scopes.
func (t *Talk) rights(then func([]string) (runbook.Choice, bool)) (runbook.Choice, bool) {
	k := t.key()
	if k.Successor.Scopes == nil {
		return then(nil)
	}
	q := question{step: incident.StepRotate, title: t.l.ScopesTitle(), body: t.l.ScopesWhy(k), back: t.goes(placeRotate)}
	for _, c := range k.ScopeChoices() {
		title, leads := t.l.Scopes(k, c)
		q.choices = append(q.choices, choice{text: title + ": " + leads, do: func() (runbook.Choice, bool) { return then(c.Scopes) }})
	}
	return t.ask(q.with(choice{text: t.l.NameScopes(), do: func() (runbook.Choice, bool) { return t.nameRights(then) }}))
}

// nameRights takes scopes by their names.
func (t *Talk) nameRights(then func([]string) (runbook.Choice, bool)) (runbook.Choice, bool) {
	for {
		typed, how := t.text(t.l.NameScopesHint())
		switch how {
		case gotBack:
			return t.back(placeRotate)
		case gotOver:
			return runbook.Choice{}, true
		}
		scopes, err := runbook.NameScopes(t.key(), typed)
		if err == nil {
			return then(scopes)
		}
		t.say(t.l.Why(incident.Explain(err).Reason, t.vendor()))
	}
}

// lifetime asks when the new key expires.
func (t *Talk) lifetime(then func(time.Duration) (runbook.Choice, bool)) (runbook.Choice, bool) {
	q := question{step: incident.StepRotate, title: t.l.NarrowTitle(), body: t.l.NarrowWhy(), back: t.goes(placeRotate)}
	for _, e := range expiries {
		q.choices = append(q.choices, choice{text: t.l.Expires(e), do: func() (runbook.Choice, bool) { return then(e) }})
	}
	return t.ask(q.with(choice{text: t.l.NoExpiry(), do: func() (runbook.Choice, bool) { return then(0) }}))
}

// receive takes a key that was made in the console, unseen.
func (t *Talk) receive() (runbook.Choice, bool) {
	a, ok := t.find(runbook.Receive, "")
	if !ok || a.Off != "" {
		return t.again(placeHub)
	}
	t.say(t.guide(incident.StepRotate)...)
	if t.cfg.Console != nil {
		if value, err := t.cfg.Console(); err == nil {
			t.say(t.l.DrillConsoleTook())
			return act(a, runbook.Input{Secret: value, Approved: a.Approvals})
		}
	}
	value, ok := t.one(t.l.TypeNewKey()...)
	if !ok {
		return t.back(placeRotate)
	}
	return act(a, runbook.Input{Secret: value.Secret, Approved: a.Approvals})
}

// places writes one place after the other, then reads all back.
func (t *Talk) places(k incident.Key) (runbook.Choice, bool) {
	for _, p := range k.Successor.Places {
		if !p.Written.IsZero() {
			continue
		}
		id := runbook.PlaceID(p.Place)
		a, ok := t.find(runbook.WriteStore, id)
		if ok && a.Off == incident.WhyNeedsKey && !t.memo.noKey {
			t.withKey()
			return t.back(placeRotate)
		}
		if t.memo.every && k.Stopped(incident.StepRotate) == nil && ok && a.Off == "" {
			return act(a, runbook.Input{Approved: a.Approvals})
		}
		q := question{step: incident.StepRotate, title: t.l.WritePlace(), body: t.l.PlanLines(k), back: t.later(incident.StepRotate)}
		c := choice{text: t.l.Action(string(runbook.WriteStore), t.l.Place(p.Place)), do: func() (runbook.Choice, bool) { return t.writeOne(a, p) }}
		if a.Off != "" {
			c.off = t.l.Why(a.Off, t.vendor())
		}
		q.choices = append(t.sealed(k, func() (runbook.Choice, bool) { return act(a, runbook.Input{Approved: a.Approvals}) }), c,
			choice{text: t.l.Action(string(runbook.WroteByHand), ""), do: func() (runbook.Choice, bool) { return t.wroteByHand(id) }})
		return t.ask(q.with(t.takeBack(k)...).with(t.self(incident.StepRotate, placeHub)...))
	}
	a, ok := t.find(runbook.VerifyNew, "")
	if ok && a.Off == "" && !t.memo.tried[runbook.VerifyNew] {
		t.memo.tried[runbook.VerifyNew] = true
		return act(a, runbook.Input{})
	}
	verify := func() (runbook.Choice, bool) { return t.try(runbook.VerifyNew, "", runbook.Input{}) }
	q := question{step: incident.StepRotate, title: t.l.NotReadBack(), body: t.l.PlanLines(k), usual: 1, back: t.later(incident.StepRotate)}
	q.choices = append(t.sealed(k, verify), choice{text: t.l.Action(string(runbook.VerifyNew), ""), do: verify})
	return t.ask(q.with(t.takeBack(k)...).with(t.self(incident.StepRotate, placeHub)...))
}

// wroteByHand notes what a person did to one place. It counts once the place is read back.
func (t *Talk) wroteByHand(place string) (runbook.Choice, bool) {
	text, how := t.note(t.l.WhatWasDone())
	if how != gotLine {
		return t.back(placeRotate)
	}
	delete(t.memo.tried, runbook.VerifyNew)
	return t.try(runbook.WroteByHand, place, runbook.Input{Text: text})
}

// writeOne writes a place after a y.
func (t *Talk) writeOne(a runbook.Action, p incident.PlaceState) (runbook.Choice, bool) {
	sure, how := t.confirm(t.l.ConfirmUndoable(t.isDry()), slices.Concat(t.l.AboutToWrite(p.Place, t.key().Successor.Joined(p.Place)), t.dry())...)
	switch {
	case how == gotOver:
		return runbook.Choice{}, true
	case !sure:
		t.say(t.l.NothingSent())
		return t.later(incident.StepRotate)()
	}
	return act(a, runbook.Input{Approved: a.Approvals})
}

// afterRotation says what only people can do, and goes on to what else is at risk. Where the
// new key came first, the old one is next.
func (t *Talk) afterRotation(k incident.Key) (runbook.Choice, bool) {
	if !t.memo.passed[incident.StepRotate] && k.Successor.Done() {
		said := t.l.RestartReaders()
		if t.cfg.Beside != nil {
			said = said[:1] // what runs on it is seen, and told of
		}
		t.say(said...)
	} else if back := t.takeBack(k); len(back) > 0 && !k.Retiring() {
		return t.inPlace(k, back)
	}
	t.memo.passed[incident.StepRotate] = true
	if !t.handled(incident.StepRevoke) && k.Decided != nil && k.Decided.Choice == incident.RotateFirst {
		return t.again(placeRevoke)
	}
	return t.again(placeRelated)
}
