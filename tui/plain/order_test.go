package plain_test

import (
	"testing"

	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
)

func TestAnOrderThatCouldNotBeFollowedCanBeChosenAnew(t *testing.T) {
	r := newRig(t)
	if err := r.world.AddFault(simulator.Fault{Match: simulator.Match{Path: "/organization/projects/{project}/spend_limit", Times: 6}, Do: "500"}); err != nil {
		t.Fatal(err)
	}
	k := r.hold(
		said{want: "What do we do first?", line: "2"},
		said{want: "7 Choose another order; now: contain first", line: "7"},
		said{want: "What do we do first?", line: "2"},
		said{want: "Limit it first?", line: "1"},
		said{want: "stops the whole project; it can be put back exactly 1 act, exactly this", line: "y"},
		said{want: "Lift the limit", line: "q"},
	)
	if len(k.Limits()) != 1 || k.Decided.Choice != incident.ContainFirst {
		t.Errorf("limits %+v, decided %+v", k.Limits(), k.Decided)
	}
}
