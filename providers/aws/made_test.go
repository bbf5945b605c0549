package aws

import (
	"encoding/json"
	"testing"
	"time"
)

func TestWhatAnEventMadeIsReadWithWhoseItIsAndWhenItEnds(t *testing.T) {
	until := time.Date(2026, 11, 26, 19, 7, 24, 0, time.UTC)
	for name, tc := range map[string]struct {
		text string
		want made
	}{
		"an access key":             {`{"responseElements":{"accessKey":{"accessKeyId":"AKIADRILL","userName":"ci"}}}`, made{AccessKey, principal{ownerUser, "ci"}, time.Time{}}},
		"a key of Bedrock":          {`{"responseElements":{"serviceSpecificCredential":{"serviceSpecificCredentialId":"ACCADRILL","userName":"ci","serviceName":"bedrock.amazonaws.com"}}}`, made{BedrockKey, principal{ownerUser, "ci"}, time.Time{}}},
		"a key of another service":  {`{"responseElements":{"serviceSpecificCredential":{"serviceSpecificCredentialId":"ACCADRILL","userName":"ci","serviceName":"codecommit.amazonaws.com"}}}`, made{}},
		"a role's session":          {`{"responseElements":{"credentials":{"accessKeyId":"ASIADRILL","expiration":"Nov 26, 2026, 7:07:24 PM"},"assumedRoleUser":{"arn":"arn:aws:sts::1:assumed-role/admin/x"}}}`, made{TemporaryKey, principal{ownerRole, "admin"}, until}},
		"a user's session":          {`{"userIdentity":{"arn":"arn:aws:iam::1:user/ci"},"responseElements":{"credentials":{"accessKeyId":"ASIADRILL","expiration":"Nov 26, 2026 7:07:24\u202fPM"}}}`, made{TemporaryKey, principal{ownerUser, "ci"}, until}},
		"an end in no known form":   {`{"userIdentity":{"arn":"arn:aws:iam::1:user/ci"},"responseElements":{"credentials":{"accessKeyId":"ASIADRILL","expiration":"soon"}}}`, made{TemporaryKey, principal{ownerUser, "ci"}, time.Time{}}},
		"the root's session":        {`{"userIdentity":{"arn":"arn:aws:iam::1:root"},"responseElements":{"credentials":{"accessKeyId":"ASIADRILL"}}}`, made{kind: TemporaryKey}},
		"an act that made nothing":  {`{"requestParameters":{"userName":"ci"}}`, made{}},
		"an act without an account": {`{}`, made{}},
	} {
		var d document
		if err := json.Unmarshal([]byte(tc.text), &d); err != nil {
			t.Fatal(err)
		}
		if got := d.made(); got != tc.want {
			t.Errorf("%s: %+v, want %+v", name, got, tc.want)
		}
	}
}
