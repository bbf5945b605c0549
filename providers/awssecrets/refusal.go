package awssecrets

import "firebreak/providers"

// Why a store cannot be worked with, or a place is not written.
const (
	NoRegion    providers.Reason = "no_region"           // neither the name nor the environment tells it
	NoKey       providers.Reason = "no_aws_key"          // there is none in the usual places
	OwnKey      providers.Reason = "same_aws_key"        // it would be looked for, or written, under itself
	NotHere     providers.Reason = "not_here"            // no such secret or field, or another value
	Part        providers.Reason = "embedded"            // part of a longer value
	Encoded     providers.Reason = "encoded"             // base64, hex, URL-escaped and the like
	Twice       providers.Reason = "field_twice"         // one field of the object stands there twice
	Denied      providers.Reason = "secret_denied"       // an identity's or the secret's policy denies reading
	KeyDenied   providers.Reason = "kms_denied"          // its KMS key may not be used
	NoRight     providers.Reason = "secret_write_denied" // it may be read and not written
	Unasked     providers.Reason = "write_right_unknown" // whether it may be written could not be asked beforehand
	Older       providers.Reason = "old_secret_version"  // a version before the current one, which is still given
	OlderUnread providers.Reason = "old_unread"          // which versions there are, or one of them, may not be read
	Rotated     providers.Reason = "rotated_secret"      // a rotation function writes it
	Managed     providers.Reason = "managed_secret"      // another service of AWS's owns it
	Replica     providers.Reason = "replica_secret"      // written in its primary Region alone
	Deleting    providers.Reason = "secret_deleting"     // scheduled for deletion: it can be restored, and not read
	TooMany     providers.Reason = "too_many"            // more secrets than are read in one go
	EmptyValue  providers.Reason = "empty_value"         //
	SameValue   providers.Reason = "same_value"          // old and new are one
	Unwritable  providers.Reason = "unwritable_text"     // no text in UTF-8, which a SecretString is
	TooLong     providers.Reason = "secret_too_long"     // more than the service keeps
)
