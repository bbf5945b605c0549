package openai

import (
	"errors"
	"slices"
	"testing"
	"time"

	"firebreak/providers"
)

const auditLog = "GET /organization/audit_logs"

func act(id, kind string, more ...any) object {
	o := object{"id": id, "type": kind, "effective_at": today.Unix(), "project": object{"id": "proj_1", "name": "P"}, "actor": nil}
	for i := 0; i < len(more); i += 2 {
		o[more[i].(string)] = more[i+1]
	}
	return o
}

func TestBothPassesOverTheAuditLogAreRead(t *testing.T) {
	r := newRig(t)
	session := object{"type": "session", "session": object{"user": object{"id": "user_1", "email": "kim@example.org"}, "ip_address": "192.0.2.7", "user_agent": "x"}}
	byKey := object{"type": "api_key", "api_key": object{"id": "key_7", "type": "service_account", "service_account": object{"id": "sa_7"}}}
	byUserKey := object{"type": "api_key", "api_key": object{"id": "key_8", "type": "user", "user": object{"id": "user_2", "email": "ada@example.org"}}}
	r.vendor.handle(auditLog, func(s seen) (int, any) {
		switch {
		case s.query.Get("tenant_only") == "true":
			return 200, page(false, act("a6", "tenant.admin_api_key.created", "project", nil))
		case s.query.Get("after") == "":
			return 200, page(true, act("a1", "api_key.created", "actor", session, "api_key.created", object{"id": "key_9", "data": object{"scopes": []string{}}}),
				act("a2", "role.assignment.created", "actor", byKey, "role.assignment.created", object{"id": "ra_1", "principal_id": "user_3"}))
		}
		return 200, page(false,
			act("a3", "ip_allowlist.config.deactivated", "actor", byUserKey, "ip_allowlist.config.deactivated", object{"configs": []object{{"id": "ip_1"}}}),
			act("a4", "certificates.activated", "certificates.activated", object{"certificates": []object{{"id": "cert_1"}}}),
			act("a5", "api_key.deleted", "api_key.deleted", "a form not known"))
	})
	got, err := drain(t, r.Audit(r.ctx, record(), today.Add(-time.Hour), today.Add(time.Millisecond)))
	if err != nil || len(got) != 6 {
		t.Fatalf("got %d, %v", len(got), err)
	}
	first := got[0]
	if first.ID != "a1" || first.Target != "key_9" || first.Parent != "proj_1" || first.ActorID != "user_1" || !first.Actor.Is("kim@example.org") ||
		!first.Address.Is("192.0.2.7") || !first.Agent.Is("x") || !first.At.Equal(today) || first.Left != providers.TraceKeys {
		t.Errorf("got %+v", first)
	}
	type row struct {
		id, target, actor string
		left              providers.Trace
	}
	var rows []row
	for _, e := range got[1:] {
		rows = append(rows, row{e.ID, e.Target, e.ActorID, e.Left})
	}
	want := []row{
		{"a2", "user_3", "key_7", providers.TraceRoles}, {"a3", "ip_1", "key_8", providers.TraceAddress},
		{"a4", "cert_1", "", providers.TraceSettings}, {"a5", "", "", ""}, {"a6", "", "", providers.TraceKeys},
	}
	if !slices.Equal(rows, want) {
		t.Errorf("got %+v", rows)
	}
	if i := slices.IndexFunc(got, func(e providers.AuditEntry) bool { return e.Ended }); i < 0 || got[i].Type != "api_key.deleted" {
		t.Errorf("the act that ended a key is %d of %+v", i, got)
	}
	q := r.vendor.asked(auditLog)[0].query
	if q.Get("effective_at[gte]") != "1795399200" || q.Get("effective_at[lt]") != "1795402801" || !slices.Contains(q["event_types[]"], "api_key.created") {
		t.Errorf("asked with %v", q)
	}
}

