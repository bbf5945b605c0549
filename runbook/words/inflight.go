package words

import (
	"time"

	"firebreak/runbook/incident"
)

// AnswerAwaited says to somebody who leaves that a request which changes something is out, and that
// its answer is waited for, at most so long.
func (l Lang) AnswerAwaited(op incident.Op, limit time.Duration) []string {
	return []string{
		l.Act(op.Intent.Act) + pick(l, ": sent; its answer is waited for, at most ", ": terkirim; jawabannya ditunggu, paling lama ") + l.Short(limit) + ".",
		pick(l, "ctrl+c again leaves at once; resume then reads how it ended.", "ctrl+c lagi langsung keluar; resume lalu membaca hasilnya."),
	}
}

// AnswerAwaits is the same behind a line that says how long it goes on.
func (l Lang) AnswerAwaits() string {
	return pick(l, "ctrl+c leaves once it is answered, a second one at once", "ctrl+c keluar setelah dijawab, yang kedua langsung")
}
