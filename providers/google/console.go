package google

import "firebreak/providers"

// Pages of the vendor's console.
const (
	pageKeys     = "https://console.cloud.google.com/apis/credentials"
	pageUsage    = "https://console.cloud.google.com/apis/dashboard"
	pageAccounts = "https://console.cloud.google.com/iam-admin/serviceaccounts"
	pageQuotas   = "https://console.cloud.google.com/iam-admin/quotas"
	pageBudgets  = "https://console.cloud.google.com/billing/budgets"
	pagePolicies = "https://console.cloud.google.com/iam-admin/orgpolicies"
	pageAudit    = "https://console.cloud.google.com/iam-admin/audit"
	pageAdmin    = "https://console.cloud.google.com/iam-admin/iam"
)

// Guide gives the page for "revoke", "create", "usage" and "admin". The caller adds how to find
// the row.
func (a *Adapter) Guide(do string, kind providers.Kind) (providers.Guide, bool) {
	if kind != AccountKey && !isAPIKey(kind) {
		return providers.Guide{}, false
	}
	switch do {
	case "admin":
		return providers.Guide{URL: pageAdmin}, true
	case "usage":
		return providers.Guide{URL: pageUsage}, true
	case "revoke", "create":
		if kind == AccountKey {
			return providers.Guide{URL: pageAccounts}, true
		}
		return providers.Guide{URL: pageKeys}, true
	}
	return providers.Guide{}, false
}

// Kinds lists the kinds that the adapter knows.
func (a *Adapter) Kinds() []providers.Kind { return []providers.Kind{APIKey, BoundKey, AccountKey} }

// Way says how a capability is had. The vendor knows no money per key. A service account's key has
// no name, so that one whose answer was lost could not be told from anybody else's: it is made by a
// person.
func (a *Adapter) Way(kind providers.Kind, c providers.Capability) providers.Way {
	switch {
	case kind == AccountKey && c == providers.CanReplace:
		return providers.Guided
	case kind != AccountKey && !isAPIKey(kind):
		return providers.ByHand
	}
	switch c {
	case providers.CanValidate, providers.CanLocate, providers.CanRevoke, providers.CanProve, providers.CanReplace,
		providers.CanContain, providers.CanRelate, providers.CanControls, providers.CanUsage, providers.CanAudit:
		return providers.Auto
	}
	return providers.ByHand
}
