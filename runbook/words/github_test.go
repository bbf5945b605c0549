package words

import (
	"strings"
	"testing"

	"firebreak/providers"
)

func TestANarrowerTokenIsWhatReplacesAClassicOne(t *testing.T) {
	for l, want := range map[Lang]string{English: "fine-grained", Indonesian: "terperinci"} {
		for kind, narrow := range map[providers.Kind]bool{"github/pat-classic": true, "github/fine-grained-pat": true, "github/oauth-token": false, "openai/project-key": false} {
			said := strings.Join(l.Guide("create", kind, providers.Guide{URL: "https://vendor.example/new"}, "4fQ2"), "\n")
			if strings.Contains(said, want) != narrow {
				t.Errorf("%s, %s:\n%s", l, kind, said)
			}
		}
	}
}

func TestNoReadIsAnnouncedOfAKindThatNoCallAsksAbout(t *testing.T) {
	for l, want := range map[Lang]string{English: "Asks nothing", Indonesian: "Tidak bertanya"} {
		if said := strings.Join(l.ReadsAhead("github/refresh-token"), "\n"); !strings.Contains(said, want) || strings.Contains(said, "2") {
			t.Errorf("%s: %s", l, said)
		}
		if said := strings.Join(l.ReadsAhead("github/pat-classic"), "\n"); strings.Contains(said, want) {
			t.Errorf("%s: %s", l, said)
		}
	}
}

func TestWhatNeedsNoAdminKeySaysWhatOneWouldBeFor(t *testing.T) {
	for l, want := range map[Lang]string{English: "without an admin key", Indonesian: "tanpa kunci admin"} {
		if said := strings.Join(l.NoAdminNeeded("github", "GH_TOKEN"), " "); !strings.Contains(said, want) || !strings.Contains(said, "GH_TOKEN") || !strings.Contains(said, "auth set github") {
			t.Errorf("%s: %s", l, said)
		}
	}
}
