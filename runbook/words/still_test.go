package words

import (
	"strings"
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
		{English.ProofHead(soon.Keys["k1"]), "revocation accepted 03:12:09Z, the key still works"},
		{English.ProofHead(by), "said to be deleted 03:12:10Z, the key still works"},
		{Indonesian.ProofHead(late.Keys["k1"]), "pencabutan diterima 03:12:09Z, kunci masih berfungsi"},
		{English.Condition(soon.Keys["k1"].Condition()), "still accepted 03:12Z"},
	} {
		if tc.got != tc.want {
			t.Errorf("got  %q\nwant %q", tc.got, tc.want)
		}
	}
}

func TestARunThatTookAnIncidentUpSaysWhatItHeardOfTheKeyOrThatItDidNotAsk(t *testing.T) {
	dead := &incident.Verdict{Life: providers.Dead, At: at(0)}
	for name, tc := range map[string]struct {
		key   incident.Key
		heldT time.Duration // when it was taken up
		held  bool
		want  string
	}{
		"asked":             {incident.Key{Latest: dead}, -time.Minute, true, "asked about at 03:12:07Z: refused; "},
		"without the key":   {incident.Key{Latest: dead}, time.Minute, false, "not looked at in this run: it needs the key; last answer 03:12:07Z: refused"},
		"by its ending":     {incident.Key{Identity: incident.IdentifiedData{Masked: true}}, time.Minute, false, "not asked about: only its ending is known"},
		"nobody ever asked": {incident.Key{}, time.Minute, true, "not watched now"},
	} {
		t.Run(name, func(t *testing.T) {
			tc.key.Cred = "k1"
			s := incident.State{Resumes: 1, HeldAt: at(tc.heldT), Keys: map[string]incident.Key{"k1": tc.key}, Order: []string{"k1"}}
			if got := English.LookedAgain(s, map[string]bool{"k1": tc.held}); len(got) != 1 || !strings.Contains(got[0], tc.want) {
				t.Errorf("%q does not say %q", got, tc.want)
			}
		})
	}
}
