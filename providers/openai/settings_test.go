package openai

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
)

const orgSpendPath = "GET /organization/spend_limit"

func (r *rig) controls(t *testing.T, k providers.KeyRecord) map[string]providers.Control {
	t.Helper()
	all, err := r.Controls(r.ctx, k)
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]providers.Control{}
	for _, c := range all {
		if !strings.HasPrefix(c.Where, "https://platform.openai.com/") {
			t.Errorf("%s: where is %q", c.ID, c.Where)
		}
		byID[c.ID] = c
	}
	return byID
}

func TestControlsArePresentAbsentOrNotReadable(t *testing.T) {
	const on, off, dark = providers.ControlPresent, providers.ControlAbsent, providers.ControlUnreadable
	audit := func(acts ...object) func(*rig) {
		return func(r *rig) { r.vendor.on(auditLog, 200, page(false, acts...)) }
	}
	activated := act("a1", "ip_allowlist.config.activated", "effective_at", today.Unix()-9)
	deactivated := act("a2", "ip_allowlist.config.deactivated", "effective_at", today.Unix()-5)
	for _, c := range []struct {
		name  string
		setup func(*rig)
		key   func(*providers.KeyRecord)
		id    string
		want  providers.ControlState
	}{
		{"a project limit", func(r *rig) { r.vendor.on("GET "+spendPath, 200, spendObject(500)) }, nil, ControlSpend, on},
		{"no project limit", nil, nil, ControlSpend, off},
		{"a project limit not readable", func(r *rig) { r.vendor.on("GET "+spendPath, 403, fault("", "No.")) }, nil, ControlSpend, dark},
		{"an organisation's limit", func(r *rig) {
			o := spendObject(500)
			o["object"] = "organization.spend_limit"
			r.vendor.on(orgSpendPath, 200, o)
		}, nil, ControlOrgSpend, on},
		{"no organisation's limit", nil, nil, ControlOrgSpend, off},
		{"rate limits", func(r *rig) { r.vendor.on("GET "+ratesPath, 200, page(false, rateObject("rl_1", 5, 5))) }, nil, ControlRate, on},
		{"no rate limits", func(r *rig) { r.vendor.on("GET "+ratesPath, 200, page(false)) }, nil, ControlRate, off},
		{"an allow-list switched on", audit(activated), nil, ControlAddresses, on},
		{"an allow-list switched off later", audit(deactivated, activated), nil, ControlAddresses, off},
		{"an allow-list nobody touched", audit(), nil, ControlAddresses, dark},
		{"an allow-list without the log", func(r *rig) { r.vendor.on(auditLog, 403, fault("", "No.")) }, nil, ControlAddresses, dark},
		{"a log with entries", audit(activated), nil, ControlAuditLog, on},
		{"an empty log", audit(), nil, ControlAuditLog, dark},
		{"a log not readable", func(r *rig) { r.vendor.on(auditLog, 403, fault("", "No.")) }, nil, ControlAuditLog, dark},
		{"a log that is off", func(r *rig) {
			r.vendor.on(auditLog, 400, fault("", "Audit logging is not enabled for this organization."))
		}, nil, ControlAuditLog, off},
		{"no expiry", nil, nil, ControlExpiry, off},
		{"an expiry", nil, func(k *providers.KeyRecord) { k.Expires = today.Add(day) }, ControlExpiry, on},
		{"a young key", nil, func(k *providers.KeyRecord) { k.Created = today.Add(-89 * day) }, providers.ControlRotation, on},
		{"an old key", nil, func(k *providers.KeyRecord) { k.Created = today.Add(-91 * day) }, providers.ControlRotation, off},
		{"a key of unknown age", nil, func(k *providers.KeyRecord) { k.Created = time.Time{} }, providers.ControlRotation, dark},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			audit()(r)
			r.vendor.on("GET "+ratesPath, 200, page(false))
			if c.setup != nil {
				c.setup(r)
			}
			k := record()
			if c.key != nil {
				c.key(&k)
			}
			all := r.controls(t, k)
			if len(all) != 7 || all[c.id].State != c.want {
				t.Errorf("got %d controls, %s is %q", len(all), c.id, all[c.id].State)
			}
		})
	}
	r := newRig(t)
	audit()(r)
	if all := r.controls(t, adminRecord()); len(all) != 5 {
		t.Errorf("an admin key: %d controls", len(all))
	}
	r.vendor.Close()
	if _, err := r.Controls(r.ctx, record()); !errors.Is(err, providers.ErrUnreachable) {
		t.Errorf("an unreachable vendor: %v", err)
	}
}

