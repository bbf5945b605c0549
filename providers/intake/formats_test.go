package intake_test

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
	"firebreak/providers/intake"
)

// made builds a value that no detector takes for a key: never a literal, always with DRILL.
func made(seed uint64) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	rnd := rand.New(rand.NewPCG(seed, 17))
	b := []byte("DRILL-")
	for range 34 {
		b = append(b, letters[rnd.IntN(len(letters))])
	}
	return string(b)
}

var (
	first  = made(1)
	second = made(2)
)

// filled puts values in the place of their names.
func filled(sample string) string {
	return strings.NewReplacer(
		"FIRST", first, "SECOND", second, "BASE1", base64.StdEncoding.EncodeToString([]byte(first)), "BASE2", base64.StdEncoding.EncodeToString([]byte(second)),
	).Replace(sample)
}

func text(s providers.Secret) (out string) {
	s.Expose(func(b []byte) { out = string(b) })
	return out
}

// shown writes what a finding says in one line, without what it does not say.
func shown(it intake.Item) string {
	var b strings.Builder
	line := func(name string, value any) {
		if s := fmt.Sprint(value); s != "" && s != "0" && s != "false" {
			fmt.Fprintf(&b, " %s=%s", name, s)
		}
	}
	fmt.Fprintf(&b, "%s %s %s", it.Origin, it.State, it.Status)
	secret := text(it.Secret)
	secret = strings.NewReplacer(first, "FIRST", second, "SECOND").Replace(secret)
	line("secret", secret)
	line("ending", it.Ending)
	line("digest", it.Digest)
	for _, p := range it.Parts {
		line("part", p.Name.Line(80)+":"+strings.NewReplacer(first, "FIRST", second, "SECOND").Replace(text(p.Secret)))
	}
	line("rule", it.Rule)
	line("name", it.RuleName)
	line("at", place(it.Exposure))
	if !it.StatusAt.IsZero() {
		line("since", it.StatusAt.Format(time.RFC3339))
	}
	line("print", it.Fingerprint)
	line("suppressed", it.Suppressed)
	return b.String()
}

func place(e intake.Exposure) string {
	var all []string
	for _, part := range []string{e.Repo.Line(200), e.Commit.Line(80), e.Branch.Line(80), e.File.Line(200), fmt.Sprintf("%d:%d-%d", e.Line, e.Column, e.EndLine), e.Author.Line(80), e.URL.Line(200)} {
		if part != "" && part != "0:0-0" {
			all = append(all, part)
		}
	}
	if !e.Date.IsZero() {
		all = append(all, e.Date.Format(time.RFC3339))
	}
	if len(all) == 0 {
		return ""
	}
	return "(" + strings.Join(all, " ") + ")"
}

// format is one sender's document and what is read from it.
type format struct {
	name, sample string
	want         []string
}

