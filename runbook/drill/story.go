package drill

import (
	"time"

	"firebreak/providers"
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
	Slow     bool          // the vendor takes minutes to let a key die, which are not the player's: they come on top of Par
	World    simulator.Scenario
	Leaked   simulator.Ref
	Notices  []Notice // what reached us, oldest first
	Money    text     // how much of it the vendor tells; empty: by key
	Desk     Desk
	// Approve and Strategy are what a run that nobody watches does here, besides revoking and
	// rotating.
	Approve  []string
	Strategy incident.Strategy
	// What is really so, which the score is held against.
	Channel   string        // as in incident.Channels
	Pushed    time.Duration // since when it was out
	Acts      []Act         // of the attacker, that are no use of models
	Evidence  []Evidence
	Risks     []Risk // what else the leak put at risk: recall is counted over these
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

// Evidence is one thing that can be found and judged: use of the key (Endpoint set), a copy of it
// (Place set), an act that a log holds (Logged set), or what was at risk too (Risk set).
type Evidence struct {
	ID       string
	What     text
	Weight   float64
	Endpoint string
	Model    string
	From, To time.Duration // of use; From of an act, too
	Verdict  incident.GroupVerdict
	Place    string
	Pushed   bool   // of a copy: it must show since when it was out
	Logged   string // type of an act, which the review must have read
	Risk     string // Name of a Risk, which must have been decided on
}

// Act is something that the attacker does at a moment, for the account afterwards. It is not done
// where the leaked key no longer works.
type Act struct {
	At     time.Duration
	What   text
	With   simulator.Ref // the key that he needs for it; "": the leaked one
	Makes  simulator.Ref // the key that he makes by it: the act is when that came to be
	Hidden bool          // nothing of the vendor's tells of it
	Lag    time.Duration // how late it is told else
}

// Risk is another credential that the leak put at risk.
type Risk struct {
	Name string         // for people
	Ref  simulator.Ref  // the world's key; "" for one of a system that is not simulated
	Kind providers.Kind // of one that is recognised beside the key
	Row  string         // how the incident lists it: its id or the id's last part, or the first word of its name; "": by the key's id or name
	// Held: the attacker has it, and while it works the incident is not over. Made: he made it, at
	// At with the leaked key, if that still worked.
	Held, Made bool
	At         time.Duration
	// Read: it can be read with the leaked key. Replaced while that works, it is read again.
	Read bool
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
	Next     text // the one control that would have made this a non-event
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
