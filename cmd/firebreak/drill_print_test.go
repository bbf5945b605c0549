package main

import (
	"bytes"
	"strings"
	"testing"

	"firebreak/runbook/drill"
	"firebreak/runbook/words"
	"firebreak/tui/plain"
)

func TestWhatADrillPrintsIsBrokenToTheTerminalThatItIsPlayedOn(t *testing.T) {
	const width = 40
	line := strings.Join(drill.Questions(words.English)[:], " ")
	var talked, piped bytes.Buffer
	(&exercise{talk: plain.New(plain.Config{Out: &talked, Lang: words.English, Width: func() int { return width }})}).print(line)
	for part := range strings.Lines(talked.String()) {
		if len(part) > width {
			t.Errorf("%d wide: %q", len(part), part)
		}
	}
	if got := strings.Join(strings.Fields(talked.String()), " "); got != strings.Join(strings.Fields(line), " ") {
		t.Errorf("said %q", got)
	}
	(&exercise{app: &app{out: &piped}}).print(line)
	if piped.String() != line+"\n" {
		t.Errorf("a pipe got %q", piped.String())
	}
}
