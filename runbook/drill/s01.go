package drill

import (
	"fmt"
	"math"
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
)

// s01 is "eleven days on main": a service account's key in a public repository, found on the
// day it was pushed, spent eleven days later. The figures follow published cases: about 2, then
// 9, then 12 USD a minute.
var s01 = scenario{id: "S01", name: "eleven-days-on-main", level: 1, tell: s01Story,
	title: text{"an OpenAI key in a public repository", "kunci OpenAI di repositori publik"},
	brief: text{"OpenAI: a key was pushed to a public repository, and the bill has begun to move.",
		"OpenAI: sebuah kunci terdorong ke repositori publik, dan tagihan mulai bergerak."}}

func s01Story(v vary) Story {
	night := firstMonday.AddDate(0, 0, 7*v.n(6)+pick(v, 1, 0, 4))
	page := night.Add(3*time.Hour + 12*time.Minute + time.Duration(v.n(39))*time.Minute)
	burn := v.factor(0.4)
	s := Story{
		Page: page, Par: 8 * time.Minute, Leaked: "leaked",
		Channel: "public repo", Pushed: -11*day + v.between(9*time.Hour, 13*time.Hour), // by day, where the page is at night
		Risks: []Risk{{Name: "docs-bot CI", Ref: "docs-bot-ci"}, {Name: "docs search (vector store)", Ref: "docs-search"}},
		Consumers: []Consumer{
			{Name: docsBot, Store: "docs-bot/.env", Weight: 1},
			{Name: batchEval, Store: "batch-eval/.env", Weight: 0.2}, // runs at night only
		},
		// Our assumptions: to delete first leaves the services without a key for as long as
		// creating one and moving both takes, and an hour of both down costs the part.
		Unavoidable: 14 * time.Minute, OutageBudget: 72 * time.Minute,
	}
	s.Notices = s01Notices(page, burn)
	s.World = s01World(v, s.Pushed, burn)
	s.Acts = []Act{{At: s.theirs()[0].From, What: textModels, Hidden: true}}
	mara, dev := s.World.Users[0], s.World.Users[1]
	s.Desk = s01Desk(v, s.Pushed, mara, dev)
	s.Evidence = s01Evidence(s)
	s.People = s01People(s)
	return s
}

func s01Notices(page time.Time, burn float64) []Notice {
	spent := max(10, int(math.Floor(0.09*30*1.9*burn))*10)
	return []Notice{
		{At: -2 * time.Minute, From: text{"mail", "surel"},
			Text: text{"a stranger found a key of ours in our public repository: scripts/eval.py line 14, ends in {last4}",
				"orang luar menemukan kunci kita di repositori publik kita: scripts/eval.py baris 14, berakhiran {last4}"}},
		{At: 0, From: text{"alert", "peringatan"},
			Text: text{fmt.Sprintf("project docs-bot passed USD %d today", spent), fmt.Sprintf("proyek docs-bot melewati USD %d hari ini", spent)}},
	}
}

// s01World is the cast and what happens without us.
func s01World(v vary, pushed time.Duration, burn float64) simulator.Scenario {
	owner, dev := team(v)
	s := simulator.Scenario{
		Org: "northwind-labs",
		Projects: []simulator.Project{
			{Ref: "default", Name: "Default project", Created: -700 * day},
			{Ref: "docs-bot", Name: "docs-bot", Created: -210 * day},
		},
		Users: []simulator.User{
			person("owner", owner, "owner", -700*day, "default", "docs-bot"),
			person("dev", dev, "reader", -400*day, "default", "docs-bot"),
		},
		Accounts: []simulator.Account{{Ref: "docs-bot-sa", Name: "docs-bot", Project: "docs-bot", Created: -200 * day}},
		Keys: []simulator.Key{
			{Ref: "leaked", Kind: simulator.ServiceAccountKey, Name: "docs-bot eval", Project: "docs-bot", Owner: "docs-bot-sa",
				Created: v.about(-95*day, 10*day), Leaked: true, Hidden: true, Channel: "public repository"},
			{Ref: "docs-bot-ci", Kind: simulator.ServiceAccountKey, Name: "docs-bot CI", Project: "docs-bot", Owner: "docs-bot-sa", Created: -150 * day},
			{Ref: "docs-search", Kind: simulator.ProjectKey, Name: "docs search (vector store)", Project: "docs-bot", Owner: "dev", Created: -90 * day},
		},
		SpendLimits: []simulator.SpendLimit{{Project: "default", Cents: 500_000}},
	}
	s.Services = []simulator.Service{{Name: docsBot, Key: "leaked"}, {Name: batchEval, Key: "leaked"}}
	s.Traffic = append(s01Ours(v), s01Theirs(v, pushed, burn)...)
	return s
}

// Our services of the story.
const (
	docsBot   = "docs-bot"
	batchEval = "batch-eval"
)

