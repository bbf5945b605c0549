package simulator

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// faultTests shows for each fault that it does what its line says. Faults that break the
// connection are tried over a network in server_test.go.
var faultTests = map[string]func(t *testing.T, r *rig, f Fault){
	"429":                refuses(429, "rate_limit_exceeded"),
	"400_throttle":       refuses(400, "rate_limit_exceeded"),
	"500":                refuses(500, ""),
	"503":                refuses(503, ""),
	"say_no":             refuses(401, "invalid_api_key"),
	"not_member":         refuses(401, "no_organization"),
	"ip_denied":          refuses(401, "ip_not_authorized"),
	"region":             refuses(403, "unsupported_country_region_territory"),
	"no_quota":           refuses(429, "insufficient_quota"),
	"no_scope":           refuses(403, "missing_scope"),
	"429_html":           page(429),
	"html":               page(200),
	"redirect":           testRedirect,
	"error_200":          testErrorUnder200,
	"500_after":          testServerErrorAfter,
	"garbage":            testGarbage,
	"empty":              testEmpty,
	"huge":               testHuge,
	"say_yes":            testSayYes,
	"no_right":           testNoRight,
	"flap":               testFlap,
	"revive":             testRevive,
	"say_deleted":        testSayDeleted,
	"refuse_service_key": testRefuseServiceKey,
	"stale_last_used":    testStaleLastUsed,
	"wrong_mask":         testWrongMask,
	"same_mask":          testSameMask,
	"ignore_filter":      testIgnoreFilter,
	"usage_empty":        testUsageEmpty,
	"lag":                testLag,
	"vanish_deleted":     testVanishDeleted,
	"duplicate_page":     testDuplicatePage,
	"audit_off":          testAuditOff,
	"root_key":           saysAt("Action=GetAccessKeyLastUsed&Version=2010-05-08&AccessKeyId=LEAKED", "<UserName>"),
	"quarantined":        saysAt("Action=ListAttachedUserPolicies&Version=2010-05-08&UserName=ci-deploy", "AWSCompromisedKeyQuarantineV3"),
	"api_off":            refusesGoogle(403, "SERVICE_DISABLED"),
	"reported":           refusesGoogle(403, ""),
	"stuck":              testStuck,
}

func TestEveryFaultDoesWhatItsLineSays(t *testing.T) {
	for _, d := range faultTable {
		do := faultTests[d.do]
		if do == nil {
			if !overTheWire[d.do] {
				t.Errorf("the fault %s has no test", d.do)
			}
			continue
		}
		t.Run(d.do, func(t *testing.T) {
			do(t, newRig(t, Config{Seed: 2, Scenario: withoutLag(ServiceAccountKey)}), Fault{Do: d.do})
		})
		if !strings.Contains(Faults(), d.do) {
			t.Errorf("the fault %s is not in the help", d.do)
		}
	}
}

func refuses(status int, code string) func(*testing.T, *rig, Fault) {
	return func(t *testing.T, r *rig, f Fault) {
		f.Match, f.Seconds = Match{Path: "/models", Nth: 2, Times: 2}, 7
		r.fault(f)
		for i, want := range []int{200, status, status, 200} {
			g := r.with(r.leaked(), "GET", "/models", "")
			if g.status != want || want != 200 && g.code() != code {
				t.Errorf("call %d: %d %q, want %d %q", i+1, g.status, g.code(), want, code)
			}
			if f.Do == "429" && want == 429 && g.header.Get("retry-after") != "7" {
				t.Errorf("retry after %q", g.header.Get("retry-after"))
			}
		}
	}
}

func page(status int) func(*testing.T, *rig, Fault) {
	return func(t *testing.T, r *rig, f Fault) {
		r.fault(f)
		g := r.with(r.leaked(), "GET", "/models", "")
		if g.status != status || !strings.HasPrefix(g.header.Get("content-type"), "text/html") || !strings.Contains(string(g.raw), "<html") {
			t.Errorf("%d %s: %s", g.status, g.header.Get("content-type"), g.raw)
		}
	}
}

