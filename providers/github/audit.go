package github

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// maxAuditPages ends a log that never does: what a token did in the span of a review is far less.
const maxAuditPages = 200

// errNoOrganisation: the admin credential reaches no organisation, whose log could be asked.
var errNoOrganisation = errors.New("the admin credential reaches no organisation")

// event is an entry of an organisation's audit log.
type event struct {
	ID         string              `json:"_document_id"`
	At         int64               `json:"@timestamp"` // in milliseconds
	Action     string              `json:"action"`
	Actor      providers.Untrusted `json:"actor"`
	Org        string              `json:"org"`
	Repository string              `json:"repo"`
	HookID     json.Number         `json:"hook_id"`
	KeyPrint   string              `json:"fingerprint"`
	User       string              `json:"user"` // whom the act concerns
}

func (e event) valid() bool { return e.ID != "" && e.Action != "" && e.At > 0 }

// acts are what an intruder would leave behind; made ones are credentials, or hold some.
var acts = map[string]struct {
	left providers.Trace
	made bool
}{
	"public_key.create":                            {providers.TraceDeployKeys, true},
	"hook.create":                                  {providers.TraceHooks, false},
	"hook.config_changed":                          {providers.TraceHooks, false},
	"personal_access_token.create":                 {providers.TraceKeys, true},
	"personal_access_token.access_granted":         {providers.TraceKeys, true},
	"personal_access_token.credential_regenerated": {providers.TraceKeys, true},
	"oauth_access.create":                          {providers.TraceKeys, true},
	"oauth_authorization.create":                   {providers.TraceKeys, true},
	"integration_installation.create":              {providers.TraceKeys, true},
	"repo.create_actions_secret":                   {providers.TraceKeyEdits, false},
	"repo.update_actions_secret":                   {providers.TraceKeyEdits, false},
	"org.create_actions_secret":                    {providers.TraceKeyEdits, false},
	"repo.register_self_hosted_runner":             {providers.TraceKeys, true},
	"workflows.created_workflow_run":               {providers.TraceRuns, false}, // it is handed its repository's secrets
	"repo.add_member":                              {providers.TraceUsers, false},
	"org.add_member":                               {providers.TraceUsers, false},
	"org.invite_member":                            {providers.TraceInvites, false},
	"org.update_member":                            {providers.TraceRoles, false},
	"repo.create":                                  {providers.TraceProjects, false},
	"repo.access":                                  {providers.TraceProjects, false},
	"protected_branch.destroy":                     {providers.TraceSettings, false},
	"org.update_default_repository_permission":     {providers.TraceSettings, false},
}

// Traces lists what such a log would show.
func (a *Adapter) Traces() []providers.Trace {
	return []providers.Trace{providers.TraceKeys, providers.TraceDeployKeys, providers.TraceHooks, providers.TraceKeyEdits, providers.TraceUsers,
		providers.TraceInvites, providers.TraceRoles, providers.TraceProjects, providers.TraceSettings, providers.TraceRuns}
}

// Audit searches the log of each organisation that the admin credential reaches for what was done
// with this very token, by its hash, oldest first. The plan has to have such a log, and it holds
// neither clones nor pushes. An organisation that refuses is a gap.
func (a *Adapter) Audit(ctx context.Context, r providers.KeyRecord, from, to time.Time) iter.Seq2[[]providers.AuditEntry, error] {
	return func(yield func([]providers.AuditEntry, error) bool) {
		admin, all, err := a.overseen(ctx, r)
		if err != nil {
			yield(nil, err)
			return
		}
		var gaps []providers.Gap
		for _, org := range organisationsOf(all) {
			err := a.log(ctx, admin, org, r.ID, from, to, func(page []providers.AuditEntry) bool { return yield(page, nil) })
			switch {
			case errors.Is(err, errStopped):
				return
			case ctx.Err() != nil:
				yield(nil, ctx.Err())
				return
			case err != nil:
				gaps = append(gaps, providers.Gap{Part: org, Why: providers.GapRefused, Err: err})
			}
		}
		if len(gaps) > 0 {
			yield(nil, &providers.PartialError{Gaps: gaps})
		}
	}
}

