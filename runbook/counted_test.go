package runbook_test

import (
	"context"
	"iter"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// tokenCounter is a vendor that tells use in tokens and counts no requests.
type tokenCounter struct {
	*vendor
	usual, now int64 // tokens an hour, in the days before and in the last hour
	counted    bool  // a request an hour is counted too
}

func (c *tokenCounter) Usage(_ context.Context, q providers.UsageQuery) iter.Seq2[[]providers.Bucket, error] {
	return func(yield func([]providers.Bucket, error) bool) {
		var list []providers.Bucket
		for at := q.From; at.Before(q.To); at = at.Add(q.Width) {
			hourly := c.usual
			if q.To.Sub(at) < time.Hour+q.Width {
				hourly = c.now
			}
			b := providers.Bucket{Start: at, Width: q.Width, Endpoint: "messages", In: int64(float64(hourly) * q.Width.Hours()), Uncounted: !c.counted}
			if c.counted && b.In > 0 {
				b.Requests = 1
			}
			list = append(list, b)
		}
		yield(list, nil)
	}
}

func (c *tokenCounter) Lag() (time.Duration, string) { return 0, "" }

func (c *tokenCounter) Hidden() []string { return nil }

// key is the key after the steps that lead up to a decision.
func (c *tokenCounter) key(t *testing.T) incident.Key {
	t.Helper()
	c.vendor = &vendor{clock: providers.WallClock{}}
	e := engineOver(t, c.vendor, func(conf *runbook.Config) {
		conf.Vendors = map[string]runbook.Vendor{"openai": {Name: "openai", Title: "OpenAI", Adapter: c}}
	})
	prepare(t, e)
	k, _ := e.State().First()
	return k
}

func TestAVendorThatCountsNoRequestsIsNotTakenForUnused(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		usual, now int64
		why        incident.Reason
		idle       bool
	}{
		"nothing at all":       {0, 0, incident.WhyNoTraffic, true},
		"as usual":             {60_000, 60_000, incident.WhyQuiet, false},
		"not in the last hour": {60_000, 0, incident.WhyQuiet, false},
		"far more than usual":  {60_000, 600_000, incident.WhyBurning, false},
		"only in the last day": {0, 600_000, incident.WhyBurning, false},
	} {
		t.Run(name, func(t *testing.T) {
			k := (&tokenCounter{usual: tc.usual, now: tc.now}).key(t)
			if _, why := runbook.Suggest(k, runbook.Situation{}); why != tc.why {
				t.Errorf("suggested for %q; forecast %+v", why, k.Forecast)
			}
			if idle := runbook.Figures(k, 0, providers.Auto).Idle; idle != tc.idle {
				t.Errorf("idle: %v", idle)
			}
			for _, l := range words.Langs {
				lines := strings.Join(append(l.Facts(k, "OpenAI"), l.AtStake(*k.Forecast)), "\n")
				if strings.Contains(lines, "0 requests") || strings.Contains(lines, "0 permintaan") {
					t.Errorf("what was not counted is shown as none:\n%s", lines)
				}
			}
		})
	}
}

func TestAVendorThatCountsRequestsIsStillReadInRequests(t *testing.T) {
	t.Parallel()
	k := (&tokenCounter{usual: 60_000, now: 60_000, counted: true}).key(t)
	if f := k.Forecast; f.Counted != incident.InRequests || f.DayTokens != 0 || f.LastDay == 0 {
		t.Errorf("forecast %+v", f)
	}
}
