package tui

import (
	"strings"
	"testing"
)

func TestWhatIsLeftOnTheNormalScreenFitsTheTerminalAndKeepsPathsWhole(t *testing.T) {
	path := "postmortems/INC-20261123-openai-docs-bot-of-the-platform-team.md"
	lines := []string{"INC-k7qd: key …4fQ2 dead, proven 03:14:59Z, 181 s after the first keystroke", "", "report: " + path}
	got := strings.Split(strings.TrimSuffix(parting(lines, 40), "\n"), "\n")
	want := []string{"INC-k7qd: key …4fQ2 dead, proven", "03:14:59Z, 181 s after the first", "keystroke", "", "report:", path}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q", got, want)
	}
	if all := parting(lines, 0); all != strings.Join(lines, "\n")+"\n" {
		t.Errorf("of an unknown width: %q", all)
	}
}
