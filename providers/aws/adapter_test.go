package aws

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// asked is an adapter whose door leads nowhere, and what left by it.
func asked(t *testing.T, admin providers.Secret) (a *Adapter, sent *[]providers.Exchange) {
	t.Helper()
	sent = &[]providers.Exchange{}
	bases := map[string]string{}
	for host := range Bases() {
		bases[host] = "http://127.0.0.1:9/" + host
	}
	door, err := transport.New(transport.Config{Provider: "aws", Bases: bases, LoopbackOnly: true, NoAmbient: true, Shape: Shape,
		Record: func(x providers.Exchange) { *sent = append(*sent, x) }}, Routes()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(door.Close)
	return New(door, providers.WallClock{}, func(context.Context) (providers.Secret, error) { return admin, nil }), sent
}

const leakedID = "AKIADRILLAAAAAAA7QXA"

func leakedRecord() providers.KeyRecord {
	return providers.KeyRecord{Kind: AccessKey, ID: leakedID, Owner: providers.Owner{Type: "user", ID: "ci"}, Status: providers.Active}
}

// operations is everything that is done under the admin credential about one key.
func operations(a *Adapter, ctx context.Context) map[string]error {
	key := providers.Credential{Kind: AccessKey, Secret: joined(leakedID, "drill-secret-of-the-leaked-key", "")}
	r, limit := leakedRecord(), providers.Containment{ID: LimitInactive, Before: []byte(`{"status":"Active"}`)}
	all := map[string]error{}
	note := func(name string, err error) { all[name] = err }
	_, err := a.Locate(ctx, key)
	note("locate", err)
	_, err = a.Revoke(ctx, r)
	note("revoke", err)
	_, err = a.Present(ctx, r)
	note("present", err)
	_, err = a.Containments(ctx, r)
	note("containments", err)
	_, err = a.Contain(ctx, r, limit)
	note("contain", err)
	_, err = a.Contained(ctx, r, limit)
	note("contained", err)
	_, err = a.Lift(ctx, r, limit)
	note("lift", err)
	_, err = a.LastUsed(ctx, r)
	note("last used", err)
	_, _, err = a.Create(ctx, providers.NewKey{Like: r})
	note("create", err)
	_, err = a.Created(ctx, providers.NewKey{Like: r, Since: time.Now()})
	note("created", err)
	return all
}

func TestTheLeakedKeyNeverServesAsTheAdminCredential(t *testing.T) {
	for name, admin := range map[string]providers.Secret{
		"the very pair":           joined(leakedID, "drill-secret-of-the-leaked-key", ""),
		"its id with another end": joined(leakedID, "drill-secret-that-was-mistyped", ""),
	} {
		a, sent := asked(t, admin)
		for what, err := range operations(a, providers.WithLedger(t.Context(), silent{})) {
			if !errors.Is(err, providers.ErrSameKey) {
				t.Errorf("%s under %s: %v", what, name, err)
			}
		}
		if len(*sent) != 0 {
			t.Errorf("%s was sent %d times", name, len(*sent))
		}
	}
}

func TestWhatIsNoPairIsNoAdminCredential(t *testing.T) {
	a, sent := asked(t, providers.NewSecret([]byte("AKIADRILLBBBBBBBBBBB")))
	for what, err := range operations(a, t.Context()) {
		if !errors.Is(err, providers.ErrNotAdmin) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if len(*sent) != 0 {
		t.Error("it was sent")
	}
}

// silent lets every mutation through.
type silent struct{}

func (silent) Intent(context.Context, providers.Statement) error { return nil }
func (silent) Withheld(context.Context, providers.Statement)     {}

func TestEachKnownRefusalIsToldFromTheOthers(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		life   providers.Life
		reason providers.Reason
	}{
		{403, xmlError("InvalidClientTokenId"), providers.Dead, providers.ReasonInvalid},
		{403, xmlError("SignatureDoesNotMatch"), providers.Unclear, providers.ReasonWrongHalf},
		{403, xmlError("ExpiredToken"), providers.Dead, providers.ReasonExpired},
		{403, xmlError("AccessDenied"), providers.AliveLimited, providers.ReasonNoScope},
		{400, xmlError("Throttling"), providers.Throttled, providers.ReasonRateLimit},
		{503, xmlError("ServiceUnavailable"), providers.Unclear, providers.ReasonServerError},
		{400, xmlError("InvalidClientTokenId"), providers.Unclear, providers.ReasonShape},
		{403, "<Error><Code>InvalidClientTokenId</Code></Error>", providers.Unclear, providers.ReasonShape},
		{403, "", providers.Unclear, providers.ReasonShape},
	} {
		call := &providers.CallError{Status: c.status, Cause: providers.CauseShape}
		if code, _, ok := Shape(c.status, []byte(c.body)); ok {
			call.Cause, call.Code = providers.CauseStatus, code
		}
		if life, reason := classify(call); life != c.life || reason != c.reason {
			t.Errorf("%d %s: %s, %s", c.status, c.body, life, reason)
		}
	}
}

func xmlError(code string) string {
	return fmt.Sprintf(`<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>%s</Code><Message>m</Message></Error><RequestId>r</RequestId></ErrorResponse>`, code)
}

func TestALostKeyIsToldFromOlderOnesByItsTimeAlone(t *testing.T) {
	a, _ := asked(t, joined("AKIADRILLBBBBBBBBBBB", "drill-secret-of-the-admin", ""))
	if _, err := a.Created(t.Context(), providers.NewKey{Like: leakedRecord(), Name: "firebreak INC op1"}); !errors.Is(err, providers.ErrNotSupported) {
		t.Errorf("without a time: %v", err)
	}
}
