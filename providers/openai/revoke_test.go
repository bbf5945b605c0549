package openai

import (
	"context"
	"errors"
	"testing"

	"firebreak/providers"
)

const (
	keyPath     = "/organization/projects/proj_1/api_keys/key_1"
	accountPath = "/organization/projects/proj_1/service_accounts/sa_1"
	adminPath   = "/organization/admin_api_keys/key_a"
)

func gone(object, id string) map[string]any {
	return map[string]any{"object": object, "id": id, "deleted": true}
}

func TestRevokingIsOneDeletionAtTheRightPlace(t *testing.T) {
	for _, c := range []struct {
		name, call, object, id string
		record                 providers.KeyRecord
	}{
		{"a service account's key", "DELETE " + keyPath, "organization.project.api_key.deleted", "key_1", record()},
		{"a user's key", "DELETE " + keyPath, "organization.project.api_key.deleted", "key_1", userRecord()},
		{"an admin key", "DELETE " + adminPath, "organization.admin_api_key.deleted", "key_a", adminRecord()},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.vendor.on(c.call, 200, gone(c.object, c.id))
			got, err := r.Revoke(r.ctx, c.record)
			if err != nil || got.ID != c.id || got.Status != 200 || got.RequestID != "req_1" || got.At.IsZero() {
				t.Errorf("got %+v, %v", got, err)
			}
			if len(r.vendor.all()) != 1 || len(r.ledger.intents) != 1 || r.ledger.intents[0].Reversible {
				t.Errorf("%d requests, intents %+v", len(r.vendor.all()), r.ledger.intents)
			}
		})
	}
}

func TestAnswersToARevocation(t *testing.T) {
	const deletedKey = "organization.project.api_key.deleted"
	for _, c := range []struct {
		name   string
		status int
		body   any
		fate   providers.Fate
		is     error
	}{
		{"400", 400, fault("", "Belongs to a service account."), providers.Refused, nil},
		{"403", 403, fault("", "No."), providers.Refused, providers.ErrNotPermitted},
		{"404", 404, fault("", "No."), providers.Refused, providers.ErrNotFound},
		{"429", 429, fault("rate_limit_exceeded", "No."), providers.Refused, providers.ErrRateLimited},
		{"500", 500, fault("", "Oops."), providers.Unknown, providers.ErrUnknownState},
		{"a cut", cut, nil, providers.Unknown, providers.ErrUnknownState},
		{"a page", 200, "<html></html>", providers.Unknown, providers.ErrUnknownState},
		{"an error under 200", 200, fault("x", "y"), providers.Unknown, providers.ErrUnknownState},
		{"not deleted", 200, object{"object": deletedKey, "id": "key_1", "deleted": false}, providers.Unknown, providers.ErrUnknownState},
		{"another id", 200, gone(deletedKey, "key_2"), providers.Unknown, providers.ErrUnknownState},
		{"another object", 200, gone("organization.admin_api_key.deleted", "key_1"), providers.Unknown, providers.ErrUnknownState},
		{"a firewall's 403", 403, "<html></html>", providers.Unknown, providers.ErrUnknownState},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.vendor.on("DELETE "+keyPath, c.status, c.body)
			_, err := r.Revoke(r.ctx, record())
			var call *providers.CallError
			if !errors.As(err, &call) || call.Fate != c.fate || c.is != nil && !errors.Is(err, c.is) || errors.Is(err, providers.ErrNotPermitted) != (c.is == providers.ErrNotPermitted) {
				t.Errorf("got %v (%+v)", err, call)
			}
			if n := len(r.vendor.all()); n != 1 {
				t.Errorf("sent %d times", n)
			}
		})
	}
}

