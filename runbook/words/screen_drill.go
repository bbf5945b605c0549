package words

// Debriefing is what is said after a drill, in the parts that a screen, a page of lines and a
// file lay out each in their own way. Every text is clean.
type Debriefing struct {
	Title  string       // the drill and its seed
	Points string       // of Max
	Max    string       // what can be reached
	Band   string       // S, A, B, C or D
	Said   []Labelled   // the questions and their answers
	Moves  []Move       // of both sides, in their order
	Saved  []string     // what an earlier move would have been worth
	Missed []Labelled   // evidence, by its id
	Parts  []ScorePoint // what the points are made of
	Lost   []ScorePoint // what was taken off
	Gate   string       // why no more can be reached, "" for no reason
	Next   string       // one thing for next time
}

// Move is one act of ours or of the attacker's.
type Move struct {
	At   string
	Ours bool
	Text string
}

// ScorePoint is one part of a score, with the figures that its formula took.
type ScorePoint struct {
	Name   string
	Points string
	Max    string // "" where the part was not scored, or was taken off
	Inputs string
}
