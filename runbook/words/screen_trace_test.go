package words

import (
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

func TestWhatWasFoundInOneOfSeveralFoldersNamesIt(t *testing.T) {
	at := time.Date(2026, 11, 12, 9, 40, 0, 0, time.UTC)
	in := func(folder string) incident.HitData {
		return incident.HitData{Kind: "git", Where: providers.FromOutside(folder), Path: providers.FromOutside("scripts/eval.py"), Line: 14, CommitDate: at, PushedAt: at}
	}
	k := incident.Key{Hits: []incident.HitData{in("/src/docs-bot"), in("/src/fork/")}, Traced: &incident.TracedData{Places: []string{"/src/docs-bot", "/src/fork/"}}}
	said := ""
	for _, p := range English.TraceParts(k, at) {
		said += p.Text + "\n"
	}
	for _, want := range []string{"docs-bot: scripts/eval.py, line 14", "\nfork: scripts/eval.py, line 14"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in %q", want, said)
		}
	}
	k.Traced.Places = k.Traced.Places[:1]
	if said := English.TraceParts(k, at)[1].Text; strings.Contains(said, "docs-bot:") {
		t.Errorf("one folder is named: %q", said)
	}
}
