package runbook

import (
	"context"
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// SettleFor is how long a killed request may still be queued at the vendor: before that has
// passed, no read shows that it did not take place.
const SettleFor = 60 * time.Second

// SettledBy is when reads tell that an op of unknown end did not take place. What a vendor does
// later than it accepts it is waited for longer.
func SettledBy(op incident.Op) time.Time {
	wait := SettleFor
	if slices.Contains(op.Intent.Statement.Notices, providers.NoticeLater) {
		wait = incident.PendingFor
	}
	return op.At.Add(wait)
}

const settleEvery = 5 * time.Second

// doorFile is the door of local files: a write there ends with the process that made it.
const doorFile = "file"

// settle finds out how an op with unknown end went, by fresh reads. It never sends the
// mutation again. While nothing can be read, the op stays open.
func (e *Engine) settle(ctx context.Context, a Action, in Input) error {
	k := e.State().Keys[a.Cred]
	for _, op := range k.Ops {
		if !op.Open() || op.ID != a.About {
			continue
		}
		return e.settleOp(ctx, a.Cred, op, in)
	}
	return ErrNotOffered
}

func (e *Engine) settleOp(ctx context.Context, cred string, op incident.Op, in Input) error {
	read := e.reader(cred, op, in)
	if read == nil {
		return e.fail(cred, op.Step, incident.FailData{Reason: incident.WhyNotReadable, Detail: op.ID})
	}
	for n := 0; ; n++ {
		providers.Report(ctx, string(op.Intent.Act), n, int(SettleFor/settleEvery))
		answer, how := read(ctx)
		over := op.Intent.Statement.Door == doorFile || !e.cfg.Clock.Now().Before(SettledBy(op))
		switch {
		case answer == happened:
			return e.conclude(cred, op, incident.Applied, how)
		case answer == didNot && over:
			return e.conclude(cred, op, incident.NotApplied, how)
		case answer == undone && over:
			return e.conclude(cred, op, incident.Undone, how)
		case answer == shut:
			return e.fail(cred, op.Step, incident.FailData{Reason: incident.WhyShut, Detail: how})
		case answer == stray:
			return e.fail(cred, op.Step, incident.FailData{Reason: incident.WhyStray, Detail: op.Intent.Name})
		case answer == cannotTell && over:
			return e.fail(cred, op.Step, incident.FailData{Reason: incident.WhyUnknownState, Detail: op.ID})
		}
		if err := e.cfg.Clock.Sleep(ctx, settleEvery); err != nil {
			return err
		}
	}
}

type settled int

const (
	cannotTell settled = iota
	happened
	didNot
	undone // it took place, and what it made is gone again
	stray  // it took place, and nobody has the value that it made
	shut   // what would tell is sealed, and does not open now: how is the error
)

// reader returns how to read whether an op took place; nil where there is no way.
func (e *Engine) reader(cred string, op incident.Op, in Input) func(context.Context) (settled, string) {
	switch op.Intent.Act {
	case incident.ActRevoke, incident.ActOrphan:
		if op.Intent.Value != "" {
			return e.valueReader(cred, op)
		}
		if r, ok := capability[providers.Revoker](e, cred); ok {
			return e.goneReader(cred, op, r.Present)
		}
	case incident.ActRevokeOwner:
		if r, ok := capability[providers.OwnerRevoker](e, cred); ok {
			return e.goneReader(cred, op, r.OwnerPresent)
		}
	case incident.ActRestore:
		if r, ok := capability[providers.Revoker](e, cred); ok {
			return backReader(op, r.Present)
		}
	case incident.ActContain, incident.ActLift:
		if c, ok := capability[providers.Container](e, cred); ok {
			return e.limitReader(op, c)
		}
	case incident.ActCreate:
		return func(ctx context.Context) (settled, string) { return e.settleCreate(ctx, cred, op, in) }
	case incident.ActPutBack:
		return func(ctx context.Context) (settled, string) { return e.settlePutBack(ctx, cred, op) }
	case incident.ActWrite:
		return func(ctx context.Context) (settled, string) { return e.settleWrite(ctx, cred, op) }
	}
	return nil
}

// goneReader reads record and key: a record that is gone or says that the key has ended, or a
// key that was alive and is now refused, shows that the revocation took place. Where something
// else makes the key refuse, the record alone decides.
func (e *Engine) goneReader(cred string, op incident.Op, present func(context.Context, providers.KeyRecord) (providers.KeyStatus, error)) func(context.Context) (settled, string) {
	return func(ctx context.Context) (settled, string) {
		there, err := present(ctx, fromRecord(*op.Intent.Record))
		if err != nil {
			there = providers.StatusUnclear
		}
		veiled := there == providers.Inactive || e.State().Keys[cred].Veiled()
		switch {
		case there.Over():
			return happened, "record"
		case op.Intent.Act != incident.ActOrphan && !veiled && e.nowRefused(ctx, cred, op.Step):
			return happened, "probe"
		case there == providers.Active, there == providers.Inactive:
			return didNot, "record"
		}
		return cannotTell, ""
	}
}

// valueReader probes a key whose value is all that its revocation went by. One that was refused
// before the request tells nothing by being refused now.
func (e *Engine) valueReader(cred string, op incident.Op) func(context.Context) (settled, string) {
	return func(ctx context.Context) (settled, string) {
		verdict, asked := e.probeNow(ctx, cred, op.Step)
		switch {
		case !asked:
			return cannotTell, ""
		case verdict.Life == providers.Alive, verdict.Life == providers.AliveLimited:
			return didNot, "probe"
		case verdict.Life == providers.Dead && verdict.Reason == providers.ReasonInvalid && !refusedFirst(e.State().Keys[cred]):
			return happened, "probe"
		}
		return cannotTell, ""
	}
}

// nowRefused probes the key, if it is in memory, and reports whether one that we saw alive is
// refused now.
func (e *Engine) nowRefused(ctx context.Context, cred string, step incident.Step) bool {
	wasAlive := !e.State().Keys[cred].LastAlive.IsZero()
	verdict, asked := e.probeNow(ctx, cred, step)
	return asked && wasAlive && verdict.Life == providers.Dead && verdict.Reason == providers.ReasonInvalid
}

// probeNow asks about the key and keeps the answer; asked is false where the key is not in
// memory, nobody could be asked or nothing could be kept.
func (e *Engine) probeNow(ctx context.Context, cred string, step incident.Step) (verdict providers.Verdict, asked bool) {
	v, ok := capability[providers.Validator](e, cred)
	c, have := e.credential(cred)
	if !ok || !have {
		return verdict, false
	}
	verdict, err := v.Validate(ctx, c)
	if err != nil {
		return verdict, false
	}
	return verdict, e.note(cred, step, incident.Probed, incident.ProbeData{Verdict: toVerdict(verdict)}) == nil
}

// recordNow reads what the record says of the key, or that of its owner where the owner was
// revoked; unclear where it cannot be read.
func (e *Engine) recordNow(ctx context.Context, cred string) providers.KeyStatus {
	k := e.State().Keys[cred]
	var read func(context.Context, providers.KeyRecord) (providers.KeyStatus, error)
	if r, ok := capability[providers.Revoker](e, cred); ok {
		read = r.Present
	}
	if op, _ := k.KillOp(); op.Intent.Act == incident.ActRevokeOwner {
		if r, ok := capability[providers.OwnerRevoker](e, cred); ok {
			read = r.OwnerPresent
		}
	}
	if read == nil || k.Record() == nil {
		return providers.StatusUnclear
	}
	status, err := read(ctx, fromRecord(*k.Record()))
	if err != nil {
		return providers.StatusUnclear
	}
	return status
}

func (e *Engine) limitReader(op incident.Op, c providers.Container) func(context.Context) (settled, string) {
	want := op.Intent.Act == incident.ActContain
	return func(ctx context.Context) (settled, string) {
		stands, err := c.Contained(ctx, fromRecord(*op.Intent.Record), fromLimit(*op.Intent.Limit))
		switch {
		case err != nil:
			return cannotTell, ""
		case stands == want:
			return happened, "record"
		}
		return didNot, "record"
	}
}

// settleCreate looks for what an unfinished creation left. A value that was parked before the
// crash is taken up; one that is there and cannot be read now is waited for. Only a key whose
// value is certainly lost is deleted, which rotate's approval must allow in this run.
func (e *Engine) settleCreate(ctx context.Context, cred string, op incident.Op, in Input) (settled, string) {
	issuer, ok := capability[providers.Issuer](e, cred)
	if !ok || op.Intent.Record == nil {
		return cannotTell, ""
	}
	for _, other := range e.State().Keys[cred].Ops {
		if other.Open() && other.Intent.Act == incident.ActOrphan {
			return cannotTell, "" // that delete is settled first; a second one is never sent
		}
	}
	left, err := issuer.Created(ctx, providers.NewKey{Like: fromRecord(*op.Intent.Record), Name: op.Intent.Name, Since: op.At})
	if err != nil {
		return cannotTell, ""
	}
	parked, err := e.cfg.Parking.Left(op.ID)
	switch {
	case err != nil:
		return cannotTell, ""
	case len(parked) > 0 && len(left) > 0:
		if len(parked) == 1 && len(left) == 1 {
			return e.adopt(ctx, cred, op, parked[0], left[0])
		}
		return cannotTell, ""
	case len(left) > 0 && !approved([]string{ApproveRotate}, in.Approved):
		return stray, ""
	}
	for _, orphan := range left {
		if err := e.deleteOrphan(ctx, cred, orphan); err != nil {
			if op, ok := e.State().Keys[cred].LastOp(incident.ActOrphan); ok && op.Outcome != nil && op.Outcome.Result == incident.RefusedRes {
				return stray, "" // it is asked for once more only with a new consent
			}
			return cannotTell, ""
		}
	}
	if e.orphaned(cred, op) {
		return undone, "name"
	}
	return didNot, "name"
}

// orphaned reports whether a key that the creation made was deleted since, in this run or in an
// earlier one. The name of a replacement is its op's alone.
func (e *Engine) orphaned(cred string, create incident.Op) bool {
	return slices.ContainsFunc(e.State().Keys[cred].Ops, func(o incident.Op) bool {
		return o.Intent.Act == incident.ActOrphan && o.Applied() && o.Intent.Record != nil && o.Intent.Record.Name.Is(create.Intent.Name)
	})
}

// adopt takes up a replacement whose value is in its parking place already.
func (e *Engine) adopt(ctx context.Context, cred string, op incident.Op, file string, r providers.KeyRecord) (settled, string) {
	value, err := e.cfg.Parking.Get(ctx, file)
	switch {
	case err != nil:
		return shut, err.Error()
	case value.IsEmpty() || e.keepReplacement(cred, op.ID, file, value, r) != nil:
		return cannotTell, ""
	}
	return happened, "name"
}

func (e *Engine) deleteOrphan(ctx context.Context, cred string, orphan providers.KeyRecord) error {
	r, ok := capability[providers.Revoker](e, cred)
	if !ok {
		return providers.ErrNotSupported
	}
	record := toRecord(orphan)
	return e.mutate(ctx, cred, incident.StepRotate, incident.IntentData{Act: incident.ActOrphan, Record: &record},
		func(ctx context.Context, _ func() string) (providers.Receipt, error) { return r.Revoke(ctx, orphan) })
}

// settleWrite reads the place back.
func (e *Engine) settleWrite(ctx context.Context, cred string, op incident.Op) (settled, string) {
	store, err := e.cfg.Store(op.Intent.Place.Store)
	if err != nil {
		return cannotTell, ""
	}
	value, err := e.successor(ctx, cred)
	if err != nil {
		return shut, err.Error()
	}
	all := append([]incident.Place{*op.Intent.Place}, op.Intent.With...)
	for _, p := range all {
		holds, err := store.Holds(ctx, fromPlace(p), value.Part(p.Part))
		if err != nil {
			return cannotTell, ""
		}
		if !holds {
			return didNot, "store"
		}
	}
	for _, p := range all {
		if e.append(incident.Event{Type: incident.Written, Cred: cred, Step: incident.StepRotate, Op: op.ID}, p) != nil {
			return cannotTell, ""
		}
	}
	return happened, "store"
}
