package all_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/simulator"
)

// What every adapter owes, whoever its vendor is. A new one is held to it as soon as the
// simulator can leak a key of its kind.

func TestALivingKeyIsToldFromAMadeUpOne(t *testing.T) {
	eachLeak(t, func(l *leak) {
		l.needsProbe()
		if v := l.probe(l.key); v.Life != providers.Alive && v.Life != providers.AliveLimited {
			t.Errorf("the leaked key: %+v", v)
		}
		decoy := l.decoy()
		if v := l.probe(decoy); v.Life != providers.Dead || v.Reason != providers.ReasonInvalid {
			t.Errorf("a made-up key: %+v", v)
		}
		if decoy.Kind != l.key.Kind || decoy.Secret.Equal(l.key.Secret) || (length(decoy.Secret)-length(l.key.Secret))*50/length(l.key.Secret) != 0 {
			l.t.Error("the made-up key is not of the form of the leaked one, or is that one")
		}
	})
}

// length is the same for all values of a kind but for documents, whose numbers differ by a digit.
func length(s providers.Secret) (n int) {
	s.Expose(func(value []byte) { n = len(value) })
	return n
}

// trouble is what says nothing of a key, whoever's it is.
var trouble = []simulator.Fault{
	{Do: "429"}, {Do: "429_html"}, {Do: "400_throttle"}, {Do: "500"}, {Do: "503"}, {Do: "500_after"}, {Do: "cut_before"}, {Do: "cut_after"}, {Do: "cut_body"},
	{Do: "reset"}, {Do: "garbage"}, {Do: "html"}, {Do: "html", Status: 401}, {Do: "html", Status: 403}, {Do: "html", Status: 404}, {Do: "empty"},
	{Do: "redirect"}, {Do: "redirect", Status: 301}, {Do: "error_200"}, {Do: "huge"},
}

func (l *leak) underTrouble(test func(name string)) {
	for _, f := range trouble {
		mend := l.fails(f)
		test(fmt.Sprint(f.Do, " ", f.Status))
		mend()
	}
}

func TestTroubleOnTheWayIsNoAnswerAboutAKey(t *testing.T) {
	eachLeak(t, func(l *leak) {
		l.needsProbe()
		decoy := l.decoy()
		l.underTrouble(func(name string) {
			for who, c := range map[string]providers.Credential{"living": l.key, "made-up": decoy} {
				if v := l.probe(c); v.Life != providers.Unclear && v.Life != providers.Throttled {
					l.t.Errorf("under %s a %s key is %s (%s)", name, who, v.Life, v.Reason)
				}
			}
		})
	})
}

func TestARevocationIsTheOneRequestThatWasShownAndKillsTheKey(t *testing.T) {
	eachLeak(t, func(l *leak) {
		target := l.target()
		shown, err := providers.Rehearse(l.t.Context(), target.revoke)
		if err != nil || len(shown) != 1 || len(l.sent()) != 0 {
			l.t.Fatalf("shown %d, sent %d: %v", len(shown), len(l.sent()), err)
		}
		if err := target.revoke(l.t.Context()); !errors.Is(err, providers.ErrNoLedger) || len(l.sent()) != 0 {
			l.t.Errorf("with nobody to announce it to: sent %v, %v", l.sent(), err)
		}
		if over, err := target.over(); err != nil || over {
			l.t.Errorf("before: over %v, %v", over, err)
		}
		if err := target.revoke(l.acting()); err != nil {
			l.t.Fatal(err)
		}
		l.isAsShown(shown)
		if over, err := target.over(); err != nil || !over {
			l.t.Errorf("after: over %v, %v", over, err)
		}
		if l.probes() {
			if v := l.probe(l.key); v.Life != providers.Dead {
				l.t.Errorf("the revoked key: %+v", v)
			}
		}
		again := target.revoke(l.acting())
		if fate := fateOf(again); fate != providers.Refused && (target.record || again != nil) {
			l.t.Errorf("a second revocation: %v", again)
		}
	})
}

