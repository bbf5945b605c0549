package main_test

import (
	"strings"
	"testing"
)

func TestOfAMaskedKeyIsSaidWhetherItsRecordCanBeFoundByItsEnding(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	hidden := strings.Repeat("*", 24)
	inputs := []string{"sk-svcacct-" + hidden + "eBLj", "sk-svcacct-" + hidden, "ghp_" + hidden + strings.Repeat("*", 8) + "1234"}
	var lines []string
	for _, in := range inputs {
		lines = append(lines, `{"id":1,"input":"`+in+`"}`)
	}
	list := readings(t, h.run(strings.Join(lines, "\n"), "identify", "--jsonl").out)
	if len(list) != len(inputs) {
		t.Fatalf("%d readings", len(list))
	}
	for i, can := range []string{"admin", "none", "none"} {
		if got := list[i]; got.Verdict != "masked" || got.Can != can || strings.Contains(got.Why, "by the ending") != (can == "admin") {
			t.Errorf("%d: %s, %s: %s", i, got.Verdict, got.Can, got.Why)
		}
	}
	if out := h.run(inputs[0], "identify", "--lang", "id").out; !strings.Contains(out, "respond mencari dari akhirannya") {
		t.Errorf("in lines: %s", out)
	}
}
