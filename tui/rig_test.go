package tui

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
	"firebreak/tui/term"
)

// update rewrites goldens and pictures instead of comparing them.
var update = flag.Bool("update", false, "rewrite goldens and pictures")

// noon is when every test begins.
var noon = time.Date(2026, 11, 23, 3, 14, 0, 0, time.UTC)

// rig is the program without a terminal: messages go straight to Update, commands run at once,
// and time moves only when the test says so.
type rig struct {
	t      testing.TB
	root   *root
	engine *fakeEngine
	config *Config
	now    time.Time
	quit   bool
	killed bool
	kept   []tea.Cmd // commands that were not run, see hold
	hold   bool
}

// newRig opens the program. Change may set up engine and configuration first; with no session
// it opens the start screen.
func newRig(t testing.TB, change func(*rig)) *rig {
	t.Helper()
	g := &rig{t: t, now: noon, engine: newFakeEngine()}
	g.config = &Config{Lang: words.English, Now: func() time.Time { return g.now }, Look: Look{Depth: TrueColour},
		Incidents: func(context.Context) ([]Listed, error) { return nil, nil },
		Ready:     func(context.Context) []Ready { return nil },
		Find:      func([]byte) ([]Found, Shape) { return nil, Shape{} },
	}
	if change != nil {
		change(g)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	g.root = newRoot(ctx, func() { g.killed = true }, g.config)
	g.root.manual = true
	g.root.timer = func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { return nil }
	g.size(80, 24)
	g.run(g.root.Init())
	return g
}

// session gives the rig an incident to open with.
func (g *rig) session(s incident.State) *Session {
	g.engine.state = s
	g.config.Session = &Session{Engine: g.engine, Feed: NewFeed(g.config.Now), Clock: providers.WallClock{}}
	g.config.Start = BeginChain
	return g.config.Session
}

// send gives the program one message and runs what it asks for.
func (g *rig) send(m tea.Msg) {
	_, cmd := g.root.Update(m)
	g.run(cmd)
}

func (g *rig) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if g.hold {
		g.kept = append(g.kept, cmd)
		return
	}
	switch m := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range m {
			g.run(c)
		}
	case tea.QuitMsg:
		g.quit = true
	default:
		g.send(m)
	}
}

// release runs what was held back.
func (g *rig) release() {
	g.hold = false
	kept := g.kept
	g.kept = nil
	for _, c := range kept {
		g.run(c)
	}
}

func (g *rig) size(w, h int) { g.send(tea.WindowSizeMsg{Width: w, Height: h}) }

// pass lets real time go by, with the tick that it brings.
func (g *rig) pass(d time.Duration) {
	g.now = g.now.Add(d)
	g.root.view.at = g.now
	if g.root.ticking != 0 {
		m := beatMsg{n: g.root.ticking}
		if s := g.root.view.session; s != nil {
			snap := s.snap()
			m.snap = &snap
		}
		g.send(stamped{g.now, m})
	}
}

// sync brings what the engine did by itself.
func (g *rig) sync() {
	g.send(stamped{g.now, snapMsg{g.root.view.session.snap()}})
}

// press is keys one by one, half a second apart.
func (g *rig) press(keys ...string) {
	for _, k := range keys {
		g.now = g.now.Add(500 * time.Millisecond)
		g.send(term.Seen{At: g.now, Single: true, Lone: true, Keys: 1, Idle: 500 * time.Millisecond})
		g.send(keyNamed(k))
	}
}

// typed is a text letter by letter.
func (g *rig) typed(text string) {
	for _, r := range text {
		g.press(string(r))
	}
}

// burst is keys of one read, as from an unmarked paste or a slow link. Letters that stand
// together come as one message, as the library gives them.
func (g *rig) burst(keys ...string) {
	g.now = g.now.Add(500 * time.Millisecond)
	g.send(term.Seen{At: g.now, Keys: len(keys), Idle: 500 * time.Millisecond})
	for _, k := range keys {
		g.send(keyNamed(k))
	}
}

// pasted is a marked paste.
func (g *rig) pasted(text string) { g.send(term.Pasted{Text: []byte(text)}) }

func keyNamed(k string) tea.KeyMsg {
	for t := tea.KeyType(-100); t < 200; t++ {
		if t != tea.KeyRunes && (tea.Key{Type: t}).String() == k && k != "" {
			m := tea.KeyMsg{Type: t}
			if t == tea.KeySpace {
				m.Runes = []rune{' '}
			}
			return m
		}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(k)}
}

// frame is what is drawn now.
func (g *rig) frame() string { return g.root.View() }

// shows fails where the frame does not hold a text.
func (g *rig) shows(text string) {
	g.t.Helper()
	if !strings.Contains(plainly(g.frame()), text) {
		g.t.Errorf("the frame does not show %q:\n%s", text, plainly(g.frame()))
	}
}

// hides fails where it does.
func (g *rig) hides(text string) {
	g.t.Helper()
	if strings.Contains(plainly(g.frame()), text) {
		g.t.Errorf("the frame shows %q:\n%s", text, plainly(g.frame()))
	}
}

// golden compares a text with its file, or writes it.
func golden(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("no golden (write it with -update): %v", err)
	}
	if string(want) != got {
		t.Errorf("%s differs from its golden (rewrite with -update):\n%s", path, firstDifference(string(want), got))
	}
}

func firstDifference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	section := ""
	for i := 0; i < max(len(a), len(b)); i++ {
		x, y := at(a, i), at(b, i)
		if strings.HasPrefix(y, "== ") {
			section = y
		}
		if x != y {
			return section + "\n want " + x + "\n  got " + y
		}
	}
	return ""
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}
