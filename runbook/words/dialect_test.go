package words

import (
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// What is said of a key uses its own vendor's nouns, whichever the sentence.
func TestEachVendorIsSpokenOfInItsOwnWords(t *testing.T) {
	name := providers.FromOutside("docs-bot")
	for kind, place := range map[providers.Kind][2]string{
		"anthropic/api-key": {"workspace", "ruang kerja"}, "openai/project-key": {"project", "proyek"}, "google/api-key": {"project", "proyek"}, "else/key": {"account", "akun"},
	} {
		for i, l := range Langs {
			record := incident.Record{Kind: kind, ID: "id", Name: name, ParentName: name}
			k := incident.Key{Identity: incident.IdentifiedData{Kind: kind}}
			said := map[string]string{
				"the record":           l.Record(record),
				"who can create":       strings.Join(l.Guide("create", kind, providers.Guide{URL: "u"}, "AbC1"), "\n"),
				"who can revoke":       strings.Join(l.Guide("revoke", kind, providers.Guide{URL: "u"}, "AbC1"), "\n"),
				"a related credential": labels(l.RelatedParts(incident.RelatedRow{RelatedData: incident.RelatedData{Record: &record}})),
				"what is unknown":      labels(l.WhoParts(k, incident.WhyNoAdmin, nil, providers.Untrusted{})),
			}
			if known := kind.Provider() != "else"; known {
				said["the label"] = strings.ToLower(l.KindParent(kind))
			}
			for what, text := range said {
				if !strings.Contains(text, place[i]) {
					t.Errorf("%s of a %s: %q", what, kind, text)
				}
				for _, other := range []string{"project", "proyek", "workspace", "ruang kerja"} {
					if !slices.Contains(place[:], other) && strings.Contains(text, other) {
						t.Errorf("%s of a %s names a %s: %q", what, kind, other, text)
					}
				}
			}
		}
	}
}

func labels(parts []Labelled) string {
	var lines []string
	for _, p := range parts {
		lines = append(lines, p.Label+" "+p.Text)
	}
	return strings.Join(lines, "\n")
}

func TestAVendorsNameKeepsItsCapitalWithinASentence(t *testing.T) {
	for _, vendor := range vendors {
		if got := English.WhyWithin(incident.WhyUnsettled, vendor); !strings.HasPrefix(got, vendor) {
			t.Error(got)
		}
	}
}

func TestALimitUnderWhichAKeyIsRefusedIsNotSaidToLetItLive(t *testing.T) {
	for _, l := range Langs {
		lives := l.LimitStands(incident.Op{Intent: incident.IntentData{Limit: &incident.Limit{}}})
		refused := l.LimitStands(incident.Op{Intent: incident.IntentData{Limit: &incident.Limit{Refuses: true}}})
		if lives == refused || !strings.Contains(refused, pick(l, "refused", "ditolak")) {
			t.Errorf("%q and %q", lives, refused)
		}
	}
}

func TestAKeyThatTheApiDoesNotEndIsNotLaidToAMissingAdminKey(t *testing.T) {
	k := incident.Key{Identity: incident.IdentifiedData{Kind: "anthropic/admin-key"}}
	said := strings.Join(English.WhoCanKill(k, incident.WhyNotOffered, []LookedIn{{"ANTHROPIC_ADMIN_KEY", true}}, providers.Untrusted{}), "\n")
	if !strings.Contains(said, "Anthropic ends no key of this kind through its API.") || strings.Contains(said, "look again") || strings.Contains(said, "looked in") {
		t.Error(said)
	}
}
