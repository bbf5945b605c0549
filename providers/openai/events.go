package openai

import (
	"slices"
	"strings"

	"firebreak/providers"
)

// The two passes over the audit log, as gaps name them.
const (
	AuditOrganisation = "audit_logs"
	AuditTenant       = "audit_logs:tenant_only"
)

// event is a type of the audit log that is asked for, and what such an act may leave behind.
type event struct {
	name string
	left providers.Trace
}

// auditPass is one walk over the log: acts above the organisation come on their own.
type auditPass struct {
	name   string
	tenant bool
	kinds  []event
}

func (p auditPass) events() []string {
	names := make([]string, len(p.kinds))
	for i, k := range p.kinds {
		names[i] = k.name
	}
	return names
}

// auditPasses hold the acts by which someone stays, widens access or covers tracks. What only
// removes is asked for too, but leaves nothing behind.
var auditPasses = []auditPass{
	{AuditOrganisation, false, []event{
		{eventKeyCreated, providers.TraceKeys}, {eventKeyUpdated, providers.TraceKeyEdits}, {"api_key.deleted", ""},
		{"service_account.created", providers.TraceAccounts}, {"service_account.updated", providers.TraceAccounts},
		{"service_account.deleted", ""},
		{"project.created", providers.TraceProjects}, {"project.updated", providers.TraceProjects},
		{"project.archived", providers.TraceProjects}, {"project.deleted", providers.TraceProjects},
		{"rate_limit.updated", providers.TraceLimits}, {"rate_limit.deleted", providers.TraceLimits},
		{"user.added", providers.TraceUsers}, {"user.updated", providers.TraceUsers}, {"user.deleted", providers.TraceUsers},
		{"invite.sent", providers.TraceInvites}, {"invite.accepted", providers.TraceInvites}, {"invite.deleted", ""},
		{"login.succeeded", providers.TraceLogins}, {"login.failed", providers.TraceLogins},
		{"role.created", providers.TraceRoles}, {"role.updated", providers.TraceRoles}, {"role.deleted", providers.TraceRoles},
		{"role.assignment.created", providers.TraceRoles}, {"role.assignment.deleted", providers.TraceRoles},
		{"group.created", providers.TraceRoles}, {"group.updated", providers.TraceRoles}, {"group.deleted", ""},
		{"ip_allowlist.created", providers.TraceAddress}, {"ip_allowlist.updated", providers.TraceAddress},
		{"ip_allowlist.deleted", providers.TraceAddress},
		{"ip_allowlist.config.activated", providers.TraceAddress}, {"ip_allowlist.config.deactivated", providers.TraceAddress},
		{"certificate.created", providers.TraceSettings}, {"certificate.deleted", providers.TraceSettings},
		{"certificates.activated", providers.TraceSettings}, {"certificates.deactivated", providers.TraceSettings},
		{"workload_identity_provider.created", providers.TraceAccounts}, {"workload_identity_provider.updated", providers.TraceAccounts},
		{"workload_identity_provider.deleted", ""},
		{"workload_identity_provider_mapping.created", providers.TraceAccounts},
		{"workload_identity_provider_mapping.updated", providers.TraceAccounts},
		{"workload_identity_provider_mapping.deleted", ""},
		{"organization.updated", providers.TraceSettings},
	}},
	{AuditTenant, true, []event{
		{"tenant.admin_api_key.created", providers.TraceKeys}, {"tenant.admin_api_key.updated", providers.TraceKeyEdits},
		{"tenant.admin_api_key.deleted", ""}, {"tenant.project_api_key.created", providers.TraceKeys},
		{"tenant.service_account.updated", providers.TraceAccounts}, {"tenant.service_account.deleted", ""},
		{"tenant.service_account.token.revoked", ""},
		{"tenant.user.added", providers.TraceUsers}, {"tenant.user.updated", providers.TraceUsers},
		{"tenant.user.removed", providers.TraceUsers}, {"tenant.user.invited", providers.TraceInvites},
		{"tenant.role_assignment.created", providers.TraceRoles}, {"tenant.role_assignment.deleted", providers.TraceRoles},
		{"tenant.custom_role.created", providers.TraceRoles}, {"tenant.custom_role.updated", providers.TraceRoles},
		{"tenant.custom_role.deleted", providers.TraceRoles},
		{"tenant.workload_identity.provider.created", providers.TraceAccounts},
		{"tenant.workload_identity.mapping.created", providers.TraceAccounts},
		{"tenant.workload_identity.access_token.issued", providers.TraceKeys},
	}},
}

// traces maps the events to what they leave.
var traces = func() map[string]providers.Trace {
	all := map[string]providers.Trace{}
	for _, p := range auditPasses {
		for _, k := range p.kinds {
			all[k.name] = k.left
		}
	}
	return all
}()

// traceOf says what an act of the type may leave behind.
func traceOf(kind string) providers.Trace { return traces[kind] }

// makes reports whether an act of the type makes a credential, or an account that holds some.
func makes(kind string) bool {
	left := traceOf(kind)
	return (left == providers.TraceKeys || left == providers.TraceAccounts) && (strings.HasSuffix(kind, ".created") || strings.HasSuffix(kind, ".issued"))
}

// ends reports whether an act of the type ends the key that is its target.
func ends(kind string) bool { return strings.HasSuffix(kind, "api_key.deleted") }

// Traces lists everything that the log would show, in the order of the table.
func (a *Adapter) Traces() []providers.Trace {
	var all []providers.Trace
	for _, p := range auditPasses {
		for _, k := range p.kinds {
			if k.left != "" && !slices.Contains(all, k.left) {
				all = append(all, k.left)
			}
		}
	}
	return all
}
