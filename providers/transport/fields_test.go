package transport

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"firebreak/providers"
)

const libraryForm = "application/x-www-form-urlencoded; charset=utf-8"

// stated are calls that show what they are about.
var stated = []providers.Route{
	{Name: "s.delete", Method: "POST", Host: vendor, Path: "/", Op: "DeleteAccessKey", Fields: []string{"AccessKeyId", "UserName", "Absent"}},
	{Name: "s.update", Method: "POST", Host: vendor, Path: "/", Op: "UpdateSecret", Fields: []string{"SecretId", "Count", "On", "Deep"}},
	{Name: "s.patch", Method: "PATCH", Host: vendor, Path: "/keys/{id}", Fields: []string{"disabled"}},
}

// The statement of a library's request says what it does, and nothing of it that the route does
// not show.
func TestALibrarysStatementSaysWhatTheRequestDoes(t *testing.T) {
	key := testKey()
	var signature string
	key.Expose(func(k []byte) { signature = string(k) })
	long := strings.Repeat("a", longestField+1)
	target := map[string]string{"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "secretsmanager.UpdateSecret"}
	for name, c := range map[string]struct {
		method, path    string
		header          map[string]string
		body            string
		route, op, want string
	}{
		"a form": {"POST", "/", map[string]string{"Content-Type": libraryForm},
			"Action=DeleteAccessKey&AccessKeyId=AKIADRILL&UserName=ci%2Fbot&Password=hidden-DRILL", "s.delete", "DeleteAccessKey",
			`{"AccessKeyId":"AKIADRILL","UserName":"ci/bot"}`},
		"a name that stands twice": {"POST", "/", map[string]string{"Content-Type": libraryForm},
			"Action=DeleteAccessKey&UserName=a&UserName=b", "s.delete", "DeleteAccessKey", `{"UserName":["a","b"]}`},
		"a form without the fields": {"POST", "/", map[string]string{"Content-Type": libraryForm},
			"Action=DeleteAccessKey", "s.delete", "DeleteAccessKey", ""},
		"the credential of the request in a field": {"POST", "/", map[string]string{"Content-Type": libraryForm},
			"Action=DeleteAccessKey&AccessKeyId=" + signature + "&UserName=x&UserName=" + signature, "s.delete", "DeleteAccessKey",
			`{"AccessKeyId":"[secret]","UserName":["x","[secret]"]}`},
		"a field that is too long": {"POST", "/", map[string]string{"Content-Type": libraryForm},
			"Action=DeleteAccessKey&UserName=" + long, "s.delete", "DeleteAccessKey", `{"UserName":"` + long[1:] + `…"}`},
		"a field that is no text": {"POST", "/", map[string]string{"Content-Type": libraryForm},
			"Action=DeleteAccessKey&UserName=%ff", "s.delete", "DeleteAccessKey", `{"UserName":"` + "\uFFFD" + `"}`},
		"a JSON body with its target": {"POST", "/", target,
			`{"SecretId":"prod/db","SecretString":"hidden-DRILL","Count":9007199254740993,"On":true,"Deep":{"x":"hidden-DRILL"}}`,
			"s.update", "UpdateSecret", `{"Count":9007199254740993,"On":true,"SecretId":"prod/db"}`},
		"JSON that cannot be read": {"POST", "/", target, `{"SecretId":`, "s.update", "UpdateSecret", ""},
		"plain REST": {"PATCH", "/keys/k1", map[string]string{"Content-Type": jsonType},
			`{"disabled":true,"note":"hidden-DRILL"}`, "s.patch", "", `{"disabled":true}`},
		"what is not declared": {"POST", "/", map[string]string{"Content-Type": libraryForm},
			"Action=CreateUser&UserName=hidden-DRILL", "undeclared", "CreateUser", ""},
	} {
		b := newBench(t, answering(t, 200, jsonType, "{}").URL, func(c *Config) { c.DryRun = true }, stated...)
		r, _ := http.NewRequestWithContext(b.ctx, c.method, b.bases[vendor].scheme+"://"+b.bases[vendor].host+"/v1"+c.path, strings.NewReader(c.body))
		for k, v := range c.header {
			r.Header.Set(k, v)
		}
		r.Header.Set("Authorization", "Bearer "+signature)
		if _, err := b.RoundTrip(r); !providers.IsWithheld(err) || len(b.notes.withheld) != 1 {
			t.Fatalf("%s: %v, %+v", name, err, b.notes.withheld)
		}
		s := b.notes.withheld[0]
		if s.Route != c.route || s.Op != c.op || string(s.Body) != c.want {
			t.Errorf("%s: %s %q shows %s, want %s %q %s", name, s.Route, s.Op, s.Body, c.route, c.op, c.want)
		}
		if text := printed(s) + string(s.Body); strings.Contains(text, "hidden") || strings.Contains(text, signature) {
			t.Errorf("%s: the statement tells what it must not: %s", name, text)
		}
	}
}

func TestNoRouteShowsAFieldThatHoldsACredential(t *testing.T) {
	for _, hidden := range []string{"SecretAccessKey", "SecretString", "client_secret", "Password", "passphrase", "SessionToken", "session_id",
		"WebIdentityToken", "SAMLAssertion", "apiKey", "private_key", "X-Amz-Signature", "Authorization", "authCode", "cookie", "", "Key"} {
		row := providers.Route{Name: "a", Method: "POST", Host: vendor, Path: "/a", Fields: []string{"UserName", hidden}}
		if _, err := New(Config{Bases: map[string]string{vendor: "https://" + vendor}}, row); !errors.Is(err, errField) {
			t.Errorf("%q may be shown: %v", hidden, err)
		}
	}
	for _, open := range []string{"AccessKeyId", "SecretId", "RoleSessionName", "key_id", "KeyName", "SecretArn", "UserName", "Status", "disabled"} {
		row := providers.Route{Name: "a", Method: "POST", Host: vendor, Path: "/a", Fields: []string{open}}
		if _, err := New(Config{Bases: map[string]string{vendor: "https://" + vendor}}, row); err != nil {
			t.Errorf("%q may not be shown: %v", open, err)
		}
	}
}
