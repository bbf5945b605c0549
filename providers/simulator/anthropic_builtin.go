package simulator

import (
	"fmt"
	"slices"
	"time"

	"firebreak/providers"
)

// The models of the owner's services, and what the thief turns to.
const (
	claudeEveryday = "claude-haiku-4-5-20251001"
	claudeWeekly   = "claude-sonnet-4-5-20250929"
	claudeDear     = "claude-opus-4-5-20251101"
)

// claudeBuiltin is the built-in world at Anthropic: one workspace whose key leaked eleven days
// ago. A leaked admin key can make no keys; the thief brings back one that was inactive.
func claudeBuiltin(leak providers.Kind) Scenario {
	s := Scenario{
		ID:  "builtin " + string(leak),
		Org: "northwind-labs",
		Projects: []Project{
			{Ref: "default", Provider: claudeVendor, Name: "Default", Created: -700 * day, Unnamed: true},
			{Ref: "docs-bot", Provider: claudeVendor, Name: "docs-bot", Created: -210 * day},
		},
		Users: []User{
			{Ref: "mara", Name: "Mara Lindqvist", Mail: "mara@northwind.example", Role: "owner", Added: -700 * day, Projects: []Ref{"default", "docs-bot"}},
			{Ref: "tomek", Name: "Tomek Brandt", Mail: "tomek@northwind.example", Role: "reader", Added: -400 * day, Projects: []Ref{"default", "docs-bot"}},
		},
		Keys: []Key{
			{Ref: "leaked", Kind: AnthropicKey, Name: "docs-bot eval", Project: "docs-bot", Owner: "tomek", Created: -95 * day, Leaked: true},
			{Ref: "docs-bot-ci", Kind: AnthropicKey, Name: "docs-bot CI", Project: "docs-bot", Owner: "mara", Created: -150 * day},
			{Ref: "docs-search", Kind: AnthropicKey, Name: "docs search", Project: "docs-bot", Owner: "tomek", Created: -90 * day},
		},
		Services: []Service{{Name: "docs-bot", Key: "leaked"}, {Name: "batch-eval", Key: "leaked"}},
		Traffic:  claudeOurs("leaked"),
	}
	ci := Calls(claudeEveryday, Ours, 900, 0, 120, 1)
	ci.Key, ci.From, ci.Every, ci.Jitter, ci.Shape = "docs-bot-ci", -60*day, 20*time.Minute, 15*time.Minute, Office
	s.Traffic = append(s.Traffic, ci)
	if leak == AnthropicKey {
		s.Traffic = append(s.Traffic, claudeAttack("leaked")...)
		return s
	}
	s.Keys[0].Leaked = false
	s.Keys = append(s.Keys,
		Key{Ref: "admin", Kind: AnthropicAdminKey, Name: "terraform", Owner: "mara", Created: -95 * day, Leaked: true},
		Key{Ref: "revived", Kind: AnthropicKey, Name: "old demo", Project: "default", Owner: "tomek", Created: -300 * day})
	s.Traffic = append(s.Traffic, claudeAttack("revived")[2:]...)
	s.Audit = append(s.Audit, Audit{At: -35 * time.Minute, Type: "platform_api_key_updated", Key: "admin", Target: "revived"})
	return s
}

// claudeOurs is what the owner's own services do with the leaked key.
func claudeOurs(ref Ref) []Traffic {
	steady := func(t Traffic, service string, every, jitter time.Duration, shape Shape) Traffic {
		t.Key, t.Service, t.From, t.Every, t.Jitter, t.Shape = ref, service, -60*day, every, jitter, shape
		return t
	}
	batch := steady(Calls(claudeEveryday, Ours, 4200, 0, 500, 0.5), "batch-eval", 2*time.Second, time.Second, Nightly)
	batch.Batch = true
	return []Traffic{
		steady(Calls(claudeEveryday, Ours, 1400, 600, 260, 1), "docs-bot", 12*time.Second, 6*time.Second, Office),
		batch,
		steady(Calls(claudeWeekly, Ours, 5200, 0, 900, 1), "docs-bot", 45*time.Second, 20*time.Second, Weekly),
	}
}

// claudeAttack is a thief who tries the key at once, waits, and comes back half an hour before
// the page with rates like those of the other built-in worlds.
func claudeAttack(ref Ref) []Traffic {
	at := theft(ref)
	return []Traffic{
		at(Traffic{Actor: Attacker}, -11*day+2*time.Minute, -11*day+3*time.Minute, 0),
		at(Calls(claudeEveryday, Attacker, 9, 0, 1, 1), -190*time.Minute, -189*time.Minute, 0),
		at(Calls(claudeEveryday, Attacker, 150_000, 0, 1200, 1), -30*time.Minute, 10*time.Minute, 4500*time.Millisecond),
		at(Calls(claudeDear, Attacker, 90_000, 0, 1200, 1), 10*time.Minute, 0, 3*time.Second),
	}
}

// claudeBackground fills a scenario up to a small organisation: workspaces, and keys of people
// in every state, some with traffic.
func claudeBackground(seed int64, s Scenario) Scenario {
	b := backdrop{Scenario: s, of: claudeVendor, r: stream(seed, "anthropic background", 0)}
	b.Projects, b.Users, b.Keys, b.Traffic = slices.Clone(s.Projects), slices.Clone(s.Users), slices.Clone(s.Keys), slices.Clone(s.Traffic)
	b.people()
	ref := func(what string, i int) Ref { return Ref(fmt.Sprintf("~anthropic %s %d", what, i)) }
	for i := range 1 + b.r.IntN(3) {
		b.Projects = append(b.Projects, Project{Ref: ref("workspace", i), Provider: claudeVendor, Name: projectNames[i], Created: b.ago(100, 600)})
	}
	places := b.own()
	for i := range 12 + b.r.IntN(20) {
		k := Key{Ref: ref("key", i), Kind: AnthropicKey, Name: pick(b.r, keyNames), Created: b.ago(20, 65), Owner: pick(b.r, b.Users).Ref, Project: pick(b.r, places).Ref}
		switch {
		case i%4 == 1:
			k.Name = hostileNames[i/4%len(hostileNames)]
		case i%7 == 3:
			k.Inactive = true
		case i%7 == 5:
			k.Deleted = -5 * day
		}
		b.Keys = append(b.Keys, k)
		if b.r.IntN(2) == 0 {
			t := Calls(claudeEveryday, Ours, int64(300+b.r.IntN(2500)), 0, int64(50+b.r.IntN(600)), 1)
			t.Key, t.From, t.Shape, t.Every = k.Ref, k.Created+time.Hour, Office, time.Duration(20+b.r.IntN(400))*time.Second
			t.Jitter = t.Every / 2
			b.Traffic = append(b.Traffic, t)
		}
	}
	return b.Scenario
}
