package simulator

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"firebreak/providers"
)

func TestTheSameSeedAndRequestsGiveTheSameLog(t *testing.T) {
	logs := map[string][]byte{}
	for _, name := range []string{"one", "two"} {
		file := filepath.Join(t.TempDir(), "world.jsonl")
		r := newRig(t, Config{Seed: 42, Tail: -1, Log: file})
		walk(r, func(string, string, got) { r.clock.pass(time.Second) })
		r.probe(r.leaked())
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		logs[name] = text
	}
	if !bytes.Equal(logs["one"], logs["two"]) {
		t.Error("two runs of the same wrote different logs")
	}
	other := newRig(t, Config{Seed: 43, Tail: -1})
	if newRig(t, Config{Seed: 42, Tail: -1}).leaked().Equal(other.leaked()) {
		t.Error("another seed gives the same key")
	}
}

func TestAReopenedWorldGoesOnWhereItStopped(t *testing.T) {
	file := filepath.Join(t.TempDir(), "world.jsonl")
	c := Config{Seed: 5, Tail: 20 * time.Second, Log: file}
	r := newRig(t, c)
	r.fault(Fault{Match: Match{Path: "/models", Nth: 3, Times: 1}, Do: "500"})
	walk(r, func(string, string, got) { r.clock.pass(time.Second) })
	r.probe(r.leaked())
	made := r.want(200, "POST", r.inProject("docs-bot")+"/service_accounts", `{"name":"new"}`)
	value := made.json["api_key"].(map[string]any)["value"].(string)
	r.want(200, "DELETE", r.keyPath("docs-bot", "leaked"), "")
	r.clock.pass(30 * time.Second)
	r.probe(r.leaked())
	before, requests := r.w.Truth(), r.w.Requests()
	if err := r.w.Close(); err != nil {
		t.Fatal(err)
	}
	if latest, err := Latest(file); err != nil || !latest.Equal(r.w.Latest()) {
		t.Errorf("Latest says %v (%v), the world %v", latest, err, r.w.Latest())
	}

	again := newRig(t, c)
	again.clock.t = r.clock.Now()
	if !reflect.DeepEqual(before, again.w.Truth()) {
		t.Errorf("the truth changed:\n%+v\n%+v", before, again.w.Truth())
	}
	if !reflect.DeepEqual(requests, again.w.Requests()) {
		t.Error("the requests changed")
	}
	if status := again.probe(providers.NewSecret([]byte(value))); status != 500 {
		t.Errorf("the third probe answers %d: the fault's count was lost", status)
	}
	if status := again.probe(providers.NewSecret([]byte(value))); status != 200 {
		t.Errorf("the minted key answers %d", status)
	}
	if status := again.probe(again.leaked()); status != 401 {
		t.Errorf("the revoked key answers %d", status)
	}
}

func TestATornLastLineIsDroppedAndTheRestHolds(t *testing.T) {
	file := filepath.Join(t.TempDir(), "world.jsonl")
	c := Config{Seed: 5, Log: file}
	r := newRig(t, c)
	r.probe(r.leaked())
	_ = r.w.Close()
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.WriteString(`{"v":1,"n":2,"at":`)
	_ = f.Close()
	again := newRig(t, c)
	again.probe(again.leaked())
	if n := len(again.w.Requests()); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
	_ = again.w.Close()
	newRig(t, c)
}

func TestALogOfAnotherWorldIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "world.jsonl")
	r := newRig(t, Config{Seed: 5, Log: file})
	_ = r.w.Close()
	for name, c := range map[string]Config{
		"another seed":     {Seed: 6, Log: file},
		"another leak":     {Seed: 5, Log: file, Leak: ProjectKey},
		"another tail":     {Seed: 5, Log: file, Tail: time.Second},
		"another scenario": {Seed: 5, Log: file, Scenario: withoutLag(ServiceAccountKey)},
	} {
		if _, err := New(c); !errors.Is(err, ErrOtherWorld) {
			t.Errorf("%s: %v", name, err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(text, text...), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Config{Seed: 5, Log: file}); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("a log with a line twice: %v", err)
	}
	if err := os.WriteFile(file, []byte("{\"v\":1,\"n\":0}\nnonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New(Config{Seed: 5, Log: file}); err == nil || strings.Contains(err.Error(), "nonsense") {
		t.Errorf("a damaged log: %v", err)
	}
}

func TestNothingIsAnsweredThatIsNotInTheLog(t *testing.T) {
	r := newRig(t, Config{Seed: 5, Log: filepath.Join(t.TempDir(), "world.jsonl")})
	_ = r.w.log.file.Close() // the disk is gone
	if g := r.admin("DELETE", r.keyPath("docs-bot", "leaked"), ""); g.status != 503 {
		t.Errorf("the delete answers %d", g.status)
	}
	if status := r.probe(r.leaked()); status != 503 {
		t.Errorf("after a lost log a probe answers %d", status)
	}
	if err := r.w.AddFault(Fault{Do: "500"}); !errors.Is(err, errBroken) {
		t.Errorf("a fault after a lost log: %v", err)
	}
}

func TestNoValueOfAKeyIsInLogTruthOrRequests(t *testing.T) {
	file := filepath.Join(t.TempDir(), "world.jsonl")
	r := newRig(t, Config{Seed: 9, Log: file})
	secrets := []providers.Secret{r.leaked(), r.secret(adminRef), r.secret("docs-bot-ci")}
	made := r.want(200, "POST", r.inProject("docs-bot")+"/service_accounts", `{"name":"new"}`)
	secrets = append(secrets, providers.NewSecret([]byte(made.json["api_key"].(map[string]any)["value"].(string))))
	for _, s := range secrets {
		// A careless caller puts a key everywhere.
		r.with(s, "GET", "/"+plain(s)+"/models", "")
		r.with(s, "GET", "/models?"+plain(s)+"=1", "")
		r.with(s, "POST", "/organization/admin_api_keys", `{"`+plain(s)+`":1}`)
	}
	log, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(log)
	for _, v := range []any{r.w.Truth(), r.w.Requests()} {
		text += string(encode(answer{body: v}).body)
	}
	if !strings.Contains(text, r.leaked().Fingerprint(nil)) {
		t.Error("the fingerprint is not there")
	}
	for i, s := range secrets {
		for _, form := range s.Forms() {
			if strings.Contains(text, string(form)) {
				t.Errorf("secret %d is in the log or in the ground truth", i)
			}
		}
	}
}

func TestKeysLookLikeTheVendorsAndSayThatTheyAreNot(t *testing.T) {
	for _, kind := range Leaks() {
		f := vendorOf(kind).forms[kind]
		if f.document { // it has neither form nor mask
			continue
		}
		s, mask := mint(1, kind, 1)
		v := plain(s)
		if len(v) != len(f.lead)+f.body+len(f.marker)+f.behind || !strings.HasPrefix(v, f.lead) || !strings.HasPrefix(v[len(f.lead)+f.body:], f.marker) {
			t.Errorf("%s has the wrong form", kind)
		}
		if !strings.Contains(v, markIn(f.alphabet)) {
			t.Errorf("%s does not say DRILL", kind)
		}
		before, after, ok := providers.FromOutside(mask).Mask()
		if !ok || !s.HasAffixes(before, after) || len(after) < 3 {
			t.Errorf("%s: the mask %q does not fit", kind, mask)
		}
		if !strings.HasPrefix(s.Fingerprint(nil), "sha256:") {
			t.Errorf("%s is too weak for a plain fingerprint", kind)
		}
	}
}

func TestTheBuiltInWorldHasTheSizeOfASmallOrganisation(t *testing.T) {
	for seed := range int64(3) {
		for _, leak := range Leaks() {
			r := newRig(t, Config{Seed: seed, Leak: leak, Tail: -1})
			projects, archived := len(r.w.projects), 0
			for _, p := range r.w.projects {
				if !p.archived.IsZero() {
					archived++
				}
			}
			sells := len(vendorOf(leak).models) > 0 || leak.Provider() == awsVendor // else nobody pays for a call
			if sells && leak.Provider() != awsVendor && (projects < 3 || projects > 7) || leak.Provider() == hubVendor && projects <= 100 || leak.Provider() == "openai" && archived != 1 {
				t.Errorf("seed %d: %d projects, %d archived", seed, projects, archived)
			}
			if n := len(r.w.keys); sells && n < 20 || n > 75 {
				t.Errorf("seed %d: %d keys", seed, n)
			}
			within := or(vendorOf(leak).forms[leak].tail, usualTail)
			if r.w.tail < within[0] || r.w.tail > within[1] {
				t.Errorf("seed %d: tail %s", seed, r.w.tail)
			}
			leaks := r.w.leaks()
			if len(leaks) != 1 || leaks[0].Kind != leak || leaks[0].Provider != leak.Provider() || leaks[0].Channel != DefaultChannel {
				t.Errorf("seed %d, %s: leaks %d keys", seed, leak, len(leaks))
			}
			if r.w.Burn(r.clock.Now()).PerMinute == 0 && sells {
				t.Errorf("seed %d, %s: the attacker spends nothing", seed, leak)
			}
		}
	}
	if _, err := New(Config{Leak: "openai/nothing"}); err == nil {
		t.Error("an unknown leak is accepted")
	}
}

func TestAScenarioThatContradictsItselfIsRefused(t *testing.T) {
	person := []User{{Ref: "u", Name: "U"}}
	for name, s := range map[string]Scenario{
		"a reference used twice":        {Users: []User{{Ref: "u"}, {Ref: "u"}}},
		"a key without an owner":        {Users: person, Projects: []Project{{Ref: "p"}}, Keys: []Key{{Ref: "k", Kind: ProjectKey, Project: "p"}}},
		"a key without a project":       {Users: person, Keys: []Key{{Ref: "k", Kind: ProjectKey, Owner: "u"}}},
		"a key of an unknown kind":      {Users: person, Keys: []Key{{Ref: "k", Kind: "x/y", Owner: "u"}}},
		"an account in no project":      {Users: person, Accounts: []Account{{Ref: "a"}}},
		"traffic with an unknown key":   {Users: person, Traffic: []Traffic{{Key: "k"}}},
		"an audit entry without actor":  {Users: person, Audit: []Audit{{Type: "login.succeeded"}}},
		"a limit of an unknown model":   {Users: person, Projects: []Project{{Ref: "p"}}, RateLimits: []RateLimit{{Project: "p", Model: "x"}}},
		"a limit in an unknown project": {Users: person, SpendLimits: []SpendLimit{{Project: "p", Cents: 1}}},
		"an unknown fault":              {Users: person, Faults: []Fault{{Do: "x"}}},
	} {
		s.ID, s.NoBackground = name, true
		if _, err := New(Config{Scenario: s}); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestManyCallersAtOnceLeaveOneWholeLog(t *testing.T) {
	file := filepath.Join(t.TempDir(), "world.jsonl")
	c := Config{Seed: 3, Log: file}
	r := newRig(t, c)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 10 {
				switch i % 4 {
				case 0:
					r.probe(r.leaked())
				case 1:
					r.admin("POST", r.inProject("docs-bot")+"/service_accounts", `{"name":"x"}`)
				case 2:
					r.admin("GET", r.inProject("docs-bot")+"/api_keys", "")
					r.w.Truth()
				case 3:
					_ = r.w.AddFault(Fault{Match: Match{Path: "/nowhere"}, Do: "500"})
					r.w.Burn(r.clock.Now())
					r.clock.pass(time.Second)
				}
			}
		})
	}
	all.Wait()
	_ = r.w.Close()
	again := newRig(t, c)
	if n := len(again.w.Requests()); n != 60 {
		t.Errorf("%d requests in the log, want 60", n)
	}
	seen := map[string]bool{}
	for _, k := range again.w.keys {
		if seen[k.print] || seen[k.id] {
			t.Error("two keys share a value or an id")
		}
		seen[k.print], seen[k.id] = true, true
	}
}
