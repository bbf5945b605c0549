package plain_test

import (
	"testing"

	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
)

func TestAKeyThatOutlivedItsRevocationIsOfferedToBeRevokedAnew(t *testing.T) {
	r := newRig(t)
	if err := r.world.AddFault(simulator.Fault{Match: simulator.Match{Method: "DELETE", Times: 1}, Do: "say_deleted"}); err != nil {
		t.Fatal(err)
	}
	k := r.hold(append(r.kill(),
		said{want: "1 Stop the key: revoke it 2 Proof of death (stopped): still accepted", line: "1"},
		said{want: "type revoke", typed: r.phrase()},
		said{want: "What next?", line: "1"},
		said{want: "Is it really dead?", line: "1"},
		said{want: "What next?", line: "q"})...)
	if k.Outcome() != incident.ProvenDead || r.sent("DELETE", "/api_keys/") != 2 {
		t.Errorf("outcome %s after %d deletes", k.Outcome(), r.sent("DELETE", "/api_keys/"))
	}
}
