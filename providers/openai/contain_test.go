package openai

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"firebreak/providers"
)

const (
	spendPath = "/organization/projects/proj_1/spend_limit"
	ratesPath = "/organization/projects/proj_1/rate_limits"
)

func spendObject(cents int64) object {
	return object{"object": "project.spend_limit", "threshold_amount": cents, "currency": "USD", "interval": "month", "enforcement": object{"status": "inactive"}}
}

func rateObject(id string, requests, tokens int64, more ...any) object {
	o := object{"object": "project.rate_limit", "id": id, "model": "gpt", "max_requests_per_1_minute": requests, "max_tokens_per_1_minute": tokens}
	for i := 0; i < len(more); i += 2 {
		o[more[i].(string)] = more[i+1]
	}
	return o
}

// limitable is a fake project whose limits can be read and set like the vendor's. spend 0 is none.
func (r *rig) limitable(spend int64, rates ...object) *int64 {
	r.vendor.handle("GET "+spendPath, func(seen) (int, any) {
		if spend == 0 {
			return 404, fault("not_found", "No limit.")
		}
		return 200, spendObject(spend)
	})
	r.vendor.handle("POST "+spendPath, func(s seen) (int, any) {
		spend = int64(s.body["threshold_amount"].(float64))
		return 200, spendObject(spend)
	})
	r.vendor.handle("DELETE "+spendPath, func(seen) (int, any) {
		spend = 0
		return 200, object{"object": "project.spend_limit.deleted", "deleted": true}
	})
	r.vendor.handle("GET "+ratesPath, func(seen) (int, any) { return 200, page(false, rates...) })
	for _, rate := range rates {
		r.vendor.handle("POST "+ratesPath+"/"+rate["id"].(string), func(s seen) (int, any) {
			for k, v := range s.body {
				rate[k] = int64(v.(float64))
			}
			return 200, rate
		})
	}
	r.vendor.on("GET "+keyPath, 200, keyObject("key_1", leakedMask))
	return &spend
}

func (r *rig) offered(t *testing.T, id string) providers.Containment {
	t.Helper()
	all, err := r.Containments(r.ctx, record())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(c providers.Containment) bool { return c.ID == id })
	if i < 0 {
		t.Fatalf("%s is not offered", id)
	}
	return all[i]
}

// stands fails the test unless the limit stands or not, as wanted.
func (r *rig) stands(t *testing.T, c providers.Containment, want bool) {
	t.Helper()
	if got, err := r.Contained(r.ctx, record(), c); got != want || err != nil {
		t.Errorf("stands: %v, %v; want %v", got, err, want)
	}
}

func TestWhatIsOfferedSaysWhatItStopsAndHowItIsUndone(t *testing.T) {
	r := newRig(t)
	r.limitable(5000, rateObject("rl_1", 500, 30_000))
	all, err := r.Containments(r.ctx, record())
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		id, whole string
		exact     bool
		off       providers.Reason
	}
	want := []row{{LimitSpend, "project", true, ""}, {LimitRate, "project", true, ""}, {LimitScopes, "key", false, ""}, {LimitExpiry, "key", false, ""}}
	var got []row
	for _, c := range all {
		got = append(got, row{c.ID, c.WholeOf, c.ExactUndo, c.Off})
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
	if !all[0].Target.Is("Project proj_1") || !all[2].Target.Is("checkout") {
		t.Errorf("targets %v, %v", all[0].Target, all[2].Target)
	}
	if admin, err := r.Containments(r.ctx, adminRecord()); err != nil || admin != nil {
		t.Errorf("an admin key: %v, %v", admin, err)
	}
	if len(r.ledger.intents) != 0 {
		t.Error("looking changed something")
	}
}

func TestASpendLimitIsPutBackExactly(t *testing.T) {
	for _, old := range []int64{0, 5000} {
		r := newRig(t)
		spend := r.limitable(old)
		c := r.offered(t, LimitSpend)
		r.stands(t, c, false)
		if _, err := r.Contain(r.ctx, record(), c); err != nil || *spend != 100 {
			t.Fatalf("set to %d, %v", *spend, err)
		}
		r.stands(t, c, true)
		if _, err := r.Lift(r.ctx, record(), c); err != nil || *spend != old {
			t.Errorf("restored to %d instead of %d, %v", *spend, old, err)
		}
		r.stands(t, c, false)
		for _, s := range r.ledger.intents {
			if !s.Reversible || s.Undo == "" {
				t.Errorf("a statement without its undo: %+v", s)
			}
		}
	}
}

func TestALimitThatIsLowAlreadyIsNotRaised(t *testing.T) {
	r := newRig(t)
	r.limitable(50, rateObject("rl_1", 1, 0))
	for _, id := range []string{LimitSpend, LimitRate} {
		if c := r.offered(t, id); c.Off != providers.ReasonOK {
			t.Errorf("%s: off is %q", id, c.Off)
		}
	}
}

