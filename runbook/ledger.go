package runbook

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// ledger stands between a door and the journal. Each mutation is an op of its own: where an
// adapter needs several for one action, the next one's intent closes the one before as applied,
// for the adapter would not have gone on otherwise.
type ledger struct {
	e      *Engine
	cred   string
	step   incident.Step
	intent incident.IntentData
	op     string // of the newest mutation; given once its intent is on disk
}

// Intent records the mutation durably.
func (l *ledger) Intent(_ context.Context, s providers.Statement) error {
	if l.op != "" {
		if err := l.conclude(incident.OutcomeData{Result: incident.Applied, At: l.e.cfg.Clock.Now(), More: true}); err != nil {
			return err
		}
	}
	return l.record(s)
}

// Withheld records what a dry run kept back, as an op that ended so.
func (l *ledger) Withheld(_ context.Context, s providers.Statement) {
	if l.record(s) == nil {
		_ = l.conclude(incident.OutcomeData{Result: incident.Withheld}) // a dead journal is met again at the next event
	}
}

func (l *ledger) conclude(o incident.OutcomeData) error {
	return l.e.append(incident.Event{Type: incident.Concluded, Cred: l.cred, Step: l.step, Op: l.op}, o)
}

func (l *ledger) record(s providers.Statement) error {
	if l.e.cfg.Reserve != nil {
		if err := l.e.cfg.Reserve(); err != nil {
			return fmt.Errorf("%w: no room for its outcome: %w", ErrJournal, err)
		}
	}
	op := l.e.nextOp()
	intent := l.intent
	intent.Statement = s
	if err := l.e.append(incident.Event{Type: incident.Intended, Cred: l.cred, Step: l.step, Op: op}, intent); err != nil {
		return err
	}
	l.op = op
	return nil
}

func (e *Engine) nextOp() string { return "op" + strconv.Itoa(e.State().Ops+1) }

// mutate performs one mutation and records its end. do gets a context with the ledger; what it
// must keep before the op may be called done (a parked value) it keeps itself. The error says
// how it ended: nil applied, ErrWithheld kept back, else the call's. After an unknown end the
// op stays open. The journal's head is signed once the end is on disk: a signer may be slow to
// answer, and nothing slow stands between an intent and its request.
func (e *Engine) mutate(ctx context.Context, cred string, step incident.Step, intent incident.IntentData,
	do func(ctx context.Context, op func() string) (providers.Receipt, error)) error {
	l := &ledger{e: e, cred: cred, step: step, intent: intent}
	receipt, err := do(providers.WithLedger(ctx, l), func() string { return l.op })
	if l.op == "" || errors.Is(err, ErrJournal) {
		return err
	}
	if err := l.end(receipt, err); err != nil {
		return err
	}
	return errors.Join(err, e.checkpoint())
}

// end records how the newest mutation went; the error is the journal's. A read that failed
// behind a mutation says nothing of the mutation: it stays open until a fresh read settles it.
func (l *ledger) end(receipt providers.Receipt, err error) error {
	if err == nil {
		return l.conclude(incident.OutcomeData{Result: incident.Applied, At: receipt.At, Status: receipt.Status,
			RequestID: receipt.RequestID, Pending: receipt.Pending})
	}
	if errors.Is(err, providers.ErrWithheld) {
		return nil // concluded by Withheld
	}
	failed := incident.Explain(err)
	out := incident.OutcomeData{At: l.e.cfg.Clock.Now(), Fail: failed.Fail}
	var call *providers.CallError
	told := errors.As(err, &call) && call.Effect == providers.Mutate
	switch {
	case told && call.Fate == providers.Refused:
		out.Result, out.Status, out.RequestID = incident.RefusedRes, call.Status, call.RequestID
	case told && call.Fate == providers.NotSent, errors.Is(err, providers.ErrConflict):
		out.Result = incident.NotSent
	default:
		return l.e.append(incident.Event{Type: incident.Uncertain, Cred: l.cred, Step: l.step, Op: l.op}, failed)
	}
	return l.conclude(out)
}

// conclude closes an op by what a fresh read shows.
func (e *Engine) conclude(cred string, op incident.Op, result incident.Result, settled string) error {
	return e.append(incident.Event{Type: incident.Concluded, Cred: cred, Step: op.Step, Op: op.ID},
		incident.OutcomeData{Result: result, Settled: settled})
}

// approved reports whether everything that an action requires was granted.
func approved(need, granted []string) bool {
	for _, n := range need {
		if !slices.Contains(granted, n) {
			return false
		}
	}
	return true
}
