// Package usage says what a key did: which use looks like its own past, which does not, what
// it cost, and what cannot be known. It is pure: counts or single calls in, an answer out, the
// same for the same input.
//
// Run makes the review of an incident from what a provider tells; Analyse answers from a Log that
// a reader filled. Both lay the use out as cells, learn the past from those before the exposure,
// and hold the others against it with the same detectors: a detector is a function from a cell to
// a signal. What is only seen call by call, such as a key that is tried out, is found by trace.
// Every figure that they go by stands in one table, limits.
//
// Rules: the past that use is held against ends before the exposure, so that a thief cannot
// become the norm. A figure that is missing or may still move is named, never counted as zero. A
// suggestion is no verdict: a person's replaces it, and in an incident only people's enter the
// totals. Totals add up to what was read.
package usage
