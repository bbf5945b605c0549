package transport

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"firebreak/providers"
)

const regional = "trail.{region}.vendor.example"

// signedRoutes are those of a vendor whose requests are signed forms, answered in XML.
var signedRoutes = []providers.Route{
	{Name: "s.whoami", Method: "POST", Host: regional, Path: "/", Op: "WhoAmI", Effect: providers.Probe, BodyType: formType, XML: true},
	{Name: "s.delete", Method: "POST", Host: regional, Path: "/", Op: "Delete", BodyType: formType, XML: true},
}

// signingKey is the compound of an id, a secret and a token, and its two hidden parts.
func signingKey() (key providers.Secret, secret, token string) {
	secret, token = "drill+"+strings.Repeat("Zq7/", 8)+"en", "drill-token-"+strings.Repeat("tT9", 10)
	return providers.Compound(providers.NewSecret([]byte("AKIADRILLABCDEFG7QXA")), providers.NewSecret([]byte(secret)), providers.NewSecret([]byte(token))), secret, token
}

func regionBench(t *testing.T, base string) *bench {
	return newBench(t, base, func(c *Config) { c.Bases = map[string]string{regional: base + "/trail." + regionPart} }, signedRoutes...)
}

func TestASignedFormCarriesIdTokenAndSignatureAndNeverTheSecret(t *testing.T) {
	var r *http.Request
	var body []byte
	b := regionBench(t, serving(t, func(w http.ResponseWriter, got *http.Request) {
		r = got
		body, _ = io.ReadAll(got.Body)
		w.Header().Set("Content-Type", "text/xml")
		_, _ = w.Write([]byte("<R><Who>me</Who></R>"))
	}).URL)
	key, secret, token := signingKey()
	call := Call{Route: "s.whoami", Region: "eu-west-3", Auth: SigV4(key, "sts", "eu-west-3"), Body: Object{"Version": "2011-06-15", "Action": "WhoAmI", "Name": "a b+c", "N": 3}}
	answer, err := b.Do(b.ctx, call)
	if err != nil {
		t.Fatal(err)
	}
	if r.URL.Path != "/trail.eu-west-3/" || string(body) != "Action=WhoAmI&N=3&Name=a+b%2Bc&Version=2011-06-15" || r.Header.Get("Content-Type") != formType {
		t.Errorf("sent %s %q", r.URL.Path, body)
	}
	signed := r.Header.Get("Authorization")
	if !strings.HasPrefix(signed, "AWS4-HMAC-SHA256 Credential=AKIADRILLABCDEFG7QXA/20261123/eu-west-3/sts/aws4_request") ||
		r.Header.Get("X-Amz-Date") != "20261123T030000Z" || r.Header.Get("X-Amz-Security-Token") != token {
		t.Errorf("signed %s at %s", signed, r.Header.Get("X-Amz-Date"))
	}
	for name, values := range r.Header {
		if strings.Contains(strings.Join(values, " "), secret) {
			t.Errorf("%s holds the secret", name)
		}
	}
	var who struct{ Who string }
	if err := answer.DecodeXML(&who); err != nil || who.Who != "me" {
		t.Errorf("answered %q, %v", who.Who, err)
	}
}

func TestASignedCallIsStatedWithItsOperationAndItsRegionsHost(t *testing.T) {
	b := regionBench(t, "http://127.0.0.1:9")
	key, _, _ := signingKey()
	s, err := b.Statement(Call{Route: "s.delete", Region: "us-east-1", Auth: SigV4(key, "iam", "us-east-1"), Body: Object{"Action": "Delete", "User": "ci"}})
	if err != nil || s.Op != "Delete" || s.URL != "http://127.0.0.1:9/trail.us-east-1/" || string(s.Body) != `{"Action":"Delete","User":"ci"}` {
		t.Errorf("%+v %s, %v", s, s.Body, err)
	}
}

func TestACallThatCannotBeSignedOrPlacedIsNotSent(t *testing.T) {
	b := regionBench(t, "http://127.0.0.1:9")
	key, _, _ := signingKey()
	for name, c := range map[string]struct {
		call Call
		want error
	}{
		"no region":        {Call{Auth: SigV4(key, "sts", "us-east-1")}, ErrPlace},
		"a foreign host":   {Call{Region: "a.evil.example/x", Auth: SigV4(key, "sts", "us-east-1")}, ErrPlace},
		"half a key":       {Call{Region: "us-east-1", Auth: SigV4(testKey(), "sts", "us-east-1")}, ErrCredential},
		"a tree in a form": {Call{Region: "us-east-1", Auth: SigV4(key, "sts", "us-east-1"), Body: Object{"A": []string{"x"}}}, errBody},
	} {
		c.call.Route = "s.whoami"
		if _, err := b.Do(b.ctx, c.call); !errors.Is(err, c.want) || len(b.notes.sent()) != 0 {
			t.Errorf("%s: %v, sent %d", name, err, len(b.notes.sent()))
		}
	}
}

func TestOnlyAWholeDocumentIsAnAnswerInXML(t *testing.T) {
	for name, c := range map[string]struct{ kind, body string }{
		"JSON": {"application/json", "{}"}, "a page": {"text/html", "<html></html>"}, "half": {"text/xml", "<R><Who>"}, "nothing": {"text/xml", ""},
		"two": {"text/xml", "<R/><R/>"}, "text behind": {"text/xml", "<R/>oops"},
	} {
		b := regionBench(t, answering(t, 200, c.kind, c.body).URL)
		key, _, _ := signingKey()
		_, err := b.Do(b.ctx, Call{Route: "s.delete", Region: "us-east-1", Auth: SigV4(key, "iam", "us-east-1"), Body: Object{"Action": "Delete"}})
		var failed *providers.CallError
		if !errors.As(err, &failed) || failed.Cause != providers.CauseShape || failed.Fate != providers.Unknown {
			t.Errorf("%s: %v", name, err)
		}
	}
}
