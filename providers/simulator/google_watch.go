package simulator

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	googleMetricsHost = "/monitoring.googleapis.com"
	googleLogsHost    = "/logging.googleapis.com"
)

var googleWatchRoutes = []route{
	{method: "GET", path: googleMetricsHost + "/v3/projects/{project}/timeSeries", query: []string{"filter", "interval.startTime", "interval.endTime",
		"aggregation.alignmentPeriod", "aggregation.perSeriesAligner", "aggregation.crossSeriesReducer", "aggregation.groupByFields", "pageSize", "pageToken", "orderBy", "view"}, do: (*call).googleSeries},
	{method: "POST", path: googleLogsHost + "/v2/entries:list", reads: true, do: (*call).googleEntries},
}

// googleProjectOf finds a project of the path or of a resource's name.
func (c *call) googleProjectOf(name string) *project {
	return find(c.w.projectsOf(c.of), func(p *project) bool { return p.named(name) })
}

var googleCredential = regexp.MustCompile(`resource\.labels\.credential_id="([^"]*)"`)

// googleOwn is how metrics name the credential of a key: keys of a service account are not told
// apart.
func googleOwn(k *key) string {
	if k.kind == GoogleAccountKey {
		return "serviceaccount:" + googleUnique(k.account)
	}
	return "apikey:" + k.id
}

// googleMethods are the full names of what is called, by the family of a row of traffic.
var googleMethods = map[string]string{googleFamily: "google.ai.generativelanguage.v1beta.GenerativeService.GenerateContent"}

// googleSeries tells the requests of one credential, newest first within a line. Pages are cut by
// lines.
func (c *call) googleSeries() answer {
	if no := c.googleAdmin(); no != nil {
		return *no
	}
	p := c.googleProjectOf(c.parts["project"])
	from, err1 := time.Parse(time.RFC3339, c.query.Get("interval.startTime"))
	to, err2 := time.Parse(time.RFC3339, c.query.Get("interval.endTime"))
	if p == nil || err1 != nil || err2 != nil || !to.After(from) || !strings.Contains(c.query.Get("filter"), "serviceruntime.googleapis.com/api/request_count") {
		return *googleWrong("The filter or the interval is not valid.")
	}
	every := to.Sub(from)
	if text := c.query.Get("aggregation.alignmentPeriod"); text != "" {
		n, err := strconv.Atoi(strings.TrimSuffix(text, "s"))
		if err != nil || n < 60 {
			return *googleWrong("aggregation.alignmentPeriod: at least 60s.")
		}
		every = time.Duration(n) * time.Second
	}
	wanted := googleCredential.FindStringSubmatch(c.query.Get("filter"))
	lines := map[string][]*row{}
	for _, r := range c.w.rows {
		own := ""
		if r.key.of == c.of {
			own = googleOwn(r.key)
		}
		if own == "" || r.key.project != p || r.t.Family == "" || c.gone(r.key) || c.hits.has("usage_empty") || len(wanted) > 1 && wanted[1] != own && !c.hits.has("ignore_filter") {
			continue
		}
		line := strings.Join([]string{own, r.t.Family, or(r.t.Method, googleMethods[r.t.Family])}, " ")
		lines[line] = append(lines[line], r)
	}
	var out []listed
	v, visible := c.w.at(c.now), c.visible(c.w.lags.Usage)
	for name, rows := range lines {
		if points := googlePoints(v, rows, from, to, every, visible); len(points) > 0 {
			own, family, _ := strings.Cut(name, " ")
			family, method, _ := strings.Cut(family, " ")
			out = append(out, listed{name, object{
				"metric":     object{"type": "serviceruntime.googleapis.com/api/request_count", "labels": object{}},
				"resource":   object{"type": "consumed_api", "labels": object{"service": family, "method": method, "credential_id": own, "project_id": googleProject(p)}},
				"metricKind": "DELTA", "valueType": "INT64", "points": points,
			}})
		}
	}
	slices.SortFunc(out, func(a, b listed) int { return strings.Compare(a.id, b.id) })
	return c.googlePage("timeSeries", out, 100, 100_000)
}

// googlePoints are the counts of intervals that end with to, newest first; what was nothing is left
// out.
func googlePoints(v *view, rows []*row, from, to time.Time, every time.Duration, visible time.Time) []object {
	var points []object
	for end := to; end.After(from); end = end.Add(-every) {
		start, n := later(from, end.Add(-every)), int64(0)
		for _, r := range rows {
			n += v.sum(r, start, earlier(end, visible)).calls
		}
		if n > 0 {
			points = append(points, object{"interval": object{"startTime": start.UTC().Format(time.RFC3339), "endTime": end.UTC().Format(time.RFC3339)}, "value": object{"int64Value": strconv.FormatInt(n, 10)}})
		}
	}
	return points
}

var googleSince = regexp.MustCompile(`timestamp(>=|<)"([^"]+)"`)

