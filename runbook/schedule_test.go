package runbook_test

import (
	"context"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/drill"
	"firebreak/runbook/incident"
)

// refuser is a vendor whose answers to probes with the key, from the second one on, are given.
// The first one, and those with made-up keys, are refusals.
type refuser struct {
	*vendor
	then  providers.Life
	asked []time.Time
}

func (r *refuser) Validate(_ context.Context, c providers.Credential) (providers.Verdict, error) {
	v := providers.Verdict{Life: providers.Dead, Reason: providers.ReasonInvalid, At: r.clock.Now(), Status: 401}
	if c.Secret.HasAffixes("made-up", "") {
		return v, nil
	}
	if r.asked = append(r.asked, v.At); len(r.asked) > 1 && r.then != v.Life {
		v.Life, v.Reason, v.Status = r.then, providers.ReasonUnreachable, 0
	}
	return v, nil
}

// watched lets the engine watch the key for a minute, with the window that was asked for. What
// was asked before the watch is left out.
func (r *refuser) watched(t *testing.T, window time.Duration) incident.Key {
	t.Helper()
	clock := drill.NewManual(epoch, nil)
	r.vendor.clock = clock
	e := engineOver(t, r.vendor, func(c *runbook.Config) {
		c.Window, c.Vendors = window, map[string]runbook.Vendor{"openai": {Name: "openai", Title: "OpenAI", Adapter: r}}
	})
	clock.Run(func() {
		do(t, e, runbook.Validate, runbook.Prove)
		_ = clock.Sleep(t.Context(), time.Minute+time.Second)
		e.Leave()
	})
	r.asked = r.asked[1:]
	k, _ := e.State().First()
	return k
}

// figures are a vendor's own.
var figures = providers.Schedule{Window: time.Minute, Offsets: []time.Duration{0, 2 * time.Second, time.Minute}, Poll: 2 * time.Second, Deadline: 15 * time.Minute}

func TestAWindowHoldsTwoRefusalsHoweverShortItIsAsked(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		asked, want time.Duration
		most        int // probes
	}{
		"too short for two":  {time.Millisecond, 100 * time.Millisecond, 2},
		"short":              {300 * time.Millisecond, 300 * time.Millisecond, 4},
		"the vendor's own":   {0, time.Minute, 3},
		"longer than theirs": {90 * time.Second, 90 * time.Second, 3},
	} {
		t.Run(name, func(t *testing.T) {
			r := &refuser{vendor: &vendor{schedule: figures}, then: providers.Dead}
			p := r.watched(t, tc.asked).Proof
			if p.Window != tc.want {
				t.Errorf("window %v, want %v", p.Window, tc.want)
			}
			if tc.want <= time.Minute && (!p.Proven() || p.ProvenAt.Sub(p.VerifiedDead) < tc.want) {
				t.Errorf("proven %v, %v after the first refusal", p.Proven(), p.ProvenAt.Sub(p.VerifiedDead))
			}
			if n := len(r.asked); n > tc.most {
				t.Errorf("%d probes, at most %d are needed", n, tc.most)
			}
		})
	}
}

func TestACutNetworkIsNotPolledManyTimesASecond(t *testing.T) {
	t.Parallel()
	for name, window := range map[string]time.Duration{"1 ms": time.Millisecond, "300 ms": 300 * time.Millisecond, "the vendor's own": 0} {
		t.Run(name, func(t *testing.T) {
			r := &refuser{vendor: &vendor{schedule: figures}, then: providers.Unclear}
			k := r.watched(t, window)
			if h, last := k.Proof.Heard, r.asked[len(r.asked)-1]; h.Silent.IsZero() || h.Life != providers.Dead || !h.Again.After(last) {
				t.Errorf("nothing answers since %v, next try %v, last known %q; the last probe was at %v", h.Silent, h.Again, h.Life, last)
			}
			first := 0
			for _, at := range r.asked {
				if at.Sub(r.asked[0]) < time.Second {
					first++
				}
			}
			if n := len(r.asked); first > 4 || n > 35 || n < 25 {
				t.Errorf("%d probes in the first second and %d in a minute; the vendor's poll interval is 2 s", first, n)
			}
		})
	}
}
