package github

import (
	"context"
	"fmt"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// The protective settings that Controls reads.
const (
	ControlExpiry     = "key-expiry"
	ControlScopes     = "key-scopes"
	ControlScanning   = "secret-scanning"
	ControlProtection = "push-protection"
	ControlAuditLog   = "audit-log"
)

// mostInspected is how many repositories are asked for their settings: those pushed to last.
const mostInspected = 5

// Controls tells what would have made the incident smaller: whether the token ends by itself and
// is one of the narrow sort, and, where an admin credential reads it, whether the repositories
// pushed to last look for secrets. A setting that only some of them have is absent.
func (a *Adapter) Controls(ctx context.Context, r providers.KeyRecord) ([]providers.Control, error) {
	expiry := providers.Control{ID: ControlExpiry, State: providers.Switched(!r.Expires.IsZero()), Where: tokenPage(r.Kind)}
	if !r.Expires.IsZero() {
		expiry.Detail = providers.FromOutside("expires " + r.Expires.Format(time.DateOnly))
	}
	scopes := providers.Control{ID: ControlScopes, State: providers.Switched(r.Kind != Classic && r.Kind != OAuth && r.Kind != Legacy), Where: pageNew}
	scanning := providers.Control{ID: ControlScanning, State: providers.ControlUnreadable, Where: pageSecurity}
	protection := providers.Control{ID: ControlProtection, State: providers.ControlUnreadable, Where: pageSecurity}
	audit := providers.Control{ID: ControlAuditLog, State: providers.ControlUnreadable, Where: pageLog}
	settings, err := a.settings(ctx, r)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("read controls: %w", ctx.Err())
	}
	if err == nil && len(settings) > 0 {
		scanning.State, protection.State = providers.ControlPresent, providers.ControlPresent
		for _, s := range settings {
			scanning.State, protection.State = less(scanning.State, s.Scanning.Status), less(protection.State, s.Protection.Status)
		}
	}
	return []providers.Control{expiry, scopes, scanning, protection, audit}, nil
}

// less is a state after one more repository: absent wins, and one that does not tell hides the rest.
func less(have providers.ControlState, told string) providers.ControlState {
	switch {
	case have == providers.ControlAbsent, told == "disabled":
		return providers.ControlAbsent
	case told != "enabled":
		return providers.ControlUnreadable
	}
	return have
}

type setting struct {
	Status string `json:"status"`
}

// security is what a repository tells its administrators.
type security struct {
	Scanning   setting `json:"secret_scanning"`
	Protection setting `json:"secret_scanning_push_protection"`
}

func (a *Adapter) settings(ctx context.Context, r providers.KeyRecord) ([]security, error) {
	admin, all, err := a.overseen(ctx, r)
	if err != nil {
		return nil, err
	}
	var list []security
	for _, repo := range all[:min(len(all), mostInspected)] {
		var told struct {
			Name     string   `json:"name"`
			Security security `json:"security_and_analysis"`
		}
		_, err := a.read(ctx, transport.Call{Route: routeRepository, Path: map[string]string{"owner": repo.Owner.Login, "repo": repo.Name}, Auth: transport.Bearer(admin.Secret)},
			&told, func() bool { return told.Name == repo.Name })
		if err != nil {
			return nil, err
		}
		list = append(list, told.Security)
	}
	return list, nil
}
