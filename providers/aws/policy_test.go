package aws

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
)

func TestThePolicyAllowsWhatTheRoutesDoAndNothingElse(t *testing.T) {
	var p struct {
		Version   string
		Statement []struct {
			Sid, Effect string
			Action      []string
			Condition   struct{ ArnLike map[string]string }
		}
	}
	if err := json.Unmarshal(Policy(), &p); err != nil || p.Version != "2012-10-17" || len(p.Statement) != 3 {
		t.Fatalf("%+v: %v", p, err)
	}
	allowed := map[string]string{}
	for _, s := range p.Statement {
		for _, action := range s.Action {
			if strings.HasPrefix(action, "iam:Attach") && s.Condition.ArnLike["iam:PolicyARN"] != policyPath+quarantineName+"*" {
				t.Errorf("%s of any policy", action)
			}
			allowed[action] = s.Sid
		}
	}
	for _, r := range Routes() {
		if r.Name == routeModels || r.Name == routePortal || r.Name == routeAssume {
			continue
		}
		want, action := "Read", services[r.Host]+":"+r.Op
		if r.Name == routeBudgets {
			action = "budgets:ViewBudget"
		}
		switch {
		case r.Name == routeAttach, r.Name == routeDetach:
			want = "Quarantine"
		case r.Effect == providers.Mutate:
			want = "Change"
		}
		if allowed[action] != want {
			t.Errorf("%s is allowed under %q", action, allowed[action])
		}
	}
	ops := []string{}
	for _, r := range Routes() {
		ops = append(ops, services[r.Host]+":"+r.Op)
	}
	ops = append(ops, "budgets:ViewBudget")
	for action := range allowed {
		if !slices.Contains(ops, action) || strings.Contains(action, "*") {
			t.Errorf("%s is allowed and never asked for", action)
		}
	}
}
