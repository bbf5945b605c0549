package providers

import (
	"crypto/rand"
	"regexp"
	"strings"
	"testing"
)

func TestAnAddressIsTakenApartBehindItsMark(t *testing.T) {
	for name, c := range map[string]struct{ address, id, value string }{
		"a webhook":             {"https://hooks.example/api/webhooks/123/DRILLvalue", "123", "DRILLvalue"},
		"the mark twice":        {"https://hooks.example/webhooks/1/2/webhooks/123/DRILLvalue", "123", "DRILLvalue"},
		"no mark":               {"https://hooks.example/123/DRILLvalue", "", ""},
		"an id alone":           {"https://hooks.example/webhooks/123", "", ""},
		"no value":              {"https://hooks.example/webhooks/123/", "", ""},
		"no id":                 {"https://hooks.example/webhooks//DRILLvalue", "", ""},
		"something behind":      {"https://hooks.example/webhooks/123/DRILLvalue/slack", "", ""},
		"a question behind":     {"https://hooks.example/webhooks/123/DRILLvalue?wait=1", "", ""},
		"an id that is unclean": {"https://hooks.example/webhooks/1 3/DRILLvalue", "", "DRILLvalue"},
	} {
		apart := NewSecret([]byte(c.address)).Behind("/webhooks/")
		if apart.Public() != c.id || c.value != "" && !apart.Part(1).Equal(NewSecret([]byte(c.value))) || c.value == "" && !apart.IsEmpty() {
			t.Errorf("%s: id %q", name, apart.Public())
		}
	}
}

func TestAValueIsMadeUpInTheFormOfAnother(t *testing.T) {
	for name, c := range map[string]struct{ like, keep, form string }{
		"behind its beginning": {"dop_v1_" + strings.Repeat("0f9a", 16), "dop_v1_", `^dop_v1_[0-9a-f]{64}$`},
		"of every sort":        {"vcp_" + strings.Repeat("aZ0_z-A9", 7), "vcp_", `^vcp_([a-z][A-Z][0-9]_[a-z]-[A-Z][0-9]){7}$`},
		"of an address":        {"https://hooks.example/webhooks/123/" + strings.Repeat("aZ0cB7", 5), "/", `^https://hooks\.example/webhooks/123/([a-c][B-Z][0-7]){10}$`},
		"with nothing kept":    {strings.Repeat("az", 10), "", `^[a-z]{20}$`},
	} {
		like := NewSecret([]byte(c.like))
		made := MadeUpLike(rand.Reader, like, c.keep)
		fits := false
		made.Expose(func(b []byte) { fits = regexp.MustCompile(c.form).Match(b) })
		if !fits || made.Equal(like) || !like.Equal(NewSecret([]byte(c.like))) {
			t.Errorf("%s: of its form %v, the same %v", name, fits, made.Equal(like))
		}
	}
}
