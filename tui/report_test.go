package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/tui/term"
)

func reportScreen(v *view) screen { return v.open(placeReport) }

func closeScreen(v *view) screen { return v.open(placeClose) }

func TestACloseNamesWhatNobodyDecided(t *testing.T) {
	g := armed(t).proven().reviewed().open(nil).put(closeScreen)
	g.shows("not decided: 1 group of use")
	g.press("enter")
	g.shows("Why is the incident closed?")
	g.shows("not decided: 1 group of use")
}

// endScenes are the report and the end of an incident.
var endScenes = []scene{
	{"report-composing", func(t testing.TB) *rig {
		return armed(t).proven().open(func(g *rig) { previewed(g); g.hold = true }).put(reportScreen)
	}},
	picture("report", scene{"report", func(t testing.TB) *rig { return armed(t).proven().open(previewed).put(reportScreen) }}),
	{"report-second-section", func(t testing.TB) *rig {
		g := armed(t).proven().open(previewed).put(reportScreen)
		g.press("tab", "tab")
		return g
	}},
	{"report-written", func(t testing.TB) *rig { return allDone(t).open(previewed).put(reportScreen) }},
	{"report-unmade", func(t testing.TB) *rig {
		return armed(t).proven().open(func(g *rig) {
			g.config.Session.Preview = func(context.Context) (Preview, error) { return Preview{}, errors.New("no") }
		}).put(reportScreen)
	}},
	{"report-refused", func(t testing.TB) *rig {
		p := armed(t).proven()
		g := p.open(previewed).put(reportScreen)
		p.bring(g, func(p *story) {
			p.note("", incident.StepFailed, incident.StepReport, "", incident.FailData{Reason: incident.WhyGate, Detail: "line 41"})
		})
		return g
	}},
	{"report-question", func(t testing.TB) *rig {
		g := asked(t).open(previewed).put(reportScreen)
		g.press("a")
		g.typed("the spend alert of 03:02Z")
		return g
	}},
	{"close", func(t testing.TB) *rig { return armed(t).proven().open(nil).put(closeScreen) }},
	{"close-all-done", func(t testing.TB) *rig { return allDone(t).open(nil).put(closeScreen) }},
	{"close-consent", func(t testing.TB) *rig { g := allDone(t).open(nil).put(closeScreen); g.press("enter"); return g }},
	{"close-reason", func(t testing.TB) *rig { g := armed(t).proven().open(nil).put(closeScreen); g.press("enter"); return g }},
	{"close-several", func(t testing.TB) *rig { return severalKeys(t).put(closeScreen) }},
	{"close-alive-again", func(t testing.TB) *rig {
		p := allDone(t)
		g := p.open(nil).put(closeScreen)
		p.bring(g, func(p *story) {
			p.after(time.Minute).probe(providers.Alive).failed(incident.StepClose, incident.WhySetBack)
		})
		return g
	}},
	{"closed", func(t testing.TB) *rig {
		return allDone(t).incident(incident.Closed, incident.ClosedData{Reason: "done", Outcome: incident.ProvenDead}).open(nil)
	}},
	{"hostile-report", func(t testing.TB) *rig {
		p := allDone(t)
		p.incident(incident.ReportWritten, incident.ReportData{Path: evilText, Warnings: []string{evilText}})
		return p.open(func(g *rig) {
			g.config.Session.Preview = func(context.Context) (Preview, error) {
				return Preview{Path: evilText, Points: 1, Max: 25, Missing: []string{evilText}, Head: evilText, Markdown: "# " + evilText + "\n\n" + strings.Repeat(evilText, 40)}, nil
			}
		}).put(reportScreen)
	}},
	{"hostile-closed", func(t testing.TB) *rig {
		return allDone(t).incident(incident.Closed, incident.ClosedData{Reason: evilText}).open(nil)
	}},
}

// previewed gives the session a report.
func previewed(g *rig) {
	g.config.Session.Preview = func(context.Context) (Preview, error) {
		return Preview{Path: "postmortems/INC-20261123-openai-docs-bot.md", Points: 23, Max: 25, Clean: true, Events: 112, Head: "9c41aa0213ff67",
			Missing: []string{"two owners without a date (actions)", "no reviewer"}, Markdown: sampleReport()}, nil
	}
	g.config.Session.Edit = func(_, _ *os.File, _ string) error { return nil }
}

