package openai

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
)

const issuePath = accountPath + "/api_keys"

func TestAKeyIsMadeOnTheSameServiceAccount(t *testing.T) {
	r := newRig(t)
	value := made("sk-svcacct-", 74, 7)
	r.vendor.on("POST "+issuePath, 200, object{"object": "organization.project.service_account.api_key", "id": "key_n", "name": "n-1",
		"created_at": today.Unix(), "value": value, "expires_at": today.Add(day).Unix()})
	got, secret, err := r.Create(r.ctx, providers.NewKey{Like: record(), Name: "n-1", Scopes: []string{"api.model.request"}, Expires: day})
	if err != nil || !secret.Equal(providers.NewSecret([]byte(value))) {
		t.Fatalf("got %v", err)
	}
	if got.ID != "key_n" || got.Kind != ServiceAccountKey || got.Parent != "proj_1" || got.Owner.ID != "sa_1" || !got.Name.Is("n-1") || !got.Expires.Equal(today.Add(day)) {
		t.Errorf("got %+v", got)
	}
	body := r.vendor.asked("POST " + issuePath)[0].body
	if body["name"] != "n-1" || body["expires_in_seconds"] != 86400.0 || fmt.Sprint(body["scopes"]) != "[api.model.request]" {
		t.Errorf("sent %v", body)
	}
	if out := fmt.Sprintf("%+v %#v", got, secret); strings.Contains(out, value[20:50]) {
		t.Error("the value shows")
	}
	_, _, err = r.Create(r.ctx, providers.NewKey{Like: record(), Name: "n-1"})
	body = r.vendor.asked("POST " + issuePath)[1].body
	if err != nil || len(body) != 1 {
		t.Errorf("an empty list of scopes means every right; sent %v, %v", body, err)
	}
}

