package drill

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/files"
	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// chooser is a player made of a function.
type chooser func(incident.State, runbook.Situation, []runbook.Action) runbook.Choice

func (c chooser) Choose(s incident.State, sit runbook.Situation, a []runbook.Action) runbook.Choice {
	return c(s, sit, a)
}

func percent(s Sheet) float64 { return 100 * s.Points / s.Max }

func TestThePerfectScriptScoresAtLeast90(t *testing.T) {
	t.Parallel()
	p := newPlayer(t, 7).open(0)
	s := p.play(p.script(runbook.ApproveRevoke, runbook.ApproveRotate))
	if percent(s) < 90 || s.Band != "S" || s.Max != 95 || len(s.Penalties) != 0 || s.Gate != "" {
		t.Errorf("%+v", s)
	}
	st := p.engine.State()
	k, _ := st.First()
	if open := st.OpenSteps(k.Cred); len(open) > 0 || st.Closing == nil || len(st.Reports) != 1 {
		t.Errorf("open %v, closed %v, reports %v", open, st.Closing, st.Reports)
	}
	if text, err := os.ReadFile(st.Reports[0].Path); err != nil || !bytes.Contains(text, []byte("kind: drill")) {
		t.Errorf("the report does not say that it is a drill's: %v", err)
	}
	// The services took the replacement.
	if made := k.Successor.Record; made == nil {
		t.Error("no replacement")
	} else if key, _ := p.stage.Outside.(*inside).world.KeyState(made.ID); !key.LastUsed.After(k.Successor.ProbeAt) {
		t.Errorf("the replacement was last used %s, verified %s", key.LastUsed, k.Successor.ProbeAt)
	}
	for _, e := range p.engine.Events() {
		if e.By != incident.Script {
			t.Fatalf("event %d is by %q", e.Seq, e.By)
		}
	}
	// P needs a command of a later issue: it is left out, with the reason.
	if part := s.Parts["P"]; part.Max != 0 || part.Inputs["not_scored"] == nil {
		t.Errorf("P: %+v", part)
	}
}

func TestDoingNothingScoresAtMost15(t *testing.T) {
	t.Parallel()
	p := newPlayer(t, 7).open(0)
	s := p.play(chooser(func(incident.State, runbook.Situation, []runbook.Action) runbook.Choice { return runbook.Choice{} }))
	if percent(s) > 15 || s.Gate != GateLive || s.Parts["M"].Points != 0 || s.Parts["C"].Points != 0 {
		t.Errorf("%+v", s)
	}
}

func TestRotatingWithoutRevokingScoresAtMost49(t *testing.T) {
	t.Parallel()
	p := newPlayer(t, 7).open(0)
	s := p.play(p.script(runbook.ApproveRotate))
	if percent(s) > liveGate || s.Gate != GateLive {
		t.Errorf("%+v", s)
	}
	if st := p.engine.State(); st.Closing != nil {
		t.Error("closed with a living key")
	}
}

func TestRevokingInPanicScoresAtMost55(t *testing.T) {
	t.Parallel()
	p := newPlayer(t, 7).open(0)
	order := []runbook.Name{runbook.Locate, runbook.Forecast, runbook.Revoke}
	s := p.play(chooser(func(_ incident.State, _ runbook.Situation, actions []runbook.Action) runbook.Choice {
		if len(order) == 0 {
			return runbook.Choice{}
		}
		next := order[0]
		order = order[1:]
		c, _ := choose(actions, next, "", runbook.Input{Approved: []string{runbook.ApproveRevoke}})
		return c
	}))
	if percent(s) > 55 || s.Parts["V"].Points != 0 || s.Parts["E"].Points != 0 {
		t.Errorf("%+v", s)
	}
}

func TestCallingEverythingForeignScoresAtMost80(t *testing.T) {
	t.Parallel()
	p := newPlayer(t, 7).open(0)
	script := p.script(runbook.ApproveRevoke)
	script.Silent = true
	s := p.play(chooser(func(st incident.State, sit runbook.Situation, actions []runbook.Action) runbook.Choice {
		if k, ok := st.First(); ok && k.Usage != nil {
			for _, g := range k.Usage.Groups {
				if k.Verdicts[g.ID] == "" {
					c, _ := choose(actions, runbook.Judge, g.ID, runbook.Input{Verdict: incident.NotOurs})
					return c
				}
			}
		}
		return script.Choose(st, sit, actions)
	}))
	if percent(s) > 80 || s.Parts["E"].Inputs["E7"] == "right" {
		t.Errorf("%+v", s)
	}
}

var unsteady = []*regexp.Regexp{
	regexp.MustCompile(`127\.0\.0\.1:\d+`),
	regexp.MustCompile(`"(prev|hash)":"[0-9a-f]{64}"`),
	regexp.MustCompile(`"sha256":"[0-9a-f]{64}"`), // of a report that quotes the chain
}

