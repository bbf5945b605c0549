package words

import (
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"

	"github.com/rivo/uniseg"
)

func TestEachTroubleOfAStoreHasItsOwnSentenceAndAdvice(t *testing.T) {
	for _, l := range Langs {
		said := map[string]string{}
		for _, code := range []string{"not_there", "unreadable", "not_here", "tracked", "read_only", "hard_link"} {
			got := l.Trouble(incident.StepRotate, incident.FailData{Reason: incident.WhyStore, Detail: "dotenv:.env " + code}, "OpenAI")
			if other := said[got[0]]; other != "" || got[2] == "" {
				t.Errorf("%s says the same as %s: %q", code, other, got)
			}
			said[got[0]] = code
		}
		held := l.Trouble(incident.StepRotate, incident.FailData{Reason: incident.WhyNotHeld, Detail: "dotenv:.env"}, "OpenAI")
		if said[held[0]] != "" || !strings.HasPrefix(held[0], "dotenv:.env: ") {
			t.Errorf("not held: %q", held)
		}
	}
}

func TestALongPathKeepsItsEnd(t *testing.T) {
	long := "dotenv:/srv/" + strings.Repeat("deep/", 30) + "docs-bot/.env.production"
	for _, text := range []string{
		English.Place(incident.Place{Store: long}), English.DropAStore(long),
		English.Trouble(incident.StepRotate, incident.FailData{Reason: incident.WhyStore, Detail: long + " tracked"}, "")[0],
	} {
		if !strings.Contains(text, "docs-bot/.env.production") || !strings.Contains(text, "dotenv:...") {
			t.Errorf("%q", text)
		}
	}
	hit := incident.HitData{Path: providers.FromOutside("deep/" + strings.Repeat("er/", 40) + "settings.py"), Repo: providers.FromOutside("/srv/code/docs-bot"), Line: 3}
	if text := English.Hit(hit); !strings.Contains(text, "er/settings.py, line 3") || !strings.Contains(text, "repository /srv/code/docs-bot") {
		t.Errorf("%q", text)
	}
	for _, width := range []int{0, 3, 20, 60} {
		if got := keepEnd(long, width); uniseg.StringWidth(got) > max(width, 10) {
			t.Errorf("%d cells at %d: %q", uniseg.StringWidth(got), width, got)
		}
	}
	if got := keepEnd("dotenv:.env", 48); got != "dotenv:.env" {
		t.Error(got)
	}
}
