package anthropic

import (
	"errors"
	"slices"
	"testing"

	"firebreak/providers"
)

func TestKeysWhoseHintsShowNothingAreCountedWhereNoneFits(t *testing.T) {
	r := newRig(t)
	r.on("GET /organizations/api_keys", 200, page(keyObject("apikey_3", "active", "partial_key_hint", "sk-ant-"+"api03-xyz...igAA"), keyObject("apikey_4", "active", "partial_key_hint", nil),
		keyObject("apikey_5", "active", "partial_key_hint", "sk-ant-...AA")))
	m, err := r.Locate(r.ctx, leaked())
	if want := []providers.Counted{{What: "keys", N: 3}, {What: searchedBlank, N: 2}}; err != nil || len(m.Candidates) != 0 || !slices.Equal(m.Searched, want) {
		t.Errorf("%+v: %v", m, err)
	}
}

func TestEachAnswerSaysWhatTheVendorMeans(t *testing.T) {
	spent := fault("rate_limit_error")
	spent["error"].(object)["details"] = object{"error_code": "enforced_spend_limit_reached"}
	limit := fault("invalid_request_error")
	limit["error"].(object)["message"] = "You have reached your specified workspace spend limit."
	for _, c := range []struct {
		name   string
		status int
		body   any
		life   providers.Life
	}{
		{"a list of models is life", 200, object{"data": []object{}, "has_more": false}, providers.Alive},
		{"an object that is no list says nothing", 200, object{}, providers.Unclear},
		{"a refused key is dead", 401, fault("authentication_error"), providers.Dead},
		{"a 401 of somebody else says nothing", 401, object{"error": "no"}, providers.Unclear},
		{"a 401 of another sort says nothing", 401, fault("permission_error"), providers.Unclear},
		{"a billing problem is life", 402, fault("billing_error"), providers.AliveLimited},
		{"a missing right is life", 403, fault("permission_error"), providers.AliveLimited},
		{"a refusal of the place says nothing", 403, fault("forbidden"), providers.Unclear},
		{"a limit says nothing", 429, fault("rate_limit_error"), providers.Throttled},
		{"a spend limit that no waiting lifts is life", 429, spent, providers.AliveLimited},
		{"a workspace's spend limit is life", 400, limit, providers.AliveLimited},
		{"another bad request says nothing", 400, fault("invalid_request_error"), providers.Unclear},
		{"an overload says nothing", 529, fault("overloaded_error"), providers.Unclear},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.on("GET /models", c.status, c.body)
			v, err := r.Validate(r.ctx, leaked())
			if err != nil || v.Life != c.life {
				t.Fatalf("got %s (%s), %v", v.Life, v.Reason, err)
			}
			for _, s := range r.asked("GET /models") {
				if s.header.Get("anthropic-version") != "2023-06-01" || s.header.Get("x-api-key") == "" || s.header.Get("authorization") != "" {
					t.Error("headers are not the vendor's")
				}
			}
		})
	}
}

