package drill

import (
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

func TestASecretThatIsReplacedWhileTheTokenWorksIsReadAgain(t *testing.T) {
	t.Parallel()
	p := newPlayerOf(t, "S09", seedOf).open(0)
	order := []runbook.Name{runbook.Validate, runbook.Locate, runbook.Forecast, runbook.DecideOn}
	s := p.play(chooser(func(_ incident.State, _ runbook.Situation, actions []runbook.Action) runbook.Choice {
		if len(order) == 0 {
			return runbook.Choice{}
		}
		next, about := order[0], ""
		if order = order[1:]; next == runbook.DecideOn {
			about = "northwind-labs/api/OPENAI_API_KEY"
		}
		c, _ := choose(actions, next, about, runbook.Input{Decision: incident.RotatedD})
		return c
	}))
	if k, _ := p.stage.Outside.(*inside).world.KeyState(string(ciOpenAI)); k.State != simulator.Live {
		t.Errorf("the key is %s although its new value was read", k.State)
	}
	if said := strings.Join(p.stage.News(words.English), " "); !strings.Contains(said, "api/OPENAI_API_KEY was replaced while the leaked key still works") {
		t.Errorf("said %q", said)
	}
	page := strings.Join(strings.Fields(strings.Join(Debrief(p.facts(), s, providers.Untrusted{}, words.English), " ")), " ")
	if !strings.Contains(page, "api/OPENAI_API_KEY was replaced while the leaked key still worked") {
		t.Errorf("the debrief does not say so:\n%s", page)
	}
	if n := s.Parts["R"].Inputs["found"]; n != 0 {
		t.Errorf("%v counted as replaced", n)
	}
}

func TestWhatTheAttackerMadeCostsWhereItIsLeft(t *testing.T) {
	t.Parallel()
	p := newPlayerOf(t, "S05", seedOf).open(0)
	script := p.script(append([]string{runbook.ApproveRevoke, runbook.ApproveRotate}, p.story.Approve...)...)
	s := p.play(chooser(func(st incident.State, sit runbook.Situation, actions []runbook.Action) runbook.Choice {
		c := script.Choose(st, sit, actions)
		if c.Action != nil && c.Action.Name == runbook.DecideOn {
			c.Input.Decision = incident.KeptD
		}
		return c
	}))
	if !slices.ContainsFunc(s.Penalties, func(one Penalty) bool { return one.What == PersistenceLeft }) || s.Gate != GateLive || percent(s) > liveGate+0.1 {
		t.Errorf("%+v", s)
	}
	if page := strings.Join(Debrief(p.facts(), s, providers.Untrusted{}, words.English), " "); !strings.Contains(page, planted) || !strings.Contains(strings.Join(strings.Fields(page), " "), "its key still works") {
		t.Errorf("the debrief does not say what lives:\n%s", page)
	}
}

func TestADecisionEndsTheCredentialInTheWorld(t *testing.T) {
	t.Parallel()
	p := newPlayerOf(t, "S05", seedOf).open(0)
	p.play(p.script(append([]string{runbook.ApproveRevoke, runbook.ApproveRotate}, p.story.Approve...)...))
	for _, ref := range []string{"planted-key", "second"} {
		if k, _ := p.stage.Outside.(*inside).world.KeyState(ref); k.State != simulator.Dead {
			t.Errorf("%s is %s", ref, k.State)
		}
	}
}

func TestACrashAmongTheSecretsWithinReachLosesNoneOfThem(t *testing.T) {
	t.Parallel()
	p := newPlayerOf(t, "S09", seedOf).open(13)
	p.play(p.script(runbook.ApproveRevoke, runbook.ApproveRotate))
	if k, _ := p.engine.State().First(); !p.crash.dead || len(k.Related) == 0 || len(k.Related) >= 19 {
		t.Fatalf("crashed %v with %d of 19 secrets listed", p.crash.dead, len(k.Related))
	}
	p.close()
	p.open(0)
	if s := p.play(p.script(runbook.ApproveRevoke, runbook.ApproveRotate)); s.Band != "S" || s.Parts["R"].Points != maxR {
		t.Errorf("%+v", s.Parts["R"])
	}
	p.close()
}

func TestACredentialThatIsWorkedWithStepsOfItsOwnCountsOnceItIsEnded(t *testing.T) {
	t.Parallel()
	p := newPlayerOf(t, "S05", seedOf).open(0)
	script := p.script(append([]string{runbook.ApproveRevoke, runbook.ApproveRotate, runbook.ApproveRelated}, p.story.Approve...)...)
	script.Silent = true
	opened := false
	s := p.play(chooser(func(st incident.State, sit runbook.Situation, actions []runbook.Action) runbook.Choice {
		k, _ := p.stage.Outside.(*inside).world.KeyState("planted-key")
		if c, ok := choose(actions, runbook.Open, k.ID, runbook.Input{Approved: []string{runbook.ApproveRelated}}); ok && !opened {
			opened = true
			return c
		}
		return script.Choose(st, sit, actions)
	}))
	if k, _ := p.stage.Outside.(*inside).world.KeyState("planted-key"); !opened || k.State != simulator.Dead {
		t.Errorf("opened %v, the key is %s", opened, k.State)
	}
	if found, _ := s.Parts["R"].Inputs["found_names"].([]string); !slices.Contains(found, p.story.Risks[0].Name) {
		t.Errorf("%+v", s.Parts["R"])
	}
}
