package postmortem

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// story builds the events of one incident. Times are offsets from the page at 08:00.
type story struct {
	t      *testing.T
	events []incident.Event
	step   incident.Step
	op     string
	by     incident.By
}

const cred = "c1"

var page = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

func at(offset string) time.Time {
	d, err := time.ParseDuration(offset)
	if err != nil {
		panic(err)
	}
	return page.Add(d)
}

func out(s string) providers.Untrusted { return providers.FromOutside(s) }

func (s *story) add(offset string, typ incident.Type, data any) {
	s.t.Helper()
	raw, err := json.Marshal(data)
	if err != nil {
		s.t.Fatal(err)
	}
	by := s.by
	if by == "" {
		by = incident.Us
	}
	e := incident.Event{V: 1, Seq: len(s.events) + 1, At: at(offset), Type: typ, Cred: cred, Step: s.step, Op: s.op, By: by, Data: raw}
	if typ == incident.Opened || typ == incident.Answered || typ == incident.Closed || typ == incident.Resumed {
		e.Cred = ""
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", e.Seq, raw))
	e.Hash = hex.EncodeToString(sum[:])
	s.events = append(s.events, e)
}

func (s *story) answer(offset string, q incident.Question, value string, when ...string) {
	a := incident.AnswerData{Question: q, Value: out(value)}
	if len(when) > 0 && when[0] != "" {
		a.Time = at(when[0])
	}
	if len(when) > 1 {
		a.About = when[1]
	}
	s.add(offset, incident.Answered, a)
}

// journalOf is the journal of some events, a line each.
func journalOf(t *testing.T, events []incident.Event) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, e := range events {
		if err := json.NewEncoder(&b).Encode(e); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func (s *story) facts() Facts {
	return Facts{State: incident.Fold(s.events), Events: s.events, JournalSHA256: digest(journalOf(s.t, s.events)),
		Tool: "firebreak 0.1.0", Now: at("3h"), Lang: words.English, Vendor: "OpenAI", Owner: "platform-oncall"}
}

// plan says which parts of the incident happen; the zero value is the fully observed one.
type plan struct {
	mode                                               incident.Mode
	noUsage, noAbuse, noVerdict, noAnswers, noRotation bool
	falseAlarm, rotateFirst, relatedForgotten, resumed bool
	revived, shortened, unproven, bounded, limitStands bool
	text                                               string // stands in every field from outside
}

func (p plan) say(s string) string {
	if p.text != "" {
		return p.text
	}
	return s
}

var record = incident.Record{Kind: "openai/project-key", ID: "key_7HqW2mXv9LcAbT4zRkUyB3nP", Parent: "proj_docs", OwnerType: "service_account", OwnerID: "svc_1"}

func (p plan) record() incident.Record {
	r := record
	r.Name, r.ParentName, r.OwnerName = out(p.say("docs-bot key")), out(p.say("docs-bot")), out(p.say("docs-bot-ci"))
	r.Created, r.LastUsed = at("-2688h40m"), at("-30s")
	return r
}

// tell plays the incident.
func tell(t *testing.T, p plan) *story {
	t.Helper()
	s := &story{t: t}
	if p.mode == "" {
		p.mode = incident.Live
	}
	s.add("2m11s", incident.Opened, incident.OpenedData{ID: "INC-20261123-k7qd", Mode: p.mode, Salt: "00ff", Tool: "firebreak 0.1.0",
		Who: out(p.say("ana")), Where: out(p.say("bastion-2")), PID: 7})
	s.add("2m12s", incident.Identified, incident.IdentifiedData{Kind: "openai/project-key", Fingerprint: "sha256:9f2c1ab07d34",
		Prefix: "sk-proj-", Last4: "x7Qa", Confidence: "high", From: "paste", Name: p.say("OPENAI_API_KEY")})
	p.check(s)
	if p.falseAlarm {
		s.add("20m", incident.Closed, incident.ClosedData{Reason: "false-alarm", Outcome: incident.NotAccepted})
		return s
	}
	p.locate(s)
	if p.rotateFirst {
		p.rotate(s, "4m")
	}
	p.kill(s)
	if p.resumed {
		s.add("9m45s", incident.Resumed, incident.ResumedData{Who: out(p.say("ana")), Where: out(p.say("bastion-2")), PID: 9, Tool: "firebreak 0.1.0"})
	}
	p.prove(s)
	p.review(s)
	if !p.rotateFirst && !p.noRotation {
		p.rotate(s, "30m")
	}
	p.relate(s)
	p.investigate(s)
	if !p.noAnswers {
		p.answers(s)
	}
	if p.revived {
		s.step = incident.StepLook
		s.add("80m", incident.Probed, incident.ProbeData{Run: 1, Verdict: verdict(p, "80m", providers.Alive)})
	}
	s.step = ""
	s.add("140m", incident.Closed, incident.ClosedData{Reason: "done", Outcome: incident.ProvenDead})
	return s
}

func verdict(p plan, offset string, life providers.Life) incident.Verdict {
	v := incident.Verdict{Life: life, Reason: providers.ReasonOK, At: at(offset), Status: 200, Call: "GET /models", RequestID: "req_" + Slug(offset)}
	if life == providers.Dead {
		v.Reason, v.Status, v.Code, v.Message = providers.ReasonInvalid, 401, "invalid_api_key", out(p.say("Incorrect API key provided"))
	}
	return v
}

func (p plan) check(s *story) {
	life := providers.Alive
	if p.falseAlarm {
		life = providers.Dead
	}
	control := verdict(p, "3m", providers.Dead)
	s.step = incident.StepValidate
	s.add("3m1s", incident.Validated, incident.ValidatedData{Verdict: verdict(p, "3m1s", life), Control: &control})
}

func (p plan) locate(s *story) {
	s.step = incident.StepLocate
	s.add("3m20s", incident.Located, incident.LocatedData{Strength: providers.MaskAndUse, Candidates: []incident.Record{p.record()},
		Searched: []providers.Counted{{What: "projects", N: 7}}, Org: out(p.say("Example Org"))})
	s.step = incident.StepForecast
	s.add("3m40s", incident.ForecastSaved, incident.ForecastData{Record: p.record(), LastHour: 220, LastDay: 2000, UsualHour: 4,
		AsOf: at("3m40s"), ExposedHow: "unknown", MicrosPerMin: 9_000_000, Billed: 14_000_000, Currency: "USD",
		Days:     []incident.Day{{Day: "2026-11-22", Endpoint: "completions", Model: out(p.say("gpt-4o-mini")), Requests: 96, In: 9600, Out: 960}},
		Controls: []incident.Control{{ID: "spend-limit", State: providers.ControlAbsent, Where: "https://platform.openai.com/settings/organization/limits"}, {ID: "rate-limit", State: providers.ControlPresent, Detail: out(p.say("500 a minute"))}, {ID: "ip-allowlist", State: providers.ControlUnreadable}, {ID: "key-expiry", State: providers.ControlAbsent}}})
	s.step = incident.StepDecide
	choice := incident.RevokeFirst
	if p.rotateFirst {
		choice = incident.RotateFirst
	}
	s.add("3m50s", incident.Decided, incident.DecidedData{Choice: choice, Suggested: incident.RevokeFirst, Why: incident.WhyBurning, Note: out(p.say("the bot may stop"))})
}

func (p plan) mutate(s *story, offset, op string, i incident.IntentData, result incident.Result) {
	s.op = op
	s.add(offset, incident.Intended, i)
	o := incident.OutcomeData{Result: result, At: at(offset).Add(time.Second), Status: 200, RequestID: "req_" + op}
	s.add(offset, incident.Concluded, o)
	s.op = ""
}

func (p plan) kill(s *story) {
	if p.limitStands {
		s.step = incident.StepContain
		p.mutate(s, "5m", "op-9", incident.IntentData{Act: incident.ActContain, Limit: &incident.Limit{ID: "project-spend-limit", Target: out(p.say("docs-bot")), WholeOf: "project", ExactUndo: true},
			Statement: providers.Statement{Door: "http", Reversible: true}}, incident.Applied)
	}
	r := p.record()
	s.step = incident.StepRevoke
	result := incident.Applied
	if p.mode == incident.DryRun {
		result = incident.Withheld
	}
	p.mutate(s, "9m29s", "op-1", incident.IntentData{Act: incident.ActRevoke, Record: &r, Strength: providers.MaskAndUse,
		Statement: providers.Statement{Door: "http", Route: "openai.key.delete", Method: "DELETE", URL: "https://api.openai.com/v1/organization/projects/proj_docs/api_keys/key_7HqW2mXv9LcAbT4zRkUyB3nP"}}, result)
}

func (p plan) prove(s *story) {
	if p.mode == incident.DryRun {
		return
	}
	s.step = incident.StepProve
	window := time.Minute
	if p.shortened {
		window = 300 * time.Millisecond
	}
	s.add("9m31s", incident.StepStarted, incident.ProveData{Run: 1, Window: window, Deadline: at("25m"), Source: "our assumption", Shortened: p.shortened})
	probe := func(offset string, life providers.Life, control bool) {
		s.add(offset, incident.Probed, incident.ProbeData{Run: 1, Control: control, Verdict: verdict(p, offset, life)})
	}
	for _, o := range []string{"9m32s", "9m34s", "9m36s"} {
		probe(o, providers.Alive, false)
	}
	if p.unproven {
		probe("11m2s", providers.Dead, false)
		return
	}
	for _, o := range []string{"11m2s", "11m4s", "11m8s", "11m17s", "11m32s"} {
		probe(o, providers.Dead, false)
	}
	probe("11m33s", providers.Dead, true)
	probe("12m2s", providers.Dead, false)
	s.add("12m3s", incident.LookDue, incident.LookData{At: at("22m2s")})
}

func (p plan) review(s *story) {
	s.step = incident.StepReview
	if p.noUsage {
		s.add("15m", incident.StepFailed, incident.FailData{Reason: incident.WhyNotPermitted, Fail: &incident.CallFail{Fate: providers.Refused, Cause: providers.CauseStatus, Status: 403, Message: out(p.say("missing scope"))}})
		return
	}
	u := incident.FetchedData{From: at("-672h"), To: at("15m"), AsOf: at("15m"), Settled: at("10m"), Lag: "our assumption: 5 min", Own: 12,
		Hidden: []string{"address", "client", "country"}, Method: "by_line", Currency: "usd", AuditN: 3,
		Gaps:  []incident.Gap{{What: "usage", Why: incident.WhyUnsettled, From: at("10m"), To: at("15m")}},
		Audit: []incident.Admin{{ID: "audit_1", At: at("9m30s"), Type: "api_key.deleted", Actor: out(p.say("ops@example.test")), Target: record.ID}}}
	for _, trace := range []providers.Trace{providers.TraceKeys, providers.TraceKeyEdits, providers.TraceAccounts, providers.TraceProjects, providers.TraceLimits, providers.TraceUsers, providers.TraceInvites, providers.TraceRoles, providers.TraceAddress} {
		u.Looked = append(u.Looked, incident.Looked{For: string(trace)})
	}
	u.Looked[1].Found = []string{"audit_1"}
	ours := incident.Amount{Requests: 475, In: 47_500, Out: 4_750, Micros: 14_500_000}
	u.Groups = []incident.Group{{ID: "u-ours", Endpoint: "completions", Model: out(p.say("gpt-4o-mini")), From: u.From, To: at("9m"), Amount: ours,
		Suggested: incident.Ours, Reasons: []incident.Signal{{Code: "usual"}}},
		{ID: "u-own", Endpoint: "completions", Model: out(p.say("gpt-4o-mini")), From: at("3m"), To: at("10m"), Amount: incident.Amount{Requests: 12}, Suggested: incident.Ours, Reasons: []incident.Signal{{Code: "own_probe", Observed: 12}}}}
	if !p.noAbuse {
		u.Groups = append(u.Groups, incident.Group{ID: "u-bad", Endpoint: "completions", Model: out(p.say("gpt-4o")), From: at("-3h9m"), To: at("10m"),
			Amount:    incident.Amount{Requests: 1904, In: 600_000_000, Out: 2_000_000, Micros: 398_100_000, Low: 390_000_000, High: 402_000_000},
			Suggested: incident.NotOurs, Reasons: []incident.Signal{{Code: "new_model", Observed: 1, Expected: 5000}, {Code: "tokens_per_request", Observed: 350_000, Expected: 2000}}})
		u.Hours = []incident.Cell{{At: at("-27h"), Requests: 4, Micros: 12_000_000}, {At: at("-4h"), Requests: 404, Micros: 98_100_000}, {At: at("0h"), Requests: 1500, Micros: 302_500_000}}
		u.Minutes = []incident.Cell{{At: at("-3h10m"), Requests: 400, Micros: 98_100_000}, {At: at("4m"), Requests: 1500, Micros: 300_000_000}}
	}
	for _, g := range u.Groups {
		u.Total = plus(u.Total, g.Amount)
	}
	u.Total.Low, u.Total.High = 0, 0
	s.add("15m", incident.UsageFetched, u)
	if p.noVerdict {
		return
	}
	for _, g := range u.Groups {
		s.add("26m", incident.UsageVerdict, incident.VerdictData{Group: g.ID, Verdict: g.Suggested})
	}
}

func (p plan) rotate(s *story, offset string) {
	s.step = incident.StepRotate
	place := incident.Place{Store: "dotenv:.env", Detail: "line 12, OPENAI_API_KEY", Guard: providers.Guarded, Warning: out(p.say(""))}
	after := func(d time.Duration) string { return (at(offset).Add(d).Sub(page)).String() }
	s.add(offset, incident.StoreFound, place)
	p.mutate(s, after(time.Minute), "op-2", incident.IntentData{Act: incident.ActCreate, Name: "docs-bot INC-20261123-k7qd op-2", Statement: providers.Statement{Door: "http", Reversible: true}}, incident.Applied)
	s.op = "op-2"
	s.add(after(61*time.Second), incident.Parked, incident.ParkedData{File: "op-2.age", Fingerprint: "sha256:aaaaaaaaaaaa", Last4: "nEw1"})
	s.add(after(62*time.Second), incident.Created, incident.CreatedData{Record: incident.Record{Kind: "openai/project-key", ID: "key_new1", Name: out(p.say("docs-bot"))}})
	p.mutate(s, after(2*time.Minute), "op-3", incident.IntentData{Act: incident.ActWrite, Place: &place, Statement: providers.Statement{Door: "file", Path: ".env", Reversible: true}}, incident.Applied)
	s.add(after(2*time.Minute+time.Second), incident.Written, place)
	s.add(after(2*time.Minute+2*time.Second), incident.Verified, incident.VerifiedData{Place: &place, Holds: true})
	v := verdict(p, after(2*time.Minute+3*time.Second), providers.Alive)
	s.add(after(2*time.Minute+3*time.Second), incident.Verified, incident.VerifiedData{Verdict: &v})
}

func (p plan) relate(s *story) {
	s.step = incident.StepRelated
	for i, relation := range []providers.Relation{providers.SameOwner, providers.SameFile, providers.SameProject} {
		r := incident.Record{ID: fmt.Sprintf("key_rel%d", i), Name: out(p.say("ci"))}
		s.add("36m", incident.Related, incident.RelatedData{ID: r.ID, Record: &r, Relation: relation, Found: "admin API"})
	}
	decided := map[string]incident.RelatedData{"key_rel0": {Decision: incident.RotatedD}, "key_rel1": {Decision: incident.RevokedD},
		"key_rel2": {Decision: incident.KeptD, Reason: out(p.say("another network")), Approver: out(p.say("engineering-manager"))}}
	for i := range 3 {
		id := fmt.Sprintf("key_rel%d", i)
		if p.relatedForgotten && i < 2 {
			continue
		}
		d := decided[id]
		d.ID = id
		s.add("40m", incident.Related, d)
	}
}

func (p plan) investigate(s *story) {
	s.step = incident.StepInvestigate
	s.add("45m", incident.StepStarted, nil)
	if p.bounded {
		s.add("46m", incident.StepDone, incident.TracedData{Places: []string{}})
		return
	}
	s.add("45m30s", incident.ExposureHit, incident.HitData{Kind: "git blob", Where: out(p.say("docs-bot")), Path: out(p.say("scripts/eval.py")), Line: 14, Object: "4be1c7", Commit: "4be1c7aa",
		CommitDate: at("-262h20m"), Refs: []providers.Untrusted{out(p.say("refs/heads/main"))}, Pushed: true, PushedAt: at("-262h18m42s")})
	s.add("46m", incident.StepDone, incident.TracedData{Places: []string{p.say("docs-bot")}, Hits: 1, Files: 120, Objects: 900, Commits: 60, Refs: 3, Complete: true})
}

func (p plan) answers(s *story) {
	s.step = ""
	channel := "public repo"
	s.answer("50m", incident.AskChannel, channel)
	s.answer("50m", incident.AskAudience, p.say("everyone"))
	s.answer("50m", incident.AskDetected, p.say("spend alert by mail"), "-1m20s")
	s.answer("51m", incident.AskConsumers, p.say("docs-bot"))
	s.answer("51m", incident.AskEnvironment, p.say("production"))
	s.answer("51m", incident.AskOrder, p.say("money burned faster than an outage costs; engineering-manager"))
	outage := "0"
	if p.rotateFirst {
		outage = "12 minutes"
	}
	s.answer("52m", incident.AskOutage, outage)
	s.answer("52m", incident.AskPersonalData, "no, chat prompts only")
	s.answer("53m", incident.AskWentWell, p.say("the alert came within minutes"))
	s.answer("53m", incident.AskWentWrong, p.say("the mail went to a box nobody is paged from"))
	s.answer("53m", incident.AskLucky, p.say("the stranger waited eleven days"))
	s.answer("54m", incident.AskConditions, p.say("push protection was off in the organisation; spend alerts page nobody"))
	s.answer("54m", incident.AskShouldFind, p.say("a scan of each push"))
	s.answer("54m", incident.AskHalveDetect, p.say("page on the alert"))
	s.answer("54m", incident.AskHalveContain, p.say("keep the admin key on the bastion"))
	s.answer("55m", incident.AskApprover, p.say("engineering-manager"))
	s.answer("55m", incident.AskReaders, p.say("engineering"))
}