func TestAnAdminKeyIsAskedForItsOrganisation(t *testing.T) {
	r := newRig(t)
	r.on("GET /organizations/me", 200, object{"type": "organization", "id": "1b4e28ba-2fa1-4d2b-883f-0016d3cca427", "name": "Northwind"})
	v, err := r.Validate(r.ctx, providers.Credential{Kind: AdminKey, Secret: made(AdminKey, "b")})
	if err != nil || v.Life != providers.Alive || !v.Org.Is("Northwind") {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err := r.Locate(r.ctx, providers.Credential{Kind: AdminKey, Secret: made(AdminKey, "c")}); !errors.Is(err, providers.ErrNotSupported) {
		t.Errorf("admin keys are listed nowhere: %v", err)
	}
}

func TestARecordIsReadInBothForms(t *testing.T) {
	for name, c := range map[string]struct {
		key    object
		parent string
		owner  providers.Owner
		status providers.KeyStatus
	}{
		"the older form":                   {keyObject("apikey_1", "active"), "wrkspc_1", providers.Owner{Type: "user", ID: "user_1"}, providers.Active},
		"the default workspace":            {keyObject("apikey_1", "inactive", "workspace_id", nil, "created_by", nil), "", providers.Owner{}, providers.Inactive},
		"a key that has expired is over":   {keyObject("apikey_1", "expired"), "wrkspc_1", providers.Owner{Type: "user", ID: "user_1"}, providers.Ended},
		"a state that nobody knows":        {keyObject("apikey_1", "frozen"), "wrkspc_1", providers.Owner{Type: "user", ID: "user_1"}, providers.StatusUnclear},
		"the newer form of an account's":   {keyObject("apikey_1", "active", "scope", object{"type": "workspace", "workspace_id": "wrkspc_2"}, "principal", object{"type": "service_account_actor", "service_account_id": "svac_1"}), "wrkspc_2", providers.Owner{Type: "service_account", ID: "svac_1"}, providers.Active},
		"an organisation's is in no place": {keyObject("apikey_1", "archived", "scope", object{"type": "organization"}), "", providers.Owner{Type: "user", ID: "user_1"}, providers.Ended},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.on("GET /organizations/api_keys", 200, page(c.key))
			r.on("GET "+pathWorkspaces, 200, page(object{"id": "wrkspc_1", "type": "workspace", "name": "docs-bot"}))
			m, err := r.Locate(r.ctx, leaked())
			if err != nil || len(m.Candidates) != 1 || m.Strength != providers.MaskOnly {
				t.Fatalf("%+v, %v", m, err)
			}
			if got := m.Candidates[0]; !got.ParentName.Is(map[string]string{"": "Default", "wrkspc_1": "docs-bot", "wrkspc_2": "wrkspc_2"}[c.parent]) || got.Parent != c.parent || got.Owner != c.owner || got.Status != c.status {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestOfSeveralHintsThatFitTheWorkspaceDecides(t *testing.T) {
	r := newRig(t)
	r.on("GET /organizations/api_keys", 200, page(keyObject("apikey_1", "active"), keyObject("apikey_2", "active", "workspace_id", "wrkspc_2"),
		keyObject("apikey_3", "active", "partial_key_hint", "sk-ant-"+"api03-xyz...igAA"), keyObject("apikey_4", "active", "partial_key_hint", nil),
		keyObject("apikey_5", "active", "partial_key_hint", "sk-ant-...AA")))
	r.on("GET /models", 200, object{"data": []object{}})
	if m, err := r.Locate(r.ctx, leaked()); err != nil || len(m.Candidates) != 2 {
		t.Errorf("without a workspace: %+v, %v", m, err)
	}
	r.header[headerWorkspace] = "wrkspc_2"
	if m, err := r.Locate(r.ctx, leaked()); err != nil || len(m.Candidates) != 1 || m.Candidates[0].ID != "apikey_2" {
		t.Errorf("with one: %+v, %v", m, err)
	}
	r.header[headerWorkspace] = "wrkspc_9"
	if m, err := r.Locate(r.ctx, leaked()); err != nil || len(m.Candidates) != 0 || m.Strength != providers.StrengthNil {
		t.Errorf("with another: %+v, %v", m, err)
	}
}

func TestAMaskIsSearchedOnlyWhereItTellsKeysApart(t *testing.T) {
	r := newRig(t)
	r.on("GET /organizations/api_keys", 200, page(keyObject("apikey_1", "active")))
	whole := hint(leaked().Secret)
	begins, ends, _ := providers.FromOutside(whole).Mask()
	if m, err := r.LocateMask(r.ctx, APIKey, begins, ends); err != nil || len(m.Candidates) != 1 {
		t.Errorf("%+v, %v", m, err)
	}
	if _, err := r.LocateMask(r.ctx, APIKey, "sk-ant-", ends); !errors.Is(err, providers.ErrTooLittle) {
		t.Errorf("two characters and an ending that all keys share: %v", err)
	}
	if m, err := r.LocateMask(r.ctx, APIKey, begins, "zz"+tail); err != nil || len(m.Candidates) != 0 {
		t.Errorf("another ending: %+v, %v", m, err)
	}
}

func TestRevokingArchivesAndBelievesOnlyAnArchivedKey(t *testing.T) {
	r := newRig(t)
	r.on("POST "+keyCall, 200, keyObject("apikey_1", "archived"))
	if _, err := r.Revoke(r.ctx, record()); err != nil {
		t.Fatal(err)
	}
	if s := r.asked("POST " + keyCall); len(s) != 1 || len(s[0].body) != 1 || s[0].body["status"] != "archived" {
		t.Errorf("sent %+v", s)
	}
	for name, answer := range map[string]object{"another state": keyObject("apikey_1", "inactive"), "another key": keyObject("apikey_2", "archived")} {
		r.on("POST "+keyCall, 200, answer)
		if _, err := r.Revoke(r.ctx, record()); !errors.Is(err, providers.ErrUnknownState) {
			t.Errorf("%s: %v", name, err)
		}
	}
	admin := record()
	admin.Kind = AdminKey
	if _, err := r.Revoke(r.ctx, admin); !errors.Is(err, providers.ErrNotSupported) {
		t.Errorf("an admin key: %v", err)
	}
}

func TestTheRecordSaysWhetherTheKeyIsOver(t *testing.T) {
	for status, want := range map[string]providers.KeyStatus{
		"active": providers.Active, "inactive": providers.Inactive, "archived": providers.Ended, "expired": providers.Ended, "frozen": providers.StatusUnclear,
	} {
		r := newRig(t)
		r.on("GET "+keyCall, 200, keyObject("apikey_1", status))
		if got, err := r.Present(r.ctx, record()); got != want || err != nil {
			t.Errorf("%s: %s, %v", status, got, err)
		}
	}
	r := newRig(t)
	if got, err := r.Present(r.ctx, record()); got != providers.Gone || err != nil {
		t.Errorf("no record: %s, %v", got, err)
	}
	r.on("GET "+keyCall, 500, fault("api_error"))
	if got, err := r.Present(r.ctx, record()); got != providers.StatusUnclear || err == nil {
		t.Errorf("no answer: %s, %v", got, err)
	}
}

func TestAKeyIsMadeActiveAgainOnlyIfItIsStillInactive(t *testing.T) {
	r := newRig(t)
	r.on("GET "+keyCall, 200, keyObject("apikey_1", "active"))
	offered, err := r.Containments(r.ctx, record())
	if err != nil || len(offered) != 1 || offered[0].Off != "" || !offered[0].Refuses || !offered[0].ExactUndo {
		t.Fatalf("%+v, %v", offered, err)
	}
	for status, want := range map[string]error{"active": providers.ErrConflict, "archived": providers.ErrConflict, "inactive": nil} {
		r.on("GET "+keyCall, 200, keyObject("apikey_1", status))
		r.on("POST "+keyCall, 200, keyObject("apikey_1", "active"))
		if _, err := r.Lift(r.ctx, record(), offered[0]); !errors.Is(err, want) {
			t.Errorf("of a key that is %s: %v", status, err)
		}
		if again, _ := r.Containments(r.ctx, record()); (again[0].Off == "") != (status == "active") {
			t.Errorf("a key that is %s is offered as %q", status, again[0].Off)
		}
	}
	if sent := r.asked("POST " + keyCall); len(sent) != 1 || sent[0].body["status"] != "active" {
		t.Errorf("sent %+v", sent)
	}
}

func TestRelatedAreTheWorkspacesAndTheOwnersKeysThatMayWork(t *testing.T) {
	r := newRig(t)
	r.on("GET /organizations/api_keys", 200, page(keyObject("apikey_1", "active"), keyObject("apikey_2", "inactive", "workspace_id", nil),
		keyObject("apikey_3", "active", "created_by", object{"id": "user_2", "type": "user"}), keyObject("apikey_4", "archived"),
		keyObject("apikey_5", "active", "workspace_id", nil, "created_by", object{"id": "user_2", "type": "user"})))
	keys, _, err := r.Related(r.ctx, record())
	if err != nil || len(keys) != 2 || keys[0].Record.ID != "apikey_2" || keys[0].Relation != providers.SameOwner ||
		keys[1].Record.ID != "apikey_3" || keys[1].Relation != providers.SameWorkspace {
		t.Errorf("%+v, %v", keys, err)
	}
}
