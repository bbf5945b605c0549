package github

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
)

func TestEachKnownAnswerSaysWhatItMeansAndNoOtherSaysDead(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   any
		life   providers.Life
		reason providers.Reason
	}{
		"alive":                    {200, person("tomek"), providers.Alive, providers.ReasonOK},
		"no person":                {200, object{"id": 7}, providers.Unclear, providers.ReasonShape},
		"an error under 200":       {200, fault("Bad credentials"), providers.Unclear, providers.ReasonShape},
		"bad credentials":          {401, fault("Bad credentials"), providers.Dead, providers.ReasonInvalid},
		"no credentials":           {401, fault("Requires authentication"), providers.Unclear, providers.ReasonShape},
		"a proxy's refusal":        {401, object{"error": "Bad credentials"}, providers.Unclear, providers.ReasonShape},
		"an installation's":        {403, fault("Resource not accessible by integration"), providers.AliveLimited, providers.ReasonNoScope},
		"single sign-on":           {403, fault("Resource protected by organization SAML enforcement."), providers.AliveLimited, providers.ReasonNoScope},
		"an address":               {403, fault("the organization has an IP allow list enabled, and your IP address is not permitted"), providers.AliveLimited, providers.ReasonAddress},
		"the primary limit":        {403, fault("API rate limit exceeded for user ID 7."), providers.Throttled, providers.ReasonRateLimit},
		"the secondary limit":      {403, fault("You have exceeded a secondary rate limit."), providers.Throttled, providers.ReasonRateLimit},
		"too many failed attempts": {403, fault("Maximum number of login attempts exceeded."), providers.Throttled, providers.ReasonRateLimit},
		"too many requests":        {429, fault("slow down"), providers.Throttled, providers.ReasonRateLimit},
		"no user agent":            {403, fault("Request forbidden by administrative rules."), providers.Unclear, providers.ReasonShape},
		"down":                     {502, fault("Server Error"), providers.Unclear, providers.ReasonServerError},
	} {
		r := newRig(t)
		r.on("GET /user", c.status, c.body)
		v, err := r.Validate(r.ctx, made(Classic, "c"))
		if err != nil || v.Life != c.life || v.Reason != c.reason {
			t.Errorf("%s: %s, %s, %v", name, v.Life, v.Reason, err)
		}
	}
}

// A refresh token is used up by its use, so no call asks about one.
func TestARefreshTokenIsNeverUsed(t *testing.T) {
	r := newRig(t)
	c := made(Refresh, "c")
	_, validated := r.Validate(r.ctx, c)
	_, located := r.Locate(r.ctx, c)
	_, reached := r.Reach(r.ctx, c)
	for _, err := range []error{validated, located, reached} {
		if !errors.Is(err, providers.ErrNotSupported) {
			t.Error(err)
		}
	}
	if len(r.requests) != 0 {
		t.Errorf("sent %d", len(r.requests))
	}
}

// F017: the call takes no credential, and one that is sent along makes the vendor refuse it, which
// leaves the token alive. None may come from an admin credential or from the environment.
func TestF017TheRevocationCarriesNoCredential(t *testing.T) {
	t.Setenv("GH_TOKEN", "ghp_"+strings.Repeat("x", 36))
	t.Setenv("GITHUB_TOKEN", "ghp_"+strings.Repeat("y", 36))
	for _, kind := range []providers.Kind{Classic, FineGrained, OAuth, AppUser, Refresh} {
		r := newRig(t)
		r.on("POST /credentials/revoke", 202, object{})
		c := made(kind, "c")
		receipt, err := r.RevokeValue(r.ctx, c)
		if err != nil || !receipt.Pending || receipt.Status != 202 || len(r.requests) != 1 {
			t.Fatalf("%s: %+v, %d requests, %v", kind, receipt, len(r.requests), err)
		}
		s := r.requests[0]
		if s.header.Get("Authorization") != "" || s.header.Get("X-GitHub-Api-Version") == "" || s.header.Get("User-Agent") == "" {
			t.Errorf("%s: header %v", kind, slices.Sorted(maps.Keys(s.header)))
		}
		sent, _ := s.body["credentials"].([]any)
		if len(sent) != 1 || !c.Secret.Equal(providers.NewSecret([]byte(fmt.Sprint(sent[0])))) || len(s.body) != 1 {
			t.Errorf("%s: another body", kind)
		}
	}
}

