package anthropic

import "firebreak/providers"

// Pages of the vendor's console.
const (
	pageKeys       = "https://platform.claude.com/settings/keys"
	pageAdminKeys  = "https://platform.claude.com/settings/admin-keys"
	pageUsage      = "https://platform.claude.com/usage"
	pageCompliance = "https://platform.claude.com/settings/security"
)

// Guide gives the page for "revoke", "create", "usage" and "admin". The caller adds how to find
// the row.
func (a *Adapter) Guide(do string, kind providers.Kind) (providers.Guide, bool) {
	if prefixes[kind] == "" {
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

func keyPage(kind providers.Kind) string {
	if kind == AdminKey {
		return pageAdminKeys
	}
	return pageKeys
}

// Kinds lists the kinds that the adapter knows.
func (a *Adapter) Kinds() []providers.Kind { return []providers.Kind{APIKey, AdminKey} }

// Way says how a capability is had. The API neither lists nor changes admin keys.
func (a *Adapter) Way(kind providers.Kind, c providers.Capability) providers.Way {
	if prefixes[kind] == "" {
		return providers.ByHand
	}
	switch c {
	case providers.CanValidate, providers.CanProve, providers.CanAudit:
		return providers.Auto
	case providers.CanReplace:
		return providers.Guided
	case providers.CanRevoke:
		if kind == AdminKey {
			return providers.Guided
		}
		return providers.Auto
	}
	if kind == AdminKey {
		return providers.ByHand
	}
	return providers.Auto
}
