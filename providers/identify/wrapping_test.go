package identify

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// wrapped is a text with a value in it, of a kind.
type wrapped struct{ text, value, kind string }

func base(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// known checks that the texts give their values, each of its kind, once and exactly.
func known(t *testing.T, texts map[string]wrapped) {
	t.Helper()
	for name, c := range texts {
		list := read(t, c.text, Options{})
		at := slices.IndexFunc(list, func(r Reading) bool { return r.Claims() && string(r.Kind) == c.kind && r.Secret.Equal(secret(c.value)) })
		if at < 0 {
			t.Errorf("%s: no %s, but %+v", name, c.kind, list)
			continue
		}
		for i, r := range list {
			if i != at && r.Claims() && r.Kind.Provider() != list[at].Kind.Provider() {
				t.Errorf("%s: also %s (%s)", name, r.Kind, r.Why)
			}
		}
	}
}

func TestAValueIsFoundInTheFilesOfTools(t *testing.T) {
	m := newMaker(21)
	hex, uuid := func(n int) string { return m.letters("0123456789abcdef", n) }, m.kind(t, "heroku/legacy-api-key")
	pat, docker, mistral, dd, npm := m.kind(t, "github/pat-classic"), m.kind(t, "docker/personal-access-token"), m.kind(t, "mistral/api-key"), hex(32), m.kind(t, "npm/access-token")
	twitter := "AAAAAAAAAAAAAAAAAAAA" + m.letters(digits62, 40) + "%2F" + m.letters(digits62, 37) + "%3D"
	uri := m.uri("postgres", "db.example.org:5432")
	form := strings.NewReplacer(" ", "+", "+", "%2B", "/", "%2F", "\n", "%0A")
	pem := m.pem("EC PRIVATE KEY")
	pypi, sendgrid, gitlab := m.kind(t, "pypi/api-token"), m.kind(t, "sendgrid/api-key"), m.kind(t, "gitlab/pat")
	known(t, map[string]wrapped{
		".netrc, a line each":          {"machine api.heroku.com\n  login kim@example.org\n  password " + uuid + "\nmachine git.heroku.com\n  login kim@example.org\n", uuid, "heroku/legacy-api-key"},
		".netrc on one line":           {"machine api.heroku.com login kim@example.org password " + uuid + "\n", uuid, "heroku/legacy-api-key"},
		".netrc of a known form":       {"machine github.com login kim password " + pat + "\n", pat, "github/pat-classic"},
		"a secret of Kubernetes":       {"apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\ntype: Opaque\ndata:\n  MISTRAL_API_KEY: " + base(mistral) + "\n", mistral, "mistral/api-key"},
		"the same with its line's end": {"data:\n  MISTRAL_API_KEY: " + base(mistral+"\n") + "\n", mistral, "mistral/api-key"},
		"the same of a known form":     {"data:\n  token: " + base(pat) + "\n", pat, "github/pat-classic"},
		"the same in plain":            {"kind: Secret\nstringData:\n  datadog-api-key: \"" + dd + "\"\n", dd, "datadog/api-key"},
		"the configuration of Docker":  {`{"auths": {"https://index.docker.io/v1/": {"auth": "` + base("kim:"+docker) + `"}}}`, docker, "docker/personal-access-token"},
		"the same of another registry": {`{"auths":{"ghcr.io":{"auth":"` + base("kim:"+pat) + `"}}}`, pat, "github/pat-classic"},
		"the same of GitLab":           {`{"auths":{"registry.gitlab.com":{"username":"kim","password":"` + gitlab + `"}}}`, gitlab, "gitlab/pat"},
		"Docker's in Kubernetes":       {"type: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: " + base(`{"auths":{"ghcr.io":{"username":"kim","password":"`+pat+`","auth":"`+base("kim:"+pat)+`"}}}`) + "\n", pat, "github/pat-classic"},
		".npmrc":                       {"//registry.example.org/:_authToken=" + npm + "\nalways-auth=true\n", npm, "npm/access-token"},
		"pip.conf":                     {"[global]\nindex-url = https://__token__:" + pypi + "@packages.example.org/simple\n", pypi, "pypi/api-token"},
		"a remote of git":              {"[remote \"origin\"]\n\turl = https://oauth2:" + gitlab + "@gitlab.example.org/shop/api.git\n", gitlab, "gitlab/pat"},
		"a Dockerfile":                 {"FROM scratch\nENV DD_API_KEY " + dd + "\nCMD [\"/app\"]\n", dd, "datadog/api-key"},
		"a unit of systemd":            {"[Service]\nEnvironment=\"DD_API_KEY=" + dd + "\" \"PORT=80\"\n", dd, "datadog/api-key"},
		"a value in XML":               {"<add key=\"SendGridApiKey\" value=\"" + sendgrid + "\" />", sendgrid, "sendgrid/api-key"},
		"a bare value in XML":          {"<appSettings><add key=\"DatadogApiKey\" value=\"" + dd + "\" /></appSettings>", dd, "datadog/api-key"},
		"an element of XML":            {"<datadog><apiKey>" + dd + "</apiKey></datadog>", dd, "datadog/api-key"},
		"properties of Java":           {"management.datadog.metrics.export.api-key=" + dd + "\n", dd, "datadog/api-key"},
		"Terraform":                    {"provider \"datadog\" {\n  api_key = \"" + dd + "\"\n}\n", dd, "datadog/api-key"},
		"a variable of a task":         {"\"environment\": [{\"name\": \"DD_API_KEY\", \"value\": \"" + dd + "\"}]", dd, "datadog/api-key"},
		"a table of Markdown":          {"| variable | value |\n|---|---|\n| DD_API_KEY | " + dd + " |\n", dd, "datadog/api-key"},
		"a list of cells":              {"DD_API_KEY," + dd + ",prod\n", dd, "datadog/api-key"},
		"a form's field in an address": {"https://app.example.org/cb?state=1&dd_api_key=" + dd + "&x=2", dd, "datadog/api-key"},
		"a key file in a form's field": {"key=" + form.Replace(pem) + "&x=1", strings.ReplaceAll(pem, " ", "+"), "private-key/ec"},
		"an address in a field":        {"https://x.example.org/?database_url=" + url.QueryEscape(uri+"?sslmode=require&pool=2") + "&a=1&b=2", uri + "?sslmode=require&pool=2", "postgresql/connection-uri"},
		"an address among entities":    {"DATABASE_URL=&quot;" + uri + "?sslmode=require&amp;pool=2&quot;", uri + "?sslmode=require&pool=2", "postgresql/connection-uri"},
		"a value with a per cent sign": {"GET /x?twitter=" + url.QueryEscape(twitter) + "&a=1", twitter, "twitter/bearer-token"},
		"the address of a signed blob": {`{"url":"https://shop.blob.core.windows.net/m?sv=2024-11-04\u0026sp=r\u0026se=2027-01-01T00%3A00%3A00Z\u0026s` + `ig=` + strings.Repeat("aB3%2F", 8) + `dk%3D"}`, "https://shop.blob.core.windows.net/m?sv=2024-11-04&sp=r&se=2027-01-01T00%3A00%3A00Z&s" + "ig=" + strings.Repeat("aB3%2F", 8) + "dk%3D", "azure/sas-token"},
	})
}

func TestAValueIsFoundInCommandsAndCode(t *testing.T) {
	m := newMaker(22)
	hex := func(n int) string { return m.letters("0123456789abcdef", n) }
	stripe, mailgun, dd, sid, auth := m.kind(t, "stripe/secret-key-live"), m.kind(t, "mailgun/api-key"), hex(32), "AC"+hex(32), hex(32)
	stripe51 := "sk_live_51" + m.letters(digits62, 80)
	key, gcore, ai21, jira := m.kind(t, "openai/project-key"), m.kind(t, "gcore/api-token"), m.kind(t, "ai21/api-key"), m.kind(t, "atlassian/api-token")
	known(t, map[string]wrapped{
		"curl -u with a user":        {"curl -s --user 'api:" + mailgun + "' https://api.mailgun.net/v3/domains", mailgun, "mailgun/api-key"},
		"curl -u with an empty half": {"curl https://api.stripe.com/v1/charges -u " + stripe + ":", stripe, "stripe/secret-key-live"},
		"curl -u with a pair":        {"curl -u " + sid + ":" + auth + " https://api.twilio.com/2010-04-01/Accounts.json", auth, "twilio/auth-token"},
		"curl -u with an address":    {"curl -u kim@example.org:" + jira + " -H 'Accept: application/json' https://x.atlassian.net/rest/api/3/myself", jira, "atlassian/api-token"},
		"curl -u of a bare value":    {"curl -u " + ai21 + ": https://api.ai21.com/studio/v1/chat", ai21, "ai21/api-key"},
		"curl -u, glued":             {"curl -u\"" + ai21 + ":\" https://api.ai21.com/studio/v1/chat", ai21, "ai21/api-key"},
		"a basic header":             {"curl -H 'Authorization: Basic " + base("api:"+mailgun) + "' https://api.mailgun.net/v3/domains", mailgun, "mailgun/api-key"},
		"PowerShell's environment":   {"PS C:\\shop> $env:DD_API_KEY = \"" + dd + "\"\r\nPS C:\\shop> npm start\r\n", dd, "datadog/api-key"},
		"the same with single ones":  {"$Env:DATADOG_API_KEY='" + dd + "'; node app.js", dd, "datadog/api-key"},
		"its class":                  {"[System.Environment]::SetEnvironmentVariable('DD_API_KEY', '" + dd + "', 'User')", dd, "datadog/api-key"},
		"its table of headers":       {"$headers = @{\r\n  \"DD-API-KEY\" = \"" + dd + "\"\r\n}\r\nInvoke-RestMethod -Headers $headers https://api.datadoghq.com/api/v1/validate", dd, "datadog/api-key"},
		"its bearer":                 {"Invoke-RestMethod -Headers @{ Authorization = \"Bearer " + key + "\" } -Uri https://api.openai.com/v1/models", key, "openai/project-key"},
		"setx":                       {"setx DD_API_KEY \"" + dd + "\"", dd, "datadog/api-key"},
		"cmd's set":                  {"set DD_API_KEY=" + dd + "\r\n", dd, "datadog/api-key"},
		"fish":                       {"set -gx DD_API_KEY " + dd + "\n", dd, "datadog/api-key"},
		"docker run -e":              {"docker run --rm -e DD_API_KEY=" + dd + " -e DD_SITE=datadoghq.eu agent", dd, "datadog/api-key"},
		"gh secret set":              {"gh secret set DD_API_KEY --body " + dd, dd, "datadog/api-key"},
		"heroku config":              {"heroku config:set DD_API_KEY=" + dd + " -a shop", dd, "datadog/api-key"},
		"an option of its own":       {"datadog-ci --datadog-api-key " + dd + " upload", dd, "datadog/api-key"},
		"Python's environment":       {"os.environ[\"DD_API_KEY\"] = \"" + dd + "\"", dd, "datadog/api-key"},
		"a default in code":          {"key = os.getenv(\"DD_API_KEY\", \"" + dd + "\")", dd, "datadog/api-key"},
		"a line below the value":     {"kim  09:12\nSTRIPE_KEY=" + stripe51[:88] + "\nthx\n", stripe51[:88], "stripe/secret-key-live"},
		"a name behind figures":      {"const ai21ApiKey = '" + ai21 + "';", ai21, "ai21/api-key"},
		"a number and a dollar sign": {"GCORE_API_KEY=" + gcore + "\n", gcore, "gcore/api-token"},
		"a dictionary":               {"{'api_key': '" + dd + "', 'host': 'https://api.datadoghq.com'}", dd, "datadog/api-key"},
		"a stack trace":              {"Traceback (most recent call last):\n  File \"app.py\", line 3, in <module>\nopenai.AuthenticationError: Incorrect API key provided: " + key + ". You can find yours in the settings.\n", key, "openai/project-key"},
		"a link of Markdown":         {"see [the console](https://app.example.org/?key=" + key + ").", key, "openai/project-key"},
		"an entity":                  {"&lt;input value=&quot;" + key + "&quot;&gt;", key, "openai/project-key"},
	})
}
