package catalog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

var (
	hook  = providers.Credential{Kind: "acme/hook", Secret: providers.NewSecret([]byte("https://acme.example/hooks/123/" + hookKey))}
	today = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
)

const hookKey = "DRILLhook0123456789abcdefghijkl"

// still is a clock that does not move.
type still struct{ providers.WallClock }

func (still) Now() time.Time { return today }

// notary lets everything pass and keeps what was announced.
type notary struct{ seen []providers.Statement }

func (n *notary) Intent(_ context.Context, s providers.Statement) error {
	n.seen = append(n.seen, s)
	return nil
}
func (n *notary) Withheld(context.Context, providers.Statement) {}

// acme is a vendor's adapter before a server that answers as it is told.
type acme struct {
	*Adapter
	got     *http.Request
	body    string
	records []providers.Exchange
	notary  notary
}

func open(t *testing.T, v *Vendor, answer func(*http.Request) (int, string)) *acme {
	t.Helper()
	a := &acme{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		a.got, a.body = r, string(text)
		status, body := answer(r)
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	bases := map[string]string{}
	for host := range v.Base {
		bases[host] = server.URL + "/" + host
	}
	door, err := transport.New(transport.Config{Provider: v.Name, Bases: bases, LoopbackOnly: true, NoAmbient: true, Clock: still{}, Shape: v.Shape,
		Record: func(x providers.Exchange) { a.records = append(a.records, x) }}, v.Routes()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(door.Close)
	a.Adapter = New(v, door, still{})
	return a
}

func says(status int, body string) func(*http.Request) (int, string) {
	return func(*http.Request) (int, string) { return status, body }
}

func TestAKeySitsWhereTheEntrySays(t *testing.T) {
	key := providers.Credential{Kind: "acme/key", Secret: providers.NewSecret([]byte(hookKey))}
	for _, c := range []struct {
		seat Seat
		at   func(*http.Request) string
		want string
	}{
		{Seat{In: Bearer}, func(r *http.Request) string { return r.Header.Get("Authorization") }, "Bearer " + hookKey},
		{Seat{Header, "X-Api-Key"}, func(r *http.Request) string { return r.Header.Get("X-Api-Key") }, hookKey},
		{Seat{Basic, "api"}, func(r *http.Request) string { user, value, _ := r.BasicAuth(); return user + ":" + value }, "api:" + hookKey},
		{Seat{In: Path}, func(r *http.Request) string { return r.URL.Path }, "/api.acme.example/hooks/" + hookKey},
	} {
		v := sound()
		v.Key, v.Kinds[0] = c.seat, Kind{ID: "key", Ends: v.Kinds[0].Ends}
		v.Probe.Path, v.End.Path = "/hooks", "/hooks"
		if c.seat.In == Path {
			v.Probe.Path, v.End.Path = "/hooks/{key}", "/hooks/{key}"
		}
		if err := v.Check(); err != nil {
			t.Errorf("%s: %v", c.seat.In, err)
		}
		a := open(t, v, says(200, `{"hook":{"id":"7"}}`))
		if verdict, err := a.Validate(t.Context(), key); err != nil || verdict.Life != providers.Alive || c.at(a.got) != c.want {
			t.Errorf("%s: %+v, %v, seated %v", c.seat.In, verdict, err, c.at(a.got) == c.want)
		}
	}
}

func TestAnAnswerSaysOfAKeyWhatTheEntryHas(t *testing.T) {
	for answer, want := range map[string]struct {
		life   providers.Life
		reason providers.Reason
		code   string
	}{
		`200 {"hook":{"id":"7"}}`:                                          {providers.Alive, providers.ReasonOK, ""},
		`200 {"hook":{}}`:                                                  {providers.Unclear, providers.ReasonShape, ""},
		`200 {"error":{"code":"revoked","message":"m"}}`:                   {providers.Unclear, providers.ReasonShape, ""},
		`201 {"hook":{"id":"7"}}`:                                          {providers.Unclear, providers.ReasonShape, ""},
		`401 {"error":{"code":"forbidden","revoked":true,"message":"m"}}`:  {providers.Dead, providers.ReasonInvalid, "revoked"},
		`401 {"error":{"code":"Revoked"}}`:                                 {providers.Dead, providers.ReasonInvalid, "Revoked"},
		`401 {"error":{"code":"forbidden","revoked":false,"message":"m"}}`: {providers.Unclear, providers.ReasonShape, "forbidden"},
		`404 {"error":{"code":"bad_key"}}`:                                 {providers.Dead, providers.ReasonInvalid, "bad_key"},
		`404 {"error":{"code":40400}}`:                                     {providers.Unclear, providers.ReasonShape, "40400"},
		`404 {"message":"bad_key"}`:                                        {providers.Unclear, providers.ReasonShape, ""},
		`403 {"error":{"code":"any"}}`:                                     {providers.AliveLimited, providers.ReasonNoScope, "any"},
		`402 {"error":{"code":"no_money"}}`:                                {providers.AliveLimited, providers.ReasonNoQuota, "no_money"},
		`429 {"error":{"code":"slow"}}`:                                    {providers.Throttled, providers.ReasonRateLimit, "slow"},
		`500 {"error":{"code":"revoked"}}`:                                 {providers.Unclear, providers.ReasonServerError, "revoked"},
		`401 <html>`:                                                       {providers.Unclear, providers.ReasonShape, ""},
		`403 <html>`:                                                       {providers.Unclear, providers.ReasonShape, ""},
		`403 {"error":{"code":"slow"}}`:                                    {providers.Throttled, providers.ReasonRateLimit, "slow"},
	} {
		var status int
		_, _ = fmt.Sscan(answer, &status)
		a := open(t, sound(), says(status, answer[4:]))
		v, err := a.Validate(t.Context(), hook)
		if err != nil || v.Life != want.life || v.Reason != want.reason || v.Code != want.code {
			t.Errorf("%s: %s, %s, code %q, %v", answer, v.Life, v.Reason, v.Code, err)
		}
	}
}

// Vendors tell by a sentence where they have no codes, and of several errors the first counts.
func TestAnErrorIsReadWhereTheEntrySays(t *testing.T) {
	v := sound()
	v.Error = Fields{Message: []string{"message", "errors.0.detail"}}
	v.Answers = []Answer{{Status: 401, Sentence: "Token was revoked.", Says: Dead}, {Status: 401, Sentence: "Token is expired.", Says: Expired}}
	if err := v.Check(); err != nil {
		t.Fatal(err)
	}
	for answer, want := range map[string]struct {
		life   providers.Life
		reason providers.Reason
		said   string
	}{
		`{"message":"Token was revoked."}`:                                  {providers.Dead, providers.ReasonInvalid, "Token was revoked."},
		`{"errors":[{"detail":"Token is expired."},{"detail":"Another."}]}`: {providers.Dead, providers.ReasonExpired, "Token is expired."},
		`{"message":"Token was revoked.","errors":[{"detail":"x"}]}`:        {providers.Dead, providers.ReasonInvalid, "Token was revoked."},
		`{"message":"Token was revoked. Or not."}`:                          {providers.Unclear, providers.ReasonShape, "Token was revoked. Or not."},
		`{"errors":[]}`:                 {providers.Unclear, providers.ReasonShape, ""},
		`{"errors":{"0":{"detail":7}}}`: {providers.Unclear, providers.ReasonShape, ""},
	} {
		a := open(t, v, says(401, answer))
		got, err := a.Validate(t.Context(), hook)
		if err != nil || got.Life != want.life || got.Reason != want.reason || want.said != got.Message.Line(100) {
			t.Errorf("%s: %s, %s, %q, %v", answer, got.Life, got.Reason, got.Message.Line(100), err)
		}
	}
}

func TestTheRecordIsWhatTheAnswersTell(t *testing.T) {
	v := sound()
	v.Record = Call{Method: "GET", Host: "api.acme.example", Path: "/hooks/{id}/{key}/about", Status: 200, Shows: "id", Tells: map[Fact]string{Name: "name", Expires: "ends", LastUsed: "used", OwnerMail: "owner.mail", Parent: "team"}}
	v.Controls = []Control{{"key-expiry", ""}, {"rotation", ""}, {"key-scopes", "https://acme.example/scopes"}}
	a := open(t, v, func(r *http.Request) (int, string) {
		if strings.HasSuffix(r.URL.Path, "/about") {
			return 200, `{"id":"7","name":"ci of ` + hookKey + `","ends":1795000000000,"used":1763000000,"owner":{"mail":"a@acme.example"},"team":"not clean"}`
		}
		return 200, `{"hook":{"id":1234567890123456789,"at":"2026-11-01T00:00:00Z","team":"Acme"}}`
	})
	m, err := a.Locate(t.Context(), hook)
	if err != nil || len(m.Candidates) != 1 || m.Strength != providers.Exact || !m.Org.Is("Acme") {
		t.Fatalf("%+v, %v", m, err)
	}
	r := m.Candidates[0]
	if r.ID != "1234567890123456789" || !r.Name.Is("ci of [secret]") || r.Parent != "" || !r.Owner.Mail.Is("a@acme.example") || !r.Masked.Is("...ijkl") ||
		r.Created != time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC) || r.Expires != time.UnixMilli(1795000000000).UTC() || r.LastUsed != time.Unix(1763000000, 0).UTC() {
		t.Errorf("%+v", r)
	}
	controls, err := a.Controls(t.Context(), r)
	if err != nil || len(controls) != 3 || controls[0].State != providers.ControlPresent || controls[1].State != providers.ControlPresent || controls[2].State != providers.ControlUnreadable {
		t.Errorf("%+v, %v", controls, err)
	}
}

// What the path holds of an address stands nowhere but on the wire, whatever comes of the call.
func TestAKeyInAPathIsToldNowhere(t *testing.T) {
	echo := `{"hook":{"id":"7","name":"` + hookKey + `","url":"https://acme.example/hooks/123/` + hookKey + `"},"error":{"code":"` + hookKey + `","message":"` + hookKey + `"}}`
	for _, status := range []int{200, 204, 307, 401, 404, 429, 500} {
		a := open(t, sound(), says(status, echo))
		verdict, err := a.Validate(t.Context(), hook)
		match, lost := a.Locate(t.Context(), hook)
		receipt, ended := a.RevokeValue(providers.WithLedger(t.Context(), &a.notary), hook)
		said := fmt.Sprintf("%+v %v %+v %v %+v %v %+v %+v", verdict, err, match, lost, receipt, ended, a.records, a.notary.seen)
		if strings.Contains(said, hookKey) {
			t.Errorf("%d: the key is told", status)
		}
		if want := "/api.acme.example/hooks/123/[secret]"; len(a.records) != 3 || a.records[2].Path != want || !strings.HasSuffix(a.notary.seen[0].URL, want) || a.got.URL.Path != "/api.acme.example/hooks/123/"+hookKey {
			t.Errorf("%d: recorded %+v, announced %+v", status, a.records, a.notary.seen)
		}
	}
}

func TestAMadeUpKeyIsAnotherAtTheSameAddress(t *testing.T) {
	like, made := hook.Secret.Behind("/hooks/"), New(sound(), nil, still{}).Decoy(hook)
	apart := made.Secret.Behind("https://acme.example/hooks/")
	if made.Kind != hook.Kind || apart.Public() != like.Public() || apart.Part(1).Equal(like.Part(1)) {
		t.Errorf("a %s under the id %q", made.Kind, apart.Public())
	}
}

func TestAnAddressWithoutItsEndsIsNotSent(t *testing.T) {
	a := open(t, sound(), says(200, `{}`))
	_, err := a.Validate(t.Context(), providers.Credential{Kind: "acme/hook", Secret: providers.NewSecret([]byte("https://acme.example/hooks/123"))})
	var call *providers.CallError
	if !errors.As(err, &call) || call.Fate != providers.NotSent || a.got != nil {
		t.Errorf("%v", err)
	}
	if _, err := a.Validate(t.Context(), providers.Credential{Kind: "acme/other", Secret: hook.Secret}); !errors.Is(err, providers.ErrNotSupported) {
		t.Errorf("another kind: %v", err)
	}
}

func TestAKeyEndsItselfOnceAndARefusalSaysWhetherItHadEnded(t *testing.T) {
	for answer, want := range map[string]struct {
		fate providers.Fate
		is   error
	}{
		`204 `:                             {"", nil},
		`200 {}`:                           {providers.Unknown, providers.ErrUnknownState},
		`404 {"error":{"code":"bad_key"}}`: {providers.Refused, providers.ErrNotFound},
		`401 {"error":{"code":"revoked"}}`: {providers.Refused, providers.ErrNotFound},
		`401 {"error":{"code":"x"}}`:       {providers.Refused, providers.ErrNotPermitted},
		`403 {"error":{"code":"slow"}}`:    {providers.Refused, providers.ErrRateLimited},
		`404 <html>`:                       {providers.Unknown, providers.ErrUnknownState},
	} {
		var status int
		_, _ = fmt.Sscan(answer, &status)
		a := open(t, sound(), says(status, answer[4:]))
		receipt, err := a.RevokeValue(providers.WithLedger(t.Context(), &a.notary), hook)
		var call *providers.CallError
		if errors.As(err, &call); want.is == nil && (err != nil || receipt.Status != 204) || want.is != nil && (!errors.Is(err, want.is) || call.Fate != want.fate) {
			t.Errorf("%s: %+v, %v", answer, receipt, err)
		}
		if errors.Is(err, providers.ErrNotPermitted) != (want.is == providers.ErrNotPermitted) {
			t.Errorf("%s: not permitted %v", answer, err)
		}
		if ended := want.is == providers.ErrNotFound; errors.Is(err, providers.ErrNotFound) != ended {
			t.Errorf("%s: had ended %v", answer, !ended)
		}
		if len(a.records) != 1 || len(a.notary.seen) != 1 {
			t.Errorf("%s: sent %d, announced %d", answer, len(a.records), len(a.notary.seen))
		}
	}
}

// A key of narrow rights lives: that it may not ask who it is keeps nobody from ending it.
func TestAKeyThatMayNotAskHasARecordUnderItsDigest(t *testing.T) {
	v := sound()
	v.Record = Call{Method: "GET", Host: "api.acme.example", Path: "/hooks/{id}/{key}/about", Status: 200, Shows: "id", Tells: map[Fact]string{ID: "id", Name: "name"}}
	narrow := `{"error":{"code":"narrow","message":"m"}}`
	for name, c := range map[string]struct {
		probe, record int
		id            string
		found         bool
	}{
		"it may ask nothing":         {403, 403, hook.Secret.Digest(), true},
		"it may ask about itself":    {403, 200, "7", true},
		"it may ask who it is alone": {200, 404, "9", true},
		"the vendor is in trouble":   {200, 500, "", false},
	} {
		a := open(t, v, func(r *http.Request) (int, string) {
			status, body := c.probe, `{"hook":{"id":"9"}}`
			if strings.HasSuffix(r.URL.Path, "/about") {
				status, body = c.record, `{"id":"7","name":"ci"}`
			}
			if status != 200 {
				body = narrow
			}
			return status, body
		})
		m, err := a.Locate(t.Context(), hook)
		if (err == nil) != c.found || len(m.Candidates) == 1 != c.found || c.found && (m.Candidates[0].ID != c.id || m.Strength != providers.Exact) {
			t.Errorf("%s: %+v, %v", name, m, err)
		}
	}
}
