package openai

import (
	"context"
	"encoding/json"
	"iter"
	"strconv"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// auditAnswer is one act. What it concerns stands in a field named like its type.
type auditAnswer struct {
	ID      string `json:"id"`
	Type    string `json:"type"`
	At      int64  `json:"effective_at"`
	Project struct {
		ID string `json:"id"`
	} `json:"project"`
	Actor *auditActor `json:"actor"`

	details auditDetails
}

type auditActor struct {
	Type    string `json:"type"`
	Session *struct {
		User    auditUser           `json:"user"`
		Address providers.Untrusted `json:"ip_address"`
		Agent   providers.Untrusted `json:"user_agent"`
	} `json:"session"`
	Key *struct {
		ID      string     `json:"id"`
		User    *auditUser `json:"user"`
		Account *auditUser `json:"service_account"`
	} `json:"api_key"`
}

type auditUser struct {
	ID    string              `json:"id"`
	Email providers.Untrusted `json:"email"`
}

// auditDetails holds the ids under which the types name what they concern, and a key's scopes.
type auditDetails struct {
	ID        string          `json:"id"`
	Principal string          `json:"principal_id"`
	Data      json.RawMessage `json:"data"`
	Changes   json.RawMessage `json:"changes_requested"`
	Configs   []struct {
		ID string `json:"id"`
	} `json:"configs"`
	Certificates []struct {
		ID string `json:"id"`
	} `json:"certificates"`
}

// UnmarshalJSON reads the act, then the field that its type names.
func (a *auditAnswer) UnmarshalJSON(b []byte) error {
	type plain auditAnswer
	if err := json.Unmarshal(b, (*plain)(a)); err != nil {
		return err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(b, &fields); err != nil {
		return err
	}
	if raw, ok := fields[a.Type]; ok && json.Unmarshal(raw, &a.details) != nil {
		a.details = auditDetails{} // a form not known: the act itself is still worth telling
	}
	return nil
}

func (a auditAnswer) cursor() string { return a.ID }

// target is the id of what the act concerns: of an assignment the one who got the role.
func (d auditDetails) target() string {
	switch {
	case d.Principal != "":
		return providers.CleanID(d.Principal)
	case d.ID != "":
		return providers.CleanID(d.ID)
	case len(d.Configs) > 0:
		return providers.CleanID(d.Configs[0].ID)
	case len(d.Certificates) > 0:
		return providers.CleanID(d.Certificates[0].ID)
	}
	return ""
}

func (a auditAnswer) entry() providers.AuditEntry {
	e := providers.AuditEntry{
		ID: providers.CleanID(a.ID), At: moment(&a.At), Type: providers.CleanID(a.Type),
		Target: a.details.target(), Parent: providers.CleanID(a.Project.ID), Left: traceOf(a.Type), Made: makes(a.Type),
		Ended: ends(a.Type),
	}
	if a.Type == "api_key.created" && e.Parent != "" {
		e.Kind = SomeKey
	}
	switch {
	case a.Actor == nil:
	case a.Actor.Session != nil:
		s := a.Actor.Session
		e.Actor, e.ActorID = s.User.Email, providers.CleanID(s.User.ID)
		e.Address, e.Agent = s.Address, s.Agent
	case a.Actor.Key != nil:
		k := a.Actor.Key
		e.ActorID, e.ByKey = providers.CleanID(k.ID), true
		switch {
		case k.Account != nil:
			e.Actor = providers.FromOutside(k.Account.ID)
		case k.User != nil:
			e.Actor = k.User.Email
		}
	}
	return e
}

// Audit streams the administrative acts of the whole organisation in the range, as the vendor
// orders them, those above it (tenant) in a second pass. The log never tells calls to models.
// A pass that the vendor refuses, because the right is missing or logging was never switched
// on, is named in the *providers.PartialError that ends the stream; so is a log that holds
// nothing of any time, for it may be off.
func (a *Adapter) Audit(ctx context.Context, _ providers.KeyRecord, from, to time.Time) iter.Seq2[[]providers.AuditEntry, error] {
	return func(yield func([]providers.AuditEntry, error) bool) {
		s, err := a.open(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		partial := &providers.PartialError{}
		for _, pass := range auditPasses {
			gap, err := s.pass(ctx, pass, from, to, yield)
			if err == errStopped {
				return
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if gap.Part != "" {
				partial.Gaps = append(partial.Gaps, gap)
			}
		}
		if len(partial.Gaps) > 0 {
			yield(nil, partial)
		}
	}
}

// pass walks the log once and says what could not be read of it.
func (s session) pass(ctx context.Context, p auditPass, from, to time.Time, yield func([]providers.AuditEntry, error) bool) (providers.Gap, error) {
	query := append([]transport.Param{
		{Name: parameterFrom, Value: strconv.FormatInt(from.Unix(), 10)},
		{Name: parameterTo, Value: strconv.FormatInt(roundUp(to), 10)},
		{Name: parameterTenant, Value: strconv.FormatBool(p.tenant)},
	}, named(parameterEvents, p.events()...)...)
	total := 0
	err := s.audit(ctx, query, func(page []providers.AuditEntry) error {
		total += len(page)
		if len(page) > 0 && !yield(page, nil) {
			return errStopped
		}
		return nil
	})
	if err == nil && total == 0 && !p.tenant {
		var holds bool
		if holds, err = s.auditHolds(ctx); err == nil && !holds {
			return providers.Gap{Part: p.name, Why: providers.GapSilent}, nil
		}
	}
	if _, refused := providers.RefusedWith(err, 400, 403, 404); refused {
		return providers.Gap{Part: p.name, Why: providers.GapRefused, Err: err}, nil
	}
	return providers.Gap{}, err
}

// auditHolds reads whether the log holds anything at all.
func (s session) auditHolds(ctx context.Context) (bool, error) {
	var page struct {
		Object string        `json:"object"`
		Data   []auditAnswer `json:"data"`
	}
	_, err := s.do(ctx, request{route: routeAudit, query: []transport.Param{{Name: parameterLimit, Value: "1"}}}, &page,
		func() bool { return page.Object == "list" })
	return len(page.Data) > 0, err
}

// errStopped: the reader of a stream wants no more.
var errStopped = stopped{}

type stopped struct{}

func (stopped) Error() string { return "the reader stopped" }

// audit walks the log with the given filters and counts what came as progress.
func (s session) audit(ctx context.Context, query []transport.Param, each func([]providers.AuditEntry) error) error {
	total := 0
	return list(ctx, s, request{route: routeAudit, query: query}, func(page []auditAnswer) error {
		entries := make([]providers.AuditEntry, 0, len(page))
		for _, a := range page {
			if providers.CleanID(a.Type) == "" || a.At <= 0 {
				return rows.Misshapen(routeAudit, transport.Answer{})
			}
			entries = append(entries, a.entry())
		}
		total += len(entries)
		providers.Report(ctx, "audit log", total, 0)
		return each(entries)
	})
}