func testRedirect(t *testing.T, r *rig, f Fault) {
	f.Status, f.To = 302, "http://elsewhere.test/x"
	r.fault(f)
	g := r.admin("DELETE", r.keyPath("docs-bot", "leaked"), "")
	if state, _ := r.w.KeyState("leaked"); g.status != 302 || g.header.Get("location") != f.To || state.State != Live {
		t.Errorf("%d to %q, the key is %s", g.status, g.header.Get("location"), state.State)
	}
}

func testErrorUnder200(t *testing.T, r *rig, f Fault) {
	r.fault(f)
	if g := r.with(r.leaked(), "GET", "/models", ""); g.status != 200 || g.json["error"] == nil {
		t.Errorf("%d: %s", g.status, g.raw)
	}
}

func testServerErrorAfter(t *testing.T, r *rig, f Fault) {
	r.fault(f)
	g := r.admin("DELETE", r.keyPath("docs-bot", "leaked"), "")
	if state, _ := r.w.KeyState("leaked"); g.status != 500 || state.State != Dead {
		t.Errorf("%d, the key is %s", g.status, state.State)
	}
}

func testGarbage(t *testing.T, r *rig, f Fault) {
	r.fault(f)
	if g := r.with(r.leaked(), "GET", "/models", ""); g.status != 200 || g.json != nil || len(g.raw) == 0 {
		t.Errorf("%d: %q", g.status, g.raw)
	}
}

func testEmpty(t *testing.T, r *rig, f Fault) {
	r.fault(f)
	if g := r.with(r.leaked(), "GET", "/models", ""); g.status != 200 || len(g.raw) != 0 {
		t.Errorf("%d: %q", g.status, g.raw)
	}
}

func testHuge(t *testing.T, r *rig, f Fault) {
	r.fault(f)
	if g := r.with(r.leaked(), "GET", "/models", ""); len(g.raw) <= hugeBody {
		t.Errorf("%d bytes", len(g.raw))
	}
}

// F010: every string of the right form is called live.
func testSayYes(t *testing.T, r *rig, f Fault) {
	r.fault(f)
	never, _ := mint(77, ProjectKey, 1)
	if status := r.probe(never); status != 200 {
		t.Errorf("a made-up key answers %d", status)
	}
}

func testNoRight(t *testing.T, r *rig, f Fault) {
	r.fault(f)
	if g := r.admin("GET", "/organization/projects", ""); g.status != 403 || g.code() != "missing_scope" {
		t.Errorf("%d %s", g.status, g.code())
	}
}

// F014, T11: a deleted key answers now yes, now no.
func testFlap(t *testing.T, r *rig, f Fault) {
	f.Seconds = 60
	r.fault(f)
	r.want(200, "DELETE", r.keyPath("docs-bot", "leaked"), "")
	var seen []int
	for range 4 {
		seen = append(seen, r.probe(r.leaked()))
	}
	r.clock.pass(61 * time.Second)
	for range 2 {
		seen = append(seen, r.probe(r.leaked()))
	}
	if fmt.Sprint(seen) != "[401 200 401 200 401 401]" {
		t.Errorf("answers %v", seen)
	}
}

// F014: a key that was dead is alive again.
func testRevive(t *testing.T, r *rig, f Fault) {
	r.fault(f)
	r.want(200, "DELETE", r.keyPath("docs-bot", "leaked"), "")
	if r.probe(r.leaked()) != 401 {
		t.Error("it never died")
	}
	r.clock.pass(reviveAfter * time.Second)
	if state, _ := r.w.KeyState("leaked"); r.probe(r.leaked()) != 200 || state.State != Haunting {
		t.Errorf("later it is %s", state.State)
	}
}

