package anthropic

import (
	"errors"
	"testing"
	"time"

	"firebreak/providers"
)

const (
	usageCall = "GET /organizations/usage_report/messages"
	costCall  = "GET /organizations/cost_report"
	auditCall = "GET /compliance/activities"
)

func twoDays() providers.UsageQuery {
	return providers.UsageQuery{Record: record(), From: today.Add(-day), To: today.Add(10 * time.Hour), Width: day}
}

func TestUsageIsTokensWithoutACountOfRequests(t *testing.T) {
	r := newRig(t)
	ours := used("apikey_1", "claude-x", 100, 40, 20)
	ours["cache_creation"] = object{"ephemeral_1h_input_tokens": 1, "ephemeral_5m_input_tokens": 2}
	ours["service_tier"] = "batch"
	r.on(usageCall, 200, series([]object{ours}, []object{used("apikey_1", "claude-x", 0, 0, 0)}))
	all, err := drain(r.Usage(r.ctx, twoDays()))
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	if b := all[0]; b.In != 143 || b.Cached != 40 || b.Out != 20 || !b.Uncounted || b.Requests != 0 || !b.Batch || !b.Start.Equal(today.Add(-day)) || b.Endpoint != "messages" {
		t.Errorf("%+v", b)
	}
	q := r.asked(usageCall)[0].query
	if q.Get("ending_at") != "2026-11-24T00:00:00Z" || q.Get("starting_at") != "2026-11-22T00:00:00Z" || q.Get("api_key_ids[]") != "apikey_1" {
		t.Errorf("asked %v", q)
	}
}

func TestUsageThatCannotBeTrustedIsNone(t *testing.T) {
	twice := series([]object{}, []object{})
	twice["data"].([]object)[0]["starting_at"] = "2026-11-23T00:00:00Z"
	outside := series([]object{}, []object{}, []object{})
	for name, answer := range map[string]object{
		"another key's":     series([]object{used("apikey_2", "claude-x", 1, 0, 0)}),
		"nobody's":          series([]object{used(nil, "claude-x", 1, 0, 0)}),
		"less than nothing": series([]object{used("apikey_1", "claude-x", -1, 0, 0)}),
		"a day twice":       twice,
		"a day outside":     outside,
		"in circles":        {"data": []object{}, "has_more": true, "next_page": "again"},
	} {
		r := newRig(t)
		r.on(usageCall, 200, answer)
		if all, err := drain(r.Usage(r.ctx, twoDays())); err == nil || len(all) > 0 {
			t.Errorf("%s: %+v, %v", name, all, err)
		}
	}
}

func TestF070AMissingRightToReadUsageIsSaidAndNotZero(t *testing.T) {
	r := newRig(t)
	r.on(usageCall, 403, fault("permission_error"))
	if _, err := drain(r.Usage(r.ctx, twoDays())); !errors.Is(err, providers.ErrNotPermitted) {
		t.Errorf("got %v", err)
	}
	if lag, _ := r.Lag(); lag < 3*time.Hour {
		t.Errorf("figures that still change for three hours count as settled after %s", lag)
	}
}

func line(space any, model, tokens any, amount string) object {
	return object{"workspace_id": space, "description": "d", "model": model, "token_type": tokens, "amount": amount, "currency": "USD"}
}

func TestTheKeyGetsItsShareOfTheWorkspacesMoney(t *testing.T) {
	r := newRig(t)
	elsewhere := used("apikey_9", "claude-x", 1_000_000, 0, 1_000_000)
	elsewhere["workspace_id"] = "wrkspc_2"
	r.on(usageCall, 200, series([]object{}, []object{used("apikey_1", "claude-x", 75, 0, 10), used("apikey_2", "claude-x", 25, 0, 0), elsewhere}))
	r.on(costCall, 200, series([]object{}, []object{
		line("wrkspc_1", "claude-x", "uncached_input_tokens", "200.00"), line("wrkspc_1", "claude-x", "output_tokens", "40.5"),
		line("wrkspc_1", nil, nil, "11"), line("wrkspc_2", "claude-x", "output_tokens", "999999"), line(nil, "claude-x", "output_tokens", "5"),
	}))
	all, err := drain(r.Costs(r.ctx, twoDays()))
	var partial *providers.PartialError
	if !errors.As(err, &partial) || len(partial.Gaps) != 1 || partial.Gaps[0].Why != providers.GapShared || len(all) != 3 {
		t.Fatalf("%+v, %v", all, err)
	}
	for i, want := range []struct {
		micros int64
		item   string
	}{{1_500_000, "claude-x, input"}, {405_000, "claude-x, output"}, {85_000, "d"}} {
		if c := all[i]; c.Micros != want.micros || !c.Item.Is(want.item) || c.Currency != "USD" {
			t.Errorf("line %d: %+v", i, c)
		}
	}
	r.on(usageCall, 200, series([]object{}, []object{used("apikey_1", "claude-x", 75, 0, 10)}))
	if all, err := drain(r.Costs(r.ctx, twoDays())); err != nil || len(all) != 3 || all[0].Micros != 2_000_000 {
		t.Errorf("alone in the workspace: %+v, %v", all, err)
	}
}