// errStopped: whoever reads wants no more.
var errStopped = errors.New("stopped")

// overseen is the admin credential and what it reaches, an organisation at least. ErrSameKey: it is
// the leaked token.
func (a *Adapter) overseen(ctx context.Context, r providers.KeyRecord) (providers.Credential, []repository, error) {
	secret, err := providers.AskAdmin(ctx, "github", a.admin)
	if err != nil {
		return providers.Credential{}, nil, err
	}
	admin := providers.Credential{Kind: Classic, Secret: secret} // which kind of a person's token it is changes no call
	if id := secret.Digest(); id != "" && id == r.ID {
		return admin, nil, providers.ErrSameKey
	}
	all, err := a.repositories(ctx, admin)
	if err == nil && len(organisationsOf(all)) == 0 {
		err = errors.Join(providers.ErrNotPermitted, errNoOrganisation)
	}
	return admin, all, err
}

// organisationsOf names the organisations that repositories belong to, in their order.
func organisationsOf(all []repository) (names []string) {
	for _, r := range all {
		if r.Owner.Type == "Organization" && !slices.Contains(names, r.Owner.Login) {
			names = append(names, r.Owner.Login)
		}
	}
	return names
}

// log walks one log. Its pages are told apart in a header that quotes addresses, so each page
// begins where the one before ended, in time; what stands in both is passed over.
func (a *Adapter) log(ctx context.Context, admin providers.Credential, org, token string, from, to time.Time, each func([]providers.AuditEntry) bool) error {
	seen := map[string]bool{}
	for range maxAuditPages {
		var page []event
		answer, err := a.read(ctx, transport.Call{Route: routeAudit, Path: map[string]string{"org": org}, Auth: transport.Bearer(admin.Secret), Query: []transport.Param{
			{Name: parameterPhrase, Value: phrase(token, from, to)}, {Name: parameterOrder, Value: "asc"}, {Name: parameterSize, Value: strconv.Itoa(pageSize)},
		}}, &page, func() bool {
			return page != nil && !slices.ContainsFunc(page, func(e event) bool { return !e.valid() })
		})
		if err != nil {
			return err
		}
		fresh := slices.DeleteFunc(slices.Clone(page), func(e event) bool { return seen[e.ID] })
		var entries []providers.AuditEntry
		for _, e := range fresh {
			seen[e.ID] = true
			entries = append(entries, e.entry(token))
		}
		if len(entries) > 0 && !each(entries) {
			return errStopped
		}
		switch {
		case len(page) < pageSize:
			return nil
		case len(fresh) == 0:
			return rows.Circling(routeAudit, answer)
		}
		from = time.UnixMilli(page[len(page)-1].At)
	}
	return rows.Circling(routeAudit, transport.Answer{})
}

// phrase searches for one token by its hash, in whole seconds that hold the span.
func phrase(token string, from, to time.Time) string {
	return `hashed_token:"` + token + `" created:` + from.UTC().Format(time.RFC3339) + ".." + to.UTC().Add(time.Second).Format(time.RFC3339)
}

// entry makes the vocabulary's entry. What the token did is done by a key, and by its record's id.
func (e event) entry(token string) providers.AuditEntry {
	act := acts[e.Action]
	var kind providers.Kind
	if e.Action == "public_key.create" && e.Repository != "" && e.KeyPrint != "" {
		kind = DeployKey
	}
	return providers.AuditEntry{
		Kind: kind, ID: providers.CleanID(e.ID), At: time.UnixMilli(e.At).UTC(), Type: providers.CleanID(e.Action), Actor: e.Actor, ActorID: token,
		Target: e.target(), Parent: providers.CleanID(e.Org), ByKey: true, Made: act.made, Left: act.left,
	}
}

// target names what an act concerns, as far as the log does: a repository with the hook or the
// print of the key in it, else a person.
func (e event) target() string {
	parts := []string{e.Repository}
	switch {
	case e.HookID != "":
		parts = append(parts, "hooks", string(e.HookID))
	case e.KeyPrint != "":
		parts = append(parts, "keys", e.KeyPrint)
	case e.User != "":
		parts = append(parts, e.User)
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return providers.CleanID(strings.Join(parts, "/"))
}
