package vault

import "firebreak/providers"

// Why a store cannot be worked with, or a place is not written.
const (
	NoAddress   providers.Reason = "no_address"        // VAULT_ADDR is not set
	BadAddress  providers.Reason = "bad_address"       // neither https nor loopback, or not plain
	SkipVerify  providers.Reason = "skip_verify"       // VAULT_SKIP_VERIFY would send keys to anyone
	NoAuthority providers.Reason = "no_authority"      // the named certificates cannot be read
	NoToken     providers.Reason = "no_token"          // neither VAULT_TOKEN nor a token file
	NotKV       providers.Reason = "not_kv"            // the mount is not a KV engine
	NotHere     providers.Reason = "not_here"          // no such entry or field, or another value
	Part        providers.Reason = "embedded"          // part of a longer value
	Encoded     providers.Reason = "encoded"           // base64, hex, URL-escaped and the like
	Unreadable  providers.Reason = "unreadable_entry"  // the token may not read it, or its name has no place in a path
	NoRight     providers.Reason = "no_write_right"    // the token may neither patch nor update the entry
	Older       providers.Reason = "old_version"       // a version before the current one, which Vault still gives
	OlderUnread providers.Reason = "old_unread"        // which versions there are, or one of them, may not be read
	Owned       providers.Reason = "owned"             // another controller writes here
	Structured  providers.Reason = "structured_entry"  // other fields cannot be written back unchanged
	TooMany     providers.Reason = "too_many"          // more entries than are read in one go
	EmptyValue  providers.Reason = "empty_value"       //
	SameValue   providers.Reason = "same_value"        // old and new are one
	Unwritable  providers.Reason = "unwritable_secret" // no text in UTF-8, which JSON cannot carry
)
