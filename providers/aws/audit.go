package aws

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
)

// act is what a kind of call may leave behind.
type act struct {
	name string
	left providers.Trace
	made bool // a credential, an account that holds some, or a way in that stays
}

// acts are the calls by which someone stays, widens access, or spends: the first entry counts whose
// name is that of the call.
var acts = []act{
	{"CreateAccessKey", providers.TraceKeys, true},
	{"CreateServiceSpecificCredential", providers.TraceKeys, true},
	{"ResetServiceSpecificCredential", providers.TraceKeys, true},
	{"UpdateAccessKey", providers.TraceKeyEdits, false},
	{"DeleteAccessKey", providers.TraceKeyEdits, false},
	{"UpdateServiceSpecificCredential", providers.TraceKeyEdits, false},
	{"DeleteServiceSpecificCredential", providers.TraceKeyEdits, false},
	{"AssumeRole", providers.TraceSessions, true},
	{"GetSessionToken", providers.TraceSessions, true},
	{"GetFederationToken", providers.TraceSessions, true},
	{"CreateUser", providers.TraceUsers, true},
	{"CreateLoginProfile", providers.TraceUsers, true},
	{"UpdateLoginProfile", providers.TraceUsers, true},
	{"CreateRole", providers.TraceRoles, true},
	{"AttachUserPolicy", providers.TraceRoles, false},
	{"PutUserPolicy", providers.TraceRoles, false},
	{"AttachRolePolicy", providers.TraceRoles, false},
	{"PutRolePolicy", providers.TraceRoles, false},
	{"UpdateAssumeRolePolicy", providers.TraceRoles, true},
	{"StopLogging", providers.TraceSettings, false},
	{"DeleteTrail", providers.TraceSettings, false},
	{"PutEventSelectors", providers.TraceSettings, false},
	{"PutModelInvocationLoggingConfiguration", providers.TraceSettings, false},
	{"DeleteModelInvocationLoggingConfiguration", providers.TraceSettings, false},
	{"PutFoundationModelEntitlement", providers.TraceSettings, false},
	{"LeaveOrganization", providers.TraceSettings, false},
	{"RunInstances", providers.TraceMachines, false},
	{"CreateFunction", providers.TraceMachines, false},
}

// actOf finds the act of a call. Some services add their version to the name.
func actOf(name string) (act, bool) {
	i := slices.IndexFunc(acts, func(a act) bool {
		return name == a.name || a.name == "CreateFunction" && strings.HasPrefix(name, "CreateFunction20")
	})
	if i < 0 {
		return act{}, false
	}
	return acts[i], true
}

// entry makes the vocabulary's entry. What was refused left nothing behind, and is still told.
func (e event) entry(a act) providers.AuditEntry {
	d := e.document()
	entry := providers.AuditEntry{
		ID: e.ID, At: e.time(), Type: e.Name, Actor: e.User, ActorID: providers.CleanID(e.KeyID), Address: d.Address, Agent: d.Agent,
		Target: d.target(), Parent: providers.CleanID(d.Account), ByKey: true, Left: a.left, Made: a.made, Ended: e.Name == "DeleteAccessKey",
	}
	if d.Error != "" {
		entry.Left, entry.Made, entry.Ended = "", false, false
		return entry
	}
	m := d.made()
	entry.Kind, entry.Expires = m.kind, m.expires
	if m.owner.name != "" {
		entry.Owner = providers.Owner{Type: m.owner.kind, ID: m.owner.name, Name: providers.FromOutside(m.owner.name)}
	}
	return entry
}

// mostMade is how many of the keys that a key made are followed, and those made by them: our choice.
const mostMade = 5

// Audit streams what the key did to stay or to spend, newest first, in every Region that is enabled,
// and then what the keys did that it made, and those that they made. What another credential did is
// not looked up: the vendor takes one attribute a search.
func (a *Adapter) Audit(ctx context.Context, r providers.KeyRecord, from, to time.Time) iter.Seq2[[]providers.AuditEntry, error] {
	return func(yield func([]providers.AuditEntry, error) bool) {
		if !inTrail(r.Kind) {
			yield(nil, fmt.Errorf("events of %s: %w", r.Kind, providers.ErrNotSupported))
			return
		}
		s, err := a.open(ctx, r.ID)
		if err != nil {
			yield(nil, err)
			return
		}
		var gaps []providers.Gap
		for ids, n := []string{r.ID}, 0; n < len(ids); n++ {
			how := full
			if n > 0 {
				how = brief
			}
			h, err := s.history(ctx, ids[n], from, to, how)
			if err != nil {
				yield(nil, err)
				return
			}
			entries := concerning(h.events)
			ids = append(ids, madeBy(entries, ids)...)
			for _, gap := range h.gaps(from) {
				if !slices.ContainsFunc(gaps, func(g providers.Gap) bool { return g.Part == gap.Part }) {
					gaps = append(gaps, gap)
				}
			}
			if len(entries) > 0 && !yield(entries, nil) {
				return
			}
		}
		if len(gaps) > 0 {
			yield(nil, &providers.PartialError{Gaps: gaps})
		}
	}
}

// concerning are the events that are acts of the table.
func concerning(events []event) []providers.AuditEntry {
	var entries []providers.AuditEntry
	for _, e := range events {
		if one, concern := actOf(e.Name); concern {
			entries = append(entries, e.entry(one))
		}
	}
	return entries
}

// madeBy lists the access keys, of users and sessions, that came to be by the acts and are not known
// yet, as many as are followed.
func madeBy(entries []providers.AuditEntry, known []string) (ids []string) {
	for _, e := range entries {
		key := strings.HasPrefix(e.Target, leads[AccessKey].lead) || strings.HasPrefix(e.Target, leads[TemporaryKey].lead)
		if e.Made && key && !slices.Contains(known, e.Target) && !slices.Contains(ids, e.Target) && len(known)+len(ids) <= mostMade {
			ids = append(ids, e.Target)
		}
	}
	return ids
}

// Traces lists everything that the log would show, in the order of the table.
func (a *Adapter) Traces() []providers.Trace {
	var all []providers.Trace
	for _, one := range acts {
		if !slices.Contains(all, one.left) {
			all = append(all, one.left)
		}
	}
	return all
}
