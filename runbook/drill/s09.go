package drill

import (
	"fmt"
	"slices"
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
)

// s09 is a token that costs nothing and opens forty repositories: two workflows ran with it, and
// what these could read is out. Whoever replaces that before the token is dead replaces it again.
var s09 = scenario{id: "S09", name: "one-token-forty-repos", level: 3, tell: s09Story,
	title: text{"a GitHub token that pivots to CI secrets", "token GitHub yang merambat ke rahasia CI"},
	brief: text{"GitHub: a personal token was used from a new network; it reaches forty repositories.",
		"GitHub: token pribadi dipakai dari jaringan baru; jangkauannya empat puluh repositori."}}

const releaseBot = "release-bot"

// The repositories whose workflows ran, and what others hold that was not touched.
var (
	dumped = []string{"billing/AWS_ACCESS_KEY_ID", "billing/AWS_SECRET_ACCESS_KEY", "billing/PAYMENT_TOKEN",
		"api/OPENAI_API_KEY", "api/REGISTRY_TOKEN", "api/SIGNING_KEY"}
	untouched = map[string][]string{
		"android": {"KEYSTORE_PASSWORD", "STORE_TOKEN", "MAPS_KEY"}, "docs": {"SEARCH_KEY", "PAGES_TOKEN"},
		"etl": {"WAREHOUSE_URL", "WAREHOUSE_PASSWORD", "BUCKET_KEY"}, "ios": {"SIGNING_CERT", "STORE_KEY"},
		"mailer": {"SMTP_PASSWORD", "TRACKING_KEY"}, "alerts": {"CHAT_WEBHOOK"},
	}
)

// What the two keys are of which one is a secret of a workflow.
const (
	ciOpenAI simulator.Ref = "ci-openai"
	ciAWS    simulator.Ref = "ci-aws"
)

func s09Story(v vary) Story {
	page := firstMonday.AddDate(0, 0, 7+7*v.n(6)+pick(v, 1, 2, 3)).Add(10*time.Hour + 15*time.Minute + time.Duration(v.n(55))*time.Minute)
	burn := v.factor(0.4)
	pushed := -3*day + v.between(-2*time.Hour, 6*time.Hour)
	s := Story{
		Page: page, Par: 12 * time.Minute, Leaked: "leaked", Channel: "public repo", Pushed: pushed,
		Money: text{"the token costs nothing; what it opens does", "tokennya tidak berbiaya; yang dibukanya berbiaya"},
		Risks: s09Risks(v.n(2) == 1),
		Consumers: []Consumer{
			{Name: releaseBot, Store: "release-bot/.env", Weight: 1},
		},
		// Our assumptions: a person makes the new token, and a release can wait for an hour.
		Unavoidable: 14 * time.Minute, OutageBudget: 60 * time.Minute,
	}
	s.World = s09World(v, burn, slices.ContainsFunc(s.Risks, func(r Risk) bool { return r.Row == runnerMade }))
	s.Acts = s09Acts()
	s.Notices = []Notice{{At: 0, From: text{"security", "keamanan"},
		Text: text{fmt.Sprintf("the token ghp_...{last4} of %s was used from a network that none of us is in", s.World.Users[1].Name),
			fmt.Sprintf("token ghp_...{last4} milik %s dipakai dari jaringan yang bukan milik kita", s.World.Users[1].Name)}}}
	s.Desk = s09Desk(pushed, s.World.Users[1])
	s.Evidence = []Evidence{
		{ID: "E1", What: text{"the token in the dotfiles, and since when", "token di dotfiles, dan sejak kapan"}, Weight: 2, Place: "dotfiles", Pushed: true},
		{ID: "E2", What: text{"the two workflows that ran, by the log", "dua workflow yang berjalan, menurut log"}, Weight: 4, Logged: runMade, From: -5 * time.Minute},
		{ID: "E3", What: text{"the deploy key that was added", "kunci deploy yang ditambahkan"}, Weight: 3, Risk: "the deploy key in billing"},
		{ID: "E4", What: text{"the OpenAI key of the api's workflow", "kunci OpenAI di workflow api"}, Weight: 2, Risk: "api/OPENAI_API_KEY"},
		{ID: "E5", What: text{"the cloud key of billing's workflow", "kunci cloud di workflow billing"}, Weight: 2, Risk: "billing/AWS_ACCESS_KEY_ID"},
	}
	s.People = s09People(s)
	return s
}

// Acts of the vendor's log.
const (
	runMade    = "workflows.created_workflow_run"
	deployMade = "public_key.create"
	runnerMade = "repo.register_self_hosted_runner"
)

