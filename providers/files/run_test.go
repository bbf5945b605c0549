//go:build !windows

package files

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"firebreak/providers"
)

func shell(script string) Command {
	return Command{Name: "sh", Args: []string{"-c", script}, Effect: providers.Read}
}

func TestAChildGetsOnlyWhatItIsGiven(t *testing.T) {
	t.Setenv("FIREBREAK_CANARY", "DRILL-in-our-environment")
	c := Command{Name: "env", Effect: providers.Read}
	for _, env := range [][]string{nil, {}, {"LC_ALL=C", "X=1"}} {
		c.Env = env
		out, err := New(Config{}).Run(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := strings.Fields(string(out.Stdout)), env; strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("the child's environment is %q, want %q", got, want)
		}
	}
	c = shell("cat; pwd; ls -l /proc/self/fd 2>/dev/null | grep -c CANARY")
	c.Dir, c.Stdin = t.TempDir(), strings.NewReader("from stdin\n")
	held, err := os.Create(filepath.Join(t.TempDir(), "CANARY"))
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	out, _ := New(Config{}).Run(t.Context(), c)
	if lines := strings.Split(string(out.Stdout), "\n"); lines[0] != "from stdin" || filepath.Base(lines[1]) != filepath.Base(c.Dir) || lines[2] != "0" {
		t.Errorf("the child said %q", lines)
	}
}

func TestRunTellsHowAChildEnded(t *testing.T) {
	d := New(Config{})
	_, err := d.Run(t.Context(), shell("echo 'no such \033[2Jref' >&2; exit 7"))
	var left *ExitError
	if !errors.As(err, &left) || left.Code != 7 || !strings.HasPrefix(left.Stderr.Line(40), "no such") {
		t.Errorf("got %v", err)
	}
	if strings.ContainsRune(err.Error(), 0x1b) {
		t.Errorf("the error repeats the child's words: %q", err)
	}
	if _, err := d.Run(t.Context(), Command{Name: "no-such-program-here", Effect: providers.Read}); err == nil || errors.As(err, &left) {
		t.Errorf("a missing program: %v", err)
	}
	c := shell("head -c 2000000 /dev/zero; exec sleep 600")
	c.MaxOutput = 1000
	began := time.Now()
	if _, err := d.Run(t.Context(), c); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too much output: %v, want ErrTooLarge", err)
	}
	if time.Since(began) > 30*time.Second {
		t.Error("a talkative child was not ended")
	}
	if out, err := d.Run(t.Context(), shell("head -c 100000 /dev/zero | tr '\\0' x >&2")); err != nil || out.Stderr.Line(20000) == "" {
		t.Errorf("much on stderr: %v", err)
	}
}

// F062: children end with us, and their children too.
func TestF062CancellingKillsTheWholeGroup(t *testing.T) {
	dir := t.TempDir()
	pids := filepath.Join(dir, "pids")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c := shell("sleep 600 & echo $! $$ >" + pids + ".new; mv " + pids + ".new " + pids + "; wait")
	go func() {
		defer cancel()
		for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); pause() {
			if _, err := os.Stat(pids); err == nil {
				return
			}
		}
	}()
	if _, err := New(Config{}).Run(ctx, c); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want canceled", err)
	}
	for pid := range strings.FieldsSeq(content(t, pids)) {
		waitGone(t, pid)
	}
}

// waitGone waits until a process is no more, or is only a zombie that its new parent has not
// collected yet.
func waitGone(t *testing.T, pid string) {
	t.Helper()
	var n int
	for _, c := range pid {
		n = n*10 + int(c-'0')
	}
	deadline := time.Now().Add(20 * time.Second)
	for syscall.Kill(n, 0) == nil {
		if stat, err := os.ReadFile("/proc/" + pid + "/stat"); err == nil && strings.Contains(string(stat), ") Z ") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("process %s is still running", pid)
		}
		pause()
	}
}

func pause() { syscall.Select(0, nil, nil, nil, &syscall.Timeval{Usec: 1000}) }

func TestAGrandchildThatHoldsThePipeDoesNotHoldUs(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pid")
	_, err := New(Config{}).Run(t.Context(), shell("sleep 600 & echo $! >"+file))
	if err == nil {
		t.Error("want an error: the output may be incomplete")
	}
	waitGone(t, strings.TrimSpace(content(t, file)))
}

func TestAMutatingChildIsAnnounced(t *testing.T) {
	dir, ledger := t.TempDir(), &book{}
	if _, err := New(Config{}).Run(ledger.context(), Command{Name: "touch", Args: []string{"made"}, Dir: dir}); err != nil {
		t.Fatal(err)
	}
	if len(ledger.intents) != 1 || ledger.intents[0].Door != "process" || ledger.intents[0].Method != "touch" {
		t.Errorf("ledger was told %+v", ledger.intents)
	}
}
