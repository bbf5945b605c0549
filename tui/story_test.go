package tui

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// story is a list of events, a second apart unless told otherwise, and the state they add up to.
type story struct {
	t      testing.TB
	at     time.Time
	events []incident.Event
}

// tell begins with a key that is alive, found and saved, three minutes before the tests' noon.
func tell(t testing.TB) *story {
	p := &story{t: t, at: noon.Add(-3 * time.Minute)}
	return p.incident(incident.Opened, incident.OpenedData{ID: "INC-20261123-k7qd", Mode: incident.Live,
		Who: providers.FromOutside("ana"), Where: providers.FromOutside("bastion-2, pts/3")})
}

// mode is for a story that has only begun.
func (p *story) mode(m incident.Mode) *story {
	p.events = nil
	return p.incident(incident.Opened, incident.OpenedData{ID: "INC-20261123-k7qd", Mode: m, Who: providers.FromOutside("ana")})
}

func (p *story) incident(kind incident.Type, data any) *story { return p.note("", kind, "", "", data) }

func (p *story) add(kind incident.Type, step incident.Step, op string, data any) *story {
	return p.note("k1", kind, step, op, data)
}

func (p *story) note(cred string, kind incident.Type, step incident.Step, op string, data any) *story {
	p.t.Helper()
	raw, err := json.Marshal(data)
	if err != nil {
		p.t.Fatal(err)
	}
	p.events = append(p.events, incident.Event{V: 1, Seq: len(p.events) + 1, At: p.at, Type: kind, Cred: cred, Step: step, Op: op, By: incident.Us, Data: raw})
	p.at = p.at.Add(time.Second)
	return p
}

func (p *story) after(d time.Duration) *story { p.at = p.at.Add(d); return p }

func (p *story) state() incident.State {
	p.t.Helper()
	s := incident.Fold(p.events)
	if s.Damaged > 0 {
		p.t.Fatalf("%d events could not be read", s.Damaged)
	}
	return s
}

func storyRecord() incident.Record {
	return incident.Record{Kind: "openai/service-account-key", ID: "key_7HqW2mXv9LcA", Name: providers.FromOutside("docs-bot-prod"),
		Parent: "proj_8sK2nQ", ParentName: providers.FromOutside("docs-bot"), OwnerType: "service_account", OwnerName: providers.FromOutside("docs-bot-ci")}
}

func (p *story) verdict(l providers.Life) incident.Verdict {
	v := incident.Verdict{Life: l, Reason: providers.ReasonOK, Status: 200, At: p.at}
	if l == providers.Dead {
		v.Reason, v.Status, v.Code = providers.ReasonInvalid, 401, "invalid_api_key"
	}
	return v
}

// located is a certain match of one record.
func (p *story) located() *story { return p.locatedBy(providers.MaskAndUse, storyRecord()) }

func (p *story) locatedBy(how providers.Strength, records ...incident.Record) *story {
	p.add(incident.Identified, incident.StepIdentify, "", incident.IdentifiedData{Kind: "openai/service-account-key", Last4: "4fQ2", Confidence: "high", Fingerprint: "f1"})
	p.add(incident.Validated, incident.StepValidate, "", incident.ValidatedData{Verdict: p.verdict(providers.Alive)})
	return p.add(incident.Located, incident.StepLocate, "", incident.LocatedData{Strength: how, Candidates: records, Org: providers.FromOutside("acme")})
}

func (p *story) saved() *story {
	return p.add(incident.ForecastSaved, incident.StepForecast, "", incident.ForecastData{Record: storyRecord(), LastHour: 611, LastDay: 5200,
		UsualHour: 200, MicrosPerMin: 9_000_000, Currency: "USD", AsOf: p.at})
}

// swollen has fewer requests than usual, each far larger: the tokens alone tell the abuse.
func (p *story) swollen() *story {
	return p.add(incident.ForecastSaved, incident.StepForecast, "", incident.ForecastData{Record: storyRecord(), LastHour: 108, LastDay: 5200,
		UsualHour: 248, HourTokens: 1_900_000, UsualTokens: 99_000, MicrosPerMin: 9_000_000, Currency: "USD", AsOf: p.at})
}

func (p *story) decided(s incident.Strategy) *story {
	return p.add(incident.Decided, incident.StepDecide, "", incident.DecidedData{Choice: s, Suggested: s})
}

// armed is all that comes before the phrase.
func armed(t testing.TB) *story { return tell(t).located().saved().decided(incident.RevokeFirst) }

func (p *story) intent(op string, step incident.Step, d incident.IntentData) *story {
	r := storyRecord()
	d.Record = &r
	return p.add(incident.Intended, step, op, d)
}

func (p *story) outcome(op string, step incident.Step, o incident.OutcomeData) *story {
	o.At = p.at
	return p.add(incident.Concluded, step, op, o)
}

// sent is a delete without an answer.
func (p *story) sent(op string) *story {
	return p.intent(op, incident.StepRevoke, incident.IntentData{Act: incident.ActRevoke, Statement: deletion}).
		add(incident.Uncertain, incident.StepRevoke, op, incident.FailData{Reason: incident.WhyUnknownState, Fail: &incident.CallFail{Fate: providers.Unknown}})
}

