package incident

import "time"

// LeftStep is a step that still needs somebody at the end of a run, with what keeps it.
type LeftStep struct {
	Step    Step
	Fail    FailData // its reason is "" where the step only waits for another one
	Missing []string // approvals that it needs and that were not given
	NoStore bool     // nobody has named where the key is kept

	Over    time.Time // the record was read to say that the key has ended, and nobody can prove more; zero else
	Ends    time.Time // when a key that the vendor ends by no call ends by itself; zero: not told
	Limited bool      // a limit of ours stands
	NoCall  bool      // the vendor ends the key by no call, and limits it
}

// FailedBeside lists steps that failed when they were last tried and may be no open ones all the same:
// a limit on a key that still lives, the search for what else is at risk, a later look, a report
// that was to be written anew.
func (s State) FailedBeside(cred string) []Step {
	k := s.Keys[cred]
	var list []Step
	if s.Unwritten != nil {
		list = append(list, StepReport)
	}
	for _, step := range []Step{StepContain, StepRelated, StepLook} {
		if k.Stopped(step) != nil && (step != StepContain || k.Accepted().IsZero()) {
			list = append(list, step)
		}
	}
	return list
}
