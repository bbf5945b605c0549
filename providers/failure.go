package providers

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// What callers branch on. A CallError answers to them through errors.Is.
var (
	ErrWithheld     = errors.New("withheld: dry run")
	ErrNoLedger     = errors.New("no journal for this mutation")
	ErrBlocked      = errors.New("destination not allowed")
	ErrNotPermitted = errors.New("not permitted")
	ErrNotFound     = errors.New("not found")
	ErrRateLimited  = errors.New("rate limited")
	ErrUnreachable  = errors.New("unreachable")
	ErrWrongPhrase  = errors.New("wrong passphrase")
	ErrUnknownState = errors.New("sent, outcome unknown")
	ErrNoAdmin      = errors.New("no admin credential")
	ErrAdminSealed  = errors.New("the admin credential is kept sealed and cannot be opened")
	ErrNotAdmin     = errors.New("not in the form of an admin credential")
	ErrSameKey      = errors.New("the admin credential is the leaked key")
	ErrForeignData  = errors.New("the answer holds another key's data")
	ErrConflict     = errors.New("changed by someone else meanwhile")
	ErrNotSupported = errors.New("the provider offers no such call")
	ErrRootOwned    = errors.New("the account's root alone can end its key, signed in")
	ErrTooLittle    = errors.New("what is shown of the value does not tell keys apart")
)

// IsWithheld reports whether an operation ended because the door kept its mutation back.
func IsWithheld(err error) bool { return errors.Is(err, ErrWithheld) }

// Fate is what is known about a request after the call.
type Fate string

const (
	NotSent Fate = "not_sent" // nothing left this machine, or nothing of the request was written
	Refused Fate = "refused"  // the provider answered, and did not do it
	Unknown Fate = "unknown"  // it may have been done
)

// Cause says why a call gave no usable answer.
type Cause string

const (
	CauseStatus    Cause = "status"    // an answer in the provider's shape that is no success
	CauseTimeout   Cause = "timeout"   // deadline passed
	CauseCanceled  Cause = "canceled"  // given up by us
	CauseDial      Cause = "dial"      // no connection: DNS, refused, unreachable
	CauseTLS       Cause = "tls"       // the other side is not who it should be
	CauseCut       Cause = "cut"       // connection lost
	CauseTooLarge  Cause = "too_large" // answer over the size limit
	CauseShape     Cause = "shape"     // not the provider's own shape (a proxy's page, garbage)
	CauseRedirect  Cause = "redirect"  // answer points elsewhere; not followed
	CauseLocal     Cause = "local"     // refused here before sending: ledger, host, dry run
	CauseExhausted Cause = "exhausted" // retry budget used up
)

// AdminKeptError refuses to put an admin credential in place of another unasked. Ending is the
// last characters of the kept one, "" where it cannot be opened here.
type AdminKeptError struct{ Ending string }

func (*AdminKeptError) Error() string { return "an admin credential is kept already" }

// CallError is the only error that leaves a door. It never carries a URL, header or body as
// received. Message is the vendor's own sentence.
type CallError struct {
	Fate       Fate
	Effect     Effect // what the call would have done; a read of unknown fate changed nothing
	Cause      Cause
	Route      string
	Method     string
	Host       string
	Status     int    // 0: no answer
	Code       string // the vendor's error code, checked by CleanID, else ""
	Message    Untrusted
	RequestID  string
	RetryAfter time.Duration
	Err        error // a sentinel of this package, or nil
}

// Error is for logs and tests, in words of ours only: the vendor's sentence stays in Message,
// and a code that is not clean is left out.
func (e *CallError) Error() string {
	text := fmt.Sprintf("%s %s (%s): %s", e.Method, e.Host, e.Route, e.Cause)
	if e.Status != 0 {
		text += fmt.Sprintf(" %d", e.Status)
	}
	if code := CleanID(e.Code); code != "" {
		text += " " + code
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap gives the sentinel.
func (e *CallError) Unwrap() error { return e.Err }

// Is maps status and fate to the sentinels, so that callers need not know numbers.
func (e *CallError) Is(target error) bool {
	switch target {
	case ErrNotPermitted:
		return e.Cause == CauseStatus && (e.Status == 401 || e.Status == 403) && e.Err != ErrRateLimited && e.Err != ErrNotFound
	case ErrNotFound:
		return e.Cause == CauseStatus && e.Status == 404
	case ErrRateLimited:
		return e.Status == 429
	case ErrUnreachable:
		return e.Cause == CauseDial || e.Cause == CauseTimeout || e.Cause == CauseCut || e.Cause == CauseTLS || e.Cause == CauseExhausted
	case ErrUnknownState:
		return e.Fate == Unknown && e.Effect == Mutate
	}
	return false
}

// RefusedWith returns the call error if the vendor refused in its own form with one of the
// statuses.
func RefusedWith(err error, statuses ...int) (*CallError, bool) {
	var call *CallError
	if !errors.As(err, &call) || call.Cause != CauseStatus || !slices.Contains(statuses, call.Status) {
		return nil, false
	}
	return call, true
}
