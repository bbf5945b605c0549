package google

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// CheckAdmin tests the admin credential. A credential that is refused as a whole (401, or no token
// for its document) is an error; a missing right is not. What belongs to a project is tested in
// that of the credential's own document, and is unclear where it names none; whether a key may be
// changed cannot be tested without doing so.
func (a *Adapter) CheckAdmin(ctx context.Context) (providers.Rights, error) {
	s, err := a.open(ctx)
	if err != nil {
		return providers.Rights{}, err
	}
	r := providers.Rights{Unclear: []providers.Capability{providers.CanContain, providers.CanRevoke, providers.CanReplace}}
	made := a.Decoy(providers.Credential{Kind: APIKey})
	tests := []struct {
		granted []providers.Capability
		call    request
	}{{[]providers.Capability{providers.CanLocate}, request{route: routeLookup, about: transport.InQuery(parameterValue, made.Secret)}}}
	project := s.project()
	inProject := []providers.Capability{providers.CanRelate, providers.CanControls, providers.CanUsage, providers.CanAudit}
	if project == "" {
		r.Unclear = append(r.Unclear, inProject...)
	} else {
		r.Org = providers.FromOutside(project)
		path, now := map[string]string{partProject: project}, a.clock.Now().UTC()
		tests = append(tests, []struct {
			granted []providers.Capability
			call    request
		}{
			{inProject[:2], request{route: routeKeys, path: path, query: []transport.Param{{Name: parameterSize, Value: "1"}}}},
			{inProject[2:3], request{route: routeSeries, path: path, query: []transport.Param{
				{Name: parameterFilter, Value: `metric.type="serviceruntime.googleapis.com/api/request_count"`}, {Name: parameterSize, Value: "1"},
				{Name: parameterStart, Value: now.Add(-time.Hour).Format(time.RFC3339)}, {Name: parameterEnd, Value: now.Format(time.RFC3339)}}}},
			{inProject[3:], request{route: routeEntries, body: entriesOf(project, now.Add(-time.Hour), now, 1)}},
		}...)
	}
	for _, t := range tests {
		var any json.RawMessage
		_, err := s.do(ctx, t.call, &any, func() bool { return true })
		call, refused := providers.RefusedWith(err, 400, 404)
		var failed *providers.CallError
		switch {
		case err == nil, refused && t.call.route == routeLookup && (call.Status == 404 || call.Code == "API_KEY_INVALID"):
			r.Can = append(r.Can, t.granted...)
		case errors.Is(err, providers.ErrNotPermitted) && errors.As(err, &failed) && failed.Status == 403:
			r.Lacks = append(r.Lacks, t.granted...)
		case !errors.As(err, &failed) || failed.Fate == providers.NotSent || failed.Status == 401 || errors.Is(err, providers.ErrUnreachable):
			return providers.Rights{}, err
		default:
			r.Unclear = append(r.Unclear, t.granted...)
		}
	}
	return r, nil
}

// billed names the project whose quota a person's login uses: without it the vendor refuses calls
// that no project of the login's own stands behind.
func (s session) billed() map[string]string {
	d, _ := documentOf(s.admin) // an access token names none
	if id := providers.CleanID(d.Quota); id != "" && d.Type == typeUser {
		return map[string]string{"X-Goog-User-Project": id}
	}
	return nil
}

// project is that of the admin credential's document, else the one that is set; "" for neither.
func (s session) project() string {
	d, _ := documentOf(s.admin) // an access token names none
	return cmp.Or(providers.CleanID(d.Quota), providers.CleanID(d.Project), s.home)
}
