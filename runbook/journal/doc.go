// Package journal keeps an incident's events: one file, one line per event, appended, made
// durable and chained by hash. Records are opaque here; the caller owns their meaning.
//
// A line is
//
//	{"v":1,"seq":N, …the caller's fields… ,"prev":"P","hash":"H"}
//
// followed by one newline. N counts from 1. H is the lower-case hex SHA-256 of the line's
// bytes from the opening brace up to and including the quote that closes P. P is the H of the
// line before; in the first line it is Genesis(id, mode), which ties the journal to its
// incident and mode. Everything is compared as bytes, nothing is encoded again to be checked.
// Later versions of the format keep this frame, so that a newer journal is told from a
// damaged one. Lines are ASCII: whatever else the caller's strings hold is escaped.
//
// Beside the journal lies its head (count and hash of the last line, in two slots that are
// written in turn). An append is: line, fsync, head, fsync, and only then the return. So the
// head may lag by one event and never leads; whatever stands after the head's count and is
// no whole record was never acknowledged, and whatever is missing below it is damage.
//
// Rules. An append that returned is on disk. After any failed write or fsync the journal is
// dead for this process and touches the disk no more. One process holds the lock, by flock
// on the journal itself, so nothing is left to clean up after a crash; readers take no lock
// and change nothing. No byte is ever deleted: a torn tail moves to a file of its own.
package journal
