package runbook_test

import (
	"context"
	"slices"
	"testing"

	"firebreak/providers"
	"firebreak/providers/openai"
	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// made is an incident in which the leaked key made another one, that was revoked by its record; the
// world answers for that with a fault, where one is named.
func made(t *testing.T, fault string) (*rig, incident.Key) {
	t.Helper()
	r := newRig(t, func(c *simulator.Config) { c.Leak = simulator.AdminKey })
	r.stores = nil
	r.run(&runbook.Policy{Opens: true})
	r.wait(auditShows)
	r.does(runbook.ListRelated)
	if fault != "" {
		r.fault(simulator.Fault{Match: simulator.Match{Method: "DELETE", Path: "/organization/projects"}, Do: fault})
	}
	r.open(0, false)
	if err := r.work(&runbook.Policy{Opens: true, Approve: []string{runbook.ApproveRevoke, runbook.ApproveRelated}}); err != nil {
		t.Fatal(err)
	}
	list := opened(r.engine.State())
	if len(list) != 1 {
		t.Fatalf("%d opened", len(list))
	}
	return r, list[0]
}

// closes ends the incident with a reason, and gives the key as it stands then.
func (r *rig) closes(cred string) incident.Key {
	r.t.Helper()
	r.clock.Run(func() {
		if err := r.engine.Do(r.t.Context(), runbook.Action{Name: runbook.Close, Step: incident.StepClose}, runbook.Input{Text: "its record is gone"}); err != nil {
			r.t.Error(err)
		}
	})
	r.closeJournal()
	return r.engine.State().Keys[cred]
}

func TestAKeyThatTheThiefMadeEndsWithItsRecordAndWithAReason(t *testing.T) {
	r, k := made(t, "")
	if c, since := k.Condition(); c != incident.IsOverByRecord || since.IsZero() || k.Outcome() != incident.AcceptedUnproven {
		t.Errorf("%s, %s", c, k.Outcome())
	}
	left := runbook.Left(r.engine.State(), r.engine.Situation(), k.Cred, nil, []incident.Step{incident.StepProve})
	if left[0].Over.IsZero() {
		t.Errorf("left: %+v", left)
	}
	k = r.closes(k.Cred)
	m := k.Marks[incident.StepProve]
	if slices.Contains(r.engine.State().OpenSteps(k.Cred), incident.StepProve) || m.Note.Line(40) != "its record is gone" || k.Proof.Proven() {
		t.Errorf("after the close: open %v, %+v, %s", r.engine.State().OpenSteps(k.Cred), m, k.Outcome())
	}
}

func TestARecordThatIsStillThereKeepsTheProofOpen(t *testing.T) {
	r, k := made(t, "say_deleted")
	if c, _ := k.Condition(); c != incident.IsUnprovable {
		t.Errorf("%s, and its record says %+v", c, k.Read)
	}
	if a, ok := r.offered(runbook.ReadRecord); !ok || a.Cred != k.Cred {
		t.Errorf("its record is not to be read again: %+v", a)
	}
	if k = r.closes(k.Cred); !slices.Contains(r.engine.State().OpenSteps(k.Cred), incident.StepProve) {
		t.Error("the reason of the close stands for a proof, while the record is there")
	}
}

// halved is a vendor that knows the id of a pair, and not the secret beside it.
type halved struct{ *openai.Adapter }

func (h halved) Validate(ctx context.Context, c providers.Credential) (providers.Verdict, error) {
	v, err := h.Adapter.Validate(ctx, c)
	if v.Life == providers.Alive {
		v.Life, v.Reason, v.Status = providers.Unclear, providers.ReasonWrongHalf, 403
	}
	return v, err
}

func TestASecretThatIsNotTheIdsIsToldAsThat(t *testing.T) {
	r := newRig(t, small)
	r.adapted = func(a any) any { return halved{a.(*openai.Adapter)} }
	k := r.run(&runbook.Policy{})
	if f := k.Marks[incident.StepValidate].Failed; f == nil || f.Reason != incident.WhyWrongHalf || k.Marks[incident.StepValidate].Tries > 1 {
		t.Errorf("%+v", k.Marks[incident.StepValidate])
	}
}
