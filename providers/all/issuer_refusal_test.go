package all_test

import (
	"context"
	"errors"
	"testing"

	"firebreak/providers"
	"firebreak/providers/simulator"
)

// What every adapter owes where it is not let, or is told to stop.

func TestInADryRunAnIssuerIsSentNoMutation(t *testing.T) {
	eachLeakIn(t, true, func(l *leak) {
		target := l.target()
		if err := target.revoke(l.acting()); !providers.IsWithheld(err) {
			l.t.Errorf("a revocation: %v", err)
		}
		if over, err := target.over(); err != nil || over || len(l.sent()) != 0 {
			l.t.Errorf("sent %v, over %v, %v", l.sent(), over, err)
		}
		c, limits := l.adapter.(providers.Container)
		if !limits || as[providers.Matrix](l).Way(l.key.Kind, providers.CanContain) != providers.Auto {
			return
		}
		record := l.record()
		offered, err := c.Containments(l.t.Context(), record)
		if err != nil {
			l.t.Fatal(err)
		}
		for _, limit := range offered {
			if limit.Off != "" {
				continue
			}
			if _, err := c.Contain(l.acting(), record, limit); !providers.IsWithheld(err) || len(l.sent()) != 0 {
				l.t.Errorf("%s: %v, sent %v", limit.ID, err, l.sent())
			}
		}
	})
}

func TestAnAdministratorWithoutTheRightIsToldAsThatAndTheKeyStays(t *testing.T) {
	eachLeak(t, func(l *leak) {
		target := l.target()
		if !target.record {
			l.t.Skip("the vendor offers no call for an administrator here")
		}
		mend := l.fails(simulator.Fault{Do: "no_right"})
		_, located := as[providers.Locator](l).Locate(l.t.Context(), l.key)
		revoked := target.revoke(l.acting())
		mend()
		if !errors.Is(located, providers.ErrNotPermitted) || !errors.Is(revoked, providers.ErrNotPermitted) || fateOf(revoked) != providers.Refused {
			l.t.Errorf("located: %v; revoked: %v", located, revoked)
		}
		if over, err := target.over(); err != nil || over {
			l.t.Errorf("over %v, %v", over, err)
		}
	})
}

// TestASearchThatIsGivenUpAfterAnyAnswerSaysSoAndAsksNoMore cancels a search behind its first answer,
// its second, and so on.
func TestASearchThatIsGivenUpAfterAnyAnswerSaysSoAndAsksNoMore(t *testing.T) {
	const most = 60
	eachLeak(t, func(l *leak) {
		if as[providers.Matrix](l).Way(l.key.Kind, providers.CanLocate) != providers.Auto {
			l.t.Skip("the vendor offers no search")
		}
		for n := range most {
			ctx, cancel := context.WithCancel(l.t.Context())
			left := n
			l.heard(func() {
				if left--; left == 0 {
					cancel()
				}
			})
			if n == 0 {
				cancel()
			}
			before := len(l.world.Requests())
			m, err := as[providers.Locator](l).Locate(ctx, l.key)
			asked := len(l.world.Requests()) - before
			l.heard(nil)
			cancel()
			if err == nil && len(m.Candidates) == 1 && left >= 0 { // it had ended
				return
			}
			if !isGivenUp(err) || asked > n+together {
				l.t.Fatalf("given up after %d answers: asked %d times, %d records, %v", n, asked, len(m.Candidates), err)
			}
		}
		l.t.Errorf("no end within %d answers", most)
	})
}

// together is how many requests may be under way when a search that asks several at once is given up.
const together = 8

func isGivenUp(err error) bool {
	var call *providers.CallError
	return errors.Is(err, context.Canceled) || errors.As(err, &call) && call.Cause == providers.CauseCanceled
}

func TestARevocationThatIsGivenUpBeforehandIsNotSent(t *testing.T) {
	eachLeak(t, func(l *leak) {
		target := l.target()
		ctx, cancel := context.WithCancel(l.acting())
		cancel()
		if err := target.revoke(ctx); err == nil || len(l.sent()) != 0 {
			l.t.Errorf("sent %v: %v", l.sent(), err)
		}
	})
}

func TestALivingKeyThatIsRefusedForAnotherReasonIsNotDead(t *testing.T) {
	eachLeak(t, func(l *leak) {
		l.needsProbe()
		for _, do := range []string{"no_quota", "no_scope", "ip_denied", "region", "not_member", "api_off", "reported"} {
			mend := l.fails(simulator.Fault{Do: do})
			if v := l.probe(l.key); v.Life == providers.Dead {
				l.t.Errorf("%s: %s (%s)", do, v.Life, v.Reason)
			}
			mend()
		}
	})
}

func TestAListWhosePagesAreInACircleIsGivenUp(t *testing.T) {
	eachLeak(t, func(l *leak) {
		if as[providers.Matrix](l).Way(l.key.Kind, providers.CanLocate) != providers.Auto {
			l.t.Skip("the vendor offers no search")
		}
		mend := l.fails(simulator.Fault{Do: "duplicate_page"})
		before := len(l.world.Requests())
		m, err := as[providers.Locator](l).Locate(l.t.Context(), l.key)
		mend()
		if asked := len(l.world.Requests()) - before; err == nil && len(m.Candidates) != 1 || asked > 100 {
			l.t.Errorf("asked %d times, %d records, %v", asked, len(m.Candidates), err)
		}
	})
}
