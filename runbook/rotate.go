package runbook

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// plan makes sure, before anything is created, that a replacement could be made, kept and
// written: the issuer, the parking place and every named store are asked. It writes nothing
// outside our own folder.
func (e *Engine) plan(ctx context.Context, a Action, _ Input) error {
	k := e.State().Keys[a.Cred]
	if why, detail := e.preflight(ctx, k); why != "" {
		return e.planned(a, incident.PlanData{}, nil, func() error { return e.fail(a.Cred, a.Step, incident.FailData{Reason: why, Detail: detail}) })
	}
	c, _ := e.credential(a.Cred)
	scopes, err := e.scopes(ctx, a.Cred)
	if err != nil {
		return err
	}
	var places []incident.Place
	var missing []string
	for _, name := range e.stores() {
		stand, found, err := e.survey(ctx, name, c.Secret)
		places = append(places, stand...)
		if err != nil {
			return e.planned(a, incident.PlanData{Scopes: scopes}, places, func() error { return e.storeTrouble(a, name, err) })
		}
		if !found {
			missing = append(missing, name)
		}
	}
	return e.planned(a, incident.PlanData{Scopes: scopes}, places, func() error {
		if len(missing) == 0 {
			return nil
		}
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyNotHeld, Detail: missing[0]})
	})
}

// planned records a plan: first how many places it has, so that one whose record was cut off by
// a crash is known as such, then each of them, then how it ended.
func (e *Engine) planned(a Action, plan incident.PlanData, places []incident.Place, end func() error) error {
	places = distinct(places)
	plan.Places = len(places)
	if err := e.note(a.Cred, a.Step, incident.StepStarted, plan); err != nil {
		return err
	}
	if err := e.stand(a.Cred, places); err != nil {
		return err
	}
	return end()
}

// distinct drops what two names of one store tell twice: the later telling counts.
func distinct(places []incident.Place) []incident.Place {
	var once []incident.Place
	for _, p := range places {
		once = append(slices.DeleteFunc(once, func(o incident.Place) bool { return SamePlace(o, p) }), p)
	}
	return once
}

// SamePlace reports whether two stores tell of one place: what can be written there by its name,
// what cannot by the file that it is in.
func SamePlace(a, b incident.Place) bool {
	if a.Detail != b.Detail || (a.Off == "") != (b.Off == "") {
		return false
	}
	return a.Store == b.Store || a.Off != "" && SameFile(a.Store, b.Store)
}

// stand records where the value stands.
func (e *Engine) stand(cred string, places []incident.Place) error {
	for _, p := range places {
		if err := e.note(cred, incident.StepRotate, incident.StoreFound, p); err != nil {
			return err
		}
	}
	return nil
}

// preflight asks for what does not depend on a store.
func (e *Engine) preflight(ctx context.Context, k incident.Key) (incident.Reason, string) {
	if len(e.stores()) == 0 {
		return incident.WhyNoStore, ""
	}
	if err := e.cfg.Parking.Prove(ctx); err != nil && !providers.IsWithheld(err) {
		return incident.WhyNoParking, err.Error()
	}
	if others := e.crowd(ctx, k); len(others) > 0 {
		return incident.WhyNoRoom, strings.Join(others, ", ")
	}
	return "", ""
}

// crowd lists by id what keeps the vendor from making another key for the owner. What cannot be read
// now, the creation tells.
func (e *Engine) crowd(ctx context.Context, k incident.Key) (ids []string) {
	limiter, ok := capability[providers.KeyLimiter](e, k.Cred)
	if !ok || k.Record() == nil {
		return nil
	}
	others, _ := limiter.Crowd(ctx, fromRecord(*k.Record()))
	for _, o := range others {
		ids = append(ids, o.ID)
	}
	return ids
}

// survey asks one store whether it could be written, and where the value stands in it; found: at
// a place that can be. It records nothing.
func (e *Engine) survey(ctx context.Context, name string, value providers.Secret) (stand []incident.Place, found bool, err error) {
	store, err := e.cfg.Store(name)
	if err != nil {
		return nil, false, err
	}
	if err := store.Check(ctx); err != nil {
		return nil, false, err
	}
	var off error
	for n, part := range value.Parts() {
		places, err := store.Find(ctx, part)
		if err != nil {
			return nil, false, err
		}
		for _, p := range places {
			if p.Off == "" {
				found = true
			} else if p.Store == name {
				off = refusedPlace(p.Off)
			} else if e.names(p.Store) {
				continue // it tells of itself
			}
			at := toPlace(p)
			at.Part = n
			stand = append(stand, at)
		}
	}
	if !found && off != nil {
		return stand, false, off
	}
	return stand, found, nil
}

