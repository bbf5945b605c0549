package google

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/transport"
)

func TestEveryKnownAnswerToAProbeHasItsMeaning(t *testing.T) {
	reportedLeaked := fault(403, "PERMISSION_DENIED", "", "")
	reportedLeaked["error"].(object)["message"] = "Your API key was reported as leaked. Please use another API key."
	for name, c := range map[string]struct {
		status int
		body   any
		life   providers.Life
		reason providers.Reason
	}{
		"models":                     {200, object{"models": []any{}}, providers.Alive, providers.ReasonOK},
		"something else":             {200, object{"keys": []any{}}, providers.Unclear, providers.ReasonShape},
		"no such key":                {400, fault(400, "INVALID_ARGUMENT", "API_KEY_INVALID", ""), providers.Dead, providers.ReasonInvalid},
		"a bad request":              {400, fault(400, "INVALID_ARGUMENT", "", ""), providers.Unclear, providers.ReasonShape},
		"another API's key":          {403, fault(403, "PERMISSION_DENIED", "API_KEY_SERVICE_BLOCKED", "projects/42"), providers.AliveLimited, providers.ReasonNoScope},
		"another site's key":         {403, fault(403, "PERMISSION_DENIED", "API_KEY_HTTP_REFERRER_BLOCKED", ""), providers.AliveLimited, providers.ReasonAddress},
		"another address's key":      {403, fault(403, "PERMISSION_DENIED", "API_KEY_IP_ADDRESS_BLOCKED", ""), providers.AliveLimited, providers.ReasonAddress},
		"an app's key":               {403, fault(403, "PERMISSION_DENIED", "API_KEY_ANDROID_APP_BLOCKED", ""), providers.AliveLimited, providers.ReasonAddress},
		"an API that is off":         {403, fault(403, "PERMISSION_DENIED", "SERVICE_DISABLED", "projects/42"), providers.AliveLimited, providers.ReasonAPIOff},
		"a project that is stopped":  {403, fault(403, "PERMISSION_DENIED", "CONSUMER_SUSPENDED", "projects/42"), providers.AliveLimited, providers.ReasonSuspended},
		"a key found in the open":    {403, reportedLeaked, providers.AliveLimited, providers.ReasonReported},
		"other words for no":         {403, fault(403, "PERMISSION_DENIED", "", ""), providers.AliveLimited, providers.ReasonNoScope},
		"the wrong end":              {401, fault(401, "UNAUTHENTICATED", "ACCESS_TOKEN_TYPE_UNSUPPORTED", ""), providers.Unclear, providers.ReasonShape},
		"a quota of its project":     {429, fault(429, "RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED", "projects/42"), providers.AliveLimited, providers.ReasonNoQuota},
		"a quota of nobody's":        {429, fault(429, "RESOURCE_EXHAUSTED", "", ""), providers.Throttled, providers.ReasonRateLimit},
		"trouble":                    {500, fault(500, "INTERNAL", "", ""), providers.Unclear, providers.ReasonServerError},
		"no form of the vendor's":    {400, object{"error": "API_KEY_INVALID"}, providers.Unclear, providers.ReasonShape},
		"a refusal in another form":  {403, object{"message": "no"}, providers.Unclear, providers.ReasonShape},
		"a word without its meaning": {404, fault(404, "NOT_FOUND", "API_KEY_INVALID", ""), providers.Unclear, providers.ReasonShape},
	} {
		r := newRig(t)
		r.on(modelsCall, c.status, c.body)
		v, err := r.Validate(r.ctx, leaked())
		if err != nil || v.Life != c.life || v.Reason != c.reason || v.Status != c.status {
			t.Errorf("%s: %s, %s, %d, %v", name, v.Life, v.Reason, v.Status, err)
		}
		for _, s := range r.asked(modelsCall) {
			if s.query.Has("key") || !strings.Contains(s.header.Get(headerKey), "DRILL") || s.header.Get("Authorization") != "" {
				t.Errorf("%s: the key went elsewhere than into its header", name)
			}
		}
	}
}

