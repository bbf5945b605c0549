package simulator

import (
	"time"

	"firebreak/providers"
)

// officeAddress is from a range that is kept for documentation.
const officeAddress = "192.0.2.17"

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
	s.Traffic = append(ours("leaked"), attack("leaked")...)
	s.Traffic = append(s.Traffic, Traffic{Key: "docs-bot-ci", Actor: Ours, From: -60 * day, Every: 20 * time.Minute, Jitter: 15 * time.Minute, Shape: Office, Family: "completions", Model: "gpt-4o-mini", In: 900, Out: 120, Micros: 210})
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

// ours is what the owner's own services do with the leaked key: requests through the day,
// retrieval beside them, and a batch every night that looks large to whoever does not know it.
func ours(ref Ref) []Traffic {
	return []Traffic{
		{Key: ref, Actor: Ours, From: -60 * day, Every: 12 * time.Second, Jitter: 6 * time.Second, Shape: Office, Family: "completions", Model: "gpt-4o-mini", In: 1400, Cached: 600, Out: 260, Micros: 320},
		{Key: ref, Actor: Ours, From: -60 * day, Every: 30 * time.Second, Jitter: 15 * time.Second, Shape: Office, Family: "embeddings", Model: "text-embedding-3-small", In: 700, Micros: 14},
		{Key: ref, Actor: Ours, From: -60 * day, Every: 2 * time.Second, Jitter: time.Second, Shape: Nightly, Family: "completions", Model: "gpt-4o-mini", Batch: true, In: 4200, Out: 500, Micros: 460},
		{Key: ref, Actor: Ours, From: -60 * day, Every: 45 * time.Second, Jitter: 20 * time.Second, Shape: Weekly, Family: "completions", Model: "gpt-4o", In: 5200, Out: 900, Micros: 22_000},
	}
}

// attack is a thief who tries the key at once, waits, and comes back half an hour before the
// page. The rates follow published cases: about 2, then 9, then 12 USD a minute.
func attack(ref Ref) []Traffic {
	big := Traffic{Key: ref, Actor: Attacker, Every: 20 * time.Second, Jitter: 8 * time.Second, Family: "completions", Model: "gpt-4o-mini", In: 350_000, Out: 1200, Micros: 630_000, RetryEvery: 2 * time.Minute, RetryFor: 12 * time.Minute}
	found := Traffic{Key: ref, Actor: Attacker, From: -11*day + 2*time.Minute, To: -11*day + 3*time.Minute}
	probe := Traffic{Key: ref, Actor: Attacker, From: -190 * time.Minute, To: -189 * time.Minute, Family: "completions", Model: "gpt-4o-mini", In: 9, Out: 1, Micros: 2}
	trickle := Traffic{Key: ref, Actor: Attacker, From: -175 * time.Minute, To: -30 * time.Minute, Every: 20 * time.Minute, Family: "completions", Model: "gpt-4o-mini", In: 40_000, Out: 300, Micros: 10_000}
	first, second, third := big, big, big
	first.From, first.To = -30*time.Minute, 10*time.Minute
	second.From, second.Model, second.Micros = 10*time.Minute, "gpt-5", 3_000_000
	third.From, third.Family, third.Model, third.In, third.Out, third.Micros = 25*time.Minute, "images", "gpt-image-1", 400, 4, 1_000_000
	return []Traffic{found, probe, trickle, first, second, third}
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
