package tui

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

func traceScreen(v *view) screen { return v.open(placeTrace) }

// traceScenes ask where the key was.
var traceScenes = []scene{
	{"trace", func(t testing.TB) *rig { return armed(t).proven().open(nil).put(traceScreen) }},
	{"trace-channel", func(t testing.TB) *rig {
		g := armed(t).proven().open(nil).put(traceScreen)
		g.press("enter")
		return g
	}},
	{"trace-since", func(t testing.TB) *rig {
		g := armed(t).proven().answered(incident.AskChannel, "public repo", time.Time{}).open(nil).put(traceScreen)
		g.press("enter")
		g.typed("11 days ago")
		return g
	}},
	{"trace-folder", func(t testing.TB) *rig {
		g := asked(t).open(func(g *rig) { g.config.Session.Search = []string{"~/src/docs-bot"} }).put(traceScreen)
		g.press("down", "enter")
		g.typed("~/dotfiles")
		return g
	}},
	{"trace-searching", func(t testing.TB) *rig {
		g := asked(t).open(func(g *rig) { g.config.Session.Search = []string{"~/src/docs-bot"} }).put(traceScreen)
		g.config.Session.Feed.Progress("k1", incident.StepInvestigate, providers.Progress{What: "objects", Done: 71204, Total: 90112})
		g.sync()
		g.hold = true
		g.press("enter")
		g.pass(3 * time.Second)
		return g
	}},
	{"trace-found", func(t testing.TB) *rig { return asked(t).searched(someHits()...).open(nil).put(traceScreen) }},
	{"trace-incomplete", func(t testing.TB) *rig {
		return asked(t).add(incident.StepDone, incident.StepInvestigate, "", incident.TracedData{Places: []string{"~/src"}, Files: 12, Missing: 3, Refused: 1}).
			open(nil).put(traceScreen)
	}},
	{"trace-failed", func(t testing.TB) *rig {
		return asked(t).failed(incident.StepInvestigate, incident.WhyIncomplete).open(nil).put(traceScreen)
	}},
	{"hostile-trace", func(t testing.TB) *rig {
		bad := incident.HitData{Where: hostile, Repo: hostile, Path: hostile, Commit: "\x1b[2J" + strings.Repeat("c", 60), Encoding: "\x1b]0;x\a",
			Refs: []providers.Untrusted{hostile}, CommitDate: noon.Add(-time.Hour), Pushed: true, PushedAt: noon}
		p := armed(t).proven().answered(incident.AskChannel, evilText, time.Time{}).answered(incident.AskAudience, evilText, time.Time{})
		p.add(incident.ExposureHit, incident.StepInvestigate, "", bad).add(incident.ExposureHit, incident.StepInvestigate, "", bad)
		p.add(incident.StepDone, incident.StepInvestigate, "", incident.TracedData{Places: []string{evilText}, Hits: 2, Files: 1})
		return p.open(func(g *rig) { g.config.Session.Search = []string{evilText} }).put(traceScreen)
	}},
}

// evilText is what an attacker would put where we keep a plain string.
const evilText = "a\x1b]52;c;aGk=\ab\x1b[2J\u202ec"

func (p *story) answered(q incident.Question, value string, at time.Time) *story {
	return p.incident(incident.Answered, incident.AnswerData{Question: q, Value: providers.FromOutside(value), Time: at})
}

// asked has every question of the trace answered.
func asked(t testing.TB) *story {
	return armed(t).proven().answered(incident.AskChannel, "public repo", time.Time{}).
		answered(incident.AskExposedSince, "2026-11-12 09:41Z", time.Date(2026, 11, 12, 9, 41, 0, 0, time.UTC)).
		answered(incident.AskAudience, "everybody; three forks", time.Time{})
}

func (p *story) searched(hits ...incident.HitData) *story {
	for _, h := range hits {
		p.add(incident.ExposureHit, incident.StepInvestigate, "", h)
	}
	return p.add(incident.StepDone, incident.StepInvestigate, "", incident.TracedData{Places: []string{"~/src/docs-bot"}, Hits: len(hits), Files: 412,
		Objects: 90112, Commits: 812, Refs: 14, Complete: true})
}

func someHits() []incident.HitData {
	day := time.Date(2026, 11, 12, 9, 40, 0, 0, time.UTC)
	return []incident.HitData{
		{Kind: "blob", Where: providers.FromOutside("~/src/docs-bot"), Path: providers.FromOutside("scripts/eval.py"), Line: 14, Commit: "9d02aa71ffb0", CommitDate: day.Add(22 * time.Minute)},
		{Kind: "blob", Where: providers.FromOutside("~/src/docs-bot"), Path: providers.FromOutside("scripts/eval.py"), Line: 14, Commit: "4be1c7d019aa", CommitDate: day, Pushed: true, PushedAt: day.Add(time.Minute)},
		{Kind: "file", Where: providers.FromOutside("~/src/docs-bot"), Path: providers.FromOutside("k8s/secret.yaml"), Line: 3, Encoding: "base64", AtHead: true},
	}
}

func TestFramesOfTheTrace(t *testing.T) { playScenes(t, traceScenes) }

