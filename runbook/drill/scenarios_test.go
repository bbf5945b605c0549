package drill

import (
	"slices"
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// seedOf is the seed that the scenarios are played with here.
const seedOf = 7

// played are the scenarios but for the first, which has tests of its own.
func played() []string { return Names()[1:] }

func TestEveryScenarioCanBePlayedToAPerfectEndAndToldIn72Columns(t *testing.T) {
	t.Parallel()
	for _, id := range played() {
		t.Run(id, func(t *testing.T) {
			p := newPlayerOf(t, id, seedOf).open(0)
			s := p.play(p.script(append([]string{runbook.ApproveRevoke, runbook.ApproveRotate}, p.story.Approve...)...))
			st := p.engine.State()
			if s.Band != "S" || s.Max != 95 || len(s.Penalties) != 0 || s.Gate != "" || st.Closing == nil {
				t.Errorf("%+v, closed %v", s, st.Closing)
			}
			a, _ := s.Parts["C"].Inputs["a_min"].(float64)
			par, _ := s.Parts["C"].Inputs["par_min"].(float64)
			if own := a - (par - p.story.Par.Minutes()); 1.5*own > p.story.Par.Minutes()+0.5 {
				t.Errorf("the straight way takes %.1f min beside the vendor's own, par %s", own, p.story.Par)
			}
			for name, service := range p.services() {
				if service.Down {
					t.Errorf("%s is down at the end", name)
				}
			}
			for _, l := range words.Langs {
				for _, line := range p.told(l) {
					if uniseg.StringWidth(line) > words.Width && !strings.Contains(line, p.base) && !strings.Contains(line, "postmortems") || strings.Contains(line, "%!") {
						t.Errorf("%s: %q", l, line)
					}
				}
			}
		})
	}
}

func TestRunsThatLeaveTheAttackerAKeyStayBelowTheGate(t *testing.T) {
	t.Parallel()
	for _, id := range played() {
		for _, run := range []struct {
			name    string
			most    float64
			chooser func(*player) runbook.Chooser
		}{
			{"nothing is done", 15, func(*player) runbook.Chooser {
				return chooser(func(incident.State, runbook.Situation, []runbook.Action) runbook.Choice { return runbook.Choice{} })
			}},
			{"rotated and never revoked", liveGate, func(p *player) runbook.Chooser {
				return p.script(append(slices.Clone(p.story.Approve), runbook.ApproveRotate)...)
			}},
		} {
			t.Run(id+", "+run.name, func(t *testing.T) {
				p := newPlayerOf(t, id, seedOf).open(0)
				if s := p.play(run.chooser(p)); percent(s) > run.most+0.1 || s.Gate != GateLive {
					t.Errorf("%+v", s)
				}
			})
		}
	}
}

func TestEveryStoryHoldsTogetherInItsTextsAndItsWorld(t *testing.T) {
	t.Parallel()
	for _, c := range scenarios {
		for seed := int64(1); seed <= 40; seed++ {
			s := c.story(seed, varied(c.id, seed))
			for _, e := range s.Evidence {
				if e.Risk != "" && !slices.ContainsFunc(s.Risks, func(r Risk) bool { return r.Name == e.Risk }) {
					t.Errorf("%s: %s is about no risk of the story", c.id, e.ID)
				}
			}
			for _, store := range s.Desk.Stores {
				if !slices.ContainsFunc(s.Consumers, func(k Consumer) bool { return k.Store == store }) {
					t.Errorf("%s: nobody reads %s", c.id, store)
				}
			}
			all := []text{s.Title, c.brief, s.People.Next}
			for _, n := range s.Notices {
				all = append(all, n.Text, n.From)
			}
			for _, e := range s.Evidence {
				all = append(all, e.What)
			}
			for _, a := range s.Acts {
				all = append(all, a.What)
			}
			for _, one := range all {
				if one[0] == "" || one[1] == "" || one[0] == one[1] {
					t.Errorf("%s: %q", c.id, one)
				}
			}
		}
	}
}

func TestAScenarioIsFoundByItsIDAndItsNameAndListedWithItsLevel(t *testing.T) {
	t.Parallel()
	list := strings.Join(Lines(words.English), "\n")
	for _, c := range scenarios {
		for _, given := range []string{c.id, strings.ToLower(c.id), c.name} {
			if s, err := Find(given, 1); err != nil || s.ID != c.id {
				t.Errorf("%s: %s, %v", given, s.ID, err)
			}
		}
		if !strings.Contains(list, c.id+"  level ") || !strings.Contains(list, c.name) {
			t.Errorf("%s is not listed:\n%s", c.id, list)
		}
	}
}

func TestInAThirdOfTheDrillsOfS05ARoleIsOpenedToTheAttacker(t *testing.T) {
	t.Parallel()
	opened := 0
	for seed := range int64(90) {
		s := s05Story(varied("S05", seed))
		risk := slices.ContainsFunc(s.Risks, func(r Risk) bool { return r.Row == trusted })
		logged := slices.ContainsFunc(s.World.Audit, func(a simulator.Audit) bool { return a.Type == "UpdateAssumeRolePolicy" })
		if risk != logged {
			t.Fatalf("seed %d: at risk %v, in the log %v", seed, risk, logged)
		}
		if risk {
			opened++
		}
	}
	if opened < 15 || opened > 45 {
		t.Errorf("in %d of 90", opened)
	}
}
