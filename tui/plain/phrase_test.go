package plain_test

import (
	"testing"

	"firebreak/runbook/incident"
)

func TestAtAPhraseAQuestionMarkShowsMoreAndTheStatementAgain(t *testing.T) {
	r := newRig(t)
	k := r.hold(
		said{want: "What do we do first?", line: "1"},
		said{want: "to send it, or press enter to stop", typed: "?"},
		said{want: "this cannot be undone type revoke", typed: "b"},
		said{want: "What next?", line: "1"},
		said{want: "type revoke", typed: "q"},
	)
	if n := r.mutations(); n != 0 || len(k.Ops) != 0 {
		t.Errorf("%d mutations, ops %+v", n, k.Ops)
	}
}

func TestADryRunNeverAsksToSend(t *testing.T) {
	r := newRig(t)
	r.mode = incident.DryRun
	k := r.hold(
		said{want: "What do we do first?", line: "1"},
		said{want: "to go through it, nothing is sent; or press enter to stop", typed: r.phrase()},
		said{want: "What next?", line: "q"},
	)
	if n := r.mutations(); n != 0 || k.Outcome() != incident.WithheldOutcome {
		t.Errorf("%d mutations, outcome %s", n, k.Outcome())
	}
}

func TestAtAYAQuestionMarkShowsMoreAndTheStatementAgain(t *testing.T) {
	r := newRig(t)
	k := r.hold(
		said{want: "What do we do first?", line: "2"},
		said{want: "Limit it first?", line: "1"},
		said{want: "type y to send it", line: "?"},
		said{want: "stops the whole project; it can be put back exactly 1 act, exactly this", line: "y"},
		said{want: "What next?", line: "q"},
	)
	if len(k.Limits()) != 1 {
		t.Errorf("limits %+v", k.Limits())
	}
}
