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

// services of the player's world, by name.
func (p *player) services() map[string]simulator.ServiceState {
	p.t.Helper()
	all, err := p.stage.Outside.Services()
	if err != nil {
		p.t.Fatal(err)
	}
	byName := map[string]simulator.ServiceState{}
	for _, s := range all {
		byName[s.Name] = s
	}
	return byName
}

func TestAWrongOrderBreaksOurServicesAndIsShown(t *testing.T) {
	t.Parallel()
	p := newPlayer(t, 7).open(0)
	var heard []string
	script := p.script(runbook.ApproveRevoke)
	s := p.play(chooser(func(st incident.State, sit runbook.Situation, actions []runbook.Action) runbook.Choice {
		heard = append(heard, p.stage.News(words.English)...)
		return script.Choose(st, sit, actions)
	}))
	if got := p.stage.Down(); !slices.Equal(got, []string{docsBot, batchEval}) {
		t.Errorf("down: %v", got)
	}
	if down := p.services()[docsBot]; down.DownFor == 0 || down.Refused == 0 {
		t.Errorf("docs-bot: %+v", down)
	}
	if said := strings.Join(heard, "\n"); !strings.Contains(said, "docs-bot is down: the key that it runs on is no longer served") {
		t.Errorf("news:\n%s", said)
	}
	if names, _ := s.Parts["O"].Inputs["down_min"].([]downtimeOf); len(names) != 2 || s.Parts["O"].Points >= maxO {
		t.Errorf("outage part: %+v", s.Parts["O"])
	}
	page := strings.Join(strings.Fields(strings.Join(Debrief(p.facts(), s, providers.Untrusted{}, words.English), " ")), " ")
	for _, want := range []string{"docs-bot is down: its key is dead", "docs-bot is still down", "down: docs-bot "} {
		if !strings.Contains(page, want) {
			t.Errorf("the debrief lacks %q:\n%s", want, page)
		}
	}
}

func TestServicesThatMovedBeforeTheKeyDiedAreNeverDown(t *testing.T) {
	t.Parallel()
	p := newPlayer(t, 7).open(0)
	script := p.script(runbook.ApproveRevoke, runbook.ApproveRotate)
	script.Policy.Strategy = incident.RotateFirst
	s := p.play(script)
	for name, state := range p.services() {
		if state.DownFor != 0 || state.Refused != 0 {
			t.Errorf("%s: %+v", name, state)
		}
	}
	if names, _ := s.Parts["O"].Inputs["down_min"].([]downtimeOf); len(names) != 0 || s.Parts["O"].Points != maxO {
		t.Errorf("outage part: %+v", s.Parts["O"])
	}
}

func TestARollBackTakesTheServicesBack(t *testing.T) {
	t.Parallel()
	p := newPlayer(t, 7).open(0)
	rotate := &runbook.Policy{Approve: []string{runbook.ApproveRotate}, Strategy: incident.RotateFirst}
	moved := ""
	back := 0
	p.play(chooser(func(st incident.State, sit runbook.Situation, actions []runbook.Action) runbook.Choice {
		k, _ := st.First()
		places := k.Successor.Places
		if len(places) == 2 && !slices.ContainsFunc(places, func(p incident.PlaceState) bool { return p.Written.IsZero() }) {
			moved = p.services()[docsBot].KeyID
			for _, place := range places {
				if strings.HasSuffix(place.Store, "docs-bot/.env") {
					back++
					c, _ := choose(actions, runbook.RollBack, runbook.PlaceID(place.Place), runbook.Input{Approved: []string{runbook.ApproveRotate}})
					return c
				}
			}
		}
		if back > 0 {
			return runbook.Choice{}
		}
		return rotate.Choose(st, sit, actions)
	}))
	old := p.stage.Outside.(*inside).world.ID("leaked")
	now := p.services()
	if back != 1 || moved == old || now[docsBot].KeyID != old || now[batchEval].KeyID == old || now[docsBot].Down {
		t.Errorf("rolled back %d times; docs-bot ran on %s, then on %s; batch-eval on %s; the old key is %s",
			back, moved, now[docsBot].KeyID, now[batchEval].KeyID, old)
	}
}
