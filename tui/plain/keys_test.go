package plain_test

import (
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// second makes one more key of the leaked one's owner.
func (r *rig) second() providers.Secret {
	r.t.Helper()
	leaked, _ := r.world.KeyState("leaked")
	_, value, err := r.world.MakeByHand(leaked.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	return value
}

func TestOfSeveralKeysEachIsWorkedAndNamedWhereItIsRevoked(t *testing.T) {
	r := newRig(t)
	second := r.second()
	r.more = []providers.Secret{second}
	other := "revoke " + second.Last4()
	r.hold([]said{
		{want: "2 keys. Which one now? 1 OpenAI service-account key ending " + r.last4() + ": ALIVE", line: "2"},
		{want: "What do we do first?", line: "1"},
		{want: "2 of 2 ALIVE. Key ending " + second.Last4(), typed: r.phrase()},
		{want: "type " + other, typed: other},
		{want: "Another key of this incident: 1 of 2 ALIVE", line: "1"},
		{want: "Which one now? 1 OpenAI service-account key ending " + r.last4(), line: "1"},
		{want: "What do we do first?", line: "1"},
		{want: "type revoke " + r.last4(), typed: r.phrase()},
		{want: "Another key of this incident: 0 of 2 ALIVE", line: "1"},
		{want: "Which one now?", line: "2"},
		{want: "What next?"},
	}...)
	s := r.engine.State()
	for _, cred := range s.Order {
		if k := s.Keys[cred]; k.Accepted().IsZero() {
			t.Errorf("%s: %s", cred, k.Outcome())
		}
	}
	if n := r.mutations(); n != 2 {
		t.Errorf("%d changes sent", n)
	}
	r.clean()
}

func TestARelatedKeyIsOpenedByItsRecordAndWorkedOn(t *testing.T) {
	r := newRig(t)
	r.hold(append(r.kill(), []said{
		{want: "What next?", line: "2"},
		{want: "Where does the new key go?", line: "1"},
		{want: "where is the key kept", line: "dotenv:" + r.env},
		{want: "Rotation plan", line: "1"},
		{want: "2 Only list models and call them", line: "2"},
		{want: "How long shall the new key live?", line: "2"},
		{want: `"expires_in_seconds":7776000`, line: "y"},
		{want: "5 Work on it here, with steps of its own", line: "5"},
		{want: "opened in this incident: OpenAI service-account key", line: "6"},
		{want: "Another key of this incident: 0 of 2 ALIVE", line: "1"},
		{want: "Which one now?", line: "1"},
		{want: "What do we do first?"},
	}...)...)
	s := r.engine.State()
	if len(s.Order) != 2 || s.Keys["c2"].Identity.Because.Cred != "c1" || s.Keys["c2"].Record() == nil || s.Keys["c1"].Related[0].Decision != incident.WorkedD {
		t.Errorf("keys %v, rows %+v", s.Order, s.Keys["c1"].Related)
	}
	r.clean()
}
