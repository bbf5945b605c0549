package tui

import (
	"slices"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

func init() {
	scenes = append(scenes,
		scene{"related", func(t testing.TB) *rig { return listed(t).open(helpedBy).put(newRelated) }},
		scene{"related-listing", func(t testing.TB) *rig { return dead(t).open(func(g *rig) { g.hold = true }).put(newRelated) }},
		scene{"related-none", func(t testing.TB) *rig {
			return dead(t).add(incident.StepDone, incident.StepRelated, "", nil).open(nil).put(newRelated)
		}},
		scene{"related-failed", func(t testing.TB) *rig {
			return dead(t).failed(incident.StepRelated, incident.WhyNotPermitted).open(nil).put(newRelated)
		}},
		scene{"decide", func(t testing.TB) *rig {
			g := listed(t).open(helpedBy).put(newRelated)
			g.press("enter")
			return g
		}},
		scene{"decide-why", func(t testing.TB) *rig {
			g := listed(t).open(helpedBy).put(newRelated)
			g.press("enter", "down", "down", "enter")
			g.typed("read-only, and not in the file")
			return g
		}},
		scene{"decided", func(t testing.TB) *rig {
			g := listed(t).decidedOn("key_r1", incident.KeptD).open(helpedBy).put(newRelated)
			g.press("enter")
			return g
		}},
		scene{"hostile-related", hostileRelated},
		scene{"hostile-decide", func(t testing.TB) *rig { g := hostileRelated(t); g.press("enter"); return g }},
	)
}

func (p *story) relates(r incident.Record, why providers.Relation) *story {
	return p.add(incident.Related, incident.StepRelated, "", incident.RelatedData{ID: r.ID, Record: &r, Relation: why, Found: "provider"})
}

func (p *story) decidedOn(id string, d incident.Decision) *story {
	return p.add(incident.Related, incident.StepRelated, "", incident.RelatedData{ID: id, Decision: d,
		Reason: providers.FromOutside("read-only"), Approver: providers.FromOutside("head of platform")})
}

// listed has three credentials at risk, and some that nobody can list.
func listed(t testing.TB) *story {
	p := dead(t).add(incident.StepStarted, incident.StepRelated, "", nil)
	for i, why := range []providers.Relation{providers.SameOwner, providers.SameFile, providers.SameFile} {
		r := storyRecord()
		r.Created, r.LastUsed = noon.Add(-240*time.Hour), noon.Add(-time.Hour)
		r.ID, r.Name = "key_r"+string(rune('1'+i)), providers.FromOutside("docs-bot-"+string(rune('a'+i)))
		p.relates(r, why)
	}
	p.add(incident.Related, incident.StepRelated, "", incident.RelatedData{Unlisted: "keys of projects not readable"})
	return p.add(incident.StepDone, incident.StepRelated, "", nil)
}

func hostileRelated(t testing.TB) *rig {
	p := dead(t).add(incident.StepStarted, incident.StepRelated, "", nil)
	r := storyRecord()
	r.ID, r.Name, r.ParentName = "key\x1b[2J\u202e", hostile, hostile
	p.relates(r, "\x1b[2J\u202e").relates(incident.Record{ID: "x\x1b]0;x\a"}, providers.SameFile)
	p.add(incident.Related, incident.StepRelated, "", incident.RelatedData{ID: r.ID, Decision: "\x1b[2J", Reason: hostile, Approver: hostile})
	p.add(incident.Related, incident.StepRelated, "", incident.RelatedData{Unlisted: "\x1b[2J\u202e"})
	return p.open(helpedBy).put(newRelated)
}

func TestTheRelatedCredentialsAreListedOnceByThemselves(t *testing.T) {
	p := dead(t)
	g := p.open(func(g *rig) {
		p.does(g, map[runbook.Name]func(*story){runbook.ListRelated: func(p *story) {
			p.relates(storyRecord(), providers.SameOwner).add(incident.StepDone, incident.StepRelated, "", nil)
		}})
	}).put(newRelated)
	g.shows("docs-bot-prod, key_7HqW2mXv9LcA")
	g.shows("1 undecided")
	g.put(newRelated)
	if n := g.engine.done(runbook.ListRelated); n != 1 {
		t.Errorf("listed %d times", n)
	}
	g.press("r")
	if n := g.engine.done(runbook.ListRelated); n != 2 {
		t.Errorf("r listed %d times", n)
	}
}

func TestADecisionIsRecordedWithWhatWasDone(t *testing.T) {
	for keys, want := range map[string]incident.Decision{"": incident.RotatedD, "down": incident.RevokedD} {
		p := listed(t)
		g := p.open(helpedBy).put(newRelated)
		p.does(g, map[runbook.Name]func(*story){runbook.DecideOn: func(p *story) { p.decidedOn("key_r2", want) }})
		g.press("down", "enter")
		if keys != "" {
			g.press(keys)
		}
		g.press("enter")
		g.shows("What was done, and by whom?")
		g.typed("in the console, by ana")
		g.press("enter")
		if n := len(g.engine.did); n != 1 || g.engine.did[0].About != "key_r2" || g.engine.inputs[0].Decision != want || g.engine.inputs[0].Text != "in the console, by ana" {
			t.Errorf("did %v with %v", g.engine.did, g.engine.inputs)
		}
		g.shows("What else is at risk?")
		g.shows("2 undecided")
	}
}

func TestAfterADecisionTheCursorStandsOnTheNextUndecidedCredential(t *testing.T) {
	p := listed(t)
	g := p.open(helpedBy).put(newRelated)
	p.does(g, map[runbook.Name]func(*story){runbook.DecideOn: func(p *story) { p.decidedOn(g.engine.did[len(g.engine.did)-1].About, incident.RotatedD) }})
	for i, want := range []string{"> docs-bot-b", "> docs-bot-c", "> Go on with another step"} {
		g.press("enter", "enter")
		g.typed("rotated by ops")
		g.press("enter")
		if n := g.engine.done(runbook.DecideOn); n != i+1 {
			t.Fatalf("%d decisions", n)
		}
		g.shows(want)
	}
	g.press("g", "enter", "enter") // to look at one moves nothing
	g.shows("> docs-bot-a")
}

func TestWhatIsKeptNeedsAReasonAndARole(t *testing.T) {
	p := listed(t)
	g := p.open(helpedBy).put(newRelated)
	p.does(g, map[runbook.Name]func(*story){runbook.DecideOn: func(p *story) { p.decidedOn("key_r1", incident.KeptD) }})
	g.press("enter", "down", "down", "enter")
	g.typed("read-only")
	g.press("enter")
	if len(g.engine.did) != 0 {
		t.Fatalf("kept without a role: %v", g.engine.did)
	}
	g.shows("Who approves that, as a role?")
	g.typed("head of platform")
	g.press("enter")
	if in := g.engine.inputs; len(in) != 1 || in[0].Text != "read-only" || in[0].Approver != "head of platform" || in[0].Decision != incident.KeptD {
		t.Fatalf("kept with %v", in)
	}
	g.shows("What else is at risk?")
	g.shows("✓ kept")
}

func TestGivingUpTheRoleRecordsNothing(t *testing.T) {
	g := listed(t).open(helpedBy).put(newRelated)
	g.press("enter", "down", "down", "enter")
	g.typed("read-only")
	g.press("enter", "esc")
	g.shows("What becomes of this related credential?")
	g.press("g", "enter")
	g.shows("What was done, and by whom?")
	if len(g.engine.did) != 0 {
		t.Errorf("did %v", g.engine.did)
	}
}

func TestOneReasonKeepsAllThatAreLeft(t *testing.T) {
	g := listed(t).decidedOn("key_r1", incident.RotatedD).open(helpedBy).put(newRelated)
	g.press("down", "enter", "down", "down", "down")
	g.shows("> Keep all 2 that are left")
	g.press("enter")
	g.typed("read-only")
	g.press("enter")
	g.typed("head of platform")
	g.press("enter")
	var about []string
	for i, a := range g.engine.did {
		about = append(about, a.About)
		if in := g.engine.inputs[i]; in.Decision != incident.KeptD || in.Approver != "head of platform" {
			t.Errorf("kept with %v", in)
		}
	}
	if !slices.Equal(about, []string{"key_r2", "key_r3"}) {
		t.Errorf("decided on %v", about)
	}
}

func TestWhatIsDecidedIsShownAndNotAskedAgain(t *testing.T) {
	g := listed(t).decidedOn("key_r1", incident.KeptD).open(helpedBy).put(newRelated)
	g.press("enter")
	g.shows("kept: read-only; approved by head of platform")
	g.hides("Keep it")
	g.press("enter")
	g.shows("2 undecided")
	if len(g.engine.did) != 0 {
		t.Errorf("did %v", g.engine.did)
	}
}

func TestWhatCannotBeListedIsSaid(t *testing.T) {
	listed(t).open(helpedBy).put(newRelated).shows("not listed  keys of projects that may not be read")
}
