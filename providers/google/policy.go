package google

import (
	"encoding/json"
	"slices"
)

// permissions are what a route needs, as the vendor's pages on the roles of each API name it. Routes
// of the leaked key, and those that sign in, need none.
var permissions = map[string]string{
	routeLookup: "apikeys.keys.lookup", routeKeys: "apikeys.keys.list", routeKey: "apikeys.keys.get", routeKeyString: "apikeys.keys.getKeyString",
	routeDelete: "apikeys.keys.delete", routeUndelete: "apikeys.keys.undelete", routeRestrict: "apikeys.keys.update", routeRelease: "apikeys.keys.update",
	routeQuotas: "serviceusage.quotas.get", routeBilling: "resourcemanager.projects.get", routeBudgets: "billing.budgets.list",
	routePolicy: "orgpolicy.policy.get", routeAccess: "resourcemanager.projects.getIamPolicy",
	routeCreate: "apikeys.keys.create", routeOperation: "apikeys.keys.get", routeSeries: "monitoring.timeSeries.list", routeEntries: "logging.logEntries.list",
	routeAccount: "iam.serviceAccounts.get", routeAccountDisable: "iam.serviceAccounts.disable", routeAccountEnable: "iam.serviceAccounts.enable",
	routeAccountKeys: "iam.serviceAccountKeys.list", routeAccountKey: "iam.serviceAccountKeys.get", routeKeyDisable: "iam.serviceAccountKeys.disable",
	routeKeyEnable: "iam.serviceAccountKeys.enable", routeAccountDelete: "iam.serviceAccountKeys.delete",
}

// Policy is the least that the admin credential must be allowed, as a custom role: what
// `gcloud iam roles create firebreak --project PROJECT --file role.json` takes. Budgets are read
// with a role of the billing account, and not readable without.
func Policy() []byte {
	var included []string
	for _, r := range Routes() {
		if r.Name == routeBudgets {
			continue // of the billing account, which no role of a project reaches
		}
		if p := permissions[r.Name]; p != "" && !slices.Contains(included, p) {
			included = append(included, p)
		}
	}
	slices.Sort(included)
	role := struct {
		Title       string   `json:"title"`
		Description string   `json:"description"`
		Stage       string   `json:"stage"`
		Included    []string `json:"includedPermissions"`
	}{"firebreak", "Ends leaked keys and reads what they did", "GA", included}
	text, _ := json.MarshalIndent(role, "", "  ") // plain values always encode
	return append(text, '\n')
}
