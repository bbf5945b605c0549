package openai

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"firebreak/providers"
)

// given is an act that gives a key scopes; nil leaves the field out.
func given(id, kind, key string, at time.Time, scopes []string) object {
	details := object{"id": key}
	if scopes != nil {
		details[map[string]string{eventKeyCreated: "data", eventKeyUpdated: "changes_requested"}[kind]] = object{"scopes": scopes}
	}
	return act(id, kind, "effective_at", at.Unix(), kind, details)
}

func TestAKeysScopesAreTheNewestThatTheAuditLogNames(t *testing.T) {
	models, all := []string{"api.model.request"}, []string{}
	for name, c := range map[string]struct {
		log   []object
		own   []string
		known bool
	}{
		"as created":              {[]object{given("a1", eventKeyCreated, "key_1", today.Add(-day), models)}, models, true},
		"created with all":        {[]object{given("a1", eventKeyCreated, "key_1", today.Add(-day), all)}, all, true},
		"changed since":           {[]object{given("a2", eventKeyUpdated, "key_1", today.Add(-time.Hour), models), given("a1", eventKeyCreated, "key_1", today.Add(-day), all)}, models, true},
		"only its expiry changed": {[]object{given("a2", eventKeyUpdated, "key_1", today.Add(-time.Hour), nil), given("a1", eventKeyCreated, "key_1", today.Add(-day), models)}, models, true},
		"changed after the time":  {[]object{given("a2", eventKeyUpdated, "key_1", today.Add(time.Hour), all), given("a1", eventKeyCreated, "key_1", today.Add(-day), models)}, models, true},
		"of another key":          {[]object{given("a1", eventKeyCreated, "key_9", today.Add(-day), all)}, nil, false},
		"not told":                {[]object{given("a1", eventKeyCreated, "key_1", today.Add(-day), nil)}, nil, false},
		"not in the log":          {nil, nil, false},
		"of no form":              {[]object{given("a1", eventKeyCreated, "key_1", today.Add(-day), []string{"a b"})}, nil, false},
	} {
		r := newRig(t)
		r.vendor.on(auditLog, 200, page(false, c.log...))
		own, known, err := r.Scopes(r.ctx, record(), today)
		if err != nil || known != c.known || !slices.Equal(own, c.own) {
			t.Errorf("%s: %v, %v, %v", name, own, known, err)
		}
		q := r.vendor.asked(auditLog)[0].query
		if !slices.Equal(q["event_types[]"], []string{eventKeyCreated, eventKeyUpdated}) || !slices.Equal(q["resource_ids[]"], []string{"key_1"}) {
			t.Errorf("%s: asked %v", name, q)
		}
	}
}

func TestScopesThatCannotBeReadAreNotKnown(t *testing.T) {
	for _, status := range []int{401, 403, 404} {
		r := newRig(t)
		r.vendor.on(auditLog, status, object{"error": object{"message": "no", "type": "x", "code": "y"}})
		if own, known, err := r.Scopes(r.ctx, record(), today); err != nil || known || own != nil {
			t.Errorf("%d: %v, %v, %v", status, own, known, err)
		}
	}
	r := newRig(t)
	if _, known, err := r.Scopes(r.ctx, adminRecord(), today); known || err != nil || len(r.vendor.all()) != 0 {
		t.Errorf("an admin key: %v, %v", known, err)
	}
	ctx, cancel := context.WithCancel(r.ctx)
	cancel()
	if _, _, err := r.Scopes(ctx, record(), today); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestASetLetsTheNewKeyBeProbed(t *testing.T) {
	r := newRig(t)
	sets, ok := r.ScopeSets(record())
	if !ok || len(sets) == 0 {
		t.Fatal("none offered")
	}
	for _, s := range sets {
		if !slices.Contains(s.Scopes, readScope) || providers.CheckScopes(s.Scopes) != nil {
			t.Errorf("%s: %v", s.ID, s.Scopes)
		}
	}
	if _, ok := r.ScopeSets(adminRecord()); ok {
		t.Error("admin keys take none")
	}
}
