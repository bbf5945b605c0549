package simulator

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"firebreak/providers"
)

// awsAsk is one signed call to the simulated vendor; bend changes it after it was signed.
type awsAsk struct {
	host, service, body string
	at                  time.Time
	bend                func(*http.Request)
}

func (r *rig) aws(key providers.Secret, a awsAsk) got {
	r.tb.Helper()
	req := httptest.NewRequest("POST", "http://127.0.0.1:9/"+a.host+"/", strings.NewReader(a.body))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if a.at.IsZero() {
		a.at = r.clock.Now()
	}
	sum, parts := sha256.Sum256([]byte(a.body)), key.Parts()
	pair := aws.Credentials{AccessKeyID: plain(parts[0]), SecretAccessKey: plain(parts[1])}
	if err := v4.NewSigner().SignHTTP(context.Background(), pair, req, hex.EncodeToString(sum[:]), a.service, "us-east-1", a.at); err != nil {
		r.tb.Fatal(err)
	}
	if a.bend != nil {
		a.bend(req)
	}
	rec := httptest.NewRecorder()
	r.w.serve(amazon, rec, req)
	return decoded(rec.Code, rec.Header(), rec.Body.Bytes())
}

const whoami = "Action=GetCallerIdentity&Version=2011-06-15"

func TestASignatureIsCheckedOverAllThatItCovers(t *testing.T) {
	r := newRig(t, Config{Seed: 3, Leak: AWSKey})
	never := providers.Compound(providers.NewSecret([]byte("AKIA"+"DRILLNEVERMADE22")), r.leaked().Parts()[1])
	mixed := providers.Compound(r.leaked().Parts()[0], r.secret(awsAdminRef).Parts()[1])
	for name, c := range map[string]struct {
		key  providers.Secret
		ask  awsAsk
		want string
	}{
		"as it should be":       {r.leaked(), awsAsk{}, "<Arn>arn:aws:iam::" + r.w.awsAccount() + ":user/ci-deploy</Arn>"},
		"an id of nobody":       {never, awsAsk{}, "InvalidClientTokenId"},
		"another key's secret":  {mixed, awsAsk{}, "SignatureDoesNotMatch"},
		"for another service":   {r.leaked(), awsAsk{service: "iam"}, "SignatureDoesNotMatch"},
		"made yesterday":        {r.leaked(), awsAsk{at: r.clock.Now().Add(-day)}, "SignatureDoesNotMatch"},
		"another host":          {r.leaked(), awsAsk{bend: func(q *http.Request) { q.Host = "127.0.0.1:10" }}, "SignatureDoesNotMatch"},
		"a header changed":      {r.leaked(), awsAsk{bend: func(q *http.Request) { q.Header.Set("Content-Type", "application/x-www-form-urlencoded; x=y") }}, "SignatureDoesNotMatch"},
		"a query added":         {r.leaked(), awsAsk{bend: func(q *http.Request) { q.URL.RawQuery = "Action=DeleteAccessKey" }}, "Unknown parameter"},
		"a token not signed":    {r.leaked(), awsAsk{bend: func(q *http.Request) { q.Header.Set("X-Amz-Security-Token", "x") }}, "InvalidClientTokenId"},
		"no signature anywhere": {r.leaked(), awsAsk{bend: func(q *http.Request) { q.Header.Del("Authorization") }}, "InvalidClientTokenId"},
	} {
		c.ask.host, c.ask.service, c.ask.body = "sts.amazonaws.com", or(c.ask.service, "sts"), whoami
		if g := r.aws(c.key, c.ask); !strings.Contains(string(g.raw), c.want) || g.header.Get("Content-Type") != "text/xml" {
			t.Errorf("%s: %d %s", name, g.status, g.raw)
		}
	}
}

func TestAUserHasTwoKeysAtMostWhateverTheirState(t *testing.T) {
	r := newRig(t, Config{Seed: 3, Leak: AWSKey})
	create := func(user string) got {
		return r.aws(r.secret(awsAdminRef), awsAsk{host: "iam.amazonaws.com", service: "iam", body: "Action=CreateAccessKey&Version=2010-05-08&UserName=" + user})
	}
	for _, c := range []struct {
		user   string
		status int
		want   string
	}{{"reports", 409, "LimitExceeded"}, {"ci-deploy", 200, "SecretAccessKey"}, {"ci-deploy", 409, "LimitExceeded"}, {"nobody", 404, "NoSuchEntity"}} {
		if g := create(c.user); g.status != c.status || !strings.Contains(string(g.raw), c.want) {
			t.Errorf("%s: %d %s", c.user, g.status, g.raw)
		}
	}
	if g := r.aws(r.leaked(), awsAsk{host: "iam.amazonaws.com", service: "iam", body: "Action=ListAccessKeys&Version=2010-05-08&UserName=ci-deploy"}); g.status != 403 {
		t.Errorf("a key without the right: %d %s", g.status, g.raw)
	}
}

func TestAnInactiveKeyWorksOnForTheTailAndRefusesThen(t *testing.T) {
	r := newRig(t, Config{Seed: 3, Leak: AWSKey, Tail: 4 * time.Second})
	set := "Action=UpdateAccessKey&Version=2010-05-08&Status=Inactive&UserName=ci-deploy&AccessKeyId=" + plain(r.leaked().Parts()[0])
	if g := r.aws(r.secret(awsAdminRef), awsAsk{host: "iam.amazonaws.com", service: "iam", body: set}); g.status != 200 {
		t.Fatalf("%d %s", g.status, g.raw)
	}
	for _, want := range []int{200, 403} {
		if g := r.aws(r.leaked(), awsAsk{host: "sts.amazonaws.com", service: "sts", body: whoami}); g.status != want {
			t.Errorf("%d, want %d: %s", g.status, want, g.raw)
		}
		r.clock.pass(5 * time.Second)
	}
}

// saysAt is a fault that shows in what AWS answers the administrator.
func saysAt(body, want string) func(*testing.T, *rig, Fault) {
	return func(t *testing.T, _ *rig, f Fault) {
		r := newRig(t, Config{Seed: 2, Leak: AWSKey})
		ask := awsAsk{host: "iam.amazonaws.com", service: "iam", body: strings.ReplaceAll(body, "LEAKED", plain(r.leaked().Parts()[0]))}
		before := string(r.aws(r.secret(awsAdminRef), ask).raw)
		if err := r.w.AddFault(f); err != nil {
			t.Fatal(err)
		}
		if after := string(r.aws(r.secret(awsAdminRef), ask).raw); strings.Contains(before, want) == strings.Contains(after, want) {
			t.Errorf("%s before and after", after)
		}
	}
}
