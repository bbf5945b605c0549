package openai

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/identify"
)

func TestEveryKnownAnswerHasItsMeaning(t *testing.T) {
	models := object{"object": "list", "data": []object{}}
	const project, admin = ServiceAccountKey, AdminKey
	for _, c := range []struct {
		name   string
		kind   providers.Kind
		status int
		body   any
		life   providers.Life
		reason providers.Reason
	}{
		{"a list of models", project, 200, models, providers.Alive, providers.ReasonOK},
		{"a list of admin keys", admin, 200, page(false), providers.Alive, providers.ReasonOK},
		{"an invalid key", project, 401, fault("invalid_api_key", "Incorrect API key provided: sk-svc****."), providers.Dead, providers.ReasonInvalid},
		{"an invalid admin key", admin, 401, fault("invalid_api_key", "Incorrect API key provided."), providers.Dead, providers.ReasonInvalid},
		{"an owner who left", project, 401, fault("", "You must be a member of an organization to use the API."), providers.AliveLimited, providers.ReasonNotMember},
		{"an address that is refused", project, 401, fault("ip_not_authorized", "IP not authorized"), providers.AliveLimited, providers.ReasonAddress},
		{"an address that is refused, without a code", project, 401, fault("", "Your request IP is not authorized."), providers.AliveLimited, providers.ReasonAddress},
		{"missing scopes", project, 403, fault("", "You have insufficient permissions for this operation. Missing scopes: api.model.read."), providers.AliveLimited, providers.ReasonNoScope},
		{"missing scopes as older versions said it", project, 401, fault("", "Missing scopes: api.model.read."), providers.AliveLimited, providers.ReasonNoScope},
		{"an admin key without the right", admin, 403, fault("", "You do not have access."), providers.AliveLimited, providers.ReasonNoScope},
		{"a region", project, 403, fault("unsupported_country_region_territory", "Country, region, or territory not supported"), providers.Unclear, providers.ReasonRegion},
		{"a region, for an admin key", admin, 403, fault("unsupported_country_region_territory", "Country, region, or territory not supported"), providers.Unclear, providers.ReasonRegion},
		{"no money", project, 429, fault("insufficient_quota", "You exceeded your current quota."), providers.AliveLimited, providers.ReasonNoQuota},
		{"no money, told by the type", project, 429, object{"error": object{"message": "x", "type": "insufficient_quota", "param": nil, "code": nil}}, providers.AliveLimited, providers.ReasonNoQuota},
		{"credit used up", project, 429, fault("credit_balance_exhausted", "x"), providers.AliveLimited, providers.ReasonNoQuota},
		{"a rate limit", project, 429, fault("rate_limit_exceeded", "Rate limit reached"), providers.Throttled, providers.ReasonRateLimit},
		{"F024 a rate limit as a page", project, 429, "<html>slow down</html>", providers.Throttled, providers.ReasonRateLimit},
		{"F022 no right to something else", project, 401, fault("", "Not allowed here."), providers.Unclear, providers.ReasonShape},
		{"a 403 of another family", project, 403, fault("", "No."), providers.Unclear, providers.ReasonShape},
		{"a 404", project, 404, fault("not_found", "No."), providers.Unclear, providers.ReasonShape},
		{"a 400", project, 400, fault("invalid_api_key", "No."), providers.Unclear, providers.ReasonShape},
		{"a server error", project, 500, fault("server_error", "Oops."), providers.Unclear, providers.ReasonServerError},
		{"an overload page", project, 503, "<html>busy</html>", providers.Unclear, providers.ReasonServerError},
		{"a firewall's 401", project, 401, "<html>invalid_api_key</html>", providers.Unclear, providers.ReasonShape},
		{"a 401 in another form", project, 401, object{"error": "invalid_api_key"}, providers.Unclear, providers.ReasonShape},
		{"a 401 without a type", project, 401, object{"error": object{"code": "invalid_api_key", "message": "x"}}, providers.Unclear, providers.ReasonShape},
		{"a portal's 200", project, 200, "<html>welcome</html>", providers.Unclear, providers.ReasonShape},
		{"an error under 200", project, 200, fault("invalid_api_key", "x"), providers.Unclear, providers.ReasonShape},
		{"a list without data", project, 200, object{"object": "list"}, providers.Unclear, providers.ReasonShape},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			call := "GET /models"
			if c.kind == AdminKey {
				call = "GET /organization/admin_api_keys"
			}
			r.vendor.header["openai-organization"] = "acme"
			r.vendor.on(call, c.status, c.body)
			v, err := r.Validate(r.ctx, credential(c.kind, leaked))
			if err != nil {
				t.Fatal(err)
			}
			if v.Reason == providers.ReasonOK && !v.Org.Is("acme") {
				t.Errorf("the organization reads %s", v.Org.Line(30))
			}
			if v.Life != c.life || v.Reason != c.reason {
				t.Errorf("got %s/%s, want %s/%s", v.Life, v.Reason, c.life, c.reason)
			}
			if v.Status != c.status || v.Call != call || v.At.IsZero() || v.RequestID != "req_1" {
				t.Errorf("verdict is not complete: %+v", v)
			}
			got := r.vendor.asked(call)
			if len(got) != 1 || got[0].bearer != leaked {
				t.Errorf("want one call with the leaked key, got %d", len(got))
			}
		})
	}
}

