package usage

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"firebreak/runbook/incident"
)

// Cells that carry one of the benign codes alone look like our own. They, the ones that cannot
// be compared at all, and those whose only mark is the hour (a soft signal that comes back every
// night), form one group per series, however long the pauses.
var (
	benign   = []string{ReasonUsual, ReasonBefore, ReasonRecurring, ReasonOwnProbe}
	timeless = append([]string{ReasonInBaseline, ReasonNoHistory, ReasonOddHour}, benign...)
)

// group puts neighbouring cells with the same signals together.
func group(cells []*cell) []incident.Group {
	type open struct {
		series
		codes string
	}
	at := map[open]int{}
	var groups []incident.Group
	for _, c := range cells {
		key := open{c.series, codes(c.signals)}
		i, known := at[key]
		if !known || !alone(timeless, c.signals) && c.start.Sub(groups[i].To) > flaggedPause {
			i = len(groups)
			at[key] = i
			groups = append(groups, incident.Group{ID: groupID(c, key.codes), Endpoint: c.endpoint, Model: c.model,
				From: c.start, To: c.end(), Suggested: suggest(c.signals)})
		}
		join(&groups[i], c)
	}
	return groups
}

// suspicion ranks a group, the most suspicious first. One that could not be compared with
// anything comes behind one that stands out.
func suspicion(g incident.Group) int {
	switch {
	case g.Suggested == incident.NotOurs:
		return 0
	case g.Suggested == incident.Ours:
		return 3
	case slices.ContainsFunc(g.Reasons, func(s incident.Signal) bool { return s.Code == ReasonInBaseline || s.Code == ReasonNoHistory }):
		return 2
	}
	return 1
}

// sortGroups puts the groups in the order in which a person should judge them: the most
// suspicious first, of equals the one that costs most, then the largest, then the oldest.
func sortGroups(groups []incident.Group) {
	slices.SortFunc(groups, func(a, b incident.Group) int {
		return cmp.Or(cmp.Compare(suspicion(a), suspicion(b)), cmp.Compare(b.Micros, a.Micros),
			cmp.Compare(b.In+b.Out, a.In+a.Out), cmp.Compare(b.Requests, a.Requests), a.From.Compare(b.From), strings.Compare(a.ID, b.ID))
	})
}

// join adds a cell; of each signal the strongest figure is kept.
func join(g *incident.Group, c *cell) {
	if c.end().After(g.To) {
		g.To = c.end()
	}
	add(&g.Amount, c.amount())
	signals := c.signals
	if c.micros.unknown {
		signals = append(slices.Clone(signals), incident.Signal{Code: ReasonNoPrice})
	}
	for _, s := range signals {
		i := slices.IndexFunc(g.Reasons, func(o incident.Signal) bool { return o.Code == s.Code })
		switch {
		case i < 0:
			g.Reasons = append(g.Reasons, s)
		case s.Code == ReasonAfterRevoke || s.Code == ReasonAfterGone || s.Code == ReasonOwnProbe:
			g.Reasons[i].Observed += s.Observed
		case stronger(s, g.Reasons[i]):
			g.Reasons[i] = s
		}
	}
}

func stronger(a, b incident.Signal) bool {
	if a.Code == ReasonSmallProbe || a.Code == ReasonOddHour {
		return a.Observed < b.Observed
	}
	return a.Observed*max(b.Expected, 1) > b.Observed*max(a.Expected, 1)
}

func codes(signals []incident.Signal) string {
	all := make([]string, len(signals))
	for i, s := range signals {
		all[i] = s.Code
	}
	return strings.Join(all, "+")
}

func alone(codes []string, signals []incident.Signal) bool {
	return len(signals) == 1 && slices.Contains(codes, signals[0].Code)
}

// groupID stays the same when the same use is read again later, so that verdicts hold: it is
// made of series, signals and, where runs are told apart, the start.
func groupID(c *cell, codes string) string {
	h := sha256.New()
	for _, part := range []string{c.endpoint, name(c.model), codes} {
		h.Write(append([]byte(part), 0))
	}
	if !alone(timeless, c.signals) {
		h.Write([]byte(c.start.UTC().Format(time.RFC3339)))
	}
	return "u-" + hex.EncodeToString(h.Sum(nil)[:5])
}

// suggest is the simplest honest rule. Ours: like the past. Not ours: a model or endpoint that
// the key never used, together with another one of these or with far too much of it. Anything
// else is for a person to say: a runaway loop of our own looks like theft by volume alone.
func suggest(signals []incident.Signal) incident.GroupVerdict {
	has := func(code string) bool {
		return slices.ContainsFunc(signals, func(s incident.Signal) bool { return s.Code == code })
	}
	model, endpoint := has(ReasonNewModel), has(ReasonNewEndpoint)
	switch {
	case alone(benign, signals):
		return incident.Ours
	case model && endpoint, (model || endpoint) && (has(ReasonOverPeak) || has(ReasonTokensPerRequest)):
		return incident.NotOurs
	}
	return incident.CannotTell
}