func sampleReport() string {
	var b strings.Builder
	b.WriteString("# A key of docs-bot was public\n\n## Summary\n\nOn 2026-11-12 at 09:41Z a service-account key of docs-bot was pushed to a public repository.\n\n")
	for i, name := range []string{"Impact", "Timeline", "Actions"} {
		fmt.Fprintf(&b, "## %s\n\n", name)
		for j := range 12 {
			fmt.Fprintf(&b, "- %s %d.%d: what happened here takes a line of its own, and it may well be longer than the screen is wide.\n", name, i+1, j+1)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestFramesOfReportAndClose(t *testing.T) { playScenes(t, endScenes) }

func TestEnterWritesTheReportOnceAndThenGoesOn(t *testing.T) {
	p := armed(t).proven()
	g := p.open(previewed)
	p.does(g, map[runbook.Name]func(*story){runbook.Report: func(p *story) {
		p.incident(incident.ReportWritten, incident.ReportData{Path: "postmortems/x.md"})
	}})
	g.put(reportScreen)
	g.press("enter")
	g.shows("postmortems/x.md")
	g.shows("enter go on")
	g.press("enter")
	g.shows("What next?")
	if n := g.engine.done(runbook.Report); n != 1 {
		t.Errorf("written %d times", n)
	}
}

func TestTabJumpsFromSectionToSectionAndBackToTheTop(t *testing.T) {
	g := armed(t).proven().open(previewed).put(reportScreen)
	g.size(80, 24)
	g.shows("# A key of docs-bot was public")
	for _, want := range []string{"## Summary", "## Impact", "## Timeline"} {
		g.press("tab")
		if line := strings.TrimSpace(strings.Split(plainly(g.frame()), "\n")[5]); line != want {
			t.Errorf("tab leads to %q, want %q", line, want)
		}
	}
	g.press("tab") // to the last section, or as far down as it goes
	g.shows("Actions 3.1")
	g.press("tab")
	g.shows("# A key of docs-bot was public")
}

func TestTabComesRoundAlsoWhereTheLastSectionsAreShort(t *testing.T) {
	g := armed(t).proven().open(func(g *rig) {
		g.config.Session.Preview = func(context.Context) (Preview, error) {
			return Preview{Markdown: sampleReport() + "## Readers\n\nall\n\n## Licence\n\nnone\n"}, nil
		}
	}).put(reportScreen)
	for range 5 {
		g.press("tab")
	}
	g.shows("## Licence")
	g.press("tab")
	g.shows("# A key of docs-bot was public")
}

// lender is a terminal that gives itself away.
type lender struct {
	Terminal
	lent int
}

func (l *lender) Lend(run func(in, out *os.File) error) tea.Cmd {
	l.lent++
	return func() tea.Msg { return term.Resumed{Err: run(nil, nil)} }
}

func TestTheEditorGetsTheTerminalAndTheFile(t *testing.T) {
	l := &lender{}
	edited := ""
	g := allDone(t).open(func(g *rig) {
		previewed(g)
		g.config.Term = l
		g.config.Session.Edit = func(_, _ *os.File, path string) error { edited = path; return errors.New("gone") }
	}).put(reportScreen)
	g.press("e")
	if l.lent != 1 || edited != "postmortems/INC-20261123-openai-docs-bot.md" {
		t.Errorf("lent %d times, edited %q", l.lent, edited)
	}
	g.shows("the editor could not be run")
}

func TestNothingIsEditedBeforeItIsWritten(t *testing.T) {
	l := &lender{}
	g := armed(t).proven().open(func(g *rig) { previewed(g); g.config.Term = l }).put(reportScreen)
	g.press("e")
	g.shows("write the report first")
	if l.lent != 0 {
		t.Error("the terminal was lent")
	}
}

func TestOpenQuestionsAreAskedInTurnAndMayBeSkipped(t *testing.T) {
	p := asked(t)
	g := p.open(previewed)
	p.does(g, map[runbook.Name]func(*story){runbook.Answer: func(p *story) {
		in := g.engine.inputs[len(g.engine.inputs)-1]
		if in.Passed {
			p.incident(incident.Answered, incident.AnswerData{Question: in.Question, Passed: true})
			return
		}
		p.answered(in.Question, in.Text, in.At)
	}})
	g.put(reportScreen)
	g.shows("a answer (10 open)")
	g.press("a", "enter")
	g.typed("a scan")
	g.press("enter", "esc")
	g.shows("a answer (10 open)")
	if a, ok := g.engine.state.Answer(incident.AskShouldFind, ""); !ok || a.Value.Line(20) != "a scan" {
		t.Errorf("answered %+v", g.engine.state.Answers)
	}
	if !slices.Contains(g.engine.state.Passed, incident.AskDetected) {
		t.Errorf("passed over %v", g.engine.state.Passed)
	}
}

func TestOnlyYClosesAndTheReasonIsKept(t *testing.T) {
	g := allDone(t).open(nil).put(closeScreen)
	g.press("G", "enter")
	g.shows("What next?")
	g.put(closeScreen)
	g.press("y", "enter")
	g.shows("Close the incident?")
	g.shows("enter not yet   y close it")
	g.press("enter")
	g.shows("Is everything done?")
	if n := len(g.engine.did); n != 0 {
		t.Fatalf("did %v without a y", g.engine.did)
	}
	g.press("enter", "y")
	g.put(closeScreen)
	g.press("down", "enter")
	g.shows("Why is the incident closed?")
	g.shows("enter close it")
	g.typed("handed to the vendor")
	g.press("enter")
	if g.engine.done(runbook.Close) != 2 || g.engine.inputs[0].Text != "" || g.engine.inputs[1].Text != "handed to the vendor" {
		t.Errorf("did %v with %+v", g.engine.did, g.engine.inputs)
	}
}

func TestAClosedIncidentIsLeftByEnter(t *testing.T) {
	g := allDone(t).incident(incident.Closed, incident.ClosedData{Reason: "done"}).open(nil)
	g.shows("The incident is closed")
	g.press("enter")
	if !g.quit {
		t.Error("enter does not leave")
	}
}

func TestACloseWithStepsOpenAsksWhy(t *testing.T) {
	g := armed(t).proven().open(nil).put(closeScreen)
	g.press("enter")
	g.shows("Why is the incident closed?")
	g.shows("stays open")
	g.press("enter", "y", "backspace", "enter")
	if n := g.engine.done(runbook.Close); n != 0 {
		t.Fatal("closed without a reason")
	}
	g.typed("handed over")
	g.press("enter")
	if g.engine.done(runbook.Close) != 1 || g.engine.inputs[0].Text != "handed over" {
		t.Errorf("did %v with %+v", g.engine.did, g.engine.inputs)
	}
}

func TestAClosedIncidentIsNotOfferedToBeResumed(t *testing.T) {
	for name, p := range map[string]*story{"closed": allDone(t).incident(incident.Closed, incident.ClosedData{Reason: "done"}), "open": allDone(t)} {
		g := drilling(p, nil).put(debriefScreen)
		g.press("esc")
		if name == "open" {
			g.shows("firebreak resume")
			continue
		}
		g.hides("firebreak resume")
		g.shows("closed 2026-11-23")
	}
}

func TestThePreviewBeginsBelowTheFrontMatter(t *testing.T) {
	rows, heads := markdownRows("---\nid: INC-1\nkind: drill\n---\n\n# A key\n\n## Summary\n")
	if rows[0].text != "# A key" || len(heads) != 1 || heads[0] != 2 {
		t.Errorf("got %+v, heads %v", rows, heads)
	}
	for _, whole := range []string{"---\nno end\n", "a\n---\nb\n---\n"} {
		if rows, _ = markdownRows(whole); len(rows) != strings.Count(whole, "\n") {
			t.Errorf("%q lost lines: %+v", whole, rows)
		}
	}
}