// isAsShown holds that the statements were announced, and sent as their last part says.
func (l *leak) isAsShown(shown []providers.Statement) {
	l.t.Helper()
	sent := l.sent()
	if !reflect.DeepEqual(l.book.seen, shown) || len(sent) != len(shown) {
		l.t.Fatalf("shown\n%+v\nannounced\n%+v\nsent\n%v", shown, l.book.seen, sent)
	}
	for i, s := range shown {
		at, err := url.Parse(s.URL)
		// A key in a path is shown by neither side, each in its own way.
		if err != nil || sent[i] != s.Method+" "+strings.ReplaceAll(at.Path, "[secret]", "...") {
			l.t.Errorf("shown %s %s, sent %s", s.Method, s.URL, sent[i])
		}
	}
}

func fateOf(err error) providers.Fate {
	var call *providers.CallError
	if errors.As(err, &call) {
		return call.Fate
	}
	return ""
}

func TestARevocationIsTakenBackWhereTheVendorDoesSo(t *testing.T) {
	eachLeak(t, func(l *leak) {
		restorer, revoker, record := as[providers.Restorer](l), as[providers.Revoker](l), l.record()
		if restorer.Restorable(l.key.Kind) == 0 {
			l.t.Skipf("the vendor offers no way back for a %s", l.key.Kind)
		}
		restore := func(ctx context.Context) error { _, err := restorer.Restore(ctx, record); return err }
		if err := restore(l.acting()); fateOf(err) != providers.Refused {
			l.t.Errorf("of a living key: %v", err)
		}
		if _, err := revoker.Revoke(l.acting(), record); err != nil {
			l.t.Fatal(err)
		}
		before := len(l.sent())
		shown, err := providers.Rehearse(l.t.Context(), restore)
		if err != nil || len(shown) != 1 || len(l.sent()) != before {
			l.t.Fatalf("shown %d, sent %d: %v", len(shown), len(l.sent())-before, err)
		}
		for _, do := range []string{"cut_before", "cut_after"} {
			back, mend := do == "cut_after", l.fails(simulator.Fault{Do: do})
			err := restore(l.acting())
			mend()
			if status, read := revoker.Present(l.t.Context(), record); fateOf(err) != providers.Unknown || read != nil || status.Over() == back {
				l.t.Errorf("%s: fate %q, the record says %s, %v", do, fateOf(err), status, read)
			}
		}
		if v := l.probe(l.key); v.Life != providers.Alive && v.Life != providers.AliveLimited {
			l.t.Errorf("the key that came back: %+v", v)
		}
		if found, err := as[providers.Locator](l).Locate(l.t.Context(), l.key); err != nil || len(found.Candidates) != 1 || found.Candidates[0].ID != record.ID {
			l.t.Errorf("its record: %+v, %v", found, err)
		}
	})
}

func TestALostAnswerToARevocationIsSettledByItsRecordOrTheKeyItself(t *testing.T) {
	for do, want := range map[string]struct {
		fate providers.Fate
		over bool
	}{
		"cut_after": {providers.Unknown, true}, "500_after": {providers.Unknown, true}, "garbage": {providers.Unknown, true}, "empty": {providers.Unknown, true},
		"cut_before": {providers.Unknown, false}, "reset": {providers.Unknown, false}, "html": {providers.Unknown, false}, "error_200": {providers.Unknown, false},
		"429": {providers.Refused, false}, "redirect": {providers.Refused, false}, "say_deleted": {"", false},
	} {
		t.Run(do, func(t *testing.T) {
			eachLeak(t, func(l *leak) {
				target := l.target()
				mend := l.fails(simulator.Fault{Do: do})
				err := target.revoke(l.acting())
				mend()
				bare := !target.record && do == "empty" && err == nil // an answer that says no more than that it was accepted
				if fateOf(err) != want.fate && !bare || len(l.sent()) != 1 {
					l.t.Errorf("sent %d times, fate %q: %v", len(l.sent()), fateOf(err), err)
				}
				if over, err := target.over(); err != nil || over != want.over {
					l.t.Errorf("over %v, %v", over, err)
				}
			})
		})
	}
}

