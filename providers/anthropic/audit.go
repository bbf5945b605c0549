package anthropic

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// AuditActivities is what a gap calls the log.
const AuditActivities = "compliance_activities"

// activity is one act in the log of the Compliance API.
type activity struct {
	ID      string    `json:"id"`
	At      time.Time `json:"created_at"`
	Kind    string    `json:"type"`
	KeyID   string    `json:"api_key_id"`
	AdminID string    `json:"admin_api_key_id"`
	Actor   struct {
		Type    string              `json:"type"`
		KeyID   string              `json:"api_key_id"`
		AdminID string              `json:"admin_api_key_id"`
		User    string              `json:"user_id"`
		Mail    providers.Untrusted `json:"email_address"`
		Account string              `json:"service_account_id"`
		Address providers.Untrusted `json:"ip_address"`
		Agent   providers.Untrusted `json:"user_agent"`
	} `json:"actor"`
}

func (a activity) valid() bool {
	return providers.CleanID(a.ID) != "" && providers.CleanID(a.Kind) != "" && !a.At.IsZero()
}

// family is a set of activities by how their types begin, and what they may leave behind.
type family struct {
	begins string
	left   providers.Trace
	made   bool
}

// acts are those by which someone stays or widens access. The first family that fits counts;
// types of none are of no concern here.
var acts = []family{
	{"platform_api_key_created", providers.TraceKeys, true},
	{"platform_api_key_", providers.TraceKeyEdits, false},
	{"scoped_api_key_created", providers.TraceKeys, true},
	{"scoped_api_key_", providers.TraceKeyEdits, false},
	{"admin_api_key_created", providers.TraceKeys, true},
	{"admin_api_key_deleted", "", false},
	{"admin_api_key_", providers.TraceKeyEdits, false},
	{"platform_service_account_created", providers.TraceAccounts, true},
	{"platform_service_account_", providers.TraceAccounts, false},
	{"platform_workspace_", providers.TraceWorkspaces, false},
}

// entry makes the vocabulary's entry; concern is false for acts that leave nothing here.
func (a activity) entry() (e providers.AuditEntry, concern bool) {
	i := slices.IndexFunc(acts, func(f family) bool { return strings.HasPrefix(a.Kind, f.begins) })
	if i < 0 {
		return e, false
	}
	first := func(ids ...string) string {
		for _, id := range ids {
			if id = providers.CleanID(id); id != "" {
				return id
			}
		}
		return ""
	}
	e = providers.AuditEntry{
		ID: a.ID, At: a.At.UTC(), Type: a.Kind, Target: first(a.KeyID, a.AdminID), Left: acts[i].left, Made: acts[i].made,
		Ended: strings.HasSuffix(a.Kind, "_api_key_deleted"),
		Actor: a.Actor.Mail, ActorID: first(a.Actor.KeyID, a.Actor.AdminID, a.Actor.User, a.Actor.Account),
		Address: a.Actor.Address, Agent: a.Actor.Agent, ByKey: a.Actor.Type == "api_actor" || a.Actor.Type == "admin_api_key_actor",
	}
	if e.Actor.IsEmpty() {
		e.Actor = providers.FromOutside(e.ActorID)
	}
	return e, true
}

// Audit streams the administrative acts of the whole organisation in the range, newest first.
// The log holds nothing from before an administrator switched it on, and an admin key may read
// it only if made after that: a refusal is named in the *providers.PartialError that ends the
// stream, and so is a log that holds nothing of any time.
func (a *Adapter) Audit(ctx context.Context, _ providers.KeyRecord, from, to time.Time) iter.Seq2[[]providers.AuditEntry, error] {
	return func(yield func([]providers.AuditEntry, error) bool) {
		s, err := a.open(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		total := 0
		r := request{route: routeAudit, query: []transport.Param{
			{Name: parameterFrom, Value: from.UTC().Format(time.RFC3339)},
			{Name: parameterTo, Value: to.UTC().Add(time.Second - 1).Format(time.RFC3339)},
		}}
		err = list(ctx, s, r, func(page []activity) error {
			total += len(page)
			providers.Report(ctx, "audit log", total, 0)
			var entries []providers.AuditEntry
			for _, act := range page {
				if e, concern := act.entry(); concern {
					entries = append(entries, e)
				}
			}
			if len(entries) > 0 && !yield(entries, nil) {
				return errStopped
			}
			return nil
		})
		if err == nil && total == 0 {
			err = s.silence(ctx)
		}
		if _, refused := providers.RefusedWith(err, 400, 403, 404); refused {
			err = &providers.PartialError{Gaps: []providers.Gap{{Part: AuditActivities, Why: providers.GapRefused, Err: err}}}
		}
		if err != nil && err != errStopped {
			yield(nil, err)
		}
	}
}

// silence is the gap of a log that holds nothing at all, nil for one that does.
func (s session) silence(ctx context.Context) error {
	holds, err := s.auditHolds(ctx)
	if err != nil || holds {
		return err
	}
	return &providers.PartialError{Gaps: []providers.Gap{{Part: AuditActivities, Why: providers.GapSilent}}}
}

// auditHolds reads whether the log holds anything.
func (s session) auditHolds(ctx context.Context) (bool, error) {
	var page struct {
		Data []activity `json:"data"`
	}
	_, err := s.do(ctx, request{route: routeAudit, query: one}, &page, func() bool { return page.Data != nil })
	return len(page.Data) > 0, err
}

// errStopped: the reader of a stream wants no more.
var errStopped = stopped{}

type stopped struct{}

func (stopped) Error() string { return "the reader stopped" }

// Traces lists everything that the log would show, in the order of the table.
func (a *Adapter) Traces() []providers.Trace {
	var all []providers.Trace
	for _, f := range acts {
		if f.left != "" && !slices.Contains(all, f.left) {
			all = append(all, f.left)
		}
	}
	return all
}