func TestAnInstallationTokenEndsItself(t *testing.T) {
	for _, kind := range []providers.Kind{Installation, Stateless} {
		r := newRig(t)
		r.on("DELETE /installation/token", 204, nil)
		receipt, err := r.RevokeValue(r.ctx, made(kind, "c"))
		if err != nil || receipt.Pending || receipt.Status != 204 || len(r.requests) != 1 || !strings.HasPrefix(r.requests[0].header.Get("Authorization"), "Bearer ghs_") {
			t.Errorf("%s: %+v, %v", kind, receipt, err)
		}
	}
}

// An app may end its own tokens; of another app's token, or a dead one, it would be told that there
// is none, and anyone may hand those in.
func TestAnAppEndsTheTokensThatItGaveAndNoOther(t *testing.T) {
	environment := map[string]string{"GITHUB_CLIENT_ID": "Iv1.0123456789abcdef", "GITHUB_CLIENT_SECRET": strings.Repeat("0123456789", 4)}
	for name, c := range map[string]struct {
		kind   providers.Kind
		client string
		want   string
	}{
		"its own":        {OAuth, "Iv1.0123456789abcdef", "DELETE /applications/Iv1.0123456789abcdef/token"},
		"another app's":  {OAuth, "Iv1.fedcba9876543210", "POST /credentials/revoke"},
		"untold":         {OAuth, "", "POST /credentials/revoke"},
		"of no such app": {Classic, "", "POST /credentials/revoke"},
	} {
		r := newRig(t)
		r.Configure(func(name string) string { return environment[name] })
		r.header["X-OAuth-Client-Id"] = c.client
		r.on("GET /user", 200, person("tomek"))
		r.on("POST /credentials/revoke", 202, object{})
		r.on("DELETE /applications/Iv1.0123456789abcdef/token", 204, nil)
		receipt, err := r.RevokeValue(r.ctx, made(c.kind, "c"))
		last := r.requests[len(r.requests)-1]
		own := strings.HasPrefix(c.want, "DELETE")
		if got := last.method + " " + last.path; err != nil || got != c.want || receipt.Pending == own {
			t.Errorf("%s: %s, %+v, %v", name, got, receipt, err)
		}
		user, secret, basic := (&http.Request{Header: last.header}).BasicAuth()
		if basic != own || own && (user != environment["GITHUB_CLIENT_ID"] || secret != environment["GITHUB_CLIENT_SECRET"] || last.body["access_token"] == nil) {
			t.Errorf("%s: by %q", name, user)
		}
	}
}

