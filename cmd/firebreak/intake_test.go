package main

import (
	"context"
	"errors"
	"os"
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
