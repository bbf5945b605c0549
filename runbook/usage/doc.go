// Package usage says what a key did: which use looks like its own past, which does not, what
// it cost, and what cannot be known. It is pure: buckets in, review out, the same for the same
// input.
//
// Rules: the past that use is held against ends before the exposure, so that a thief cannot
// become the norm. A figure that is missing or may still move is named as a gap, never counted
// as zero. A suggestion is no verdict: only people's verdicts enter the totals, and the totals
// add up to what the provider reported. The rules here are the plain ones; a detector is a
// function from a cell and the past to a signal, and more of them can stand beside these.
package usage