func TestARevocationIsBelievedInItsOwnStatusOnly(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   any
		fate   providers.Fate
	}{
		"accepted":           {202, object{}, ""},
		"accepted, bare":     {202, nil, ""},
		"another success":    {200, object{"message": "ok"}, providers.Unknown},
		"a list refused":     {422, fault("Validation Failed"), providers.Refused},
		"a caller refused":   {403, fault("This endpoint does not support authentication."), providers.Refused},
		"the address's fill": {403, fault("API rate limit exceeded for 192.0.2.1."), providers.Refused},
		"down":               {500, fault("Internal Error"), providers.Unknown},
	} {
		r := newRig(t)
		r.on("POST /credentials/revoke", c.status, c.body)
		_, err := r.RevokeValue(r.ctx, made(Classic, "c"))
		var call *providers.CallError
		switch {
		case c.fate == "" && err != nil, c.fate != "" && (!errors.As(err, &call) || call.Fate != c.fate):
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The vendor's limits come under the status of a refusal for good, which they are not.
func TestARefusalForTheMomentIsNotOneForGood(t *testing.T) {
	for message, moment := range map[string]bool{"API rate limit exceeded for 192.0.2.1.": true, "You have exceeded a secondary rate limit.": true, "This endpoint does not support authentication.": false} {
		r := newRig(t)
		r.on("POST /credentials/revoke", 403, fault(message))
		r.header["Retry-After"] = "60"
		_, err := r.RevokeValue(r.ctx, made(Classic, "c"))
		var call *providers.CallError
		if !errors.As(err, &call) || call.Fate != providers.Refused || call.RetryAfter != time.Minute {
			t.Errorf("%s: %v", message, err)
		}
		if errors.Is(err, providers.ErrRateLimited) != moment || errors.Is(err, providers.ErrNotPermitted) == moment {
			t.Errorf("%s: rate limited %v, not permitted %v", message, errors.Is(err, providers.ErrRateLimited), errors.Is(err, providers.ErrNotPermitted))
		}
	}
}

func TestTheRecordIsWhatTheTokenTellsOfItsOwner(t *testing.T) {
	r := newRig(t)
	r.on("GET /user", 200, person("tomek"))
	r.header["github-authentication-token-expiration"] = "2026-12-01 09:12:44 UTC"
	c := made(FineGrained, "c")
	m, err := r.Locate(r.ctx, c)
	if err != nil || m.Strength != providers.Exact || len(m.Candidates) != 1 {
		t.Fatalf("%+v, %v", m, err)
	}
	got := m.Candidates[0]
	if got.ID != c.Secret.Digest() || got.ID == "" || !got.Owner.Name.Is("tomek") || got.Owner.ID != "7" || !got.Expires.Equal(time.Date(2026, 12, 1, 9, 12, 44, 0, time.UTC)) {
		t.Errorf("%+v", got)
	}
	r.on("GET /user", 401, fault("Bad credentials"))
	if m, err := r.Locate(r.ctx, c); err != nil || len(m.Candidates) != 0 || len(m.Searched) == 0 {
		t.Errorf("of a dead one: %+v, %v", m, err)
	}
	r.on("GET /user", 500, fault("Server Error"))
	if _, err := r.Locate(r.ctx, c); !errors.Is(err, providers.ErrUnreachable) {
		t.Errorf("with the vendor down: %v", err)
	}
}

func TestTheReachIsListedToItsEndAndWhatIsRefusedIsSaid(t *testing.T) {
	r := newRig(t)
	r.header["X-OAuth-Scopes"] = "repo, workflow"
	r.on("GET /user", 200, person("tomek"))
	all := []object{repo("billing"), repo("old", "archived", true), repo("public", "private", false, "permissions", object{"push": false}), repo("closed")}
	for i := range 240 {
		all = append(all, repo(fmt.Sprint("r", i)))
	}
	r.handle("GET /user/repos", func(s seen) (int, any) {
		n, _ := strconv.Atoi(s.query.Get("page"))
		return 200, all[min(len(all), (n-1)*100):min(len(all), n*100)]
	})
	r.handle("GET /repos/northwind/billing/actions/secrets", func(s seen) (int, any) {
		one := secretsOf(map[string]string{"1": "AWS_KEY", "2": "SIGNING_KEY"}[s.query.Get("page")])
		one["total_count"] = 2
		return 200, one
	})
	for i := range 240 {
		r.on(fmt.Sprintf("GET /repos/northwind/r%d/actions/secrets", i), 200, secretsOf())
	}
	r.on("GET /orgs/northwind/actions/secrets", 403, fault("Must be an org owner"))
	reach, err := r.Reach(r.ctx, made(Classic, "c"))
	if err != nil {
		t.Fatal(err)
	}
	want := []providers.Counted{{What: reachedRepositories, N: 244}, {What: reachedPrivate, N: 243}, {What: reachedWritable, N: 243}, {What: reachedOrganisations, N: 1}}
	if !slices.Equal(reach.Things, want) || !slices.Equal(reach.Scopes, []string{"repo", "workflow"}) {
		t.Errorf("%+v, %v", reach.Things, reach.Scopes)
	}
	if len(reach.Holds) != 2 || reach.Holds[0].Record.ID != "northwind/billing/AWS_KEY" || reach.Holds[0].Relation != providers.WithinReach {
		t.Errorf("holds %+v", reach.Holds)
	}
	if !slices.Equal(reach.Unread, []string{unreadSecrets, unreadMore, unreadOrganisation}) {
		t.Errorf("unread %v", reach.Unread)
	}
	asked := 0
	for _, s := range r.requests {
		if strings.HasSuffix(s.path, "/actions/secrets") && strings.HasPrefix(s.path, "/repos/") {
			asked++
		}
	}
	if asked != mostAsked+1 { // one has two pages
		t.Errorf("%d repositories asked", asked)
	}
}

func auditPage(from, n int) (page []object) {
	for i := range n {
		page = append(page, object{"_document_id": fmt.Sprint("d", from+i), "@timestamp": today.Add(time.Duration(from+i) * time.Second).UnixMilli(), "action": "git.clone", "actor": "tomek", "org": "northwind"})
	}
	return page
}

// The cursor of the next page stands in a header that quotes addresses, and is not read.
func TestTheLogIsWalkedByTimeAndEachEntryToldOnce(t *testing.T) {
	r := newRig(t)
	r.on("GET /user/repos", 200, []object{repo("billing")})
	c := made(Classic, "c")
	var phrases []string
	r.handle("GET /orgs/northwind/audit-log", func(s seen) (int, any) {
		phrases = append(phrases, s.query.Get("phrase"))
		switch len(phrases) {
		case 1:
			return 200, auditPage(0, 100)
		case 2:
			return 200, append(auditPage(99, 50), object{"_document_id": "made", "@timestamp": today.Add(time.Hour).UnixMilli(), "action": "public_key.create", "actor": "tomek", "org": "northwind", "repo": "northwind/billing", "fingerprint": "SHA256:abc"})
		}
		return 500, fault("Server Error")
	})
	all, err := drain(r.Audit(r.ctx, record(c), today.Add(-time.Hour), today.Add(2*time.Hour)))
	if err != nil || len(all) != 150 || len(phrases) != 2 {
		t.Fatalf("%d entries in %d pages, %v", len(all), len(phrases), err)
	}
	if want := `hashed_token:"` + c.Secret.Digest() + `" created:2026-11-23T11:00:00Z..2026-11-23T14:00:01Z`; phrases[0] != want {
		t.Errorf("searched for %s", phrases[0])
	}
	if !strings.Contains(phrases[1], "created:2026-11-23T12:01:39Z..") {
		t.Errorf("then for %s", phrases[1])
	}
	made := all[149]
	if !made.Made || made.Left != providers.TraceDeployKeys || made.Target != "northwind/billing/keys/SHA256:abc" || made.ActorID != record(c).ID || !made.ByKey {
		t.Errorf("%+v", made)
	}
	if all[0].Left != "" || all[0].Made {
		t.Errorf("a clone counts as left behind: %+v", all[0])
	}
}

func TestALogThatNeverMovesOnIsGivenUpAndOneThatRefusesIsAGap(t *testing.T) {
	r := newRig(t)
	r.on("GET /user/repos", 200, []object{repo("billing")})
	r.on("GET /orgs/northwind/audit-log", 200, auditPage(0, 100))
	all, err := drain(r.Audit(r.ctx, record(made(Classic, "c")), today, today.Add(time.Hour)))
	var partial *providers.PartialError
	if len(all) != 100 || !errors.As(err, &partial) {
		t.Errorf("%d entries, %v", len(all), err)
	}
	r.on("GET /orgs/northwind/audit-log", 404, fault("Not Found"))
	if all, err := drain(r.Audit(r.ctx, record(made(Classic, "c")), today, today.Add(time.Hour))); len(all) != 0 || !errors.As(err, &partial) || partial.Gaps[0].Part != "northwind" {
		t.Errorf("%d entries, %v", len(all), err)
	}
}

func TestTheLeakedTokenIsNeverTheAdminCredential(t *testing.T) {
	r := newRig(t)
	leaked := made(Classic, "c")
	r.admin = leaked.Secret
	if _, err := drain(r.Audit(r.ctx, record(leaked), today, today.Add(time.Hour))); !errors.Is(err, providers.ErrSameKey) {
		t.Error(err)
	}
	controls, err := r.Controls(r.ctx, record(leaked))
	if err != nil || len(r.requests) != 0 {
		t.Errorf("%d requests, %v", len(r.requests), err)
	}
	for _, c := range controls {
		if c.ID == ControlScanning && c.State != providers.ControlUnreadable {
			t.Errorf("%+v", c)
		}
	}
}

func TestASettingThatOneRepositoryLacksIsAbsent(t *testing.T) {
	on, off := object{"status": "enabled"}, object{"status": "disabled"}
	for name, c := range map[string]struct {
		second               any
		scanning, protection providers.ControlState
	}{
		"both have it":   {object{"secret_scanning": on, "secret_scanning_push_protection": on}, providers.ControlPresent, providers.ControlPresent},
		"one lacks one":  {object{"secret_scanning": on, "secret_scanning_push_protection": off}, providers.ControlPresent, providers.ControlAbsent},
		"one tells none": {nil, providers.ControlUnreadable, providers.ControlUnreadable},
	} {
		r := newRig(t)
		r.on("GET /user/repos", 200, []object{repo("a"), repo("b")})
		r.on("GET /repos/northwind/a", 200, object{"name": "a", "security_and_analysis": object{"secret_scanning": on, "secret_scanning_push_protection": on}})
		r.on("GET /repos/northwind/b", 200, object{"name": "b", "security_and_analysis": c.second})
		controls, err := r.Controls(r.ctx, record(made(Classic, "c")))
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]providers.ControlState{}
		for _, one := range controls {
			got[one.ID] = one.State
		}
		if got[ControlScanning] != c.scanning || got[ControlProtection] != c.protection || got[ControlScopes] != providers.ControlAbsent || got[ControlExpiry] != providers.ControlAbsent {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestTheRightsOfAnAdminCredentialAreTestedByReading(t *testing.T) {
	for name, c := range map[string]struct {
		repos  any
		status int
		can    []providers.Capability
		lacks  []providers.Capability
	}{
		"an owner's":        {[]object{repo("a")}, 200, []providers.Capability{providers.CanControls, providers.CanAudit}, nil},
		"a member's":        {[]object{repo("a")}, 403, []providers.Capability{providers.CanControls}, []providers.Capability{providers.CanAudit}},
		"of nobody's group": {[]object{}, 200, nil, []providers.Capability{providers.CanAudit, providers.CanControls}},
	} {
		r := newRig(t)
		r.on("GET /user/repos", 200, c.repos)
		body := any([]object{})
		if c.status != 200 {
			body = fault("Must have admin rights")
		}
		r.on("GET /orgs/northwind/audit-log", c.status, body)
		got, err := r.CheckAdmin(r.ctx)
		if err != nil || !slices.Equal(got.Can, c.can) || !slices.Equal(got.Lacks, c.lacks) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		for _, s := range r.requests {
			if s.method != http.MethodGet {
				t.Errorf("%s: sent %s %s", name, s.method, s.path)
			}
		}
	}
}
