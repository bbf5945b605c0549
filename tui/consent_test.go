package tui

import "testing"

func TestAnEnterOnAConsentSaysThatNothingWasSent(t *testing.T) {
	_, g := containing(t)
	g.press("enter", "enter")
	g.shows("nothing was sent: that takes y")
	if g.engine.mutations() != 0 {
		t.Error("something was sent")
	}
}
