package drill

import (
	"fmt"
	"strings"
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
)

// s02Desk is what was saved of the channel and of the ticket tool that mirrors it, and the env
// files of the services.
func s02Desk(posted time.Duration, page time.Time, asks, wrote simulator.User) Desk {
	stamp := func(at time.Duration) string { return page.Add(at).UTC().Format("2006-01-02 15:04Z") }
	const password = "gu1llemot-" + "DRILL-92xw"
	message := "OPENAPI_DOCS=on\nANTHROPIC_API_KEY=«key:leaked»\nPG_DSN=postgres://launch:" + password + "@db.northwind.example:5432/launch\n"
	chat := strings.Join([]string{
		"#proj-launch, saved from the chat. 240 members, 9 of them guests. A bot mirrors it to the ticket tool.",
		fmt.Sprintf("[%s] %s: this is what I run locally, works on my machine", stamp(posted), wrote.Name),
		message,
		fmt.Sprintf("[%s] %s: and the script, see files/snippet.py", stamp(posted+3*time.Minute), wrote.Name),
		fmt.Sprintf("[%s] guest-7: thanks, it's only staging, right?", stamp(posted+20*time.Minute)),
		fmt.Sprintf("[%s] %s: should this be here? 240 people, 9 guests", stamp(0), asks.Name),
	}, "\n") + "\n"
	ticket := strings.Join([]string{
		"LAUNCH-212, opened by the mirror of #proj-launch at " + stamp(posted+time.Minute),
		"Visible to: all agents, and the customer who was added on the same day", "", message,
	}, "\n")
	snippet := "\"\"\"From the thread in #proj-launch.\"\"\"\n\nfrom anthropic import Anthropic\n\nclient = Anthropic(api_key=\"«key:snippet»\")\n"
	return Desk{
		Files: []File{
			{"chat/proj-launch.txt", chat},
			{"chat/files/snippet.py", snippet},
			{"tickets/LAUNCH-212.txt", ticket},
			{"launch-web/.env", "# launch-web, production\nPORT=8080\nANTHROPIC_API_KEY=«key:leaked»\n"},
			{"report-writer/.env", "# report-writer, 02:00 every night\nANTHROPIC_API_KEY=«key:leaked»\n"},
		},
		Stores: []string{"launch-web/.env", "report-writer/.env"},
		Places: []string{"chat", "tickets"},
	}
}

func s02People(s Story) People {
	return People{
		Owner: "launch team", OwnerDue: 14 * day, Approver: "head of product",
		Next:   text{"let a bot refuse keys in the chat", "biarkan bot menolak kunci di obrolan"},
		Keep:   "not in the channel, and its use is its own",
		Rotate: "stood in the same thread: replaced by its owner",
		Moved:  "both services were started again on the new key: who still uses the old one is a stranger",
		Answers: []Saying{
			sayAt(incident.AskDetected, "a colleague asked in the channel", 0),
			sayAt(incident.AskExposedSince, "the time of the message", s.Pushed),
			say(incident.AskChannel, s.Channel),
			say(incident.AskAudience, "240 people in the channel, 9 of them guests, and who reads the mirrored ticket"),
			say(incident.AskConsumers, "launch-web, report-writer"),
			say(incident.AskEnvironment, "production; \"it is only staging\" in the thread was wrong"),
			say(incident.AskOrder, "flat volume says nothing about who calls: revoked first; approved by the head of product"),
			say(incident.AskPersonalData, "the database beside it holds names and addresses: its password was changed, and its log read"),
			say(incident.AskWentWell, "message, time and guests were saved before anything was deleted"),
			say(incident.AskWentWrong, "the key stood in the channel for two weeks"),
			say(incident.AskLucky, "a colleague asked"),
			say(incident.AskConditions, "guests in a working channel; a mirror that nobody remembered; keys live in files"),
			say(incident.AskHalveDetect, "an alert on a model and an hour that the key never had"),
			say(incident.AskHalveContain, "an admin key at hand, and a rehearsed order"),
			say(incident.AskApprover, "head of product"),
		},
	}
}
