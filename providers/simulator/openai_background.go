package simulator

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

var (
	projectNames = []string{"support-copilot", "search-ranking", "invoice-reader", "translations", "growth-experiments", "mobile-assistant", "data-quality", "playground"}
	peopleNames  = []string{"Ines Okafor", "Piet Vandaele", "Rahma Siregar", "Jo Ferreira", "Lena Hartwig", "Daniel Kim", "Aiko Tan", "Sam Whitlock"}
	keyNames     = []string{"prod", "staging", "local dev", "eval", "nightly", "notebook", "tmp", "do not delete", "CI", "load test", "cron", "demo day", "old prod", "My Test Key", "Secret key"}
	// hostileNames are names that somebody chose to hurt whoever prints them.
	hostileNames = []string{
		"prod\x1b[2J\x1b[31m REVOKED \x1b[0m",
		"a | b | c `rm -rf ~` | <img src=x onerror=alert(1)>",
		"\u202egpj.yek-live\u202c",
		"line one\nline two\r\n# Heading",
		"```\n</details>\n[click](http://elsewhere.test)",
		"=HYPERLINK(\"http://elsewhere.test\",\"key\")",
		"\x1b]52;c;ZWNobyBoaQ==\x07clip",
		"zero\u200bwidth\ufeff and \u0430dmin",
	}
)

// background fills a scenario up to a small organisation: 3 to 7 projects, one of them
// archived, 20 to 60 keys of people and service accounts, their traffic, logins.
func background(seed int64, s Scenario) Scenario {
	b := backdrop{Scenario: s, of: ProjectKey.Provider(), r: stream(seed, "background", 0)}
	b.Projects, b.Users, b.Accounts = slices.Clone(s.Projects), slices.Clone(s.Users), slices.Clone(s.Accounts)
	b.Keys, b.Traffic, b.Audit = slices.Clone(s.Keys), slices.Clone(s.Traffic), slices.Clone(s.Audit)
	b.people()
	b.places()
	b.someKeys()
	b.logins()
	return b.Scenario
}

type backdrop struct {
	Scenario
	of string // the vendor whose organisation it is
	r  *rand.Rand
}

// own are the vendor's projects.
func (b *backdrop) own() []Project {
	return slices.DeleteFunc(slices.Clone(b.Projects), func(p Project) bool { return vendorNamed(p.Provider).name != b.of })
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func (b *backdrop) ago(least, most int) time.Duration {
	return -time.Duration(least+b.r.IntN(most-least))*day - time.Duration(b.r.IntN(86_400))*time.Second
}

func (b *backdrop) people() {
	for i, name := range peopleNames {
		ref := Ref(fmt.Sprintf("~user %d", i))
		if slices.ContainsFunc(b.Users, func(u User) bool { return u.Ref == ref }) {
			return // they work with another vendor too
		}
		b.Users = append(b.Users, User{Ref: ref, Name: name, Mail: fmt.Sprintf("person%d@northwind.example", i+1), Role: "reader", Added: b.ago(100, 600)})
	}
}

// places adds projects. The last one is archived, with keys that still stand in it.
func (b *backdrop) places() {
	total := 3 + b.r.IntN(5)
	names := slices.Clone(projectNames)
	b.r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	for i := 0; len(b.own()) < total || i == 0; i++ {
		p := Project{Ref: Ref(fmt.Sprintf("~project %d", i)), Name: names[i%len(names)], Created: b.ago(100, 600)}
		if i == 0 {
			p.Name, p.Archived = "legacy chatbot (2024)", -60*day
		}
		b.Projects = append(b.Projects, p)
		for n := range 1 + b.r.IntN(2) {
			b.Accounts = append(b.Accounts, Account{Ref: Ref(fmt.Sprintf("~account %d.%d", i, n)), Name: p.Name + " " + pick(b.r, []string{"worker", "api", "batch"}), Project: p.Ref, Created: b.ago(70, 100)})
		}
	}
	for i := range b.Users {
		if u := &b.Users[i]; len(u.Projects) == 0 {
			u.Projects = []Ref{pick(b.r, b.own()).Ref, pick(b.r, b.own()).Ref}
		}
	}
}

func (b *backdrop) someKeys() {
	total := 20 + b.r.IntN(41)
	for i := 0; len(b.Keys) < total || i < 4; i++ {
		k := Key{Ref: Ref(fmt.Sprintf("~key %d", i)), Name: pick(b.r, keyNames), Created: b.ago(20, 65), Hidden: b.r.IntN(7) == 0}
		if i%4 == 1 {
			k.Name = hostileNames[i/4%len(hostileNames)]
		}
		b.house(&k, i)
		if b.r.IntN(3) == 0 {
			k.Used = b.ago(1, 19)
		}
		b.Keys = append(b.Keys, k)
		b.live(k)
	}
}

// house decides the kind, and so where the key lives.
func (b *backdrop) house(k *Key, i int) {
	switch {
	case i < 2:
		k.Kind, k.Owner, k.Hidden = AdminKey, b.Users[i].Ref, false
	case b.r.IntN(2) == 0:
		a := pick(b.r, b.Accounts)
		k.Kind, k.Owner, k.Project = ServiceAccountKey, a.Ref, a.Project
	default:
		k.Kind, k.Owner, k.Project = ProjectKey, pick(b.r, b.Users).Ref, pick(b.r, b.own()).Ref
		k.Outside = b.r.IntN(9) == 0
		if b.r.IntN(8) == 0 {
			k.Kind = LegacyUserKey
		}
	}
	if k.Kind != AdminKey && b.r.IntN(6) == 0 {
		k.Scopes = []string{scopeModels, modelScope}
	}
}

// live gives half of the keys some traffic.
func (b *backdrop) live(k Key) {
	if k.Kind == AdminKey || k.Outside || b.r.IntN(2) == 0 {
		return
	}
	every := time.Duration(20+b.r.IntN(400)) * time.Second
	t := Calls(pick(b.r, []string{"gpt-4o-mini", "gpt-5-mini", "gpt-4o"}), Ours, int64(300+b.r.IntN(2500)), 0, int64(50+b.r.IntN(600)), 1)
	t.Key, t.From, t.Shape, t.Every = k.Ref, k.Created+time.Hour, Office, every
	t.Jitter = t.Every / 2
	if b.r.IntN(5) == 0 {
		t.Shape = Nightly
	}
	b.Traffic = append(b.Traffic, t)
}

// logins are the ordinary part of the audit log.
func (b *backdrop) logins() {
	for d := range 30 {
		for range 1 + b.r.IntN(3) {
			b.Audit = append(b.Audit, Audit{At: -time.Duration(d)*day - time.Duration(b.r.IntN(86_400))*time.Second, Type: "login.succeeded", User: pick(b.r, b.Users).Ref, Address: officeAddress})
		}
	}
}
