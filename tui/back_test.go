package tui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// keyed is an engine that knows its own key by the last four characters.
type keyed struct {
	*fakeEngine
	last4 string
}

func (e *keyed) HoldAny(list []Found) (t runbook.Taken) {
	s := e.State()
	k, _ := s.First()
	for _, one := range list {
		c := one.Credential
		if c.Secret.Last4() != e.last4 {
			t.Others, t.Last4 = t.Others+1, c.Secret.Last4()
			continue
		}
		e.sit.Have = map[string]bool{k.Cred: true}
		t.Held = append(t.Held, k.Cred)
	}
	return t
}

// secretOf makes a credential at run time.
func secretOf(last4 string) Found {
	return Found{Credential: providers.Credential{Kind: "openai/service-account-key", Secret: providers.NewSecret([]byte("sk-svcacct-DRILL" + strings.Repeat("x", 30) + last4))}}
}

// finds recognises a key in "key ABCD".
func finds(text []byte) ([]Found, Shape) {
	if at := strings.Index(string(text), "key "); at >= 0 {
		return []Found{secretOf(string(text[at+4 : at+8]))}, Shape{}
	}
	return nil, Shape{Look: "unknown"}
}

// returning is somebody who comes back to a delete without an answer.
func returning(t testing.TB, change func(*rig)) (*story, *rig) {
	p := armed(t).sent("op1").after(21*time.Minute).incident(incident.Resumed, incident.ResumedData{Who: providers.FromOutside("ben"), Where: providers.FromOutside("bastion-3")})
	g := p.open(func(g *rig) {
		g.engine.sit.Have = map[string]bool{}
		g.config.Session.Engine = &keyed{g.engine, "4fQ2"}
		g.config.Start = BeginReturn
		g.config.Find = finds
		g.config.ReadFile = func(_ context.Context, path string) ([]byte, error) {
			if path == "alert.txt" {
				return []byte("here: key 4fQ2 again"), nil
			}
			return nil, errors.New("no such file")
		}
		if change != nil {
			change(g)
		}
	})
	return p, g
}

func TestComingBackReadsWhatIsUnknownAndSendsNothing(t *testing.T) {
	p, g := returning(t, nil)
	g.shows("Back in INC-k7qd")
	g.shows("last event 03:11:07Z, 21 min ago")
	g.shows("DELETE https://api.openai.com")
	g.shows("taken over: ana, then ben at ")
	if n := g.engine.done(runbook.Settle); n != 1 || g.engine.mutations() != 0 {
		t.Fatalf("%+v", g.engine.did)
	}
	p.bring(g, func(p *story) {
		p.outcome("op1", incident.StepRevoke, incident.OutcomeData{Result: incident.Applied, Settled: "record"})
	})
	g.shows("just now")
	g.shows("done, as the record shows")
	g.press("enter", "enter", "enter")
	if g.engine.mutations() != 0 || g.engine.done(runbook.Prove) != 0 {
		t.Errorf("%+v", g.engine.did)
	}
}

func TestTheSameKeyIsTakenUnseenAndLeadsOn(t *testing.T) {
	p, g := returning(t, nil)
	p.bring(g, func(p *story) {
		p.outcome("op1", incident.StepRevoke, incident.OutcomeData{Result: incident.Applied, Settled: "record"})
	})
	g.pasted("OPENAI_API_KEY=key 4fQ2\nmore\n")
	g.shows("received, 2 lines; nothing is shown, nothing is sent")
	g.hides("OPENAI")
	g.press("enter")
	if g.engine.done(runbook.Prove) != 1 {
		t.Errorf("%T, %+v", g.root.top(), g.engine.did)
	}
}

func TestAnotherKeyIsNamedAndNothingTaken(t *testing.T) {
	_, g := returning(t, nil)
	g.pasted("key 77aB")
	g.press("enter")
	g.shows("This is another key (ending 77aB), not the one ending 4fQ2.")
	g.pasted("what is this")
	g.press("enter")
	g.shows("not recognised")
	if len(g.engine.sit.Have) != 0 {
		t.Error("another key was taken")
	}
}

func TestAnUnmarkedPasteOfTheKeyDoesNothingElse(t *testing.T) {
	_, g := returning(t, nil)
	g.burst("key", " ", "4fQ2", "enter", "q", "y", "enter")
	g.shows("received, 2 lines")
	if g.quit || g.engine.mutations() != 0 {
		t.Error("letters of a paste acted")
	}
}

func TestTheKeyMayComeFromAFile(t *testing.T) {
	_, g := returning(t, nil)
	g.press("ctrl+o")
	g.typed("missing.txt")
	g.press("enter")
	g.shows("that file could not be read")
	g.press("ctrl+o")
	g.typed("alert.txt")
	g.shows("path of a file  > alert.txt")
	g.press("enter")
	if !g.engine.sit.Have["k1"] {
		t.Error("the key of the file was not taken")
	}
}

func TestEscGoesOnWithoutTheKey(t *testing.T) {
	_, g := returning(t, nil)
	g.pasted("key 4fQ2")
	g.press("esc")
	if _, ok := g.root.top().(*settle); !ok || len(g.engine.sit.Have) != 0 {
		t.Errorf("%T", g.root.top())
	}
}

