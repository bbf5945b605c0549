package aws

import "firebreak/providers"

// Pages of the vendor's console.
const (
	pageUsers  = "https://console.aws.amazon.com/iam/home#/users"
	pageEvents = "https://console.aws.amazon.com/cloudtrailv2/home#/events"
)

// Guide gives the page for "revoke", "create", "usage" and "admin". The caller adds how to find
// the row.
func (a *Adapter) Guide(do string, kind providers.Kind) (providers.Guide, bool) {
	if kind != AccessKey {
		return providers.Guide{}, false
	}
	switch do {
	case "usage":
		return providers.Guide{URL: pageEvents}, true
	case "admin", "revoke", "create":
		return providers.Guide{URL: pageUsers}, true
	}
	return providers.Guide{}, false
}

// Kinds lists the kinds that the adapter knows.
func (a *Adapter) Kinds() []providers.Kind { return []providers.Kind{AccessKey} }

// Way says how a capability is had.
func (a *Adapter) Way(kind providers.Kind, c providers.Capability) providers.Way {
	if kind != AccessKey {
		return providers.ByHand
	}
	switch c {
	case providers.CanCost, providers.CanControls:
		return providers.ByHand
	}
	return providers.Auto
}
