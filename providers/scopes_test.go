package providers_test

import (
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
)

func TestWhatNoScopeLooksLikeIsRefusedWithoutRepeatingIt(t *testing.T) {
	if err := providers.CheckScopes([]string{"api.model.read", "repo:status", "https/x", "admin_api"}); err != nil {
		t.Error(err)
	}
	for _, bad := range [][]string{{""}, {"a b"}, {"a,b"}, {"a..b"}, {"ünicode"}, {"a\x1b[31m"}, {strings.Repeat("long", 30)}, {"a", "a"}, slices.Repeat([]string{"a"}, 65)} {
		err := providers.CheckScopes(bad)
		if err == nil || len(err.Error()) > 60 || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
