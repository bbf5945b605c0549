package main_test

import (
	"strings"
	"testing"

	"firebreak/runbook"
	"firebreak/runbook/words"
)

func TestWhoMistypesAnApprovalIsToldEveryOneThereIs(t *testing.T) {
	said := strings.Join(words.English.ApprovalUnknown("everything"), " ")
	for _, name := range runbook.Approvals {
		if !strings.Contains(said, name) {
			t.Errorf("%q does not name %s", said, name)
		}
	}
}

func TestAMiscountIsOneLineWithTheUsage(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	for line, want := range map[string]string{
		"status":               "usage: firebreak status ID",
		"log":                  "usage: firebreak log ID",
		"verify a b":           "usage: firebreak verify ID",
		"report":               "usage: firebreak report ID",
		"close":                "usage: firebreak close ID [-]",
		"resume a b c":         "usage: firebreak resume [ID] [-]",
		"respond one two":      "usage: firebreak respond [-]",
		"incidents rm":         "usage: firebreak incidents rm ID",
		"incidents everything": "firebreak incidents --help",
		"extinguish":           "firebreak --help",
		"drill S01":            "usage: firebreak drill",
	} {
		r := h.run("", strings.Fields(line)...)
		if r.code != 2 || strings.Count(r.err, "\n") != 1 || !strings.Contains(r.err, want) || r.out != "" {
			t.Errorf("%s: exit %d, stdout %q, stderr %q, want %q", line, r.code, r.out, r.err, want)
		}
	}
}

func TestNoArgumentThatCouldBeAKeyIsRepeated(t *testing.T) {
	t.Parallel()
	h := newHome(t)
	s := h.simulate()
	parts := []string{"sk-" + "abc123", "sk-" + "proj-abcdef", "ghp" + "_DRILLabc"}
	for turn, key := range append(parts, s.key()) {
		for i, args := range [][]string{
			{key}, {"status", key}, {"close", key}, {"respond", key}, {"resume", key}, {"incidents", key}, {"incidents", "rm", key}, {"report", key},
			{"drill", "--scenario", key}, {"drill", "--seed", key}, {"drill", "--seed=" + key}, {"simulate", "--leak", key}, {"simulate", "--seed", key},
			{"simulate", "--seed=" + key}, {"respond", "--" + key}, {"respond", "-" + key}, {"respond", "--approve", key, "--headless", "-"},
			{"respond", "--strategy", key}, {"respond", "--store", key}, {"respond", "--proof-window", key}, {"respond", "--retire-after", key}, {"respond", "--new-scopes", key}, {"respond", "--new-expires", key},
			{"respond", "--lang", key}, {"respond", "--plain=" + key}, {"status", "INC-nope", "--lang", key}, {"verify", key, key},
			{"auth", key}, {"auth", "set", key}, {"auth", "test", key}, {"auth", "remove", key}, {"auth", "list", key}, {"auth", "set", key, "openai"},
			{"stores", key}, {"stores", "find", key}, {"stores", "replace", key}, {"stores", "find", "--store", key}, {"stores", "rollback", key},
			{"doctor", key}, {"providers", key}, {"completion", key}, {"man", key}, {"drill", key}, {"simulate", key}, {"log", key}, {"verify", key},
			{"respond", "--search", key, "--headless", "-"},
		} {
			if turn < len(parts) && i%len(parts) != turn {
				continue // the parts of a key take turns
			}
			r := h.run("", args...)
			if r.code != 2 || strings.Contains(r.err+r.out, key) || r.err == "" {
				t.Errorf("%s … %d arguments: exit %d, %s", args[0], len(args), r.code, strings.ReplaceAll(r.err+r.out, key, "KEY"))
			}
		}
	}
}
