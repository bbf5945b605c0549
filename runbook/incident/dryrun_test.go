package incident

import (
	"slices"
	"testing"
	"time"
)

func TestADryRunLeavesNoChangeOpenThatNobodyTookUp(t *testing.T) {
	took := map[Step]Mark{StepRotate: {Started: time.Unix(1, 0)}}
	for name, tc := range map[string]struct {
		mode  Mode
		marks map[Step]Mark
		want  []Step
	}{
		"a dry run":                        {DryRun, nil, nil},
		"a dry run that took up the swap":  {DryRun, took, []Step{StepRotate}},
		"for real":                         {Live, nil, []Step{StepRevoke, StepProve, StepRotate}},
		"for real, and the swap taken up ": {Live, took, []Step{StepRevoke, StepProve, StepRotate}},
	} {
		s := State{Opening: OpenedData{Mode: tc.mode}, Order: []string{"c1"}, Keys: map[string]Key{"c1": {Cred: "c1", Marks: tc.marks}}}
		var changes []Step
		for _, step := range s.OpenSteps("c1") {
			if slices.Contains([]Step{StepRevoke, StepProve, StepRotate}, step) {
				changes = append(changes, step)
			}
		}
		if !slices.Equal(changes, tc.want) || !slices.Contains(s.Undone("c1"), StepRevoke) {
			t.Errorf("%s: open %v, undone %v", name, changes, s.Undone("c1"))
		}
	}
}
