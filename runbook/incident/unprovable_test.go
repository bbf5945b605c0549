package incident

import (
	"slices"
	"testing"
	"time"

	"firebreak/providers"
)

// byRecord is a key that the leaked one made: its record is known, and no value.
func byRecord(t *testing.T, kind providers.Kind, expires time.Time) *tape {
	r := &Record{Kind: kind, ID: "MADE", Status: providers.Active, Expires: expires}
	return newTape(t).add(Identified, StepIdentify, "", IdentifiedData{Kind: kind, Last4: "MADE", Masked: true, Record: r,
		Because: &Because{Cred: "c0", Row: "MADE", Relation: providers.MintedByIt}})
}

func TestAKeyKnownByItsRecordIsNeverProvenDeadAndItsProofCanBeLeftOut(t *testing.T) {
	revoked := func(t *testing.T) *tape {
		return byRecord(t, "aws/bedrock-api-key", time.Time{}).intent("op1", ActRevoke).outcome("op1", OutcomeData{Result: Applied})
	}
	for name, tc := range map[string]struct {
		tape      *tape
		condition Condition
		outcome   Outcome
		open      []Step // of revoke and prove
		leave     bool
		read      bool // is to be read once more
	}{
		"found":                         {byRecord(t, "aws/bedrock-api-key", time.Time{}), NotChecked, NotTried, []Step{StepRevoke, StepProve}, false, false},
		"revoked":                       {revoked(t), IsUnprovable, AcceptedUnproven, []Step{StepProve}, false, true},
		"revoked, and still listed":     {revoked(t).recordSays(providers.Active), IsUnprovable, AcceptedUnproven, []Step{StepProve}, false, true},
		"revoked, and not readable":     {revoked(t).recordSays(providers.StatusUnclear), IsUnprovable, AcceptedUnproven, []Step{StepProve}, false, true},
		"revoked, and gone":             {revoked(t).recordSays(providers.Gone), IsOverByRecord, AcceptedUnproven, []Step{StepProve}, true, false},
		"gone, and then unreadable":     {revoked(t).recordSays(providers.Gone).recordSays(providers.StatusUnclear), IsOverByRecord, AcceptedUnproven, []Step{StepProve}, true, false},
		"gone, and listed again":        {revoked(t).recordSays(providers.Gone).recordSays(providers.Active), IsUnprovable, AcceptedUnproven, []Step{StepProve}, false, true},
		"left out with a reason":        {revoked(t).recordSays(providers.Gone).add(StepSkipped, StepProve, "", NoteData{}), IsOverByRecord, AcceptedUnproven, nil, false, false},
		"by hand, and gone":             {byRecord(t, "aws/access-key-id", time.Time{}).add(StepManual, StepRevoke, "", NoteData{}).recordSays(providers.Gone), IsOverByRecord, AcceptedUnproven, []Step{StepProve}, true, false},
		"ended without any act of ours": {byRecord(t, "aws/temporary-access-key-id", noon).recordSays(providers.Ended), IsOverByRecord, AlreadyDead, nil, false, false},
	} {
		k := Fold(tc.tape.events).Keys["c1"]
		condition, _ := k.Condition()
		var open []Step
		for _, step := range Fold(tc.tape.events).OpenSteps("c1") {
			if step == StepRevoke || step == StepProve {
				open = append(open, step)
			}
		}
		if condition != tc.condition || k.Outcome() != tc.outcome || !slices.Equal(open, tc.open) {
			t.Errorf("%s: %s, %s, open %v", name, condition, k.Outcome(), open)
		}
		if k.Proof.Proven() || k.ProofToLeaveOut() != tc.leave || k.ReadableBack(true) != tc.read {
			t.Errorf("%s: proven %v, to leave out %v, to be read %v", name, k.Proof.Proven(), k.ProofToLeaveOut(), k.ReadableBack(true))
		}
	}
}

func TestTheTimeOfAKeyThatNothingEndsIsLookedAtAgain(t *testing.T) {
	p := byRecord(t, "aws/temporary-access-key-id", noon.Add(time.Hour))
	if k := p.key(); !k.ReadableBack(false) || k.ReadableBack(true) {
		t.Error("a key that no call ends is not read again, or one that a call ends is")
	}
	if k := p.recordSays(providers.Ended).key(); k.ReadableBack(false) || k.RecordOver().IsZero() {
		t.Errorf("over since %s", k.RecordOver())
	}
}
