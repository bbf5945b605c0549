package plain_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/dotenv"
	"firebreak/providers/files"
	"firebreak/providers/identify"
	"firebreak/providers/keyring"
	"firebreak/providers/openai"
	"firebreak/providers/simulator"
	"firebreak/providers/transport"
	"firebreak/runbook"
	"firebreak/runbook/drill"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
	"firebreak/runbook/words"
	"firebreak/tui/plain"
	"firebreak/tui/term"
)

// paper is where a conversation is printed.
type paper struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (p *paper) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

func (p *paper) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// said is one answer of a script, given when what was printed since the answer before holds
// want. Exactly one of the answers is set; none is an empty line.
type said struct {
	want   string
	line   string
	many   []string         // lines that come at once
	unseen providers.Secret // a text that is not shown
	pasted providers.Secret // where it is not asked for
	typed  string           // key by key
}

// script answers from a list; when it is through, the input has ended.
type script struct {
	t     *testing.T
	out   *paper
	steps []said
	at    int
	from  int // of what was printed when the last answer was given
	lost  bool
}

func (s *script) Drop() {}

func (s *script) next() (said, error) {
	printed := s.out.String()
	if s.at >= len(s.steps) {
		return said{}, io.EOF
	}
	step := s.steps[s.at]
	if !strings.Contains(flat(printed[s.from:]), step.want) {
		if !s.lost {
			s.t.Errorf("answer %d waits for %q, and this was printed:\n%s", s.at+1, step.want, printed[s.from:])
		}
		s.lost = true
		return said{}, io.EOF
	}
	s.at++
	s.from = len(printed)
	return step, nil
}

// flat takes line breaks and indents out, so that a wrapped sentence is found.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

func (s *script) Line(ctx context.Context, f term.Field) ([]string, error) {
	step, err := s.next()
	if err != nil {
		return nil, err
	}
	text := step.line + step.typed
	if step.many != nil {
		text = strings.Join(step.many, "\n")
	}
	pasted := false
	if !step.pasted.IsEmpty() {
		pasted = true
		step.pasted.Expose(func(b []byte) { text = string(b) })
	}
	if text != "" {
		switch f.Sees([]byte(text), pasted) {
		case term.Hidden:
			return nil, term.ErrUnshown
		case term.Shown:
			f.Echo(text, text)
		}
	}
	return strings.Split(text, "\n"), ctx.Err()
}

func (s *script) Hidden(context.Context) (text []byte, err error) {
	step, err := s.next()
	if err != nil {
		return nil, err
	}
	if step.line != "" {
		return []byte(step.line + "\n"), nil
	}
	step.unseen.Expose(func(b []byte) { text = append(bytes.Clone(b), '\n') })
	return text, nil
}

// rig is one incident against a simulated world, talked through on a manual clock.
type rig struct {
	t       *testing.T
	clock   *drill.Manual
	world   *simulator.World
	server  *simulator.Server
	dir     string
	env     string
	ring    *keyring.Ring
	stores  []string
	mode    incident.Mode
	lang    words.Lang
	noAdmin bool
	typed   providers.Secret // admin credential of this run
	out     *paper
	engine  *runbook.Engine
	talk    *plain.Talk
	change  func(*plain.Config)
	leak    func(*identify.Finding) // changes what the incident is opened with
	more    []providers.Secret      // further keys of the same text and kind
	parked  func(runbook.Parking) runbook.Parking
}

func newRig(t *testing.T) *rig {
	t.Helper()
	base := t.TempDir()
	r := &rig{t: t, clock: drill.NewManual(time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC), nil), dir: filepath.Join(base, "INC-20261123-talk"),
		env: filepath.Join(base, "app", ".env"), mode: incident.Drill, lang: words.English, out: &paper{}}
	var err error
	if r.world, err = simulator.New(simulator.Config{Seed: 7, Clock: r.clock, Tail: 6 * time.Second}); err != nil {
		t.Fatal(err)
	}
	if r.server, err = r.world.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.server.Close(); _ = r.world.Close() })
	r.ring = keyring.New(keyring.Config{State: filepath.Join(base, "state"), Conf: filepath.Join(base, "conf"), Backend: keyring.Memory(), Clock: r.clock})
	t.Cleanup(r.ring.Close)
	if err := os.MkdirAll(filepath.Dir(r.env), 0o700); err != nil {
		t.Fatal(err)
	}
	r.leaked().Expose(func(b []byte) { err = os.WriteFile(r.env, fmt.Appendf(nil, "PORT=1\nOPENAI_API_KEY=%s\n", b), 0o600) })
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *rig) leaked() providers.Secret { return r.server.Leaked[0].Key }
func (r *rig) last4() string            { return r.leaked().Last4() }
func (r *rig) phrase() string           { return "revoke " + strings.ToLower(r.last4()) }

