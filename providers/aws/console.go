package aws

import "firebreak/providers"

// Pages of the vendor's console.
const (
	pageUsers   = "https://console.aws.amazon.com/iam/home#/users"
	pageRoles   = "https://console.aws.amazon.com/iam/home#/roles" // a role's page has "Revoke sessions"
	pageBedrock = "https://console.aws.amazon.com/bedrock/home#/api-keys"
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
		case TemporaryKey:
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
	return []providers.Kind{AccessKey, TemporaryKey, BedrockKey}
}

// Way says how a capability is had. A temporary key has no record: its role's sessions are ended in
// the console, and the probe shows when.
func (a *Adapter) Way(kind providers.Kind, c providers.Capability) providers.Way {
	switch c {
	case providers.CanValidate, providers.CanProve:
		if leads[kind].lead != "" {
			return providers.Auto
		}
	case providers.CanRevoke, providers.CanReplace:
		if kind == TemporaryKey {
			return providers.Guided
		}
	}
	if callsOf[kind].field == "" {
		return providers.ByHand
	}
	switch c {
	case providers.CanUsage, providers.CanAudit:
		if kind == BedrockKey {
			return providers.ByHand // the log names the user, not the key
		}
	case providers.CanCost:
		return providers.OfWhole
	}
	return providers.Auto
}
