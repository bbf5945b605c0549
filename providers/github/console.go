package github

import (
	"firebreak/providers"
)

// Pages of the vendor's site.
const (
	pageClassic     = "https://github.com/settings/tokens"
	pageFineGrained = "https://github.com/settings/personal-access-tokens"
	pageNew         = "https://github.com/settings/personal-access-tokens/new"
	pageGrants      = "https://github.com/settings/applications"
	pageApps        = "https://github.com/settings/installations"
	pageSecurity    = "https://github.com/settings/security_analysis"
	pageLog         = "https://github.com/settings/security-log"
)

// Guide gives the page for "revoke", "create", "usage" and "admin". What replaces a personal
// token is a fine-grained one, which reaches no more than it is given.
func (a *Adapter) Guide(do string, kind providers.Kind) (providers.Guide, bool) {
	if forms[kind] == nil {
		return providers.Guide{}, false
	}
	switch do {
	case "admin":
		return providers.Guide{URL: pageClassic}, true
	case "usage":
		return providers.Guide{URL: pageLog}, true
	case "revoke":
		return providers.Guide{URL: tokenPage(kind)}, true
	case "create":
		if kind == Classic || kind == FineGrained || kind == Legacy {
			return providers.Guide{URL: pageNew}, true
		}
		return providers.Guide{URL: tokenPage(kind)}, true
	}
	return providers.Guide{}, false
}

// tokenPage is where a person finds the token, or the grant that it came from.
func tokenPage(kind providers.Kind) string {
	switch kind {
	case Classic, Legacy:
		return pageClassic
	case FineGrained:
		return pageFineGrained
	case Installation, Stateless:
		return pageApps
	}
	return pageGrants
}

// Kinds lists the kinds that the adapter knows.
func (a *Adapter) Kinds() []providers.Kind {
	return []providers.Kind{Classic, FineGrained, OAuth, AppUser, Refresh, Installation, Stateless, Legacy, Access, DeployKey}
}

// Way says how a capability is had. A refresh token is handed in unseen: no call tells whether
// it works without using it up. GitHub makes no tokens through its API, knows no use and no money
// of one, and limits none without ending it; one of the old form a person ends. The audit log is
// asked by the hash of the token. Of what goes by a record nothing is offered but its end.
func (a *Adapter) Way(kind providers.Kind, c providers.Capability) providers.Way {
	if (kind == Access || kind == DeployKey) && c == providers.CanRevoke {
		return providers.Auto
	}
	if forms[kind] == nil {
		return providers.ByHand
	}
	switch c {
	case providers.CanRevoke:
		if kind == Legacy {
			return providers.Guided
		}
		return providers.Auto
	case providers.CanReplace:
		return providers.Guided
	case providers.CanValidate, providers.CanProve, providers.CanLocate, providers.CanRelate, providers.CanAudit, providers.CanControls:
		if kind != Refresh {
			return providers.Auto
		}
	}
	return providers.ByHand
}