// The models of the story.
const (
	everyday = "gpt-4.1-mini"           // ours; takes a million tokens at once
	weekly   = "gpt-4o"                 // ours, once a week
	vectors  = "text-embedding-3-small" // ours
	foreign  = "gpt-5"                  // never used by us
	probing  = "gpt-5-mini"
	pictures = "gpt-image-1"
)

// s01Ours is the traffic of our own services with the leaked key, and two herrings: the batch
// that runs large every night, and in two of three seeds a developer's odd hours.
func s01Ours(v vary) []simulator.Traffic {
	const since = -60 * day
	steady := func(t simulator.Traffic, every, jitter time.Duration, shape simulator.Shape) simulator.Traffic {
		t.Service = docsBot
		t.From, t.Every, t.Jitter, t.Shape = since, every, jitter, shape
		return t
	}
	batch := steady(calls(everyday, simulator.Ours, 4200, 0, 500, 0.5), 2*time.Second, time.Second, simulator.Nightly)
	batch.Batch, batch.Service = true, batchEval
	ci := steady(calls(everyday, simulator.Ours, 900, 0, 120, 1), 20*time.Minute, 15*time.Minute, simulator.Office)
	ci.Key, ci.Service = "docs-bot-ci", ""
	ours := []simulator.Traffic{
		steady(calls(everyday, simulator.Ours, 1400, 600, 260, 1), 12*time.Second, 6*time.Second, simulator.Office),
		steady(calls(vectors, simulator.Ours, 700, 0, 0, 1), 30*time.Second, 15*time.Second, simulator.Office),
		batch,
		steady(calls(weekly, simulator.Ours, 5200, 0, 900, 1), 45*time.Second, 20*time.Second, simulator.Weekly),
		ci,
	}
	if v.n(3) < 2 {
		odd := steady(calls(weekly, simulator.Ours, 4800, 0, 700, 1), 5*time.Minute, 2*time.Minute, simulator.Flat)
		odd.From = v.about(-5*day-5*time.Hour, day)
		odd.To, odd.Service = odd.From+time.Hour, "" // a developer's
		ours = append(ours, odd)
	}
	return ours
}

// s01Theirs is the attacker: tries the key within minutes, waits, and comes back in the night
// of the page. Intervals are chosen so that the rows burn about 1.9, 9 and 12 USD a minute.
func s01Theirs(v vary, pushed time.Duration, burn float64) []simulator.Traffic {
	scaled := func(n float64) int64 { return int64(n * burn) }
	seen, ramp := v.about(-190*time.Minute, 12*time.Minute), v.about(-30*time.Minute, 90*time.Second)
	larger, images := v.about(10*time.Minute, 2*time.Minute), v.about(25*time.Minute, 4*time.Minute)
	first := pushed + v.logNormal(2*time.Minute, 20*time.Minute)

	found := between(calls(everyday, simulator.Attacker, 0, 0, 0, 1), first, first+time.Minute, 0)
	found.Family = "" // lists models: no usage
	probe := between(calls(probing, simulator.Attacker, 9, 0, 1, 1), seen, seen+time.Minute, 0)
	trickle := between(calls(everyday, simulator.Attacker, 25_000, 0, 300, 1), seen+15*time.Minute, ramp, 20*time.Minute)
	trickle.Jitter = 0
	big := stubborn(between(calls(everyday, simulator.Attacker, scaled(350_000), 0, 1200, 1), ramp, larger, 4500*time.Millisecond))
	next := stubborn(between(calls(foreign, simulator.Attacker, scaled(350_000), 0, 1200, 1), larger, 0, 3*time.Second))
	third := stubborn(between(calls(pictures, simulator.Attacker, 400, 0, 4, 1), images, 0, time.Duration(float64(3300*time.Millisecond)/burn)))
	return []simulator.Traffic{found, probe, trickle, big, next, third}
}

// s01Evidence is what can be found and must be judged. Windows come from the traffic itself.
func s01Evidence(s Story) []Evidence {
	batch := s.Page.Truncate(day).Add(2 * time.Hour).Sub(s.Page)
	return []Evidence{
		{ID: "E1", What: text{"the push, and since when the key was out", "push, dan sejak kapan kunci terbuka"}, Weight: 3, Place: "docs-bot", Pushed: true},
		s.used("E2", 2, text{"the probe of one token", "uji satu token"}, 1),
		s.used("E3", 3, text{"the jump in tokens a request", "lonjakan token per permintaan"}, 3),
		s.used("E4", 2, text{"the larger model, at that hour", "model lebih besar, pada jam itu"}, 4),
		s.used("E5", 2, text{"the endpoint that we never used", "endpoint yang tidak pernah kita pakai"}, 5),
		{ID: "E6", What: text{"the copy in the fork", "salinan di fork"}, Weight: 1, Place: "fork"},
		{ID: "E7", What: text{"the nightly batch is ours", "batch malam adalah milik kita"}, Weight: 2, Endpoint: "completions", Model: everyday,
			From: batch, To: batch + 40*time.Minute, Verdict: incident.Ours},
	}
}
