//go:build unix

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestTheReadmesRecipeAgainstTheSimulatorWorksAsItIsPrinted gives the README's own lines to a
// shell, as a reader would.
func TestTheReadmesRecipeAgainstTheSimulatorWorksAsItIsPrinted(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "### Against the simulator\n")
	if !found {
		t.Fatal("the README lost its recipe")
	}
	var script []string
	for _, line := range strings.Split(section, "\n") {
		if command, ok := strings.CutPrefix(line, "    "); ok {
			script = append(script, command)
		} else if len(script) > 0 {
			break
		}
	}
	h := newHome(t)
	bin := filepath.Join(h.dir, "bin")
	if err := os.Mkdir(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(binary(t), filepath.Join(bin, "firebreak")); err != nil {
		t.Fatal(err)
	}
	h.vars["PATH"] = bin + string(filepath.ListSeparator) + h.vars["PATH"]
	cmd := exec.Command("sh", "-c", strings.Join(script, "\n"))
	cmd.Dir, cmd.Env, cmd.Stderr = h.dir, h.environ(), os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // what it leaves behind ends with the test
	out, err := cmd.Output()
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if sum := (ran{out: string(out), code: 3}).summary(t); sum.Outcome != "proven-dead" {
		t.Errorf("outcome %s", sum.Outcome)
	}
}

func TestTheReadmeShowsEveryPictureThereIs(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	pictures, err := filepath.Glob("../../.github/pictures/*.svg")
	if err != nil || len(pictures) == 0 {
		t.Fatalf("%d pictures, %v", len(pictures), err)
	}
	for _, p := range pictures {
		if !strings.Contains(string(text), "](.github/pictures/"+filepath.Base(p)+")") {
			t.Errorf("%s is not shown", filepath.Base(p))
		}
	}
	for _, rest := range strings.Split(string(text), "](.github/pictures/")[1:] {
		name, _, _ := strings.Cut(rest, ")")
		if _, err := os.Stat("../../.github/pictures/" + name); err != nil {
			t.Errorf("a picture that is not there: %v", err)
		}
	}
}
