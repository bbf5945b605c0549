package plain

import (
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// using grants what a read with the key takes: a person was asked before, see mayUse.
var using = []string{runbook.ApproveDecoy}

// mayUse reports whether the vendor may be asked with the key: it is no bait, its use was agreed
// to in this run, or an alarm would have been raised long ago.
func (t *Talk) mayUse() bool { return t.memo.bait || !runbook.Bait(t.key()) }

// bait asks before a key is used that may have been laid out to raise an alarm.
func (t *Talk) bait() (runbook.Choice, bool) {
	return t.ask(question{step: incident.StepValidate, title: t.l.BaitTitle(), body: t.l.BaitFacts(t.vendor()), choices: []choice{
		{text: t.l.LeaveBait(), do: t.goes(placeHub)},
		{text: t.l.UseBait(t.vendor()), do: func() (runbook.Choice, bool) {
			t.memo.bait = true
			return t.again(placeCheck)
		}},
		{text: t.l.FalseAlarm(), do: t.falseAlarm(placeBait)},
	}})
}

// wholeKey takes the whole of a key of which only the ending was known, and reads once more.
func (t *Talk) wholeKey() (runbook.Choice, bool) {
	if !t.withKey() {
		return t.back(placeWho)
	}
	return t.lookAgain()
}
