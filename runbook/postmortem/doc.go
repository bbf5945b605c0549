// Package postmortem writes the report of one credential's incident: markdown for people, and
// the same facts as JSON for programs. Both are rendered from one document, so that they
// cannot disagree.
//
// Rules of the house: it does no IO and reads no clock; the same journal gives the same bytes,
// but for the time of generation. A value is measured, bounded ("between A and B") or
// "unknown (reason)"; nothing is blank and nothing is guessed. Every factual row names the
// journal event that it comes from (E17 is event 17). Text from outside stands in code spans
// and nowhere else; markers, front matter, links and diagrams are made of our words alone. No
// value of a credential can enter: the journal holds none, and Scan looks again at the end.
package postmortem