func TestAnAuditLogThatCannotBeReadIsNamed(t *testing.T) {
	for _, c := range []struct {
		name          string
		status        int
		tenant        int
		parts         []string
		is            error
		oneActAnyways bool
	}{
		{"no right", 403, 403, []string{AuditOrganisation, AuditTenant}, providers.ErrNotPermitted, false},
		{"never switched on", 400, 200, []string{AuditOrganisation}, nil, false},
		{"no such log", 404, 404, []string{AuditOrganisation, AuditTenant}, providers.ErrNotFound, false},
		{"no tenant", 200, 400, []string{AuditTenant}, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.vendor.handle(auditLog, func(s seen) (int, any) {
				status := c.status
				if s.query.Get("tenant_only") == "true" {
					status = c.tenant
				}
				if status != 200 {
					return status, fault("", "Audit logging is not enabled.")
				}
				return 200, page(false, act("a1", "api_key.created"))
			})
			got, err := drain(t, r.Audit(r.ctx, record(), today, today.Add(time.Hour)))
			var partial *providers.PartialError
			if !errors.As(err, &partial) {
				t.Fatalf("got %v", err)
			}
			var parts []string
			for _, g := range partial.Gaps {
				parts = append(parts, g.Part)
			}
			if !slices.Equal(parts, c.parts) || c.is != nil && !errors.Is(err, c.is) || c.oneActAnyways && len(got) != 1 {
				t.Errorf("got %v, %d acts, %v", parts, len(got), err)
			}
		})
	}
}

func TestASilentAuditLogMayBeOff(t *testing.T) {
	r := newRig(t)
	everything := page(false)
	r.vendor.handle(auditLog, func(s seen) (int, any) {
		if s.query.Get("limit") == "1" {
			return 200, everything
		}
		return 200, page(false)
	})
	_, err := drain(t, r.Audit(r.ctx, record(), today, today.Add(time.Hour)))
	var partial *providers.PartialError
	if !errors.As(err, &partial) || len(partial.Gaps) != 1 || partial.Gaps[0].Why != providers.GapSilent {
		t.Errorf("got %v", err)
	}
	everything = page(true, act("a1", "login.succeeded"))
	if _, err := drain(t, r.Audit(r.ctx, record(), today, today.Add(time.Hour))); err != nil {
		t.Errorf("a log that holds older acts: %v", err)
	}
}

func TestAuditFailuresEndTheStream(t *testing.T) {
	for name, answer := range map[string]struct {
		status int
		body   any
	}{
		"a server error": {500, fault("", "Oops.")},
		"a page":         {200, "<html></html>"},
		"a hostile type": {200, page(false, act("a1", "x\x1b[31m"))},
		"no time":        {200, page(false, act("a1", "api_key.created", "effective_at", 0))},
		"a circle":       {200, page(true, act("a1", "api_key.created"))},
	} {
		r := newRig(t)
		r.vendor.on(auditLog, answer.status, answer.body)
		_, err := drain(t, r.Audit(r.ctx, record(), today, today.Add(time.Hour)))
		var call *providers.CallError
		if !errors.As(err, &call) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	r := newRig(t)
	r.vendor.on(auditLog, 200, page(true, act("a1", "api_key.created")))
	for range r.Audit(r.ctx, record(), today, today.Add(time.Hour)) {
		break
	}
	if n := len(r.vendor.asked(auditLog)); n != 1 {
		t.Errorf("read on after the reader stopped: %d", n)
	}
}

func TestEachTraceIsToldOnce(t *testing.T) {
	all := newRig(t).Traces()
	for i, trace := range all {
		if trace == "" || slices.Contains(all[:i], trace) {
			t.Errorf("trace %d: %q", i, trace)
		}
	}
	for _, want := range []providers.Trace{providers.TraceKeys, providers.TraceAccounts, providers.TraceInvites, providers.TraceLogins, providers.TraceSettings} {
		if !slices.Contains(all, want) {
			t.Errorf("%s is missing", want)
		}
	}
}
