package plain

import "firebreak/runbook"

// bringBack shows what bringing a revoked key back means and sends, and takes its phrase.
func (t *Talk) bringBack(a runbook.Action) (runbook.Choice, bool) {
	done := t.reading(a.Step)
	sends, err := t.engine.Statements(t.ctx, a, runbook.Input{})
	done()
	switch {
	case t.ctx.Err() != nil:
		return runbook.Choice{}, true
	case err != nil:
		t.trouble(a.Step, err)
		return t.again(placeHub)
	}
	t.head(a.Step, t.l.RestoreTitle())
	t.say(t.l.AboutToRestore(t.key())...)
	told := t.l.Statements(sends)
	t.say(told...)
	t.say(t.dry()...)
	fits := t.phrase(a, t.key(), told)
	t.at = placeHub
	if !fits {
		return runbook.Choice{}, t.over
	}
	return act(a, runbook.Input{Approved: a.Approvals})
}
