package google

import (
	"encoding/json"
	"slices"
	"testing"

	"firebreak/providers"
)

func TestTheRoleHoldsWhatTheRoutesNeedAndNothingElse(t *testing.T) {
	var role struct {
		Included []string `json:"includedPermissions"`
	}
	if err := json.Unmarshal(Policy(), &role); err != nil {
		t.Fatal(err)
	}
	var needed []string
	for _, r := range Routes() {
		if r.Effect == providers.Probe || r.Host == HostToken || r.Name == routeBudgets {
			continue
		}
		if p := permissions[r.Name]; p == "" || !slices.Contains(role.Included, p) {
			t.Errorf("%s is not allowed", r.Name)
		}
		needed = append(needed, permissions[r.Name])
	}
	for _, p := range role.Included {
		if !slices.Contains(needed, p) {
			t.Errorf("%s is allowed and never needed", p)
		}
	}
}
