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
	"firebreak/runbook/words"
)

// checkScenes are the screens from the paste to the choice of what comes first.
var checkScenes = []scene{
	{"paste", func(t testing.TB) *rig { return pasting(t, nil) }},
	{"paste-recognised", func(t testing.TB) *rig { g := pasting(t, nil); g.pasted(drillKey("4fQ2")); return g }},
	{"paste-several", func(t testing.TB) *rig {
		g := pasting(t, nil)
		g.pasted(drillKey("4fQ2") + "\n" + drillKey("t9Xa") + "\n")
		return g
	}},
	{"paste-masked", func(t testing.TB) *rig { g := pasting(t, shown); g.pasted("sk-svcacct-...4fQ2"); return g }},
	{"paste-masked-too-much", func(t testing.TB) *rig { g := pasting(t, nil); g.pasted("sk-...Q2"); return g }},
	{"paste-bait", func(t testing.TB) *rig { g := pasting(t, example); g.pasted("like an example"); return g }},
	{"check-masked", func(t testing.TB) *rig {
		return maskedKey(t).found(providers.MaskOnly, storyRecord()).saved().open(keyless)
	}},
	{"who-masked", func(t testing.TB) *rig {
		return maskedKey(t).failed(incident.StepLocate, incident.WhyNoAdmin).open(func(g *rig) { keyless(g); helped(g) })
	}},
	{"proof-masked", func(t testing.TB) *rig {
		return maskedKey(t).found(providers.MaskOnly, storyRecord()).saved().decided(incident.RevokeFirst).revoked("op1").open(keyless)
	}},
	{"bait", func(t testing.TB) *rig { return baitKey(t).open(nil) }},
	{"paste-known", func(t testing.TB) *rig { g := pasting(t, knownKey); g.pasted(drillKey("4fQ2")); return g }},
	{"paste-not-opened", func(t testing.TB) *rig {
		g := pasting(t, func(g *rig) {
			g.config.Create = func(context.Context, []Found, int) (*Session, error) { return nil, errors.New("state folder") }
		})
		g.pasted(drillKey("4fQ2"))
		g.press("enter")
		return g
	}},
	{"paste-file", func(t testing.TB) *rig { g := pasting(t, nil); g.press("ctrl+o"); g.typed("alerts/mail.txt"); return g }},
	{"check-reading", func(t testing.TB) *rig {
		return fresh(t).open(func(g *rig) { g.hold = true })
	}},
	{"check", func(t testing.TB) *rig { return tell(t).located().saved().open(nil) }},
	{"check-tokens", func(t testing.TB) *rig { return tell(t).located().swollen().open(nil) }},
	{"check-quiet", func(t testing.TB) *rig { return tell(t).located().quiet().open(nil) }},
	{"check-unsaved", func(t testing.TB) *rig {
		return tell(t).located().add(incident.StepFailed, incident.StepForecast, "", incident.FailData{Reason: incident.WhyRateLimited}).open(nil)
	}},
	{"check-putting-off", func(t testing.TB) *rig {
		g := tell(t).located().saved().open(nil)
		g.press("G", "enter")
		g.typed("head of platform: the batch ends at 04:00Z")
		return g
	}},
	{"refused", func(t testing.TB) *rig { return refusing(t).open(unwatched) }},
	{"refused-unlocated", func(t testing.TB) *rig { return refusing(t, incident.Record{}).open(unwatched) }},
	{"candidates", func(t testing.TB) *rig { return alike(t).open(nil) }},
	{"candidates-one-left", func(t testing.TB) *rig { g := alike(t).open(nil); leaveOut(g); return g }},
	{"candidates-many", func(t testing.TB) *rig { return tell(t).locatedBy(providers.MaskOnly, many(5)...).open(nil) }},
	{"who", func(t testing.TB) *rig { return nobody(t, incident.WhyNoAdmin).open(helped) }},
	{"who-not-found", func(t testing.TB) *rig { return nobody(t, incident.WhyNotFound).open(helped) }},
	{"who-without-key", func(t testing.TB) *rig {
		return fresh(t).open(func(g *rig) { helped(g); g.engine.sit.Have = map[string]bool{} }).put(newWho)
	}},
	{"console", func(t testing.TB) *rig { g := nobody(t, incident.WhyNoAdmin).open(helped); g.press("enter"); return g }},
	{"chat", func(t testing.TB) *rig {
		g := nobody(t, incident.WhyNoAdmin).open(helped)
		g.press("down", "enter")
		return g
	}},
	{"admin", func(t testing.TB) *rig {
		g := nobody(t, incident.WhyNoAdmin).open(helped)
		g.press("down", "down", "enter")
		return g
	}},
	{"admin-leaked", func(t testing.TB) *rig {
		g := nobody(t, incident.WhyNoAdmin).open(helped)
		g.press("down", "down", "enter")
		g.pasted(drillKey("4fQ2"))
		g.press("enter")
		return g
	}},
	{"admin-taken", func(t testing.TB) *rig {
		g := nobody(t, incident.WhyNoAdmin).open(helped)
		g.press("down", "down", "enter")
		g.pasted(drillKey("t9Aa"))
		g.press("enter")
		return g
	}},
	{"hostile-check", hostileNames},
	{"hostile-candidates", func(t testing.TB) *rig {
		list := many(2)
		for i := range list {
			list[i].Name, list[i].ParentName, list[i].OwnerName, list[i].Masked = hostile, hostile, hostile, hostile
		}
		list[1].ParentName = providers.FromOutside("d\u043ecs-bot")
		return tell(t).locatedBy(providers.MaskOnly, list...).open(nil)
	}},
	{"hostile-who", func(t testing.TB) *rig {
		return nobody(t, incident.WhyNoAdmin).open(func(g *rig) {
			helped(g)
			g.config.Session.Contact = func(string) providers.Untrusted { return hostile }
		})
	}},
}