func steady(text []byte, dir string) string {
	text = bytes.ReplaceAll(text, []byte(dir), []byte("DIR"))
	for _, r := range unsteady {
		text = r.ReplaceAll(text, []byte("-"))
	}
	return string(text)
}

func TestTheSameSeedAndActionsGiveTheSameJournalWorldAndScore(t *testing.T) {
	t.Parallel()
	run := func() (journal, world, score string) {
		p := newPlayer(t, 11).open(0)
		sheet, err := json.Marshal(p.play(p.script(runbook.ApproveRevoke, runbook.ApproveRotate)))
		if err != nil {
			t.Fatal(err)
		}
		for name, into := range map[string]*string{"journal.jsonl": &journal, worldLog: &world} {
			text, err := os.ReadFile(filepath.Join(p.dir, name))
			if err != nil {
				t.Fatal(err)
			}
			*into = steady(text, p.base)
		}
		return journal, world, string(sheet)
	}
	j1, w1, s1 := run()
	j2, w2, s2 := run()
	if s1 != s2 {
		t.Errorf("scores:\n%s\n%s", s1, s2)
	}
	compare(t, "journal", j1, j2)
	compare(t, "world log", w1, w2)
}

func compare(t *testing.T, what, a, b string) {
	t.Helper()
	one, two := strings.Split(a, "\n"), strings.Split(b, "\n")
	if len(one) != len(two) {
		t.Fatalf("%s: %d and %d lines", what, len(one), len(two))
	}
	for i := range one {
		if one[i] != two[i] {
			t.Fatalf("%s, line %d:\n%s\n%s", what, i+1, one[i], two[i])
		}
	}
}

func TestEverySeedCanBePlayedToTheEnd(t *testing.T) {
	t.Parallel()
	last := int64(104)
	if os.Getenv("FIREBREAK_TEST_WHOLE") != "" {
		last = 130
	}
	for seed := int64(101); seed <= last; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			p := newPlayer(t, seed).open(0)
			s := p.play(p.script(runbook.ApproveRevoke, runbook.ApproveRotate))
			k, _ := p.engine.State().First()
			a, _ := s.Parts["C"].Inputs["a_min"].(float64)
			if s.Band != "S" || k.Located.Strength != providers.MaskAndUse {
				t.Errorf("%s %+v", k.Located.Strength, s)
			}
			// Par is what the straight way takes, and half as long again.
			if best := 1.5 * a; best > p.story.Par.Minutes()+0.5 {
				t.Errorf("the straight way takes %.1f min, par %s", a, p.story.Par)
			}
			p.close()
		})
	}
}

func TestACrashInTheMiddleGoesOnInTheSameWorld(t *testing.T) {
	t.Parallel()
	for _, at := range []int{1, 9, 17, 25, 38, 49, 80} {
		t.Run(fmt.Sprint("behind event ", at), func(t *testing.T) {
			t.Parallel()
			crashAt(t, at)
		})
	}
}

func crashAt(t *testing.T, at int) {
	p := newPlayer(t, 7).open(at)
	p.play(p.script(runbook.ApproveRevoke, runbook.ApproveRotate))
	if !p.crash.dead {
		t.Fatal("no crash")
	}
	before := p.engine.Events()
	requests := len(p.stage.Outside.(*inside).world.Requests())
	p.close()
	p.open(0)
	if n := len(p.stage.Outside.(*inside).world.Requests()); n != requests {
		t.Errorf("the world knows %d requests, had %d", n, requests)
	}
	if now := p.stage.Clock.Now(); len(before) > 0 && now.Before(before[len(before)-1].At) {
		t.Errorf("the clock went back to %s", now)
	}
	s := p.play(p.script(runbook.ApproveRevoke, runbook.ApproveRotate))
	if s.Band != "S" || p.engine.State().Closing == nil {
		t.Errorf("%+v", s)
	}
	if n := deletes(p); n != 1 {
		t.Errorf("the leaked key was deleted %d times", n)
	}
	p.close()
}

// A colleague ends what was decided on; a crash between the decision and that is made good.
func TestWhatWasDecidedBeforeACrashIsDoneBehindIt(t *testing.T) {
	t.Parallel()
	whole := newPlayer(t, 7).open(0)
	whole.play(whole.script(runbook.ApproveRevoke, runbook.ApproveRotate))
	i := slices.IndexFunc(whole.engine.Events(), func(e incident.Event) bool {
		var d incident.RelatedData
		return e.Type == incident.Related && e.Decode(&d) == nil && ended(d.Decision)
	})
	alive := living(whole)
	whole.close()
	p := newPlayer(t, 7).open(i + 1)
	p.play(p.script(runbook.ApproveRevoke, runbook.ApproveRotate))
	p.close()
	p.open(0)
	p.play(p.script(runbook.ApproveRevoke, runbook.ApproveRotate))
	if got := living(p); i < 0 || got != alive {
		t.Errorf("cut off behind event %d, %d keys live in the end, else %d", i+1, got, alive)
	}
	p.close()
}