// names reports whether a neighbour that a store tells of was named itself, whatever format it
// was named with.
func (e *Engine) names(neighbour string) bool {
	return slices.ContainsFunc(e.stores(), func(named string) bool { return SameFile(named, neighbour) })
}

// SameStore compares the names of two stores of the form KIND:PATH, however their paths are written.
func SameStore(a, b string) bool {
	kindA, _, _ := strings.Cut(a, ":")
	kindB, _, _ := strings.Cut(b, ":")
	return kindA == kindB && SameFile(a, b)
}

// SameFile compares what the names of two stores name, whatever their kinds: a file has a name in
// each format that it can be read in.
func SameFile(a, b string) bool {
	_, pathA, _ := strings.Cut(a, ":")
	_, pathB, _ := strings.Cut(b, ":")
	absA, errA := filepath.Abs(pathA)
	absB, errB := filepath.Abs(pathB)
	return a == b || errA == nil && errB == nil && absA == absB
}

// refusedPlace is a store's reason for not writing the only place that holds the value.
type refusedPlace providers.Reason

func (r refusedPlace) Error() string { return "the place is not written: " + string(r) }

// Code gives the reason.
func (r refusedPlace) Code() string { return string(r) }

// storeTrouble records which store refuses and, where the store names one, the kind of reason.
func (e *Engine) storeTrouble(a Action, name string, err error) error {
	why := incident.Explain(err)
	if why.Reason == incident.WhyInternal {
		why.Reason = incident.WhyStore
	}
	why.Detail = name
	if errors.Is(err, ErrUnsealed) {
		return e.shut(a, err)
	}
	var coded interface{ Code() string }
	if errors.As(err, &coded) {
		why.Detail = name + " " + coded.Code()
	}
	return e.fail(a.Cred, a.Step, why)
}

// shut records that a new key exists, and that what is kept sealed of it is out of reach.
func (e *Engine) shut(a Action, err error) error {
	return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyShut, Detail: err.Error()})
}

// newKey is what the issuer is asked for. The name finds a lost one again.
func (e *Engine) newKey(k incident.Key, op string, n Narrowing) providers.NewKey {
	ask := providers.NewKey{Like: fromRecord(*k.Record()), Name: "firebreak " + e.State().Opening.ID + " " + op, Scopes: n.Scopes, Expires: n.Expires}
	for _, l := range k.OurLimits() {
		ask.Without = append(ask.Without, fromLimit(l))
	}
	return ask
}

// replace creates the replacement and parks its value before the op is called done.
func (e *Engine) replace(ctx context.Context, a Action, in Input) error {
	issuer, ok := capability[providers.Issuer](e, a.Cred)
	if !ok {
		return ErrNotOffered
	}
	k := e.State().Keys[a.Cred]
	record := *k.Record()
	if can, _ := issuer.CanIssue(fromRecord(record)); !can {
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyUserKey})
	}
	narrow, err := in.Narrow.of(k)
	if err != nil {
		return e.failWith(a.Cred, a.Step, err)
	}
	want := e.newKey(k, e.nextOp(), narrow)
	intent := incident.IntentData{Act: incident.ActCreate, Record: &record, Name: want.Name, Scopes: want.Scopes, Approved: in.Approved}
	err = e.mutate(ctx, a.Cred, a.Step, intent, func(ctx context.Context, op func() string) (providers.Receipt, error) {
		made, value, err := issuer.Create(ctx, want)
		if err != nil {
			return providers.Receipt{}, err
		}
		// From here on a live key exists: what fails now leaves the op open, and settling it
		// finds the key by its name.
		file, err := e.cfg.Parking.Put(context.WithoutCancel(ctx), op(), value)
		if err != nil {
			return providers.Receipt{}, err
		}
		return providers.Receipt{At: e.cfg.Clock.Now(), ID: made.ID}, e.keepReplacement(a.Cred, op(), file, value, made)
	})
	switch {
	case providers.IsWithheld(err):
		return e.showWrites(ctx, a, in)
	case err != nil:
		return e.failWith(a.Cred, a.Step, err)
	}
	return nil
}

