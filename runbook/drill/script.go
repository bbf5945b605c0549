package drill

import (
	"slices"
	"strconv"
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/postmortem"
)

// Script plays a drill without a person: the chain of a policy, and between its actions what
// the story's people would say. Everything goes through the engine's actions.
type Script struct {
	Policy *runbook.Policy // approvals, strategy, places to search
	Stage  *Stage
	// Silent leaves the people out: the chain alone.
	Silent bool
	closed bool
}

// Choose answers first what can be answered now, then lets the policy act. The review waits
// for the search, which may tell since when to look; the report waits for the people.
func (s *Script) Choose(st incident.State, sit runbook.Situation, actions []runbook.Action) runbook.Choice {
	if s.Silent {
		return s.Policy.Choose(st, sit, actions)
	}
	k, ok := st.First()
	if !ok {
		return runbook.Choice{}
	}
	if c, ok := s.early(st, k, actions); ok {
		return c
	}
	if c := s.Policy.Choose(st, sit, s.withhold(k, actions)); c.Action != nil || c.Wait {
		return c
	}
	if c, ok := s.late(st, k, actions); ok {
		return c
	}
	if c := s.Policy.Choose(st, sit, actions); c.Action != nil {
		return c
	}
	return s.finish(st, k, actions)
}

// withhold takes off the list what waits for something else.
func (s *Script) withhold(k incident.Key, actions []runbook.Action) []runbook.Action {
	trace := k.Status(incident.StepInvestigate)
	return slices.DeleteFunc(slices.Clone(actions), func(a runbook.Action) bool {
		return a.Name == runbook.Report || a.Name == runbook.Review && trace == incident.StatusOpen
	})
}

// early says what is known at once or follows from what was just found: how we learned of it,
// since when the key was out, whose a group is, what becomes of a related credential.
func (s *Script) early(st incident.State, k incident.Key, actions []runbook.Action) (runbook.Choice, bool) {
	if _, said := st.Answer(incident.AskDetected, ""); !said {
		for _, say := range s.Stage.Story.People.Answers {
			if say.Question == incident.AskDetected {
				return s.answer(actions, runbook.Input{Question: say.Question, Text: say.Text, At: s.Stage.Story.timeOf(say)})
			}
		}
	}
	if _, said := st.Answer(incident.AskExposedSince, ""); !said && k.Traced != nil {
		if in, known := s.exposedSince(k); known {
			return s.answer(actions, in)
		}
	}
	if k.Usage != nil {
		for _, g := range k.Usage.Groups {
			if k.Verdicts[g.ID] == "" {
				return choose(actions, runbook.Judge, g.ID, runbook.Input{Verdict: s.Stage.Story.whose(g)})
			}
		}
	}
	if c, ok := s.relate(k, actions, true); ok && !k.Proof.VerifiedDead.IsZero() {
		return c, ok // the key that leaked comes first
	}
	if c, ok := s.receive(k, actions); ok {
		return c, ok
	}
	return s.retire(k, actions)
}

// exposedSince is since when the key was out: by the push that the search found, else by what
// people read where it lies.
func (s *Script) exposedSince(k incident.Key) (runbook.Input, bool) {
	if at := pushedAt(k); !at.IsZero() {
		return runbook.Input{Question: incident.AskExposedSince, Text: "the push, as the repository's log tells", At: at}, true
	}
	for _, say := range s.Stage.Story.People.Answers {
		if say.Question == incident.AskExposedSince && len(k.Hits) > 0 {
			return runbook.Input{Question: say.Question, Text: say.Text, At: s.Stage.Story.timeOf(say)}, true
		}
	}
	return runbook.Input{}, false
}

// relate decides on the next related credential: one that was at risk, or any.
func (s *Script) relate(k incident.Key, actions []runbook.Action, atRisk bool) (runbook.Choice, bool) {
	for _, r := range k.Related {
		if r.Decision != incident.Undecided {
			continue
		}
		if in := s.decide(r); !atRisk || ended(in.Decision) {
			return choose(actions, runbook.DecideOn, r.ID, in)
		}
	}
	return runbook.Choice{}, false
}

// receive takes the new key from the vendor's console, where its API makes none.
func (s *Script) receive(k incident.Key, actions []runbook.Action) (runbook.Choice, bool) {
	offered := func(name runbook.Name) bool { _, ok := choose(actions, name, "", runbook.Input{}); return ok }
	if k.Successor.Parked != nil || !slices.Contains(s.Policy.Approve, runbook.ApproveRotate) || offered(runbook.Replace) || !offered(runbook.Receive) {
		return runbook.Choice{}, false
	}
	value, err := s.Stage.Console()
	if err != nil {
		return runbook.Choice{}, false
	}
	return choose(actions, runbook.Receive, "", runbook.Input{Secret: value, Approved: s.Policy.Approve})
}

// retire lets the old key die although it is used, once it was watched for long: the people of
// the story know that their services have moved.
func (s *Script) retire(k incident.Key, actions []runbook.Action) (runbook.Choice, bool) {
	f := k.Marks[incident.StepRotate].Failed
	if !k.Retiring() || f == nil || f.Reason != incident.WhyInUse || !slices.Contains(s.Policy.Approve, runbook.ApproveRevoke) {
		return runbook.Choice{}, false
	}
	return choose(actions, runbook.RetireNow, "", runbook.Input{Text: s.Stage.Story.People.Moved, Approver: s.Stage.Story.People.Approver, Approved: []string{runbook.ApproveUsed}})
}

