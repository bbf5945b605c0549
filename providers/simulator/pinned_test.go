package simulator

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"
	"time"

	"firebreak/providers"
)

// A drill of a seed that was played before is the same drill, whatever else the world has
// learned since: its keys, ids, money, and what it mints.
func TestASeedGivesTheWorldThatItAlwaysGave(t *testing.T) {
	for leak, want := range map[string]string{
		"openai/service-account-key": "0149d88e63839126",
		"openai/admin-key":           "314cda04b881a9ff",
	} {
		r := newRig(t, Config{Seed: 7, Leak: providers.Kind(leak), Tail: -1})
		made := r.want(200, "POST", r.inProject("docs-bot")+"/service_accounts/"+r.w.ID("docs-bot-sa")+"/api_keys", `{"name":"walk"}`)
		r.want(200, "DELETE", r.keyPath("docs-bot", "docs-bot-ci"), "")
		if err := r.w.Adopt(r.w.ID("docs-search"), made.text("id")); err != nil {
			t.Fatal(err)
		}
		r.clock.pass(20 * time.Minute)
		told := sha256.New()
		truth := r.w.Truth()
		for _, k := range truth.Keys {
			if k.Kind.Provider() == "openai" {
				fmt.Fprintln(told, k.Fingerprint, k.ID, k.Name, k.Project, k.Owner, k.State, k.LastUsed)
			}
		}
		fmt.Fprintln(told, made.text("id"), truth.Tail, truth.Burn, truth.Alone, truth.Events, truth.Services)
		for _, path := range []string{"/organization/audit_logs?limit=100", "/organization/users", r.inProject("docs-bot") + "/api_keys?limit=100"} {
			told.Write(r.want(200, "GET", path, "").raw)
		}
		if got := hex.EncodeToString(told.Sum(nil)[:8]); got != want {
			t.Errorf("%s: %s, was %s", leak, got, want)
		}
	}
}
