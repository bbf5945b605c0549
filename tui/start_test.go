package tui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// startScenes are what the start screen leads to.
var startScenes = []scene{
	{"start-full", manyIncidents},
	{"start-elsewhere", func(t testing.TB) *rig {
		return newRig(t, func(g *rig) {
			g.config.Ready = func(context.Context) []Ready { return []Ready{{Vendor: "OpenAI", OK: true}} }
			g.config.Elsewhere = func(string) []string {
				return words.English.Elsewhere(map[string]string{"api.openai.com": "http://127.0.0.1:43127"})
			}
		})
	}},
	{"incidents", func(t testing.TB) *rig { return pressing(manyIncidents, "down", "down", "enter")(t) }},
	{"reports", func(t testing.TB) *rig { return pressing(manyIncidents, "G", "enter")(t) }},
	{"reports-none", func(t testing.TB) *rig {
		return pressing(func(t testing.TB) *rig {
			return newRig(t, func(g *rig) { g.config.Reports = func(context.Context) ([]Written, error) { return nil, nil } })
		}, "G", "enter")(t)
	}},
	{"past-report", func(t testing.TB) *rig { return pressing(manyIncidents, "G", "enter", "enter")(t) }},
	{"hostile-reports", func(t testing.TB) *rig {
		return pressing(func(t testing.TB) *rig {
			return newRig(t, func(g *rig) {
				g.config.Reports = func(context.Context) ([]Written, error) { return []Written{{Path: "/x/" + evilText, At: noon}}, nil }
			})
		}, "G", "enter")(t)
	}},
}

// manyIncidents are two unproven ones, a closed one and one that cannot be read.
func manyIncidents(t testing.TB) *rig {
	return newRig(t, func(g *rig) {
		second, third := sampleKey(), sampleKey()
		second.Identity.Last4, third.Identity.Last4 = "t9Xa", "7QXA"
		closed := sampleState(incident.Live, third)
		closed.Closing, closed.ClosedAt = &incident.ClosedData{Reason: "done"}, noon.Add(-24*time.Hour)
		earlier := sampleState(incident.Live, second)
		earlier.Last = noon.Add(-2 * time.Hour)
		g.config.Incidents = func(context.Context) ([]Listed, error) {
			return []Listed{{ID: "INC-20261123-k7qd", State: sampleState(incident.Live, sampleKey())}, {ID: "INC-20261123-ab12", State: earlier},
				{ID: "INC-20261122-zz99", State: closed}, {ID: "INC-20261120-bad0", Err: errors.New("torn")}}, nil
		}
		g.config.Drill = func(context.Context, string) (*Session, error) { return nil, nil }
		g.config.Reports = func(context.Context) ([]Written, error) {
			return []Written{{Path: "/home/ana/postmortems/INC-20261122-openai-docs-bot.md", At: noon.Add(-24 * time.Hour)}}, nil
		}
		g.config.ReadFile = func(context.Context, string) ([]byte, error) { return []byte(sampleReport()), nil }
	})
}

func TestFramesFromTheStart(t *testing.T) { playScenes(t, startScenes) }

// resuming has the rig open what is asked for, and says what that was.
func resuming(g *rig, asked *[]string) {
	g.config.Resume = func(_ context.Context, id string, _ []Found) (*Session, error) {
		*asked = append(*asked, id)
		g.engine.state = sampleState(incident.Live, sampleKey())
		return &Session{Engine: g.engine, Feed: NewFeed(g.config.Now), Clock: providers.WallClock{}}, nil
	}
}

func TestGoOnOpensTheIncidentThatItNames(t *testing.T) {
	for name, c := range map[string]struct {
		keys []string
		id   string
	}{
		"the first":  {[]string{"enter"}, "INC-20261123-k7qd"},
		"another":    {[]string{"down", "down", "enter", "enter"}, "INC-20261123-ab12"},
		"closed":     {[]string{"down", "down", "enter", "down", "enter"}, ""},
		"unreadable": {[]string{"down", "down", "enter", "G", "enter"}, ""},
	} {
		var opened []string
		g := manyIncidents(t)
		resuming(g, &opened)
		g.press(c.keys...)
		if c.id == "" && len(opened) > 0 || c.id != "" && (len(opened) != 1 || opened[0] != c.id) {
			t.Errorf("%s: opened %q, want %q", name, opened, c.id)
		}
	}
}

