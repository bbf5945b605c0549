package providers

import (
	"errors"
	"time"
)

// Judged turns what the door says of a failed probe into a verdict, by the vendor's table of known
// answers; name is the call as a person reads it. It returns the error where nothing was asked:
// the call was refused here, or cancelled.
func Judged(err error, at time.Time, name string, classify func(*CallError) (Life, Reason)) (Verdict, error) {
	var call *CallError
	if !errors.As(err, &call) || call.Cause == CauseLocal || call.Cause == CauseCanceled {
		return Verdict{}, err
	}
	life, reason := classify(call)
	return Verdict{
		Life: life, Reason: reason, At: at, Status: call.Status, Code: call.Code, Message: call.Message,
		RequestID: call.RequestID, Call: name, Wait: call.RetryAfter,
	}, nil
}