// find is the recognition that cmd hands in.
func find(text []byte) ([]runbook.Found, runbook.Shape) {
	found, other := identify.Find(text)
	var list []runbook.Found
	for _, f := range found {
		list = append(list, runbook.Found{Credential: f.Credential, Told: incident.IdentifiedData{Kind: f.Credential.Kind,
			Last4: f.Credential.Secret.Last4(), Confidence: string(f.Confidence), Why: string(f.Why), Line: f.Line, Name: f.Name}})
	}
	if len(other) == 0 {
		return list, runbook.Shape{Look: "unknown"}
	}
	return list, runbook.Shape{Look: string(other[0].Look), Vendor: other[0].Vendor, MayBeKey: other[0].Look.MayBeKey()}
}

func (r *rig) adapter() *openai.Adapter {
	r.t.Helper()
	door, err := transport.New(transport.Config{Provider: "openai", Bases: map[string]string{openai.Host: r.server.Bases["openai"]},
		LoopbackOnly: true, NoAmbient: true, DryRun: r.mode == incident.DryRun, Clock: r.clock, Shape: openai.Shape}, openai.Routes()...)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(door.Close)
	return openai.New(door, r.clock, func(context.Context) (providers.Secret, error) {
		switch {
		case !r.typed.IsEmpty():
			return r.typed, nil
		case r.noAdmin:
			return providers.Secret{}, providers.ErrNoAdmin
		}
		return r.server.Admins["openai"], nil
	})
}

// hold talks through the script and returns the key's state. With an empty folder the incident
// is begun, else it is taken up, without its key.
func (r *rig) hold(steps ...said) incident.Key {
	r.t.Helper()
	var opened journal.Opened
	var j *journal.Journal
	_, err := os.Stat(r.dir)
	fresh := err != nil
	if fresh {
		j, err = journal.Create(r.dir, filepath.Base(r.dir), string(r.mode))
	} else {
		j, opened, err = journal.Open(r.dir)
	}
	if err != nil {
		r.t.Fatal(err)
	}
	defer j.Close()
	input := &script{t: r.t, out: r.out, steps: steps, from: len(r.out.String())}
	config := plain.Config{In: input, Out: r.out, Lang: r.lang, Find: find,
		AddAdmin: func(_ string, c providers.Credential) []string {
			r.typed = c.Secret
			return nil
		}}
	if r.change != nil {
		r.change(&config)
	}
	r.talk = plain.New(config)
	parking := runbook.Parking(r.ring.Parking(r.dir))
	if r.parked != nil {
		parking = r.parked(parking)
	}
	door := files.New(files.Config{DryRun: r.mode == incident.DryRun})
	r.engine, err = runbook.New(runbook.Config{Journal: j, Records: opened.Records, Mode: r.mode,
		Vendors: map[string]runbook.Vendor{"openai": {Name: "openai", Title: "OpenAI", Adapter: r.adapter()}},
		Store: func(name string) (providers.Store, error) {
			path, ok := strings.CutPrefix(name, "dotenv:")
			if !ok {
				return nil, fmt.Errorf("store %s: want dotenv:PATH", name)
			}
			return dotenv.New(door, path), nil
		},
		Stores: r.stores, Parking: parking, Files: door, Clock: r.clock, By: incident.Us, Tool: "firebreak test", Lang: r.lang,
		Reports: filepath.Join(filepath.Dir(r.dir), "postmortems"), StatePath: r.dir, Emit: r.talk.Heard, Progress: r.talk.Progress,
		Detect: func(text []byte) int { found, _ := identify.Find(text); return len(found) }})
	if err != nil {
		r.t.Fatal(err)
	}
	r.clock.Run(func() {
		if fresh {
			if err = r.engine.Start(incident.OpenedData{ID: filepath.Base(r.dir), Mode: r.mode, Salt: "00ff"}); err != nil {
				return
			}
			credential := providers.Credential{Kind: r.server.Leaked[0].Kind, Secret: r.leaked()}
			found := identify.Finding{Credential: credential, Confidence: identify.High, Why: identify.WhyExact}
			if r.leak != nil {
				r.leak(&found)
			}
			list := []identify.Finding{found}
			for _, value := range r.more {
				list = append(list, identify.Finding{Credential: providers.Credential{Kind: credential.Kind, Secret: value}, Confidence: identify.High, Why: identify.WhyExact})
			}
			if _, err = r.engine.IdentifyAll(list, "paste", 0); err != nil {
				return
			}
		} else if err = r.engine.Resume(incident.ResumedData{}); err != nil {
			return
		}
		err = r.talk.Work(context.Background(), r.engine)
	})
	if err != nil {
		r.t.Fatal(err)
	}
	if input.at < len(steps) && !input.lost {
		r.t.Errorf("%d of %d answers were asked for; last printed:\n%s", input.at, len(steps), tail(r.out.String()))
	}
	k, _ := r.engine.State().First()
	return k
}

func tail(text string) string { return text[max(0, len(text)-1500):] }

func (r *rig) mutations() (n int) {
	for _, q := range r.world.Requests() {
		if q.Mutation {
			n++
		}
	}
	return n
}
