package drill

import (
	"path/filepath"
	"slices"
	"strings"
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
)

// longPath is wider than any path.
const longPath = 4096

// copyFound reports whether the search found the key in one of the story's places, a repository or
// a file, where asked for with the time of its push.
func (j judge) copyFound(place string, pushed bool) bool {
	for _, h := range j.key.Hits {
		name := filepath.ToSlash(h.Where.Line(longPath))
		if h.Commit == "" {
			name += "/" + h.Path.Line(longPath)
		}
		if (name == place || strings.HasSuffix(name, "/"+place)) && (h.Commit != "") == j.Story.Desk.tracks(place) && (!pushed || !h.PushedAt.IsZero()) {
			return true
		}
	}
	return false
}

// related counts and names what was at risk and was replaced or ended, what was not, and what was
// replaced without need or reason. A decision is taken at its word.
func (j judge) related() Part {
	found, missing, unrelated, of := []string{}, []string{}, []string{}, 0
	for _, r := range j.Story.Risks {
		switch {
		case !j.exists(r):
			continue
		case j.settled(r):
			found = append(found, r.Name)
		default:
			missing = append(missing, r.Name)
		}
		of++
	}
	for _, row := range j.key.Related {
		if _, known := j.Story.riskOf(row, j.Truth.Keys); !known && ended(row.Decision) && row.Reason.IsEmpty() {
			unrelated = append(unrelated, relatedName(row.ID, row.Record))
		}
	}
	return part(related(len(found), of, len(unrelated)), maxR, map[string]any{"found": len(found), "of": of, "unrelated": len(unrelated),
		"found_names": found, "missing_names": missing, "unrelated_names": unrelated})
}

// atRisk reports whether a key of the world is one of the story's risks.
func (j judge) atRisk(ref simulator.Ref) bool {
	return slices.ContainsFunc(j.Story.Risks, func(r Risk) bool { return r.Ref != "" && r.Ref == ref })
}

// relatedName is how a person knows a related credential: by its name, else by its kind and its end,
// else by its id.
func relatedName(id string, r *incident.Record) string {
	switch {
	case r == nil || r.Name.IsEmpty():
		return id
	case r.Name.HasAffixes("…", ""):
		return strings.TrimSuffix(string(r.Kind)+" "+r.Name.Line(nameRoom), " …")
	}
	return r.Name.Line(nameRoom)
}

// nameRoom bounds a name, in terminal cells.
const nameRoom = 40

// outage adds up, by weight, how long each of our services was down since the page. One that
// still is stays down to the end of the horizon.
func (j judge) outage() Part {
	down := time.Duration(0)
	names := []downtimeOf{}
	for _, c := range j.Story.Consumers {
		if d := j.down(c.Name); d > 0 {
			down += time.Duration(c.Weight * float64(d))
			names = append(names, downtimeOf{c.Name, minutes(d)})
		}
	}
	return part(outage(down, j.Story.Unavoidable, j.Story.OutageBudget), maxO,
		map[string]any{"outage_min": minutes(down), "unavoidable_min": minutes(j.Story.Unavoidable), "budget_min": minutes(j.Story.OutageBudget),
			"down_min": names})
}

// downtimeOf is how long one service was down.
type downtimeOf struct {
	Service string  `json:"service"`
	Minutes float64 `json:"min"`
}

// down is how long a service of ours was down, and will be where nothing ended it.
func (j judge) down(name string) time.Duration {
	s, known := j.service(name)
	if known && s.Down {
		return s.DownFor + max(0, j.Story.at(horizon).Sub(j.Truth.Now))
	}
	return s.DownFor
}

func (j judge) service(name string) (simulator.ServiceState, bool) {
	i := slices.IndexFunc(j.Truth.Services, func(s simulator.ServiceState) bool { return s.Name == name })
	if i < 0 {
		return simulator.ServiceState{}, false
	}
	return j.Truth.Services[i], true
}

// Marks of the part on exposure and cause, and how far off the start may be: our assumption.
const (
	markChannel, markStart, markCopies = 2.0, 1.0, 2.0
	startTolerance                     = time.Hour
)

func (j judge) exposure() Part {
	points := 0.0
	channel, _ := j.State.Answer(incident.AskChannel, "")
	in := map[string]any{"channel": channel.Value.Is(j.Story.Channel), "start_off_min": nil}
	if channel.Value.Is(j.Story.Channel) {
		points += markChannel
	}
	if at := j.exposedSince(); !at.IsZero() {
		off := at.Sub(j.Story.at(j.Story.Pushed)).Abs()
		in["start_off_min"] = minutes(off)
		if off <= startTolerance {
			points += markStart
		}
	}
	found, of := 0, 0
	for _, e := range j.Story.Evidence {
		if e.Place == "" {
			continue
		}
		of++
		if j.copyFound(e.Place, false) {
			found++
		}
	}
	in["copies"], in["copies_of"] = found, of
	return part(points+share(float64(found), float64(of), markCopies), maxX, in)
}

// exposedSince is what the report would say: the earliest push found, or what a person told.
func (j judge) exposedSince() time.Time {
	at := pushedAt(j.key)
	if told, ok := j.State.Answer(incident.AskExposedSince, ""); ok && !told.Time.IsZero() && (at.IsZero() || told.Time.Before(at)) {
		at = told.Time
	}
	return at
}

// report has no marks yet: they come from the rubric of 25 points, which is not checked here.
func (j judge) report() Part {
	return part(0, 0, map[string]any{"of": maxP, "not_scored": "the report's rubric is not checked by this version"})
}

// What is taken off for.
const (
	FalselyContained = "declared_contained_while_live"
	WrongKey         = "wrong_key_revoked"
	TooMuchDisabled  = "project_or_owner_disabled"
	PersistenceLeft  = "persistence_left"
)

func (j judge) penalties() []Penalty {
	list := []Penalty{}
	if j.State.Closing != nil && j.attackerLives() {
		list = append(list, Penalty{FalselyContained, 10})
	}
	if j.State.Closing != nil && slices.ContainsFunc(j.Story.Risks, func(r Risk) bool { return r.Made && j.exists(r) && !j.settled(r) }) {
		list = append(list, Penalty{PersistenceLeft, 8})
	}
	for _, k := range j.Truth.Keys {
		if !k.RevokedAt.IsZero() && k.RevokedAt.After(j.Truth.Page) && k.Created.Before(j.Truth.Page) && k.Ref != j.Story.Leaked && !j.atRisk(k.Ref) {
			list = append(list, Penalty{WrongKey, 8})
		}
	}
	for _, e := range j.Truth.Events {
		if e.Actor == "us" && e.At.After(j.Truth.Page) && (e.What == "archive" || e.What == "dismiss") {
			list = append(list, Penalty{TooMuchDisabled, 6})
		}
	}
	return list
}
