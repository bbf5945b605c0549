package runbook_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/identify"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// begun opens an incident over a value and asks the vendor about it once.
func (r *rig) begun(t *testing.T, value providers.Secret) {
	t.Helper()
	r.open(0, false)
	if err := r.engine.Start(incident.OpenedData{ID: "INC-20261123-test", Mode: r.mode, Salt: "00ff"}); err != nil {
		t.Fatal(err)
	}
	key := providers.Credential{Kind: r.server.Leaked[0].Kind, Secret: value}
	if _, err := r.engine.Identify(identify.Finding{Credential: key, Confidence: identify.Low, Why: identify.WhyLength}, "test", 0); err != nil {
		t.Fatal(err)
	}
	r.clock.Run(func() {
		if err := r.engine.Do(context.Background(), runbook.Action{Name: runbook.Validate, Step: incident.StepValidate, Cred: "c1"}, runbook.Input{}); err != nil {
			t.Error(err)
		}
	})
}

// cut is the leaked key without its last characters.
func (r *rig) cut(n int) (part providers.Secret) {
	r.leaked().Expose(func(b []byte) { part = providers.NewSecret(b[:len(b)-n]) })
	return part
}

func TestAKeyThatWasCutOffIsTakenWholeAndWorkedToTheEnd(t *testing.T) {
	t.Parallel()
	for name, again := range map[string]bool{"in one run": false, "after a restart": true} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, small)
			r.begun(t, r.cut(9))
			if k, _ := r.engine.State().First(); k.First == nil || k.First.Life != providers.Dead {
				t.Fatalf("the cut key was answered with %+v", k.First)
			}
			if again {
				r.closeJournal()
				r.open(0, false)
			}
			if err := r.engine.Hold("c1", providers.Credential{Kind: r.server.Leaked[0].Kind, Secret: r.leaked()}); err != nil {
				t.Fatal(err)
			}
			k, _ := r.engine.State().First()
			if k.Identity.Fingerprint != r.engine.Fingerprint(r.leaked()) || k.Identity.Last4 != r.leaked().Last4() || k.Identity.Why != "continues" || k.First != nil {
				t.Errorf("identity %+v, first answer %+v", k.Identity, k.First)
			}
			if n := len(r.engine.State().Order); n != 1 {
				t.Errorf("%d credentials", n)
			}
			if err := r.work(&runbook.Policy{Approve: all()}); err != nil {
				t.Fatal(err)
			}
			if k, _ := r.engine.State().First(); k.Outcome() != incident.ProvenDead {
				t.Errorf("outcome %s", k.Outcome())
			}
			r.closeJournal()
		})
	}
}

func TestAWatchOverACutKeyProvesNothingOfTheWholeOne(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.begun(t, r.cut(9))
	defer r.closeJournal()
	r.clock.Run(func() {
		prove := runbook.Action{Name: runbook.Prove, Step: incident.StepProve, Cred: "c1"}
		if err := r.engine.Do(context.Background(), prove, runbook.Input{}); err != nil {
			t.Error(err)
		}
		_ = r.clock.Sleep(context.Background(), 10*time.Second)
		if err := r.engine.Hold("c1", providers.Credential{Kind: r.server.Leaked[0].Kind, Secret: r.leaked()}); err != nil {
			t.Error(err)
		}
		_ = r.clock.Sleep(context.Background(), 5*time.Minute)
	})
	if k, _ := r.engine.State().First(); k.Proof.Probes != 0 || k.Proof.Proven() || k.Latest != nil {
		t.Errorf("proof %+v, latest answer %+v", k.Proof, k.Latest)
	}
}

func TestOnlyTheWholeOfARefusedKeyTakesItsPlace(t *testing.T) {
	t.Parallel()
	other := func(r *rig) (s providers.Secret) {
		r.leaked().Expose(func(b []byte) {
			s = providers.NewSecret(append(append([]byte("sk-proj-DRILL"), b[20:len(b)-2]...), "zz"...))
		})
		return s
	}
	longer := func(r *rig) (s providers.Secret) {
		r.leaked().Expose(func(b []byte) { s = providers.NewSecret(append(append([]byte{}, b...), "DRILL"...)) })
		return s
	}
	for name, tc := range map[string]struct{ first, then func(*rig) providers.Secret }{
		"another key":                       {func(r *rig) providers.Secret { return r.cut(9) }, other},
		"more than a key that was accepted": {(*rig).leaked, longer},
		"a part of the known one":           {(*rig).leaked, func(r *rig) providers.Secret { return r.cut(9) }},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, small)
			r.begun(t, tc.first(r))
			defer r.closeJournal()
			before := len(r.engine.Events())
			if err := r.engine.Hold("c1", providers.Credential{Kind: r.server.Leaked[0].Kind, Secret: tc.then(r)}); !errors.Is(err, runbook.ErrOtherKey) {
				t.Errorf("taken: %v", err)
			}
			if n := len(r.engine.Events()); n != before {
				t.Errorf("%d events of a refusal", n-before)
			}
		})
	}
}

func TestAKeyThatWasMistypedFurtherInIsCorrected(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	var slip providers.Secret
	r.leaked().Expose(func(b []byte) {
		typed := append([]byte{}, b...)
		copy(typed[len(typed)/2:], "DRILL")
		slip = providers.NewSecret(typed)
	})
	r.begun(t, slip)
	defer r.closeJournal()
	if err := r.engine.Hold("c1", providers.Credential{Kind: r.server.Leaked[0].Kind, Secret: r.leaked()}); err != nil {
		t.Fatal(err)
	}
	if k, _ := r.engine.State().First(); k.Identity.Why != "corrected" || k.First != nil || k.Identity.Fingerprint != r.engine.Fingerprint(r.leaked()) {
		t.Errorf("identity %+v, first answer %+v", k.Identity, k.First)
	}
}

func TestAValueThatAnotherProcessWorksOnIsNotTakenForAMaskedKey(t *testing.T) {
	v := &vendor{clock: providers.WallClock{}}
	taken := true
	e := engineOver(t, v, func(c *runbook.Config) {
		c.Alone = func(context.Context, providers.Credential) error {
			if taken {
				return errors.New("held")
			}
			return nil
		}
	})
	masked := identify.Finding{Credential: providers.Credential{Kind: vendorKind}, Ending: "4fQ2"}
	cred, err := e.Identify(masked, "paste", 0)
	if err != nil {
		t.Fatal(err)
	}
	whole := providers.Credential{Kind: vendorKind, Secret: providers.NewSecret([]byte(identify.Prefix(vendorKind) + "another leaked DRILL key 4fQ2"))}
	stranger := providers.Credential{Kind: vendorKind, Secret: providers.NewSecret([]byte("a third DRILL key, 9zZ9"))}
	if got := e.HoldAny([]runbook.Found{{Credential: whole}, {Credential: stranger}}); !got.Elsewhere || len(got.Held) != 0 || got.Others != 1 || got.Last4 != "9zZ9" {
		t.Errorf("while it is worked on: %+v", got)
	}
	if !e.State().Keys[cred].Identity.Masked {
		t.Error("the masked key was completed all the same")
	}
	taken = false
	if got := e.HoldAny([]runbook.Found{{Credential: whole}}); got.Elsewhere || !slices.Equal(got.Held, []string{cred}) {
		t.Errorf("later: %+v", got)
	}
}
