package providers

import (
	"context"
	"fmt"
)

// Guard says how a store protects a write against someone else's.
type Guard string

const (
	Guarded    Guard = "compare-and-set"
	Unguarded  Guard = "unguarded"
	OtherOwner Guard = "owned by another controller"
)

// SpotGap parts the spots of a Place's Detail.
const SpotGap = "; "

// Place is where a store holds a value, and what one Write changes: one spot of it, or several.
type Place struct {
	Store   string // "dotenv:.env": as the user names it
	Detail  string // "line 12, OPENAI_API_KEY"; several that are written together are parted by SpotGap
	Guard   Guard
	Version string    // what the compare-and-set compares; a digest for files
	Kept    string    // the version under which the store itself keeps what stands here; empty: it does not
	Warning Untrusted // e.g. the file is readable by others
	Entry   string    // places of one Entry are written in one go by a Joiner; empty: by itself
	Doubt   Reason    // whether a write would be let could not be asked, and why; empty: it would, or a write tells
	Off     Reason    // the value stands here but Write would refuse, and why; empty: can be written
}

// Refusal says that a store wrote nothing, and why. Line is 0 where no line is meant.
type Refusal struct {
	Why  Reason
	Line int
}

func (r *Refusal) Error() string {
	if r.Line > 0 {
		return fmt.Sprintf("refused at line %d: %s", r.Line, r.Why)
	}
	return "refused: " + string(r.Why)
}

// Code gives the reason to whoever asks errors for one.
func (r *Refusal) Code() string { return string(r.Why) }

// Store finds a value, replaces it, reads it back and takes it back.
type Store interface {
	// Name is the form the user gave, e.g. "dotenv:.env".
	Name() string
	// Check proves beforehand that a write could succeed; it writes nothing.
	Check(context.Context) error
	// Find lists the places that hold the value. It is read-only.
	Find(context.Context, Secret) ([]Place, error)
	// Write replaces old by new at the place. ErrConflict: someone else wrote meanwhile.
	Write(ctx context.Context, at Place, old, new Secret) error
	// Holds reads back whether the place holds exactly the value.
	Holds(ctx context.Context, at Place, value Secret) (bool, error)
}

// Joiner is a Store that writes several places of one Entry in one go: whoever reads meets either all
// parts of the old key there, or all of the new one.
type Joiner interface {
	// WriteJoined is Write for all of the changes at once: all are made, or none is. They are of
	// one Entry and of one Version.
	WriteJoined(context.Context, []Change) error
}

// Change is what a write puts into one place.
type Change struct {
	At       Place
	Old, New Secret
}

// Undoer is a Store whose writes replace more than the value: quotes and escapes around it.
// What it gives before a write puts back the very bytes, in another process too.
type Undoer interface {
	// Before returns what a write of old at the place would replace, and nothing else, in a
	// form of the store's own. It is as secret as the value. Nothing is written.
	Before(ctx context.Context, at Place, old Secret) (Secret, error)
	// Restore takes a write back where the place, found again, holds exactly what was written.
	// ErrConflict: it does not any more, or it changed meanwhile; nothing is written then.
	Restore(ctx context.Context, at Place, written, old, before Secret) error
}

// Keeper is a Store that keeps what a write replaces, as a version of its own.
type Keeper interface {
	// RestoreKept takes a write back from the version that at.Kept named before it, where the
	// place now, found again, holds exactly what was written, in a comparison like Write's. A
	// version that is gone, or holds something else, is not used: then old is written.
	RestoreKept(ctx context.Context, now Place, kept string, written, old Secret) error
}

// Companion is a Store that can tell what stands beside a place: whoever read the one value could
// read the others. It is read-only.
type Companion interface {
	// Beside lists the values of the place's file or entry by their names, the place's own too.
	Beside(ctx context.Context, at Place) ([]Beside, error)
}

// Beside is one value of a file or entry.
type Beside struct {
	Name  string
	Value Secret
}

// Tidier is a Store that can remove what a killed write of ours left beside the value.
type Tidier interface {
	Tidy(context.Context) error
}

// Counter is a Store that can say how many reads a search would cost.
type Counter interface {
	// Count asks as little as it can and reads no value.
	Count(context.Context) (int, error)
}