func TestALimitThatSomeoneChangedMeanwhileIsLeftAlone(t *testing.T) {
	r := newRig(t)
	rate := rateObject("rl_1", 500, 30_000)
	spend := r.limitable(5000, rate)
	money, speed := r.offered(t, LimitSpend), r.offered(t, LimitRate)
	for _, c := range []providers.Containment{money, speed} {
		if _, err := r.Contain(r.ctx, record(), c); err != nil {
			t.Fatal(err)
		}
	}
	*spend, rate["max_requests_per_1_minute"] = 7000, int64(60)
	for _, c := range []providers.Containment{money, speed} {
		if _, err := r.Lift(r.ctx, record(), c); !errors.Is(err, providers.ErrConflict) {
			t.Errorf("%s: got %v", c.ID, err)
		}
	}
	if *spend != 7000 || rate["max_requests_per_1_minute"] != int64(60) {
		t.Error("it was changed")
	}
}

func TestRateLimitsAreLoweredAndPutBackExactly(t *testing.T) {
	r := newRig(t)
	one, two := rateObject("rl_1", 500, 30_000, "max_images_per_1_minute", int64(5)), rateObject("rl_2", 0, 9)
	low := rateObject("rl_3", 1, 1)
	before := []object{maps.Clone(one), maps.Clone(two), maps.Clone(low)}
	r.limitable(0, one, two, low)
	c := r.offered(t, LimitRate)
	if _, err := r.Contain(r.ctx, record(), c); err != nil {
		t.Fatal(err)
	}
	if one["max_requests_per_1_minute"] != int64(1) || one["max_images_per_1_minute"] != int64(1) || two["max_requests_per_1_minute"] != int64(0) || two["max_tokens_per_1_minute"] != int64(1) {
		t.Errorf("got %v, %v", one, two)
	}
	if len(r.vendor.asked("POST "+ratesPath+"/rl_3")) != 0 {
		t.Error("a limit that is low already was written")
	}
	r.stands(t, c, true)
	if _, err := r.Lift(r.ctx, record(), c); err != nil {
		t.Fatal(err)
	}
	for i, now := range []object{one, two, low} {
		if !maps.Equal(now, before[i]) {
			t.Errorf("%v instead of %v", now, before[i])
		}
	}
	r.stands(t, c, false)
}

func TestARefusedModelLeavesTheOthersLimited(t *testing.T) {
	r := newRig(t)
	one, two := rateObject("rl_1", 500, 30_000), rateObject("rl_2", 500, 30_000)
	r.limitable(0, one, two)
	c := r.offered(t, LimitRate)
	r.vendor.on("POST "+ratesPath+"/rl_1", 400, fault("", "Not for this model."))
	if got, err := r.Contain(r.ctx, record(), c); err != nil || got.ID != "rl_2" {
		t.Errorf("got %+v, %v", got, err)
	}
	r.stands(t, c, true)
	r.vendor.on("POST "+ratesPath+"/rl_2", 403, fault("", "No."))
	if _, err := r.Lift(r.ctx, record(), c); !errors.Is(err, providers.ErrNotPermitted) {
		t.Errorf("one stays lowered, and lift says %v", err)
	}
	if _, err := r.Contain(r.ctx, record(), c); !errors.Is(err, providers.ErrNotPermitted) {
		t.Errorf("all refused: got %v", err)
	}
	r.vendor.on("POST "+ratesPath+"/rl_1", 500, fault("", "Oops."))
	sent := len(r.vendor.asked("POST " + ratesPath + "/rl_2"))
	if _, err := r.Contain(r.ctx, record(), c); !errors.Is(err, providers.ErrUnknownState) {
		t.Errorf("unknown: got %v", err)
	}
	if len(r.vendor.asked("POST "+ratesPath+"/rl_2")) != sent {
		t.Error("it went on after an unknown outcome")
	}
}

func TestARehearsalShowsEveryLimitThatWouldBeSet(t *testing.T) {
	r := newRig(t)
	r.limitable(0, rateObject("rl_1", 500, 30_000), rateObject("rl_2", 500, 30_000))
	c := r.offered(t, LimitRate)
	seen, err := providers.Rehearse(r.ctx, func(ctx context.Context) error {
		_, err := r.Contain(ctx, record(), c)
		return err
	})
	if err != nil || len(seen) != 2 {
		t.Errorf("got %d statements, %v", len(seen), err)
	}
}

