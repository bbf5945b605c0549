package runbook

import (
	"context"
	"strings"
	"time"
	"unicode"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Narrowing makes a replacement smaller than the old key. The zero value keeps it the same, as
// far as the vendor tells what the old one may; nothing in it asks for more.
type Narrowing struct {
	Scopes  []string // names, or the id of one of the vendor's sets; empty: the old key's
	Expires time.Duration
}

// of settles which scopes the new key is asked for, or says why none is: an incident.Refusal.
func (n Narrowing) of(k incident.Key) (Narrowing, error) {
	s := k.Successor.Scopes
	switch {
	case s == nil && len(n.Scopes) > 0:
		return n, incident.Refusal{Reason: incident.WhyScopes}
	case s == nil:
		return n, nil
	}
	if len(n.Scopes) == 1 {
		for _, set := range s.Sets {
			if set.ID == n.Scopes[0] {
				n.Scopes = set.Scopes
			}
		}
	}
	switch {
	case len(n.Scopes) == 0 && s.Known:
		n.Scopes = s.Own
	case len(n.Scopes) == 0 && k.LacksRights():
		return n, incident.Refusal{Reason: incident.WhyWider}
	case providers.CheckScopes(n.Scopes) != nil:
		return n, incident.Refusal{Reason: incident.WhyScopes}
	case !s.Within(n.Scopes):
		return n, incident.Refusal{Reason: incident.WhyWider}
	}
	return n, nil
}

// scopes asks the vendor what the old key may, as it was before the incident was opened: a limit
// of ours is not passed on.
func (e *Engine) scopes(ctx context.Context, cred string) (*incident.ScopesData, error) {
	r := e.State().Keys[cred].Record()
	s, ok := capability[providers.Scoper](e, cred)
	if !ok || r == nil {
		return nil, nil
	}
	sets, ok := s.ScopeSets(fromRecord(*r))
	if !ok {
		return nil, nil
	}
	own, known, err := s.Scopes(ctx, fromRecord(*r), e.State().OpenedAt)
	if err != nil {
		return nil, err
	}
	return &incident.ScopesData{Known: known, Own: own, Sets: sets}, nil
}

// NameScopes reads typed scopes, apart by commas or spaces, for a replacement of a key. An
// incident.Refusal says why they are none that can be asked for.
func NameScopes(k incident.Key, typed string) ([]string, error) {
	names := strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
	if len(names) == 0 {
		return nil, incident.Refusal{Reason: incident.WhyScopes}
	}
	n, err := Narrowing{Scopes: names}.of(k)
	return n.Scopes, err
}
