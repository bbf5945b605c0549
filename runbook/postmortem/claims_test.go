package postmortem

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

func TestAdministrativeActsThatNobodyJudgedAreNotCalledForeign(t *testing.T) {
	s := tell(t, plan{})
	s.reviewed(func(u *incident.FetchedData) {
		logins := incident.Looked{For: string(providers.TraceLogins)}
		for i := range 40 {
			id := fmt.Sprintf("audit_l%d", i)
			u.Audit = append(u.Audit, incident.Admin{ID: id, At: at("-50h").Add(at(fmt.Sprintf("%dm", i)).Sub(page)), Type: "login.succeeded", Actor: out(fmt.Sprintf("person%d@example.test", i%4))})
			logins.Found = append(logins.Found, id)
		}
		u.Audit = append(u.Audit, incident.Admin{ID: "audit_f", At: at("-1h"), Type: "login.failed", Actor: out("person1@example.test")},
			incident.Admin{ID: "audit_k", At: at("-1h"), Type: "api_key.created", Target: "key_foreign"})
		logins.Found = append(logins.Found, "audit_f")
		u.Looked = append(u.Looked, logins)
	})
	page := string(written(t, s.facts()).Markdown)
	for _, want := range []string{
		"| 2026-11-21T06:00:00Z to 2026-11-21T06:39:00Z | 40 logins that succeeded | 4 accounts | one by one in the journal | not judged |",
		"`login.failed` | `p…@example.test` | unknown (the provider does not report it) | not judged |",
		"| `key_foreign` | not judged |", "`api_key.deleted` | `o…@example.test` | `" + record.ID + "` | yes |",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if !strings.Contains(page, "| logins | FOUND: `audit_f` |") || strings.Count(page, "unknown (not looked for) | none |") != 1 {
		t.Error("the logins that succeeded are named as finds, or what nobody looked for is not said once")
	}
	if strings.Contains(page, "| `login.succeeded` |") {
		t.Error("ordinary logins are listed one by one")
	}
	s.reviewed(func(u *incident.FetchedData) {
		logins := &u.Looked[len(u.Looked)-1]
		logins.Found = logins.Found[:40] // without the one that failed
	})
	if page := string(written(t, s.facts()).Markdown); !strings.Contains(page, "| logins | 40 that succeeded, not judged |") {
		t.Error("logins that succeeded are not counted where they were looked for")
	}
}

func TestADefenceThatWasPresentIsNotSaidToHaveHeld(t *testing.T) {
	r := read(t, written(t, tell(t, plan{}).facts()).Markdown)
	if got := r.value("analysis", "Defences present when read"); !strings.HasPrefix(got, "rate limits below the vendor's default") {
		t.Errorf("present: %q", got)
	}
	if got := r.value("analysis", "Defences that held"); !strings.HasPrefix(got, "none: ") {
		t.Errorf("held: %q", got)
	}
}

func TestTheTwoLimitsOnSpendingAreProposedOnce(t *testing.T) {
	absent := func(ids ...string) (list []incident.Control) {
		for _, id := range ids {
			list = append(list, incident.Control{ID: id, State: providers.ControlAbsent})
		}
		return list
	}
	ids := func(list []proposal) string {
		var out []string
		for _, p := range list {
			out = append(out, p.id+"+"+p.also)
		}
		return strings.Join(out, " ")
	}
	for want, controls := range map[string][]incident.Control{
		"channel-prevent+ channel-detect+ spend-limit+org-spend-limit rehearse+": absent("org-spend-limit", "spend-limit"),
		"channel-prevent+ channel-detect+ org-spend-limit+ rehearse+":            absent("org-spend-limit"),
		"channel-prevent+ channel-detect+ spend-limit+ rehearse+":                absent("spend-limit"),
	} {
		if got := ids(proposals("chat", controls)); got != want {
			t.Errorf("proposed %q, want %q", got, want)
		}
	}
	w := &writer{factors: []factor{{id: "F1", channel: true}, {id: "F2", control: "org-spend-limit"}, {id: "F3", control: "spend-limit"}}}
	list := proposals("chat", absent("org-spend-limit", "spend-limit"))
	if got := strings.Join(w.factorsFor(list[2]), ", "); got != "F2, F3" {
		t.Errorf("it answers %q, want both factors", got)
	}
}

func TestNoActionSpeaksOfTheKeyThatIsGone(t *testing.T) {
	s := tell(t, plan{})
	w := writer{Facts: s.facts()}
	for id := range controlKinds {
		if text := w.actionText(proposal{control: id}).plain(); strings.Contains(text, "this key") || strings.Contains(text, "kunci ini") {
			t.Errorf("%s proposes %q", id, text)
		}
	}
}

func TestADeadlineWhoseClockHasNoStartDoesNotReadAsAnUnansweredQuestion(t *testing.T) {
	page := string(written(t, tell(t, plan{}).facts()).Markdown)
	if want := "| unknown (not asked by firebreak, fill it in) | classification as major | unknown (the start of its clock is not known) |"; !strings.Contains(page, want) {
		t.Errorf("the report lacks %q", want)
	}
}

func TestARequestIsVerifiedByNothingButWhatWasSeenAfterIt(t *testing.T) {
	place := incident.Place{Store: "dotenv:.env", Detail: "line 1, KEY"}
	answered := func(act incident.Act, result incident.Result, at *incident.Place) incident.Op {
		return incident.Op{ID: "op1", At: page, Intent: incident.IntentData{Act: act, Place: at}, Outcome: &incident.OutcomeData{Result: result}}
	}
	read := func(at time.Time) incident.Successor {
		return incident.Successor{Op: "op1", Places: []incident.PlaceState{{Place: place, Verified: at}}}
	}
	probed := incident.Successor{Op: "op1", Probe: &incident.Verdict{Life: providers.Alive}}
	for name, c := range map[string]struct {
		op   incident.Op
		next incident.Successor
		want string
	}{
		"a write that was read back":      {answered(incident.ActWrite, incident.Applied, &place), read(page.Add(time.Second)), "reading back"},
		"a write that was not read since": {answered(incident.ActWrite, incident.Applied, &place), read(page.Add(-time.Second)), "nothing yet"},
		"a write that was withheld":       {answered(incident.ActWrite, incident.Withheld, &place), incident.Successor{}, "nothing yet"},
		"a new key that answered":         {answered(incident.ActCreate, incident.Applied, nil), probed, "a probe of the new key"},
		"a new key that was not asked":    {answered(incident.ActCreate, incident.Applied, nil), incident.Successor{Op: "op1"}, "the provider's answer alone"},
		"a new key that was withheld":     {answered(incident.ActCreate, incident.Withheld, nil), incident.Successor{}, "nothing yet"},
	} {
		w := &writer{Facts: Facts{Lang: words.English}, key: incident.Key{Successor: c.next}}
		if got := w.verifiedBy(c.op).plain(); got != c.want {
			t.Errorf("%s: verified by %q, want %q", name, got, c.want)
		}
	}
}

func TestADryRunSaysOfTheReplacementThatItWasWithheld(t *testing.T) {
	k := incident.Key{Ops: []incident.Op{{ID: "op1", Intent: incident.IntentData{Act: incident.ActCreate}, Outcome: &incident.OutcomeData{Result: incident.Withheld}}}}
	if got := rotated(k); got.Known() || got.Why.Code != keptOld {
		t.Errorf("rotated: %+v", got)
	}
}

func TestAnActionOfTheChannelIsNoAnswerToASettingThatIsMissing(t *testing.T) {
	w := &writer{factors: []factor{{id: "F1", control: "rotation"}}}
	if got := w.factorsFor(proposals("", nil)[0]); got != nil {
		t.Errorf("it answers %v", got)
	}
}