func TestARecordIsFoundOnlyForItsOwnKey(t *testing.T) {
	eachLeak(t, func(l *leak) {
		if r := l.record(); r.Kind != l.key.Kind || providers.CleanID(r.ID) == "" {
			l.t.Errorf("record %+v", r)
		}
		if m, err := as[providers.Locator](l).Locate(l.t.Context(), l.decoy()); err != nil || len(m.Candidates) != 0 || len(m.Searched) == 0 {
			l.t.Errorf("a made-up key has %d records in %v: %v", len(m.Candidates), m.Searched, err)
		}
	})
}

func TestWhatLimitsAKeyIsTakenBackExactly(t *testing.T) {
	eachLeak(t, func(l *leak) {
		container, record := as[providers.Container](l), l.record()
		offered, err := container.Containments(l.t.Context(), record)
		if err != nil {
			l.t.Fatal(err)
		}
		for _, c := range offered {
			if c.Off == "" && c.ExactUndo {
				l.limitAndLift(container, record, c)
			}
		}
		again, err := container.Containments(l.t.Context(), record)
		if err != nil || !reflect.DeepEqual(again, offered) {
			l.t.Errorf("before\n%+v\nafter\n%+v: %v", offered, again, err)
		}
	})
}

func (l *leak) limitAndLift(container providers.Container, record providers.KeyRecord, c providers.Containment) {
	l.t.Helper()
	for _, step := range []struct {
		name   string
		do     func(context.Context, providers.KeyRecord, providers.Containment) (providers.Receipt, error)
		stands bool
	}{{"contain", container.Contain, true}, {"lift", container.Lift, false}} {
		if _, err := step.do(l.acting(), record, c); err != nil {
			l.t.Fatalf("%s %s: %v", step.name, c.ID, err)
		}
		if stands, err := container.Contained(l.t.Context(), record, c); err != nil || stands != step.stands {
			l.t.Errorf("%s after %s: stands %v, %v", c.ID, step.name, stands, err)
		}
		if v := l.probe(l.key); step.stands && c.Refuses != (v.Life == providers.Dead) || !step.stands && v.Life == providers.Dead {
			l.t.Errorf("%s after %s: the key is %s", c.ID, step.name, v.Life)
		}
	}
}

func TestAReplacementWorksAndIsFoundAgainByItsName(t *testing.T) {
	for do, name := range map[string]string{"": "firebreak-drill-1", "cut_after": "firebreak-drill-2"} {
		eachLeak(t, func(l *leak) {
			issuer, record := as[providers.Issuer](l), l.record()
			if can, _ := issuer.CanIssue(record); !can {
				l.t.Skipf("the vendor offers no way to make a %s", l.key.Kind)
			}
			ask, mend := providers.NewKey{Like: record, Name: name, Since: l.clock.Now()}, func() {}
			if do != "" {
				mend = l.fails(simulator.Fault{Do: do, Match: simulator.Match{Method: "POST"}})
			}
			made, value, err := issuer.Create(l.acting(), ask)
			mend()
			switch {
			case do != "" && fateOf(err) != providers.Unknown:
				l.t.Errorf("lost: %v", err)
			case do == "" && (err != nil || made.ID == record.ID || value.Equal(l.key.Secret)):
				l.t.Errorf("made %+v: %v", made, err)
			case do == "":
				if v := l.probe(providers.Credential{Kind: l.key.Kind, Secret: value}); v.Life == providers.Dead || v.Life == providers.Unclear {
					l.t.Errorf("the new key: %+v", v)
				}
			}
			if found, err := issuer.Created(l.t.Context(), ask); err != nil || len(found) != 1 || found[0].ID == record.ID || do == "" && found[0].ID != made.ID {
				l.t.Errorf("found by %q: %+v, %v", name, found, err)
			}
		})
	}
}

