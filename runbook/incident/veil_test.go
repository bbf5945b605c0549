package incident

import (
	"slices"
	"testing"

	"firebreak/providers"
)

// limit is an act on a limit that makes the key refuse, with its result; "": of unknown end.
func (p *tape) limit(op string, act Act, whole string, r Result) *tape {
	p.add(Intended, StepContain, op, IntentData{Act: act, Limit: &Limit{ID: "inactive", WholeOf: whole, Refuses: true}})
	if r == "" {
		return p.add(Uncertain, StepContain, op, FailData{Reason: WhyUnknownState})
	}
	return p.outcome(op, OutcomeData{Result: r, At: p.at})
}

func (p *tape) recordSays(s providers.KeyStatus) *tape {
	return p.add(RecordRead, StepProve, "", ReadData{Status: s, At: p.at})
}

func TestRefusalsProveNothingWhileSomethingElseMayMakeTheKeyRefuse(t *testing.T) {
	dead := providers.Dead
	for name, tc := range map[string]struct {
		build  func(*tape)
		proven bool
	}{
		"a limit of ours":                    {func(p *tape) { p.limit("op1", ActContain, "key", Applied) }, false},
		"a limit of unknown end":             {func(p *tape) { p.limit("op1", ActContain, "key", "") }, false},
		"a limit that the vendor refused":    {func(p *tape) { p.limit("op1", ActContain, "key", RefusedRes) }, true},
		"a limit that is kept with a reason": {func(p *tape) { p.limit("op1", ActContain, "key", Applied).keep("inactive") }, false},
		"a limit that was lifted":            {func(p *tape) { p.limit("op1", ActContain, "key", Applied).limit("op2", ActLift, "key", Applied) }, true},
		"a lift of unknown end":              {func(p *tape) { p.limit("op1", ActContain, "key", Applied).limit("op2", ActLift, "key", "") }, false},
		"a record that says inactive":        {func(p *tape) { p.recordSays(providers.Inactive) }, false},
		"one that said so before":            {func(p *tape) { p.recordSays(providers.Inactive).recordSays(providers.Active) }, true},
		"a failed read changes nothing":      {func(p *tape) { p.recordSays(providers.Inactive).recordSays(providers.StatusUnclear) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := newTape(t)
			tc.build(p)
			p.watch(minute).probe(dead).after(minute).probe(dead).control(dead)
			if got := p.key().Proof.Proven(); got != tc.proven {
				t.Errorf("proven = %v, want %v", got, tc.proven)
			}
			for _, over := range []providers.KeyStatus{providers.Ended, providers.Gone} {
				q := *p
				if q.recordSays(over); !q.key().Proof.Proven() {
					t.Errorf("not proven by a record that says %s", over)
				}
			}
		})
	}
}

func (p *tape) keep(limit string) *tape {
	return p.add(StepSkipped, StepLift, "", NoteData{About: limit})
}

func TestRefusalsFromBeforeALimitWasLiftedDoNotCount(t *testing.T) {
	p := newTape(t).limit("op1", ActContain, "key", Applied).watch(minute)
	p.probe(providers.Dead).after(minute).limit("op2", ActLift, "key", Applied).probe(providers.Dead).control(providers.Dead)
	if proof := p.key().Proof; proof.Proven() || proof.Refusals != 1 {
		t.Errorf("proof %+v", proof)
	}
}

func TestARecordReadFromBeforeTheRefusalsProvesNothing(t *testing.T) {
	p := newTape(t).limit("op1", ActContain, "key", Applied).watch(minute).recordSays(providers.Ended)
	p.probe(providers.Dead).after(minute).probe(providers.Dead).control(providers.Dead)
	if p.key().Proof.Proven() {
		t.Error("proven")
	}
}

func TestARefusalUnderALimitOfOursIsNoRefusalBeforeUs(t *testing.T) {
	p := newTape(t).located(1).validated(providers.Unclear).limit("op1", ActContain, "key", Applied).validated(providers.Dead)
	if k := p.key(); k.First.Life == providers.Dead || k.Outcome() == NotAccepted {
		t.Errorf("first %+v, outcome %q", k.First, k.Outcome())
	}
}

func TestALimitOfTheKeyAloneEndsWithTheKey(t *testing.T) {
	for whole, stand := range map[string]int{"key": 0, "project": 1} {
		p := newTape(t).located(1).limit("op1", ActContain, whole, Applied)
		if n := len(p.key().Limits()); n != 1 {
			t.Errorf("%d limits stand before the revocation", n)
		}
		p.intent("op2", ActRevoke).outcome("op2", OutcomeData{Result: Applied, At: p.at})
		if n := len(p.key().Limits()); n != stand {
			t.Errorf("of a whole %s %d limits stand, want %d", whole, n, stand)
		}
		p.after(2 * minute).probe(providers.Alive)
		if n := len(p.key().Limits()); n != 1 {
			t.Errorf("of a whole %s %d limits stand on a key that survived", whole, n)
		}
	}
}

func TestALimitThatWasSetIsListedUntilItIsTakenBack(t *testing.T) {
	if p := newTape(t).limit("op1", ActContain, "", Withheld); slices.Contains(p.key().Listed(), StepLift) {
		t.Error("listed, and it was never set")
	}
	p := newTape(t).limit("op1", ActContain, "", Applied)
	if k := p.key(); !slices.Contains(k.Listed(), StepLift) || k.Standing(StepLift) != StatusOpen {
		t.Errorf("listed %v, %s", k.Listed(), k.Standing(StepLift))
	}
	if k := p.limit("op2", ActLift, "", Applied).key(); !slices.Contains(k.Listed(), StepLift) || k.Standing(StepLift) != StatusDone {
		t.Errorf("taken back: listed %v, %s", k.Listed(), k.Standing(StepLift))
	}
}
