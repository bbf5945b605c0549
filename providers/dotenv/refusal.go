package dotenv

import "firebreak/providers"

// Why a place or a file is not written.
const (
	Comment       providers.Reason = "comment"          // stands in a comment
	Escaped       providers.Reason = "escaped"          // written with backslashes, which readers undo differently
	Encoded       providers.Reason = "encoded"          // base64, hex, URL-escaped and the like
	Embedded      providers.Reason = "embedded"         // part of a longer value
	Built         providers.Reason = "built"            // made from variables or a command
	Ambiguous     providers.Reason = "ambiguous"        // readers disagree on the value of the line
	Unparsed      providers.Reason = "unparsed"         // in a line that is no assignment
	OtherFile     providers.Reason = "other_file"       // in a neighbouring file that was not named
	Unreadable    providers.Reason = "unreadable"       // a file that could not be looked at
	Differs       providers.Reason = "different_values" // one name is assigned twice, not with the same value
	HardLink      providers.Reason = "hard_link"        // the file has a second name, which a rename would part
	LinkLeaves    providers.Reason = "link_leaves"      // a symbolic link to another folder
	ReadOnly      providers.Reason = "read_only"        // the file or its folder forbids writing
	Tracked       providers.Reason = "tracked"          // git would commit the new value
	TrackedUnsure providers.Reason = "tracked_unsure"   // there is a repository whose index cannot be read
	Unwritable    providers.Reason = "unwritable_value" // no quoting is read alike by all
	EmptyValue    providers.Reason = "empty_value"
	SameValue     providers.Reason = "same_value" // old and new are one
	Missing       providers.Reason = "not_there"  // no file of that name
	NotHere       providers.Reason = "not_here"   // no assignment holds the old value, or the place is not ours
)
