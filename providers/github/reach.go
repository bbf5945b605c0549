package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// What a reach counts, and what of it may stay unread. Words know them by these names.
const (
	reachedRepositories  = "repositories"
	reachedPrivate       = "private repositories"
	reachedWritable      = "writable repositories"
	reachedOrganisations = "organisations"

	unreadRepositories = "repositories"
	unreadSecrets      = "repository secrets"
	unreadMore         = "secrets of more repositories"
	unreadOrganisation = "organisation secrets"
)

// Bounds of a read that stands before a revocation: a person waits for it.
const (
	pageSize     = 100 // the largest that the lists take
	maxPages     = 50  // of repositories
	mostAsked    = 200 // repositories whose secrets are listed: those pushed to last
	atOnce       = 8   // of them; the vendor bears a hundred
	mostRefusals = 3   // after so many it is the token that may not list them, and not the repository
	askedFor     = 20 * time.Second
	secretPages  = 10 // of one repository or organisation, which may hold 1,000
)

// repository is one that a token reaches.
type repository struct {
	Name     string `json:"name"`
	Private  bool   `json:"private"`
	Archived bool   `json:"archived"`
	Owner    holder `json:"owner"`
	May      struct {
		Push bool `json:"push"`
	} `json:"permissions"`
}

func (r repository) valid() bool {
	return segment(r.Name) && segment(r.Owner.Login)
}

// segment reports whether a name can stand as one part of a path.
func segment(name string) bool { return providers.CleanID(name) != "" && !strings.Contains(name, "/") }

// Reach lists with the token the repositories and organisations that it reaches, and the names of
// the Actions secrets there. The values are not readable, but a workflow that the token may push
// hands them out: they are at risk.
func (a *Adapter) Reach(ctx context.Context, c providers.Credential) (providers.Reach, error) {
	_, h, err := a.probe(ctx, c)
	if err != nil {
		return providers.Reach{}, err
	}
	reach := providers.Reach{Scopes: scopesOf(h.scopes)}
	all, err := a.repositories(ctx, c)
	if err != nil {
		return providers.Reach{}, fmt.Errorf("list repositories: %w", err)
	}
	var private, writable int
	organisations := organisationsOf(all)
	for _, r := range all {
		if r.Private {
			private++
		}
		if r.May.Push {
			writable++
		}
	}
	reach.Things = []providers.Counted{{What: reachedRepositories, N: len(all)}, {What: reachedPrivate, N: private},
		{What: reachedWritable, N: writable}, {What: reachedOrganisations, N: len(organisations)}}
	if len(all) == maxPages*pageSize {
		reach.Unread = append(reach.Unread, unreadRepositories)
	}
	a.secrets(ctx, c, all, &reach)
	a.organisationSecrets(ctx, c, organisations, &reach)
	return reach, ctx.Err()
}

// scopesOf splits the header; nil where there was none.
func scopesOf(told string) []string {
	var scopes []string
	for _, s := range strings.Split(told, ",") {
		if s = providers.CleanID(strings.TrimSpace(s)); s != "" {
			scopes = append(scopes, s)
		}
	}
	return scopes
}

// repositories lists what a token reaches, that which was pushed to last first where the vendor
// sorts, up to a bound.
func (a *Adapter) repositories(ctx context.Context, c providers.Credential) ([]repository, error) {
	route, fixed := routeRepositories, []transport.Param{{Name: parameterSort, Value: "pushed"}}
	if ofApp(c.Kind) {
		route, fixed = routeInstalled, nil
	}
	var all []repository
	for n := 1; n <= maxPages; n++ {
		var page []repository
		var list struct {
			Repositories []repository `json:"repositories"`
		}
		var into any = &page
		if ofApp(c.Kind) {
			into = &list
		}
		_, err := a.read(ctx, transport.Call{Route: route, Query: append(fixed[:len(fixed):len(fixed)], paged(n)...), Auth: transport.Bearer(c.Secret)}, into, func() bool {
			if ofApp(c.Kind) {
				page = list.Repositories
			}
			return page != nil && !slices.ContainsFunc(page, func(r repository) bool { return !r.valid() })
		})
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		providers.Report(ctx, reachedRepositories, len(all), 0)
		if len(page) < pageSize {
			break
		}
	}
	return all, nil
}

func paged(n int) []transport.Param {
	return []transport.Param{{Name: parameterSize, Value: strconv.Itoa(pageSize)}, {Name: parameterPage, Value: strconv.Itoa(n)}}
}

