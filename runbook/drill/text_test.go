package drill

import (
	"bytes"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"

	"github.com/rivo/uniseg"
)

// told folds a finished drill into the lines that a person reads.
func (p *player) told(l words.Lang) []string {
	var out bytes.Buffer
	teller := NewTeller(l, &out, p.stage)
	for _, e := range p.engine.Events() {
		teller.Hear(e)
	}
	teller.Flush()
	facts := p.facts()
	lines := append(p.stage.Card(l), strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")...)
	lines = append(lines, Debrief(facts, Score(facts), providers.Untrusted{}, l)...)
	return append(append(lines, Questions(l)...), GoOn(l, "INC-20261103-abcd"))
}

func TestEveryLineFits72ColumnsInBothLanguages(t *testing.T) {
	t.Parallel()
	for name, approve := range map[string][]string{"played well": {runbook.ApproveRevoke, runbook.ApproveRotate}, "nothing approved": nil} {
		p := newPlayer(t, 3).open(0)
		p.play(p.script(approve...))
		for _, l := range words.Langs {
			for _, line := range p.told(l) {
				if uniseg.StringWidth(line) > words.Width && !strings.Contains(line, p.base) && !strings.Contains(line, "postmortems") {
					t.Errorf("%s, %s: %d columns: %q", name, l, uniseg.StringWidth(line), line)
				}
				if strings.Contains(line, "%!") {
					t.Errorf("%s, %s: a sentence lacks a value: %q", name, l, line)
				}
			}
		}
	}
}

func TestTheStoryTellsWhatMattersOnce(t *testing.T) {
	t.Parallel()
	p := newPlayer(t, 7).open(0)
	p.play(p.script(runbook.ApproveRevoke, runbook.ApproveRotate))
	text := strings.Join(p.told(words.English), "\n")
	for _, want := range []string{"you are on call", "ends in " + p.stage.Last4(), "revoke the key: done", "refused for the first time",
		"dead, proven", "docs-bot/.env: done", "batch-eval/.env: done", "related credentials: 2 rotated", "2 not ours", "report written",
		"refused 7 times", "would not have been spent", "95 of 95, band S", "seed 7"} {
		if n := strings.Count(strings.ReplaceAll(text, "\n           ", " "), want); n != 1 && want != "seed 7" {
			t.Errorf("%q is told %d times", want, n)
		}
	}
	if n := strings.Count(text, "\n"); n > 130 {
		t.Errorf("%d lines: a dump, no story", n)
	}
}

func TestAllTextsHaveBothLanguages(t *testing.T) {
	t.Parallel()
	for what, name := range penaltyNames {
		if name[0] == "" || name[1] == "" || name[0] == name[1] {
			t.Errorf("penalty %s: %q", what, name)
		}
	}
	var all []text
	for _, m := range moves {
		all = append(all, m)
	}
	for _, one := range all {
		if one[0] == "" || one[1] == "" || one[0] == one[1] {
			t.Errorf("%q", one)
		}
	}
}

func TestTheDebriefSaysWhatWasMissedAndTheGate(t *testing.T) {
	t.Parallel()
	p := newPlayer(t, 7).open(0)
	p.play(p.script())
	text := strings.Join(p.told(words.English), "\n")
	for _, want := range []string{"The key still works", "An attacker's key still works: at most 49 of 100", "kill the key first"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not said:\n%s", want, text)
		}
	}
	facts := p.facts()
	own := strings.Join(Debrief(facts, Score(facts), providers.FromOutside("ring\x1b[2J the owner"), words.English), "\n")
	if !strings.Contains(own, "ring") || strings.Contains(own, "\x1b") {
		t.Error("the player's own words are not shown, or not harmless")
	}
	if k, _ := p.engine.State().First(); k.Outcome() != incident.NotTried {
		t.Errorf("outcome %q", k.Outcome())
	}
}
