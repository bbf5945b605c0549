package drill

import "firebreak/runbook/incident"

// s01People is what the team of the drill knows. The time of exposure is not among it: the
// repository tells that.
func s01People(s Story) People {
	return People{
		Next:  text{"set a spend limit on the project", "pasang batas belanja pada proyek"},
		Owner: "platform team", OwnerDue: 21 * day, Approver: "engineering manager",
		Keep:   "not in the leaked file, and its use is its own",
		Rotate: "stood beside the leaked key or belongs to the same account: replaced by its owner",
		Moved:  "both services were started again on the new key: who still uses the old one is a stranger",
		Answers: []Saying{
			sayAt(incident.AskDetected, "a mail from outside, then the spend alert", s.Notices[0].At),
			say(incident.AskChannel, s.Channel),
			say(incident.AskAudience, "everybody: the repository is public"),
			say(incident.AskConsumers, "docs-bot, batch-eval"),
			say(incident.AskEnvironment, "production: answers of the documentation bot, and its nightly evaluation"),
			say(incident.AskOrder, "money was burning and both services can wait an hour; approved by the engineering manager"),
			say(incident.AskPersonalData, "no: public documentation only"),
			say(incident.AskWentWell, "the key had an owner, and its consumers were known"),
			say(incident.AskWentWrong, "the key was out for eleven days before anybody here knew"),
			say(incident.AskLucky, "a stranger wrote to us"),
			say(incident.AskConditions, "no push protection on the repository; no spend limit on the project; keys live in files"),
			say(incident.AskHalveDetect, "an alert on a model or an hour that the key never had"),
			say(incident.AskHalveContain, "an admin credential at hand, and a rehearsed order"),
			say(incident.AskApprover, "engineering manager"),
		},
	}
}