// living counts the keys that work.
func living(p *player) (n int) {
	for _, k := range p.stage.Outside.(*inside).world.Truth().Keys {
		if works(k) {
			n++
		}
	}
	return n
}

func deletes(p *player) int {
	world := p.stage.Outside.(*inside).world
	leaked, _ := world.KeyState(string(p.story.Leaked))
	n := 0
	for _, q := range world.Requests() {
		if q.Method == "DELETE" && strings.HasSuffix(q.Path, "/api_keys/"+leaked.ID) {
			n++
		}
	}
	return n
}

func TestKeysStandInThePlantedFilesOnlyAndNothingIsWrittenElsewhere(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	p := newPlayer(t, 7).open(0)
	p.play(p.script(runbook.ApproveRevoke, runbook.ApproveRotate))
	if left, err := os.ReadDir(home); err != nil || len(left) != 0 {
		t.Errorf("written into the home folder: %v, %v", left, err)
	}
	world := p.stage.Outside.(*inside).world
	keys := map[string]providers.Secret{}
	for _, k := range p.story.World.Keys {
		keys[string(k.Ref)], _ = world.Secret(k.Ref)
	}
	keys["admin"] = p.stage.Outside.Access().Admins["openai"]
	err := filepath.WalkDir(p.base, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(p.base, path)
		if !strings.HasPrefix(rel, "state"+string(filepath.Separator)) && !strings.HasPrefix(rel, "postmortems"+string(filepath.Separator)) {
			t.Errorf("written outside its folders: %s", rel)
		}
		planted := strings.HasPrefix(path, p.stage.Site)
		for name, key := range keys {
			for _, form := range key.Forms() {
				if !bytes.Contains(text, form) {
					continue
				}
				if !planted {
					t.Errorf("%s holds the key %s", rel, name)
				}
				if name == string(p.story.Leaked) && strings.HasSuffix(rel, ".env") {
					t.Errorf("%s still holds the leaked key", rel)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	// The objects of git are compressed: that the leaked key is in them, the search has shown.
	if k, _ := p.engine.State().First(); len(k.Hits) != 2 {
		t.Errorf("hits: %+v", k.Hits)
	}
	for _, x := range p.calls {
		if !strings.HasPrefix(x.Host, "127.0.0.1:") {
			t.Errorf("a call to %s", x.Host)
		}
	}
}

func TestTheDeskReachesNothingOutsideItsFolder(t *testing.T) {
	t.Parallel()
	p := newPlayer(t, 7).open(0)
	d := desk{door: files.New(files.Config{Within: []string{p.stage.Site}}), dir: p.base, page: p.story.Page, fill: func(b []byte) []byte { return b }}
	if err := d.lay(t.Context(), Desk{Files: []File{{"elsewhere.txt", "x"}}}); err == nil {
		t.Error("a file was written outside the drill's folder")
	}
	if _, err := os.Stat(filepath.Join(p.base, "elsewhere.txt")); err == nil {
		t.Error("and it is there")
	}
}

func TestAStorysEvidenceIsThereInTheWorld(t *testing.T) {
	t.Parallel()
	for seed := int64(1); seed <= 200; seed++ {
		s, err := Find("S01", seed)
		if err != nil {
			t.Fatal(err)
		}
		if at := s.Page; at.Hour() != 3 || at.Second() != 0 || at.Minute() < 12 {
			t.Fatalf("seed %d: page at %s", seed, at)
		}
		last := time.Duration(-1 << 62)
		for i, row := range s.theirs() {
			if i > 0 && row.From < last {
				t.Errorf("seed %d: row %d comes before the one above", seed, i)
			}
			last = row.From
		}
		// The attacker's ramp does not touch the batch, which ends at 02:40.
		if ramp := s.at(s.theirs()[3].From); ramp.Before(s.Page.Truncate(day).Add(2*time.Hour + 40*time.Minute)) {
			t.Errorf("seed %d: the ramp begins at %s", seed, ramp)
		}
		for _, e := range s.Evidence {
			if e.Endpoint != "" && s.at(e.From).After(s.Page.Add(90*time.Minute)) {
				t.Errorf("seed %d: %s cannot be seen within 90 minutes", seed, e.ID)
			}
		}
		if s.World.Traffic[len(s.World.Traffic)-1].Actor != simulator.Attacker {
			t.Errorf("seed %d: the attacker's rows are not the last", seed)
		}
	}
}