// googleEntries lists acts, newest first.
func (c *call) googleEntries() answer {
	if no := c.googleAdmin(); no != nil {
		return *no
	}
	var want struct {
		Names  []string `json:"resourceNames"`
		Filter string   `json:"filter"`
		Order  string   `json:"orderBy"`
		Size   int      `json:"pageSize"`
		Page   string   `json:"pageToken"`
	}
	if no := c.decode([]string{"resourceNames", "filter", "orderBy", "pageSize", "pageToken"}, &want); no != nil {
		return *no
	}
	var p *project
	if len(want.Names) == 1 {
		p = c.googleProjectOf(strings.TrimPrefix(want.Names[0], "projects/"))
	}
	if p == nil || want.Order != "timestamp desc" || want.Size < 0 {
		return *googleWrong("resourceNames, orderBy or pageSize is not valid.")
	}
	within := func(at time.Time) bool {
		for _, m := range googleSince.FindAllStringSubmatch(want.Filter, -1) {
			bound, err := time.Parse(time.RFC3339, m[2])
			if err != nil || m[1] == "<" && !at.Before(bound) || m[1] == ">=" && at.Before(bound) {
				return false
			}
		}
		return true
	}
	var out []listed
	for _, r := range slices.Backward(c.w.audit) {
		if r.of == c.of && r.project == p && !c.w.auditOff && !c.hits.has("audit_off") && (within(r.at) || c.hits.has("ignore_filter")) && !r.at.After(c.lagged(c.w.lags.Audit)) {
			out = append(out, listed{r.id, c.googleEntry(r)})
		}
	}
	c.query.Set("pageToken", want.Page)
	c.query.Set("pageSize", strconv.Itoa(or(want.Size, 50)))
	return c.googlePage("entries", out, 50, 1000)
}

// googleEntry is one act. A change of an API key takes its time: only the first of its two entries
// is kept here.
func (c *call) googleEntry(r *record) object {
	service, resource := "iam.googleapis.com", "projects/"+r.project.id
	who, response := object{}, object{}
	switch k := c.w.keyByID(r.target); {
	case k != nil && k.kind == GoogleAccountKey:
		resource = "projects/" + r.project.id + "/serviceAccounts/" + googleUnique(k.account)
		if strings.HasSuffix(r.kind, "CreateServiceAccountKey") {
			response["name"] = "projects/" + googleProject(k.project) + "/serviceAccounts/" + googleMail(k.account) + "/keys/" + k.id
		} else {
			resource += "/keys/" + k.id
		}
	case k != nil:
		service, resource = "apikeys.googleapis.com", googleName(k)
		if strings.HasSuffix(r.kind, "CreateKey") {
			resource, response["name"] = "projects/"+k.project.id+"/locations/global", googleName(k)
		}
	default:
		if a := c.w.accountByID(r.target); a != nil {
			resource = "projects/" + r.project.id + "/serviceAccounts/" + googleUnique(a)
			response["name"] = "projects/" + googleProject(a.project) + "/serviceAccounts/" + googleMail(a)
		}
	}
	switch {
	case r.key != nil && r.key.account != nil:
		who["principalEmail"] = googleMail(r.key.account)
		who["serviceAccountKeyName"] = "//iam.googleapis.com/projects/" + googleProject(r.key.project) + "/serviceAccounts/" + googleMail(r.key.account) + "/keys/" + r.key.id
	case r.user != nil:
		who["principalEmail"] = r.user.mail
	}
	payload := object{
		"@type": "type.googleapis.com/google.cloud.audit.AuditLog", "serviceName": service, "methodName": r.kind, "resourceName": resource, "authenticationInfo": who,
		"requestMetadata": object{"callerIp": or(r.address, officeAddress), "callerSuppliedUserAgent": "google-cloud-sdk"}, "response": response,
	}
	out := object{"insertId": r.id, "timestamp": r.at.UTC().Format(time.RFC3339Nano), "receiveTimestamp": r.at.UTC().Format(time.RFC3339Nano), "severity": "NOTICE",
		"logName": "projects/" + googleProject(r.project) + "/logs/cloudaudit.googleapis.com%2Factivity", "protoPayload": payload}
	if service == "apikeys.googleapis.com" {
		out["operation"] = object{"id": "operations/akmf." + r.id, "producer": service, "first": true}
	}
	return out
}

// googleEvent names acts as the vendor's log does.
func googleEvent(did deed, on *key) string {
	const keys, iam = "google.api.apikeys.v2.ApiKeys.", "google.iam.admin.v1."
	switch {
	case did == accountDisabled:
		return iam + "DisableServiceAccount"
	case did == accountEnabled:
		return iam + "EnableServiceAccount"
	case did == accountMade:
		return iam + "CreateServiceAccount"
	case on == nil || on.kind == googleToken:
		return ""
	case on.kind == GoogleAccountKey:
		return map[deed]string{keyMade: iam + "CreateServiceAccountKey", keyChanged: iam + "EnableServiceAccountKey", keyEnded: iam + "DeleteServiceAccountKey"}[did]
	}
	return map[deed]string{keyMade: keys + "CreateKey", keyChanged: keys + "UpdateKey", keyEnded: keys + "DeleteKey", keyRestored: keys + "UndeleteKey"}[did]
}
