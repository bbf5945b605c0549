// Package logs reads what a key did from files: audit logs and usage exports in the forms that
// their makers give them, compressed or not, of any size.
//
// Rules: it opens files for reading and does nothing else. A text is read in pieces and never held
// as a whole; what does not name the key in question is not even parsed. A record that cannot be
// used is counted and named by its place with the reason, never passed over in silence, and never
// ends the reading. Every text of a log is from outside: it goes into events as it is and is shown
// by whoever shows events.
package logs
