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

func TestAVendorThatNamesNoWindowIsStillHeldToOne(t *testing.T) {
	t.Parallel()
	for name, replaced := range map[string]time.Duration{"as it is": 0, "replaced by the user": 30 * time.Second} {
		t.Run(name, func(t *testing.T) {
			clock := drill.NewManual(epoch, nil)
			v := &vendor{clock: clock, schedule: providers.Schedule{Deadline: 15 * time.Minute}}
			e := engineOver(t, v, func(c *runbook.Config) { c.Window = replaced })
			within(t, "the watch", func() {
				clock.Run(func() {
					prepare(t, e)
					do(t, e, runbook.Revoke, runbook.Prove)
					if err := e.Wait(context.Background()); err != nil {
						t.Error(err)
					}
				})
			})
			k, _ := e.State().First()
			want := replaced
			if want == 0 {
				want = time.Minute
			}
			if !k.Proof.Proven() || k.Proof.Window != want || k.Proof.ProvenAt.Sub(k.Proof.VerifiedDead) < want {
				t.Errorf("proof %+v", k.Proof)
			}
			for i := 1; i < len(v.asks); i++ {
				if gap := v.asks[i].Sub(v.asks[i-1]); gap > 0 && gap < time.Second && replaced == 0 {
					t.Errorf("polled after %s", gap)
				}
			}
		})
	}
}

func TestAWindowIsConfiguredForItsVendorOnly(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		set  func(*runbook.Config)
		want time.Duration
	}{
		"its own":              {func(c *runbook.Config) { window(c, "openai", 20*time.Second) }, 20 * time.Second},
		"another vendor's":     {func(c *runbook.Config) { window(c, "elsewhere", 20*time.Second) }, time.Minute},
		"its own and the flag": {func(c *runbook.Config) { window(c, "openai", 20*time.Second); c.Window = 40 * time.Second }, 40 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			clock := drill.NewManual(epoch, nil)
			v := &vendor{clock: clock, schedule: providers.Schedule{Window: time.Minute, Deadline: 15 * time.Minute}}
			e := engineOver(t, v, tc.set)
			within(t, "the watch", func() {
				clock.Run(func() {
					prepare(t, e)
					do(t, e, runbook.Revoke, runbook.Prove)
					if err := e.Wait(context.Background()); err != nil {
						t.Error(err)
					}
				})
			})
			if k, _ := e.State().First(); !k.Proof.Proven() || k.Proof.Window != tc.want {
				t.Errorf("proof %+v, want a window of %s", k.Proof, tc.want)
			}
		})
	}
}

func window(c *runbook.Config, vendor string, d time.Duration) {
	v := c.Vendors[vendor]
	v.Window = d
	c.Vendors[vendor] = v
}

// outlived is a vendor whose key works on after its deletion, and that cannot be reached at times.
type outlived struct {
	*vendor
	cut func(since time.Duration) bool
}

func (v *outlived) Validate(ctx context.Context, c providers.Credential) (providers.Verdict, error) {
	verdict, err := v.vendor.Validate(ctx, c)
	switch {
	case c.Secret.HasAffixes("made-up", ""):
	case v.cut(v.clock.Now().Sub(epoch)):
		verdict.Life, verdict.Reason = providers.Unclear, providers.ReasonUnreachable
	default:
		verdict.Life, verdict.Reason = providers.Alive, providers.ReasonOK
	}
	return verdict, err
}

func TestAWatchWithoutAProofEndsWithWhatWasHeardLast(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		cut  func(time.Duration) bool
		want incident.Reason
	}{
		"accepted to the end":              {func(time.Duration) bool { return false }, incident.WhyAccepted},
		"accepted to the end but once":     {func(d time.Duration) bool { return d >= 2*time.Minute }, incident.WhyAccepted},
		"accepted once, then out of reach": {func(d time.Duration) bool { return d > 0 }, incident.WhyUnreachable},
	} {
		t.Run(name, func(t *testing.T) {
			clock := drill.NewManual(epoch, nil)
			v := &outlived{&vendor{clock: clock, schedule: providers.Schedule{Window: 20 * time.Second, Poll: 10 * time.Second, Deadline: 2 * time.Minute}}, tc.cut}
			e := engineOver(t, v.vendor, func(c *runbook.Config) {
				c.Vendors = map[string]runbook.Vendor{"openai": {Name: "openai", Title: "OpenAI", Adapter: v}}
			})
			within(t, "the watch", func() {
				clock.Run(func() {
					prepare(t, e)
					do(t, e, runbook.Revoke, runbook.Prove)
					if err := e.Wait(context.Background()); err != nil {
						t.Error(err)
					}
				})
			})
			k, _ := e.State().First()
			if f := k.Marks[incident.StepProve].Failed; f == nil || f.Reason != tc.want {
				t.Errorf("failed %+v, newest answer %+v", f, k.Latest)
			}
		})
	}
}