// late answers the rest of the questions, once nothing else can be done.
func (s *Script) late(st incident.State, k incident.Key, actions []runbook.Action) (runbook.Choice, bool) {
	if c, ok := s.relate(k, actions, false); ok {
		return c, ok
	}
	for _, say := range s.Stage.Story.People.Answers {
		if _, said := st.Answer(say.Question, ""); !said && say.Question != incident.AskExposedSince {
			return s.answer(actions, runbook.Input{Question: say.Question, Text: say.Text, At: s.Stage.Story.timeOf(say)})
		}
	}
	if _, said := st.Answer(incident.AskOutage, ""); !said {
		if down, known := downtime(k); known {
			return s.answer(actions, runbook.Input{Question: incident.AskOutage, Text: strconv.Itoa(int(down.Round(time.Minute) / time.Minute))})
		}
	}
	for _, id := range postmortem.ActionIDs(st, k.Cred) {
		if _, said := st.Answer(incident.AskOwners, id); !said {
			due := s.Stage.Story.at(s.Stage.Story.People.OwnerDue).Truncate(day)
			return s.answer(actions, runbook.Input{Question: incident.AskOwners, About: id, Text: s.Stage.Story.People.Owner, At: due})
		}
	}
	return runbook.Choice{}, false
}

// finish closes an incident that has nothing open any more.
func (s *Script) finish(st incident.State, k incident.Key, actions []runbook.Action) runbook.Choice {
	if s.closed || len(st.OpenSteps(k.Cred)) > 0 || !k.Proof.Proven() {
		return runbook.Choice{}
	}
	s.closed = true
	c, _ := choose(actions, runbook.Close, "", runbook.Input{})
	return c
}

// downtime is how long some service was without a working key; not known while one still is.
func downtime(k incident.Key) (time.Duration, bool) {
	if !k.Proof.Proven() || len(k.Successor.Places) == 0 {
		return 0, false
	}
	longest := time.Duration(0)
	for _, p := range k.Successor.Places {
		if p.Written.IsZero() {
			return 0, false
		}
		longest = max(longest, p.Written.Sub(k.Proof.VerifiedDead))
	}
	return longest, true
}

func (s *Script) answer(actions []runbook.Action, in runbook.Input) (runbook.Choice, bool) {
	return choose(actions, runbook.Answer, "", in)
}

// decide replaces what the story calls at risk, ends what the attacker made, and keeps the rest
// with the reason.
func (s *Script) decide(r incident.RelatedRow) runbook.Input {
	in := runbook.Input{Decision: incident.KeptD, Text: s.Stage.Story.People.Keep, Approver: s.Stage.Story.People.Approver}
	keys, err := s.Stage.Outside.Keys()
	if err != nil {
		return in
	}
	switch risk, known := s.Stage.Story.riskOf(r, keys); {
	case known && risk.Made:
		in.Decision, in.Text = incident.RevokedD, s.Stage.Story.People.Rotate
	case known:
		in.Decision, in.Text = incident.RotatedD, s.Stage.Story.People.Rotate
	}
	return in
}

func choose(actions []runbook.Action, name runbook.Name, about string, in runbook.Input) (runbook.Choice, bool) {
	for _, a := range actions {
		if a.Name == name && a.Off == "" && (about == "" || a.About == about) {
			return runbook.Choice{Action: &a, Input: in}, true
		}
	}
	return runbook.Choice{}, false
}

// pushedAt is the earliest push that the search found.
func pushedAt(k incident.Key) time.Time {
	var at time.Time
	for _, h := range k.Hits {
		if !h.PushedAt.IsZero() && (at.IsZero() || h.PushedAt.Before(at)) {
			at = h.PushedAt
		}
	}
	return at
}

// whose is the verdict that people who know the services would give on a group: not ours, where
// it stands out and falls into the attacker's time with the attacker's model.
func (s Story) whose(g incident.Group) incident.GroupVerdict {
	if !standsOut(g) {
		return incident.Ours
	}
	for _, t := range s.World.Traffic {
		endpoint, model := shownAs(t)
		if t.Actor == simulator.Attacker && g.Holds(endpoint, model) && s.overlaps(g, t.From, t.To) {
			return incident.NotOurs
		}
	}
	if s.done(g) {
		return incident.NotOurs
	}
	return incident.Ours
}

// done reports whether the attacker does that of the type, by a log.
func (s Story) done(g incident.Group) bool {
	return slices.ContainsFunc(s.World.Audit, func(a simulator.Audit) bool {
		return a.Key == s.Leaked && (g.Model.Is(a.Type) || slices.ContainsFunc(g.Did, func(c incident.Calls) bool { return c.Model.Is(a.Type) }))
	})
}

// overlaps reports whether a group and a stretch of the story share time; to zero: no end.
func (s Story) overlaps(g incident.Group, from, to time.Duration) bool {
	return g.To.After(s.at(from)) && (to == 0 || g.From.Before(s.at(to)))
}