func TestTheListAndNotItsOrderSaysWhichIncidentIsOpened(t *testing.T) {
	var opened []string
	g := manyIncidents(t)
	resuming(g, &opened)
	list := g.root.view.incidents
	g.root.view.incidents = []Listed{list[1], list[0]} // as another reading may bring them
	g.press("enter")
	if len(opened) != 1 || opened[0] != "INC-20261123-ab12" {
		t.Errorf("opened %q", opened)
	}
}

func TestTheFirstLineHasTheModeOfTheIncidentThatItNames(t *testing.T) {
	for _, c := range []struct {
		name       string
		mode       incident.Mode
		keys       []string
		has, hasNo []string
	}{
		{"a dry run on the start screen", incident.DryRun, nil, []string{"4fQ2", "DRY RUN", "INC-k7qd", "ALIVE"}, []string{"REAL"}},
		{"a real one on the start screen", incident.Live, nil, []string{"4fQ2", "REAL", "INC-k7qd", "ALIVE"}, []string{"DRY RUN"}},
		{"a new key", incident.DryRun, []string{"down", "enter"}, []string{"REAL"}, []string{"4fQ2", "DRY RUN", "INC-k7qd", "ALIVE"}},
		{"another incident", incident.DryRun, []string{"down", "down", "enter", "enter"}, []string{"t9Xa", "REAL", "INC-ab12"}, []string{"4fQ2", "DRY RUN", "INC-k7qd"}},
	} {
		g := manyIncidents(t)
		g.config.Resume = func(context.Context, string, []Found) (*Session, error) { return nil, errors.New("gone") }
		g.root.view.incidents[0].State.Opening.Mode = c.mode
		g.press(c.keys...)
		first, rest, _ := strings.Cut(plainly(g.frame()), "\n")
		for _, want := range c.has {
			if !strings.Contains(first, want) {
				t.Errorf("%s: the first line lacks %q: %q", c.name, want, first)
			}
		}
		for _, not := range c.hasNo {
			if strings.Contains(first, not) {
				t.Errorf("%s: the first line has %q: %q", c.name, not, first)
			}
		}
		if dashed := strings.Contains(rest, "─ ─"); dashed != strings.Contains(first, "DRY RUN") {
			t.Errorf("%s: the rule is at odds with the first line:\n%s", c.name, rest)
		}
		if len(c.keys) == 0 && c.mode == incident.DryRun {
			g.shows("not proven dead  DRY RUN, ")
		}
	}
}

func TestAReportThatCannotBeReadSaysSo(t *testing.T) {
	g := manyIncidents(t)
	g.config.ReadFile = func(context.Context, string) ([]byte, error) { return nil, errors.New("gone") }
	g.press("G", "enter", "enter")
	g.shows(g.root.view.lang.FileUnread())
}

// places are all that nav.go names.
var places = []place{placeStart, placePaste, placeCheck, placeDecide, placeRefused, placeWhich, placeWho, placeContain, placeRevoke, placeProve,
	placeSettle, placeNext, placeReview, placeTrace, placeReport, placeClose, placeBack, placeHeld, placeCard, placeDebrief}

func TestEveryPlaceOpensAScreen(t *testing.T) {
	for _, p := range places {
		g := withSession(incident.Live, nil)(t)
		s := g.root.view.open(p)
		if s == nil {
			t.Errorf("%s opens nothing", p)
			continue
		}
		g.put(func(*view) screen { return s })
		checkFrame(t, string(p), g, g.frame())
		checkKeys(t, string(p), g)
	}
}

func TestTheStartNamesWhoIsReadyInOneLineAndWhatEachOtherLacks(t *testing.T) {
	g := newRig(t, func(g *rig) {
		g.config.Ready = func(context.Context) []Ready {
			return []Ready{{Vendor: "OpenAI", OK: true}, {Vendor: "Anthropic", Why: words.English.NoAdminKept("anthropic")}, {Vendor: "GitHub", OK: true}}
		}
	})
	g.size(60, 20)
	g.shows("ready      OpenAI, GitHub")
	g.shows("Anthropic  no admin key; firebreak auth set anthropic")
}
