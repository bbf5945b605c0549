package simulator

import (
	"fmt"
	"slices"
	"time"

	"firebreak/providers"
)

// awsBuiltin is the built-in world at AWS: one account whose deploy key leaked eleven days ago.
func awsBuiltin(leak providers.Kind) Scenario {
	s := Scenario{
		ID:       "builtin " + string(leak),
		Org:      "northwind-labs",
		Projects: []Project{{Ref: "prod", Provider: awsVendor, Name: "northwind-prod", Created: -900 * day, Unnamed: true}},
		Users: []User{
			{Ref: "mara", Name: "Mara Lindqvist", Mail: "mara@northwind.example", Role: "owner", Added: -700 * day, Projects: []Ref{"prod"}},
			{Ref: "tomek", Name: "Tomek Brandt", Mail: "tomek@northwind.example", Role: "reader", Added: -400 * day, Projects: []Ref{"prod"}},
		},
		Accounts: []Account{
			{Ref: "ci", Name: "ci-deploy", Project: "prod", Created: -400 * day},
			{Ref: "reporting", Name: "reports", Project: "prod", Created: -300 * day},
			{Ref: "planted", Name: "aws-support-tmp", Project: "prod", Created: -25 * time.Minute},
			{Ref: "release", Name: "release-manager", Project: "prod", Created: -350 * day}, // a role
		},
		Keys: []Key{
			{Ref: "leaked", Kind: AWSKey, Name: "ci-deploy", Project: "prod", Owner: "ci", Created: -95 * day, Leaked: true},
			{Ref: "reports", Kind: AWSKey, Name: "reports", Project: "prod", Owner: "reporting", Created: -150 * day},
			{Ref: "planted-key", Kind: AWSKey, Name: "aws-support-tmp", Project: "prod", Owner: "planted", Created: -24 * time.Minute},
			{Ref: "planted-models", Kind: AWSBedrock, Name: "aws-support-tmp", Project: "prod", Owner: "planted", Created: -20 * time.Minute},
			{Ref: "assumed", Kind: AWSSession, Name: "release-manager", Project: "prod", Owner: "release", Created: -18 * time.Minute, Expires: 42 * time.Minute},
			{Ref: "reports-old", Kind: AWSKey, Name: "reports", Project: "prod", Owner: "reporting", Created: -300 * day, Inactive: true},
		},
		Services: []Service{{Name: "deploy", Key: "leaked"}},
		Audit: []Audit{
			{At: -25 * time.Minute, Type: "CreateUser", Key: "leaked", Target: "planted"},
			{At: -24*time.Minute - 30*time.Second, Type: "AttachUserPolicy", Key: "leaked", Target: "planted"},
			{At: -24 * time.Minute, Type: "CreateAccessKey", Key: "leaked", Target: "planted-key"},
			{At: -20 * time.Minute, Type: "CreateServiceSpecificCredential", Key: "leaked", Target: "planted-models"},
			{At: -18 * time.Minute, Type: "AssumeRole", Key: "leaked", Target: "assumed"},
			{At: -12 * time.Minute, Type: "CreateLoginProfile", Key: "planted-key", Target: "planted"},
		},
	}
	calls := func(actor Actor, service string, from, to, every time.Duration, shape Shape) Traffic {
		return Traffic{Key: "leaked", Actor: actor, Service: service, From: from, To: to, Every: every, Jitter: every * 2 / 5, Shape: shape}
	}
	s.Traffic = []Traffic{
		calls(Ours, "deploy", -60*day, 0, 2*time.Hour, Office),
		calls(Attacker, "", -11*day+4*time.Minute, -11*day+9*time.Minute, 40*time.Second, Flat),
		calls(Attacker, "", -30*time.Minute, 0, 20*time.Second, Flat),
	}
	if leak == AWSBedrock {
		s.Keys[0].Kind, s.Keys[0].Name = AWSBedrock, "bedrock"
	}
	if leak == AWSSession || leak == AWSBedrockShort {
		s.Keys[0].Kind, s.Keys[0].Created, s.Keys[0].Expires = leak, -4*time.Hour, 8*time.Hour
	}
	s.Traffic[0].Family, s.Traffic[0].Model = "ecs.amazonaws.com", "UpdateService"
	s.Traffic[2].Family, s.Traffic[2].Model, s.Traffic[2].Micros = "bedrock.amazonaws.com", "InvokeModel", 180_000
	return s
}

// awsBackground adds users with keys of theirs, some of which have two.
func awsBackground(seed int64, s Scenario) Scenario {
	b := backdrop{Scenario: s, of: awsVendor, r: stream(seed, "aws background", 0)}
	b.Users, b.Accounts, b.Keys = slices.Clone(s.Users), slices.Clone(s.Accounts), slices.Clone(s.Keys)
	b.people()
	place := b.own()[0].Ref
	for i := range 8 + b.r.IntN(8) {
		ref := Ref(fmt.Sprintf("~aws user %d", i))
		name := fmt.Sprintf("%s-%d", pick(b.r, []string{"backup", "metrics", "etl", "upload", "legacy-api"}), i)
		b.Accounts = append(b.Accounts, Account{Ref: ref, Name: name, Project: place, Created: b.ago(310, 500)})
		for n := range 1 + b.r.IntN(2) {
			b.Keys = append(b.Keys, Key{Ref: Ref(fmt.Sprintf("~aws key %d %d", i, n)), Kind: AWSKey, Name: name, Project: place, Owner: ref,
				Created: b.ago(20, 300), Inactive: b.r.IntN(4) == 0})
		}
	}
	return b.Scenario
}
