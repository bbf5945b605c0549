package identify

import (
	"fmt"
	"testing"

	"firebreak/providers"
)

func TestAMaskedKeyOfSeveralIssuersIsNamedAfterNoneOfThem(t *testing.T) {
	shared := func(kinds ...providers.Kind) string {
		var list []Candidate
		for _, k := range kinds {
			list = append(list, Candidate{k, BecauseShared})
		}
		return fmt.Sprint(list)
	}
	live := shared("stripe/secret-key-live", "highnote/secret-key", "paymongo/secret-key", "paystack/secret-key", "clerk/secret-key", "uploadthing/secret-key")
	for text, want := range map[string]struct{ kind, candidates string }{
		"sk_live_" + "…ABCD":                              {"", live},
		"the key sk_live_" + "********ABCD was found":     {"", live},
		"STRIPE_SECRET_KEY=sk_live_" + "…ABCD":            {"stripe/secret-key-live", "[]"},
		"PAYSTACK_SECRET_KEY=sk_live_" + "…ABCD":          {"paystack/secret-key", "[]"},
		"curl https://api.stripe.com -u sk_live_" + "…AB": {"stripe/secret-key-live", "[]"},
		"sk_live_" + "51Hx…ABCD":                          {"stripe/secret-key-live", "[]"},
		"sk_live_" + "aBcd…ABCD":                          {"", shared("stripe/secret-key-live", "highnote/secret-key", "paymongo/secret-key", "clerk/secret-key")},
		"DEEPSEEK_API_KEY=sk-" + "…ABCD":                  {"deepseek/api-key", "[]"},
		"api.openai.com key sk-" + "aB3…ABCD":             {"openai/legacy-user-key", "[]"},
		"our litellm key is sk-" + "proj-…ABCD":           {"openai/project-key", "[]"},
		"sk-" + "ant-…ABCD":                               {"", shared("anthropic/admin-key", "anthropic/api-key", "anthropic/oauth-access-token", "anthropic/oauth-refresh-token", "anthropic/session-key")},
		"sk_test_" + "…ABCD":                              {"", shared("stripe/secret-key-test", "highnote/secret-key", "paymongo/secret-key", "clerk/secret-key", "knock/secret-key", "uploadthing/secret-key")},
	} {
		list := read(t, text, Options{})
		if len(list) != 1 || list[0].Verdict != IsMasked || string(list[0].Kind) != want.kind || fmt.Sprint(list[0].Candidates) != want.candidates {
			t.Errorf("%q: %+v", text, list)
		}
	}
}
