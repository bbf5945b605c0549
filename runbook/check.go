package runbook

import (
	"context"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// validate asks the vendor about the key and about a made-up one of the same form: a check
// that cannot tell the two apart is blind.
func (e *Engine) validate(ctx context.Context, a Action, _ Input) error {
	v, ok := capability[providers.Validator](e, a.Cred)
	if !ok {
		return ErrNotOffered
	}
	c, _ := e.credential(a.Cred)
	if err := e.note(a.Cred, a.Step, incident.StepStarted, nil); err != nil {
		return err
	}
	verdict, err := v.Validate(ctx, c)
	if err != nil {
		return e.failWith(a.Cred, a.Step, err)
	}
	var data incident.ValidatedData
	if control, err := v.Validate(ctx, v.Decoy(c)); err == nil {
		seen := toVerdict(control)
		data.Control = &seen
		verdict = besides(verdict, accepts(control))
	}
	data.Verdict = toVerdict(verdict)
	if err := e.note(a.Cred, a.Step, incident.Validated, data); err != nil {
		return err
	}
	if verdict.Life == providers.Unclear || verdict.Life == providers.Throttled {
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: unclearReason(verdict), Fail: unclearAnswer(verdict)})
	}
	return e.note(a.Cred, a.Step, incident.StepDone, nil)
}

// unclearAnswer is what came instead of an answer that tells; nil where the adapter does not say.
func unclearAnswer(v providers.Verdict) *incident.CallFail {
	switch {
	case v.Status > 0:
		return &incident.CallFail{Cause: providers.CauseStatus, Status: v.Status, Code: v.Code, Message: v.Message, Wait: v.Wait}
	case v.Reason == providers.ReasonUnreachable:
		return &incident.CallFail{}
	}
	return nil
}

// accepts reports whether an answer takes the key for one that works.
func accepts(v providers.Verdict) bool {
	return v.Life == providers.Alive || v.Life == providers.AliveLimited
}

// besides is what an answer tells once it is known whether a made-up key is accepted too: an
// acceptance proves nothing then.
func besides(v providers.Verdict, blind bool) providers.Verdict {
	if blind && accepts(v) {
		v.Life, v.Reason = providers.Unclear, providers.ReasonBlind
	}
	return v
}

// controlled is an answer about a key with a made-up one as its control, which is asked about where
// the key is accepted.
func controlled(ctx context.Context, v providers.Validator, c providers.Credential, verdict providers.Verdict) providers.Verdict {
	if !accepts(verdict) {
		return verdict
	}
	control, err := v.Validate(ctx, v.Decoy(c))
	return besides(verdict, err == nil && accepts(control))
}

func unclearReason(v providers.Verdict) incident.Reason {
	switch v.Reason {
	case providers.ReasonRateLimit:
		return incident.WhyRateLimited
	case providers.ReasonShape:
		return incident.WhyShape
	case providers.ReasonBlind:
		return incident.WhyBlind
	case providers.ReasonWrongHalf:
		return incident.WhyWrongHalf
	}
	return incident.WhyUnreachable
}

// locate looks for the vendor's record of the key. None or several are recorded as a refusal
// with everything that was searched.
func (e *Engine) locate(ctx context.Context, a Action, _ Input) error {
	search, ok := e.search(a.Cred)
	if !ok {
		return ErrNotOffered
	}
	if err := e.note(a.Cred, a.Step, incident.StepStarted, nil); err != nil {
		return err
	}
	m, err := search(ctx)
	if err != nil {
		return e.failWith(a.Cred, a.Step, err)
	}
	data := incident.LocatedData{Strength: m.Strength, Searched: m.Searched, Org: m.Org, Candidates: []incident.Record{}}
	for _, r := range m.Candidates {
		data.Candidates = append(data.Candidates, toRecord(r))
	}
	if err := e.note(a.Cred, a.Step, incident.Located, data); err != nil {
		return err
	}
	switch len(data.Candidates) {
	case 0:
		why := incident.WhyNotFound
		if k := e.State().Keys[a.Cred]; k.First == nil || refusedFirst(k) { // which may be asked about beside this
			if _, by := e.byValue(k); by { // the key alone was asked, and was refused
				why = incident.WhyRefusedAt
			}
		}
		return e.fail(a.Cred, a.Step, incident.FailData{Reason: why})
	case 1:
		return e.note(a.Cred, a.Step, incident.StepDone, nil)
	}
	return e.fail(a.Cred, a.Step, incident.FailData{Reason: incident.WhyAmbiguous})
}

// search is the vendor's way to find the record: by the value, or by what a masked one shows.
func (e *Engine) search(cred string) (func(context.Context) (providers.Match, error), bool) {
	if known := e.State().Keys[cred].Identity; known.Masked {
		l, ok := capability[providers.MaskLocator](e, cred)
		return func(ctx context.Context) (providers.Match, error) {
			return l.LocateMask(ctx, known.Kind, known.Prefix, known.Last4)
		}, ok
	}
	l, ok := capability[providers.Locator](e, cred)
	c, _ := e.credential(cred)
	return func(ctx context.Context) (providers.Match, error) { return l.Locate(ctx, c) }, ok
}

// keep records which of several candidates a person takes for the key.
func (e *Engine) keep(_ context.Context, a Action, _ Input) error {
	k := e.State().Keys[a.Cred]
	data := *k.Located
	data.Chosen = a.About
	return e.note(a.Cred, a.Step, incident.Located, data)
}

// forecast saves what a deletion could take away (record, usage by day and model) and says
// what the key is doing now.
func (e *Engine) forecast(ctx context.Context, a Action, _ Input) error {
	k := e.State().Keys[a.Cred]
	record := *k.Record()
	if err := e.note(a.Cred, a.Step, incident.StepStarted, nil); err != nil {
		return err
	}
	now := e.cfg.Clock.Now()
	data := incident.ForecastData{Record: record, AsOf: now, Days: []incident.Day{}}
	data.Exposed, data.ExposedHow = e.exposedSince(k)
	if err := e.readUsage(ctx, a.Cred, &data, now); err != nil {
		return err
	}
	if controls, ok := capability[providers.ControlReader](e, a.Cred); ok {
		if list, err := controls.Controls(ctx, fromRecord(record)); err == nil {
			data.Controls = toControls(list)
		}
	}
	held, err := e.readReach(ctx, a.Cred, &data)
	if err != nil {
		return err
	}
	if err := e.withinReach(a.Cred, held); err != nil { // before it counts as saved: once the key is dead nobody can list them
		return err
	}
	if err := e.note(a.Cred, a.Step, incident.ForecastSaved, data); err != nil {
		return err
	}
	return e.note(a.Cred, a.Step, incident.StepDone, nil)
}

// exposedSince is the earliest time at which the key could be out: as answered, else its
// creation.
func (e *Engine) exposedSince(k incident.Key) (time.Time, string) {
	if answer, ok := e.State().Answer(incident.AskExposedSince, ""); ok && !answer.Time.IsZero() {
		return answer.Time, "answered"
	}
	if r := k.Record(); r != nil && !r.Created.IsZero() {
		return r.Created, "created"
	}
	return time.Time{}, "unknown"
}