func TestFramesFromThePasteToTheChoice(t *testing.T) {
	for _, s := range checkScenes {
		t.Run(s.name, func(t *testing.T) { goldenFrames(t, s.name, s.play(t)) })
	}
}

func TestFramesFromThePasteToTheChoiceInIndonesian(t *testing.T) {
	for _, s := range checkScenes {
		g := s.play(t)
		english := plainly(g.frame())
		g.root.view.lang = words.Indonesian
		eachFrame(g, func(title string, _, _ int, _ theme, frame string) { checkFrame(t, s.name+" "+title, g, frame) })
		if plainly(g.frame()) == english {
			t.Errorf("%s reads the same in Indonesian", s.name)
		}
	}
}

func TestScreensFromThePasteToTheChoiceKeepToTheTableOfKeys(t *testing.T) {
	for _, s := range checkScenes {
		checkKeys(t, s.name, s.play(t))
	}
}

// TestNoFrameShowsTheKey looks for the key's own characters, beyond its ending.
func TestNoFrameShowsTheKey(t *testing.T) {
	for _, s := range checkScenes {
		eachFrame(s.play(t), func(title string, _, _ int, _ theme, frame string) {
			if strings.Contains(plainly(frame), "DRILLDRILL") {
				t.Errorf("%s %s shows a key", s.name, title)
			}
		})
	}
}

// drillKey is a made-up key with an ending.
func drillKey(last4 string) string { return "sk-" + "svcacct-" + strings.Repeat("DRILL", 9) + last4 }

// find recognises drill keys, one a line.
func find(text []byte) ([]Found, Shape) {
	var list []Found
	for i, word := range strings.Fields(string(text)) {
		if !strings.Contains(word, "DRILLDRILL") {
			continue
		}
		_, after, named := strings.Cut(word, "=")
		if named {
			word = after
		}
		secret := providers.NewSecret([]byte(word))
		list = append(list, Found{Credential: providers.Credential{Kind: "openai/service-account-key", Secret: secret},
			Told: incident.IdentifiedData{Kind: "openai/service-account-key", Last4: secret.Last4(), Confidence: "high", Why: "exact", Name: "OPENAI_API_KEY", Line: i + 1}})
	}
	if len(list) == 0 {
		return nil, Shape{Look: "masked"}
	}
	return list, Shape{}
}

// pasting opens the question for the key.
func pasting(t testing.TB, change func(*rig)) *rig {
	return newRig(t, func(g *rig) {
		g.config.Start, g.config.Find = BeginPaste, find
		g.config.ReadFile = func(context.Context, string) ([]byte, error) { return []byte(drillKey("4fQ2")), nil }
		g.config.Create = func(_ context.Context, keys []Found, others int) (*Session, error) { return opening(t, g), nil }
		if change != nil {
			change(g)
		}
	})
}

// opening is the session of a new incident, of which the engine does nothing by itself.
func opening(t testing.TB, g *rig) *Session {
	p := fresh(t)
	g.engine.state, g.engine.events, g.engine.sit.Now = p.state(), p.events, p.at
	return &Session{Engine: g.engine, Feed: NewFeed(g.config.Now), Clock: providers.WallClock{}}
}

// knownKey has an open incident work on the key already.
func knownKey(g *rig) {
	g.config.Incidents = func(context.Context) ([]Listed, error) {
		k := sampleKey()
		k.Identity.Fingerprint = providers.NewSecret([]byte(drillKey("4fQ2"))).Fingerprint(nil)
		return []Listed{{ID: "INC-20261123-k7qd", State: sampleState(incident.Live, k)}}, nil
	}
	g.config.Resume = func(context.Context, string, []Found) (*Session, error) { return opening(g.t, g), nil }
}

