package postmortem

import (
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Reach is the worst that a key can do.
type Reach string

const (
	ReachSpend Reach = "spend" // spends money, reads nothing of ours
	ReachRead  Reach = "read"  // reads data of ours
	ReachAdmin Reach = "admin" // writes, creates credentials, administers
)

// Rule is the line of the severity table that fired, with what raised it.
type Rule struct {
	Line   string // dead, private, public, foreign
	Reach  Reach
	Guess  bool // the reach is not known: a reach of data is assumed
	Data   bool // personal data could be read
	Raised []string
}

// Lines of the severity table, and what raises it by one.
const (
	lineDead    = "dead"
	linePrivate = "private"
	linePublic  = "public"
	lineForeign = "foreign"

	raisedActive      = "still_active" // foreign use after the revocation, or the key came back
	raisedPersistence = "persistence"  // the key made further credentials
	raisedOutage      = "outage"       // production was down
)

// severities is the level by line and reach.
var severities = map[string]map[Reach]int{
	lineDead:    {ReachSpend: 4, ReachRead: 4, ReachAdmin: 4},
	linePrivate: {ReachSpend: 4, ReachRead: 3, ReachAdmin: 2},
	linePublic:  {ReachSpend: 3, ReachRead: 2, ReachAdmin: 2},
	lineForeign: {ReachSpend: 2, ReachRead: 2, ReachAdmin: 1},
}

// Severity gives the level, SEV1 (worst) to SEV4, and the rule behind it.
func Severity(s incident.State, k incident.Key) (level string, rule Rule) {
	rule = Rule{Line: severityLine(s, k)}
	rule.Reach, rule.Guess, rule.Data = reach(s, k)
	n := severities[rule.Line][rule.Reach]
	if rule.Line == lineForeign && rule.Data {
		n = 1
	}
	rule.Raised = raised(s, k)
	if len(rule.Raised) > 0 {
		n = max(1, n-1)
	}
	return [...]string{1: "SEV1", 2: "SEV2", 3: "SEV3", 4: "SEV4"}[n], rule
}

// severityLine picks the line. A key that was not checked is taken as live, and an unknown
// audience as public.
func severityLine(s incident.State, k incident.Key) string {
	for _, v := range k.Verdicts {
		if v == incident.NotOurs {
			return lineForeign
		}
	}
	switch {
	case k.First != nil && k.First.Life == providers.Dead && k.Proof.Revived.IsZero():
		return lineDead
	case s.Closing != nil && s.Closing.Reason == "false-alarm":
		return linePrivate
	}
	if closedChannel(s) {
		return linePrivate
	}
	return linePublic
}

// closedChannel reports whether the key leaked where only some can read. A channel that was
// not named, or that may be public, is not closed.
func closedChannel(s incident.State) bool {
	channel, _ := s.Answer(incident.AskChannel, "")
	for _, name := range []string{"private repo with wide access", "chat", "email", "support ticket", "notebook", "AI assistant transcript"} {
		if channel.Value.Is(name) {
			return true
		}
	}
	return false
}

// reach judges by the kind and by what a person told about personal data.
func reach(s incident.State, k incident.Key) (r Reach, guess, data bool) {
	answer, _ := s.Answer(incident.AskPersonalData, "")
	told := verdictOf(answer.Value)
	data = told == yes
	switch {
	case strings.Contains(string(k.Identity.Kind), "admin"), administers(k):
		return ReachAdmin, false, data
	case told == yes:
		return ReachRead, false, true
	case told == no:
		return ReachSpend, false, false
	}
	if f := k.Forecast; f != nil && f.Reach != nil && f.Reach.Any() {
		return ReachRead, false, false
	}
	return ReachRead, true, false
}

// administers reports whether the key told of a right to administer, as vendors name such scopes.
func administers(k incident.Key) bool {
	return k.Forecast != nil && k.Forecast.Reach != nil &&
		slices.ContainsFunc(k.Forecast.Reach.Scopes, func(scope string) bool { return strings.HasPrefix(scope, "admin:") })
}

func raised(s incident.State, k incident.Key) []string {
	var why []string
	accepted := k.Accepted()
	active := !k.Proof.Revived.IsZero()
	if k.Usage != nil {
		for _, g := range k.Usage.Groups {
			late := !accepted.IsZero() && !k.Proof.Proven() && g.To.After(accepted)
			if k.Verdicts[g.ID] == incident.NotOurs && late {
				active = true
			}
		}
	}
	if active {
		why = append(why, raisedActive)
	}
	if slices.ContainsFunc(k.Related, func(r incident.RelatedRow) bool { return r.Relation == providers.MintedByIt }) {
		why = append(why, raisedPersistence)
	}
	if outage(s).Value > 0 {
		why = append(why, raisedOutage)
	}
	return why
}

// reply is a person's yes or no.
type reply string

const (
	yes     reply = "yes"
	no      reply = "no"
	unclear reply = "unknown"
)

// verdictOf reads yes or no at the head of an answer, in English or Indonesian.
func verdictOf(u providers.Untrusted) reply {
	first := strings.ToLower(strings.TrimRight(strings.SplitN(u.Line(lineWidth), " ", 2)[0], ",.;:"))
	switch first {
	case "yes", "ya":
		return yes
	case "no", "none", "tidak":
		if first == "tidak" && u.HasAffixes("tidak tahu", "") {
			return unclear
		}
		return no
	}
	return unclear
}