func TestARateLimitTellsHowLongToWait(t *testing.T) {
	r := newRig(t)
	r.vendor.header["Retry-After"] = "7"
	r.vendor.on("GET /models", 429, fault("rate_limit_exceeded", "slow down"))
	v, err := r.Validate(r.ctx, credential(ProjectKey, leaked))
	if err != nil || v.Wait != 7*time.Second || v.Life != providers.Throttled {
		t.Errorf("got %+v, %v", v, err)
	}
}

func TestAnUnreachableVendorSaysNothingAboutTheKey(t *testing.T) {
	r := newRig(t)
	r.vendor.Close()
	v, err := r.Validate(r.ctx, credential(ProjectKey, leaked))
	if err != nil || v.Life != providers.Unclear || v.Reason != providers.ReasonUnreachable || v.Status != 0 {
		t.Errorf("got %+v, %v", v, err)
	}
}

func TestAConnectionCutDuringTheAnswerSaysNothing(t *testing.T) {
	r := newRig(t)
	r.vendor.on("GET /models", cut, nil)
	v, err := r.Validate(r.ctx, credential(ProjectKey, leaked))
	if err != nil || v.Life != providers.Unclear || v.Reason != providers.ReasonUnreachable {
		t.Errorf("got %+v, %v", v, err)
	}
}

func TestACancelledProbeIsAnErrorAndNoVerdict(t *testing.T) {
	r := newRig(t)
	ctx, cancel := context.WithCancel(r.ctx)
	cancel()
	if v, err := r.Validate(ctx, credential(ProjectKey, leaked)); err == nil || v.Life != "" {
		t.Errorf("got %+v, %v", v, err)
	}
}

func TestAForeignKindIsNotProbed(t *testing.T) {
	r := newRig(t)
	if _, err := r.Validate(r.ctx, credential("anthropic/api-key", leaked)); !errors.Is(err, providers.ErrNotSupported) {
		t.Errorf("got %v", err)
	}
	if len(r.vendor.all()) != 0 {
		t.Error("it was sent all the same")
	}
}

func TestF010ADecoyLooksLikeTheKeyAndIsAnother(t *testing.T) {
	r := newRig(t)
	for _, kind := range r.Kinds() {
		like := credential(kind, leaked)
		decoy := r.Decoy(like)
		if decoy.Kind != kind || decoy.Secret.Equal(r.Decoy(like).Secret) || decoy.Secret.Equal(like.Secret) {
			t.Errorf("%s: not a fresh value", kind)
		}
		var found []identify.Finding
		decoy.Secret.Expose(func(b []byte) { found, _ = identify.Find(b) })
		if len(found) != 1 || found[0].Credential.Kind != kind || found[0].Confidence != identify.High {
			t.Errorf("%s: recognised as %+v", kind, found)
		}
	}
	if d := r.Decoy(credential("aws/access-key-id", leaked)); !d.Secret.IsEmpty() {
		t.Error("a decoy of a foreign kind")
	}
}

func TestTheProofScheduleIsSound(t *testing.T) {
	p := newRig(t).Proof()
	if !slices.IsSorted(p.Offsets) || p.Offsets[0] != 0 || p.Offsets[len(p.Offsets)-1] != p.Window || p.Window != time.Minute {
		t.Errorf("offsets %v in a window of %s", p.Offsets, p.Window)
	}
	if p.Deadline != 15*time.Minute || p.Poll != 2*time.Second || p.Source == "" || len(p.Looks) != 2 {
		t.Errorf("got %+v", p)
	}
}
