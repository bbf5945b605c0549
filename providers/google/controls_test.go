package google

import (
	"testing"

	"firebreak/providers"
)

func TestTheSettingsOfTheProjectArePresentAbsentOrNotReadable(t *testing.T) {
	const (
		quotas  = "GET " + HostUsage + "/v1beta1/projects/42/services/" + HostGemini + "/consumerQuotaMetrics"
		billing = "GET " + HostBilling + "/v1/projects/42/billingInfo"
		budgets = "GET " + HostBudgets + "/v1/billingAccounts/0A-1B/budgets"
		policy  = "GET " + HostPolicies + "/v2/projects/42/policies/iam.managed.disableServiceAccountApiKeyCreation:getEffectivePolicy"
		access  = "POST " + HostProjects + "/v1/projects/42:getIamPolicy"
	)
	bucket := func(b object) object {
		return object{"metrics": []any{object{"consumerQuotaLimits": []any{object{"quotaBuckets": []any{b}}}}}}
	}
	budget := func(projects ...any) object {
		return object{"budgets": []any{object{"budgetFilter": object{"projects": projects}}}}
	}
	rules := func(on bool) object { return object{"spec": object{"rules": []any{object{"enforce": on}}}} }
	reads := func(sort string) object {
		return object{"auditConfigs": []any{object{"service": "allServices", "auditLogConfigs": []any{object{"logType": sort}}}}}
	}
	no := fault(403, "PERMISSION_DENIED", "IAM_PERMISSION_DENIED", "")
	paid := object{"billingAccountName": "billingAccounts/0A-1B", "projectId": "drill-1"}
	for name, c := range map[string]struct {
		answers map[string]object
		id      string
		want    providers.ControlState
	}{
		"a quota of our own":       {map[string]object{quotas: bucket(object{"consumerOverride": object{"overrideValue": "9"}})}, ControlQuota, providers.ControlPresent},
		"the vendor's quotas":      {map[string]object{quotas: bucket(object{"defaultLimit": "9"})}, ControlQuota, providers.ControlAbsent},
		"quotas denied":            {map[string]object{quotas: no}, ControlQuota, providers.ControlUnreadable},
		"a budget of all projects": {map[string]object{billing: paid, budgets: budget()}, ControlBudget, providers.ControlPresent},
		"a budget of the project":  {map[string]object{billing: paid, budgets: budget("projects/42")}, ControlBudget, providers.ControlPresent},
		"one of another project":   {map[string]object{billing: paid, budgets: budget("projects/7")}, ControlBudget, providers.ControlAbsent},
		"nobody pays":              {map[string]object{billing: {}}, ControlBudget, providers.ControlAbsent},
		"budgets denied":           {map[string]object{billing: paid, budgets: no}, ControlBudget, providers.ControlUnreadable},
		"keys forbidden":           {map[string]object{policy: rules(true)}, ControlCreation, providers.ControlPresent},
		"keys allowed":             {map[string]object{policy: rules(false)}, ControlCreation, providers.ControlAbsent},
		"reading logged":           {map[string]object{access: reads("DATA_READ")}, ControlAccess, providers.ControlPresent},
		"writing alone logged":     {map[string]object{access: reads("DATA_WRITE")}, ControlAccess, providers.ControlAbsent},
		"policies denied":          {map[string]object{access: no}, ControlAccess, providers.ControlUnreadable},
	} {
		r, key := newRig(t), record()
		key.Kind = BoundKey
		r.on("GET "+keyCall, 200, keyObject())
		for call, body := range c.answers {
			status := 200
			if body["error"] != nil {
				status = 403
			}
			r.on(call, status, body)
		}
		list, err := r.Controls(r.ctx, key)
		got := providers.ControlState("")
		for _, one := range list {
			if one.ID == c.id {
				got = one.State
			}
		}
		if err != nil || got != c.want {
			t.Errorf("%s: %q, want %q: %v", name, got, c.want, err)
		}
	}
}