var formats = []format{
	{"TruffleHog from a git history, verified",
		`{"SourceMetadata":{"Data":{"Git":{"commit":"0123abcd","file":"deploy/app.env","email":"Sari <sari@example.org>","repository":"https://bot:hunter@git.example.org/shop.git","timestamp":"2026-10-03 09:12:44 +0200","line":7}}},"SourceType":16,"SourceName":"trufflehog - git","DetectorType":8,"DetectorName":"Github","DecoderName":"PLAIN","Verified":true,"Raw":"FIRST","RawV2":"","ExtraData":{"account":"x"},"StructuredData":null}`,
		[]string{`trufflehog-json full active secret=FIRST rule=Github at=(https://git.example.org/shop.git 0123abcd deploy/app.env 7:0-0 Sari <sari@example.org> 2026-10-03T07:12:44Z)`}},
	{"TruffleHog that could not ask",
		`{"SourceMetadata":{"Data":{"Filesystem":{"file":"a.txt","line":"3"}}},"DetectorName":"AWS","Verified":false,"VerificationError":"timeout","Raw":"FIRST","RawV2":"FIRST:SECOND","SecretParts":{"secret":"SECOND","id":"FIRST"}}`,
		[]string{`trufflehog-json full unknown secret=FIRST part=secret:SECOND part=RawV2:FIRST:SECOND rule=AWS at=(a.txt 3:0-0)`}},
	{"TruffleHog that saw a refusal, which proves no death, in chat",
		`{"SourceMetadata":{"Data":{"Slack":{"channel_id":"C1","channel_name":"ops","user_id":"U7","link":"https://chat.example.org/p1","timestamp":"1795000000.000100"}}},"DetectorName":"Slack","Verified":false,"Raw":"","RawV2":"FIRST"}`,
		[]string{`trufflehog-json full unknown secret=FIRST rule=Slack at=(ops U7 https://chat.example.org/p1 2026-11-18T11:06:40Z)`}},
	{"TruffleHog's forager, which wraps another source",
		`{"SourceMetadata":{"Data":{"Forager":{"Metadata":{"Npm":{"file":"index.js","package":"left","release":"1.0.0"}}}}},"DetectorName":"Npm","Verified":true,"Raw":"FIRST"}`,
		[]string{`trufflehog-json full active secret=FIRST rule=Npm at=(left index.js)`}},
	{"TruffleHog in the manner of version 2",
		`{"branch":"main","commit":"message","commitHash":"0123abcd","date":"2026-10-03 09:12:44","diff":"+ x","path":"a.py","reason":"Generic Secret","stringsFound":["FIRST",4,"SECOND"]}`,
		[]string{
			`trufflehog-json full unknown secret=FIRST rule=Generic Secret at=(0123abcd main a.py 2026-10-03T09:12:44Z)`,
			`trufflehog-json full unknown secret=SECOND rule=Generic Secret at=(0123abcd main a.py 2026-10-03T09:12:44Z)`}},
	{"gitleaks",
		`[{"RuleID":"sendgrid-api-token","Description":"SendGrid token","StartLine":3,"EndLine":4,"StartColumn":14,"EndColumn":83,"Match":"K=FIRST","Secret":"FIRST","File":"w/.env","SymlinkFile":"","Commit":"0123abcd","Link":"https://git.example.org/c/0123abcd","Entropy":4.7,"Author":"Sari","Email":"sari@example.org","Date":"2026-10-03T09:12:44Z","Message":"wip","Tags":[],"Fingerprint":"0123abcd:w/.env:sendgrid-api-token:3"}]`,
		[]string{`gitleaks-json full unknown secret=FIRST rule=sendgrid-api-token name=SendGrid token at=(0123abcd w/.env 3:14-4 Sari <sari@example.org> https://git.example.org/c/0123abcd 2026-10-03T09:12:44Z) print=0123abcd:w/.env:sendgrid-api-token:3`}},
	{"Betterleaks",
		`[{"RuleID":"aws","Description":"","StartLine":3,"Match":"","Secret":"FIRST","File":"a","ValidationStatus":"valid","CaptureGroups":{"id":"SECOND"},"RequiredSets":[{"Components":[{"RuleID":"aws-id","Secret":"SECOND"}]}],"Attributes":{"git.sha":"0123abcd","git.remote_url":"https://git.example.org/shop"},"Fingerprint":"a:aws:3"}]`,
		[]string{`betterleaks-json full active secret=FIRST part=id:SECOND part=aws-id:SECOND rule=aws at=(https://git.example.org/shop 0123abcd a 3:0-0) print=a:aws:3`}},
	{"Betterleaks in lines of its second version",
		`{"ruleID":"aws","description":"","confidence":"high","match":"m","secret":"FIRST","attributes":{"path":"a","git.sha":"0123abcd","git.author_email":"sari@example.org","git.date":"2026-10-03T09:12:44Z"},"location":{"startLine":3,"endLine":3,"startColumn":2,"endColumn":9},"validation":{"status":"revoked"},"componentSets":[{"components":[{"ruleID":"aws-id","secret":"SECOND"}]}],"tags":[]}`,
		[]string{`betterleaks-json full inactive secret=FIRST part=aws-id:SECOND rule=aws at=(0123abcd a 3:2-3 sari@example.org 2026-10-03T09:12:44Z)`}},
	{"Kingfisher in lines",
		`{"rule":{"name":"npm access token","id":"kingfisher.npm.1"},"finding":{"snippet":"FIRST","fingerprint":"118","confidence":"medium","entropy":"4.88","validation":{"status":"Active Credential","response":"x"},"language":"INI","line":2,"column_start":33,"column_end":73,"path":"./ci/.npmrc","git_metadata":{"repository_url":"https://git.example.org/web","commit":{"id":"77aa","url":"https://git.example.org/web/commit/77aa","date":"2026-10-30","committer":{"name":"Sari","email":"sari@example.org"}},"file":{"path":"ci/.npmrc","url":""}}}}` + "\n" + `{"access_map":[]}`,
		[]string{`kingfisher-json full active secret=FIRST rule=kingfisher.npm.1 name=npm access token at=(https://git.example.org/web 77aa ci/.npmrc 2:33-0 Sari <sari@example.org> https://git.example.org/web/commit/77aa 2026-10-30T00:00:00Z) print=118`}},
	{"Kingfisher's envelope, with an outcome",
		`{"findings":[{"rule":{"id":"github-pat"},"finding":{"snippet":"[REDACTED:9f2c]","path":"a","line":1,"validation":{"outcome":"verified_inactive"}}}],"audit":{}}`,
		[]string{`kingfisher-json masked inactive rule=github-pat at=(a 1:0-0)`}},
	{"Kingfisher's first version",
		`[{"id":"kingfisher.aws.1","matches":[{"rule":{"id":"kingfisher.aws.1"},"finding":{"snippet":"FIRST","path":"a","line":1,"validation":{"status":"Not Attempted"}}}]}]`,
		[]string{`kingfisher-json full unknown secret=FIRST rule=kingfisher.aws.1 at=(a 1:0-0)`}},
	{"Nosey Parker",
		`[{"finding_id":"c2a4","rule_name":"Example","rule_text_id":"np.example.1","groups":["BASE1","BASE2"],"num_matches":2,"statuses":[],"matches":[{"blob_id":"9f","snippet":{"matching":"x"},"location":{"source_span":{"start":{"line":4,"column":8},"end":{"line":5,"column":14}}},"provenance":[{"kind":"file","path":"c/x.yml"},{"kind":"git_repo","repo_path":"/src/shop","first_commit":{"commit_metadata":{"commit_id":"0123abcd","author_name":"Sari","author_email":"sari@example.org","author_timestamp":"1795000000 +0000"},"blob_path":"c/y.yml"}}]}]}]`,
		[]string{
			`noseyparker-json full unknown secret=FIRST part=group 2:SECOND rule=np.example.1 name=Example at=(c/x.yml 4:8-5) print=c2a4`,
			`noseyparker-json full unknown secret=FIRST part=group 2:SECOND rule=np.example.1 name=Example at=(/src/shop 0123abcd c/y.yml 4:8-5 Sari <sari@example.org> 2026-11-18T11:06:40Z) print=c2a4`}},
	{"Nosey Parker in lines, rejected",
		`{"finding_id":"c2a4","rule_name":"Example","rule_text_id":"np.example.1","statuses":["reject"],"matches":[{"groups":["BASE2"],"provenance":[{"kind":"extended","payload":{"url":"https://example.org/x"}}]}]}`,
		[]string{`noseyparker-json full unknown secret=SECOND rule=np.example.1 name=Example at=(https://example.org/x) print=c2a4 suppressed=true`}},
	{"ggshield with its masks",
		`{"id":".env","type":"path_scan","total_incidents":1,"entities_with_incidents":[{"mode":"FILE","filename":".env","incidents":[{"policy":"Secrets detection","type":"Slack Bot Token","validity":"valid","ignore_sha":"ab12","incident_url":"https://gg.example.org/1","occurrences":[{"match":"xoxb-*****-Ab1","type":"apikey","line_start":5,"line_end":5,"index_start":16,"index_end":72}]}]}]}`,
		[]string{`ggshield-json masked active ending=-Ab1 rule=Slack Bot Token at=(.env 5:17-5 https://gg.example.org/1) print=ab12`}},
	{"ggshield over commits, of a credential in two halves",
		`{"id":"x..y","type":"commit_range","scans":[{"id":"` + strings.Repeat("0a", 20) + `","type":"commit","extra_info":{"author":"Sari","email":"sari@example.org","date":"Mon Oct 5 09:12:44 2026 +0000"},"entities_with_incidents":[{"mode":"MODIFY","filename":"a.py","incidents":[{"type":"OAuth","validity":"failed_to_check","ignore_sha":"ab12","occurrences":[{"match":"SECOND","type":"client_id","post_line_start":5},{"match":"FIRST","type":"client_secret","line_start":88,"line_end":89,"pre_line_start":9,"post_line_start":6,"post_line_end":7}]}]}]}]}`,
		[]string{`ggshield-json full unknown secret=FIRST part=client_id:SECOND rule=OAuth at=(` + strings.Repeat("0a", 20) + ` a.py 6:0-7 Sari <sari@example.org> 2026-10-05T09:12:44Z) print=ab12`}},
	{"a GitHub alert",
		`{"number":12,"created_at":"2026-11-22T22:14:05Z","updated_at":"2026-11-22T23:00:00Z","url":"https://api.github.com/repos/example/shop/secret-scanning/alerts/12","html_url":"https://github.com/example/shop/security/secret-scanning/12","state":"open","resolution":null,"secret_type":"openai_api_key","secret_type_display_name":"OpenAI API Key","secret":"FIRST","validity":"active","first_location_detected":{"path":"src/a.py","start_line":3,"end_line":3,"start_column":2,"end_column":9,"blob_sha":"bb","commit_sha":"0123abcd","commit_url":"https://api.github.com/c"}}`,
		[]string{`github-alert full active secret=FIRST rule=openai_api_key name=OpenAI API Key at=(example/shop 0123abcd src/a.py 3:2-3 https://api.github.com/c 2026-11-22T22:14:05Z) since=2026-11-22T23:00:00Z print=https://github.com/example/shop/security/secret-scanning/12`}},
	{"pages of GitHub alerts, one closed as revoked, one waved through",
		`[[{"number":1,"html_url":"https://github.com/example/shop/security/secret-scanning/1","secret_type":"custom","resolution":"revoked","resolved_at":"2026-11-22T22:14:05Z"}],[{"number":"2","url":"https://api.github.com/2","secret_type":"custom","resolution":"used_in_tests"}]]`,
		[]string{
			`github-alert absent inactive rule=custom at=(example/shop https://github.com/example/shop/security/secret-scanning/1) since=2026-11-22T22:14:05Z print=https://github.com/example/shop/security/secret-scanning/1`,
			`github-alert absent unknown rule=custom print=https://api.github.com/2 suppressed=true`}},
	{"GitHub's webhook",
		`{"action":"created","alert":{"number":12,"created_at":"2026-11-22T22:14:05Z","html_url":"https://github.com/example/shop/security/secret-scanning/12","secret_type":"openai_api_key","secret_type_display_name":"OpenAI API Key","validity":"unknown","publicly_leaked":true,"resolution":null},"repository":{"full_name":"example/shop","private":false},"sender":{"login":"sari"}}`,
		[]string{`github-alert-webhook absent unknown rule=openai_api_key name=OpenAI API Key at=(example/shop https://github.com/example/shop/security/secret-scanning/12 2026-11-22T22:14:05Z) print=https://github.com/example/shop/security/secret-scanning/12`}},
	{"GitHub's webhook about a place",
		`{"action":"created","alert":{"number":12,"html_url":"https://github.com/example/shop/security/secret-scanning/12","secret_type":"openai_api_key"},"location":{"type":"issue_comment","details":{"issue_comment_url":"https://api.github.com/repos/example/shop/issues/comments/9"}},"repository":{"full_name":"example/shop"}}`,
		[]string{`github-alert-webhook absent unknown rule=openai_api_key at=(example/shop https://api.github.com/repos/example/shop/issues/comments/9) print=https://github.com/example/shop/security/secret-scanning/12`}},
	{"a GitGuardian incident",
		`{"id":3759,"date":"2026-10-03T09:12:44Z","detector":{"name":"slack_bot_token","display_name":"Slack Bot Token","nature":"specific"},"secret_hash":"Ri9F","gitguardian_url":"https://gg.example.org/incidents/3759","status":"TRIGGERED","validity":"valid","secret_revoked":false,"occurrences":[{"id":1,"source":{"url":"https://git.example.org/shop","type":"github","full_name":"example/shop"},"author_name":"Sari","author_info":"sari@example.org","date":"2026-10-02T09:12:44Z","url":"https://git.example.org/o","matches":[{"name":"apikey","pre_line_start":null,"post_line_start":4,"post_line_end":4}],"sha":"0123abcd","filepath":"a.py"}]}`,
		[]string{`gitguardian-incident hash active digest=Ri9F rule=slack_bot_token name=Slack Bot Token at=(example/shop 0123abcd a.py 4:0-4 Sari <sari@example.org> https://git.example.org/o 2026-10-02T09:12:44Z) print=3759`}},
	{"GitGuardian's webhook",
		`{"source":"GitGuardian","timestamp":"2026-10-03T09:12:44Z","action":"incident_triggered","message":"x","incident":{"id":3759,"date":"2026-10-03T09:12:44Z","detector":{"name":"slack_bot_token"},"gitguardian_url":"https://gg.example.org/incidents/3759","status":"IGNORED","validity":"invalid"}}`,
		[]string{`gitguardian-webhook absent inactive rule=slack_bot_token at=(https://gg.example.org/incidents/3759 2026-10-03T09:12:44Z) print=3759 suppressed=true`}},
	{"gitleaks in SARIF, where the snippet is the value",
		`{"$schema":"x","version":"2.1.0","runs":[{"tool":{"driver":{"name":"gitleaks","rules":[{"id":"npm-access-token","shortDescription":{"text":"npm access token"}}]}},"results":[{"ruleId":"npm-access-token","message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"ci/a%20b.npmrc"},"region":{"startLine":2,"startColumn":33,"endLine":2,"endColumn":73,"snippet":{"text":"FIRST"}}}}],"partialFingerprints":{"commitSha":"77aa","author":"Sari","email":"sari@example.org","date":"2026-10-30T08:00:00Z","commitMessage":"ci"},"properties":{"tags":[]}}]}]}`,
		[]string{`gitleaks-sarif full unknown secret=FIRST rule=npm-access-token name=npm access token at=(77aa ci/a b.npmrc 2:33-2 Sari <sari@example.org> 2026-10-30T08:00:00Z)`}},
	{"SARIF of any tool, with an index, a suppression and a history",
		`{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"other","rules":[{"id":"a"},{"id":"b","name":"B"}]}},"versionControlProvenance":[{"repositoryUri":"https://git.example.org/shop","revisionId":"0123abcd","branch":"main"}],"results":[{"ruleIndex":1,"level":"error","suppressions":[{"kind":"inSource"}],"fingerprints":{"v1":"f00d"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"file:///src/a.py"},"region":{"startLine":2,"snippet":{"text":"key = FIRST ..."}}}}]},{"rule":{"id":"zz"}}]}]}`,
		[]string{
			`sarif context unknown secret=key = FIRST ... rule=b name=B at=(https://git.example.org/shop 0123abcd main /src/a.py 2:0-0) print=f00d suppressed=true`,
			`sarif absent unknown rule=zz at=(https://git.example.org/shop 0123abcd main)`}},
	{"TruffleHog in SARIF, where the level is the verdict",
		`{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"TruffleHog"}},"results":[{"ruleId":"Github","level":"error","locations":[{"physicalLocation":{"artifactLocation":{"uri":"a"},"region":{"startLine":2}}}]},{"ruleId":"Github","level":"warning","locations":[{"physicalLocation":{"artifactLocation":{"uri":"b"}}}]}]}]}`,
		[]string{`sarif absent active rule=Github at=(a 2:0-0)`, `sarif absent unknown rule=Github at=(b)`}},
	{"Kingfisher in SARIF, where the place has the verdict",
		`{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"kingfisher"}},"results":[{"ruleId":"npm access token","level":"error","partialFingerprints":{"fingerprint":"118"},"locations":[{"properties":{"validation_status":"Inactive Credential","validation_outcome":"x","git_metadata":{"repository_url":"https://git.example.org/web","commit":{"id":"77aa","date":"2026-10-30"},"file":{"path":"ci/.npmrc"}}},"physicalLocation":{"artifactLocation":{"uri":"/srv/x/ci/.npmrc"},"region":{"startLine":2,"startColumn":3,"endLine":2,"snippet":{"text":"FIRST"}}}}]}]}]}`,
		[]string{`sarif full inactive secret=FIRST rule=npm access token at=(https://git.example.org/web 77aa ci/.npmrc 2:3-2 2026-10-30T00:00:00Z) print=118`}},
	{"Nosey Parker in SARIF, where the file is the repository",
		`{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"noseyparker","rules":[{"id":"npm token","shortDescription":{"text":"x"}}]}},"results":[{"ruleId":"npm token","locations":[{"logicalLocations":[{"properties":{"first_commit":{"blob_path":"c/y.yml","commit_metadata":{"commit_id":"77aa","author_name":"Sari"}}}}],"physicalLocation":{"artifactLocation":{"uri":"/src/web"},"region":{"startLine":2,"snippet":{"text":"t: FIRST"}}}}]}]}]}`,
		[]string{`sarif context unknown secret=t: FIRST rule=npm token at=(/src/web 77aa c/y.yml 2:0-0 Sari)`}},
	{"ggshield in SARIF, without a value",
		`{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"ggshield"}},"results":[{"ruleId":"Slack Bot Token","level":"error","partialFingerprints":{"secret/v1":"ab12"},"hostedViewerUri":"https://gg.example.org/1","locations":[{"physicalLocation":{"artifactLocation":{"uri":"a.py"},"region":{"startLine":2,"startColumn":3,"endLine":2}}}]}]}]}`,
		[]string{`sarif absent unknown rule=Slack Bot Token at=(a.py 2:3-2 https://gg.example.org/1) print=ab12`}},
	{"a baseline of detect-secrets",
		`{"version":"1.5.0","plugins_used":[{"name":"AWSKeyDetector"}],"results":{"a.py":[{"type":"AWS Access Key","filename":"a.py","hashed_secret":"00ff","is_verified":false,"line_number":4},{"type":"Secret Keyword","hashed_secret":"11ff","is_verified":true,"is_secret":false,"line_number":5}]},"generated_at":"2026-10-03T09:12:44Z"}`,
		[]string{
			`detect-secrets hash unknown digest=00ff rule=AWS Access Key at=(a.py 4:0-0)`,
			`detect-secrets hash active digest=11ff rule=Secret Keyword at=(a.py 5:0-0) suppressed=true`}},
}

func TestEveryFormatIsReadWhole(t *testing.T) {
	for _, f := range formats {
		t.Run(f.name, func(t *testing.T) {
			r, ok, err := intake.Read([]byte(filled(f.sample)))
			if !ok || err != nil || r.Cut || r.Origin != r.Items[0].Origin {
				t.Fatalf("read: ok %v, %v, %+v", ok, err, r)
			}
			compare(t, r.Items, f.want)
		})
	}
}

func compare(t *testing.T, items []intake.Item, want []string) {
	t.Helper()
	if len(items) != len(want) {
		t.Errorf("%d findings, want %d", len(items), len(want))
	}
	for i, it := range items {
		if got := shown(it); i >= len(want) || got != want[i] {
			t.Errorf("finding %d\n got %s", i, got)
			if i < len(want) {
				t.Errorf("want %s", want[i])
			}
		}
	}
}