// fresh is an incident of which only the key is known.
func fresh(t testing.TB) *story {
	return tell(t).add(incident.Identified, incident.StepIdentify, "", incident.IdentifiedData{Kind: "openai/service-account-key", Last4: "4fQ2",
		Confidence: "high", Why: "exact", Fingerprint: providers.NewSecret([]byte(drillKey("4fQ2"))).Fingerprint(nil)})
}

func (p *story) validated(l providers.Life) *story {
	control := p.verdict(providers.Dead)
	return p.add(incident.Validated, incident.StepValidate, "", incident.ValidatedData{Verdict: p.verdict(l), Control: &control})
}

func (p *story) found(how providers.Strength, records ...incident.Record) *story {
	return p.add(incident.Located, incident.StepLocate, "", incident.LocatedData{Strength: how, Candidates: records, Org: providers.FromOutside("acme"),
		Searched: []providers.Counted{{What: "projects", N: 7}, {What: "keys", N: 41}}})
}

func (p *story) failed(step incident.Step, why incident.Reason) *story {
	return p.add(incident.StepFailed, step, "", incident.FailData{Reason: why})
}

// quiet is usage of which nothing is unusual.
func (p *story) quiet() *story {
	return p.add(incident.ForecastSaved, incident.StepForecast, "", incident.ForecastData{Record: storyRecord(), LastHour: 210, LastDay: 5200,
		UsualHour: 200, MicrosPerMin: 2_000, Currency: "USD", AsOf: p.at, ExposedHow: "created", Exposed: noon.Add(-240 * time.Hour)})
}

// refusing is a key that was refused at the first probe; a record fits unless another is given.
func refusing(t testing.TB, records ...incident.Record) *story {
	p := fresh(t).validated(providers.Dead)
	if len(records) > 0 {
		return p.failed(incident.StepLocate, incident.WhyNoAdmin)
	}
	r := storyRecord()
	r.LastUsed = noon.Add(-2 * time.Minute)
	return p.found(providers.MaskOnly, r).saved()
}

// unwatched has no watch run in the background.
func unwatched(g *rig) { g.config.Find = find }

// many are records that fit a key alike.
func many(n int) []incident.Record {
	var list []incident.Record
	for i := range n {
		r := storyRecord()
		r.ID = "key_" + strings.Repeat(string(rune('a'+i)), 12)
		r.Created = noon.Add(-time.Duration(i+1) * 24 * time.Hour)
		r.LastUsed = noon.Add(-time.Duration(i+1) * time.Hour)
		list = append(list, r)
	}
	return list
}

// alike are two records that fit.
func alike(t testing.TB) *story {
	list := many(2)
	list[1].Name, list[1].ParentName = providers.FromOutside("docs-bot-old"), providers.FromOutside("attic")
	return fresh(t).validated(providers.Alive).found(providers.MaskOnly, list...).failed(incident.StepLocate, incident.WhyAmbiguous)
}

// leaveOut leaves out the first of several records.
func leaveOut(g *rig) {
	g.press("down", "-")
	g.typed("other project")
	g.press("enter")
}

// nobody is a key that nothing here can kill.
func nobody(t testing.TB, why incident.Reason) *story {
	p := fresh(t).validated(providers.Alive)
	if why == incident.WhyNotFound {
		p.found("")
	}
	return p.failed(incident.StepLocate, why)
}

// helped has everything at hand that a person can be told.
func helped(g *rig) {
	g.config.Find = find
	s := g.config.Session
	s.Engine = &guided{g.engine}
	s.Looked = func(string) []words.LookedIn {
		return []words.LookedIn{{Place: "OPENAI_ADMIN_KEY"}, {Place: "firebreak auth"}}
	}
	s.Contact = func(string) providers.Untrusted { return providers.FromOutside("platform on call") }
	s.AddAdmin = func(string, providers.Credential) []string { return nil }
	s.KeepAdmin = func(context.Context, string, providers.Credential, bool) error { return nil }
}

// guided is an engine whose vendor has a console.
type guided struct{ *fakeEngine }

func (e *guided) Vendor(string) runbook.Vendor {
	return runbook.Vendor{Name: "openai", Title: "OpenAI", Adapter: desk{}}
}

type desk struct{}

func (desk) Guide(do string, _ providers.Kind) (providers.Guide, bool) {
	return providers.Guide{URL: "https://platform.openai.com/settings/organization/api-keys", Row: "ends in 4fQ2"}, do == "revoke" || do == "admin"
}
