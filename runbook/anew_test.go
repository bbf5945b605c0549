package runbook_test

import (
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// takenUp is a run of a policy after the incident was taken up again, with its key at hand.
func (r *rig) takenUp(p *runbook.Policy) incident.Key {
	r.t.Helper()
	r.open(0, false)
	if err := r.engine.Resume(incident.ResumedData{Who: providers.FromOutside("test")}); err != nil {
		r.t.Fatal(err)
	}
	if err := r.work(p); err != nil {
		r.t.Fatal(err)
	}
	r.closeJournal()
	k, _ := r.engine.State().First()
	return k
}

func TestAResumeWithTheKeyAtHandAsksAboutItAtLeastOnce(t *testing.T) {
	t.Parallel()
	revoked := []string{runbook.ApproveRevoke}
	for name, tc := range map[string]struct {
		first, then []string
		before      func(*rig)
	}{
		"proven dead, and no look is due": {first: revoked},
		"alive, and nothing is approved":  {},
		"alive, and killed now":           {then: revoked},
		"refused before anything of ours": {before: (*rig).deleteInConsole},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, small)
			if tc.before != nil {
				tc.before(r)
				r.later(time.Minute)
			}
			r.run(&runbook.Policy{Approve: tc.first})
			r.later(time.Minute)
			probes := r.sent("GET", "/models")
			k := r.takenUp(&runbook.Policy{Approve: tc.then})
			s := r.engine.State()
			if r.sent("GET", "/models") == probes || s.Unheard(k.Cred) {
				t.Errorf("not asked: newest answer %v, taken up %v", k.Latest.At, s.HeldAt)
			}
			if n := len(k.DueLooks()); len(tc.first) > 0 && n != 2 {
				t.Errorf("%d later looks are due, want 2: none was due yet", n)
			}
		})
	}
}
