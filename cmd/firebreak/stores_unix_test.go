//go:build unix

package main_test

import (
	"os"
	"strings"
	"testing"
)

// TestTheValuesOfAReplacementAreAskedUnseen types them at a terminal, one by one and pasted together.
func TestTheValuesOfAReplacementAreAskedUnseen(t *testing.T) {
	t.Parallel()
	for name, type2 := range map[string]func(s *seat){
		"one by one": func(s *seat) {
			s.say("old value", oldValue)
			s.say("new value", newValue)
		},
		"pasted together": func(s *seat) { s.say("old value", oldValue+"\n"+newValue) },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			file := h.write("a/.envrc", "export A="+oldValue+"\n")
			s := h.sit(t, nil, "stores", "replace", "--store", "shell:"+file)
			type2(s)
			if code := s.code(); code != 0 {
				t.Errorf("exit %d: %s", code, s.text())
			}
			if text, err := os.ReadFile(file); err != nil || !strings.Contains(string(text), newValue) {
				t.Errorf("not written: %v", err)
			}
			if strings.Contains(s.text(), "DRILL") {
				t.Error("a value was shown")
			}
			id := strings.Fields(strings.Split(h.run("", "incidents").out, "\n")[1])[0]
			s = h.sit(t, nil, "stores", "rollback", id)
			type2(s)
			if code := s.code(); code != 0 {
				t.Errorf("roll back: exit %d: %s", code, s.text())
			}
			if text, err := os.ReadFile(file); err != nil || string(text) != "export A="+oldValue+"\n" {
				t.Errorf("not put back: %v", err)
			}
		})
	}
}
