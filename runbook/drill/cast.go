package drill

import (
	"strings"
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
)

// What the scenarios are made of.

const (
	day = 24 * time.Hour
	usd = 1_000_000 // micro-USD
)

// firstMonday is where the calendar of drills begins: a drill's date comes from its seed, so
// that the same seed is the same night whenever it is played.
var firstMonday = time.Date(2026, 10, 5, 0, 0, 0, 0, time.UTC)

// team is who owns the thing that leaked, and who worked on it.
func team(v vary) (owner, dev string) {
	owner = pick(v, "Mara Lindqvist", "Sari Wijaya", "Olga Brandt", "Noor Haddad")
	return owner, pick(v, "Tomek Brandt", "Putri Lestari", "Emil Castro", "Jonas Weber")
}

func person(ref simulator.Ref, name, role string, added time.Duration, in ...simulator.Ref) simulator.User {
	first, _, _ := strings.Cut(name, " ")
	return simulator.User{Ref: ref, Name: name, Mail: strings.ToLower(first) + "@northwind.example", Role: role, Added: added, Projects: in}
}

// calls is a row of traffic with the leaked key.
func calls(model string, who simulator.Actor, in, cached, out int64, share float64) simulator.Traffic {
	t := simulator.Calls(model, who, in, cached, out, share)
	t.Key = "leaked"
	return t
}

// between gives a row its time and its pace. The intervals of more than one call vary.
func between(t simulator.Traffic, from, to, every time.Duration) simulator.Traffic {
	t.From, t.To, t.Every, t.Jitter = from, to, every, every*2/5
	return t
}

// stubborn lets a row knock on after the key is dead.
func stubborn(t simulator.Traffic) simulator.Traffic {
	t.RetryEvery, t.RetryFor = 2*time.Minute, 12*time.Minute
	return t
}

// theirs lists the rows of the attacker, in the order of the scenario.
func (s Story) theirs() []simulator.Traffic {
	var rows []simulator.Traffic
	for _, t := range s.World.Traffic {
		if t.Actor == simulator.Attacker {
			rows = append(rows, t)
		}
	}
	return rows
}

// shownAs is what the review calls the use of a row: its endpoint, and its model or what stands for
// one. AWS's log has services and operations, Google's metrics have methods.
func shownAs(t simulator.Traffic) (endpoint, model string) {
	endpoint, model = t.Family, t.Model
	if t.Method != "" {
		model = t.Method[strings.LastIndexByte(t.Method, '.')+1:]
	}
	if short, of := strings.CutSuffix(endpoint, ".amazonaws.com"); of {
		endpoint = short
	}
	return endpoint, model
}

// used is use by the attacker as evidence: the row of that number.
func (s Story) used(id string, weight float64, what text, row int) Evidence {
	t := s.theirs()[row]
	endpoint, model := shownAs(t)
	return Evidence{ID: id, What: what, Weight: weight, Endpoint: endpoint, Model: model, From: t.From, To: t.To, Verdict: incident.NotOurs}
}

// say is an answer of the people; sayAt one with the time that belongs to it.
func say(q incident.Question, text string) Saying { return Saying{Question: q, Text: text} }

func sayAt(q incident.Question, text string, at time.Duration) Saying {
	return Saying{Question: q, Text: text, At: at, Timed: true}
}

// timeOf is the answer's time, zero where it has none.
func (s Story) timeOf(say Saying) time.Time {
	if !say.Timed {
		return time.Time{}
	}
	return s.at(say.At)
}
