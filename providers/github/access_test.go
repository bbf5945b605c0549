package github

import (
	"errors"
	"testing"

	"firebreak/providers"
)

// access is an organization's record of one, in the vendor's form.
func access(id int, login, ending string) object {
	return object{"login": login, "credential_id": id, "credential_type": "personal access token", "token_last_eight": ending,
		"credential_authorized_at": "2026-11-20T10:00:00Z", "credential_accessed_at": nil, "authorized_credential_id": 7, "authorized_credential_note": "laptop"}
}

const accessList = "GET /orgs/northwind/credential-authorizations"

func TestWhatElseOfTheOwnerReachesAnOrganizationIsListedAndCanBeWithdrawn(t *testing.T) {
	r, leaked := newRig(t), made(Classic, "c")
	r.on("GET /user/repos", 200, []object{repo("billing")})
	r.on(accessList, 200, []object{access(12, "tomek", "QQQQaB3d"), access(13, "tomek", "QQQQ"+leaked.Secret.Last4())})
	list, unlisted, err := r.Related(r.ctx, record(leaked))
	if err != nil || len(unlisted) != 0 || len(list) != 1 {
		t.Fatalf("%+v, unlisted %v: %v", list, unlisted, err)
	}
	one := list[0].Record
	if one.Kind != Access || one.ID != "northwind/12" || one.Owner.ID != "tomek" || one.Masked.Line(20) != "...aB3d" || one.Name.Line(20) != "laptop" {
		t.Errorf("the record is %+v", one)
	}
	if now, err := r.Record(r.ctx, one); err != nil || now.ID != one.ID {
		t.Errorf("read afresh: %+v, %v", now, err)
	}
	r.on("DELETE /orgs/northwind/credential-authorizations/12", 204, nil)
	if receipt, err := r.Revoke(r.ctx, one); err != nil || receipt.Status != 204 || receipt.Pending {
		t.Errorf("withdrawn: %+v, %v", receipt, err)
	}
	r.on(accessList, 200, []object{access(13, "tomek", "QQQQzzzz")})
	if status, err := r.Present(r.ctx, one); err != nil || status != providers.Gone {
		t.Errorf("behind it: %s, %v", status, err)
	}
}

func TestAnAccessThatIsTheAdminCredentialsOwnOrNoneIsNotWithdrawn(t *testing.T) {
	r := newRig(t)
	r.on(accessList, 200, []object{access(12, "mara", "QQQQ"+r.admin.Last4())})
	own := allowed{ID: 12, Login: "mara"}.record("northwind")
	if _, err := r.Revoke(r.ctx, own); !errors.Is(err, providers.ErrSameKey) {
		t.Errorf("its own: %v", err)
	}
	if _, err := r.Revoke(r.ctx, record(made(Classic, "c"))); !errors.Is(err, providers.ErrNotSupported) {
		t.Errorf("a token: %v", err)
	}
	for _, s := range r.requests {
		if s.method != "GET" {
			t.Errorf("sent %s %s", s.method, s.path)
		}
	}
}

func TestAnOrganizationThatListsNoAccessIsNamedAsUnlisted(t *testing.T) {
	for name, answer := range map[string]any{"no such list": fault("Not Found"), "somebody else's": []object{access(12, "mara", "QQQQaB3d")}, "no number": []object{access(0, "tomek", "x")}} {
		r := newRig(t)
		r.on("GET /user/repos", 200, []object{repo("billing")})
		status := 200
		if _, fails := answer.(object); fails {
			status = 404
		}
		r.on(accessList, status, answer)
		list, unlisted, err := r.Related(r.ctx, record(made(Classic, "c")))
		if err != nil || len(list) != 0 || len(unlisted) != 1 {
			t.Errorf("%s: %d, unlisted %v, %v", name, len(list), unlisted, err)
		}
	}
}
