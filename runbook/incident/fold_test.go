package incident

import (
	"encoding/json"
	"testing"
	"time"

	"firebreak/providers"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// tape builds a list of events, a second apart unless told otherwise.
type tape struct {
	t      *testing.T
	at     time.Time
	events []Event
}

func newTape(t *testing.T) *tape { return &tape{t: t, at: noon} }

func (p *tape) after(d time.Duration) *tape { p.at = p.at.Add(d); return p }

func (p *tape) add(kind Type, step Step, op string, data any) *tape {
	p.t.Helper()
	raw, err := json.Marshal(data)
	if err != nil {
		p.t.Fatal(err)
	}
	p.events = append(p.events, Event{V: 1, Seq: len(p.events) + 1, At: p.at, Type: kind, Cred: "c1", Step: step, Op: op, By: Us, Data: raw})
	p.at = p.at.Add(time.Second)
	return p
}

func TestWhatAReportToldOutlastsTheValueThatComesLater(t *testing.T) {
	p := newTape(t).add(Identified, StepIdentify, "", IdentifiedData{Kind: "openai/api-key", Masked: true}).
		add(Reported, StepIdentify, "", ReportedData{HitData: HitData{Kind: KindReported, Line: 3}}).
		add(Identified, StepIdentify, "", IdentifiedData{Kind: "openai/project-key", Fingerprint: "f", Last4: "9aQ2"}).
		add(StepStarted, StepInvestigate, "", nil)
	k := Fold(p.events).Keys["c1"]
	if len(k.Reported) != 1 || k.Reported[0].Line != 3 || k.Identity.Masked || len(k.Copies()) != 1 {
		t.Errorf("%+v", k)
	}
}

func (p *tape) probe(l providers.Life) *tape {
	return p.add(Probed, StepProve, "", ProbeData{Run: 1, Verdict: p.verdict(l)})
}

func (p *tape) verdict(l providers.Life) Verdict {
	reason := providers.ReasonOK
	if l == providers.Dead {
		reason = providers.ReasonInvalid
	}
	return Verdict{Life: l, Reason: reason, At: p.at}
}

func (p *tape) control(l providers.Life) *tape {
	return p.add(Probed, StepProve, "", ProbeData{Run: 1, Control: true, Verdict: p.verdict(l)})
}

func (p *tape) watch(window time.Duration) *tape {
	return p.add(StepStarted, StepProve, "", ProveData{Run: 1, Window: window, Deadline: p.at.Add(15 * time.Minute)})
}

func (p *tape) validated(l providers.Life) *tape {
	return p.add(Validated, StepValidate, "", ValidatedData{Verdict: p.verdict(l)})
}

func (p *tape) located(n int) *tape {
	d := LocatedData{Strength: providers.MaskAndUse, Candidates: []Record{}}
	for i := range n {
		d.Candidates = append(d.Candidates, Record{ID: "key_" + string(rune('a'+i))})
	}
	return p.add(Located, StepLocate, "", d)
}

func (p *tape) intent(op string, act Act) *tape {
	return p.add(Intended, StepRevoke, op, IntentData{Act: act, Record: &Record{ID: "key_a"}})
}

func (p *tape) outcome(op string, o OutcomeData) *tape { return p.add(Concluded, StepRevoke, op, o) }

func (p *tape) key() Key {
	s := Fold(p.events)
	if s.Damaged > 0 {
		p.t.Fatalf("%d events could not be read", s.Damaged)
	}
	return s.Keys["c1"]
}

const minute = time.Minute

func TestDeathIsProvenByOneUnbrokenRunOverTheWindowOnly(t *testing.T) {
	dead, alive, unclear, throttled := providers.Dead, providers.Alive, providers.Unclear, providers.Throttled
	for name, tc := range map[string]struct {
		build  func(*tape)
		proven bool
	}{
		"refusals over the whole window, control refused": {func(p *tape) { p.watch(minute).probe(dead).after(minute).probe(dead).control(dead) }, true},
		"one refusal only":                        {func(p *tape) { p.watch(minute).probe(dead).control(dead) }, false},
		"a window that is not full":               {func(p *tape) { p.watch(minute).probe(dead).after(30 * time.Second).probe(dead).control(dead) }, false},
		"no control":                              {func(p *tape) { p.watch(minute).probe(dead).after(minute).probe(dead) }, false},
		"a control from before the first refusal": {func(p *tape) { p.watch(minute).control(dead).probe(dead).after(minute).probe(dead) }, false},
		"a control that is accepted":              {func(p *tape) { p.watch(minute).probe(dead).after(minute).probe(dead).control(alive) }, false},
		"a control that says nothing":             {func(p *tape) { p.watch(minute).probe(dead).after(minute).probe(dead).control(unclear) }, false},
		"accepted in between": {func(p *tape) {
			p.watch(minute).probe(dead).after(minute / 2).probe(alive).after(minute / 2).probe(dead).control(dead)
		}, false},
		"accepted in between, then a whole run": {func(p *tape) {
			p.watch(minute).probe(dead).probe(alive).probe(dead).after(minute).probe(dead).control(dead)
		}, true},
		"throttled and unclear do not count either way": {func(p *tape) {
			p.watch(minute).probe(dead).probe(throttled).probe(unclear).after(minute).probe(dead).control(dead)
		}, true},
		"only throttled": {func(p *tape) { p.watch(minute).probe(throttled).after(minute).probe(throttled).control(dead) }, false},
		"a gap that starts a new run forgets the old one": {func(p *tape) {
			p.watch(minute).probe(dead).after(minute)
			p.add(StepStarted, StepProve, "", ProveData{Run: 2, Window: minute, Why: WhyGap}).probe(dead).control(dead)
		}, false},
		"probes without a watch": {func(p *tape) { p.probe(dead).after(minute).probe(dead).control(dead) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := newTape(t)
			tc.build(p)
			if got := p.key().Proof.Proven(); got != tc.proven {
				t.Errorf("proven = %v, want %v", got, tc.proven)
			}
		})
	}
}

func TestOutcomeIsNeverTwoValued(t *testing.T) {
	proof := func(p *tape) {
		p.watch(minute).probe(providers.Dead).after(minute).probe(providers.Dead).control(providers.Dead)
	}
	refused := func(status int) OutcomeData {
		return OutcomeData{Result: RefusedRes, Fail: &CallFail{Fate: providers.Refused, Cause: providers.CauseStatus, Status: status}}
	}
	for name, tc := range map[string]struct {
		build func(*tape)
		want  Outcome
	}{
		"nothing tried":          {func(p *tape) { p.validated(providers.Alive).located(1) }, NotTried},
		"no record":              {func(p *tape) { p.validated(providers.Alive).located(0) }, NotFound},
		"two records":            {func(p *tape) { p.validated(providers.Alive).located(2) }, AmbiguousMatch},
		"refused before any act": {func(p *tape) { p.validated(providers.Dead).located(0) }, NotAccepted},
		"sent, no answer":        {func(p *tape) { p.validated(providers.Alive).located(1).intent("op1", ActRevoke) }, UnknownOutcome},
		"accepted, not proven":   {func(p *tape) { p.located(1).intent("op1", ActRevoke).outcome("op1", OutcomeData{Result: Applied}) }, AcceptedUnproven},
		"accepted and proven": {func(p *tape) {
			p.located(1).intent("op1", ActRevoke).outcome("op1", OutcomeData{Result: Applied})
			proof(p)
		}, ProvenDead},
		"F014 alive again after proof": {func(p *tape) {
			p.located(1).intent("op1", ActRevoke).outcome("op1", OutcomeData{Result: Applied})
			proof(p)
			p.probe(providers.Alive)
		}, RevivedOutcome},
		"forbidden":                       {func(p *tape) { p.located(1).intent("op1", ActRevoke).outcome("op1", refused(403)) }, NotPermitted},
		"bad request is no missing right": {func(p *tape) { p.located(1).intent("op1", ActRevoke).outcome("op1", refused(400)) }, FailedOutcome},
		"gone already":                    {func(p *tape) { p.located(1).intent("op1", ActRevoke).outcome("op1", refused(404)) }, GoneUnproven},
		"gone already, and proven": {func(p *tape) {
			p.located(1).intent("op1", ActRevoke).outcome("op1", refused(404))
			proof(p)
		}, ByOthers},
		"gone says the answer, and the record is there": {func(p *tape) {
			p.located(1).intent("op1", ActRevoke).outcome("op1", refused(404))
			p.add(RecordRead, StepRevoke, "", ReadData{Status: providers.Active, At: p.at})
		}, NotFound},
		"alive again, revoked anew, gone already, and proven": {func(p *tape) {
			p.located(1).intent("op1", ActRevoke).outcome("op1", OutcomeData{Result: Applied})
			proof(p)
			p.probe(providers.Alive).intent("op2", ActRevoke).outcome("op2", refused(404))
			proof(p)
		}, ProvenDead},
		"throttled":                 {func(p *tape) { p.located(1).intent("op1", ActRevoke).outcome("op1", refused(429)) }, FailedOutcome},
		"settled as never done":     {func(p *tape) { p.located(1).intent("op1", ActRevoke).outcome("op1", OutcomeData{Result: NotApplied}) }, NotTried},
		"kept back":                 {func(p *tape) { p.located(1).intent("op1", ActRevoke).outcome("op1", OutcomeData{Result: Withheld}) }, WithheldOutcome},
		"F018 by hand, still alive": {func(p *tape) { p.add(StepManual, StepRevoke, "", NoteData{}).watch(minute).probe(providers.Alive) }, AcceptedUnproven},
		"by hand, proven by probe":  {func(p *tape) { p.add(StepManual, StepRevoke, "", NoteData{}); proof(p) }, ByHand},
		"F020 a receipt proves nothing": {func(p *tape) {
			p.located(1).intent("op1", ActRevoke).outcome("op1", OutcomeData{Result: Applied, Status: 200})
		}, AcceptedUnproven},
	} {
		t.Run(name, func(t *testing.T) {
			p := newTape(t)
			tc.build(p)
			if got := p.key().Outcome(); got != tc.want {
				t.Errorf("outcome = %q, want %q", got, tc.want)
			}
		})
	}
}

func TestAnExpiredRecordMakesARefusedKeyAlreadyDead(t *testing.T) {
	p := newTape(t)
	p.validated(providers.Dead)
	p.add(Located, StepLocate, "", LocatedData{Candidates: []Record{{ID: "key_a", Expires: noon.Add(-time.Hour)}}})
	if got := p.key().Outcome(); got != AlreadyDead {
		t.Errorf("outcome = %q", got)
	}
}

func TestASnapshotDoesNotChangeWhenEventsFollow(t *testing.T) {
	p := newTape(t)
	p.located(1).intent("op1", ActRevoke)
	s := Fold(p.events)
	before := s
	p.outcome("op1", OutcomeData{Result: Applied}).add(StepDone, StepRevoke, "", nil)
	s.Apply(p.events[len(p.events)-2])
	s.Apply(p.events[len(p.events)-1])
	if op, open := before.Keys["c1"].OpenOp(); !open || op.ID != "op1" {
		t.Error("the earlier snapshot sees the later outcome")
	}
	if !before.Keys["c1"].Marks[StepRevoke].Done.IsZero() {
		t.Error("the earlier snapshot sees the later mark")
	}
	if _, open := s.Keys["c1"].OpenOp(); open {
		t.Error("the outcome was not applied")
	}
}

func TestStepDoneAloneDecidesNothing(t *testing.T) {
	p := newTape(t)
	p.validated(providers.Alive).located(1).add(StepDone, StepRevoke, "", nil)
	if got := p.key().Status(StepRevoke); got != StatusOpen {
		t.Errorf("revoke is %q without an outcome", got)
	}
	p = newTape(t)
	p.located(1).intent("op1", ActRevoke).outcome("op1", OutcomeData{Result: Applied})
	if got := p.key().Status(StepRevoke); got != StatusDone {
		t.Errorf("revoke is %q with an outcome and no step.done", got)
	}
}

func TestAWriteCountsFromItsOutcomeSoThatACrashBehindItRepeatsNothing(t *testing.T) {
	place := Place{Store: "dotenv:.env", Detail: "line 1"}
	p := newTape(t)
	p.add(StoreFound, StepRotate, "", place)
	p.add(Intended, StepRotate, "op1", IntentData{Act: ActWrite, Place: &place})
	p.add(Concluded, StepRotate, "op1", OutcomeData{Result: Applied})
	if k := p.key(); k.Successor.Places[0].Written.IsZero() {
		t.Error("the place does not count as written")
	}
}

func TestALimitStandsUntilItIsLifted(t *testing.T) {
	limit := Limit{ID: "project-spend-limit"}
	p := newTape(t)
	p.add(Intended, StepContain, "op1", IntentData{Act: ActContain, Limit: &limit}).add(Concluded, StepContain, "op1", OutcomeData{Result: Applied})
	if len(p.key().Limits()) != 1 || p.key().Status(StepLift) == StatusDone {
		t.Fatal("the limit does not stand")
	}
	p.add(Intended, StepLift, "op2", IntentData{Act: ActLift, Limit: &limit}).add(Concluded, StepLift, "op2", OutcomeData{Result: RefusedRes})
	if len(p.key().Limits()) != 1 {
		t.Error("a refused lift took the limit away")
	}
	p.add(Intended, StepLift, "op3", IntentData{Act: ActLift, Limit: &limit}).add(Concluded, StepLift, "op3", OutcomeData{Result: Applied})
	if len(p.key().Limits()) != 0 {
		t.Error("the limit stands after it was lifted")
	}
}

func TestUnreadableAndUnknownEventsAreCountedOrPassedOver(t *testing.T) {
	s := Fold([]Event{
		{Type: "something.new", Cred: "c1", At: noon},
		{Type: Located, Cred: "c1", At: noon, Data: json.RawMessage(`"text"`)},
		{Type: Opened, At: noon, Data: json.RawMessage(`[]`)},
	})
	if s.Damaged != 2 || len(s.Order) != 1 {
		t.Errorf("damaged %d, keys %v", s.Damaged, s.Order)
	}
}

func FuzzFold(f *testing.F) {
	f.Add([]byte(`{"type":"probe","cred":"c1","step":"prove","data":{"life":"refused","run":1}}`))
	f.Add([]byte(`{"type":"outcome","cred":"c1","op":"op1","data":{"result":"applied"}}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		e, err := Parse(line)
		if err != nil {
			return
		}
		var s State
		for range 3 {
			s.Apply(e)
		}
		for _, k := range s.Keys {
			_ = k.Outcome()
			_, _ = k.Condition()
			_ = s.OpenSteps(k.Cred)
		}
	})
}

func TestWhoeverSendsARevocationHasDecided(t *testing.T) {
	p := newTape(t).validated(providers.Alive).located(1)
	if got := p.key().Status(StepDecide); got != StatusOpen {
		t.Errorf("nothing was sent, and the decision is %q", got)
	}
	if got := p.intent("op1", ActRevoke).key().Status(StepDecide); got != StatusDone {
		t.Errorf("a revocation was sent, and the decision is %q", got)
	}
}

func TestARowThatTheKeyMadeIsToDecideOnAgainWhereItWasKept(t *testing.T) {
	same := RelatedData{ID: "key_1", Relation: providers.SameProject, Found: "provider", Record: &Record{ID: "key_1", Name: providers.FromOutside("ci")}}
	made := RelatedData{ID: "key_1", Relation: providers.MintedByIt, Found: "audit log", Record: &Record{ID: "key_1"}}
	for name, tc := range map[string]struct {
		tell     []RelatedData
		decision Decision
	}{
		"kept before that was known":    {[]RelatedData{same, {ID: "key_1", Decision: KeptD}, made}, Undecided},
		"revoked before that was known": {[]RelatedData{same, {ID: "key_1", Decision: RevokedD}, made}, RevokedD},
		"kept in that knowledge":        {[]RelatedData{made, {ID: "key_1", Decision: KeptD}, same, made}, KeptD},
	} {
		p := newTape(t)
		for _, d := range tc.tell {
			p.add(Related, StepRelated, "", d)
		}
		rows := p.key().Related
		if len(rows) != 1 || rows[0].Relation != providers.MintedByIt || rows[0].Decision != tc.decision || !rows[0].Record.Name.Is("ci") {
			t.Errorf("%s: %+v", name, rows)
		}
	}
}
