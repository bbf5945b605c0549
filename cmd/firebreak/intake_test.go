package main

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"firebreak/runbook/words"
)

func TestASignalEndsTheWaitForAKeyThatNeverComes(t *testing.T) {
	in, never, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer never.Close()
	ctx, signal := context.WithCancel(t.Context())
	signal()
	a := &app{in: in, stop: ctx.Done()}
	if text, err := a.readStdin(words.English); text != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("read %q, %v", text, err)
	}
}

func TestWhatMayBeAKeyIsToldFromWhatMayBeShown(t *testing.T) {
	whole := "sk-" + "proj-" + strings.Repeat("aZ3kQ9xW1mRt7LpVDRILL", 4)[:74] + "T3Blb" + "kFJ" + strings.Repeat("bY4jP8wV2nSu6KqUDRILL", 4)[:74]
	bait := "sk-" + "proj-" + strings.Repeat("DRILLDRILL", 8)[:74] + "T3Blb" + "kFJ" + strings.Repeat("DRILLDRILL", 8)[:74]
	for text, c := range map[string]struct{ hide, opens bool }{
		whole:                                 {true, true},
		"it was " + whole[:25]:                {true, false},
		"see YOUR_KEY, then " + whole[:25]:    {true, false},
		bait:                                  {true, true},
		"it was sk-" + "proj-…4fQ2":           {false, true},
		"it was sk-" + "proj-****…Q2":         {false, false},
		"/srv/git/docs-bot, since 2026-11-12": {false, false},
		"":                                    {false, false},
	} {
		found, shape := eye{}.find([]byte(text))
		if hide := len(found) > 0 || shape.MayBeKey; hide != c.hide {
			t.Errorf("%.12q of %d: hidden %v", text, len(text), hide)
		}
		if began, _ := (eye{}).takeIn([]byte(text)); len(began) > 0 != c.opens {
			t.Errorf("%q of %d: opens an incident %v", text[:min(len(text), 12)], len(text), !c.opens)
		}
	}
}