// F020: a receipt is no proof.
func testSayDeleted(t *testing.T, r *rig, f Fault) {
	r.fault(f)
	g := r.want(200, "DELETE", r.keyPath("docs-bot", "leaked"), "")
	r.want(200, "DELETE", r.inProject("docs-bot")+"/service_accounts/"+r.w.ID("docs-bot-sa"), "")
	if g.json["deleted"] != true || r.probe(r.leaked()) != 200 {
		t.Error("the key died, or no success was claimed")
	}
	r.want(200, "GET", r.keyPath("docs-bot", "leaked"), "")
}

func testRefuseServiceKey(t *testing.T, r *rig, f Fault) {
	r.fault(f)
	r.want(400, "DELETE", r.keyPath("docs-bot", "leaked"), "")
	r.want(200, "DELETE", r.keyPath("docs-bot", "docs-search"), "")
}

func testStaleLastUsed(t *testing.T, r *rig, f Fault) {
	r.want(200, "DELETE", r.keyPath("docs-bot", "docs-bot-ci"), "")
	fresh := r.want(200, "POST", r.inProject("docs-bot")+"/service_accounts/"+r.w.ID("docs-bot-sa")+"/api_keys", "")
	f.Match.Path = "/models"
	r.fault(f)
	k := r.w.keyByID(fresh.text("id"))
	if r.probe(k.secret) != 200 {
		t.Fatal("the new key does not work")
	}
	if got := r.want(200, "GET", r.inProject("docs-bot")+"/api_keys/"+k.id, "").json["last_used_at"]; got != nil {
		t.Errorf("last used at %v", got)
	}
}

func testWrongMask(t *testing.T, r *rig, f Fault) {
	r.fault(f)
	g := r.want(200, "GET", r.keyPath("docs-bot", "leaked"), "")
	if tail := g.text("redacted_value"); strings.HasSuffix(tail, r.leaked().Last4()) {
		t.Errorf("the mask %s fits", tail)
	}
}

func testSameMask(t *testing.T, r *rig, f Fault) {
	r.fault(f)
	n := 0
	for _, d := range r.want(200, "GET", r.inProject("docs-bot")+"/api_keys?owner_project_access=any", "").data() {
		if strings.HasSuffix(d["redacted_value"].(string), r.leaked().Last4()) {
			n++
		}
	}
	if n < 3 {
		t.Errorf("%d keys show the mask", n)
	}
}

func testIgnoreFilter(t *testing.T, r *rig, f Fault) {
	query := "/organization/usage/completions?bucket_width=1h&group_by[]=api_key_id&api_key_ids[]=" + r.w.ID("docs-bot-ci") + "&start_time=" + fmt.Sprint(pageTime.Add(-5*time.Hour).Unix())
	foreign := func() bool { return strings.Contains(string(r.want(200, "GET", query, "").raw), r.w.ID("leaked")) }
	if foreign() {
		t.Error("the filter does not work without the fault")
	}
	r.fault(f)
	if !foreign() {
		t.Error("the filter still works")
	}
}

// F073: nothing is not zero.
func testUsageEmpty(t *testing.T, r *rig, f Fault) {
	r.fault(f)
	usage, _ := r.total("/organization/usage/completions", "", pageTime.Add(-5*day), pageTime)
	costs, _ := r.total("/organization/costs", "", pageTime.Add(-5*day), pageTime)
	if len(usage)+len(costs) != 0 {
		t.Errorf("usage %v, costs %v", usage, costs)
	}
}

func testLag(t *testing.T, r *rig, f Fault) {
	last := func() int64 {
		sum, _ := r.total("/organization/usage/completions", "&bucket_width=1h", pageTime.Add(-2*time.Hour-30*time.Minute), pageTime)
		return sum["num_model_requests"]
	}
	before := last()
	f.Seconds = 3 * 3600
	r.fault(f)
	if before == 0 || last() != 0 {
		t.Errorf("%d calls before, %d with the lag", before, last())
	}
}

