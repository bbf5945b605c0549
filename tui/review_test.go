package tui

import (
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

func init() {
	scenes = append(scenes,
		scene{"review-reading", func(t testing.TB) *rig {
			return dead(t).open(func(g *rig) { g.hold = true }).put(newReview)
		}},
		picture("review", scene{"review", reviewing}),
		scene{"review-judged", func(t testing.TB) *rig {
			p := reviewed(t)
			for _, g := range sampleGroups() {
				p.verdictOn(g.ID, incident.NotOurs)
			}
			g := p.open(nil).put(newReview)
			g.press("G")
			return g
		}},
		scene{"review-many", func(t testing.TB) *rig {
			u := sampleUsage()
			for i := range 12 {
				one := sampleGroups()[1]
				one.ID += string(rune('a' + i))
				u.Groups = append(u.Groups, one)
			}
			g := dead(t).fetched(u).open(nil).put(newReview)
			g.press("down", "down", "down", "down", "down", "down")
			return g
		}},
		scene{"review-no-use", func(t testing.TB) *rig {
			u := sampleUsage()
			u.Groups, u.Hours, u.Minutes, u.Total = nil, nil, nil, incident.Amount{}
			return dead(t).fetched(u).open(nil).put(newReview)
		}},
		scene{"review-failed", func(t testing.TB) *rig {
			return dead(t).failed(incident.StepReview, incident.WhyNotPermitted).open(helpedBy).put(newReview)
		}},
		scene{"group", func(t testing.TB) *rig { g := reviewing(t); g.press("enter"); return g }},
		scene{"hostile-review", hostileReview},
		scene{"hostile-group", func(t testing.TB) *rig { g := hostileReview(t); g.press("enter"); return g }},
	)
}

// dead is a key that was revoked and proven dead.
func dead(t testing.TB) *story { return armed(t).proven() }

func (p *story) fetched(u incident.FetchedData) *story {
	p.add(incident.StepStarted, incident.StepReview, "", nil)
	return p.add(incident.UsageFetched, incident.StepReview, "", u)
}

func (p *story) verdictOn(group string, v incident.GroupVerdict) *story {
	return p.add(incident.UsageVerdict, incident.StepReview, "", incident.VerdictData{Group: group, Verdict: v})
}

func reviewed(t testing.TB) *story { return dead(t).fetched(sampleUsage()) }

func reviewing(t testing.TB) *rig { return exposed(reviewed(t)).open(nil).put(newReview) }

// exposed has somebody say that the key is out since eleven days.
func exposed(p *story) *story {
	return p.incident(incident.Answered, incident.AnswerData{Question: incident.AskExposedSince, Time: noon.Add(-11 * 24 * time.Hour)})
}

func hostileReview(t testing.TB) *rig {
	u := sampleUsage()
	for i := range u.Groups {
		u.Groups[i].Model = hostile
		u.Groups[i].Endpoint = "e\x1b[2J\u202e"
		u.Groups[i].Reasons = append(u.Groups[i].Reasons, incident.Signal{Code: "\x1b]0;x\a\u202e"})
	}
	u.Looked = append(u.Looked, incident.Looked{For: "\x1b[2J\u202e", Found: []string{"a"}})
	u.Gaps = append(u.Gaps, incident.Gap{What: "\x1b[2J\u202e", Why: "\x1b[2J"})
	u.Hidden, u.Method, u.Currency = append(u.Hidden, "\x1b[2J\u202e"), "\x1b[2J", "\x1b[2J\u202e"
	return dead(t).fetched(u).open(nil).put(newReview)
}

func sampleGroups() []incident.Group {
	night := time.Date(2026, 11, 23, 2, 40, 0, 0, time.UTC)
	return []incident.Group{
		{ID: "g1", Endpoint: "completions", Model: providers.FromOutside("gpt-5"), From: night, To: night.Add(33 * time.Minute),
			Amount:    incident.Amount{Requests: 611, In: 200_000_000, Out: 14_000_000, Micros: 274_100_000, Low: 274_100_000, High: 274_100_000},
			Suggested: incident.NotOurs, Reasons: []incident.Signal{{Code: "new_model", Observed: 1, Expected: 90211}, {Code: "over_peak", Observed: 611, Expected: 32},
				{Code: "tokens_per_request", Observed: 350_000, Expected: 8000}}},
		{ID: "g2", Endpoint: "completions", Model: providers.FromOutside("gpt-5-mini"), From: night.Add(-40 * time.Minute), To: night.Add(-5 * time.Minute),
			Amount:    incident.Amount{Requests: 9100, In: 11_000_000, Out: 1_000_000, Micros: 31_200_000, Low: 30_000_000, High: 33_000_000},
			Suggested: incident.Ours, Reasons: []incident.Signal{{Code: "recurring", Observed: 9100, Expected: 9050}}},
		{ID: "g3", Endpoint: "completions", Model: providers.FromOutside("gpt-5-nano"), From: night.Add(-11 * 24 * time.Hour), To: night.Add(-11*24*time.Hour + time.Minute),
			Amount:    incident.Amount{Requests: 1, In: 8, Out: 1},
			Suggested: incident.CannotTell, Reasons: []incident.Signal{{Code: "small_probe", Observed: 1, Expected: 420}}},
	}
}

func sampleUsage() incident.FetchedData {
	u := incident.FetchedData{From: noon.Add(-28 * 24 * time.Hour), To: noon, AsOf: noon.Add(time.Minute), Settled: noon.Add(-5 * time.Minute), Lag: "5m0s, measured",
		Groups: sampleGroups(), Total: incident.Amount{Requests: 90822, In: 300_000_000, Out: 20_000_000, Micros: 305_300_000}, Own: 14,
		Hidden: []string{"address", "country", "client"}, Method: "by_line", Currency: "USD",
		Looked: []incident.Looked{{For: string(providers.TraceKeys)}, {For: string(providers.TraceAccounts)}, {For: string(providers.TraceLimits)},
			{For: string(providers.TraceLogins), Why: incident.WhyNotPermitted}},
		Gaps: []incident.Gap{{What: "cost", Why: incident.WhyUnsettled, From: noon.Add(-3 * time.Hour), To: noon}}}
	for i := range 84 {
		at := noon.Truncate(8 * time.Hour).Add(-time.Duration(83-i) * 8 * time.Hour)
		u.Hours = append(u.Hours, incident.Cell{At: at, Requests: []int64{120, 180, 900}[i%3]})
	}
	u.Hours[83].Requests = 9711
	for i := range 16 {
		u.Minutes = append(u.Minutes, incident.Cell{At: noon.Add(-time.Duration(34-2*i) * time.Minute), Requests: int64(20 + 9*(i%4))})
	}
	return u
}

func TestTheReviewReadsTheFiguresOnceByItself(t *testing.T) {
	p := dead(t)
	g := p.open(func(g *rig) {
		p.does(g, map[runbook.Name]func(*story){runbook.Review: func(p *story) { p.fetched(sampleUsage()) }})
	}).put(newReview)
	if n := g.engine.done(runbook.Review); n != 1 {
		t.Fatalf("read %d times", n)
	}
	g.shows("> gpt-5         02:40-03:13Z        611     274.10")
	g.put(newReview)
	if n := g.engine.done(runbook.Review); n != 1 {
		t.Errorf("figures that are there were read again by themselves: %d", n)
	}
	g.press("r")
	if n := g.engine.done(runbook.Review); n != 2 {
		t.Errorf("r read %d times", n)
	}
}

func TestTheTimeOfAGroupIsWholeAndItsNameIsCutFirst(t *testing.T) {
	u := sampleUsage()
	u.Groups[0].Model, u.Groups[0].From = providers.FromOutside("gpt-4.1-mini-2025-04-14-long"), noon.Add(-27*24*time.Hour)
	for _, lang := range words.Langs {
		for _, w := range []int{60, 80, 120} {
			g := dead(t).fetched(u).open(nil).put(newReview)
			g.root.view.lang = lang
			g.size(w, 24)
			g.shows(lang.UseSpan(u.Groups[0].From, u.Groups[0].To, u.AsOf) + "  ")
			if w == 60 {
				g.shows("   gpt-4.1-mini-2025-04-14-long\n") // below the list, whole
			}
		}
	}
}

func TestTheChartSaysWhatItsHeightMeans(t *testing.T) {
	g := reviewing(t)
	g.shows("full height: 9,711 requests in 8 h, 47 in 2 min; half height is a quarter")
	g.size(60, 20)
	g.shows("full height: 9,891 requests in 16 h, 47 in 2 min")
}

func TestWhatWasFoundOutlastsWhatWasNot(t *testing.T) {
	u := sampleUsage()
	u.Looked[0].Found = []string{"a1", "a2"}
	for range 4 {
		u.Groups = append(u.Groups, u.Groups[2])
	}
	g := dead(t).fetched(u).open(nil).put(newReview)
	g.shows("found      new keys, 2 entries")
	g.hides("not told")
}

func TestAnEstimateSaysThatItIsOneAndItsBounds(t *testing.T) {
	u := sampleUsage()
	u.Groups[0].Low, u.Groups[0].High = 200_000_000, 300_000_000
	g := dead(t).fetched(u).open(nil).put(newReview)
	g.press("enter")
	g.shows("USD 274.10, estimated: likely between USD 200.00 and USD 300.00")
}

func TestAVerdictIsThePersonsAndForTheSelectedGroup(t *testing.T) {
	for key, want := range map[string]incident.GroupVerdict{"o": incident.Ours, "n": incident.NotOurs, "c": incident.CannotTell} {
		g := reviewing(t)
		g.press("down", key)
		if n := len(g.engine.did); n != 1 || g.engine.did[0].About != "g2" || g.engine.inputs[0].Verdict != want {
			t.Errorf("%s: %v", key, g.engine.did)
		}
	}
}

func TestASuggestionIsMarkedAndTurnsIntoAVerdict(t *testing.T) {
	p := reviewed(t)
	g := p.open(nil).put(newReview)
	g.shows("274.10    (not ours)")
	g.shows("3 undecided, in brackets our guess")
	p.bring(g, func(p *story) { p.verdictOn("g1", incident.Ours) })
	g.shows("✓ ours")
	g.hides("274.10    (not ours)")
	g.shows("2 undecided, in brackets")
}

func TestAVerdictWithoutAGroupIsNotGiven(t *testing.T) {
	g := reviewing(t)
	g.press("G", "n")
	if len(g.engine.did) != 0 {
		t.Errorf("judged: %v", g.engine.did)
	}
	g.shows("choose a group first")
}

func TestSeveralKeysAtOnceJudgeNothing(t *testing.T) {
	g := reviewing(t)
	g.burst("n", "n")
	if len(g.engine.did) != 0 {
		t.Errorf("judged: %v", g.engine.did)
	}
}

func TestEnterOpensTheGroupAndAVerdictThereLeadsBack(t *testing.T) {
	p := reviewed(t)
	g := p.open(nil).put(newReview)
	p.does(g, map[runbook.Name]func(*story){runbook.Judge: func(p *story) { p.verdictOn("g1", incident.NotOurs) }})
	g.press("enter")
	g.shows("Whose use was this?")
	g.shows("rule out first: a new release")
	g.shows("19 times the busiest comparable hour")
	g.press("n")
	g.shows("✓ not ours")
	if len(g.engine.inputs) != 1 || g.engine.inputs[0].Verdict != incident.NotOurs {
		t.Errorf("judged: %v", g.engine.inputs)
	}
}

func TestTheReviewShowsWhatWasLookedForAndWhatIsNotExposed(t *testing.T) {
	g := reviewing(t)
	g.size(120, 40)
	for _, want := range []string{"not found  though looked for: new keys, new service accounts, changed limits", "not told   by OpenAI: address, country, client",
		"logins: unknown", "14 requests, our probes, counted apart", "final up to 03:09Z"} {
		g.shows(want)
	}
}

func TestUseThatCannotBeReadLeavesThreeWays(t *testing.T) {
	p := dead(t).failed(incident.StepReview, incident.WhyNotPermitted)
	g := p.open(helped).put(newReview)
	if n := g.engine.done(runbook.Review); n != 0 {
		t.Errorf("a refused reading was repeated by itself %d times", n)
	}
	g.press("m")
	g.shows(`What was done for "review usage"?`)
	g.typed("read it in the console")
	g.press("enter")
	if n := len(g.engine.did); n != 1 || g.engine.did[0].Name != runbook.DoneByHand || g.engine.did[0].Step != incident.StepReview {
		t.Fatalf("did %v", g.engine.did)
	}
	g.press("-")
	g.shows(`Why leave out "review usage"?`)
	g.press("esc", "r")
	if n := g.engine.done(runbook.Review); n != 1 {
		t.Errorf("r read %d times", n)
	}
}

func TestAChartShowsABurstBesideWhatIsUsual(t *testing.T) {
	end := noon.Truncate(8 * time.Hour).Add(8 * time.Hour)
	cells := []incident.Cell{{At: end.Add(-32 * time.Hour), Requests: 100}, {At: end.Add(-24 * time.Hour), Requests: 10_000}, {At: end.Add(-time.Hour), Requests: 1},
		{At: end.Add(-400 * time.Hour), Requests: 5}, {At: end, Requests: 7}}
	if got := bars(spread(cells, end, 8*time.Hour, 5), 5); got != "▁▃█▁▂" {
		t.Errorf("drawn %s", got)
	}
	if got := bars(spread(cells, end, 8*time.Hour, 5), 3); got != "▁▃█?▂" { // for which use may still appear
		t.Errorf("with two cells that are not final: %q", got)
	}
	if got := bars(spread(nil, end, time.Hour, 3), 3); got != "▁▁▁" {
		t.Errorf("nothing is drawn %s", got)
	}
}

func TestTheLongChartBeginsAtTheExposure(t *testing.T) {
	g := reviewing(t)
	line := ""
	for _, l := range strings.Split(plainly(g.frame()), "\n") {
		if strings.Contains(l, "exposed 11-12") {
			line = l
		}
	}
	if n := len(strings.FieldsFunc(line, func(r rune) bool { return r < '▁' || r > '█' })); n != 1 || strings.Count(line, "▃")+strings.Count(line, "▄")+strings.Count(line, "█") != 34 {
		t.Errorf("not 34 cells of 8 hours from the exposure on: %q", line)
	}
}
func TestTheWayOnLeadsToTheRotation(t *testing.T) {
	g := reviewing(t)
	g.press("G")
	g.shows("enter go on")
	g.press("enter")
	g.shows("Where does the new key go?")
}

func TestUseOfSeveralDaysIsNamedByItsDates(t *testing.T) {
	u := sampleUsage()
	u.Groups[1].From = u.Groups[1].To.Add(-50 * time.Hour)
	dead(t).fetched(u).open(nil).put(newReview).shows("gpt-5-mini    11-21 to 11-23  ")
}

func TestAfterAVerdictTheCursorStandsOnTheNextUndecidedGroup(t *testing.T) {
	p := reviewed(t)
	g := p.open(nil).put(newReview)
	k, _ := p.state().First()
	open := k.UndecidedIn(incident.StepReview)
	for _, group := range k.Usage.Groups {
		if k.Verdicts[group.ID] != "" {
			continue
		}
		p.does(g, map[runbook.Name]func(*story){runbook.Judge: func(p *story) { p.verdictOn(group.ID, incident.Ours) }})
		g.press("o")
	}
	if n := g.engine.done(runbook.Judge); n != open || open < 2 {
		t.Errorf("%d verdicts on %d groups", n, open)
	}
	g.shows("> Go on to rotate")
}

func TestAllFactsOfTheReviewListEveryGroup(t *testing.T) {
	for _, s := range scenes {
		if s.name != "review-many" {
			continue
		}
		g := s.play(t)
		g.size(60, 20)
		g.shows("more line")
		g.press("tab")
		listed := 0
		for _, r := range newAllFacts(g.root.under()).rows(&g.root.view) {
			if r.kind == rowTable && len(r.cells) > 3 {
				listed++ // one of them is their head
			}
		}
		if all := len(g.root.view.key().Usage.Groups); listed != all+1 || strings.Contains(plainly(g.frame()), "↑") {
			t.Errorf("%d of %d groups:\n%s", listed, all, plainly(g.frame()))
		}
	}
}