func TestTheTraceAsksInTurnAndSearchesWhatWasNamed(t *testing.T) {
	p := armed(t).proven()
	g := p.open(nil)
	p.does(g, map[runbook.Name]func(*story){
		runbook.Answer: func(p *story) {
			in := g.engine.inputs[len(g.engine.inputs)-1]
			p.answered(in.Question, in.Text, in.At)
		},
		runbook.Trace: func(p *story) { p.searched(someHits()...) },
	})
	g.put(traceScreen)
	g.press("enter", "enter", "enter")
	g.typed("11 days ago")
	g.press("enter", "enter")
	g.typed("everybody")
	g.press("enter", "enter")
	g.typed("~/src")
	g.press("enter")
	g.shows("search in")
	g.press("enter")
	last := g.engine.inputs[len(g.engine.inputs)-1]
	if g.engine.done(runbook.Answer) != 3 || g.engine.done(runbook.Trace) != 1 || !slices.Equal(last.Places, []string{"~/src"}) {
		t.Fatalf("did %v with %+v", g.engine.did, last)
	}
	if at := g.engine.inputs[len(g.engine.inputs)-3].At; !at.Equal(g.engine.sit.Now.Add(-11 * 24 * time.Hour).Truncate(time.Minute)) {
		t.Errorf("since %s", at)
	}
	g.shows("found in 3 places")
	g.press("enter")
	g.shows("What next?")
}

func TestATimeThatIsNoneIsNothingTaken(t *testing.T) {
	for typed, said := range map[string]string{"soon": "That is not a time", "2099-01-01": "still ahead"} {
		g := armed(t).proven().open(nil).put(traceScreen)
		g.press("down", "enter")
		g.typed(typed)
		g.press("enter")
		g.shows(said)
		if n := g.engine.done(runbook.Answer); n != 0 {
			t.Errorf("%q was recorded", typed)
		}
	}
}

func TestAnAnswerThatHoldsAKeyIsForgotten(t *testing.T) {
	g := armed(t).proven().open(func(g *rig) { g.config.Find = find }).put(traceScreen)
	g.press("down", "down", "enter")
	g.typed(drillKey("4fQ2"))
	g.press("enter")
	g.shows("That looks like a key")
	g.hides("DRILL")
	if n := g.engine.done(runbook.Answer); n != 0 {
		t.Error("it was recorded")
	}
}

func TestASearchWithoutTheKeyAsksForItFirst(t *testing.T) {
	g := asked(t).open(func(g *rig) {
		g.engine.sit.Have = map[string]bool{}
		g.config.Session.Search = []string{"~/src"}
	}).put(traceScreen)
	g.press("enter")
	g.shows(g.root.view.lang.SameTitle("4fQ2"))
	if n := g.engine.done(runbook.Trace); n != 0 {
		t.Error("it searched without the key")
	}
}

func TestEscEndsASearch(t *testing.T) {
	g := asked(t).open(func(g *rig) { g.config.Session.Search = []string{"~/src"} }).put(traceScreen)
	ended := error(nil)
	g.engine.do = func(ctx context.Context, _ runbook.Action, _ runbook.Input) error { ended = ctx.Err(); return nil }
	g.hold = true
	g.press("enter", "esc")
	g.release()
	if ended == nil {
		t.Error("the search goes on")
	}
	g.shows("Where was it")
}

func TestTheFoldersGiveWayToWhatWasFoundAndToTheChoices(t *testing.T) {
	p := dead(t)
	g := p.open(func(g *rig) {
		g.config.Session.Search = []string{"/srv/some/rather/long/place/of/one/docs-bot", "/srv/some/rather/long/place/of/one/fork", "/srv/some/rather/long/place/of/one/batch"}
	}).put(func(v *view) screen { return v.open(placeTrace) })
	g.size(60, 16)
	g.shows("Go on with another step")
	g.shows("in 3 folders")
	g.shows("tab all facts")
}

func TestAFolderThatIsNotThereIsNotTakenAndCanBeMended(t *testing.T) {
	g := asked(t).open(func(g *rig) {
		g.config.Place = func(typed string) (string, error) {
			if typed == "~/srd" {
				return "/home/ana/srd", fs.ErrNotExist
			}
			return "/home/ana/src", nil
		}
	}).put(traceScreen)
	g.press("enter")
	g.typed("~/srd")
	g.press("enter")
	g.shows("/home/ana/srd: there is no such folder or file.")
	g.press("backspace")
	g.hides("there is no such folder")
	g.typed("c")
	g.press("enter", "enter")
	if n := len(g.engine.inputs); n != 1 || !slices.Equal(g.engine.inputs[0].Places, []string{"/home/ana/src"}) {
		t.Errorf("asked for %+v", g.engine.inputs)
	}
}

func TestTheSearchComesFirstAndWhatItFoundStandsInTheAnswer(t *testing.T) {
	g := armed(t).proven().open(func(g *rig) { g.config.Session.Search = []string{"~/src/docs-bot"} }).put(traceScreen)
	g.shows("> Search for the key")
	pushed := incident.HitData{Where: providers.FromOutside("~/src"), Path: providers.FromOutside("a.py"), PushedAt: noon.Add(-26 * time.Hour)}
	g = armed(t).proven().answered(incident.AskChannel, "public repo", time.Time{}).searched(pushed).open(nil).put(traceScreen)
	g.press("enter")
	g.shows("The search found the push of")
	g.shows("> " + pushed.PushedAt.Format("2006-01-02 15:04Z"))
	g.press("enter")
	if in := g.engine.inputs[len(g.engine.inputs)-1]; !in.At.Equal(pushed.PushedAt.Truncate(time.Minute)) {
		t.Errorf("kept %v", in.At)
	}
}
