package drill

import (
	"fmt"
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// s02 is a key in a chat: two calls a day for two weeks, which no alarm on volume sees, and a
// resale that begins while people still ask whose the use is.
var s02 = scenario{id: "S02", name: "only-the-team-channel", level: 2, tell: s02Story,
	title: text{"an Anthropic key in a team channel", "kunci Anthropic di kanal tim"},
	brief: text{"Anthropic: a colleague asks whether a key should stand in a chat with 240 people.",
		"Anthropic: seorang rekan bertanya apakah sebuah kunci pantas ada di obrolan 240 orang."}}

// Our services of the story.
const (
	launchWeb    = "launch-web"
	reportWriter = "report-writer"
)

// The models of the story.
const (
	claudeSmall = "claude-haiku-4-5-20251001"  // ours
	claudeUsual = "claude-sonnet-4-5-20250929" // ours: weekly, and since yesterday all day
	claudeDear  = "claude-opus-4-5-20251101"   // never used by us
)

func s02Story(v vary) Story {
	page := firstMonday.AddDate(0, 0, 21+7*v.n(6)+pick(v, 1, 2, 3)).Add(9*time.Hour + 20*time.Minute + time.Duration(v.n(50))*time.Minute)
	burn := v.factor(0.4)
	posted := -14*day + v.between(-2*time.Hour, 4*time.Hour)
	s := Story{
		Page: page, Par: 7 * time.Minute, Leaked: "leaked", Channel: "chat", Pushed: posted,
		Approve: []string{runbook.ApproveMask}, // this vendor shows a hint of a key, and no last use
		Money:   text{"the vendor tells the workspace's, and none by key", "vendor memberi milik workspace, bukan per kunci"},
		Risks: []Risk{
			{Name: "launch snippet", Ref: "snippet", Held: true},
			{Name: "the database of the launch", Kind: "postgresql/connection-uri"},
		},
		Consumers: []Consumer{
			{Name: launchWeb, Store: "launch-web/.env", Weight: 1},
			{Name: reportWriter, Store: "report-writer/.env", Weight: 0.2},
		},
		// Our assumptions: a person makes the new key, and both services wait for it.
		Unavoidable: 16 * time.Minute, OutageBudget: 72 * time.Minute,
	}
	s.World = s02World(v, posted, burn)
	asks, wrote := s.World.Users[0], s.World.Users[1]
	s.Notices = []Notice{{At: -25 * time.Hour, From: text{"calendar, yesterday", "kalender, kemarin"},
		Text: text{"launch-web goes live: every answer now comes from claude-sonnet-4-5", "launch-web tayang: setiap jawaban kini dari claude-sonnet-4-5"}},
		{At: 0, From: text{"chat", "obrolan"},
			Text: text{fmt.Sprintf("%s: should this be in #proj-launch? 240 people, 9 guests. a key that ends in {last4}", asks.Name),
				fmt.Sprintf("%s: apa ini pantas di #proj-launch? 240 orang, 9 tamu. kunci berakhiran {last4}", asks.Name)}}}
	s.Desk = s02Desk(posted, page, asks, wrote)
	s.Evidence = s02Evidence(s)
	s.People = s02People(s)
	return s
}

func s02World(v vary, posted time.Duration, burn float64) simulator.Scenario {
	owner, dev := team(v)
	in := []simulator.Ref{"default", "launch"}
	s := simulator.Scenario{
		Org: "northwind-labs",
		Projects: []simulator.Project{
			{Ref: "default", Provider: "anthropic", Name: "Default", Created: -700 * day, Unnamed: true},
			{Ref: "launch", Provider: "anthropic", Name: "launch", Created: -120 * day},
		},
		Users: []simulator.User{person("owner", owner, "owner", -700*day, in...), person("dev", dev, "reader", -400*day, in...)},
		Keys: []simulator.Key{
			{Ref: "leaked", Kind: simulator.AnthropicKey, Name: "launch api", Project: "launch", Owner: "dev", Created: v.about(-95*day, 10*day), Leaked: true, Channel: "chat"},
			{Ref: "snippet", Kind: simulator.AnthropicKey, Name: "launch snippet", Project: "launch", Owner: "dev", Created: -60 * day},
			{Ref: "translate", Kind: simulator.AnthropicKey, Name: "launch translate", Project: "launch", Owner: "owner", Created: -80 * day},
		},
		Services: []simulator.Service{{Name: launchWeb, Key: "leaked"}, {Name: reportWriter, Key: "leaked"}},
	}
	s.Traffic = append(s02Ours(), s02Theirs(v, posted, burn)...)
	return s
}

// s02Ours is the traffic of our own, with a herring: the product that was launched yesterday.
func s02Ours() []simulator.Traffic {
	steady := func(t simulator.Traffic, service string, every time.Duration, shape simulator.Shape) simulator.Traffic {
		t = between(t, -60*day, 0, every)
		t.Service, t.Shape = service, shape
		return t
	}
	launched := steady(calls(claudeUsual, simulator.Ours, 5200, 2600, 900, 1), launchWeb, 8*time.Second, simulator.Office)
	launched.From = -25 * time.Hour
	night := steady(calls(claudeSmall, simulator.Ours, 4200, 0, 500, 0.5), reportWriter, 3*time.Second, simulator.Nightly)
	night.Batch = true
	other := steady(calls(claudeSmall, simulator.Ours, 900, 0, 120, 1), "", 5*time.Minute, simulator.Office)
	other.Key = "translate"
	return []simulator.Traffic{
		steady(calls(claudeSmall, simulator.Ours, 1400, 600, 260, 1), launchWeb, 12*time.Second, simulator.Office),
		steady(calls(claudeUsual, simulator.Ours, 5200, 0, 900, 1), launchWeb, 45*time.Second, simulator.Weekly),
		night, launched, other,
	}
}

// s02Theirs is the attacker: two calls a day at night, then a resale of about 3 USD a minute, and
// batches for as much again.
func s02Theirs(v vary, posted time.Duration, burn float64) []simulator.Traffic {
	resale, batches := v.about(18*time.Minute, 2*time.Minute), v.about(40*time.Minute, 4*time.Minute)
	quiet := between(calls(claudeDear, simulator.Attacker, 1900, 0, 350, 1), posted+14*time.Hour+v.between(0, 2*time.Hour), resale, day)
	quiet.Jitter = 40 * time.Minute
	again := quiet
	again.From += 50 * time.Minute
	second := between(calls(claudeDear, simulator.Attacker, int64(30_000*burn), 0, 300, 1), resale+15*time.Minute, 0, 12*time.Second)
	second.Key = "snippet"
	sold := stubborn(between(calls(claudeDear, simulator.Attacker, int64(16_000*burn), 0, 800, 1), resale, 0, 2*time.Second))
	batch := stubborn(between(calls(claudeDear, simulator.Attacker, int64(38_000*burn), 0, 700, 0.5), batches, 0, 2*time.Second))
	batch.Batch = true
	return []simulator.Traffic{quiet, again, sold, batch, second}
}

func s02Evidence(s Story) []Evidence {
	return []Evidence{
		{ID: "E1", What: text{"the message, kept before it is deleted", "pesannya, disimpan sebelum dihapus"}, Weight: 3, Place: "chat/proj-launch.txt"},
		{ID: "E2", What: text{"the mirrored ticket, a second copy", "tiket cermin, salinan kedua"}, Weight: 2, Place: "tickets/LAUNCH-212.txt"},
		s.used("E3", 4, text{"two calls a day that are not ours", "dua panggilan per hari yang bukan milik kita"}, 0),
		s.used("E4", 2, text{"the resale", "penjualan ulang"}, 2),
		{ID: "E5", What: text{"the growth since yesterday is ours", "kenaikan sejak kemarin milik kita"}, Weight: 2, Endpoint: "messages", Model: claudeUsual,
			From: -25 * time.Hour, Verdict: incident.Ours},
		{ID: "E6", What: text{"the second key, in a file of the thread", "kunci kedua, di berkas utas itu"}, Weight: 2, Risk: "launch snippet"},
		{ID: "E7", What: text{"the database's address in the same message", "alamat basis data di pesan yang sama"}, Weight: 2, Risk: "the database of the launch"},
	}
}
