package drill

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

var start = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

func TestManualRunsOneWorkerAtATimeInTheSameOrder(t *testing.T) {
	t.Parallel()
	run := func() []string {
		c := NewManual(start, nil)
		var seen []string
		c.Run(func() {
			g := c.Gate()
			for _, n := range []int{3, 1, 2} {
				c.Go(func() {
					for range 3 {
						_ = c.Sleep(context.Background(), time.Duration(n)*time.Minute)
						seen = append(seen, fmt.Sprintf("%d at %s", n, c.Now().Format("15:04")))
					}
					if n == 3 {
						g.Open()
					}
				})
			}
			_ = g.Wait(context.Background())
		})
		return seen
	}
	first := run()
	if len(first) != 9 || first[0] != "1 at 03:01" || first[8] != "3 at 03:09" {
		t.Fatalf("order: %q", first)
	}
	for range 50 {
		if again := run(); !slices.Equal(first, again) {
			t.Fatalf("another order: %q, first %q", again, first)
		}
	}
}

func TestManualStandsWhileAWorkerDoesSomethingElse(t *testing.T) {
	t.Parallel()
	c := NewManual(start, nil)
	c.Run(func() {
		c.Go(func() { _ = c.Sleep(context.Background(), time.Hour) })
		time.Sleep(time.Millisecond) // a request, a person: real time, no simulated time
		if !c.Now().Equal(start) {
			t.Errorf("moved to %s", c.Now())
		}
	})
}

func TestManualWakesACancelledSleeperAndWaiterWithoutMovingTime(t *testing.T) {
	t.Parallel()
	c := NewManual(start, nil)
	c.Run(func() {
		ctx, cancel := context.WithCancel(context.Background())
		never := c.Gate()
		var slept, waited error
		both := c.Gate()
		c.Go(func() { slept = c.Sleep(ctx, 24*time.Hour) })
		c.Go(func() { waited = never.Wait(ctx); both.Open() })
		_ = c.Sleep(context.Background(), time.Minute)
		cancel()
		_ = both.Wait(context.Background())
		_ = c.Sleep(context.Background(), time.Second)
		if !errors.Is(slept, context.Canceled) || !errors.Is(waited, context.Canceled) {
			t.Errorf("slept: %v, waited: %v", slept, waited)
		}
	})
	if got := c.Now().Sub(start); got != time.Minute+time.Second {
		t.Errorf("moved by %s", got)
	}
}

func TestManualTellsOfEveryMoveBeforeTheSleeperGoesOn(t *testing.T) {
	t.Parallel()
	var moves []time.Duration
	c := NewManual(start, func(now time.Time) { moves = append(moves, now.Sub(start)) })
	c.Run(func() {
		_ = c.Sleep(context.Background(), 5*time.Second)
		if len(moves) != 1 || moves[0] != 5*time.Second {
			t.Errorf("moves: %v", moves)
		}
	})
}