func TestAnAdminCredentialIsTestedByReadingOnly(t *testing.T) {
	r := newRig(t)
	r.idle()
	r.vendor.header["openai-organization"] = "acme"
	r.vendor.on("GET /organization/projects", 200, page(false))
	r.vendor.on(auditLog, 403, fault("", "No."))
	r.vendor.on("GET /organization/costs", 500, fault("", "Oops."))
	got, err := r.CheckAdmin(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	if !got.Org.Is("acme") ||
		!slices.Equal(got.Can, []providers.Capability{providers.CanLocate, providers.CanRelate, providers.CanUsage, providers.CanControls}) ||
		!slices.Equal(got.Lacks, []providers.Capability{providers.CanAudit}) ||
		!slices.Equal(got.Unclear, []providers.Capability{providers.CanContain, providers.CanRevoke, providers.CanReplace, providers.CanCost}) {
		t.Errorf("got %+v", got)
	}
	for _, s := range r.vendor.all() {
		if s.method != "GET" || s.bearer != r.admin {
			t.Errorf("%s %s", s.method, s.path)
		}
	}
	r.vendor.on("GET /organization/projects", 401, fault("invalid_api_key", "No."))
	if _, err := r.CheckAdmin(r.ctx); !errors.Is(err, providers.ErrNotPermitted) {
		t.Errorf("a dead credential: %v", err)
	}
	r.vendor.Close()
	if _, err := r.CheckAdmin(r.ctx); !errors.Is(err, providers.ErrUnreachable) {
		t.Errorf("an unreachable vendor: %v", err)
	}
}

func TestEveryKindHasItsWayAndItsPages(t *testing.T) {
	r := newRig(t)
	capabilities := []providers.Capability{
		providers.CanValidate, providers.CanLocate, providers.CanContain, providers.CanRevoke, providers.CanProve, providers.CanUsage,
		providers.CanCost, providers.CanAudit, providers.CanReplace, providers.CanRelate, providers.CanControls,
	}
	for _, kind := range r.Kinds() {
		for _, c := range capabilities {
			if w := r.Way(kind, c); w != providers.Auto && w != providers.Guided && w != providers.ByHand {
				t.Errorf("%s %s: %q", kind, c, w)
			}
		}
		for _, do := range []string{"revoke", "create", "usage", "admin"} {
			g, ok := r.Guide(do, kind)
			u, err := url.Parse(g.URL)
			if !ok || err != nil || u.Scheme != "https" || u.Host != "platform.openai.com" || strings.HasSuffix(u.Path, "/limits") {
				t.Errorf("%s %s: %q", do, kind, g.URL)
			}
		}
	}
	for _, c := range []struct {
		kind providers.Kind
		what providers.Capability
		want providers.Way
	}{
		{ProjectKey, providers.CanReplace, providers.Guided}, {ServiceAccountKey, providers.CanReplace, providers.Auto},
		{AdminKey, providers.CanContain, providers.ByHand}, {AdminKey, providers.CanUsage, providers.ByHand},
		{LegacyKey, providers.CanRevoke, providers.Auto}, {"aws/access-key-id", providers.CanRevoke, providers.ByHand},
	} {
		if got := r.Way(c.kind, c.what); got != c.want {
			t.Errorf("%s %s: %s", c.kind, c.what, got)
		}
	}
	if _, ok := r.Guide("dance", ProjectKey); ok {
		t.Error("a guide for anything")
	}
	if _, ok := r.Guide("revoke", "aws/access-key-id"); ok {
		t.Error("a guide for a foreign kind")
	}
}