func TestMoneyThatNoUseExplainsIsAGap(t *testing.T) {
	r := newRig(t)
	r.on(usageCall, 200, series([]object{}, []object{}))
	r.on(costCall, 200, series([]object{}, []object{line("wrkspc_1", "claude-x", "output_tokens", "40.5")}))
	all, err := drain(r.Costs(r.ctx, twoDays()))
	var partial *providers.PartialError
	if len(all) != 0 || !errors.As(err, &partial) || partial.Gaps[0].Why != providers.GapNotPerKey {
		t.Errorf("%+v, %v", all, err)
	}
	for _, amount := range []string{"x", "NaN", "1e30"} {
		r.on(costCall, 200, series([]object{}, []object{line("wrkspc_1", nil, nil, amount)}))
		if _, err := drain(r.Costs(r.ctx, twoDays())); err == nil || errors.As(err, &partial) {
			t.Errorf("an amount of %s: %v", amount, err)
		}
	}
}

func activityObject(id, kind string, actor object) object {
	return object{"id": id, "type": kind, "created_at": "2026-11-22T10:00:00Z", "actor": actor, "api_key_id": "apikey_7"}
}

func TestTheLogTellsWhatAnIntruderMayLeave(t *testing.T) {
	r := newRig(t)
	r.on(auditCall, 200, page(
		activityObject("activity_1", "platform_api_key_created", object{"type": "user_actor", "user_id": "user_1", "email_address": "a@b.example", "ip_address": "192.0.2.1"}),
		activityObject("activity_2", "platform_api_key_updated", object{"type": "admin_api_key_actor", "admin_api_key_id": "apikey_a"}),
		activityObject("activity_3", "compliance_api_accessed", object{"type": "admin_api_key_actor", "admin_api_key_id": "apikey_a"})))
	all, err := drain(r.Audit(r.ctx, record(), today.Add(-2*day), today))
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	if e := all[0]; e.Left != providers.TraceKeys || !e.Made || e.ByKey || e.ActorID != "user_1" || !e.Address.Is("192.0.2.1") || e.Target != "apikey_7" {
		t.Errorf("%+v", e)
	}
	if e := all[1]; e.Left != providers.TraceKeyEdits || e.Made || !e.ByKey || !e.Actor.Is("apikey_a") {
		t.Errorf("%+v", e)
	}
}

func TestALogThatCannotBeReadOrHoldsNothingIsAGap(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   any
		why    providers.GapWhy
	}{"refused": {403, fault("permission_error"), providers.GapRefused}, "silent": {200, page(), providers.GapSilent}} {
		r := newRig(t)
		r.on(auditCall, c.status, c.body)
		_, err := drain(r.Audit(r.ctx, record(), today.Add(-2*day), today))
		var partial *providers.PartialError
		if !errors.As(err, &partial) || len(partial.Gaps) != 1 || partial.Gaps[0].Why != c.why {
			t.Errorf("%s: %v", name, err)
		}
		if all, err := r.Controls(r.ctx, record()); err != nil || all[0].State != providers.ControlUnreadable || all[1].State != providers.ControlAbsent || all[2].State != providers.ControlAbsent {
			t.Errorf("%s: %+v, %v", name, all, err)
		}
	}
}

func TestTheAdminKeysRightsAreTriedOneByOne(t *testing.T) {
	r := newRig(t)
	r.on("GET /organizations/me", 200, object{"type": "organization", "id": "1b4e28ba", "name": "Northwind"})
	r.on("GET /organizations/api_keys", 200, page())
	r.on(usageCall, 403, fault("permission_error"))
	r.on(costCall, 200, series())
	r.on(auditCall, 500, fault("api_error"))
	rights, err := r.CheckAdmin(r.ctx)
	if err != nil || len(rights.Can) != 3 || len(rights.Lacks) != 1 || rights.Lacks[0] != providers.CanUsage || len(rights.Unclear) != 4 {
		t.Errorf("%+v, %v", rights, err)
	}
	r.on("GET /organizations/me", 401, fault("authentication_error"))
	if _, err := r.CheckAdmin(r.ctx); !errors.Is(err, providers.ErrNotPermitted) {
		t.Errorf("a dead admin key: %v", err)
	}
}
