package drill

import (
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/words"
)

func TestTheDebriefAsAFileSaysThatItWasADrillAndObeysNothing(t *testing.T) {
	t.Parallel()
	p := newPlayer(t, 7).open(0)
	p.play(p.script(runbook.ApproveRevoke))
	facts := p.facts()
	answers := []providers.Untrusted{{}, providers.FromOutside("the log\x1b[2J"), providers.FromOutside("ring <b>ana</b> | [x](http://evil.test) `rm`")}
	for _, l := range words.Langs {
		d := Account(facts, Score(facts), answers, l)
		if len(d.Said) != 2 || d.Next != answers[2].Line(answerRoom) || len(d.Moves) == 0 || len(d.Parts) != len(letters) {
			t.Fatalf("%s: %+v", l, d)
		}
		text := Markdown(d, l)
		for _, want := range []string{l.OnlyADrill(), "## " + l.DebriefEarlier(), "seed 7", `\<b\>ana`} {
			if n := strings.Count(text, want); n == 0 {
				t.Errorf("%s: %q is missing:\n%s", l, want, text)
			}
		}
		for _, bad := range []string{"\x1b", "<b>", "](http", "`rm`", "%!", p.base} {
			if strings.Contains(text, bad) {
				t.Errorf("%s: %q stands in the file", l, bad)
			}
		}
		for i, line := range strings.Split(text, "\n") {
			if n := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|"); n != 0 && n != 4 {
				t.Errorf("%s: line %d has %d columns: %s", l, i+1, n-1, line)
			}
		}
	}
}

func TestTheCardSaysTheSameAsLinesAndInParts(t *testing.T) {
	t.Parallel()
	p := newPlayer(t, 3).open(0)
	for _, l := range words.Langs {
		title, said := p.stage.CardParts(l)
		lines := strings.Join(p.stage.Card(l), " ")
		bare := func(s string) string { return strings.Join(strings.Fields(s), " ") }
		if !strings.HasPrefix(lines, title) {
			t.Errorf("%s: the title is %q", l, title)
		}
		for _, one := range said {
			if one.Label == "" || !strings.Contains(bare(lines), bare(one.Label+" "+one.Text)) {
				t.Errorf("%s: the lines lack %+v", l, one)
			}
		}
	}
}
