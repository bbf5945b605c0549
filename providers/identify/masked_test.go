package identify

import (
	"strings"
	"testing"
)

func TestAMaskedKeyGivesItsKindAndEnding(t *testing.T) {
	for text, want := range map[string]string{
		"sk-proj-…4fQ2":                                "openai/project-key 4fQ2",
		"key sk-proj-***********4fQ2 was found":        "openai/project-key 4fQ2",
		"\"sk-svcacct-Ab12...wxYZ\"":                   "openai/service-account-key wxYZ",
		"sk-svcac...wxYZ":                              "openai/service-account-key wxYZ",
		"sk-ant-…wxYZ":                                 "",
		"sk-ant-a...wxYZ":                              "",
		"sk-ant-ap...wxYZ":                             "anthropic/api-key wxYZ",
		"sk-ant-admin…wxYZ":                            "anthropic/admin-key wxYZ",
		"sk-or-…wxYZ":                                  "",
		"sk-aB3…wxYZ":                                  "",
		"sk-...abc.":                                   "openai/legacy-user-key abc",
		"sk-admin-••••••longer4fQ2":                    "openai/admin-key 4fQ2",
		"sk-proj-…4fQ2 and once more sk-proj-****4fQ2": "openai/project-key 4fQ2",
		"sk-proj-…4fQ2 and another one sk-proj-…zzZ9":  "",
		"sk-proj-…Q2":                                  "",
		"sk-proj-[REDACTED]":                           "",
		"sk-proj-…":                                    "",
		"ask-proj-…4fQ2":                               "",
		"…4fQ2":                                        "",
		"":                                             "",
	} {
		f, ok := Masked([]byte(text))
		got := ""
		if ok {
			got = string(f.Credential.Kind) + " " + f.Ending
			if f.Why != WhyMasked || f.Confidence != Low || f.Line != 1 || !f.Credential.Secret.IsEmpty() {
				t.Errorf("%q: %+v", text, f)
			}
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestADecoyIsNoKeyUntilItIsAskedFor(t *testing.T) {
	real := strings.Repeat("aZ3kQ9xW1mRt7LpV", 2)[:20]
	for name, tc := range map[string]struct {
		body  string
		decoy bool
	}{
		"one character":       {strings.Repeat("x", 20), true},
		"a run inside":        {real[:10] + strings.Repeat("0", 10), true},
		"counting":            {"abcdefghijklmnopqrst", true},
		"bytes for debugging": {real[:12] + "deadbeef", true},
		"a word":              {real[:12] + "NotAReal", true},
		"a key":               {real, false},
	} {
		t.Run(name, func(t *testing.T) {
			text := []byte("key: sk-proj-" + real + openaiMarker + tc.body)
			if tc.body[0] == 'x' || tc.body[0] == 'a' && tc.decoy {
				text = []byte("key: sk-proj-" + tc.body + openaiMarker + tc.body)
			}
			found, other := Find(text)
			decoys := Decoys(text)
			if got := len(found) == 0; got != tc.decoy || len(decoys) == 1 != tc.decoy {
				t.Fatalf("found %d, decoys %d", len(found), len(decoys))
			}
			if tc.decoy && (decoys[0].Why != WhyDecoy || decoys[0].Confidence != Low || len(other) != 1 || other[0].Look != LooksPlaceholder) {
				t.Errorf("decoy %+v, other %+v", decoys[0], other)
			}
		})
	}
}
