package plain_test

import (
	"strings"
	"testing"

	"firebreak/providers/simulator"
)

func TestARefusedDeletionIsRememberedAtTheMenuWhateverWasLookedAtSince(t *testing.T) {
	r := newRig(t)
	for _, f := range []simulator.Fault{
		{Match: simulator.Match{Method: "DELETE", Path: "/organization/projects/{project}/api_keys/{key}"}, Do: "refuse_service_key"},
		{Match: simulator.Match{Method: "DELETE", Path: "/organization/projects/{project}/service_accounts/{account}"}, Do: "no_right"},
	} {
		if err := r.world.AddFault(f); err != nil {
			t.Fatal(err)
		}
	}
	r.hold(
		said{want: "What do we do first?", line: "1"},
		said{want: "type revoke", typed: r.phrase()},
		said{want: "tried: revoke the key, 03:00:", line: "1"},
		said{want: "2 Delete the owner with all its keys", line: "2"},
		said{want: "type delete owner", typed: "delete owner " + strings.ToLower(r.last4())},
		said{want: "tried: delete the owner with all its keys, 03:00:", line: "1"},
		said{want: "403", line: "b"},
		said{want: "403", line: "q"},
	)
}
