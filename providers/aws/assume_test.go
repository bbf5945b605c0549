package aws_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"firebreak/providers"
)

func chain(parts ...string) providers.Secret {
	var list []providers.Secret
	for _, p := range parts {
		list = append(list, providers.NewSecret([]byte(p)))
	}
	return providers.Compound(list...)
}

func TestAnAdminCredentialThatLeadsToRolesIsExchangedForEachAndTheLeakedKeyIsNeverUsedSo(t *testing.T) {
	s := newStage(t)
	role := func(name string) providers.Secret {
		return providers.NewSecret([]byte("assume:" + url.Values{"RoleArn": {"arn:aws:iam::" + s.record.Parent + ":role/" + name}, "RoleSessionName": {"firebreak"}}.Encode()))
	}
	parts := append(s.admin.Parts(), role("ops"), role("admin"))
	m, err := s.at(s.base, providers.Compound(parts...)).Locate(t.Context(), s.key)
	if err != nil || len(m.Candidates) != 1 {
		t.Errorf("%+v: %v", m, err)
	}
	before := len(s.world.Requests())
	leaked := append(s.key.Secret.Parts(), role("admin"))
	if _, err := s.at(s.base, providers.Compound(leaked...)).Locate(t.Context(), s.key); !errors.Is(err, providers.ErrSameKey) || len(s.world.Requests()) != before {
		t.Errorf("by way of the leaked key, %d requests: %v", len(s.world.Requests())-before, err)
	}
}

// The vendor's model of its sign-in portal is not beside this module: the form is what its tools send.
func TestASignInIsExchangedInTheFormThatWeDerived(t *testing.T) {
	s := newStage(t)
	var asked []*http.Request
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`{"roleCredentials":{"accessKeyId":"ASIADRILLAAAAAAAAAAA","secretAccessKey":"made-by-the-portal","sessionToken":"portal-session","expiration":1}}`))
	}))
	t.Cleanup(server.Close)
	a := s.at(server.URL, chain("sso-session", "portal-token", "portal:account_id=1&region=eu-west-1&role_name=Admin"))
	if _, err := a.Present(t.Context(), s.record); err == nil || len(asked) < 2 {
		t.Fatalf("%d requests: %v", len(asked), err) // what comes after is no answer of IAM's
	}
	if r := asked[0]; r.Method != "GET" || r.URL.RequestURI() != "/portal.sso.eu-west-1.amazonaws.com/federation/credentials?account_id=1&role_name=Admin" || r.Header.Get("x-amz-sso_bearer_token") != "portal-token" {
		t.Errorf("%s %s", r.Method, r.URL)
	}
	if r := asked[1]; !strings.Contains(r.Header.Get("Authorization"), "Credential=ASIADRILLAAAAAAAAAAA/") || r.Header.Get("X-Amz-Security-Token") != "portal-session" || r.Header.Get("x-amz-sso_bearer_token") != "" {
		t.Errorf("signed by %q", r.Header.Get("Authorization"))
	}
}