// everyRead calls whatever only reads, and keeps what it gave.
func (l *leak) everyRead(record providers.KeyRecord) {
	ctx := l.t.Context()
	tell := func(v any, err error) { l.said.add(v); l.said.add(err) }
	q := providers.UsageQuery{Record: record, From: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), Width: 24 * time.Hour}
	if a, ok := l.adapter.(providers.Validator); ok {
		tell(a.Validate(ctx, l.key))
	}
	if a, ok := l.adapter.(providers.Locator); ok {
		tell(a.Locate(ctx, l.key))
	}
	if a, ok := l.adapter.(providers.Revoker); ok {
		tell(a.Present(ctx, record))
	}
	if a, ok := l.adapter.(providers.LastUseReader); ok {
		tell(a.LastUsed(ctx, record))
	}
	if a, ok := l.adapter.(providers.OwnerRevoker); ok {
		tell(a.OwnersKeys(ctx, record))
		tell(a.OwnerPresent(ctx, record))
	}
	if a, ok := l.adapter.(providers.Container); ok {
		tell(a.Containments(ctx, record))
	}
	if a, ok := l.adapter.(providers.UsageReader); ok {
		drain(a.Usage(ctx, q), tell)
	}
	if a, ok := l.adapter.(providers.CostReader); ok {
		drain(a.Costs(ctx, q), tell)
	}
	if a, ok := l.adapter.(providers.WholeCostReader); ok {
		drain(a.WholeCosts(ctx, q), tell)
	}
	if a, ok := l.adapter.(providers.AuditReader); ok {
		drain(a.Audit(ctx, record, q.From, q.To), tell)
	}
	if a, ok := l.adapter.(providers.Issuer); ok {
		tell(a.Created(ctx, providers.NewKey{Like: record, Name: "firebreak-drill"}))
	}
	if a, ok := l.adapter.(providers.Relater); ok {
		keys, gaps, err := a.Related(ctx, record)
		tell(keys, err)
		l.said.add(gaps)
	}
	if a, ok := l.adapter.(providers.Reacher); ok {
		tell(a.Reach(ctx, l.key))
	}
	if a, ok := l.adapter.(providers.ControlReader); ok {
		tell(a.Controls(ctx, record))
	}
	if a, ok := l.adapter.(providers.AdminChecker); ok {
		tell(a.CheckAdmin(ctx))
	}
}

func drain[T any](pages iter.Seq2[T, error], tell func(any, error)) {
	for page, err := range pages {
		tell(page, err)
	}
}

func TestWhatReadsChangesNothingAndTellsNoSecretInAnyTrouble(t *testing.T) {
	eachLeak(t, func(l *leak) {
		record := l.record()
		l.everyRead(record)
		l.underTrouble(func(string) { l.everyRead(record) })
		if sent := l.sent(); len(sent) != 0 || len(l.book.seen) != 0 {
			l.t.Errorf("sent %v, announced %d", sent, len(l.book.seen))
		}
		for who, s := range map[string]providers.Secret{"the leaked key": l.key.Secret, "the admin credential": l.admin} {
			if l.tells(s) {
				l.t.Errorf("%s is told", who)
			}
		}
	})
}

func TestEachCapabilityThatTheMatrixPromisesIsThere(t *testing.T) {
	has := map[providers.Capability]func(any) bool{
		providers.CanValidate: offers[providers.Validator], providers.CanProve: offers[providers.Validator], providers.CanLocate: offers[providers.Locator],
		providers.CanContain: offers[providers.Container], providers.CanRevoke: func(a any) bool { return offers[providers.Revoker](a) || offers[providers.ValueRevoker](a) }, providers.CanUsage: offers[providers.UsageReader],
		providers.CanCost: offers[providers.CostReader], providers.CanAudit: offers[providers.AuditReader], providers.CanReplace: offers[providers.Issuer],
		providers.CanRelate: func(a any) bool { return offers[providers.Relater](a) || offers[providers.Reacher](a) }, providers.CanControls: offers[providers.ControlReader],
	}
	eachLeak(t, func(l *leak) {
		matrix := as[providers.Matrix](l)
		if !slices.Contains(matrix.Kinds(), l.key.Kind) {
			l.t.Error("the kind is not in the matrix")
		}
		for can, there := range has {
			if way := matrix.Way(l.key.Kind, can); way == providers.Auto && !there(l.adapter) {
				l.t.Errorf("%s is promised and not there", can)
			}
			switch way := matrix.Way(l.key.Kind, can); {
			case way == providers.OfWhole && (can != providers.CanCost || !offers[providers.WholeCostReader](l.adapter)), !strings.Contains("auto guided by hand whole", string(way)), way == "":
				l.t.Errorf("%s is had %q", can, way)
			}
		}
	})
}

func offers[T any](adapter any) bool { _, ok := adapter.(T); return ok }
