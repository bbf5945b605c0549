package simulator

import (
	"time"

	"firebreak/providers"
)

// officeAddress is from a range that is kept for documentation.
const officeAddress = "192.0.2.17"

// DefaultLeak is the kind that leaks where nothing else is said.
const DefaultLeak = ServiceAccountKey

// builtin is the world of `simulate` when nothing else is asked for: one project whose key
// leaked eleven days ago, steady traffic of our own, and an attacker who warms up.
func builtin(leak providers.Kind) Scenario {
	s := Scenario{
		ID:  "builtin " + string(leak),
		Org: "northwind-labs",
		Projects: []Project{
			{Ref: "default", Name: "Default project", Created: -700 * day},
			{Ref: "docs-bot", Name: "docs-bot", Created: -210 * day},
		},
		Users: []User{
			{Ref: "mara", Name: "Mara Lindqvist", Mail: "mara@northwind.example", Role: "owner", Added: -700 * day, Projects: []Ref{"default", "docs-bot"}},
			{Ref: "tomek", Name: "Tomek Brandt", Mail: "tomek@northwind.example", Role: "reader", Added: -400 * day, Projects: []Ref{"default", "docs-bot"}},
		},
		Accounts: []Account{{Ref: "docs-bot-sa", Name: "docs-bot", Project: "docs-bot", Created: -200 * day}},
		Keys: []Key{
			leakedKey(leak),
			{Ref: "docs-bot-ci", Kind: ServiceAccountKey, Name: "docs-bot CI", Project: "docs-bot", Owner: "docs-bot-sa", Created: -150 * day},
			{Ref: "docs-search", Kind: ProjectKey, Name: "docs search (vector store)", Project: "docs-bot", Owner: "tomek", Created: -90 * day},
		},
		SpendLimits: []SpendLimit{{Project: "default", Cents: 500_000}},
	}
	if leak == AdminKey {
		return withIntruder(s)
	}
	s.Services = []Service{{Name: "docs-bot", Key: "leaked"}, {Name: "batch-eval", Key: "leaked"}}
	s.Traffic = append(ours("leaked"), attack("leaked")...)
	ci := Calls(everyday, Ours, 900, 0, 120, 1)
	ci.Key, ci.From, ci.Every, ci.Jitter, ci.Shape = "docs-bot-ci", -60*day, 20*time.Minute, 15*time.Minute, Office
	s.Traffic = append(s.Traffic, ci)
	return s
}

// leakedKey is the key that leaks, at home where its kind lives. Its list entry shows only
// where the access of owners is asked for.
func leakedKey(kind providers.Kind) Key {
	k := Key{Ref: "leaked", Kind: kind, Name: "docs-bot eval", Project: "docs-bot", Owner: "tomek", Created: -95 * day, Leaked: true, Hidden: true}
	switch kind {
	case LegacyUserKey:
		k.Project, k.Name = "default", "tomek's key"
	case ServiceAccountKey:
		k.Owner = "docs-bot-sa"
	case AdminKey:
		k.Project, k.Owner, k.Name, k.Hidden = "", "mara", "terraform", false
	}
	return k
}

// everyday is the model of the owner's own services, and the thief's first one: it takes a
// million tokens at once.
const everyday = "gpt-4.1-mini"

// ours is what the owner's own services do with the leaked key: requests through the day,
// retrieval beside them, and a batch every night that looks large to whoever does not know it.
func ours(ref Ref) []Traffic {
	steady := func(t Traffic, every, jitter time.Duration, shape Shape) Traffic {
		t.Key, t.Service, t.From, t.Every, t.Jitter, t.Shape = ref, "docs-bot", -60*day, every, jitter, shape
		return t
	}
	batch := steady(Calls(everyday, Ours, 4200, 0, 500, 0.5), 2*time.Second, time.Second, Nightly)
	batch.Batch, batch.Service = true, "batch-eval"
	return []Traffic{
		steady(Calls(everyday, Ours, 1400, 600, 260, 1), 12*time.Second, 6*time.Second, Office),
		steady(Calls("text-embedding-3-small", Ours, 700, 0, 0, 1), 30*time.Second, 15*time.Second, Office),
		batch,
		steady(Calls("gpt-4o", Ours, 5200, 0, 900, 1), 45*time.Second, 20*time.Second, Weekly),
	}
}

// attack is a thief who tries the key at once, waits, and comes back half an hour before the
// page. The rates follow published cases: about 2, then 9, then 12 USD a minute more.
func attack(ref Ref) []Traffic {
	at := func(t Traffic, from, to, every time.Duration) Traffic {
		t.Key, t.From, t.To, t.Every = ref, from, to, every
		return t
	}
	big := func(t Traffic, from, to, every time.Duration) Traffic {
		t = at(t, from, to, every)
		t.Jitter, t.RetryEvery, t.RetryFor = every*2/5, 2*time.Minute, 12*time.Minute
		return t
	}
	return []Traffic{
		at(Traffic{Actor: Attacker}, -11*day+2*time.Minute, -11*day+3*time.Minute, 0),
		at(Calls(everyday, Attacker, 9, 0, 1, 1), -190*time.Minute, -189*time.Minute, 0),
		at(Calls(everyday, Attacker, 25_000, 0, 300, 1), -175*time.Minute, -30*time.Minute, 20*time.Minute),
		big(Calls(everyday, Attacker, 350_000, 0, 1200, 1), -30*time.Minute, 10*time.Minute, 4500*time.Millisecond),
		big(Calls("gpt-5", Attacker, 350_000, 0, 1200, 1), 10*time.Minute, 0, 3*time.Second),
		big(Calls("gpt-image-1", Attacker, 400, 0, 4, 1), 25*time.Minute, 0, 3300*time.Millisecond),
	}
}

// withIntruder is what happens where an admin key leaks: it makes a service account with a
// key of its own, and that key spends the money.
func withIntruder(s Scenario) Scenario {
	s.Accounts = append(s.Accounts, Account{Ref: "intruder-sa", Name: "ci-sync", Project: "default", Created: -40 * time.Minute})
	s.Keys = append(s.Keys, Key{Ref: "intruder", Kind: ServiceAccountKey, Name: "ci-sync", Project: "default", Owner: "intruder-sa", Created: -40 * time.Minute})
	s.Traffic = append(s.Traffic, attack("intruder")[3:]...)
	s.Audit = append(s.Audit,
		Audit{At: -40 * time.Minute, Type: "service_account.created", Key: "leaked", Project: "default", Target: "intruder-sa", Role: "member"},
		Audit{At: -40 * time.Minute, Type: "api_key.created", Key: "leaked", Project: "default", Target: "intruder"},
	)
	return s
}