func TestAnAdminKeyIsMade(t *testing.T) {
	r := newRig(t)
	k := adminKeyObject("key_n", "sk-admin-…abcd")
	k["value"] = made("sk-admin-", 58, 8)
	r.vendor.on("POST /organization/admin_api_keys", 200, k)
	got, secret, err := r.Create(r.ctx, providers.NewKey{Like: adminRecord(), Name: "n-1", Expires: time.Hour})
	if err != nil || secret.IsEmpty() || got.Kind != AdminKey || got.ID != "key_n" {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, _, err = r.Create(r.ctx, providers.NewKey{Like: adminRecord(), Name: "n-1", Scopes: []string{"x"}}); !errors.Is(err, providers.ErrNotSupported) {
		t.Errorf("scopes: %v", err)
	}
}

func TestWhoseKeysTheAPICanMake(t *testing.T) {
	r := newRig(t)
	for _, c := range []struct {
		record providers.KeyRecord
		can    bool
		why    providers.Reason
	}{{record(), true, providers.ReasonOK}, {adminRecord(), true, providers.ReasonOK}, {userRecord(), false, providers.ReasonUserOwned}} {
		if can, why := r.CanIssue(c.record); can != c.can || why != c.why {
			t.Errorf("%s: %v, %s", c.record.Kind, can, why)
		}
	}
	if _, _, err := r.Create(r.ctx, providers.NewKey{Like: userRecord(), Name: "n"}); !errors.Is(err, providers.ErrNotSupported) {
		t.Errorf("a user: %v", err)
	}
	if len(r.vendor.all()) != 0 {
		t.Error("something was sent")
	}
}

func TestACreationThatIsNotUnderstoodIsUnknown(t *testing.T) {
	whole := object{"object": "organization.project.service_account.api_key", "id": "key_n", "name": "n", "created_at": 1, "value": made("sk-svcacct-", 74, 7)}
	for name, change := range map[string]func(object){
		"no value":       func(o object) { delete(o, "value") },
		"an empty value": func(o object) { o["value"] = "" },
		"no id":          func(o object) { o["id"] = "" },
		"another object": func(o object) { o["object"] = "model" },
		"value as list":  func(o object) { o["value"] = []int{1} },
	} {
		answer := object{}
		for k, v := range whole {
			answer[k] = v
		}
		change(answer)
		r := newRig(t)
		r.vendor.on("POST "+issuePath, 200, answer)
		_, secret, err := r.Create(r.ctx, providers.NewKey{Like: record(), Name: "n"})
		if !errors.Is(err, providers.ErrUnknownState) || !secret.IsEmpty() {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestNamesAndLivesThatTheVendorDoesNotTakeAreRefusedHere(t *testing.T) {
	r := newRig(t)
	for _, n := range []providers.NewKey{{Name: ""}, {Name: "n", Expires: -1}, {Name: "n", Expires: time.Millisecond}, {Name: "n", Expires: 366 * day}} {
		n.Like = record()
		if _, _, err := r.Create(r.ctx, n); err == nil {
			t.Errorf("%q for %s passed", n.Name, n.Expires)
		}
	}
	if len(r.ledger.intents) != 0 {
		t.Error("something was announced")
	}
}

func TestWhatALostCreationLeftIsFoundByItsExactName(t *testing.T) {
	r := newRig(t)
	r.organisation(map[string][]object{"proj_1": {
		keyObject("key_1", leakedMask, "name", "INC-1 op-2"), keyObject("key_2", leakedMask, "name", "INC-1 op-21"), keyObject("key_3", leakedMask, "name", "INC-1 op-2"),
	}})
	r.vendor.on("GET /organization/admin_api_keys", 200, page(false, adminKeyObject("key_a", "x"), adminKeyObject("key_b", "x")))
	ids := func(like providers.KeyRecord, name string) []string {
		found, err := r.Created(r.ctx, providers.NewKey{Like: like, Name: name})
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, k := range found {
			all = append(all, k.ID)
		}
		return all
	}
	if got := ids(record(), "INC-1 op-2"); !slices.Equal(got, []string{"key_1", "key_3"}) {
		t.Errorf("got %v", got)
	}
	if got := ids(adminRecord(), "ops"); !slices.Equal(got, []string{"key_a", "key_b"}) {
		t.Errorf("got %v", got)
	}
	if got := ids(record(), "other"); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestRelatedKeys(t *testing.T) {
	r := newRig(t)
	r.organisation(map[string][]object{
		"proj_1": {keyObject("key_1", leakedMask), keyObject("key_2", "x"), userKeyObject("key_3", "x", "user_1"), userKeyObject("key_4", "x", "user_2")},
		"proj_2": {userKeyObject("key_5", "x", "user_1"), userKeyObject("key_6", "x", "user_2")},
		"proj_3": {userKeyObject("key_7", "x", "user_1")},
	})
	r.vendor.on("GET /organization/projects/proj_3/api_keys", 403, fault("", "No."))
	r.vendor.on("GET /organization/admin_api_keys", 200, page(false, adminKeyObject("key_a", "x"), adminKeyObject("key_b", "x")))
	user := userRecord()
	user.ID = "key_3"
	for _, c := range []struct {
		name     string
		record   providers.KeyRecord
		want     []string
		unlisted []string
	}{
		{"of a service account", record(), []string{"key_2 same owner", "key_3 same project", "key_4 same project"}, nil},
		{"of a user", user, []string{"key_1 same project", "key_2 same project", "key_4 same project", "key_5 same owner"}, []string{UnlistedProjects}},
		{"of an admin key", adminRecord(), []string{"key_b same owner"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			related, unlisted, err := r.Related(r.ctx, c.record)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, k := range related {
				got = append(got, fmt.Sprint(k.Record.ID, " ", k.Relation))
			}
			if !slices.Equal(got, c.want) || !slices.Equal(unlisted, c.unlisted) {
				t.Errorf("got %v, unlisted %v", got, unlisted)
			}
		})
	}
	r.vendor.on("GET /organization/projects", 403, fault("", "No."))
	if _, unlisted, err := r.Related(r.ctx, user); err != nil || !slices.Equal(unlisted, []string{UnlistedProjects}) {
		t.Errorf("projects refused: %v, %v", unlisted, err)
	}
	r.vendor.on("GET /organization/projects/proj_1/api_keys", 403, fault("", "No."))
	if _, _, err := r.Related(r.ctx, record()); !errors.Is(err, providers.ErrNotPermitted) {
		t.Errorf("own project refused: %v", err)
	}
}

func TestACreationNamesTheDeletionThatUndoesIt(t *testing.T) {
	r := newRig(t)
	for _, c := range []struct {
		like providers.KeyRecord
		undo string
	}{{record(), routeKeyDelete}, {adminRecord(), routeAdminKeyDelete}} {
		seen, err := providers.Rehearse(r.ctx, func(ctx context.Context) error {
			_, _, err := r.Create(ctx, providers.NewKey{Like: c.like, Name: "n-1"})
			return err
		})
		if err != nil || len(seen) != 1 || !seen[0].Reversible || seen[0].Undo != c.undo {
			t.Errorf("%s: %+v, %v", c.like.Kind, seen, err)
		}
	}
}
