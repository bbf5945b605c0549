package incident

// LeftStep is a step that still needs somebody at the end of a run, with what keeps it.
type LeftStep struct {
	Step    Step
	Fail    FailData // its reason is "" where the step only waits for another one
	Missing []string // approvals that it needs and that were not given
}

// StoppedAside lists steps that are no open ones and that failed when they were last tried: a limit on
// a key that still lives, the search for what else is at risk, a later look.
func (k Key) StoppedAside() []Step {
	var list []Step
	for _, step := range []Step{StepContain, StepRelated, StepLook} {
		if k.Marks[step].Failed != nil && (step != StepContain || k.Accepted().IsZero()) {
			list = append(list, step)
		}
	}
	return list
}
