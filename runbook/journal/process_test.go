package journal

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// The test binary runs itself as another process when this is set: "lock" or "append".
const asChild = "FIREBREAK_JOURNAL_TEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(asChild) {
	case "lock":
		childLock(os.Args[len(os.Args)-1])
	case "append":
		childAppend(os.Args[len(os.Args)-1])
	default:
		os.Exit(m.Run())
	}
}

// childLock waits for a line, tries to open the journal, says how it went, and holds on to
// what it has until its input ends.
func childLock(dir string) {
	in := bufio.NewReader(os.Stdin)
	fmt.Println("ready")
	_, _ = in.ReadString('\n')
	_, _, err := Open(dir)
	switch {
	case err == nil:
		fmt.Println("works")
	case errors.Is(err, ErrLocked):
		fmt.Println("locked")
	default:
		fmt.Println("error:", err)
	}
	_, _ = io.Copy(io.Discard, in)
}

// childAppend appends for ever and prints the number of each acknowledged event.
func childAppend(dir string) {
	j, _, err := Open(dir)
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	for {
		if _, err := j.Append(event(1)); err != nil {
			fmt.Println("error:", err)
			return
		}
		fmt.Println(j.Head().Count)
	}
}

type child struct {
	*exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func startChild(t *testing.T, task, dir string) child {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := child{Cmd: exec.Command(self, dir)}
	c.Env = append(os.Environ(), asChild+"="+task)
	if c.in, err = c.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.out = bufio.NewReader(out)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill() // gone already in most tests
		_ = c.Wait()
	})
	return c
}

func (c child) line(t *testing.T) string {
	t.Helper()
	line, err := c.out.ReadString('\n')
	if err != nil {
		t.Fatalf("child ended: %v", err)
	}
	return strings.TrimSpace(line)
}

func startJournal(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	j, err := Create(dir, "INC-20261123-k7qd", "live")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.Append(event(1)); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestOfTwentyProcessesExactlyOneWorksAndItsDeathLeavesNothingToCleanUp(t *testing.T) {
	dir := startJournal(t)
	before := entries(t, dir)
	var children []child
	for range 20 {
		children = append(children, startChild(t, "lock", dir))
	}
	for _, c := range children {
		if got := c.line(t); got != "ready" {
			t.Fatalf("child said %q", got)
		}
	}
	for _, c := range children {
		if _, err := io.WriteString(c.in, "go\n"); err != nil {
			t.Fatal(err)
		}
	}
	winner := -1
	for i, c := range children {
		switch got := c.line(t); {
		case got == "works" && winner < 0:
			winner = i
		case got != "locked":
			t.Errorf("child %d said %q, winner so far %d", i, got, winner)
		}
	}
	if winner < 0 {
		t.Fatal("none works")
	}
	if _, _, err := Open(dir); !errors.Is(err, ErrLocked) {
		t.Errorf("open beside the winner: %v", err)
	}
	if held, err := Held(dir); !held || err != nil {
		t.Errorf("held by the winner: %v, %v", held, err)
	}
	if got, err := Read(dir); err != nil || len(got.Records) != 1 {
		t.Errorf("read beside the winner: %v", err)
	}
	if err := children[winner].Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = children[winner].Wait() // says that it was killed
	if held, err := Held(dir); held || err != nil {
		t.Errorf("held by the dead: %v, %v", held, err)
	}
	j, _, err := Open(dir)
	if err != nil {
		t.Fatalf("open after kill -9: %v", err)
	}
	defer j.Close()
	if after := entries(t, dir); !slices.Equal(before, after) {
		t.Errorf("folder holds %v, held %v", after, before)
	}
}

func entries(t *testing.T, dir string) (names []string) {
	t.Helper()
	found, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		names = append(names, f.Name())
	}
	return names
}

func TestKillingTheWriterLosesNoAcknowledgedEvent(t *testing.T) {
	dir := startJournal(t)
	acknowledged := 1
	for round := range 10 {
		c := startChild(t, "append", dir)
		for range round + 1 {
			if _, err := fmt.Sscan(c.line(t), &acknowledged); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		rest, _ := io.ReadAll(c.out)
		if lines := strings.Fields(string(rest)); len(lines) > 0 {
			if _, err := fmt.Sscan(lines[len(lines)-1], &acknowledged); err != nil {
				t.Fatal(err)
			}
		}
		_ = c.Wait() // says that it was killed
		j, got, err := Open(dir)
		if err != nil || len(got.Records) < acknowledged || len(got.Records) > acknowledged+1 {
			t.Fatalf("round %d: %v, %d records after %d acknowledged", round, err, len(got.Records), acknowledged)
		}
		acknowledged = len(got.Records)
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestReadersBesideAWriterSeeWholeEventsOnly(t *testing.T) {
	dir := startJournal(t)
	j, _, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	const events = 200
	var writers, readers sync.WaitGroup
	done := make(chan struct{})
	for range 2 {
		writers.Go(func() {
			for range events / 2 {
				if _, err := j.Append(event(1)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 2 {
		readers.Go(func() {
			for seen := 0; ; {
				acknowledged := j.Head().Count
				got, err := Read(dir)
				if err != nil || len(got.Records) < max(seen, acknowledged) {
					t.Errorf("read: %v, %d records after %d acknowledged", err, len(got.Records), acknowledged)
					return
				}
				seen = len(got.Records)
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	writers.Wait()
	close(done)
	readers.Wait()
	if got, err := Read(dir); err != nil || len(got.Records) != events+1 {
		t.Errorf("in the end: %v, %d records", err, len(got.Records))
	}
}

func TestOneAtATimeHasTheTurnToOpenAnIncident(t *testing.T) {
	path := filepath.Join(t.TempDir(), "opening.lock")
	first, err := TakeTurn(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := TakeTurn(impatient, path); !errors.Is(err, ErrLocked) {
		t.Errorf("a second turn beside the first: %v", err)
	}
	got := make(chan error)
	go func() {
		second, err := TakeTurn(t.Context(), path)
		if err == nil {
			second.Give()
		}
		got <- err
	}()
	first.Give()
	if err := <-got; err != nil {
		t.Errorf("after the first was given back: %v", err)
	}
}
