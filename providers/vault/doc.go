// Package vault is the store of HashiCorp Vault's and OpenBao's KV engines, versions 1 and 2.
//
// Rules: Vault has no search, so finding a value means listing folders and reading entries,
// each read an entry in Vault's audit log. One field of an entry is written, by a merge patch
// where the token may patch, else by writing the entry again with that one field changed. On
// version 2 every write compares and sets the version that was found; version 1 has nothing of
// the kind and is said to be unguarded. An entry that another controller marks as its own is
// written only where a person approved it. The engine's version is asked for, never guessed.
//
// Facts: run against Vault 1.21.1. Namespaces are a prefix of the path, which both products
// take in place of a header.
package vault
