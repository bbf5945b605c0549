package drill

import (
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
)

// s05Desk is the repository that was made public with the key in it, and the pipeline's settings.
func s05Desk(pushed time.Duration, owner, dev simulator.User) Desk {
	const script = "#!/bin/sh\nset -eu\n"
	return Desk{
		Repos: []Repo{{Path: "infra", Commits: []Commit{
			{At: -30 * day, Pushed: -30 * day, Author: owner.Name, Mail: owner.Mail, Message: "Begin the network\n",
				Files: []File{{"README.md", "# infra\n\nThe network of northwind.example.\n"}, {"deploy.sh", script + "terraform apply\n"}}},
			{At: pushed - 2*time.Minute, Pushed: pushed, Author: dev.Name, Mail: dev.Mail, Message: "Try the deploy from a laptop\n",
				Files: []File{{"deploy.sh", script + "export AWS_ACCESS_KEY_ID=«key:leaked#1»\nexport AWS_SECRET_ACCESS_KEY=«key:leaked#2»\nterraform apply\n"}}},
		}}},
		Files:  []File{{"deploy/.env", "# the pipeline's\nAWS_REGION=eu-west-1\nAWS_ACCESS_KEY_ID=«key:leaked#1»\nAWS_SECRET_ACCESS_KEY=«key:leaked#2»\n"}},
		Stores: []string{"deploy/.env"},
		Places: []string{"infra", "deploy"},
	}
}

func s05People(s Story) People {
	return People{
		Owner: "cloud team", OwnerDue: 14 * day, Approver: "head of engineering",
		Next:   text{"let CI take a role, and keep no keys", "biarkan CI memakai role, tanpa kunci tersimpan"},
		Keep:   "of another user, and its use is its own",
		Rotate: "of the same user, or made by the attacker: ended, and its user's rights were read",
		Moved:  "the pipeline runs on the new key: who still uses the old one is a stranger",
		Answers: []Saying{
			sayAt(incident.AskDetected, "a mail from the vendor", 0),
			say(incident.AskChannel, s.Channel),
			say(incident.AskAudience, "everybody: the repository is public"),
			say(incident.AskConsumers, "deploy"),
			say(incident.AskEnvironment, "production: the pipeline may deploy, and could ask for models"),
			say(incident.AskOrder, "the vendor's quarantine stops some calls only: made inactive first, then deleted; approved by the head of engineering"),
			say(incident.AskPersonalData, "no: no bucket or table was read"),
			say(incident.AskWentWell, "all Regions were read, and what the key had made was looked for"),
			say(incident.AskWentWrong, "a long-lived key lay on a laptop"),
			say(incident.AskLucky, "the vendor wrote within two minutes"),
			say(incident.AskConditions, "long-lived keys for CI; model access open in every Region; no push protection"),
			say(incident.AskHalveDetect, "an alert on the first model call of an account that has none"),
			say(incident.AskHalveContain, "a policy at hand that denies everything to one user"),
			say(incident.AskApprover, "head of engineering"),
		},
	}
}