func TestAKeyIsLookedUpByItsValueUnderTheAdminsToken(t *testing.T) {
	r := newRig(t)
	r.on(lookupCall, 200, object{"parent": "projects/42/locations/global", "name": keyName})
	r.on("GET "+keyCall, 200, keyObject("serviceAccountEmail", "bot@p.iam.gserviceaccount.com"))
	m, err := r.Locate(r.ctx, leaked())
	if err != nil || m.Strength != providers.Exact || len(m.Candidates) != 1 || m.Candidates[0].ID != "k1" || m.Candidates[0].Parent != "42" ||
		m.Candidates[0].Status != providers.Active || m.Candidates[0].Owner.Type != "service_account" {
		t.Fatalf("%+v, %v", m, err)
	}
	for _, s := range r.asked(lookupCall) {
		if !leaked().Secret.Equal(providers.NewSecret([]byte(s.query.Get("keyString")))) || s.header.Get("Authorization") != "Bearer "+"ya29"+".DRILL-administrator" {
			t.Error("the value or the token is not in its place")
		}
	}
	// F015: a deleted key's record stands for 30 days; it is over all the same.
	r.on("GET "+keyCall, 200, keyObject("deleteTime", "2026-11-20T10:00:00Z"))
	if m, err = r.Locate(r.ctx, leaked()); err != nil || m.Candidates[0].Status != providers.Ended || m.Candidates[0].Deleted.IsZero() {
		t.Errorf("deleted: %+v, %v", m, err)
	}
	if status, err := r.Present(r.ctx, record()); err != nil || status != providers.Ended {
		t.Errorf("present: %s, %v", status, err)
	}
	r.on(lookupCall, 200, object{"parent": "projects/42/locations/global"})
	if m, err = r.Locate(r.ctx, leaked()); err != nil || len(m.Candidates) != 0 || m.Org.IsEmpty() {
		t.Errorf("purged: %+v, %v", m, err)
	}
	for name, c := range map[string]struct {
		status int
		body   any
		found  bool // that there is none
	}{
		"nobody's":       {404, fault(404, "NOT_FOUND", "", ""), true},
		"no key":         {400, fault(400, "INVALID_ARGUMENT", "API_KEY_INVALID", ""), true},
		"not permitted":  {403, fault(403, "PERMISSION_DENIED", "IAM_PERMISSION_DENIED", ""), false},
		"no place":       {200, object{"parent": "projects/42", "name": "keys/k1"}, false},
		"an odd project": {200, object{"name": keyName}, false},
	} {
		r.on(lookupCall, c.status, c.body)
		if m, err := r.Locate(r.ctx, leaked()); (err == nil) != c.found || len(m.Candidates) != 0 {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
}

func TestAChangeIsFollowedToItsEnd(t *testing.T) {
	pending := object{"name": "operations/o1"}
	for name, c := range map[string]struct {
		first any
		then  func(n int) (int, any)
		fate  providers.Fate
		reads int
	}{
		"done at once": {object{"name": "operations/o1", "done": true, "response": object{}}, nil, "", 0},
		"done in time": {pending, func(n int) (int, any) { return 200, object{"name": "operations/o1", "done": n == 3} }, "", 3},
		"given up": {pending, func(int) (int, any) {
			return 200, object{"name": "operations/o1", "done": true, "error": object{"code": 9, "message": "m"}}
		}, providers.Refused, 1},
		"never done":      {pending, func(int) (int, any) { return 200, pending }, providers.Unknown, operationMost},
		"another's":       {pending, func(int) (int, any) { return 200, object{"name": "operations/o2", "done": true} }, providers.Unknown, 1},
		"not readable":    {pending, func(int) (int, any) { return 403, fault(403, "PERMISSION_DENIED", "", "") }, providers.Unknown, 1},
		"no operation":    {object{"done": true}, nil, providers.Unknown, 0},
		"a climbing name": {object{"name": "operations/a/../b"}, nil, providers.Unknown, 0},
	} {
		r := newRig(t)
		r.on("DELETE "+keyCall, 200, c.first)
		n := 0
		r.handle(doingCall, func(seen) (int, any) { n++; return c.then(n) })
		receipt, err := r.Revoke(r.ctx, record())
		var call *providers.CallError
		errors.As(err, &call)
		if (err == nil) != (c.fate == "") || err != nil && (call == nil || call.Fate != c.fate || call.Effect != providers.Mutate) || n != c.reads || len(r.asked("DELETE "+keyCall)) != 1 {
			t.Errorf("%s: %v after %d reads", name, err, n)
		}
		if err == nil && (receipt.ID != "k1" || receipt.Status != 200 || receipt.At.IsZero()) {
			t.Errorf("%s: receipt %+v", name, receipt)
		}
	}
}

func TestANewKeyIsNeverWiderThanTheOldOne(t *testing.T) {
	two := object{"apiTargets": []any{object{"service": "maps-backend.googleapis.com"}, object{"service": "generativelanguage.googleapis.com", "methods": []any{"Get*"}}},
		"browserKeyRestrictions": object{"allowedReferrers": []any{"northwind.example/*"}}}
	gemini := []string{"generativelanguage.googleapis.com"}
	for name, c := range map[string]struct {
		old    object
		scopes []string
		want   any
	}{
		"the same":           {two, nil, two},
		"free as before":     {nil, nil, nil},
		"one API of all":     {nil, gemini, object{"apiTargets": []any{object{"service": gemini[0]}}}},
		"one API of two":     {two, gemini, object{"apiTargets": two["apiTargets"].([]any)[1:], "browserKeyRestrictions": two["browserKeyRestrictions"]}},
		"an API it has not":  {two, []string{"translate.googleapis.com"}, "refused"},
		"one of two it has":  {two, []string{gemini[0], "translate.googleapis.com"}, "refused"},
		"restricted by site": {object{"browserKeyRestrictions": two["browserKeyRestrictions"]}, gemini, object{"apiTargets": []any{object{"service": gemini[0]}}, "browserKeyRestrictions": two["browserKeyRestrictions"]}},
	} {
		r := newRig(t)
		old := keyObject()
		if c.old != nil {
			old["restrictions"] = c.old
		}
		r.on("GET "+keyCall, 200, old)
		r.on("POST "+keysCall, 200, object{"name": "operations/o1", "done": true, "response": keyObject("name", strings.Replace(keyName, "k1", "k2", 1))})
		r.on("GET "+strings.Replace(keyCall, "k1", "k2", 1)+"/keyString", 200, object{"keyString": "AI" + "za" + "DRILLnew"})
		made, value, err := r.Create(r.ctx, providers.NewKey{Like: record(), Name: "firebreak", Scopes: c.scopes})
		sent := r.asked("POST " + keysCall)
		if c.want == "refused" {
			if !errors.Is(err, providers.ErrNotPermitted) || len(sent) != 0 {
				t.Errorf("%s: sent %v, %v", name, sent, err)
			}
			continue
		}
		if err != nil || made.ID != "k2" || value.IsEmpty() || len(sent) != 1 || !reflect.DeepEqual(sent[0].body["restrictions"], c.want) {
			t.Errorf("%s: %+v, sent %+v, %v", name, made, sent, err)
		}
	}
	if _, err := narrowed(transport.Object{"apiTargets": []any{"odd"}}, gemini); err == nil {
		t.Error("a target that cannot be read counts as every API")
	}
}
