package drill

import (
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
)

// s07Desk is the site's repository with the bundle that it serves, the unpacked package of an app
// that is still installed, and the prototype's folder.
func s07Desk(pushed time.Duration, owner, dev simulator.User) Desk {
	bundle := func(tag string) string {
		return "(()=>{\"use strict\";const r={mapKey:\"«key:leaked»\",zoom:" + tag + "};" +
			"window.northwind=Object.assign(window.northwind||{},r);})();\n"
	}
	return Desk{
		Repos: []Repo{{Path: "web", Ignored: []File{{".env.production", "# read by the build, ends up in the bundle\nMAP_KEY=«key:leaked»\n"}}, Commits: []Commit{
			{At: pushed - day, Pushed: pushed - day, Author: owner.Name, Mail: owner.Mail, Message: "Begin the site\n",
				Files: []File{{"README.md", "# northwind.example\n"}, {".gitignore", ".env.production\n"}}},
			{At: pushed - 10*time.Minute, Pushed: pushed, Author: owner.Name, Mail: owner.Mail, Message: "Show our shops on a map\n",
				Files: []File{{"dist/assets/index-4f1c9a.js", bundle("11")}}},
			{At: -200 * day, Pushed: -200 * day, Author: dev.Name, Mail: dev.Mail, Message: "Zoom in a little\n",
				Files: []File{{"dist/assets/index-4f1c9a.js", bundle("12")}}},
		}}},
		Files: []File{
			{"app-2.3.0/assets/config.json", "{\"version\": \"2.3.0\", \"tiles\": \"«key:old-app»\", \"places\": \"«key:leaked»\"}\n"},
			{"prototype/.env", "# the prototype, GEMINI_KEY is the map's for now\nGEMINI_KEY=«key:leaked»\n"},
			{"prototype/dev.json", "{\"gemini_key\": \"«key:leaked»\",\n \"account\": «key:prototype-account»}\n"},
		},
		Stores: []string{"web/.env.production", "prototype/.env"},
		Places: []string{"web", "app-2.3.0", "prototype"},
	}
}

func s07People(s Story) People {
	return People{
		Owner: "web team", OwnerDue: 30 * day, Approver: "head of web",
		Next:   text{"restrict each key to one API and to our site", "batasi tiap kunci ke satu API dan situs kita"},
		Keep:   "not in what leaked, and its use is its own",
		Rotate: "lay beside the leaked key: replaced by its owner, narrower than before",
		Moved:  "map and prototype run on keys of their own: who still uses the old one is an old app or a stranger",
		Answers: []Saying{
			sayAt(incident.AskDetected, "the budget mail", 0),
			say(incident.AskChannel, s.Channel),
			say(incident.AskAudience, "everybody: browsers and the app carry the key"),
			say(incident.AskConsumers, "public-map, prototype, and the old app until it is updated"),
			say(incident.AskEnvironment, "production map, and a prototype that borrowed its key"),
			say(incident.AskOrder, "Gemini was taken from the key first, so that the map lives while it dies; approved by the head of web"),
			say(incident.AskPersonalData, "files of the prototype could be read: the test customers in them were told"),
			say(incident.AskWentWell, "the map never went dark"),
			say(incident.AskWentWrong, "a public key was given a second API"),
			say(incident.AskLucky, "a budget mail was set"),
			say(incident.AskConditions, "one key for two things; no restriction by site or app; \"keys of this vendor are not secret\""),
			say(incident.AskHalveDetect, "an alert on the first call of an API that the key never had"),
			say(incident.AskHalveContain, "to know the restriction that ends the abuse and not the map"),
			say(incident.AskApprover, "head of web"),
		},
	}
}
