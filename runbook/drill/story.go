package drill

import (
	"fmt"
	"slices"
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// text is one sentence in two languages: English, then Indonesian.
type text [2]string

func (t text) in(l words.Lang) string {
	if l == words.Indonesian {
		return t[1]
	}
	return t[0]
}

// Story is one scenario with one seed: everything that is given before anybody acts. Offsets
// are relative to the page.
type Story struct {
	ID, Name string
	Title    text
	Seed     int64
	Page     time.Time
	Par      time.Duration // from page to verified dead, for somebody who knows the way
	World    simulator.Scenario
	Leaked   simulator.Ref
	Notices  []Notice // what reached us, oldest first
	Desk     Desk
	// What is really so, which the score is held against.
	Channel   string // as in incident.Channels
	Pushed    time.Duration
	Evidence  []Evidence
	Related   []simulator.Ref // at risk too: recall is counted over these
	Consumers []Consumer
	// OutageBudget is how many weighted consumer-minutes of our own outage cost the whole part,
	// beyond the unavoidable ones.
	OutageBudget, Unavoidable time.Duration
	People                    People
}

// Notice is a message that reaches whoever is on call. {last4} stands for the key's end.
type Notice struct {
	At   time.Duration
	From text
	Text text
}

// Desk is what stands in the drill's folder: repositories, files, and where to look.
type Desk struct {
	Repos  []Repo
	Files  []File
	Stores []string // paths of files that consumers read
	Places []string // where a search can find the key
}

// Repo is a git repository, told commit by commit.
type Repo struct {
	Path    string
	Commits []Commit
	Ignored []File // in the work tree, and not in git
}

// Commit changes files. It is pushed at Pushed, with all before it.
type Commit struct {
	At, Pushed   time.Duration
	Author, Mail string
	Message      string
	Files        []File
}

// File is a path and a template, as simulator.Fill takes it.
type File struct{ Path, Text string }

// Evidence is one thing that can be found and judged. It is either use of the key (Endpoint
// set) or a copy of it (Place set).
type Evidence struct {
	ID       string
	What     text
	Weight   float64
	Endpoint string
	Model    string
	From, To time.Duration
	Verdict  incident.GroupVerdict
	Place    string
	Pushed   bool // of a copy: it must show since when it was out
}

// Consumer is a service of ours that reads the key from a store.
type Consumer struct {
	Name   string
	Store  string  // as in Desk.Stores
	Weight float64 // how much a minute without it counts
}

// People is what colleagues know and would say, so that a run without a person can be as
// complete as one with them.
type People struct {
	Answers  []Saying
	Owner    string // of every proposed action
	OwnerDue time.Duration
	Approver string
	Keep     string // why an unrelated key stays as it is
	Rotate   string // what is done about a related one
	Moved    string // why the old key may die while it is used, once the new one is in place
}

// Saying answers one question. At, where set, is the time that belongs to it.
type Saying struct {
	Question incident.Question
	Text     string
	At       time.Duration
	Timed    bool
}

// at turns an offset into a time.
func (s Story) at(offset time.Duration) time.Time { return s.Page.Add(offset) }

// Names lists the scenarios that can be played.
func Names() []string { return []string{"S01"} }

// Find makes a story from its id and a seed. Another world than the story's own, such as that
// of a separate simulator, is told of at a page of its own and without variation.
func Find(id string, seed int64) (Story, error) {
	switch id {
	case "S01":
		return s01(seed, varied("S01", seed)), nil
	}
	return Story{}, fmt.Errorf("scenario %q: there are %v", id, Names())
}

// Plain is the story at its default figures, for the simulator's own world, which leaks the
// same key in the same way with one difference: the probe of one token hides among our own
// requests, so it is no evidence.
func Plain(id string, page time.Time) (Story, error) {
	if _, err := Find(id, 0); err != nil {
		return Story{}, err
	}
	s := s01(0, vary{})
	s.Page, s.World.Page = page, page
	rows := s.World.Traffic
	first := len(rows) - len(s.theirs())
	rows[first+1].Model = rows[first+2].Model
	s.Evidence = slices.DeleteFunc(s.Evidence, func(e Evidence) bool { return e.ID == "E2" })
	return s, nil
}
