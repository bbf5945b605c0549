package words

import (
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// limited is a live key on which a limit of ours stands.
func limited(l incident.Limit) incident.State {
	op := incident.Op{ID: "op1", At: at(time.Minute), DoneAt: at(time.Minute), Intent: incident.IntentData{Act: incident.ActContain, Limit: &l},
		Outcome: &incident.OutcomeData{Result: incident.Applied}}
	k := incident.Key{Cred: "k1", Latest: &incident.Verdict{Life: providers.Alive, At: at(0)}, LastAlive: at(0), Ops: []incident.Op{op}}
	return incident.State{Keys: map[string]incident.Key{"k1": k}, Order: []string{"k1"}}
}

func TestAStatusSaysWhichLimitStandsSinceWhenWhatItStopsAndWhatAProbeShowed(t *testing.T) {
	project := incident.Limit{ID: "project-spend-limit", WholeOf: "project", Target: providers.FromOutside("docs-bot")}
	key := incident.Limit{ID: "key-inactive", WholeOf: "key", Target: providers.FromOutside("@here"), Refuses: true}
	for name, tc := range map[string]struct {
		limit incident.Limit
		heard providers.Life // a minute after it was set
		want  string
	}{
		"of a project":                  {project, "", "our limit: spend limit of the project: docs-bot, since 2026-11-23T03:13:07Z; stops the whole project; a probe cannot show it"},
		"of the key, and nobody asked":  {key, "", "our limit: the key made inactive: (at)here, since 2026-11-23T03:13:07Z; stops this key only; the key was not asked about since"},
		"of the key, and it is refused": {key, providers.Dead, "stops this key only; the key is refused, asked 2026-11-23T03:14:07Z"},
		"of the key, and it is not":     {key, providers.Alive, "stops this key only; the key is still accepted, asked 2026-11-23T03:14:07Z"},
	} {
		t.Run(name, func(t *testing.T) {
			s := limited(tc.limit)
			if tc.heard != "" {
				k := s.Keys["k1"]
				k.Latest = &incident.Verdict{Life: tc.heard, At: at(2 * time.Minute)}
				s.Keys["k1"] = k
			}
			if got := English.Status(s, at(time.Hour), false)[1]; !strings.HasSuffix(got, tc.want) {
				t.Errorf("%q does not end in %q", got, tc.want)
			}
		})
	}
}

func TestContainingFirstNamesTheScopeOfTheLimitsThatTheVendorHas(t *testing.T) {
	name := providers.FromOutside("docs-bot")
	for kind, want := range map[providers.Kind]string{
		"openai/project-key": "can be undone; stops the whole project docs-bot, ours too",
		"anthropic/api-key":  "can be undone; stops this key and all of ours that uses it",
	} {
		if got := English.Consequence(incident.ContainFirst, Figures{Kind: kind, Consumer: name}); got != want {
			t.Errorf("%s: %q", kind, got)
		}
	}
	if got := English.Consequence(incident.ContainFirst, Figures{Kind: "openai/project-key"}); got != "can be undone; stops the whole project, ours too" {
		t.Errorf("without a name: %q", got)
	}
}
