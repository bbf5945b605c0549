package incident

import (
	"testing"
	"time"
)

func TestAStopIsPastOnceItsStepWasBegunAgainOrWentOn(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 11, 23, 3, minute, 0, 0, time.UTC) }
	why := &FailData{Reason: WhyStoreLost}
	for name, c := range map[string]struct {
		mark  Mark
		wrote time.Time
		want  *FailData
	}{
		"nothing stopped":               {Mark{Started: at(1)}, time.Time{}, nil},
		"it stopped":                    {Mark{Started: at(1), Failed: why, FailAt: at(2)}, time.Time{}, why},
		"begun again":                   {Mark{Started: at(3), Failed: why, FailAt: at(2)}, time.Time{}, nil},
		"a place was written before":    {Mark{Started: at(1), Failed: why, FailAt: at(3)}, at(2), why},
		"a place was written afterward": {Mark{Started: at(1), Failed: why, FailAt: at(3)}, at(4), nil},
	} {
		if k := (Key{Marks: map[Step]Mark{StepRotate: c.mark}}); !c.wrote.IsZero() {
			applied := &OutcomeData{Result: Applied}
			k.Ops = []Op{{Step: StepRotate, Outcome: applied, DoneAt: c.wrote}, {Step: StepRevoke, Outcome: applied, DoneAt: at(9)}, {Step: StepRotate}}
			if got := k.Stopped(StepRotate); got != c.want {
				t.Errorf("%s, by an op: %+v", name, got)
			}
		}
		k := Key{Marks: map[Step]Mark{StepRotate: c.mark, StepReview: c.mark}, Successor: Successor{Places: []PlaceState{{}, {Written: c.wrote}}}}
		if got := k.Stopped(StepRotate); got != c.want {
			t.Errorf("%s: %+v", name, got)
		}
		if got := k.Stopped(StepReview); (got == nil) != (c.mark.Failed == nil || c.mark.FailAt.Before(c.mark.Started)) {
			t.Errorf("%s, at a step without places: %+v", name, got)
		}
	}
}
