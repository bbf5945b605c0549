package words

import (
	"strings"

	"firebreak/runbook/incident"
)

// Left says of a step that a run without a person left open what keeps it, and what to do; ""
// where it only waits for another one, or the run was broken off.
func (l Lang) Left(s incident.LeftStep, vendor string) string {
	name := l.Step(s.Step) + ": "
	missing := ""
	if len(s.Missing) > 0 {
		missing = pick(l, "not approved: ", "belum disetujui: ") + clean(strings.Join(s.Missing, ", "), 200)
	}
	if s.NoStore {
		missing = strings.TrimPrefix(missing+pick(l, "; name where the key is kept: --store dotenv:PATH, or another kind", "; sebut tempat kuncinya: --store dotenv:LOKASI, atau jenis lain"), "; ")
	}
	said := l.Trouble(s.Step, s.Fail, vendor)
	switch {
	case !s.Over.IsZero():
		return name + l.overByRecord(s.Over)
	case s.NoCall:
		return name + l.endsByItself(s, vendor)
	case s.Fail.Reason == incident.WhyInUse, s.Fail.Reason == incident.WhyDeclined:
		if missing != "" {
			missing = "; " + missing
			said[2] = strings.TrimSuffix(said[2], ".")
		}
		return name + strings.Join(said[:], " ") + missing
	case missing != "":
		return name + missing
	case s.Fail.Reason == "", s.Fail.Reason == incident.WhyNeedsRecord, s.Fail.Reason == incident.WhyNeedsRevoke, s.Fail.Reason == incident.WhyCancelled:
		return ""
	}
	return name + said[0] + " " + said[2]
}

// LeftOpen heads what a run without a person leaves to somebody.
func (l Lang) LeftOpen(steps []incident.Step) string {
	return pick(l, "Left open: ", "Masih terbuka: ") + l.Steps(steps)
}

// OutputLost says that the lines of a run could not be written, and where they are.
func (l Lang) OutputLost(id string) []string {
	return []string{
		pick(l, "Standard output cannot be written: lines of this run are missing there.", "Keluaran standar tidak bisa ditulis: sebagian barisnya hilang."),
		pick(l, "All of them: firebreak log ", "Semuanya: firebreak log ") + clean(id, 30) + " --json",
	}
}

// mostCommand is more than any command has that is printed: a cut one would do something else.
const mostCommand = 8000

// GoOnBy gives the command that goes on, without a person or with one.
func (l Lang) GoOnBy(command string, person bool) string {
	if person {
		return pick(l, "With a person: ", "Dengan orang: ") + clean(command, mostCommand)
	}
	return pick(l, "Go on: ", "Lanjutkan: ") + clean(command, mostCommand)
}