func TestScopesAreNarrowedAndNeverEmptyAndNeverWidened(t *testing.T) {
	r := newRig(t)
	r.limitable(0)
	r.vendor.on("POST "+keyPath, 200, keyObject("key_1", leakedMask))
	c := r.offered(t, LimitScopes)
	if _, err := r.Contain(r.ctx, record(), c); err != nil {
		t.Fatal(err)
	}
	sent := r.vendor.asked("POST " + keyPath)
	if scopes, ok := sent[0].body["scopes"].([]any); !ok || len(scopes) != 1 {
		t.Errorf("sent %v", sent[0].body)
	}
	if _, err := r.Lift(r.ctx, record(), c); !errors.Is(err, providers.ErrNotSupported) {
		t.Errorf("lift: %v", err)
	}
	if _, err := r.Contained(r.ctx, record(), c); !errors.Is(err, providers.ErrNotSupported) {
		t.Errorf("contained: %v", err)
	}
	if len(r.vendor.asked("POST "+keyPath)) != 1 {
		t.Error("scopes were written again")
	}
}

func TestAnExpiryIsTakenBackOnlyWhereItCanBe(t *testing.T) {
	later := today.Add(30 * day).Unix()
	for _, c := range []struct {
		name string
		old  any
		wait time.Duration
		want error
	}{
		{"there was a later one", later, 0, nil},
		{"there was none", nil, 0, providers.ErrNotSupported},
		{"it has expired meanwhile", later, 2 * time.Minute, providers.ErrNotSupported},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.limitable(0)
			k := keyObject("key_1", leakedMask, "expires_at", c.old)
			r.vendor.handle("GET "+keyPath, func(seen) (int, any) { return 200, k })
			r.vendor.handle("POST "+keyPath, func(s seen) (int, any) {
				k["expires_at"] = r.clock.Now().Unix() + int64(s.body["expires_in_seconds"].(float64))
				return 200, k
			})
			limit := r.offered(t, LimitExpiry)
			r.stands(t, limit, false)
			if _, err := r.Contain(r.ctx, record(), limit); err != nil || k["expires_at"] != today.Unix()+60 {
				t.Fatalf("expires at %v, %v", k["expires_at"], err)
			}
			r.stands(t, limit, true)
			r.clock.now = r.clock.now.Add(c.wait)
			if _, err := r.Lift(r.ctx, record(), limit); !errors.Is(err, c.want) {
				t.Errorf("lift: %v", err)
			}
			if c.want == nil && k["expires_at"] != later {
				t.Errorf("restored to %v instead of %v", k["expires_at"], later)
			}
		})
	}
	r := newRig(t)
	r.limitable(0)
	r.vendor.on("GET "+keyPath, 200, keyObject("key_1", leakedMask, "expires_at", today.Add(-time.Hour).Unix()))
	if c := r.offered(t, LimitExpiry); c.Off != providers.ReasonExpired {
		t.Errorf("an expired key: off is %q", c.Off)
	}
}

func TestLimitsThatMayNotBeReadAreListedAsOff(t *testing.T) {
	r := newRig(t)
	r.limitable(0)
	r.vendor.on("GET "+spendPath, 403, fault("", "No."))
	r.vendor.on("GET "+ratesPath, 404, fault("", "No."))
	for _, id := range []string{LimitSpend, LimitRate} {
		if c := r.offered(t, id); c.Off != providers.ReasonNotPermitted {
			t.Errorf("%s: off is %q", id, c.Off)
		}
	}
	r.vendor.on("GET "+spendPath, 200, "<html></html>")
	if _, err := r.Containments(r.ctx, record()); err == nil {
		t.Error("an unusable answer is no error")
	}
}

func TestAnUnknownContainmentOrValueIsRefused(t *testing.T) {
	r := newRig(t)
	r.limitable(0)
	bad := r.offered(t, LimitSpend)
	bad.Before = []byte(`{"threshold`)
	for name, c := range map[string]providers.Containment{"unknown": {ID: "archive"}, "damaged": bad} {
		_, set := r.Contain(r.ctx, record(), c)
		_, lift := r.Lift(r.ctx, record(), c)
		if set == nil || lift == nil {
			t.Errorf("%s: %v, %v", name, set, lift)
		}
	}
	if _, err := r.Contain(r.ctx, adminRecord(), r.offered(t, LimitSpend)); !errors.Is(err, providers.ErrNotSupported) {
		t.Errorf("an admin key: %v", err)
	}
	if len(r.ledger.intents) != 0 {
		t.Error("something was announced")
	}
}

func TestASpendLimitAnsweredDifferentlyIsUnknown(t *testing.T) {
	r := newRig(t)
	r.limitable(0)
	r.vendor.on("POST "+spendPath, 200, spendObject(9999))
	if _, err := r.Contain(r.ctx, record(), r.offered(t, LimitSpend)); !errors.Is(err, providers.ErrUnknownState) {
		t.Errorf("got %v", err)
	}
}
