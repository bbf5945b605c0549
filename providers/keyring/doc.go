// Package keyring is the door for what must stay secret between two runs: admin credentials,
// parked replacement keys and the journal's signing key.
//
// The OS keyring holds one small item, an age identity; everything else lies in the state
// folder as age files sealed to it. So there is one prompt and one read a session, and no
// size limit of a keyring matters. In place of the OS keyring stand, by configuration only and
// never by falling back: a recipient to seal to and an identity file to unseal with, or an
// identity that a passphrase protects. Nothing is ever kept in a plain file.
//
// Rules. Calls to the OS run in a goroutine of their own with a deadline, one at a time, and
// their errors become a Trouble with a State; texts from outside stay Untrusted. What was
// written is read back and compared before anyone relies on it. The identity is dropped from
// memory after ten idle minutes; sealed values are never kept at all. In a dry run reads go
// on and every write is providers.ErrWithheld.
package keyring
