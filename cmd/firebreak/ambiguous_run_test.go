package main_test

import (
	"strings"
	"testing"
)

func TestAnAmbiguousValueIsSentToNoVendor(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	value := "sk-" + lettersOf(31, hexDigits, 32)
	for name, args := range map[string][]string{
		"identified": {"identify", "--json"},
		"worked":     {"respond", "--headless", "--approve", "all,probe-ambiguous", short, "-"},
	} {
		r := h.run(value+"\n", args...)
		if name == "identified" && (r.code != 0 || !strings.Contains(r.out, `"verdict":"ambiguous"`) || !strings.Contains(r.out, `"deepseek/api-key"`) || strings.Contains(r.out, value)) ||
			name == "worked" && (r.code != 2 || !strings.Contains(r.err, "Several vendors use this form")) {
			t.Errorf("%s: exit %d\n%s%s", name, r.code, r.out, r.err)
		}
	}
	if n, m := len(s.requests()), h.incidents(); n+m != 0 {
		t.Errorf("%d requests, %d incidents", n, m)
	}
}
