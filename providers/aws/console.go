package aws

import "firebreak/providers"

// Pages of the vendor's console.
const (
	pageUsers   = "https://console.aws.amazon.com/iam/home#/users"
	pageRoles   = "https://console.aws.amazon.com/iam/home#/roles" // a role's page has "Revoke sessions"
	pageBedrock = "https://console.aws.amazon.com/bedrock/home#/api-keys"
	pageTrails  = "https://console.aws.amazon.com/cloudtrailv2/home#/trails"
	pageBudgets = "https://console.aws.amazon.com/costmanagement/home#/budgets"
	pageEvents  = "https://console.aws.amazon.com/cloudtrailv2/home#/events"
)

// Guide gives the page for "revoke", "create", "usage" and "admin". The caller adds how to find
// the row.
func (a *Adapter) Guide(do string, kind providers.Kind) (providers.Guide, bool) {
	if leads[kind].lead == "" {
		return providers.Guide{}, false
	}
	switch do {
	case "revoke", "create":
		switch kind {
		case TemporaryKey, BedrockShort:
			return providers.Guide{URL: pageRoles}, true
		case BedrockKey:
			return providers.Guide{URL: pageBedrock}, true
		}
		return providers.Guide{URL: pageUsers}, true
	case "usage":
		return providers.Guide{URL: pageEvents}, true
	case "admin":
		return providers.Guide{URL: pageUsers}, true
	}
	return providers.Guide{}, false
}

// Kinds lists the kinds that the adapter knows.
func (a *Adapter) Kinds() []providers.Kind {
	return []providers.Kind{AccessKey, TemporaryKey, BedrockKey, BedrockShort}
}

// Way says how a capability is had. A session's key has no record that could be ended: its principal
// is limited, the role's page ends sessions too, and the probe shows when.
func (a *Adapter) Way(kind providers.Kind, c providers.Capability) providers.Way {
	if leads[kind].lead == "" {
		return providers.ByHand
	}
	recorded := callsOf[kind].field != ""
	switch c {
	case providers.CanRevoke, providers.CanReplace:
		if !recorded {
			return providers.Guided
		}
	case providers.CanRelate, providers.CanControls:
		if !recorded {
			return providers.ByHand
		}
	case providers.CanUsage, providers.CanAudit:
		if !inTrail(kind) {
			return providers.ByHand
		}
	case providers.CanCost:
		return providers.OfWhole
	}
	return providers.Auto
}

// inTrail reports whether the event history names keys of the kind: those of Bedrock act as their
// user or session.
func inTrail(kind providers.Kind) bool { return kind == AccessKey || kind == TemporaryKey }
