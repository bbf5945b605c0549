package openai

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"firebreak/providers"
)

func TestWithoutAnAdminCredentialNothingIsSent(t *testing.T) {
	r := newRig(t)
	r.Adapter.admin = func(context.Context) (providers.Secret, error) { return providers.Secret{}, providers.ErrNoAdmin }
	_, locate := r.Locate(r.ctx, credential(ProjectKey, leaked))
	_, revoke := r.Revoke(r.ctx, record())
	_, check := r.CheckAdmin(r.ctx)
	r.Adapter.admin = func(context.Context) (providers.Secret, error) { return providers.Secret{}, nil }
	_, empty := r.Locate(r.ctx, credential(ProjectKey, leaked))
	for _, err := range []error{locate, revoke, check, empty} {
		if !errors.Is(err, providers.ErrNoAdmin) {
			t.Errorf("got %v", err)
		}
	}
	if len(r.vendor.all()) != 0 {
		t.Error("something was sent")
	}
}

func TestACancelledOperationSendsNothing(t *testing.T) {
	r := newRig(t)
	ctx, cancel := context.WithCancel(r.ctx)
	cancel()
	errs := map[string]error{}
	_, errs["locate"] = r.Locate(ctx, credential(ProjectKey, leaked))
	_, errs["revoke"] = r.Revoke(ctx, record())
	_, errs["revoke owner"] = r.RevokeOwner(ctx, record())
	_, errs["present"] = r.Present(ctx, record())
	_, errs["containments"] = r.Containments(ctx, record())
	_, errs["contain"] = r.Contain(ctx, record(), providers.Containment{ID: LimitScopes})
	_, _, errs["create"] = r.Create(ctx, providers.NewKey{Like: record(), Name: "n"})
	_, _, errs["related"] = r.Related(ctx, record())
	_, errs["controls"] = r.Controls(ctx, record())
	_, errs["check admin"] = r.CheckAdmin(ctx)
	_, errs["usage"] = drain(t, r.Usage(ctx, hours(2)))
	_, errs["costs"] = drain(t, r.Costs(ctx, hours(2)))
	_, errs["audit"] = drain(t, r.Audit(ctx, record(), today, today.Add(day)))
	for what, err := range errs {
		var call *providers.CallError
		if !errors.As(err, &call) || call.Fate != providers.NotSent {
			t.Errorf("%s: got %v", what, err)
		}
	}
	if len(r.vendor.all()) != 0 {
		t.Error("something was sent")
	}
}

func TestAListThatLeadsInCirclesEnds(t *testing.T) {
	for name, answer := range map[string]func(n int) object{
		"the same page again":      func(int) object { return page(true, projectObject("proj_1")) },
		"two pages in turn":        func(n int) object { return page(true, projectObject(fmt.Sprint("proj_", n%2))) },
		"more, but nothing":        func(int) object { return page(true) },
		"a cursor that is hostile": func(int) object { return page(true, projectObject("../../x?y")) },
		"no end":                   func(n int) object { return page(true, projectObject(fmt.Sprint("proj_", n))) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			n := 0
			r.vendor.handle("GET /organization/projects", func(seen) (int, any) { n++; return 200, answer(n) })
			_, err := r.Locate(r.ctx, credential(ServiceAccountKey, leaked))
			var call *providers.CallError
			if !errors.As(err, &call) || call.Cause != providers.CauseShape || call.Route != routeProjects {
				t.Errorf("got %v", err)
			}
			if n > maxPages || name != "no end" && n > 3 {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

func TestAnAnswerInAnotherFormIsNoList(t *testing.T) {
	hostile := keyObject("key/../../x", leakedMask)
	for name, body := range map[string]any{
		"a page":           "<html></html>",
		"another object":   object{"object": "page", "data": []object{}, "has_more": false},
		"another element":  page(false, object{"object": "model", "id": "key_1"}),
		"a hostile id":     page(false, hostile),
		"an error as 200":  fault("x", "y"),
		"a name as number": page(false, keyObject("key_1", leakedMask, "name", 7)),
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.organisation(map[string][]object{"proj_1": {}})
			r.vendor.on("GET /organization/projects/proj_1/api_keys", 200, body)
			m, err := r.Locate(r.ctx, credential(ServiceAccountKey, leaked))
			if err == nil {
				t.Errorf("got %+v", m)
			}
		})
	}
}

func TestNoErrorHoldsASecretThatTheAnswerEchoes(t *testing.T) {
	r := newRig(t)
	answers := []func(secret string) (int, any){
		func(s string) (int, any) { return 403, fault("x", "The key "+s+" is not allowed.") },
		func(s string) (int, any) { return 401, fault(s, "No.") },
		func(s string) (int, any) { return 500, "<html>" + s + "</html>" },
		func(s string) (int, any) { return 200, "<html>" + s },
		func(s string) (int, any) { return 302, fault("x", s) },
		func(string) (int, any) { return cut, nil },
	}
	for i, answer := range answers {
		echo := func(s seen) (int, any) { return answer(s.bearer) }
		r.vendor.handle("GET /organization/projects", echo)
		r.vendor.handle("GET /models", echo)
		r.vendor.handle("DELETE "+keyPath, echo)
		_, located := r.Locate(r.ctx, credential(ProjectKey, leaked))
		_, revoked := r.Revoke(r.ctx, record())
		v, _ := r.Validate(r.ctx, credential(ProjectKey, leaked))
		if located == nil || revoked == nil {
			t.Fatalf("answer %d is no error", i)
		}
		for _, out := range []string{fmt.Sprintf("%v %+v %#v", located, located, located), fmt.Sprintf("%#v", revoked), text(v), v.Message.Line(4000)} {
			for _, secret := range []string{leaked, r.admin, leaked[20:60], r.admin[20:60]} {
				if strings.Contains(out, secret) {
					t.Errorf("answer %d: a secret shows in %.300q", i, out)
				}
			}
		}
	}
}
