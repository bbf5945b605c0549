package simulator

import (
	"fmt"
	"slices"
	"time"

	"firebreak/providers"
)

// hubBuiltin is the built-in world at GitHub: a token of the kind leaked eleven days ago, and a
// thief who tried it at once and came back half an hour before the page.
func hubBuiltin(leak providers.Kind) Scenario {
	all := []Ref{"docs-bot", "billing", "site"}
	leaked := Key{Ref: "leaked", Kind: leak, Name: "docs-bot deploy", Project: "docs-bot", Owner: "tomek", Created: -95 * day, Scopes: []string{"read:org", "repo", "workflow"}, Leaked: true}
	if leak == GitHubFineGrained || leak == GitHubAppUser {
		leaked.Expires = 60 * day
	}
	return Scenario{
		ID:  "builtin " + string(leak),
		Org: "northwind-labs",
		Projects: []Project{
			{Ref: "docs-bot", Provider: hubVendor, Name: "docs-bot", Created: -210 * day, Secrets: []string{"OPENAI_API_KEY", "DEPLOY_KEY"}},
			{Ref: "billing", Provider: hubVendor, Name: "billing", Created: -420 * day, Secrets: []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}},
			{Ref: "site", Provider: hubVendor, Name: "site", Created: -700 * day, Unnamed: true},
		},
		Users: []User{
			{Ref: "mara", Name: "Mara Lindqvist", Mail: "mara@northwind.example", Role: "owner", Added: -700 * day, Projects: all},
			{Ref: "tomek", Name: "Tomek Brandt", Mail: "tomek@northwind.example", Role: "reader", Added: -400 * day, Projects: all},
		},
		Keys: []Key{leaked, {Ref: "laptop", Kind: GitHubClassic, Name: "laptop", Owner: "tomek", Created: -200 * day, Scopes: []string{"repo"}}},
		Audit: []Audit{
			{At: -27 * time.Minute, Type: "public_key.create", Key: "leaked", Project: "billing"},
			{At: -26 * time.Minute, Type: "hook.create", Key: "leaked", Project: "docs-bot"},
			{At: -25 * time.Minute, Type: "repo.create_actions_secret", Key: "leaked", Project: "docs-bot"},
			{At: -3 * day, Provider: hubVendor, Type: "repo.add_member", User: "mara", Address: officeAddress, Project: "docs-bot"},
		},
		Services: []Service{{Name: "deploy", Key: "leaked"}},
		Traffic: []Traffic{
			{Key: "leaked", Actor: Ours, Service: "deploy", From: -60 * day, Every: 20 * time.Minute, Jitter: 10 * time.Minute, Shape: Office},
			{Key: "leaked", Actor: Attacker, From: -11*day + 2*time.Minute, To: -11*day + 3*time.Minute},
			{Key: "leaked", Actor: Attacker, From: -30 * time.Minute, Every: 20 * time.Second, Jitter: 8 * time.Second, RetryEvery: 2 * time.Minute, RetryFor: 12 * time.Minute},
		},
	}
}

// hubBackground fills a scenario up to a small organisation: more than one page of repositories.
func hubBackground(seed int64, s Scenario) Scenario {
	b := backdrop{Scenario: s, of: hubVendor, r: stream(seed, "github background", 0)}
	b.Projects, b.Users, b.Keys, b.Traffic = slices.Clone(s.Projects), slices.Clone(s.Users), slices.Clone(s.Keys), slices.Clone(s.Traffic)
	b.people()
	for i := range 110 + b.r.IntN(20) {
		ref := Ref(fmt.Sprintf("~github repository %d", i))
		b.Projects = append(b.Projects, Project{Ref: ref, Provider: hubVendor, Name: fmt.Sprintf("%s-%d", projectNames[i%len(projectNames)], i), Created: b.ago(100, 600)})
		for j := range s.Users { // the scenario's own people work in all of them
			b.Users[j].Projects = append(slices.Clone(b.Users[j].Projects), ref)
		}
	}
	return b.Scenario
}
