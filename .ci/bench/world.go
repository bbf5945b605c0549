package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// world is a simulator of its own, and the ledger: what it received and what is really so.
type world struct {
	cmd     *exec.Cmd
	control string
	env     []string
	key     string // as it leaks
}

// request is one that the simulator received.
type request struct {
	Time      time.Time `json:"time"`
	Method    string    `json:"method"`
	Path      string    `json:"path"`
	Operation string    `json:"operation"`
	Status    int       `json:"status"`
	Mutation  bool      `json:"mutation"`
}

// key is the truth about one key.
type key struct {
	ID        string    `json:"id"`
	Kind      string    `json:"kind"`
	Name      string    `json:"name"`
	State     string    `json:"state"`
	Created   time.Time `json:"created"`
	RevokedAt time.Time `json:"revoked_at"`
	Leaked    bool      `json:"leaked"`
}

func (k key) dead() bool { return k.State == "dead" || k.State == "dying" }

// newWorld starts one, in a process of its own. Where a planted bug is tried it is the sound program
// that keeps the ledger.
func (b *bench) newWorld(seed uint64, leak string) (*world, error) {
	cmd := exec.Command(b.ledger, "simulate", "--seed", fmt.Sprint(seed), "--tail", "0s", "--leak", leak)
	cmd.Env = []string{"HOME=" + b.dir, "PATH=" + os.Getenv("PATH")}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the simulator does not start: %w", err), cmd.Wait())
	}
	var ready struct {
		Control string
		Env     map[string]string
		Leaked  []struct{ Key string }
	}
	if err := json.Unmarshal(line, &ready); err != nil {
		return nil, err
	}
	w := &world{cmd: cmd, control: ready.Control, key: ready.Leaked[0].Key}
	for name, value := range ready.Env {
		w.env = append(w.env, name+"="+value)
	}
	slices.Sort(w.env)
	return w, nil
}

func (w *world) close() {
	_ = w.cmd.Process.Kill()
	_ = w.cmd.Wait()
}

func (w *world) get(path string, into any) error {
	resp, err := http.Get(w.control + path)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	return json.NewDecoder(resp.Body).Decode(into)
}

func (w *world) mutations() ([]request, error) {
	var all []request
	if err := w.get("/_requests", &all); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(r request) bool { return !r.Mutation }), nil
}

func (w *world) keys() ([]key, error) {
	var truth struct{ Keys []key }
	err := w.get("/_world", &truth)
	return truth.Keys, err
}

// destructive tells a request that ends a credential.
func (r request) destructive() bool {
	return r.Method == "DELETE" || strings.Contains(r.Operation, "Delete")
}

// summary is the last line of a headless run.
type summary struct {
	Type      string   `json:"type"`
	ID        string   `json:"id"`
	Outcome   string   `json:"outcome"`
	OpenSteps []string `json:"open_steps"`
	Exit      int      `json:"exit"`
	Report    string   `json:"report"`
}

// event is what the bench wants of a journal's line.
type event struct {
	Seq  int    `json:"seq"`
	Type string `json:"type"`
	Hash string `json:"hash"`
}

// read splits what a headless run printed.
func read(stdout []byte) (events []event, last summary) {
	for line := range bytes.Lines(stdout) {
		var e event
		if !bytes.HasSuffix(line, []byte("\n")) || json.Unmarshal(line, &e) != nil {
			continue
		}
		if e.Seq > 0 {
			events = append(events, e)
		} else if e.Type == "summary" {
			_ = json.Unmarshal(line, &last)
		}
	}
	return events, last
}

// recipe is a way through the program that the sweeps break.
type recipe struct {
	name string
	leak string
	// begin and again are the arguments of the first run and of every later one.
	begin, again func(s *seat) []string
	feeds        bool // the key stands on standard input
}

// Two adapters, and both commands that change something.
var recipes = []recipe{
	{name: "drill openai", leak: "openai/service-account-key",
		begin: func(s *seat) []string {
			return []string{"drill", "--headless", "--approve", "all", "--simulator", s.world.control, "--out", s.out}
		},
		again: func(s *seat) []string { return []string{"resume", "--headless", "--approve", "all", "--out", s.out} }},
	{name: "respond aws", leak: "aws/access-key-id", feeds: true,
		begin: func(s *seat) []string {
			return append([]string{"respond", "--headless", "--approve", "all", "-"}, s.flags()...)
		},
		again: func(s *seat) []string {
			return append([]string{"resume", "--headless", "--approve", "all", "-"}, s.flags()...)
		}},
}

