package identify

import "testing"

func TestAMaskedKeyGivesItsKindAndEnding(t *testing.T) {
	for text, want := range map[string]string{
		"sk-proj-…4fQ2":                                "openai/project-key 4fQ2",
		"key sk-proj-***********4fQ2 was found":        "openai/project-key 4fQ2",
		"\"sk-svcacct-Ab12...wxYZ\"":                   "openai/service-account-key wxYZ",
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
