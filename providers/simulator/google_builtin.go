package simulator

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"firebreak/providers"
)

const (
	geminiEveryday = "gemini-2.5-flash"
	geminiDear     = "gemini-2.5-flash-image"
)

// googleBoth are the restrictions of a key that serves a map and Gemini.
var googleBoth = json.RawMessage(`{"apiTargets":[{"service":"maps-backend.googleapis.com"},{"service":"generativelanguage.googleapis.com"}]}`)

// googleBuiltin is the built-in world at Google: one project whose key leaked eleven days ago.
func googleBuiltin(leak providers.Kind) Scenario {
	s := Scenario{
		ID:  "builtin " + string(leak),
		Org: "northwind-labs",
		Projects: []Project{
			{Ref: "default", Provider: googleVendor, Name: "northwind-sandbox", Created: -700 * day},
			{Ref: "docs-bot", Provider: googleVendor, Name: "northwind-docs-bot", Created: -210 * day},
		},
		Users: []User{
			{Ref: "mara", Name: "Mara Lindqvist", Mail: "mara@northwind.example", Role: "owner", Added: -700 * day, Projects: []Ref{"default", "docs-bot"}},
			{Ref: "tomek", Name: "Tomek Brandt", Mail: "tomek@northwind.example", Role: "reader", Added: -400 * day, Projects: []Ref{"default", "docs-bot"}},
		},
		Accounts: []Account{{Ref: "docs-bot-sa", Name: "docs-bot", Project: "docs-bot", Created: -200 * day}},
		Keys: []Key{
			{Ref: "leaked", Kind: leak, Name: "docs-bot eval", Project: "docs-bot", Owner: "tomek", Created: -95 * day, Leaked: true, Limits: googleBoth},
			{Ref: "docs-bot-ci", Kind: GoogleBoundKey, Name: "docs-bot CI", Project: "docs-bot", Owner: "docs-bot-sa", Created: -150 * day},
			{Ref: "docs-search", Kind: GoogleKey, Name: "docs search", Project: "docs-bot", Owner: "tomek", Created: -90 * day},
		},
		Services: []Service{{Name: "docs-bot", Key: "leaked"}, {Name: "batch-eval", Key: "leaked"}},
		Traffic:  append(googleOurs("leaked"), googleAttack("leaked")...),
	}
	if leak != GoogleKey {
		s.Keys[0].Owner, s.Keys[0].Limits = "docs-bot-sa", nil
	}
	if leak == GoogleAccountKey {
		s = googleIntruder(s)
	}
	ci := Calls(geminiEveryday, Ours, 900, 0, 120, 1)
	ci.Key, ci.From, ci.Every, ci.Jitter, ci.Shape = "docs-bot-ci", -60*day, 20*time.Minute, 15*time.Minute, Office
	s.Traffic = append(s.Traffic, ci)
	return s
}

// googleIntruder is what happens where a service account's key leaks: the thief makes an account of
// his own with it, and a key of that, so that the first key's end does not end him.
func googleIntruder(s Scenario) Scenario {
	s.Accounts = append(s.Accounts, Account{Ref: "intruder-sa", Name: "ci-sync", Project: "docs-bot", Created: -40 * time.Minute})
	s.Keys = append(s.Keys,
		Key{Ref: "docs-bot-old", Kind: GoogleAccountKey, Name: "docs-bot laptop", Project: "docs-bot", Owner: "docs-bot-sa", Created: -190 * day},
		Key{Ref: "intruder", Kind: GoogleAccountKey, Name: "ci-sync", Project: "docs-bot", Owner: "intruder-sa", Created: -39 * time.Minute})
	const iam = "google.iam.admin.v1."
	s.Audit = append(s.Audit,
		Audit{At: -40 * time.Minute, Type: iam + "CreateServiceAccount", Key: "leaked", Project: "docs-bot", Target: "intruder-sa", Address: "203.0.113.66"},
		Audit{At: -39 * time.Minute, Type: iam + "CreateServiceAccountKey", Key: "leaked", Project: "docs-bot", Target: "intruder", Address: "203.0.113.66"})
	return s
}

// googleOurs is what the owner's own services do with the leaked key.
func googleOurs(ref Ref) []Traffic {
	steady := func(t Traffic, service string, every, jitter time.Duration, shape Shape) Traffic {
		t.Key, t.Service, t.From, t.Every, t.Jitter, t.Shape = ref, service, -60*day, every, jitter, shape
		return t
	}
	return []Traffic{
		steady(Calls(geminiEveryday, Ours, 1400, 600, 260, 1), "docs-bot", 12*time.Second, 6*time.Second, Office),
		steady(Calls(geminiEveryday, Ours, 4200, 0, 500, 1), "batch-eval", 2*time.Second, time.Second, Nightly),
	}
}

// googleAttack is a thief who tries the key at once, waits, and comes back half an hour before the
// page; later he draws pictures, which cost most.
func googleAttack(ref Ref) []Traffic {
	at := theft(ref)
	return []Traffic{
		at(Traffic{Actor: Attacker}, -11*day+2*time.Minute, -11*day+3*time.Minute, 0),
		at(Calls(geminiEveryday, Attacker, 9, 0, 1, 1), -190*time.Minute, -189*time.Minute, 0),
		at(Calls(geminiEveryday, Attacker, 350_000, 0, 1200, 1), -30*time.Minute, 10*time.Minute, 4500*time.Millisecond),
		at(Calls(geminiDear, Attacker, 400, 0, 12_900, 1), 10*time.Minute, 0, 900*time.Millisecond),
	}
}

// googleBackground fills a scenario up to a small organisation: projects, and keys of people in
// every state, some with traffic.
func googleBackground(seed int64, s Scenario) Scenario {
	b := backdrop{Scenario: s, of: googleVendor, r: stream(seed, "google background", 0)}
	b.Projects, b.Users, b.Keys, b.Traffic = slices.Clone(s.Projects), slices.Clone(s.Users), slices.Clone(s.Keys), slices.Clone(s.Traffic)
	b.people()
	ref := func(what string, i int) Ref { return Ref(fmt.Sprintf("~google %s %d", what, i)) }
	for i := range 1 + b.r.IntN(3) {
		b.Projects = append(b.Projects, Project{Ref: ref("project", i), Provider: googleVendor, Name: projectNames[i], Created: b.ago(100, 600)})
	}
	places := b.own()
	for i := range 12 + b.r.IntN(20) {
		k := Key{Ref: ref("key", i), Kind: GoogleKey, Name: pick(b.r, keyNames), Created: b.ago(20, 65), Owner: pick(b.r, b.Users).Ref, Project: pick(b.r, places).Ref}
		switch {
		case i%4 == 1:
			k.Name = hostileNames[i/4%len(hostileNames)]
		case i%7 == 5:
			k.Deleted = -5 * day
		case i%3 == 0:
			k.Limits = googleBoth
		}
		b.Keys = append(b.Keys, k)
		if b.r.IntN(2) == 0 {
			t := Calls(geminiEveryday, Ours, int64(300+b.r.IntN(2500)), 0, int64(50+b.r.IntN(600)), 1)
			t.Key, t.From, t.Shape, t.Every = k.Ref, k.Created+time.Hour, Office, time.Duration(20+b.r.IntN(400))*time.Second
			t.Jitter = t.Every / 2
			b.Traffic = append(b.Traffic, t)
		}
	}
	return b.Scenario
}