func s09Risks(runner bool) []Risk {
	var risks []Risk
	of := map[string]simulator.Ref{"api/OPENAI_API_KEY": ciOpenAI, "billing/AWS_ACCESS_KEY_ID": ciAWS, "billing/AWS_SECRET_ACCESS_KEY": ciAWS}
	for _, name := range dumped {
		risks = append(risks, Risk{Name: name, Row: name, Ref: of[name], Held: of[name] != "", Read: true})
	}
	risks = append(risks, Risk{Name: "the deploy key in billing", Row: deployMade, Held: true, Made: true, At: 4 * time.Minute})
	if runner {
		risks = append(risks, Risk{Name: "the runner in api", Row: runnerMade, Held: true, Made: true, At: -4 * time.Minute})
	}
	return risks
}

func s09World(v vary, burn float64, runner bool) simulator.Scenario {
	owner, dev := team(v)
	s := simulator.Scenario{Org: "northwind-labs", NoBackground: true}
	var all []simulator.Ref
	repository := func(name string, holds ...string) {
		all = append(all, simulator.Ref(name))
		s.Projects = append(s.Projects, simulator.Project{Ref: simulator.Ref(name), Provider: "github", Name: name, Created: -600 * day, Secrets: holds})
	}
	repository("billing", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "PAYMENT_TOKEN")
	repository("api", "OPENAI_API_KEY", "REGISTRY_TOKEN", "SIGNING_KEY")
	for _, name := range []string{"alerts", "android", "docs", "etl", "ios", "mailer"} {
		repository(name, untouched[name]...)
	}
	for n := len(all); n < 40; n++ {
		repository(fmt.Sprintf("service-%02d", n))
	}
	s.Projects = append(s.Projects,
		simulator.Project{Ref: "models", Name: "ci", Created: -300 * day},
		simulator.Project{Ref: "prod", Provider: "aws", Name: "northwind-prod", Created: -900 * day, Unnamed: true})
	s.Users = []simulator.User{person("owner", owner, "owner", -700*day, append(all, "models", "prod")...), person("dev", dev, "reader", -400*day, all...)}
	s.Accounts = []simulator.Account{
		{Ref: "ci-sa", Name: "ci", Project: "models", Created: -200 * day},
		{Ref: "billing-deploy", Name: "billing-deploy", Project: "prod", Created: -400 * day},
	}
	s.Keys = []simulator.Key{
		{Ref: "leaked", Kind: simulator.GitHubClassic, Name: "laptop", Project: "api", Owner: "dev", Created: v.about(-95*day, 10*day),
			Scopes: []string{"read:org", "repo", "workflow"}, Leaked: true, Channel: "public repository"},
		{Ref: ciOpenAI, Kind: simulator.ServiceAccountKey, Name: "ci", Project: "models", Owner: "ci-sa", Created: -150 * day},
		{Ref: ciAWS, Kind: simulator.AWSKey, Name: "billing-deploy", Project: "prod", Owner: "billing-deploy", Created: -200 * day},
	}
	s.Services = []simulator.Service{{Name: releaseBot, Key: "leaked"}}
	s.Audit = s09Log(runner)
	s.Traffic = s09Traffic(burn)
	return s
}

// s09Log is what the organisation's log has of the token, with a herring: a member that the owner
// added.
func s09Log(runner bool) []simulator.Audit {
	log := []simulator.Audit{
		{At: -3 * day, Provider: "github", Type: "repo.add_member", User: "owner", Project: "docs"},
		{At: -5 * time.Minute, Type: runMade, Key: "leaked", Project: "billing"},
		{At: -5*time.Minute + 2*time.Second, Type: runMade, Key: "leaked", Project: "api"},
		{At: 4 * time.Minute, Type: deployMade, Key: "leaked", Project: "billing"},
	}
	if runner {
		log = append(log, simulator.Audit{At: -4 * time.Minute, Type: runnerMade, Key: "leaked", Project: "api"})
	}
	return log
}