// read makes a call and decodes its answer. valid tells whether that is what was asked for.
func (a *Adapter) read(ctx context.Context, call transport.Call, into any, valid func() bool) (transport.Answer, error) {
	call.Timeout = callTimeout
	answer, err := a.door.Do(ctx, call)
	if err != nil {
		return answer, limited(err)
	}
	if answer.Decode(into) != nil || !valid() {
		return answer, rows.Misshapen(call.Route, answer)
	}
	return answer, nil
}

// secret is an Actions secret by its name; no call tells a value.
type secret struct {
	Name    string    `json:"name"`
	Created time.Time `json:"created_at"`
}

// secrets lists those of the repositories that were pushed to last and that the token may change, some
// at a time. What the bounds leave out is named.
func (a *Adapter) secrets(ctx context.Context, c providers.Credential, all []repository, reach *providers.Reach) {
	all = slices.DeleteFunc(slices.Clone(all), func(r repository) bool { return !r.May.Push || r.Archived })
	began, refused := a.clock.Now(), 0
	for n := 0; n < len(all); n += atOnce {
		if n >= mostAsked || a.clock.Now().Sub(began) > askedFor {
			reach.Unread = append(reach.Unread, unreadMore)
			return
		}
		some := all[n:min(n+atOnce, len(all))]
		providers.Report(ctx, reachedRepositories, n, min(len(all), mostAsked))
		read := make([]secretsRead, len(some))
		providers.Together(ctx, a.clock, len(some), func(i int) {
			read[i].list, read[i].err = a.secretsAt(ctx, c, routeSecrets, map[string]string{"owner": some[i].Owner.Login, "repo": some[i].Name})
		})
		for i, got := range read {
			if got.err == nil {
				reach.Holds = append(reach.Holds, held(got.list, some[i].Owner.Login+"/"+some[i].Name)...)
				continue
			}
			refused++
			if !slices.Contains(reach.Unread, unreadSecrets) {
				reach.Unread = append(reach.Unread, unreadSecrets)
			}
			if _, told := providers.RefusedWith(got.err, 403, 404); !told || errors.Is(got.err, providers.ErrRateLimited) || refused >= mostRefusals {
				return
			}
		}
	}
}

// secretsRead is what one repository answered.
type secretsRead struct {
	list []secret
	err  error
}

// organisationSecrets lists those of organisations, which only their owners may.
func (a *Adapter) organisationSecrets(ctx context.Context, c providers.Credential, organisations []string, reach *providers.Reach) {
	for _, org := range organisations {
		list, err := a.secretsAt(ctx, c, routeOrgSecrets, map[string]string{"org": org})
		if err == nil {
			reach.Holds = append(reach.Holds, held(list, org)...)
		} else if !slices.Contains(reach.Unread, unreadOrganisation) {
			reach.Unread = append(reach.Unread, unreadOrganisation)
		}
	}
}

// secretsAt lists all of one place, page by page.
func (a *Adapter) secretsAt(ctx context.Context, c providers.Credential, route string, at map[string]string) (all []secret, err error) {
	for n := 1; n <= secretPages; n++ {
		var list struct {
			Total   int             `json:"total_count"`
			Secrets json.RawMessage `json:"secrets"`
		}
		var page []secret
		answer, err := a.read(ctx, transport.Call{Route: route, Path: at, Query: paged(n), Auth: transport.Bearer(c.Secret)}, &list, func() bool {
			return json.Unmarshal(list.Secrets, &page) == nil && page != nil
		})
		if err != nil {
			return nil, err
		}
		switch all = append(all, page...); {
		case len(all) >= list.Total:
			return all, nil
		case len(page) == 0:
			return nil, rows.Misshapen(route, answer)
		}
	}
	return nil, rows.Circling(route, transport.Answer{})
}

// held makes records of secrets: named by their place, for no id is told.
func held(list []secret, place string) (out []providers.RelatedKey) {
	for _, s := range list {
		id := providers.CleanID(place + "/" + s.Name)
		if id == "" {
			continue
		}
		out = append(out, providers.RelatedKey{Relation: providers.WithinReach, Record: providers.KeyRecord{
			ID: id, Name: providers.FromOutside(s.Name), Parent: place, ParentName: providers.FromOutside(place), Created: s.Created.UTC(),
		}})
	}
	return out
}
