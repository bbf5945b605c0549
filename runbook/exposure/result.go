package exposure

import (
	"errors"
	"time"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook/exposure/needle"
)

// What a caller branches on. Everything else about a place is in its Reasons.
var (
	ErrTooShort = needle.ErrTooShort
	ErrNoPlaces = errors.New("no place was named to search")
)

// Kind is what a hit stands in.
type Kind string

const (
	InFile    Kind = "file"
	InArchive Kind = "archive" // a file in an archive or a compressed one
	InConfig  Kind = "config"  // of a repository, such as the address of a remote
	InHook    Kind = "hook"
	InIndex   Kind = "index"
	InReflog  Kind = "reflog"
	InInput   Kind = "input"
	InBlob    Kind = "blob"           // a file of the history
	InCommit  Kind = "commit message" // or its author lines
	InTag     Kind = "tag message"
	InRef     Kind = "ref" // the name of a branch, tag or the like
	InName    Kind = "name"
	Dangling  Kind = "dangling" // an object that no reference leads to
)

// Hit is one place of the key. In the history, all versions of a path are one hit.
type Hit struct {
	Kind     Kind
	Where    string              // the place as it was named
	Repo     providers.Untrusted // the repository's folder below Where; empty: Where itself, or none
	Path     providers.Untrusted // below Where or below the repository's root
	Offset   int64               // in bytes, of the first occurrence
	Line     int                 // 1-based, of the first occurrence; 0 where lines mean nothing
	Count    int                 // occurrences in this file or object
	Encoding string              // plain, json, url, hex, base64, reversed, utf-16

	Object     string // git's id of what holds it
	Commit     string // the first one that holds it: none of its ancestors does
	Author     providers.Untrusted
	AuthorDate time.Time
	CommitDate time.Time
	Last       string // the last one that holds it, by its own date
	LastDate   time.Time
	Border     bool     // history ends at Commit, so an older one may hold it too
	Again      []string // commits that brought it back, or in by another line of history; at most ten
	Gone       []string // commits after which it is no longer there; at most ten
	Refs       []providers.Untrusted
	RefCount   int  // all references that lead to it; Refs names at most fifty
	AtHead     bool // in the tree of the commit that is checked out
	Reachable  bool // some reference leads to it
	Pushed     bool // some remote-tracking reference leads to it
	// PushedAt is the first time that this clone knew a remote to have it; zero: not logged.
	PushedAt time.Time
}

// Why is a reason for not having looked at something.
type Why string

const (
	NotFound    Why = "not_found"     // the named place does not exist
	NothingHere Why = "nothing_here"  // the place holds nothing to look at
	Unreadable  Why = "unreadable"    // permission, or an error while reading
	TooLarge    Why = "too_large"     // over the budget for one file or object
	Special     Why = "special_file"  // pipe, socket, device
	LeadsOut    Why = "leads_out"     // a link out of the named place
	Packed      Why = "packed"        // an archive or compressed file, looked at from outside only
	Encrypted   Why = "encrypted"     // in an archive
	BadArchive  Why = "bad_archive"   // broken, read as far as it goes
	Bomb        Why = "bomb"          // it unpacks to more than is read
	Elsewhere   Why = "elsewhere"     // a file of LFS whose content is not here
	Changed     Why = "changed"       // replaced by something else while we looked
	BadPack     Why = "bad_pack"      // a part of an object store that is not sound, with all objects in it
	Unfinished  Why = "unfinished"    // a pack of objects without an index, as a fetch leaves it that was cut off
	NotHere     Why = "not_here"      // objects that others refer to
	Partial     Why = "partial_clone" // objects that the clone left at its origin
	Shallow     Why = "shallow_clone" // history behind the border of the clone
	Alternates  Why = "alternates"    // objects borrowed from elsewhere
	BadRefs     Why = "unknown_refs"  // references in a form that is not understood
	BadObject   Why = "bad_object"    // an object that is not what it should be
	TooMany     Why = "too_many_hits" // more than are listed
)

// Coverage says what was looked at.
type Coverage struct {
	Files   int
	Bytes   int64
	Objects int // of git, read
	Commits int
	Refs    int
	Missing int // objects that are referred to and not here
	Refused int // files, objects and repositories that were not looked at
}

// Place is one named place and how much of it was searched.
type Place struct {
	Where    string
	Repos    int
	Coverage Coverage
	Reasons  map[Why]int // of what is refused, missing or looked at from outside only
	// Complete is true where everything there was looked at. Without it, no hits means
	// nothing.
	Complete bool
}

// Neighbour is another credential in a file or object that holds the key.
type Neighbour struct {
	Where   string
	Path    providers.Untrusted
	Finding identify.Finding
}

// Result is the answer of a search.
type Result struct {
	At         time.Time // when the search ended
	Hits       []Hit
	Places     []Place
	Coverage   Coverage // of all places together
	Complete   bool     // every place is
	Neighbours []Neighbour
}

func (c *Coverage) add(o Coverage) {
	c.Files += o.Files
	c.Bytes += o.Bytes
	c.Objects += o.Objects
	c.Commits += o.Commits
	c.Refs += o.Refs
	c.Missing += o.Missing
	c.Refused += o.Refused
}