func TestNothingIsRevokedWithoutALedgerOrWithABadRecord(t *testing.T) {
	r := newRig(t)
	if _, err := r.Revoke(t.Context(), record()); !errors.Is(err, providers.ErrNoLedger) {
		t.Errorf("got %v", err)
	}
	for name, change := range map[string]func(*providers.KeyRecord){
		"no id":        func(k *providers.KeyRecord) { k.ID = "" },
		"no project":   func(k *providers.KeyRecord) { k.Parent = "" },
		"a hostile id": func(k *providers.KeyRecord) { k.ID = "../proj_2" },
		"a slash":      func(k *providers.KeyRecord) { k.ID = "key_1/x" },
	} {
		k := record()
		change(&k)
		_, err := r.Revoke(r.ctx, k)
		var call *providers.CallError
		if !errors.As(err, &call) || call.Fate != providers.NotSent {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if len(r.vendor.all()) != 0 || len(r.ledger.intents) != 0 {
		t.Error("something was sent or announced")
	}
}

func TestARehearsalShowsTheDeletionAndSendsNothing(t *testing.T) {
	r := newRig(t)
	seen, err := providers.Rehearse(r.ctx, func(ctx context.Context) error {
		_, err := r.Revoke(ctx, record())
		return err
	})
	if err != nil || len(seen) != 1 || seen[0].Method != "DELETE" || seen[0].Route != routeKeyDelete {
		t.Errorf("got %+v, %v", seen, err)
	}
	if len(r.vendor.all()) != 0 {
		t.Error("it was sent")
	}
}

func TestPresenceIsReadAfresh(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   any
		want   providers.KeyStatus
		fails  bool
	}{
		{"there", 200, keyObject("key_1", leakedMask), providers.Active, false},
		{"gone", 404, fault("not_found", "No."), providers.Gone, false},
		{"a proxy's 404", 404, "<html></html>", providers.StatusUnclear, true},
		{"no right", 403, fault("", "No."), providers.StatusUnclear, true},
		{"another record", 200, keyObject("key_2", leakedMask), providers.StatusUnclear, true},
		{"a server error", 500, fault("", "Oops."), providers.StatusUnclear, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.vendor.on("GET "+keyPath, c.status, c.body)
			got, err := r.Present(r.ctx, record())
			if got != c.want || (err != nil) != c.fails {
				t.Errorf("got %s, %v", got, err)
			}
		})
	}
	r := newRig(t)
	r.vendor.on("GET "+adminPath, 200, adminKeyObject("key_a", "sk-admin-…abcd"))
	if got, err := r.Present(r.ctx, adminRecord()); got != providers.Active || err != nil {
		t.Errorf("admin key: got %s, %v", got, err)
	}
}

func TestDeletingTheOwnerIsForServiceAccountsOnly(t *testing.T) {
	r := newRig(t)
	other := keyObject("key_3", "sk-svcacct-…zzzz")
	other["owner"] = object{"type": "service_account", "service_account": object{"id": "sa_2", "name": "x", "created_at": 1, "role": "member"}}
	r.organisation(map[string][]object{"proj_1": {
		keyObject("key_1", leakedMask), keyObject("key_2", "sk-svcacct-…aaaa"), other, userKeyObject("key_4", "sk-proj-…bbbb", "user_1"),
	}})
	keys, err := r.OwnersKeys(r.ctx, record())
	if err != nil || len(keys) != 2 || keys[0].ID != "key_1" || keys[1].ID != "key_2" {
		t.Errorf("got %+v, %v", keys, err)
	}
	r.vendor.on("GET "+accountPath, 200, object{"object": "organization.project.service_account", "id": "sa_1", "name": "x", "role": "member", "created_at": 1})
	if p, err := r.OwnerPresent(r.ctx, record()); p != providers.Active || err != nil {
		t.Errorf("got %s, %v", p, err)
	}
	r.vendor.on("DELETE "+accountPath, 200, gone("organization.project.service_account.deleted", "sa_1"))
	if got, err := r.RevokeOwner(r.ctx, record()); err != nil || got.ID != "sa_1" {
		t.Errorf("got %+v, %v", got, err)
	}
	r.vendor.on("GET "+accountPath, 404, fault("", "No."))
	if p, err := r.OwnerPresent(r.ctx, record()); p != providers.Gone || err != nil {
		t.Errorf("got %s, %v", p, err)
	}
	before := len(r.vendor.all())
	_, list := r.OwnersKeys(r.ctx, userRecord())
	_, kill := r.RevokeOwner(r.ctx, userRecord())
	_, look := r.OwnerPresent(r.ctx, userRecord())
	for _, err := range []error{list, kill, look} {
		if !errors.Is(err, providers.ErrNotSupported) {
			t.Errorf("a user: got %v", err)
		}
	}
	if len(r.vendor.all()) != before {
		t.Error("something was sent for a user")
	}
}
