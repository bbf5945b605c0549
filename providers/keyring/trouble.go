package keyring

import (
	"errors"

	"firebreak/providers"
)

// State says how the place for secrets is doing.
type State string

const (
	Ready     State = "ready"
	Absent    State = "absent"     // it works and holds no identity yet
	NoService State = "no service" // no keyring runs here
	Locked    State = "locked"     // and nobody could be asked
	Dismissed State = "dismissed"  // somebody was asked and declined
	TimedOut  State = "timed out"
	Garbled   State = "garbled"    // it gives back something else than was written
	WriteOnly State = "write only" // sealed to a recipient whose identity is not here
	Foreign   State = "foreign"    // sealed to another identity than ours
	Weak      State = "weak"       // the passphrase that was chosen
	Failed    State = "failed"
)

// Trouble is why a secret could not be kept or had.
type Trouble struct {
	State  State
	Op     string              // what was tried: "read identity"
	Detail providers.Untrusted // the system's own words, if any
}

func (t *Trouble) Error() string { return t.Op + ": " + string(t.State) }

// Is matches another Trouble of the same state.
func (t *Trouble) Is(target error) bool {
	other, ok := target.(*Trouble)
	return ok && other.State == t.State
}

var (
	// ErrNoItem is a backend's answer for an item that is not there.
	ErrNoItem = errors.New("no such keyring item")
	// ErrSize refuses an empty value or one longer than MaxValue. Nothing was touched.
	ErrSize = errors.New("value is empty or too long to be kept")
	// ErrName refuses a provider, op or file name that is not of our form.
	ErrName = errors.New("name not in its form")
)

// StateOf returns the state that an error stands for; Ready for nil, Failed for what is none
// of ours.
func StateOf(err error) State {
	var trouble *Trouble
	switch {
	case err == nil:
		return Ready
	case errors.As(err, &trouble):
		return trouble.State
	}
	return Failed
}

func failed(op string, err error) *Trouble {
	return &Trouble{State: Failed, Op: op, Detail: providers.FromOutside(err.Error())}
}