// revoked is a delete that was accepted.
func (p *story) revoked(op string) *story {
	return p.intent(op, incident.StepRevoke, incident.IntentData{Act: incident.ActRevoke, Statement: deletion}).
		outcome(op, incident.StepRevoke, incident.OutcomeData{Result: incident.Applied, Status: 200})
}

// refused is a delete that was not permitted.
func (p *story) refused(op string) *story { return p.refusedAct(op, incident.ActRevoke) }

func (p *story) refusedAct(op string, act incident.Act) *story {
	f := &incident.CallFail{Fate: providers.Refused, Cause: providers.CauseStatus, Status: 403, Code: "insufficient_permissions"}
	return p.intent(op, incident.StepRevoke, incident.IntentData{Act: act, Statement: deletion}).
		outcome(op, incident.StepRevoke, incident.OutcomeData{Result: incident.RefusedRes, Status: 403, Fail: f}).
		add(incident.StepFailed, incident.StepRevoke, "", incident.FailData{Reason: incident.WhyNotPermitted, Fail: f})
}

func (p *story) watch(run int, window time.Duration) *story {
	return p.add(incident.StepStarted, incident.StepProve, "", incident.ProveData{Run: run, Window: window, Deadline: p.at.Add(time.Hour),
		Poll: 2 * time.Second, Offsets: []time.Duration{0, window / 2, window}})
}

func (p *story) probe(lives ...providers.Life) *story {
	for _, l := range lives {
		p.add(incident.Probed, incident.StepProve, "", incident.ProbeData{Run: 1, Verdict: p.verdict(l)})
	}
	return p
}

func (p *story) control() *story {
	return p.add(incident.Probed, incident.StepProve, "", incident.ProbeData{Run: 1, Control: true, Verdict: p.verdict(providers.Dead)})
}

// proven is a whole watch.
func (p *story) proven() *story {
	p.revoked("op1").watch(1, time.Minute).probe(providers.Alive, providers.Alive, providers.Dead).after(30 * time.Second).probe(providers.Dead).after(30 * time.Second)
	p.probe(providers.Dead).control()
	return p.add(incident.LookDue, incident.StepLook, "", incident.LookData{At: p.at.Add(10 * time.Minute)})
}

var (
	deletion = providers.Statement{Door: "http", Method: "DELETE", Effect: providers.Mutate,
		URL: "https://api.openai.com/v1/organization/projects/proj_8sK2nQ/api_keys/key_7HqW2mXv9LcA"}
	limiting = providers.Statement{Door: "http", Method: "POST", Effect: providers.Mutate, Reversible: true, Undo: "openai.spend_limit.delete",
		URL: "https://api.openai.com/v1/organization/projects/proj_8sK2nQ/spend_limit", Body: json.RawMessage(`{"threshold_amount":1,"currency":"USD"}`)}
	spending = incident.Limit{ID: "project-spend-limit", Target: providers.FromOutside("docs-bot"), WholeOf: "project", ExactUndo: true}
	offering = providers.Containment{ID: "project-spend-limit", Target: providers.FromOutside("docs-bot"), WholeOf: "project", ExactUndo: true}
)

// open opens a rig on a story. Its clock stands where the story ended.
func (p *story) open(change func(*rig)) *rig {
	return newRig(p.t, func(g *rig) {
		g.engine.sends = []providers.Statement{deletion}
		g.engine.events = p.events
		g.engine.sit.Now = p.at
		g.session(p.state())
		g.engine.sit.Mode = g.engine.state.Opening.Mode
		if change != nil {
			change(g)
		}
	})
}

// bring goes on with the story while a screen is seen.
func (p *story) bring(g *rig, more func(*story)) {
	more(p)
	g.engine.events, g.engine.state, g.engine.sit.Now = p.events, p.state(), p.at
	g.sync()
}

// does has the engine add to the story whenever it performs an action.
func (p *story) does(g *rig, then map[runbook.Name]func(*story)) {
	g.engine.do = func(_ context.Context, a runbook.Action, _ runbook.Input) error {
		if more := then[a.Name]; more != nil {
			more(p)
			g.engine.events, g.engine.state, g.engine.sit.Now = p.events, p.state(), p.at
		}
		if a.Background {
			g.engine.sit.Running[a.Cred+"/"+string(a.Step)] = true
		}
		return nil
	}
}

// mutations counts what would have left for a vendor.
func (e *fakeEngine) mutations() int {
	n := 0
	for _, a := range e.did {
		if a.Mutates {
			n++
		}
	}
	return n
}

// done counts the actions of a name.
func (e *fakeEngine) done(name runbook.Name) int {
	n := 0
	for _, a := range e.did {
		if a.Name == name {
			n++
		}
	}
	return n
}

// put shows a screen, as if a key had led there.
func (g *rig) put(make func(*view) screen) *rig {
	var cmds []tea.Cmd
	g.root.resetTo(make(&g.root.view), true, &cmds)
	g.run(g.root.guarded(cmds))
	return g
}
