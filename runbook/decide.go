package runbook

import (
	"context"
	"slices"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// burstFactor is how many times its usual hour a key must be above before we take the traffic
// for a thief's when suggesting an order: our assumption.
const burstFactor = 3

// Suggest recommends an order, with the reason. It is pure. A key that only a person can end is
// limited first, where that can be done from here.
func Suggest(k incident.Key, sit Situation) (incident.Strategy, incident.Reason) {
	f := k.Forecast
	switch {
	case refusedFirst(k):
		return incident.NotNow, incident.WhyRefusedAt
	case k.Record() != nil && sit.Able != nil && sit.Able(k, providers.CanRevoke) == providers.Guided && sit.Able(k, providers.CanContain) == providers.Auto:
		return incident.ContainFirst, incident.WhyLimitOnly
	case f == nil || f.NotReadable:
		return incident.RevokeFirst, incident.WhyDefault
	case f.Silent():
		return incident.RevokeFirst, incident.WhyNoTraffic
	case f.Within(burstFactor):
		return incident.RotateFirst, incident.WhyQuiet
	}
	return incident.RevokeFirst, incident.WhyBurning
}

// decide records the order that was chosen.
func (e *Engine) decide(_ context.Context, a Action, in Input) error {
	suggested, why := Suggest(e.State().Keys[a.Cred], e.Situation())
	data := incident.DecidedData{Choice: in.Strategy, Suggested: suggested, Why: why, Note: providers.FromOutside(in.Text)}
	if err := e.note(a.Cred, a.Step, incident.Decided, data); err != nil {
		return err
	}
	return e.note(a.Cred, a.Step, incident.StepDone, nil)
}

// Limits reads which containments the vendor offers for the key now, with the values that they
// would replace. It is a read.
func (e *Engine) Limits(ctx context.Context, cred string) ([]providers.Containment, error) {
	c, ok := capability[providers.Container](e, cred)
	r := e.State().Keys[cred].Record()
	if !ok || r == nil {
		return nil, providers.ErrNotSupported
	}
	return c.Containments(e.watchProgress(ctx, cred, incident.StepContain), fromRecord(*r))
}

// contain sets one limit: the one named in the input, else the first that can be undone exactly.
func (e *Engine) contain(ctx context.Context, a Action, in Input) error {
	if err := e.note(a.Cred, a.Step, incident.StepStarted, nil); err != nil {
		return err
	}
	offers, err := e.Limits(ctx, a.Cred)
	if err != nil {
		return e.failWith(a.Cred, a.Step, err)
	}
	limit, ok := pickLimit(offers, in.Text)
	if !ok {
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyNotOffered})
	}
	c, _ := capability[providers.Container](e, a.Cred)
	record := *e.State().Keys[a.Cred].Record()
	return e.setLimit(ctx, a, incident.ActContain, record, toLimit(limit), in, func(ctx context.Context, r providers.KeyRecord) (providers.Receipt, error) {
		return c.Contain(ctx, r, limit)
	})
}

func pickLimit(offers []providers.Containment, id string) (providers.Containment, bool) {
	for _, o := range offers {
		if o.Off == "" && (o.ID == id || id == "" && o.ExactUndo) {
			return o, true
		}
	}
	return providers.Containment{}, false
}

// lift takes a limit of ours back, exactly where the vendor lets us, on the record that it was set
// by: whatever is known of the key by now.
func (e *Engine) lift(ctx context.Context, a Action, in Input) error {
	c, ok := capability[providers.Container](e, a.Cred)
	op, stands := e.limit(a)
	if !ok || !stands {
		return ErrNotOffered
	}
	limit := *op.Intent.Limit
	return e.setLimit(ctx, a, incident.ActLift, *op.Intent.Record, limit, in, func(ctx context.Context, r providers.KeyRecord) (providers.Receipt, error) {
		return c.Lift(ctx, r, fromLimit(limit))
	})
}

// limit is the op that set the limit which an action is about, if that stands.
func (e *Engine) limit(a Action) (op incident.Op, stands bool) {
	for _, op := range e.State().Keys[a.Cred].Limits() {
		if op.Intent.Limit.ID == a.About && op.Intent.Record != nil {
			return op, true
		}
	}
	return incident.Op{}, false
}

func (e *Engine) setLimit(ctx context.Context, a Action, act incident.Act, record incident.Record, limit incident.Limit, in Input,
	do func(context.Context, providers.KeyRecord) (providers.Receipt, error)) error {
	intent := incident.IntentData{Act: act, Record: &record, Limit: &limit, Approved: in.Approved}
	err := e.mutate(ctx, a.Cred, a.Step, intent, func(ctx context.Context, _ func() string) (providers.Receipt, error) {
		return do(ctx, fromRecord(record))
	})
	if err == nil && limit.Refuses {
		e.showLimit(ctx, a, in, act == incident.ActContain)
	}
	return e.finish(a, err)
}

// showFor is how long a key is asked about after a limit under which it is refused was set or lifted.
const showFor = 10 * time.Second

// showLimit asks about a key at hand until the answer is what the limit makes of it, a few times: what
// the vendor accepted is seen in a probe or not at all.
func (e *Engine) showLimit(ctx context.Context, a Action, in Input, refused bool) {
	v, ok := capability[providers.Validator](e, a.Cred)
	if !ok || e.State().Keys[a.Cred].Identity.Decoy() && !slices.Contains(in.Approved, ApproveDecoy) {
		return
	}
	poll := max(leastPoll, v.Proof().Poll)
	for waited := time.Duration(0); ; waited += poll {
		verdict, asked := e.probeNow(ctx, a.Cred, a.Step)
		if !asked || (verdict.Life == providers.Dead) == refused || waited >= showFor || e.cfg.Clock.Sleep(ctx, poll) != nil {
			return
		}
	}
}

// finish marks a step done, or says why it is not; what a dry run kept back is done as far as
// a dry run can.
func (e *Engine) finish(a Action, err error) error {
	if err == nil || providers.IsWithheld(err) {
		return e.note(a.Cred, a.Step, incident.StepDone, nil)
	}
	return e.failWith(a.Cred, a.Step, err)
}

// keepLimit leaves a limit of ours in place for good, with the reason.
func (e *Engine) keepLimit(_ context.Context, a Action, in Input) error {
	return e.note(a.Cred, a.Step, incident.StepSkipped, incident.NoteData{Text: providers.FromOutside(in.Text), About: a.About})
}
