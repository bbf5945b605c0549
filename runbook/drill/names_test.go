package drill

import (
	"strings"
	"testing"

	"firebreak/runbook"
	"firebreak/runbook/words"
)

func TestHowFarTheStartIsOffReadsAsADuration(t *testing.T) {
	t.Parallel()
	for off, want := range map[float64]string{13580.83: "start off by 9 days", 0: "start off by 0 s", 2.5: "start off by 3 min", 300: "start off by 5 h"} {
		if got := exposed(map[string]any{"channel": true, "start_off_min": off}, words.English); !strings.HasSuffix(got, want) {
			t.Errorf("%v minutes read %q, want %q", off, got, want)
		}
	}
}

func TestRelatedCredentialsAreNamedAndNotOnlyCounted(t *testing.T) {
	t.Parallel()
	p := newPlayer(t, 7).open(0)
	p.play(p.script(runbook.ApproveRevoke, runbook.ApproveRotate))
	story := strings.Join(p.told(words.English), " ")
	story = strings.Join(strings.Fields(story), " ")
	k, _ := p.engine.State().First()
	for _, r := range k.Related {
		if name := relatedName(r.ID, r.Record); !strings.Contains(story, name) {
			t.Errorf("%s is not named", name)
		}
	}
	if !strings.Contains(story, "; replaced or ended: ") {
		t.Error("the score does not name what was found")
	}
	nobody := judge{Facts: p.facts()}
	if got, want := inputs("R", nobody.related().Inputs, words.English), "0 of 2, others without a reason: 0; still at risk: docs-bot CI, docs search (vector store)"; got != want {
		t.Errorf("where nobody decided: %q, want %q", got, want)
	}
}
