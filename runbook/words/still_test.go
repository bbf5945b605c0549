package words

import (
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestAKeyAcceptedAfterItsRevocationIsSaidToBeWithBothTimes(t *testing.T) {
	seen := func(after time.Duration) incident.State {
		v := incident.Verdict{Life: providers.Alive, At: at(after)}
		s := story(t)
		k := s.Keys["k1"]
		k.Latest, k.LastAlive, k.LastRefused = &v, v.At, time.Time{}
		k.Proof = incident.Proof{Run: 1, Window: time.Minute, Deadline: at(time.Hour)}
		s.Keys["k1"] = k
		return s
	}
	soon, late := seen(20*time.Second), seen(2*time.Minute)
	by := late.Keys["k1"]
	by.Marks = map[incident.Step]incident.Mark{incident.StepRevoke: {Manual: true, At: at(3 * time.Second)}}
	for _, tc := range []struct{ got, want string }{
		{English.Status(soon, at(time.Minute), true)[1], "state: revocation accepted 03:12:09Z, but still accepted 03:12:27Z, 40 s ago"},
		{English.Status(late, at(12*time.Minute), true)[1], "state: ALIVE: revocation accepted 03:12:09Z, but still accepted 03:14:07Z, 10 min ago"},
		{English.Summary(soon, "")[0], "INC-k7qd: key ending 4fQ2 revocation accepted 03:12:09Z, but still accepted 03:12:27Z"},
		{English.Summary(late, "")[0], "INC-k7qd: key ending 4fQ2 ALIVE: revocation accepted 03:12:09Z, but still accepted 03:14:07Z"},
		{Indonesian.Summary(late, "")[0], "INC-k7qd: kunci berakhiran 4fQ2 AKTIF: pencabutan diterima 03:12:09Z, tetapi kunci masih diterima 03:14:07Z"},
		{English.OutcomeSentence(late.Keys["k1"]), "Key ending 4fQ2: revocation accepted 03:12:09Z, but still accepted 03:14:07Z."},
		{English.OutcomeSentence(by), "Key ending 4fQ2: said to have ended 03:12:10Z, but still accepted 03:14:07Z."},
		{English.ProofHead(soon.Keys["k1"]), "revocation accepted 03:12:09Z, but the key works"},
		{English.ProofHead(by), "said to be deleted 03:12:10Z, but the key works"},
		{Indonesian.ProofHead(late.Keys["k1"]), "pencabutan diterima 03:12:09Z, tetapi kunci berfungsi"},
		{English.Condition(soon.Keys["k1"].Condition()), "still accepted 03:12Z"},
	} {
		if tc.got != tc.want {
			t.Errorf("got  %q\nwant %q", tc.got, tc.want)
		}
	}
}
