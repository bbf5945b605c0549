package runbook_test

import (
	"context"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/drill"
)

func TestAVendorThatNamesNoWindowIsStillHeldToOne(t *testing.T) {
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
