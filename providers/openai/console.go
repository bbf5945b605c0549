package openai

import "firebreak/providers"

// Pages of the vendor's console. The page for limits has no address that the vendor documents;
// it is reached from the settings, beside the organisation's keys.
const (
	pageKeys      = "https://platform.openai.com/api-keys"
	pageOrgKeys   = "https://platform.openai.com/settings/organization/api-keys"
	pageAdminKeys = "https://platform.openai.com/settings/organization/admin-keys"
	pageUsage     = "https://platform.openai.com/usage"
	pageSettings  = pageOrgKeys
)

// Guide gives the page for "revoke", "create", "usage" and "admin". The caller adds how to find
// the row.
func (a *Adapter) Guide(do string, kind providers.Kind) (providers.Guide, bool) {
	if _, known := formOf(kind); !known {
		return providers.Guide{}, false
	}
	switch do {
	case "admin":
		return providers.Guide{URL: pageAdminKeys}, true
	case "usage":
		return providers.Guide{URL: pageUsage}, true
	case "revoke", "create":
		return providers.Guide{URL: keyPage(kind)}, true
	}
	return providers.Guide{}, false
}

// keyPage is where keys of the kind are listed. Only its owner sees a user's key on the
// personal page; a service account's key is on the organisation's.
func keyPage(kind providers.Kind) string {
	switch kind {
	case AdminKey:
		return pageAdminKeys
	case ServiceAccountKey:
		return pageOrgKeys
	}
	return pageKeys
}

// Kinds lists the kinds that the adapter knows.
func (a *Adapter) Kinds() []providers.Kind {
	kinds := make([]providers.Kind, len(forms))
	for i, f := range forms {
		kinds[i] = f.kind
	}
	return kinds
}

// Way says how a capability is had.
func (a *Adapter) Way(kind providers.Kind, c providers.Capability) providers.Way {
	if _, known := formOf(kind); !known {
		return providers.ByHand
	}
	switch c {
	case providers.CanValidate, providers.CanLocate, providers.CanRevoke, providers.CanProve,
		providers.CanAudit, providers.CanRelate, providers.CanControls:
		return providers.Auto
	case providers.CanContain:
		if kind == AdminKey { // no limit of the vendor acts on an admin key
			return providers.ByHand
		}
		return providers.Auto
	case providers.CanUsage, providers.CanCost:
		if kind == AdminKey { // it cannot call models: there is nothing to read
			return providers.ByHand
		}
		return providers.Auto
	case providers.CanReplace:
		if kind == ServiceAccountKey || kind == AdminKey {
			return providers.Auto
		}
		return providers.Guided
	}
	return providers.ByHand
}
