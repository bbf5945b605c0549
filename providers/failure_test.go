package providers_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
)

var sentinels = map[string]error{
	"withheld": providers.ErrWithheld, "no ledger": providers.ErrNoLedger, "blocked": providers.ErrBlocked,
	"not permitted": providers.ErrNotPermitted, "not found": providers.ErrNotFound, "rate limited": providers.ErrRateLimited,
	"unreachable": providers.ErrUnreachable, "unknown state": providers.ErrUnknownState, "no admin": providers.ErrNoAdmin,
	"same key": providers.ErrSameKey, "foreign data": providers.ErrForeignData, "conflict": providers.ErrConflict,
	"not supported": providers.ErrNotSupported,
}

func TestACallErrorAnswersToItsSentinels(t *testing.T) {
	cases := []struct {
		name string
		err  providers.CallError
		want []string
	}{
		{"401 in the vendor's shape", providers.CallError{Fate: providers.Refused, Cause: providers.CauseStatus, Status: 401}, []string{"not permitted"}},
		{"403", providers.CallError{Fate: providers.Refused, Cause: providers.CauseStatus, Status: 403}, []string{"not permitted"}},
		{"404", providers.CallError{Fate: providers.Refused, Cause: providers.CauseStatus, Status: 404}, []string{"not found"}},
		{"404 page of a proxy", providers.CallError{Fate: providers.Unknown, Cause: providers.CauseShape, Status: 404}, []string{"unknown state"}},
		{"403 page of a proxy", providers.CallError{Fate: providers.Unknown, Cause: providers.CauseShape, Status: 403}, []string{"unknown state"}},
		{"429", providers.CallError{Fate: providers.Refused, Cause: providers.CauseStatus, Status: 429}, []string{"rate limited"}},
		{"400", providers.CallError{Fate: providers.Refused, Cause: providers.CauseStatus, Status: 400}, nil},
		{"500 on a read", providers.CallError{Fate: providers.Refused, Cause: providers.CauseStatus, Status: 500}, nil},
		{"500 on a mutation", providers.CallError{Fate: providers.Unknown, Cause: providers.CauseStatus, Status: 500}, []string{"unknown state"}},
		{"no connection", providers.CallError{Fate: providers.NotSent, Cause: providers.CauseDial}, []string{"unreachable"}},
		{"a wrong certificate", providers.CallError{Fate: providers.NotSent, Cause: providers.CauseTLS}, []string{"unreachable"}},
		{"timeout after sending", providers.CallError{Fate: providers.Unknown, Cause: providers.CauseTimeout}, []string{"unreachable", "unknown state"}},
		{"cut after sending", providers.CallError{Fate: providers.Unknown, Cause: providers.CauseCut}, []string{"unreachable", "unknown state"}},
		{"retries used up", providers.CallError{Fate: providers.Refused, Cause: providers.CauseExhausted}, []string{"unreachable"}},
		{"given up by us", providers.CallError{Fate: providers.NotSent, Cause: providers.CauseCanceled}, nil},
		{"dry run", providers.CallError{Fate: providers.NotSent, Cause: providers.CauseLocal, Err: providers.ErrWithheld}, []string{"withheld"}},
		{"no journal", providers.CallError{Fate: providers.NotSent, Cause: providers.CauseLocal, Err: providers.ErrNoLedger}, []string{"no ledger"}},
		{"wrong host", providers.CallError{Fate: providers.NotSent, Cause: providers.CauseLocal, Err: providers.ErrBlocked}, []string{"blocked"}},
	}
	for _, c := range cases {
		for _, err := range []error{&c.err, fmt.Errorf("revoke key: %w", &c.err)} {
			for name, sentinel := range sentinels {
				if got := errors.Is(err, sentinel); got != slices.Contains(c.want, name) {
					t.Errorf("%s: is %q: %v", c.name, name, got)
				}
			}
			if got := providers.IsWithheld(err); got != slices.Contains(c.want, "withheld") {
				t.Errorf("%s: withheld: %v", c.name, got)
			}
		}
	}
}

// S4: what a provider or a proxy wrote is not in the error's text, whichever field holds it.
func TestACallErrorQuotesNothingFromOutside(t *testing.T) {
	value := canary(31)
	err := &providers.CallError{
		Fate: providers.Refused, Cause: providers.CauseStatus, Route: "openai.key.delete", Method: "DELETE",
		Host: "api.openai.com", Status: 401, Code: "not clean: " + value, Message: providers.FromOutside("Incorrect API key: " + value), RequestID: "req_1",
	}
	if text := err.Error(); text != "DELETE api.openai.com (openai.key.delete): status 401" {
		t.Errorf("%q", text)
	}
	err.Code, err.Err = "invalid_api_key", providers.ErrNotPermitted
	if text := err.Error(); !strings.HasSuffix(text, "status 401 invalid_api_key: not permitted") {
		t.Errorf("%q", text)
	}
}
