package simulator

import (
	"bytes"
	"testing"
	"time"

	"firebreak/providers"
)

func TestFillPutsValuesInAndInventsTheUnknown(t *testing.T) {
	value := providers.NewSecret([]byte("one-DRILL-value"))
	keys := map[Ref]providers.Secret{"a": value}
	got := Fill([]byte("x=«key:a»\ny=«key:b»\nz=«key:b»\n«key:open"), keys)
	if !bytes.HasPrefix(got, []byte("x=one-DRILL-value\ny=sk-proj-")) || !bytes.HasSuffix(got, []byte("\nopen")) {
		t.Errorf("filled: %d bytes", len(got))
	}
	lines := bytes.Split(got, []byte("\n"))
	if len(lines) != 4 || !bytes.Equal(lines[1][2:], lines[2][2:]) {
		t.Error("the same unknown reference got two values")
	}
	if !bytes.Equal(got, Fill([]byte("x=«key:a»\ny=«key:b»\nz=«key:b»\n«key:open"), keys)) {
		t.Error("two fills differ")
	}
}

func TestFillPutsOnePartOfAKeyIn(t *testing.T) {
	pair := providers.Compound(providers.NewSecret([]byte("the-id")), providers.NewSecret([]byte("the-secret")))
	got := Fill([]byte("id=«key:a#1» secret=«key:a#2»"), map[Ref]providers.Secret{"a": pair})
	if string(got) != "id=the-id secret=the-secret" {
		t.Errorf("filled %q", got)
	}
}

func TestTheWorldFillsItsOwnKeysAndCountsWhatTheAttackerWouldSpend(t *testing.T) {
	clock := &handClock{t: time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)}
	w, err := New(Config{Seed: 7, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	leaked, _ := w.Secret("leaked")
	var want []byte
	leaked.Expose(func(b []byte) { want = append([]byte("k="), b...) })
	if got := w.Fill([]byte("k=«key:leaked»")); !bytes.Equal(got, want) {
		t.Error("another value than the world's")
	}
	alone := w.Truth().Alone
	if len(alone) != 61 || alone[0] != 0 || alone[10] < 15 || alone[60] < alone[30]+300 {
		t.Fatalf("alone: %v", alone)
	}
	clock.pass(10 * time.Minute)
	if burn := w.Truth().Burn.SincePage; burn != alone[10] {
		t.Errorf("burn %v after ten minutes, foretold %v", burn, alone[10])
	}
}
