package main_test

import (
	"strings"
	"testing"
)

func TestTheManualNamesEveryCommandAndObeysNoText(t *testing.T) {
	h := newHome(t)
	r := h.run("", "man")
	if r.code != 0 {
		t.Fatalf("exit %d: %s", r.code, r.err)
	}
	help := h.run("", "--help").out
	_, list, _ := strings.Cut(help, "Available Commands:\n")
	list, _, _ = strings.Cut(list, "\n\n")
	named := 0
	for line := range strings.Lines(list) {
		name := strings.Fields(line)[0]
		if name == "help" {
			continue
		}
		named++
		if !strings.Contains(r.out, ".SS firebreak "+name) {
			t.Errorf("%s is missing", name)
		}
	}
	if named < 10 {
		t.Errorf("help lists %d commands", named)
	}
	for line := range strings.Lines(r.out) {
		request, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.HasPrefix(line, "'") || strings.HasPrefix(line, ".") && !strings.Contains(" .TH .SH .SS .TP .B .PP .br ", " "+request+" ") {
			t.Errorf("troff would obey %q", line)
		}
	}
}

func TestEachShellGetsItsCompletion(t *testing.T) {
	h := newHome(t)
	for shell, holds := range map[string]string{"bash": "complete -o default", "zsh": "#compdef firebreak", "fish": "complete -c firebreak", "powershell": "Register-ArgumentCompleter"} {
		if r := h.run("", "completion", shell); r.code != 0 || !strings.Contains(r.out, holds) {
			t.Errorf("%s: exit %d: %s", shell, r.code, r.err)
		}
	}
	if r := h.run("", "completion", "tcsh"); r.code != 2 || r.out != "" {
		t.Errorf("an unknown shell: exit %d", r.code)
	}
	if r := h.run("", "__complete", "dri"); !strings.Contains(r.out, "drill") {
		t.Errorf("nothing is completed: %s", r.out)
	}
}
