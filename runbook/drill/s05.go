package drill

import (
	"time"

	"firebreak/providers/simulator"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// s05 is a key of an account that turns to models within minutes of its push. Whoever ends it is
// answered: the thief makes a user of his own in the seconds that the key still works.
var s05 = scenario{id: "S05", name: "forty-calls-a-second", level: 3, tell: s05Story,
	title: text{"an AWS key that turns to Bedrock", "kunci AWS yang beralih ke Bedrock"},
	brief: text{"AWS: a mail says that an access key is exposed; minutes later somebody asks for models.",
		"AWS: surel mengabarkan access key terbuka; beberapa menit kemudian ada yang meminta model."}}

const (
	deployJob = "deploy"
	planted   = "svc-health-check"
	trusted   = "deploy-pipeline" // a role, whose trust the attacker widens in a third of the drills
)

// The services of the story, as the vendor's log names them.
const (
	awsIAM     = "iam.amazonaws.com"
	awsBedrock = "bedrock.amazonaws.com"
	awsEC2     = "ec2.amazonaws.com"
)

func s05Story(v vary) Story {
	page := firstMonday.AddDate(0, 0, 14+7*v.n(6)+pick(v, 1, 2, 3)).Add(12*time.Hour + 35*time.Minute + time.Duration(v.n(50))*time.Minute)
	burn := v.factor(0.4)
	const pushed = -116 * time.Second
	s := Story{
		Page: page, Par: 12 * time.Minute, Leaked: "leaked", Channel: "public repo", Pushed: pushed,
		Approve: []string{runbook.ApproveContain}, Strategy: incident.ContainFirst,
		Money: text{"the account's, a day late: AWS tells none by key", "milik akun, telat sehari: AWS tidak merinci per kunci"},
		Risks: []Risk{
			{Name: "the user " + planted + " and its key", Ref: "planted-key", Row: planted, Held: true, Made: true},
			{Name: "the second key of ci-deploy", Ref: "second"},
		},
		Consumers: []Consumer{{Name: deployJob, Store: "deploy/.env", Weight: 1}},
		// Our assumptions: a deploy can wait for an hour.
		Unavoidable: 20 * time.Minute, OutageBudget: 60 * time.Minute,
	}
	s.World = s05World(v, burn)
	s.Acts = s05Acts()
	if v.n(3) == 2 {
		s05Trust(&s)
	}
	s.Notices = []Notice{
		{At: -18 * time.Minute, From: text{"calendar", "kalender"}, Text: text{"CI applies the new network in ap-south-1, some 200 calls", "CI menerapkan jaringan baru di ap-south-1, sekitar 200 panggilan"}},
		{At: 0, From: text{"mail", "surel"}, Text: text{"ACTION REQUIRED: your access key ...{last4} is exposed on a public site. We attached a quarantine policy to its user",
			"TINDAKAN DIPERLUKAN: access key ...{last4} Anda terbuka di situs publik. Kami memasang kebijakan karantina pada penggunanya"}},
	}
	s.Desk = s05Desk(pushed, s.World.Users[0], s.World.Users[1])
	s.Evidence = s05Evidence(s)
	s.People = s05People(s)
	return s
}

func s05World(v vary, burn float64) simulator.Scenario {
	owner, dev := team(v)
	s := simulator.Scenario{
		Org:      "northwind-labs",
		Projects: []simulator.Project{{Ref: "prod", Provider: "aws", Name: "northwind-prod", Created: -900 * day, Unnamed: true}},
		Users:    []simulator.User{person("owner", owner, "owner", -700*day, "prod"), person("dev", dev, "reader", -400*day, "prod")},
		Accounts: []simulator.Account{
			{Ref: "ci", Name: "ci-deploy", Project: "prod", Created: -400 * day},
			{Ref: "planted", Name: planted, Project: "prod", Created: 7 * time.Minute},
			{Ref: "trusted", Name: trusted, Project: "prod", Created: -350 * day},
		},
		Keys: []simulator.Key{
			{Ref: "leaked", Kind: simulator.AWSKey, Name: "ci-deploy", Project: "prod", Owner: "ci", Created: v.about(-95*day, 10*day), Leaked: true, Channel: "public repository"},
			{Ref: "second", Kind: simulator.AWSKey, Name: "ci-deploy", Project: "prod", Owner: "ci", Created: -300 * day},
			{Ref: "planted-key", Kind: simulator.AWSKey, Name: planted, Project: "prod", Owner: "planted", Created: 7*time.Minute + 20*time.Second, By: "leaked", Hurried: 2 * time.Second},
		},
		Services: []simulator.Service{{Name: deployJob, Key: "leaked"}},
		Faults:   []simulator.Fault{{Do: "quarantined"}}, // which stops some calls only, and none of these
	}
	act := func(at time.Duration, what string, on simulator.Ref) simulator.Audit {
		return simulator.Audit{At: at, Type: what, Key: "leaked", Target: on}
	}
	s.Audit = []simulator.Audit{
		act(3*time.Minute, "PutFoundationModelEntitlement", ""),
		act(7*time.Minute, "CreateUser", "planted"),
		act(7*time.Minute+10*time.Second, "AttachUserPolicy", "planted"),
		act(7*time.Minute+20*time.Second, "CreateAccessKey", "planted-key"),
		act(10*time.Minute, "DeleteModelInvocationLoggingConfiguration", ""),
		{At: 13 * time.Minute, Type: "CreateLoginProfile", Key: "planted-key", Target: "planted"},
	}
	s.Traffic = append(s05Ours(), s05Theirs(burn)...)
	return s
}

// s05Trust has the attacker let an account of his own take a role of ours: no key of ours is needed for
// that any more.
func s05Trust(s *Story) {
	const at = 8 * time.Minute
	s.World.Audit = append(s.World.Audit, simulator.Audit{At: at, Type: "UpdateAssumeRolePolicy", Key: "leaked", Target: "trusted"})
	s.Acts = append(s.Acts, Act{At: at, What: text{"lets an account of his own take the role " + trusted, "mengizinkan akun miliknya memakai peran " + trusted}, Lag: usageLag})
	s.Risks = append(s.Risks, Risk{Name: "the trust of the role " + trusted, Row: trusted, Held: true, Made: true, At: at})
}

// doing is a row of calls of one operation with a key; micros is what a call costs.
func doing(key simulator.Ref, who simulator.Actor, service, operation string, micros int64) simulator.Traffic {
	return simulator.Traffic{Key: key, Actor: who, Family: service, Model: operation, Micros: micros}
}

// s05Ours is what the pipeline does, with a herring: the new network is some two hundred calls.
func s05Ours() []simulator.Traffic {
	job := func(service, operation string, from, to, every time.Duration, shape simulator.Shape) simulator.Traffic {
		t := between(doing("leaked", simulator.Ours, service, operation, 0), from, to, every)
		t.Service, t.Shape = deployJob, shape
		return t
	}
	other := between(doing("second", simulator.Ours, "s3.amazonaws.com", "ListBuckets", 0), -60*day, 0, 6*time.Hour)
	return []simulator.Traffic{
		job("ecs.amazonaws.com", "UpdateService", -60*day, 0, 2*time.Hour, simulator.Office),
		job("ecs.amazonaws.com", "DescribeServices", -60*day, 0, time.Hour, simulator.Flat),
		job(awsEC2, "DescribeSubnets", -60*day, 0, 8*time.Hour, simulator.Office),
		job(awsEC2, "DescribeSubnets", -18*time.Minute, -10*time.Minute, 2400*time.Millisecond, simulator.Flat),
		other,
	}
}

// s05Theirs is the attacker: looks around, tries models with requests that cannot succeed, then
// streams answers in two Regions and in four, for about 25 and 50 USD a minute; with the user that
// he made, too.
func s05Theirs(burn float64) []simulator.Traffic {
	look := func(service, operation string, from, to, every time.Duration) simulator.Traffic {
		return between(doing("leaked", simulator.Attacker, service, operation, 0), from, to, every)
	}
	rows := []simulator.Traffic{
		look(awsIAM, "ListUsers", -36*time.Second, -16*time.Second, 4*time.Second),
		look(awsIAM, "ListAttachedUserPolicies", -30*time.Second, -10*time.Second, 4*time.Second),
		look("ses.amazonaws.com", "GetSendQuota", -20*time.Second, -10*time.Second, 0),
	}
	const perCall = 830_000 // USD 0.83, a long context
	every := time.Duration(float64(4*time.Second) / burn)
	for _, region := range []string{"us-west-2", "us-east-1", "eu-west-3"} {
		tried := look(awsBedrock, "InvokeModel", time.Minute, time.Minute+40*time.Second, 10*time.Second)
		tried.Region = region
		rows = append(rows, tried)
	}
	for i, region := range []string{"us-west-2", "us-east-1", "eu-west-3", "ap-south-1"} {
		from := 5 * time.Minute
		if i >= 2 {
			from = 10 * time.Minute
		}
		stream := stubborn(between(doing("leaked", simulator.Attacker, awsBedrock, "InvokeModelWithResponseStream", perCall), from, 0, every))
		stream.Region = region
		rows = append(rows, stream)
	}
	return append(rows, stubborn(between(doing("planted-key", simulator.Attacker, awsBedrock, "InvokeModelWithResponseStream", perCall), 22*time.Minute, 0, every)))
}

// s05Acts tells the same in words.
func s05Acts() []Act {
	return []Act{
		{At: -36 * time.Second, What: text{"lists users and policies, asks for the sending quota", "mendaftar pengguna dan kebijakan, menanyakan kuota kirim"}, Lag: usageLag},
		{At: time.Minute, What: text{"tries models in three Regions with a parameter that cannot be right", "mencoba model di tiga Region dengan parameter yang pasti salah"}, Lag: usageLag},
		{At: 3 * time.Minute, What: text{"accepts the models' terms in our name", "menyetujui syarat model atas nama kita"}, Lag: usageLag},
		{At: 5 * time.Minute, What: text{"streams answers in two Regions", "mengalirkan jawaban di dua Region"}, Lag: usageLag},
		{At: 7 * time.Minute, What: text{"makes the user " + planted + " with a key", "membuat pengguna " + planted + " dengan kuncinya"}, Makes: "planted-key", Lag: usageLag},
		{At: 10 * time.Minute, What: text{"switches the log of model calls off; four Regions", "mematikan log panggilan model; empat Region"}, Lag: usageLag},
		{At: 13 * time.Minute, What: text{"gives that user a password for the console", "memberi pengguna itu kata sandi konsol"}, With: "planted-key", Lag: usageLag},
	}
}

func s05Evidence(s Story) []Evidence {
	return []Evidence{
		{ID: "E1", What: text{"the push, two minutes before the mail", "push, dua menit sebelum surel"}, Weight: 3, Place: "infra", Pushed: true},
		s.used("E2", 2, text{"the look around", "penelusuran awal"}, 0),
		s.used("E3", 3, text{"models tried in three Regions", "model dicoba di tiga Region"}, 3),
		{ID: "E4", What: text{"the models' terms, accepted", "syarat model, disetujui"}, Weight: 2, Logged: "PutFoundationModelEntitlement", From: 3 * time.Minute},
		s.used("E5", 2, text{"the streams", "aliran jawaban"}, 6),
		{ID: "E6", What: text{"the user that the attacker made", "pengguna buatan penyerang"}, Weight: 3, Risk: s.Risks[0].Name},
		{ID: "E7", What: text{"the log of model calls, switched off", "log panggilan model, dimatikan"}, Weight: 2, Logged: "DeleteModelInvocationLoggingConfiguration", From: 10 * time.Minute},
		{ID: "E8", What: text{"the new network is ours", "jaringan baru itu milik kita"}, Weight: 2, Endpoint: "ec2", Model: "DescribeSubnets",
			From: -18 * time.Minute, To: -10 * time.Minute, Verdict: incident.Ours},
		{ID: "E9", What: text{"the second key of the same user", "kunci kedua pengguna yang sama"}, Weight: 2, Risk: s.Risks[1].Name},
	}
}
