package words

import (
	"strings"
	"testing"

	"firebreak/providers"
)

func TestARequestThatFoundNoConnectionIsNotSaidToHaveBeenSent(t *testing.T) {
	for says, x := range map[string]providers.Exchange{
		"not sent, no connection": {Method: "DELETE", Host: "api.openai.com", Unsent: true},
		"no answer":               {Method: "DELETE", Host: "api.openai.com"},
		"204":                     {Method: "DELETE", Host: "api.openai.com", Status: 204},
	} {
		for _, text := range []string{English.Exchange(x), English.ExchangeShort(x)} {
			if !strings.Contains(text, says) {
				t.Errorf("no %q in %q", says, text)
			}
		}
	}
}

func TestTheShortFormOfARequestKeepsTheEndOfItsPath(t *testing.T) {
	x := providers.Exchange{Method: "GET", Host: "api.openai.com", Path: "/v1/organization/usage/completions", Status: 200}
	if got := English.ExchangeShort(x); !strings.Contains(got, "GET .../usage/completions  200") {
		t.Errorf("%q", got)
	}
}
