package github

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"testing"

	"firebreak/providers"
)

// deploy is a deploy key in the vendor's form, whose public part is a text in base64.
func deploy(id int, public string) object {
	return object{"id": id, "key": "ssh-ed25519 " + public, "url": "https://api.github.com/repos/northwind/billing/keys/5", "title": "ci", "verified": true,
		"created_at": "2026-11-23T02:35:00Z", "read_only": false, "added_by": "tomek", "last_used": nil}
}

func printOf(public string) string {
	raw, _ := base64.StdEncoding.DecodeString(public)
	sum := sha256.Sum256(raw)
	return "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:])
}

func TestADeployKeyThatTheLogTellsOfIsFoundByItsPrintAndRemoved(t *testing.T) {
	r := newRig(t)
	r.on("GET /repos/northwind/billing/keys", 200, []object{deploy(4, "BBBB"), deploy(5, "AAAA")})
	r.on("DELETE /repos/northwind/billing/keys/5", 204, nil)
	told := event{ID: "e1", At: 1, Action: "public_key.create", Repository: "northwind/billing", KeyPrint: printOf("AAAA")}.entry("hash")
	if told.Kind != DeployKey || !told.Made {
		t.Fatalf("the log's entry is %+v", told)
	}
	named := providers.KeyRecord{Kind: told.Kind, ID: told.Target}
	now, err := r.Record(r.ctx, named)
	if err != nil || now.ID != told.Target || now.Name.Line(9) != "ci" || now.Parent != "northwind/billing" {
		t.Fatalf("%+v, %v", now, err)
	}
	if _, err := r.Revoke(r.ctx, now); err != nil {
		t.Fatal(err)
	}
	r.on("GET /repos/northwind/billing/keys", 200, []object{deploy(5, "BBBB")}) // its number went on to another one
	if status, err := r.Present(r.ctx, now); err != nil || status != providers.Gone {
		t.Errorf("behind it: %s, %v", status, err)
	}
	sent := len(r.requests)
	if _, err := r.Revoke(r.ctx, now); !errors.Is(err, providers.ErrNotFound) {
		t.Errorf("once more: %v", err)
	}
	for _, s := range r.requests[sent:] {
		if s.method == "DELETE" {
			t.Error("the other one was removed")
		}
	}
}

func TestAListThatIsHiddenSaysNothingOfWhatStandsInIt(t *testing.T) {
	r := newRig(t) // which answers whatever is not set with 404
	for _, one := range []providers.KeyRecord{{Kind: DeployKey, ID: "northwind/billing/keys/" + printOf("AAAA")},
		{Kind: Access, ID: "northwind/12", Parent: "northwind", Owner: providers.Owner{ID: "tomek"}}} {
		if status, err := r.Present(r.ctx, one); status != providers.StatusUnclear || !errors.Is(err, providers.ErrNotPermitted) || errors.Is(err, providers.ErrNotFound) {
			t.Errorf("%s: %s, %v", one.Kind, status, err)
		}
	}
}

func TestWhatNamesNoDeployKeyIsAskedNobody(t *testing.T) {
	r := newRig(t)
	for _, id := range []string{"", "northwind/billing", "northwind/keys/SHA256:x", "a/b/c/keys/SHA256:x", "northwind/billing/keys/SHA256:"} {
		if _, err := r.Record(r.ctx, providers.KeyRecord{Kind: DeployKey, ID: id}); err == nil {
			t.Errorf("%q is found", id)
		}
	}
	if len(r.requests) != 0 {
		t.Errorf("%d requests", len(r.requests))
	}
}
