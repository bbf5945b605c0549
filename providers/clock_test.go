package providers_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"firebreak/providers"
)

func TestSleepEndsAfterItsTimeOrWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var clock providers.WallClock
		start := clock.Now()
		if err := clock.Sleep(t.Context(), time.Minute); err != nil || clock.Now().Sub(start) != time.Minute {
			t.Errorf("slept %v, %v", clock.Now().Sub(start), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start = clock.Now()
		if err := clock.Sleep(ctx, time.Hour); !errors.Is(err, context.DeadlineExceeded) || clock.Now().Sub(start) != time.Second {
			t.Errorf("slept %v, %v", clock.Now().Sub(start), err)
		}
		for _, none := range []time.Duration{0, -time.Second} {
			if err := clock.Sleep(t.Context(), none); err != nil {
				t.Errorf("%v: %v", none, err)
			}
			if err := clock.Sleep(ctx, none); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%v under an ended context: %v", none, err)
			}
		}
	})
}

func TestTheClockSpeaksUTC(t *testing.T) {
	if zone := (providers.WallClock{}).Now().Location(); zone != time.UTC {
		t.Errorf("times are in %v", zone)
	}
}

func TestAGateLetsPresentAndLaterWaitersPass(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var clock providers.WallClock
		gate, passed := clock.Gate(), clock.Gate()
		clock.Go(func() {
			if err := gate.Wait(t.Context()); err != nil {
				t.Errorf("present waiter: %v", err)
			}
			passed.Open()
		})
		synctest.Wait()
		gate.Open()
		gate.Open()
		if err := passed.Wait(t.Context()); err != nil {
			t.Errorf("the waiter did not pass: %v", err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if err := gate.Wait(ended); err != nil {
			t.Errorf("an open gate refuses a late waiter: %v", err)
		}
		if err := clock.Gate().Wait(ended); !errors.Is(err, context.Canceled) {
			t.Errorf("a closed gate under an ended context: %v", err)
		}
	})
}
