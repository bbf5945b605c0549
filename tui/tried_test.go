package tui

import (
	"strings"
	"testing"

	"firebreak/runbook/incident"
)

func TestWhatWasRefusedIsSaidWhereverTheKillIsChosen(t *testing.T) {
	p := armed(t).refused("op1").refusedAct("op2", incident.ActRevokeOwner)
	for name, open := range map[string]func(*view) screen{"how to go on": newNotRevoked, "the menu": func(*view) screen { return newNext(nil) },
		"what comes first": newCheck, "who can": newWho} {
		g := p.open(nil)
		g.put(open)
		g.shows("revoke the key, 03:11:07Z: refused, 403")
		g.size(60, 20)
		for _, want := range []string{"03:11:07Z: refused, 403", "03:11:10Z: refused, 403"} {
			if !strings.Contains(strings.Join(strings.Fields(plainly(g.frame())), " "), want) {
				t.Errorf("%s lacks %q:\n%s", name, want, plainly(g.frame()))
			}
		}
	}
	g := armed(t).refused("op1").revoked("op2").open(nil)
	g.put(func(*view) screen { return newNext(nil) })
	g.hides("tried")
}