func (e *Engine) keepReplacement(cred, op, file string, value providers.Secret, made providers.KeyRecord) error {
	event := incident.Event{Cred: cred, Step: incident.StepRotate, Op: op, Type: incident.Created}
	if err := e.append(event, incident.CreatedData{Record: toRecord(made)}); err != nil {
		return err
	}
	event.Type = incident.Parked
	return e.append(event, incident.ParkedData{File: file, Fingerprint: e.Fingerprint(value), Last4: value.Last4()})
}

// showWrites goes on in a dry run: every write that would follow is withheld at its door.
func (e *Engine) showWrites(ctx context.Context, a Action, in Input) error {
	c, _ := e.credential(a.Cred)
	shown := map[string]bool{}
	for _, p := range e.State().Keys[a.Cred].Successor.Places {
		if shown[PlaceID(p.Place)] {
			continue
		}
		with, err := e.writePlace(ctx, a, in, p.Place, c.Secret, standIn(c.Secret))
		if err != nil && !providers.IsWithheld(err) {
			return e.storeTrouble(a, p.Store, err)
		}
		for _, o := range with {
			shown[PlaceID(o)] = true
		}
	}
	return e.note(a.Cred, a.Step, incident.StepDone, nil)
}

// standIn is what a dry run writes in place of a new key that was not made: of as many parts as the old
// one has.
func standIn(old providers.Secret) providers.Secret {
	var parts []providers.Secret
	for n := range old.Parts() {
		parts = append(parts, providers.NewSecret(fmt.Appendf(nil, "replacement-%d", n+1)))
	}
	return providers.Compound(parts...)
}

// receive takes a replacement that a person created in the vendor's console. One that the vendor
// refuses, such as a mistyped one, is not kept: another can be given in its place.
func (e *Engine) receive(ctx context.Context, a Action, in Input) error {
	c, _ := e.credential(a.Cred)
	if in.Secret.IsEmpty() || in.Secret.Equal(c.Secret) {
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyNewRefused})
	}
	if e.cfg.Mode == incident.DryRun { // no key was made that would answer
		return e.showWrites(ctx, a, in)
	}
	if verdict, asked, err := e.askNew(ctx, a.Cred, in.Secret); err != nil {
		return e.failWith(a.Cred, a.Step, err)
	} else if asked && verdict.Life == providers.Dead {
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyNewRefused})
	}
	op := "by-hand-" + e.nextOp() // names a file; the op itself is of whoever used the console
	file, err := e.cfg.Parking.Put(ctx, op, in.Secret)
	if err != nil {
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyNotKept, Detail: err.Error()})
	}
	return e.append(incident.Event{Type: incident.Parked, Cred: a.Cred, Step: a.Step, Op: op},
		incident.ParkedData{File: file, Fingerprint: e.Fingerprint(in.Secret), Last4: in.Secret.Last4(), ByHand: true})
}

// write puts the replacement into one place of the plan.
func (e *Engine) write(ctx context.Context, a Action, in Input) error {
	k := e.State().Keys[a.Cred]
	value, err := e.cfg.Parking.Get(ctx, k.Successor.Parked.File)
	if err != nil {
		return e.shut(a, err)
	}
	c, _ := e.credential(a.Cred)
	for _, p := range k.Successor.Places {
		if PlaceID(p.Place) != a.About {
			continue
		}
		with, err := e.writePlace(ctx, a, in, p.Place, c.Secret, value)
		switch {
		case errors.Is(err, ErrJournal):
			return err
		case err != nil:
			return e.storeTrouble(a, p.Store, err)
		}
		for _, o := range append([]incident.Place{p.Place}, with...) {
			err = errors.Join(err, e.note(a.Cred, a.Step, incident.Written, o))
		}
		return err
	}
	return ErrNotOffered
}

// wroteByHand records that a person put the new key into one place. It is a claim: only the
// check, which reads the place back, makes the rotation done.
func (e *Engine) wroteByHand(_ context.Context, a Action, in Input) error {
	for _, p := range e.State().Keys[a.Cred].Successor.Places {
		if PlaceID(p.Place) != a.About {
			continue
		}
		if err := e.note(a.Cred, a.Step, incident.Noted, incident.NoteData{Text: providers.FromOutside(in.Text), About: a.About}); err != nil {
			return err
		}
		return e.note(a.Cred, a.Step, incident.Written, p.Place)
	}
	return ErrNotOffered
}
