package google

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// The protective settings that Controls reads.
const (
	ControlAPIs     = "api-restriction"
	ControlCallers  = "caller-restriction" // by address, site or app
	ControlQuota    = "quota"
	ControlExpiry   = "key-expiry"
	ControlBudget   = "budget"
	ControlCreation = "key-creation"
	ControlAccess   = "data-access-log"
)

// Controls reads what a key's record tells of settings, and what the APIs about its project do. What
// may not be read there is said to be that.
func (a *Adapter) Controls(ctx context.Context, r providers.KeyRecord) ([]providers.Control, error) {
	s, err := a.openFor(ctx, r)
	if err != nil {
		return nil, err
	}
	var own []providers.Control
	if r.Kind == AccountKey {
		own = []providers.Control{{ID: ControlExpiry, State: providers.Switched(!r.Expires.IsZero()), Where: pageAccounts}, r.RotationControl(a.clock.Now(), pageAccounts)}
	} else {
		k, err := s.fetch(ctx, r)
		if err != nil {
			return nil, fmt.Errorf("read controls: %w", err)
		}
		apis := providers.Control{ID: ControlAPIs, State: providers.Switched(len(targets(k.Restrictions)) > 0), Where: pageKeys}
		if n := len(targets(k.Restrictions)); n > 0 {
			apis.Detail = providers.FromOutside(fmt.Sprintf("%d APIs", n))
		}
		callers := providers.Control{ID: ControlCallers, State: providers.Switched(len(without(k.Restrictions)) < len(k.Restrictions)), Where: pageKeys}
		own = []providers.Control{apis, callers, r.RotationControl(a.clock.Now(), pageKeys)}
	}
	return append(own, s.ofProject(ctx, r)...), ctx.Err()
}

// ofProject reads the settings of the key's project, side by side.
func (s session) ofProject(ctx context.Context, r providers.KeyRecord) []providers.Control {
	settings := []struct {
		providers.Control
		read func(context.Context, providers.KeyRecord) (bool, error)
	}{
		{providers.Control{ID: ControlQuota, Where: pageQuotas}, s.quotas},
		{providers.Control{ID: ControlBudget, Where: pageBudgets}, s.budgets},
		{providers.Control{ID: ControlCreation, Where: pagePolicies}, s.forbidden},
		{providers.Control{ID: ControlAccess, Where: pageAudit}, s.logged},
	}
	if constraints[r.Kind] == "" { // there is none against plain API keys
		settings = slices.Delete(settings, 2, 3)
	}
	list := make([]providers.Control, len(settings))
	providers.Together(ctx, s.clock, len(settings), func(i int) {
		on, err := settings[i].read(ctx, r)
		if list[i] = settings[i].Control; err != nil {
			list[i].State = providers.ControlUnreadable
			return
		}
		list[i].State = providers.Switched(on)
	})
	return list
}

// quotas reports whether somebody set a quota of their own on Gemini's calls.
func (s session) quotas(ctx context.Context, r providers.KeyRecord) (set bool, err error) {
	err = walk(ctx, s, request{route: routeQuotas, path: map[string]string{partProject: r.Parent}, query: sized(pageSize)}, func(page struct {
		Metrics []struct {
			Limits []struct {
				Buckets []struct {
					Own *struct{} `json:"consumerOverride"`
				} `json:"quotaBuckets"`
			} `json:"consumerQuotaLimits"`
		} `json:"metrics"`
	}) error {
		for _, m := range page.Metrics {
			for _, l := range m.Limits {
				for _, b := range l.Buckets {
					set = set || b.Own != nil
				}
			}
		}
		return nil
	})
	return set, err
}

func sized(n int) []transport.Param {
	return []transport.Param{{Name: parameterSize, Value: strconv.Itoa(n)}}
}

// budgets reports whether the account that pays for the project has a budget over it, or over all.
func (s session) budgets(ctx context.Context, r providers.KeyRecord) (set bool, err error) {
	var billed struct {
		Account string `json:"billingAccountName"`
		Project string `json:"projectId"`
	}
	if _, err := s.do(ctx, request{route: routeBilling, path: map[string]string{partProject: r.Parent}}, &billed, func() bool { return true }); err != nil {
		return false, err
	}
	id := providers.CleanID(lastOf(billed.Account))
	if id == "" {
		return false, nil // nobody pays
	}
	err = walk(ctx, s, request{route: routeBudgets, path: map[string]string{partBilling: id}, query: sized(budgetPage)}, func(page struct {
		Budgets []struct {
			Filter struct {
				Projects []string `json:"projects"`
			} `json:"budgetFilter"`
		} `json:"budgets"`
	}) error {
		for _, b := range page.Budgets {
			over := b.Filter.Projects
			set = set || len(over) == 0 || slices.Contains(over, "projects/"+r.Parent) || slices.Contains(over, "projects/"+billed.Project)
		}
		return nil
	})
	return set, err
}

// constraints forbid to make keys of a kind.
var constraints = map[providers.Kind]string{AccountKey: "iam.disableServiceAccountKeyCreation", BoundKey: "iam.managed.disableServiceAccountApiKeyCreation"}

// forbidden reports whether an organisation policy is in force against making keys of the kind.
func (s session) forbidden(ctx context.Context, r providers.KeyRecord) (bool, error) {
	var policy struct {
		Spec struct {
			Rules []struct {
				Enforce bool `json:"enforce"`
			} `json:"rules"`
		} `json:"spec"`
	}
	_, err := s.do(ctx, request{route: routePolicy, path: map[string]string{partProject: r.Parent, partConstraint: constraints[r.Kind]}}, &policy, func() bool { return true })
	on := false
	for _, rule := range policy.Spec.Rules {
		on = on || rule.Enforce
	}
	return on, err
}

// logged reports whether reading of data is logged, which it is not by itself.
func (s session) logged(ctx context.Context, r providers.KeyRecord) (bool, error) {
	var policy struct {
		Audit []struct {
			Logs []struct {
				Type string `json:"logType"`
			} `json:"auditLogConfigs"`
		} `json:"auditConfigs"`
	}
	_, err := s.do(ctx, request{route: routeAccess, path: map[string]string{partProject: r.Parent}, body: transport.Object{}}, &policy, func() bool { return true })
	for _, one := range policy.Audit {
		for _, l := range one.Logs {
			if l.Type == "DATA_READ" {
				return true, err
			}
		}
	}
	return false, err
}