// F023: the usage of a deleted key is gone.
func testVanishDeleted(t *testing.T, r *rig, f Fault) {
	count := func() int64 {
		sum, _ := r.total("/organization/usage/completions", "&api_key_ids="+r.w.ID("leaked"), pageTime.Add(-5*day), pageTime)
		return sum["num_model_requests"]
	}
	r.fault(f)
	if count() == 0 {
		t.Error("a listed key has no usage")
	}
	r.want(200, "DELETE", r.keyPath("docs-bot", "leaked"), "")
	if count() != 0 {
		t.Error("the usage of the deleted key is still there")
	}
	if err := r.w.ClearFaults(); err != nil || count() == 0 {
		t.Errorf("without the fault it is gone too (%v)", err)
	}
}

func testDuplicatePage(t *testing.T, r *rig, f Fault) {
	r.fault(f)
	for _, path := range []string{"/organization/users?limit=2", "/organization/usage/completions?start_time=" + fmt.Sprint(pageTime.Add(-5*time.Hour).Unix())} {
		one := r.want(200, "GET", path, "")
		next := "&after=" + one.text("last_id")
		if strings.Contains(path, "usage") {
			next = "&page=" + one.text("next_page")
		}
		two := r.want(200, "GET", path+next, "")
		if one.text("last_id") != two.text("last_id") {
			t.Error("the second page is another one")
		}
		if one.json["has_more"] != true || two.json["has_more"] != true || one.text("next_page") != two.text("next_page") {
			t.Error("there is an end")
		}
	}
}

func testAuditOff(t *testing.T, r *rig, f Fault) {
	r.fault(f)
	if n := len(r.want(200, "GET", "/organization/audit_logs", "").data()); n != 0 {
		t.Errorf("%d entries", n)
	}
}

func TestFaultsMeetOnlyWhatTheyName(t *testing.T) {
	for name, c := range map[string]struct {
		match        Match
		method, path string
		fits         bool
	}{
		"an empty match fits all":             {Match{}, "GET", "/v1/models", true},
		"a method":                            {Match{Method: "delete"}, "DELETE", "/v1/x", true},
		"another method":                      {Match{Method: "DELETE"}, "GET", "/v1/x", false},
		"a prefix":                            {Match{Path: "/organization"}, "GET", "/v1/organization/users", true},
		"a prefix with the version":           {Match{Path: "/v1/organization"}, "GET", "/v1/organization/users", true},
		"a template":                          {Match{Path: "/organization/projects/{p}/api_keys/{k}"}, "GET", "/v1/organization/projects/a/api_keys/b", true},
		"a template is no prefix":             {Match{Path: "/organization/projects/{p}"}, "GET", "/v1/organization/projects/a/api_keys", false},
		"a template does not fit what's gone": {Match{Path: "/organization/projects/{p}"}, "GET", "/v1/organization/projects/", false},
	} {
		if c.match.fits(openai, c.method, c.path) != c.fits {
			t.Errorf("%s: want %v", name, c.fits)
		}
	}
	for name, f := range map[string]Fault{"unknown": {Do: "explode"}, "negative": {Do: "500", Seconds: -1}, "no status": {Do: "html", Status: 99}} {
		if f.check() == nil {
			t.Errorf("the %s fault is accepted", name)
		}
	}
}

// F024: throttled for a while, in a page's shape, then refused.
func TestAFaultCanLastForAWhile(t *testing.T) {
	file := t.TempDir() + "/world.jsonl"
	c := Config{Seed: 2, Log: file}
	r := newRig(t, c)
	r.fault(Fault{Match: Match{Path: "/models", After: 10, For: 300}, Do: "429_html"})
	answers := func(r *rig, want ...int) {
		t.Helper()
		for i, status := range want {
			if got := r.probe(r.leaked()); got != status {
				t.Errorf("answer %d is %d, want %d", i, got, status)
			}
			r.clock.pass(100 * time.Second)
		}
	}
	r.want(200, "DELETE", r.keyPath("docs-bot", "leaked"), "")
	answers(r, 401, 429, 429)
	_ = r.w.Close()
	again := newRig(t, c)
	again.clock.t = r.clock.Now()
	answers(again, 429, 401, 401)
}