// s09Traffic has our release job and what CI does with its two keys, and the attacker: the token
// first, then the OpenAI key for about 5 USD a minute, then the cloud key for about 10.
func s09Traffic(burn float64) []simulator.Traffic {
	ours := between(simulator.Traffic{Key: "leaked", Actor: simulator.Ours, Service: releaseBot, Shape: simulator.Office}, -60*day, 0, 20*time.Minute)
	ci := between(simulator.Calls("gpt-4.1-mini", simulator.Ours, 1200, 0, 200, 1), -60*day, 0, 10*time.Minute)
	ci.Key, ci.Shape = ciOpenAI, simulator.Office
	deploy := between(doing(ciAWS, simulator.Ours, "ecs.amazonaws.com", "UpdateService", 0), -60*day, 0, 3*time.Hour)
	looks := stubborn(between(simulator.Traffic{Key: "leaked", Actor: simulator.Attacker}, -8*time.Minute, 0, 15*time.Second))
	spends := stubborn(between(simulator.Calls("gpt-5", simulator.Attacker, int64(190_000*burn), 0, 1200, 1), 15*time.Minute, 0, 3*time.Second))
	spends.Key = ciOpenAI
	asks := stubborn(between(doing(ciAWS, simulator.Attacker, awsBedrock, "InvokeModelWithResponseStream", int64(670_000*burn)), 22*time.Minute, 0, 4*time.Second))
	return []simulator.Traffic{ours, ci, deploy, looks, spends, asks}
}

func s09Acts() []Act {
	return []Act{
		{At: -8 * time.Minute, What: text{"asks whose the token is, lists repositories", "menanyakan milik siapa token itu, mendaftar repositori"}, Hidden: true},
		{At: -5 * time.Minute, What: text{"pushes a branch to two repositories whose workflow prints all secrets; deleted a second later",
			"mendorong branch ke dua repositori dengan workflow pencetak rahasia; dihapus sedetik kemudian"}, Lag: usageLag},
		{At: -3 * time.Minute, What: text{"downloads the logs of both runs", "mengunduh log kedua proses itu"}, Hidden: true},
		{At: 4 * time.Minute, What: text{"adds a deploy key to billing", "menambah kunci deploy di billing"}, Lag: usageLag},
		{At: 22 * time.Minute, With: ciAWS, What: text{"asks for models with the cloud key", "meminta model dengan kunci cloud"}, Lag: usageLag},
	}
}

// s09Desk is the repository of dotfiles with the token in it, and the settings of the release job.
func s09Desk(pushed time.Duration, dev simulator.User) Desk {
	return Desk{
		Repos: []Repo{{Path: "dotfiles", Commits: []Commit{
			{At: -200 * day, Pushed: -200 * day, Author: dev.Name, Mail: dev.Mail, Message: "My shell\n", Files: []File{{".profile", "export EDITOR=vi\n"}}},
			{At: pushed - time.Minute, Pushed: pushed, Author: dev.Name, Mail: dev.Mail, Message: "Keep the tools' settings too\n",
				Files: []File{{".config/gh/hosts.yml", "github.com:\n    user: laptop\n    oauth_token: «key:leaked»\n"}}},
		}}},
		Files:  []File{{"release-bot/.env", "# release-bot tags and publishes\nGITHUB_TOKEN=«key:leaked»\n"}},
		Stores: []string{"release-bot/.env"},
		Places: []string{"dotfiles", "release-bot"},
	}
}

func s09People(s Story) People {
	return People{
		Owner: "developer experience", OwnerDue: 21 * day, Approver: "head of security",
		Next:   text{"fine-grained tokens that expire, and secrets by environment", "token terperinci yang kedaluwarsa, dan rahasia per environment"},
		Keep:   "its workflow did not run while the token was out: the log says so",
		Rotate: "the workflow that ran could read it, or the attacker made it: ended after the token was dead",
		Moved:  "the release job runs on the new token: who still uses the old one is a stranger",
		Answers: []Saying{
			sayAt(incident.AskDetected, "an alert on a new network", 0),
			say(incident.AskChannel, s.Channel),
			say(incident.AskAudience, "everybody: the dotfiles are public"),
			say(incident.AskConsumers, "release-bot"),
			say(incident.AskEnvironment, "a laptop's token that production releases had borrowed"),
			say(incident.AskOrder, "the token first, or every new value would be read as well; approved by the head of security"),
			say(incident.AskPersonalData, "no: code only; billing's data was not reached"),
			say(incident.AskWentWell, "exactly what the two runs could read was replaced"),
			say(incident.AskWentWrong, "one person's token reached forty repositories"),
			say(incident.AskLucky, "the run left its line in the log, the branch did not"),
			say(incident.AskConditions, "classic tokens without an end; secrets open to every branch; no push protection"),
			say(incident.AskHalveDetect, "an alert on a workflow that runs on a branch for the first time"),
			say(incident.AskHalveContain, "to know that anybody can have a token revoked by its value"),
			say(incident.AskApprover, "head of security"),
		},
	}
}
