package transport

import (
	"context"
	"errors"
	"time"

	"firebreak/providers"
)

// AWS throttles under status 400, which the door takes for a refusal like another.
const (
	throttlePause = 500 * time.Millisecond // doubled each time; our choice
	throttleTries = 5
)

// Throttles tells whether an error code of AWS's asks to come back later, whatever its status. Its
// services differ in the name.
func Throttles(code string) bool {
	switch code {
	case "Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException":
		return true
	}
	return false
}

// DoAgain is Do for AWS. Where it throttles, a read is made again after a while of the door's clock,
// and the error of whatever else answers to providers.ErrRateLimited.
func (d *Door) DoAgain(ctx context.Context, call Call) (Answer, error) {
	for try := 0; ; try++ {
		answer, err := d.Do(ctx, call)
		var refused *providers.CallError
		if !errors.As(err, &refused) || refused.Cause != providers.CauseStatus || !Throttles(refused.Code) {
			return answer, err
		}
		if refused.Effect == providers.Mutate || try == throttleTries-1 {
			marked := *refused
			marked.Err = providers.ErrRateLimited
			return answer, &marked
		}
		if err := d.cfg.Clock.Sleep(ctx, throttlePause<<try); err != nil {
			return answer, err
		}
	}
}
