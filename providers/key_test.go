package providers_test

import (
	"strings"
	"testing"

	"firebreak/providers"
)

func TestOnlyHarmlessIdentifiersAreClean(t *testing.T) {
	clean := []string{
		"key_abc123", "proj-1", "user@example.com", "arn:aws:iam::123456789012:user/ci", "a.b.c", "x", "AbC+/9==", "-", "_", strings.Repeat("a", 200),
	}
	for _, id := range clean {
		if providers.CleanID(id) != id {
			t.Errorf("%q is refused", id)
		}
	}
	unclean := []string{
		"", ".", "..", "../x", "a/../b", "a..b", "a b", "a\tb", "a\nb", "a\x00", "a\x1b[2J", "a\x7f", "a?b", "a#b", "a%2fb", "a\\b", "a;b", "a&b", "a'b", `a"b`,
		"a<b", "a`b", "a|b", "a{b}", "a$b", "a,b", "a*b", "ключ", "caf\u00e9", "a\u202eb", "a\u200b", "\xff", strings.Repeat("a", 201),
	}
	for _, id := range unclean {
		if got := providers.CleanID(id); got != "" {
			t.Errorf("%q passes as %q", id, got)
		}
	}
}

func FuzzCleanID(f *testing.F) {
	f.Add("key_abc")
	f.Add("a..b")
	f.Fuzz(func(t *testing.T, id string) {
		switch got := providers.CleanID(id); got {
		case "":
		case id:
			if u := providers.FromOutside(id); u.Line(200) != id || u.Spelled(200) != id {
				t.Errorf("clean %q does not show as itself", id)
			}
		default:
			t.Errorf("%q was changed to %q", id, got)
		}
	})
}

func TestAKindNamesItsProvider(t *testing.T) {
	for kind, want := range map[providers.Kind]string{"openai/project-key": "openai", "openai": "openai", "": "", "a/b/c": "a"} {
		if got := kind.Provider(); got != want {
			t.Errorf("%q: %q", kind, got)
		}
	}
}
