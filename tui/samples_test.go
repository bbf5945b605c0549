package tui

import (
	"context"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// sampleKey is a key as it stands after the three reads of the beginning.
func sampleKey() incident.Key {
	alive := incident.Verdict{Life: providers.Alive, At: noon.Add(-2 * time.Minute), Status: 200, Org: providers.FromOutside("acme")}
	record := incident.Record{Kind: "openai/service-account-key", ID: "key_7HqW2mXv9LcA", Name: providers.FromOutside("docs-bot-prod"),
		Parent: "proj_8sK2nQ", ParentName: providers.FromOutside("docs-bot"), OwnerType: "service_account", OwnerName: providers.FromOutside("docs-bot-ci"),
		Created: noon.Add(-240 * time.Hour)}
	return incident.Key{Cred: "k1",
		Identity:     incident.IdentifiedData{Kind: "openai/service-account-key", Last4: "4fQ2", Confidence: "high", Fingerprint: "f1"},
		IdentifiedAt: noon.Add(-3 * time.Minute),
		First:        &incident.ValidatedData{Verdict: alive}, Latest: &alive, LastAlive: alive.At,
		Located: &incident.LocatedData{Strength: providers.MaskAndUse, Candidates: []incident.Record{record}, Org: providers.FromOutside("acme"),
			Searched: []providers.Counted{{What: "projects", N: 7}, {What: "keys", N: 41}}},
		Forecast: &incident.ForecastData{Record: record, LastHour: 611, LastDay: 5200, UsualHour: 200, MicrosPerMin: 9_000_000, Currency: "USD", AsOf: noon},
		Marks:    map[incident.Step]incident.Mark{incident.StepValidate: {Started: noon, Done: noon}, incident.StepLocate: {Started: noon, Done: noon}},
	}
}

// sampleState is an incident with one key.
func sampleState(mode incident.Mode, keys ...incident.Key) incident.State {
	s := incident.State{Opening: incident.OpenedData{ID: "INC-20261123-k7qd", Mode: mode}, OpenedAt: noon.Add(-3 * time.Minute), Last: noon,
		Keys: map[string]incident.Key{}}
	for _, k := range keys {
		s.Keys[k.Cred] = k
		s.Order = append(s.Order, k.Cred)
	}
	return s
}

// sampleSent are some requests.
func sampleSent() []providers.Exchange {
	var list []providers.Exchange
	for i, path := range []string{"/v1/models", "/v1/organization/projects", "/v1/organization/projects/proj_8sK2nQ/api_keys"} {
		list = append(list, providers.Exchange{At: noon.Add(time.Duration(i-3) * time.Second), Method: "GET", Host: "api.openai.com", Path: path,
			Status: 200, Took: 210 * time.Millisecond, Effect: providers.Read})
	}
	return list
}

// scene is one picture: a way to a screen.
type scene struct {
	name string
	play func(testing.TB) *rig
}

// withSession opens a rig on the sample incident.
func withSession(mode incident.Mode, more func(*rig)) func(testing.TB) *rig {
	return func(t testing.TB) *rig {
		return newRig(t, func(g *rig) {
			g.engine.sit.Mode = mode
			s := g.session(sampleState(mode, sampleKey()))
			for _, e := range sampleSent() {
				s.Feed.Sent(e)
			}
			if more != nil {
				more(g)
			}
		})
	}
}

func pressing(open func(testing.TB) *rig, keys ...string) func(testing.TB) *rig {
	return func(t testing.TB) *rig {
		g := open(t)
		g.press(keys...)
		return g
	}
}

// scenes are the screens of the frame itself; every other screen adds its own, see addScenes.
var scenes = []scene{
	{"start-empty", func(t testing.TB) *rig { return newRig(t, nil) }},
	picture("start", scene{"start-unproven", startUnproven}),
	{"help", pressing(withSession(incident.Live, nil), "?")},
	{"steps", pressing(withSession(incident.Live, nil), "s")},
	{"sent", pressing(withSession(incident.DryRun, nil), "w")},
	{"sent-earlier", pressing(sentEarlier, "w")},
	{"leave", pressing(withSession(incident.Drill, nil), "q")},
	{"keys", pressing(severalKeys, "b")},
	{"hostile-steps", pressing(hostileNames, "s")},
	{"hostile-sent", pressing(hostileNames, "w")},
}

// sentEarlier is an incident that was gone on with a day after its delete.
func sentEarlier(t testing.TB) *rig {
	p := armed(t).refused("op1").sent("op2").after(24*time.Hour).incident(incident.Resumed, incident.ResumedData{Who: providers.FromOutside("ana")})
	return p.open(func(g *rig) {
		for _, e := range sampleSent() {
			g.config.Session.Feed.Sent(e)
		}
	})
}

func startUnproven(t testing.TB) *rig {
	return newRig(t, func(g *rig) {
		k := sampleKey()
		k.Ops = []incident.Op{{ID: "op1", Step: incident.StepRevoke, At: noon.Add(-21 * time.Minute), Intent: incident.IntentData{Act: incident.ActRevoke}}}
		g.config.Incidents = func(context.Context) ([]Listed, error) {
			s := sampleState(incident.Live, k)
			s.Last = noon.Add(-21 * time.Minute)
			return []Listed{{ID: "INC-20261123-k7qd", State: s}}, nil
		}
		g.config.Ready = func(context.Context) []Ready { return []Ready{{Vendor: "OpenAI", OK: true}} }
		g.config.Drill = func(context.Context, string) (*Session, error) { return nil, nil }
	})
}

// hostile is a name as an attacker would choose it.
var hostile = providers.FromOutside("\x1b]52;c;aGk=\a\x1b[2J\u202eevil\u200b\r\n\x9b31mx" + strings.Repeat("W", 300))

// hostileNames opens the sample incident with it in every field that comes from outside.
func hostileNames(t testing.TB) *rig {
	return withSession(incident.Live, func(g *rig) {
		k := sampleKey()
		r := &k.Located.Candidates[0]
		r.Name, r.ParentName, r.OwnerName, r.OwnerMail, r.Masked = hostile, hostile, hostile, hostile, hostile
		k.Located.Org, k.Latest.Org, k.Latest.Message = hostile, hostile, hostile
		k.Marks[incident.StepReview] = incident.Mark{Skipped: true, At: noon, Note: hostile}
		g.engine.state = sampleState(incident.Live, k)
		g.config.Session.Feed.Sent(providers.Exchange{At: noon, Method: "GET\x1b[2J", Host: "h\x1b]0;x\a", Path: "/\u202e" + strings.Repeat("p", 400), Status: 200})
	})(t)
}

func severalKeys(t testing.TB) *rig {
	return withSession(incident.Live, func(g *rig) {
		second := sampleKey()
		second.Cred, second.Identity.Last4, second.Identity.Kind = "k2", "t9Xa", "openai/admin-key"
		third := incident.Key{Cred: "k3", Identity: incident.IdentifiedData{Kind: "aws/access-key", Last4: "7QXA"}}
		g.engine.state = sampleState(incident.Live, sampleKey(), second, third)
	})(t)
}

func TestEveryFrame(t *testing.T) {
	for _, s := range scenes {
		t.Run(s.name, func(t *testing.T) { goldenFrames(t, s.name, s.play(t)) })
	}
}

func TestEveryFrameInIndonesian(t *testing.T) {
	for _, s := range scenes {
		g := s.play(t)
		g.root.view.lang = words.Indonesian
		eachFrame(g, func(title string, _, _ int, _ theme, frame string) { checkFrame(t, s.name+" "+title, g, frame) })
	}
}

func TestWhatEarlierRunsSentIsShownAfterAResume(t *testing.T) {
	g := sentEarlier(t)
	g.press("w", "g")
	g.shows("Earlier runs, by the journal")
	g.press("pgdown")
	g.shows("request op2: about to revoke the key, DELETE")
	g.shows("https://api.openai.com/v1/organization/projects/")
	g.shows("sent, outcome unknown")
	g.press("G")
	g.shows("This run: 3 requests")
	g.shows("GET api.openai.com/v1/models")
}

func TestSceneNamesAreTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range scenes {
		if seen[s.name] {
			t.Errorf("two scenes are called %s", s.name)
		}
		seen[s.name] = true
	}
}
