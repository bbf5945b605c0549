package runbook_test

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// old is a key whose plan told these scopes.
func old(s *incident.ScopesData, reason providers.Reason) incident.Key {
	k := incident.Key{First: &incident.ValidatedData{}}
	k.First.Reason, k.Successor.Scopes = reason, s
	return k
}

func TestAReplacementIsNeverWiderThanTheOldKey(t *testing.T) {
	t.Parallel()
	sets := []providers.ScopeSet{{ID: "models", Scopes: []string{"a", "b"}}}
	unknown, every := &incident.ScopesData{Sets: sets}, &incident.ScopesData{Known: true, Sets: sets}
	some, less := &incident.ScopesData{Known: true, Own: []string{"a", "b", "c"}, Sets: sets}, &incident.ScopesData{Known: true, Own: []string{"a"}, Sets: sets}
	lacking := providers.ReasonNoScope
	for name, c := range map[string]struct {
		scopes  *incident.ScopesData
		reason  providers.Reason
		offered []string
		typed   string
		want    []string
		why     incident.Reason
	}{
		"the vendor takes none":             {nil, "", nil, "a", nil, incident.WhyScopes},
		"unknown":                           {unknown, "", []string{"all", "models"}, "models", []string{"a", "b"}, ""},
		"unknown, and others are named":     {unknown, "", []string{"all", "models"}, "x, y", []string{"x", "y"}, ""},
		"unknown, with a right missing":     {unknown, lacking, []string{"models"}, "a", []string{"a"}, ""},
		"every right":                       {every, "", []string{"all", "models"}, "x y", []string{"x", "y"}, ""},
		"every right, though one was short": {every, lacking, []string{"all", "models"}, "b", []string{"b"}, ""},
		"some, and a set within them":       {some, "", []string{"same", "models"}, "c", []string{"c"}, ""},
		"some, and one more is named":       {some, "", []string{"same", "models"}, "c,d", nil, incident.WhyWider},
		"less than any set":                 {less, "", []string{"same"}, "models", nil, incident.WhyWider},
		"no form":                           {unknown, "", []string{"all", "models"}, "a; b", nil, incident.WhyScopes},
		"nothing":                           {unknown, "", []string{"all", "models"}, " , ", nil, incident.WhyScopes},
	} {
		k := old(c.scopes, c.reason)
		var offered []string
		for _, one := range k.ScopeChoices() {
			offered = append(offered, one.ID)
		}
		got, err := runbook.NameScopes(k, c.typed)
		if !slices.Equal(offered, c.offered) || err == nil && !slices.Equal(got, c.want) || err == nil != (c.why == "") || err != nil && incident.Explain(err).Reason != c.why {
			t.Errorf("%s: offered %v, got %v, %v", name, offered, got, err)
		}
	}
}

// restrict gives the leaked key scopes, as a person with another admin session would.
func (r *rig) restrict(scopes string) {
	r.t.Helper()
	key, _ := r.world.KeyState("leaked")
	r.console(http.MethodPost, "/organization/projects/"+key.Project+"/api_keys/"+key.ID, `{"scopes":[`+scopes+`]}`)
	r.wait(auditShows)
}

// auditShows is longer than an act takes to show in the simulated audit log.
const auditShows = time.Hour

func (r *rig) wait(d time.Duration) {
	r.clock.Run(func() { _ = r.clock.Sleep(context.Background(), d) }) // never cancelled
}

func TestTheScopesOfAReplacement(t *testing.T) {
	t.Parallel()
	some := []string{"api.model.read", "api.model.request"}
	for name, c := range map[string]struct {
		restricted bool
		chosen     []string
		want       []string
		why        incident.Reason
	}{
		"nothing chosen, the old key has every right": {false, nil, nil, ""},
		"models only":                          {false, []string{providers.ScopesModels}, []string{"api.model.read", "api.model.request", "api.responses.read", "api.responses.write"}, ""},
		"nothing chosen, the old key has some": {true, nil, some, ""},
		"more is chosen than the old key has":  {true, []string{"api.model.read", "api.files.write"}, nil, incident.WhyWider},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, small)
			if c.restricted {
				r.restrict(`"api.model.read","api.model.request"`)
			}
			k := r.run(&runbook.Policy{Approve: all(), Strategy: incident.RevokeFirst, Narrow: runbook.Narrowing{Scopes: c.chosen, Expires: 30 * 24 * time.Hour}})
			op, _ := k.LastOp(incident.ActCreate)
			m := k.Marks[incident.StepRotate]
			switch {
			case c.why != "" && (m.Failed == nil || m.Failed.Reason != c.why || r.sent("POST", "/service_accounts/") != 0):
				t.Errorf("ended as %+v", m)
			case c.why == "" && (!slices.Equal(op.Intent.Scopes, c.want) || !k.Successor.Done() || k.Successor.Record.Expires.IsZero()):
				t.Errorf("asked for %v, ended as %+v", op.Intent.Scopes, m)
			}
		})
	}
}

// limiting contains by one limit, and goes on as its policy says.
type limiting struct {
	runbook.Policy
	limit string
}

func (l *limiting) Choose(s incident.State, sit runbook.Situation, actions []runbook.Action) runbook.Choice {
	c := l.Policy.Choose(s, sit, actions)
	if c.Action != nil && c.Action.Name == runbook.Contain {
		c.Input.Text = l.limit
	}
	return c
}

func TestALimitOfOursIsNotPassedOnToTheReplacement(t *testing.T) {
	t.Parallel()
	r := newRig(t, small)
	r.open(0, false)
	approve := []string{runbook.ApproveContain}
	first := &limiting{runbook.Policy{Approve: approve, Strategy: incident.ContainFirst}, "key-scopes"}
	then := &runbook.Policy{Approve: append(all(), approve...), Strategy: incident.ContainFirst}
	if err := r.work(first); err != nil {
		t.Fatal(err)
	}
	r.wait(auditShows)
	if err := r.work(then); err != nil {
		t.Fatal(err)
	}
	r.closeJournal()
	k, _ := r.engine.State().First()
	contained, ok := k.LastOp(incident.ActContain)
	op, _ := k.LastOp(incident.ActCreate)
	if !ok || !contained.Applied() || !k.Successor.Done() || len(op.Intent.Scopes) != 0 {
		t.Errorf("contained %v, asked for %v, marks %+v", contained.Applied(), op.Intent.Scopes, k.Marks[incident.StepRotate])
	}
}