func TestWhereNothingNeedsTheKeyNoneIsAskedFor(t *testing.T) {
	p := armed(t).revoked("op1").watch(1, time.Minute).probe(providers.Dead).after(time.Minute).probe(providers.Dead).control()
	g := p.open(func(g *rig) {
		g.engine.sit.Have = map[string]bool{}
		g.config.Start = BeginReturn
	})
	g.hides("nothing yet; what comes is not shown")
	g.shows("enter go on")
}

func TestATornLineIsSaid(t *testing.T) {
	_, g := returning(t, func(g *rig) { g.config.Session.Torn = "journal.torn-1" })
	g.shows("It was set aside, nothing acknowledged is lost: journal.torn-1")
}

// elsewhere is an incident that another process holds.
func elsewhere(t testing.TB, change func(*rig)) *rig {
	p := armed(t).sent("op1")
	g := newRig(t, func(g *rig) {
		g.now = p.at
		g.hold = true
		g.config.Incidents = func(context.Context) ([]Listed, error) {
			return []Listed{{ID: "INC-20261123-k7qd", State: p.state()}}, nil
		}
		g.config.Resume = func(context.Context, string, []Found) (*Session, error) {
			return nil, &HeldError{"INC-20261123-k7qd", p.state()}
		}
		g.config.Follow = func(context.Context, string) (incident.State, []incident.Event, error) {
			return p.state(), p.events, nil
		}
		if change != nil {
			change(g)
		}
	})
	g.release()
	g.press("enter")
	h, ok := g.root.top().(*held)
	if !ok {
		t.Fatalf("on an incident held elsewhere: %T\n%s", g.root.top(), plainly(g.frame()))
	}
	h.pause = func(context.Context, time.Duration) error { return nil }
	g.hold = true // following along never ends by itself
	return g
}

func TestAnIncidentHeldElsewhereSaysWhoHoldsIt(t *testing.T) {
	g := elsewhere(t, nil)
	g.shows("INC-k7qd is open elsewhere")
	g.shows("UNKNOWN since 03:11Z, ending 4fQ2")
	g.shows("ana on bastion-2, pts/3, since 03:11:00Z")
	g.shows("last act 03:11:06Z: revoke the key, sent, its end is not known")
}

func TestWatchingAlongFollowsAndCanSendNothing(t *testing.T) {
	g := elsewhere(t, nil)
	g.press("enter")
	g.once()
	g.shows("INC-k7qd: what happens there?")
	g.shows("sent, outcome unknown")
	g.press("x", "y", "r", "m", "-", "u")
	if len(g.engine.did) != 0 {
		t.Errorf("%v", g.engine.did)
	}
	g.press("enter")
	g.shows("is open elsewhere")
}

// once runs what was held back; what that leads to is held again.
func (g *rig) once() {
	kept := g.kept
	g.kept = nil
	for _, c := range kept {
		if m := c(); m != nil {
			g.send(m)
		}
	}
}

func TestWaitingOpensTheIncidentOnceItIsFree(t *testing.T) {
	tries := 0
	g := elsewhere(t, func(g *rig) {
		refuse := g.config.Resume
		g.config.Resume = func(ctx context.Context, id string, key []Found) (*Session, error) {
			if tries++; tries < 4 {
				return refuse(ctx, id, key)
			}
			p := armed(t).sent("op1").incident(incident.Resumed, incident.ResumedData{Who: providers.FromOutside("ben")})
			g.engine.state, g.engine.events, g.engine.sit.Have = p.state(), p.events, map[string]bool{}
			return &Session{Engine: g.engine, Feed: NewFeed(g.config.Now), Clock: providers.WallClock{}}, nil
		}
	})
	g.hold = false
	g.press("down", "enter")
	if tries != 4 {
		t.Errorf("tried %d times", tries)
	}
	g.shows("Back in INC-k7qd")
}

func TestHandingOverHoldsNoSecretAndSaysHow(t *testing.T) {
	g := elsewhere(t, nil)
	g.press("down", "down", "enter")
	g.shows("What do we tell them?")
	g.shows("firebreak resume INC-20261123-k7qd")
	g.shows("another machine has no journal of it")
	g.hides("DRILL")
}

func TestAnIncidentThatCannotBeOpenedSaysWhyAndLeadsBack(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		says string
	}{
		{"for a reason that is known", &RefusedError{Said: []string{"INC-k7qd was opened at another host.", "Unset the variable."}}, "Unset the variable."},
		{"for one that is not", errors.New("odd"), "INC-k7qd could not be opened here; nothing was sent."},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := armed(t).sent("op1")
			g := newRig(t, func(g *rig) {
				g.config.Incidents = func(context.Context) ([]Listed, error) {
					return []Listed{{ID: "INC-20261123-k7qd", State: p.state()}}, nil
				}
				g.config.Resume = func(context.Context, string, []Found) (*Session, error) { return nil, c.err }
			})
			g.press("enter")
			g.shows(c.says)
			g.press("enter")
			g.shows("What happened?")
		})
	}
}
