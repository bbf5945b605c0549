package postmortem

import (
	"encoding/json"
	"strings"
	"testing"

	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// reviewed changes what the review read.
func (s *story) reviewed(change func(*incident.FetchedData)) {
	s.t.Helper()
	for i, e := range s.events {
		if e.Type != incident.UsageFetched {
			continue
		}
		var u incident.FetchedData
		if err := e.Decode(&u); err != nil {
			s.t.Fatal(err)
		}
		change(&u)
		raw, err := json.Marshal(u)
		if err != nil {
			s.t.Fatal(err)
		}
		s.events[i].Data = raw
	}
}

func (s *story) verdict(group string, v incident.GroupVerdict) {
	s.step = incident.StepReview
	s.add("70m", incident.UsageVerdict, incident.VerdictData{Group: group, Verdict: v})
}

// forgotten is a review that came back with nothing, for a reason.
func forgotten(why incident.Reason) func(*incident.FetchedData) {
	return func(u *incident.FetchedData) {
		u.Groups, u.Hours, u.Minutes, u.Total, u.Own = nil, nil, nil, incident.Amount{}, 0
		u.Gaps = []incident.Gap{{What: "usage", Why: why, From: u.From, To: u.To}}
	}
}

func TestNoFigureIsZeroForWantOfKnowledge(t *testing.T) {
	lost, silent := "OpenAI now tells less than it told before the revocation", "OpenAI tells of no use, so the key is idle or it is not told"
	for name, c := range map[string]struct {
		plan plan
		more func(*story)
		has  []string
		not  []string
	}{
		"nobody judged": {plan: plan{noVerdict: true}, has: []string{"cost_usd_attacker: unknown (no group was judged)", "first_abuse: unknown (no group was judged)",
			"| Cost, attacker | unknown (no group was judged) |", "| Cost, avoidable after detection | unknown (no group was judged) |",
			"| not ours | unknown (no group was judged) | unknown (no group was judged) | unknown (no group was judged) | unknown (no group was judged) |"}},
		"judged in part": {plan: plan{noVerdict: true}, more: func(s *story) { s.verdict("u-bad", incident.NotOurs) },
			has: []string{"cost_usd_attacker: between 390.00 and 416.50 (2 of 3 groups undecided)", "| Cost, attacker | between USD 390.00 and USD 416.50 (2 of 3 groups undecided) |",
				"| not ours | between 1,904 and 2,391 (2 of 3 groups undecided) |", "| ours | between 0 and 487 (2 of 3 groups undecided) |",
				"first_abuse: between 2026-11-12T09:41:18Z and 2026-11-23T04:52:00Z"}},
		"one group cannot be told": {plan: plan{}, more: func(s *story) { s.verdict("u-bad", incident.CannotTell) },
			has: []string{"cost_usd_attacker: between 0.00 and 402.00 (1 of 3 groups undecided)", "first_abuse: unknown (1 of 3 groups undecided)"}},
		"part has no price": {plan: plan{}, more: func(s *story) {
			s.reviewed(func(u *incident.FetchedData) {
				last := &u.Groups[len(u.Groups)-1]
				last.Reasons = append(last.Reasons, incident.Signal{Code: "no_price"})
			})
		}, has: []string{"cost_usd_attacker: at least 398.10 (part of the use has no price yet)", "| Cost, attacker | at least USD 398.10 (part of the use has no price yet) |"}},
		"the use vanished with the key": {plan: plan{noAbuse: true}, more: func(s *story) { s.reviewed(forgotten(incident.WhyLost)) },
			has: []string{"cost_usd_total: at least 14.00 (" + lost, "cost_usd_attacker: unknown (" + lost, "first_abuse: unknown (" + lost,
				"| provider's total | at least 96 (" + lost + ") | at least 9,600 (", "Usage as saved at 2026-11-23T08:03:40Z", "| `2026-11-22` |", "contradicts what was saved at 2026-11-23T08:03:40Z: it gives less. The saved figures are the least that was used"},
			not: []string{"No foreign use was found", "none found"}},
		"the vendor told of no use": {plan: plan{noAbuse: true}, more: func(s *story) { s.reviewed(forgotten(incident.WhySilent)) },
			has: []string{"cost_usd_total: \"at least 14.00 (" + silent, "first_abuse: \"unknown (" + silent}, not: []string{"No foreign use was found"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t, c.plan)
			if c.more != nil {
				c.more(s)
			}
			page := string(written(t, s.facts()).Markdown)
			for _, want := range c.has {
				if !strings.Contains(page, want) {
					t.Errorf("the report lacks %q", want)
				}
			}
			front, _, _ := strings.Cut(page[4:], "---\n")
			for _, bad := range append(c.not, "cost_usd_attacker: 0.00\n", "cost_usd_total: 0.00\n") {
				if strings.Contains(page, bad) {
					t.Errorf("the report says %q:\n%s", bad, front)
				}
			}
		})
	}
}

func TestF023FiguresThatTheProviderForgotComeFromTheSnapshot(t *testing.T) {
	s := tell(t, plan{noAbuse: true})
	s.reviewed(forgotten(incident.WhyLost))
	m := Metrics(s.facts().State, cred).Money
	total := totals(s.facts().State.Keys[cred]).Total
	if total.Requests.Low != 96 || total.Requests.Whole() || m.Total.Low != 14_000_000 || m.Total.Whole() {
		t.Errorf("total %+v, money %+v", total, m.Total)
	}
}

func TestAFigureThatNobodySetIsUnknown(t *testing.T) {
	w := &writer{}
	w.Lang = words.English
	var f Figure
	if got := w.figure(f, w.count).plain(); f.Known() || f.Whole() || !strings.HasPrefix(got, "unknown (") {
		t.Errorf("the zero figure reads %q", got)
	}
	if got := exactly(0).orMore(Absence{Code: noVerdicts}); got.Known() {
		t.Errorf("nothing or more is %+v, want unknown", got)
	}
}

func TestAnotherVendorAndAnotherStoreNeedNoWordsHere(t *testing.T) {
	s := tell(t, plan{})
	for i, e := range s.events {
		s.events[i].Data = []byte(strings.NewReplacer("openai/project-key", "groq/team-key", "dotenv:.env", "vault:kv/docs-bot#KEY",
			`"commit":"4be1c7aa"`, `"commit":""`).Replace(string(e.Data)))
	}
	f := s.facts()
	f.Vendor = "Groq"
	page := string(written(t, f).Markdown)
	for _, want := range []string{"| Type | team-key (`groq/team-key`) |", "| Belongs to | ", "| Self-describing | unknown (not recorded) |",
		"present: the value stood in a Vault secret", "| Sessions or derived tokens | see the related credentials |"} {
		if !strings.Contains(page, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if strings.Contains(page, "openai/") {
		t.Error("the report speaks of another vendor")
	}
}
