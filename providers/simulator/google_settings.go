package simulator

import (
	"net/http"
	"strings"
)

// The settings of a project: nobody has set a quota, one budget warns of another project, and reading
// is not logged.
var googleSettingRoutes = []route{
	{method: "GET", path: "/serviceusage.googleapis.com/v1beta1/projects/{project}/services/{service}/consumerQuotaMetrics", query: []string{"pageSize", "pageToken"}, do: (*call).googleQuotas},
	{method: "GET", path: "/cloudbilling.googleapis.com/v1/projects/{project}/billingInfo", do: (*call).googleBilling},
	{method: "GET", path: "/billingbudgets.googleapis.com/v1/billingAccounts/{billing}/budgets", query: []string{"pageSize", "pageToken"}, do: (*call).googleBudgets},
	{method: "GET", path: "/orgpolicy.googleapis.com/v2/projects/{project}/policies/{policy}", do: (*call).googlePolicy},
	{method: "POST", path: "/cloudresourcemanager.googleapis.com/v1/projects/{project}", reads: true, do: (*call).googleAccess},
}

const googleBillingAccount = "DRILL0-DRILL1-DRILL2"

func (c *call) googleQuotas() answer {
	if no := c.googleAdmin(); no != nil {
		return *no
	}
	name := "projects/" + c.parts["project"] + "/services/" + c.parts["service"] + "/consumerQuotaMetrics/requests"
	limit := object{"name": name + "/limits/%2Fmin%2Fproject", "unit": "1/min/{project}", "quotaBuckets": []object{{"effectiveLimit": "1000", "defaultLimit": "1000"}}}
	metric := listed{name, object{"name": name, "metric": c.parts["service"] + "/requests", "consumerQuotaLimits": []object{limit}}}
	return c.googlePage("metrics", []listed{metric}, 50, 300)
}

func (c *call) googleBilling() answer {
	if no := c.googleAdmin(); no != nil {
		return *no
	}
	id := c.parts["project"]
	return success(object{"name": "projects/" + id + "/billingInfo", "projectId": id, "billingAccountName": "billingAccounts/" + googleBillingAccount, "billingEnabled": true})
}

func (c *call) googleBudgets() answer {
	if no := c.googleAdmin(); no != nil {
		return *no
	}
	name := "billingAccounts/" + c.parts["billing"] + "/budgets/b1"
	return c.googlePage("budgets", []listed{{name, object{"name": name, "displayName": "data warehouse", "budgetFilter": object{"projects": []string{"projects/1"}}}}}, 50, 100)
}

// googlePolicy answers what is in force.
func (c *call) googlePolicy() answer {
	if no := c.googleAdmin(); no != nil {
		return *no
	}
	constraint, effective := strings.CutSuffix(c.parts["policy"], ":getEffectivePolicy")
	if !effective {
		return googleError(http.StatusNotFound, "", "", "Requested entity was not found.")
	}
	return success(object{"name": "projects/" + c.parts["project"] + "/policies/" + constraint, "spec": object{"rules": []object{{"enforce": false}}}})
}

func (c *call) googleAccess() answer {
	if no := c.googleAdmin(); no != nil {
		return *no
	}
	if !strings.HasSuffix(c.parts["project"], ":getIamPolicy") {
		return googleError(http.StatusNotFound, "", "", "Requested entity was not found.")
	}
	return success(object{"version": 1, "etag": "BwXdrill", "bindings": []object{}, "auditConfigs": []object{}})
}
