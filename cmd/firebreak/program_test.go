package main_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"filippo.io/age"
)

// The tests of this file and its neighbours run the real program, built once, against
// `firebreak simulate` in a process of its own. Under the race detector it is looked for races too.

// built is the folder of the program, "" before it was needed.
var built string

var buildOnce = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "firebreak-test-")
	if err != nil {
		return "", err
	}
	built = dir
	path := filepath.Join(dir, "firebreak")
	build := exec.Command("go", append([]string{"build"}, append(raceFlag, "-o", path, ".")...)...)
	if raceFlag == nil {
		build.Env = append(os.Environ(), "CGO_ENABLED=0") // as it is released
	}
	out, err := build.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return path, nil
})

// sideBySide tests run at once on a machine of few processors: they wait more than they work.
const sideBySide = 4

func TestMain(m *testing.M) {
	flag.Parse()
	if set := flag.Lookup("test.parallel"); set.Value.String() == set.DefValue {
		if err := set.Value.Set(strconv.Itoa(max(sideBySide, runtime.GOMAXPROCS(0)))); err != nil {
			panic(err)
		}
	}
	code := m.Run()
	if built != "" {
		_ = os.RemoveAll(built)
	}
	os.Exit(code)
}

// sampleOf is every nth of a list, and all of it where FIREBREAK_TEST_WHOLE asks for that: what takes
// minutes is looked at here and there by every run, and whole by the checks of the project.
func sampleOf[T any](n int, list []T) (chosen []T) {
	if os.Getenv("FIREBREAK_TEST_WHOLE") != "" {
		return list
	}
	for i := 0; i < len(list); i += n {
		chosen = append(chosen, list[i])
	}
	return chosen
}

func binary(t testing.TB) string {
	t.Helper()
	path, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// home is a machine of one test: folders of its own, nothing inherited.
type home struct {
	t    testing.TB
	dir  string
	vars map[string]string
}

func newHome(t testing.TB) *home {
	t.Helper()
	dir := t.TempDir()
	h := &home{t: t, dir: dir, vars: map[string]string{"HOME": dir, "PATH": os.Getenv("PATH"), "XDG_STATE_HOME": filepath.Join(dir, "state"),
		"XDG_CONFIG_HOME": filepath.Join(dir, "conf"), "USER": "tester"}}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	h.vars["FIREBREAK_UNSEAL"] = h.write("identity.txt", identity.String()+"\n")
	h.vars["FIREBREAK_SEAL_TO"] = identity.Recipient().String()
	if _, measured := t.(*testing.B); !measured { // hundreds of runs wait for the processor alone
		h.vars["GOGC"] = "400"
	}
	return h
}

func (h *home) write(name, text string) string {
	h.t.Helper()
	path := filepath.Join(h.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
	return path
}

func (h *home) environ() []string {
	var list []string
	for name, value := range h.vars {
		list = append(list, name+"="+value)
	}
	return list
}

// ran is how a run of the program ended.
type ran struct {
	out, err string
	code     int
}

func (h *home) command(stdin string, args ...string) *exec.Cmd {
	cmd := exec.Command(binary(h.t), args...)
	cmd.Dir, cmd.Env, cmd.Stdin = h.dir, h.environ(), strings.NewReader(stdin)
	return cmd
}

func (h *home) run(stdin string, args ...string) ran {
	h.t.Helper()
	return h.finish(h.command(stdin, args...))
}

// finish runs a command to its end.
func (h *home) finish(cmd *exec.Cmd) ran {
	h.t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		h.t.Fatal(err)
	}
	return ran{out.String(), errs.String(), cmd.ProcessState.ExitCode()}
}

// last is a headless run's summary.
type last struct {
	Type      string   `json:"type"`
	ID        string   `json:"id"`
	Mode      string   `json:"mode"`
	Outcome   string   `json:"outcome"`
	Report    string   `json:"report"`
	OpenSteps []string `json:"open_steps"`
	Due       []string `json:"due"`
	Exit      int      `json:"exit"`
	Creds     []struct {
		Cred      string   `json:"cred"`
		Last4     string   `json:"last4"`
		Outcome   string   `json:"outcome"`
		OpenSteps []string `json:"open_steps"`
	} `json:"credentials"`
}

// summary reads the last line, and fails where any line is no JSON object.
func (r ran) summary(t testing.TB) last {
	t.Helper()
	var l last
	for line := range strings.Lines(r.out) {
		l = last{}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatalf("stdout holds a line that is no JSON: %q", line)
		}
	}
	if l.Type != "summary" {
		t.Fatalf("no summary; exit %d, stderr %s", r.code, r.err)
	}
	if l.Exit != r.code {
		t.Errorf("summary says exit %d, the program left with %d", l.Exit, r.code)
	}
	return l
}

// simulation is a running `firebreak simulate`.
type simulation struct {
	t       testing.TB
	Control string            `json:"control"`
	Env     map[string]string `json:"env"`
	Leaked  []struct {
		Provider, Kind, Key, Channel string
	} `json:"leaked"`
}

// simulate starts a world and lends its environment to the home.
func (h *home) simulate(args ...string) *simulation {
	h.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, binary(h.t), append([]string{"simulate", "--seed", "7", "--tail", "300ms"}, args...)...)
	cmd.Env = h.environ()
	cmd.Stderr = os.Stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		h.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { cancel(); _ = cmd.Wait() })
	lines := bufio.NewReader(pipe)
	line, err := lines.ReadBytes('\n')
	if err != nil || lines.Buffered() > 0 {
		h.t.Fatalf("not one ready line: %v, and %d bytes behind it", err, lines.Buffered())
	}
	s := &simulation{t: h.t}
	if err := json.Unmarshal(line, s); err != nil || len(s.Leaked) == 0 {
		h.t.Fatalf("ready line: %v %s", err, line)
	}
	for name, value := range s.Env {
		h.vars[name] = value
	}
	return s
}

func (s *simulation) key() string { return s.Leaked[0].Key }

type request struct {
	Method, Path, Fingerprint string
	Status                    int
	Mutation                  bool
}

func (s *simulation) requests() []request {
	s.t.Helper()
	var list []request
	s.read("/_requests", &list)
	return list
}

func (s *simulation) read(path string, into any) {
	s.t.Helper()
	res, err := http.Get(s.Control + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		s.t.Fatalf("%s: %v", path, err)
	}
}

func (s *simulation) fault(text string) {
	s.t.Helper()
	res, err := http.Post(s.Control+"/_faults", "application/json", strings.NewReader(text))
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode >= 300 {
		said, _ := io.ReadAll(res.Body)
		s.t.Fatalf("fault %s: %d %s", text, res.StatusCode, said)
	}
}

func (s *simulation) mutations() (n int) {
	for _, r := range s.requests() {
		if r.Mutation {
			n++
		}
	}
	return n
}

// deletes counts the deletes of the leaked key's record that the provider received.
func (s *simulation) deletes() (n int) {
	for _, r := range s.requests() {
		if r.Method == http.MethodDelete && strings.Contains(r.Path, "/api_keys/") {
			n++
		}
	}
	return n
}

// short makes proofs quick enough for a test: a window of a third of a second.
const short = "--proof-window=300ms"

// deadline bounds what a test waits for.
const deadline = 60 * time.Second
