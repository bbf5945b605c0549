package drill

import (
	"encoding/json"
	"fmt"
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// s07 is a key that a public map shows to every browser, as it may, and that opens a model since
// somebody added that to it: to delete it takes the map down, and takes minutes to bite.
var s07 = scenario{id: "S07", name: "maps-key-gemini-bill", level: 3, tell: s07Story,
	title: text{"a Google key in a front-end bundle", "kunci Google di bundel front-end"},
	brief: text{"Google: the key of the public map runs up a bill for images; the map must not go dark.",
		"Google: kunci peta publik menimbulkan tagihan gambar; petanya tidak boleh mati."}}

// Our services of the story.
const (
	publicMap = "public-map"
	prototype = "prototype"
)

// What the vendor's metrics tell of a call: the API and the method, and no model.
const (
	mapsAPI   = "maps-backend.googleapis.com"
	geminiAPI = "generativelanguage.googleapis.com"
	generate  = "google.ai.generativelanguage.v1beta.GenerativeService.GenerateContent"
	listFiles = "google.ai.generativelanguage.v1beta.FileService.ListFiles"
)

// mapCall is what a map that is loaded costs, in micro-USD.
const mapCall = 7000

func s07Story(v vary) Story {
	page := firstMonday.AddDate(0, 0, 28+7*v.n(6)+pick(v, 1, 2, 3)).Add(13*time.Hour + 10*time.Minute + time.Duration(v.n(45))*time.Minute)
	burn := v.factor(0.4)
	pushed := -1094*day + v.between(-5*time.Hour, 3*time.Hour)
	s := Story{
		Page: page, Par: 8 * time.Minute, Slow: true, Leaked: "leaked", Channel: "front-end or mobile bundle", Pushed: pushed,
		Approve: []string{runbook.ApproveContain}, Strategy: incident.ContainFirst,
		Money: text{"the project's: this vendor tells none by key", "milik proyek: vendor ini tidak merinci per kunci"},
		Risks: []Risk{
			{Name: "map of the old app", Ref: "old-app", Row: "tiles"},
			{Name: "service account of the prototype", Ref: "prototype-account", Kind: simulator.GoogleAccountKey},
		},
		Consumers: []Consumer{
			{Name: publicMap, Store: "web/.env.production", Weight: 1},
			{Name: prototype, Store: "prototype/.env", Weight: 0.1},
		},
		// Our assumptions: nothing need go dark but the prototype, which is worth little.
		Unavoidable: 6 * time.Minute, OutageBudget: 60 * time.Minute,
	}
	s.World = s07World(v, burn)
	s.Acts = []Act{
		{At: -60 * time.Minute, What: text{"lists the files that were uploaded to Gemini", "mendaftar berkas yang diunggah ke Gemini"}, Lag: usageLag},
	}
	spent := int(28*28*burn) / 10 * 10
	s.Notices = []Notice{
		{At: -26 * time.Hour, From: text{"calendar, yesterday", "kalender, kemarin"},
			Text: text{"the autumn campaign starts at noon and links to the map", "kampanye musim gugur mulai siang dan menautkan ke peta"}},
		{At: 0, From: text{"budget", "anggaran"},
			Text: text{fmt.Sprintf("project northwind-web: USD %d today, a usual month has 180. a key that ends in {last4}", spent),
				fmt.Sprintf("proyek northwind-web: USD %d hari ini, biasanya 180 sebulan. kunci berakhiran {last4}", spent)}},
	}
	s.Desk = s07Desk(pushed, s.World.Users[0], s.World.Users[1])
	s.Evidence = s07Evidence(s)
	s.People = s07People(s)
	return s
}

func s07World(v vary, burn float64) simulator.Scenario {
	owner, dev := team(v)
	both, err := json.Marshal(map[string]any{"apiTargets": []any{map[string]any{"service": mapsAPI}, map[string]any{"service": geminiAPI}}})
	maps, fails := json.Marshal(map[string]any{"apiTargets": []any{map[string]any{"service": mapsAPI}}})
	if err != nil || fails != nil {
		panic("plain values always encode")
	}
	s := simulator.Scenario{
		Org:      "northwind-labs",
		Projects: []simulator.Project{{Ref: "web", Provider: "google", Name: "northwind-web", Created: -1200 * day}},
		Users:    []simulator.User{person("owner", owner, "owner", -1300*day, "web"), person("dev", dev, "reader", -400*day, "web")},
		Accounts: []simulator.Account{{Ref: "prototype-sa", Name: prototype, Project: "web", Created: -45 * day}},
		Keys: []simulator.Key{
			{Ref: "leaked", Kind: simulator.GoogleKey, Name: "map", Project: "web", Owner: "owner", Created: -1095 * day, Limits: both, Leaked: true, Channel: "front-end bundle"},
			{Ref: "old-app", Kind: simulator.GoogleKey, Name: "map of the old app", Project: "web", Owner: "owner", Created: -900 * day, Limits: maps},
			{Ref: "prototype-account", Kind: simulator.GoogleAccountKey, Name: prototype, Project: "web", Owner: "prototype-sa", Created: -44 * day},
		},
		Services: []simulator.Service{{Name: publicMap, Key: "leaked"}, {Name: prototype, Key: "leaked"}},
		Audit:    []simulator.Audit{{At: -40 * day, Provider: "google", Type: "google.api.apikeys.v2.ApiKeys.UpdateKey", User: "dev", Project: "web", Target: "leaked"}},
		// Only what stands here: the project is small.
		NoBackground: true,
	}
	s.Traffic = append(s07Ours(), s07Theirs(v, burn)...)
	return s
}

// s07Ours is the traffic of our own, with a herring: the campaign brings three times the visitors.
func s07Ours() []simulator.Traffic {
	view := simulator.Traffic{Key: "leaked", Actor: simulator.Ours, Service: publicMap, Family: mapsAPI, Micros: mapCall, Shape: simulator.Office}
	campaign := between(view, -25*time.Hour, 0, 2*time.Second)
	trial := between(calls("gemini-2.5-flash", simulator.Ours, 1400, 600, 260, 1), -40*day, 0, 4*time.Minute)
	trial.Service, trial.Shape = prototype, simulator.Office
	old := between(view, -60*day, 0, 2*time.Minute)
	old.Key, old.Service = "old-app", ""
	return []simulator.Traffic{between(view, -60*day, 0, 20*time.Second), campaign, trial, old}
}

// s07Theirs is the attacker: looks what was uploaded, then makes pictures for about 28 USD a minute.
func s07Theirs(v vary, burn float64) []simulator.Traffic {
	looks := between(simulator.Traffic{Key: "leaked", Actor: simulator.Attacker, Family: geminiAPI, Method: listFiles}, -60*time.Minute, -53*time.Minute, 20*time.Second)
	images := calls("gemini-2.5-flash-image", simulator.Attacker, 300, 0, 1290, 1)
	images.Method = generate
	pictures := stubborn(between(images, v.about(-30*time.Minute, 3*time.Minute), 0,
		time.Duration(float64(83*time.Millisecond)/burn)))
	return []simulator.Traffic{looks, pictures}
}

func s07Evidence(s Story) []Evidence {
	return []Evidence{
		{ID: "E1", What: text{"the key in the bundle, and since when", "kunci di bundel, dan sejak kapan"}, Weight: 2, Place: "web", Pushed: true},
		s.used("E2", 4, text{"the look at the files that were uploaded", "penelusuran berkas yang diunggah"}, 0),
		s.used("E3", 4, text{"the pictures, in numbers that we never had", "gambar, dalam jumlah yang tak pernah ada"}, 1),
		{ID: "E4", What: text{"the campaign's visitors are ours", "pengunjung kampanye milik kita"}, Weight: 2, Endpoint: mapsAPI, From: -25 * time.Hour, Verdict: incident.Ours},
		{ID: "E5", What: text{"the copy in the old app, which stays installed", "salinan di aplikasi lama yang tetap terpasang"}, Weight: 2, Place: "app-2.3.0/assets/config.json"},
		{ID: "E6", What: text{"the old app's own key", "kunci milik aplikasi lama"}, Weight: 2, Risk: "map of the old app"},
		{ID: "E7", What: text{"the service account beside it", "akun layanan di sebelahnya"}, Weight: 2, Risk: "service account of the prototype"},
	}
}
