package postmortem

import (
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// endedByOthers plays a key that somebody else deleted before our revocation, which found nothing.
func endedByOthers(t *testing.T, p plan) *story {
	s := &story{t: t}
	s.add("2m11s", incident.Opened, incident.OpenedData{ID: "INC-20261123-k7qd", Mode: incident.Live, Salt: "00ff", Tool: "firebreak 0.1.0", Who: out("ana")})
	s.add("2m12s", incident.Identified, incident.IdentifiedData{Kind: "openai/project-key", Fingerprint: "sha256:9f2c1ab07d34", Last4: "x7Qa", Confidence: "high"})
	p.check(s)
	p.locate(s)
	r := p.record()
	s.step, s.op = incident.StepRevoke, "op-1"
	s.add("9m29s", incident.Intended, incident.IntentData{Act: incident.ActRevoke, Record: &r})
	s.add("9m30s", incident.Concluded, incident.OutcomeData{Result: incident.RefusedRes, At: at("9m30s"),
		Fail: &incident.CallFail{Fate: providers.Refused, Cause: providers.CauseStatus, Status: 404}})
	s.step, s.op = incident.StepProve, ""
	s.add("9m31s", incident.StepStarted, incident.ProveData{Run: 1, Window: 60e9, Deadline: at("25m"), Source: "our assumption"})
	for i, o := range []string{"9m31s", "9m34s", "9m38s", "9m47s", "10m32s"} {
		if p.unproven && i > 0 {
			break
		}
		s.add(o, incident.Probed, incident.ProbeData{Run: 1, Verdict: verdict(p, o, providers.Dead)})
	}
	if !p.unproven {
		s.add("10m33s", incident.Probed, incident.ProbeData{Run: 1, Control: true, Verdict: verdict(p, "10m33s", providers.Dead)})
		s.add("11m2s", incident.Probed, incident.ProbeData{Run: 1, Verdict: verdict(p, "11m2s", providers.Dead)})
	}
	return s
}

func TestWhoEndedTheKeyIsToldFromTheAuditLog(t *testing.T) {
	s := endedByOthers(t, plan{})
	s.step = incident.StepReview
	s.add("15m", incident.UsageFetched, incident.FetchedData{From: at("-672h"), To: at("15m"), AsOf: at("15m"), Method: "by_line", AuditN: 1,
		EndedBy: &incident.Admin{ID: "audit_9", At: at("6m4s"), Type: "api_key.deleted", Actor: out("budi@example.test"), Target: record.ID}})
	got := read(t, written(t, s.facts()).Markdown).value("at-a-glance", "Ended by (audit log)")
	if want := "b…@example.test at 2026-11-23T08:06:04Z, api_key.deleted"; !strings.HasPrefix(got, want) {
		t.Errorf("told %q, want %q", got, want)
	}
}

func TestAKeyThatOthersEndedHasNoRevocationAcceptedAndNoTail(t *testing.T) {
	const why = "somebody else ended the key before our revocation came"
	for name, c := range map[string]struct {
		plan    plan
		outcome incident.Outcome
		contain string
	}{
		"proven":     {plan{}, incident.ByOthers, "at most 7m 20s (" + why + ")"},
		"not proven": {plan{unproven: true}, incident.GoneUnproven, "unknown (one of its two times is unknown)"},
	} {
		t.Run(name, func(t *testing.T) {
			f := endedByOthers(t, c.plan).facts()
			if got := f.State.Keys[cred].Outcome(); got != c.outcome {
				t.Fatalf("the outcome is %s", got)
			}
			r := read(t, written(t, f).Markdown)
			for field, want := range map[string]string{
				"T4 revocation accepted": "unknown (" + why + ")", "T4 found gone": "2026-11-23T08:09:30Z",
				"Revocation tail (T5L - T4)": "unknown (" + why + ")", "Time to contain (T5 - T3)": c.contain,
			} {
				if got := r.value("at-a-glance", field); got != want {
					t.Errorf("%s: %q, want %q", field, got, want)
				}
			}
			if got := r.front["revoke_requested"]; got != "unknown ("+why+")" {
				t.Errorf("revoke_requested: %q", got)
			}
			f.Lang = words.Indonesian
			if page := string(written(t, f).Markdown); !strings.Contains(page, "| T4 sudah tidak ada | 2026-11-23T08:09:30Z |") {
				t.Error("the Indonesian report does not say when the key was found gone")
			}
		})
	}
}