// seat is a user's machine: folders of its own and one world.
type seat struct {
	b     *bench
	r     recipe
	world *world
	home  string // everything that lasts on this machine but the state
	state string
	out   string
	store string
	stdin string // file with the key
	input *os.File
}

func (s *seat) flags() []string {
	return []string{"--proof-window", "1s", "--unseal", s.b.identity, "--store", "dotenv:" + s.store, "--out", s.out}
}

// newSeat makes one; state "" is a folder of its own.
func (b *bench) newSeat(r recipe, seed uint64, state string) (*seat, error) {
	home, err := os.MkdirTemp(b.dir, "seat-")
	if err != nil {
		return nil, err
	}
	w, err := b.newWorld(seed, r.leak)
	if err != nil {
		return nil, err
	}
	s := &seat{b: b, r: r, world: w, home: home, state: state, out: filepath.Join(home, "out"), store: filepath.Join(home, "app", ".env"), stdin: filepath.Join(home, "key")}
	if s.state == "" {
		s.state = filepath.Join(home, "state")
	}
	for _, dir := range []string{s.state, filepath.Dir(s.store)} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, err
		}
	}
	dotenv := strings.NewReplacer("aws_access_key_id = ", "AWS_ACCESS_KEY_ID=", "aws_secret_access_key = ", "AWS_SECRET_ACCESS_KEY=").Replace(w.key)
	return s, errors.Join(os.WriteFile(s.stdin, []byte(w.key), 0o600), os.WriteFile(s.store, []byte("MODE=prod\n"+dotenv+"\n"), 0o600))
}

func (s *seat) close() {
	s.world.close()
	_ = os.RemoveAll(s.home)
}

// env is what the program sees; nothing of the machine that it runs on.
func (s *seat) env() []string {
	env := []string{"HOME=" + s.home, "PATH=" + os.Getenv("PATH"), "XDG_STATE_HOME=" + s.state, "XDG_CONFIG_HOME=" + filepath.Join(s.home, "config"), "TZ=UTC", "GOMAXPROCS=2"}
	if s.r.feeds {
		env = append(env, s.world.env...)
	}
	return env
}

// command is a run of the program, with its standard output in a file.
func (s *seat) command(args []string, stdout string) (command, error) {
	out, err := os.OpenFile(stdout, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		return command{}, err
	}
	c := command{argv: append([]string{s.b.program}, args...), env: s.env(), dir: s.home, stdout: out, stderr: out}
	file := os.DevNull
	if s.r.feeds {
		file = s.stdin
	}
	in, err := os.Open(file)
	c.stdin, s.input = in, in
	return c, err
}

func (s *seat) done(c command) {
	_ = c.stdout.Close()
	_ = s.input.Close()
}

// told reads what a run printed.
func told(path string) (events []event, last summary, all []byte) {
	all, _ = os.ReadFile(path)
	events, last = read(all)
	return events, last, all
}

// again goes on until a run ends the incident as it would have ended unbroken, at most four times.
func (s *seat) again(want summary) (last summary, all []byte, err error) {
	for n := range 4 {
		path := filepath.Join(s.home, fmt.Sprintf("again-%d", n))
		args := s.r.again(s)
		if !s.began() {
			args = s.r.begin(s)
		}
		c, err := s.command(args, path)
		if err != nil {
			return last, all, err
		}
		_, err = run(c, limit)
		s.done(c)
		if err != nil {
			return last, all, err
		}
		_, last, all = told(path)
		if last.Outcome == want.Outcome && slices.Equal(last.OpenSteps, want.OpenSteps) {
			break
		}
	}
	return last, all, nil
}

// incidents are the folders of the incidents.
func (s *seat) incidents() []string {
	dirs, _ := filepath.Glob(filepath.Join(s.state, "firebreak", "incidents", "INC-*"))
	return dirs
}

// began tells whether there is an incident to go on with: a journal with its first event.
func (s *seat) began() bool {
	return slices.ContainsFunc(s.incidents(), func(dir string) bool {
		all, _ := os.ReadFile(filepath.Join(dir, "journal.jsonl"))
		return bytes.IndexByte(all, '\n') > 0
	})
}
