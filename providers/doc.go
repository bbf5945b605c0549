// Package providers is the vocabulary of everything outside: credentials and the records
// that providers keep of them, what an adapter can do, the routes it may call, and the clock.
//
// Rules of the house: nothing here does IO. Text from outside is Untrusted, values that open
// doors are Secret. Capabilities are small interfaces that an adapter implements or lacks;
// callers ask with a type assertion and fall back to a guided step. Identifiers that go into
// request paths pass CleanID first.
package providers
