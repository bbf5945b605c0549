package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// awsTrailTarget is how the operations of the event history are named in a header.
const awsTrailTarget = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101."

var awsTrailRoutes = []route{
	{method: "POST", path: "/ec2.us-east-1.amazonaws.com/", op: "DescribeRegions", do: (*call).awsRegions},
	{method: "POST", path: "/{host}/", op: awsTrailTarget + "LookupEvents", do: (*call).awsEvents},
	{method: "POST", path: "/{host}/", op: awsTrailTarget + "DescribeTrails", do: (*call).awsTrails},
	{method: "POST", path: "/{host}/", op: awsTrailTarget + "GetTrailStatus", do: (*call).awsTrailStatus},
	{method: "POST", path: "/budgets.amazonaws.com/", op: "AWSBudgetServiceGateway.DescribeBudgets", do: (*call).awsBudgets},
}

// awsGlobal is where the events of services without Regions stand.
const awsGlobal = "us-east-1"

// awsEnabled are the Regions of the account, and awsHomes where the calls to a service go. All
// others are global.
var (
	awsEnabled = []string{"ap-south-1", "eu-west-1", "eu-west-3", awsGlobal, "us-west-2"}
	awsHomes   = map[string]string{"ecs.amazonaws.com": "eu-west-1", "bedrock.amazonaws.com": "us-west-2", "ec2.amazonaws.com": "ap-south-1"}
)

func (c *call) awsRegions() answer {
	if no := c.awsAdmin("ec2"); no != nil {
		return *no
	}
	var items []element
	for _, name := range awsEnabled {
		items = append(items, element{name: "item", kids: texts("regionName", name, "regionEndpoint", "ec2."+name+".amazonaws.com", "optInStatus", "opt-in-not-required")})
	}
	a := awsXML(http.StatusOK, "http://ec2.amazonaws.com/doc/2016-11-15/", element{name: "DescribeRegionsResponse", kids: []element{{name: "regionInfo", kids: items}}})
	a.used = true
	return a
}

// awsJSON is an answer of the services that speak JSON.
func awsJSON(status int, body any) answer {
	return answer{status: status, body: body, header: map[string]string{"content-type": "application/x-amz-json-1.1"}, used: status == http.StatusOK}
}

// awsRecord is one event, and what it sorts by.
type awsRecord struct {
	at   time.Time
	id   string
	body object
}

// awsEvents lists the events of one key in a Region, newest first.
func (c *call) awsEvents() answer {
	region, _ := strings.CutPrefix(strings.TrimSuffix(c.parts["host"], ".amazonaws.com"), "cloudtrail.")
	if no := c.awsAdmin("cloudtrail"); no != nil {
		return awsJSON(no.status, object{"__type": awsReason(no), "message": "refused"})
	}
	var want struct {
		Attributes []struct{ AttributeKey, AttributeValue string } `json:"LookupAttributes"`
		StartTime  float64
		EndTime    float64
		MaxResults int
		NextToken  string
	}
	err := json.Unmarshal(c.body, &want)
	if err != nil || len(want.Attributes) != 1 || want.Attributes[0].AttributeKey != "AccessKeyId" || want.MaxResults > 50 || !slices.Contains(awsEnabled, region) {
		return awsJSON(http.StatusBadRequest, object{"__type": "InvalidLookupAttributesException", "message": "One attribute is wanted, and at most 50 results."})
	}
	from, to := time.Unix(int64(want.StartTime), 0), earlier(time.Unix(int64(want.EndTime), 0), c.lagged(c.w.lags.Audit))
	from = later(from, c.now.Add(-auditKept))
	all := c.awsHistory(region, want.Attributes[0].AttributeValue, from, to, want.NextToken, or(want.MaxResults, 50)+1)
	body := object{}
	if n := or(want.MaxResults, 50); len(all) > n || c.hits.has("duplicate_page") && len(all) > 0 {
		all = all[:min(n, len(all))]
		last := all[len(all)-1]
		body["NextToken"] = fmt.Sprintf("%d %s", last.at.UnixNano(), last.id)
		if c.hits.has("duplicate_page") {
			body["NextToken"] = "again"
		}
	}
	events := []object{}
	for _, r := range all {
		events = append(events, r.body)
	}
	body["Events"] = events
	return awsJSON(http.StatusOK, body)
}

// awsTrails lists the account's one trail, which somebody set up and nobody looks at.
func (c *call) awsTrails() answer {
	if no := c.awsAdmin("cloudtrail"); no != nil {
		return awsJSON(http.StatusBadRequest, object{"__type": awsReason(no), "message": "refused"})
	}
	arn := "arn:aws:cloudtrail:eu-west-1:" + c.w.awsAccount() + ":trail/all"
	return awsJSON(http.StatusOK, object{"trailList": []object{{"Name": "all", "TrailARN": arn, "HomeRegion": "eu-west-1", "IsMultiRegionTrail": true}}})
}

func (c *call) awsTrailStatus() answer {
	if no := c.awsAdmin("cloudtrail"); no != nil {
		return awsJSON(http.StatusBadRequest, object{"__type": awsReason(no), "message": "refused"})
	}
	return awsJSON(http.StatusOK, object{"IsLogging": !c.w.auditOff && !c.hits.has("audit_off")})
}

// awsBudgets has none.
func (c *call) awsBudgets() answer {
	if no := c.awsAdmin("budgets"); no != nil {
		return awsJSON(http.StatusBadRequest, object{"__type": awsReason(no), "message": "refused"})
	}
	return awsJSON(http.StatusOK, object{})
}

// awsReason is the code of an error that was made for a service that speaks XML.
func awsReason(a *answer) string {
	_, rest, _ := strings.Cut(string(a.xml), "<Code>")
	code, _, _ := strings.Cut(rest, "</Code>")
	return map[string]string{"InvalidClientTokenId": "UnrecognizedClientException", "AccessDenied": "AccessDeniedException", "SignatureDoesNotMatch": "InvalidSignatureException", "Throttling": "ThrottlingException"}[code]
}

// awsHistory gathers what a key did in a Region, newest first, behind a token, at most so many.
func (c *call) awsHistory(region, id string, from, to time.Time, token string, most int) []awsRecord {
	k := c.w.keyByID(id)
	if k == nil || k.of != c.of || c.hits.has("audit_off") {
		return nil
	}
	var before int64
	var lastID string
	if n, _ := fmt.Sscanf(token, "%d %s", &before, &lastID); n == 2 {
		to = earlier(to, time.Unix(0, before+1))
	}
	var all []awsRecord
	add := func(at time.Time, id, source, name, target, address, agent string) {
		if at.Before(from) || !at.Before(to) || at.UnixNano() == before && id >= lastID {
			return
		}
		all = append(all, awsRecord{at, id, c.awsEventBody(k, at, id, source, name, region, target, address, agent)})
	}
	if region == awsGlobal {
		for _, r := range c.w.audit {
			if r.of == c.of && r.key == k {
				add(r.at, r.id, awsSource(r.kind), r.kind, r.target, thiefAddress, "aws-cli/2.17")
			}
		}
	}
	v := c.w.at(c.now)
	for _, r := range c.w.rows {
		source := or(r.t.Family, "sts.amazonaws.com")
		if r.key != k || or(r.t.Region, or(awsHomes[source], awsGlobal)) != region {
			continue
		}
		address, agent := thiefAddress, "Boto3/1.34"
		if r.t.Actor == Ours {
			address, agent = "203.0.113.20", "aws-sdk-go-v2/1.30 deploy"
		}
		for _, at := range v.calls(r, from, to, most+1) { // one may stand on the page before
			add(at, fmt.Sprintf("%016x", mix(r.seed, uint64(at.UnixNano()))), source, or(r.t.Model, "GetCallerIdentity"), "", address, agent)
		}
	}
	slices.SortFunc(all, func(a, b awsRecord) int {
		if c := b.at.Compare(a.at); c != 0 {
			return c
		}
		return strings.Compare(b.id, a.id)
	})
	return all[:min(most, len(all))]
}

// awsSource is the service of an administrative act.
func awsSource(act string) string {
	switch {
	case strings.Contains(act, "Model"):
		return awsBedrockService
	case act == "AssumeRole":
		return "sts.amazonaws.com"
	}
	return "iam.amazonaws.com"
}

// awsMade is what was asked for and answered when a key was made. The secrets of sessions stand in no
// event.
func (w *World) awsMade(k *key) (asked, answered object) {
	user := object{"userName": awsUser(k)}
	switch {
	case awsRole(k):
		arn := "arn:aws:iam::" + w.awsAccount() + ":role/" + awsUser(k)
		return object{"roleArn": arn, "roleSessionName": "drill"}, object{
			"credentials":     object{"accessKeyId": k.id, "expiration": k.expires.UTC().Format("Jan 2, 2006, 3:04:05 PM")},
			"assumedRoleUser": object{"assumedRoleId": "AROADRILL:drill", "arn": w.awsARN(k)},
		}
	case k.kind == AWSBedrock:
		return object{"userName": awsUser(k), "serviceName": awsBedrockService}, object{"serviceSpecificCredential": object{
			"serviceSpecificCredentialId": k.id, "userName": awsUser(k), "serviceName": awsBedrockService, "status": "Active",
			"serviceCredentialAlias": awsAlias(w.seed, k), "createDate": k.created.UTC().Format("Jan 2, 2006, 3:04:05 PM")}}
	}
	return user, object{"accessKey": object{"accessKeyId": k.id, "status": "Active", "userName": awsUser(k)}}
}

// thiefAddress is where the thief's calls come from.
const thiefAddress = "198.51.100.77"

// calls lists when the row was served in [from, to), newest first, at most so many.
func (v *view) calls(r *row, from, to time.Time, most int) (list []time.Time) {
	for _, s := range slices.Backward(v.served(r)) {
		lo, hi := later(from, s.from), earlier(to, s.to)
		for m := hi.Add(-1).Unix() / 60; m >= lo.Unix()/60 && lo.Before(hi) && len(list) < most; m-- {
			if m%60 == 59 && r.hour(m/60).calls == 0 {
				m -= 59
				continue
			}
			b := r.beat(m)
			for n := b.before(hi) - 1; n >= b.lo && len(list) < most && !b.time(n).Before(lo); n-- {
				list = append(list, b.time(n))
			}
		}
	}
	return list
}

func (c *call) awsEventBody(k *key, at time.Time, id, source, name, region, target, address, agent string) object {
	full := object{
		"eventVersion": "1.09", "eventID": id, "eventTime": awsTime(at), "eventSource": source, "eventName": name, "awsRegion": region,
		"sourceIPAddress": address, "userAgent": agent, "recipientAccountId": c.w.awsAccount(), "readOnly": awsReads(name),
		"userIdentity": object{"type": map[bool]string{false: "IAMUser", true: "AssumedRole"}[awsRole(k)], "userName": awsUser(k), "accessKeyId": k.id, "accountId": c.w.awsAccount(), "arn": c.w.awsARN(k)},
	}
	switch made := c.w.keyByID(target); {
	case made != nil:
		full["requestParameters"], full["responseElements"] = c.w.awsMade(made)
	case c.w.accountByID(target) != nil:
		full["requestParameters"] = object{map[bool]string{false: "userName", true: "roleName"}[strings.Contains(name, "Role")]: c.w.accountByID(target).name}
	}
	text, _ := json.Marshal(full) // plain values always encode
	return object{"EventId": id, "EventName": name, "EventSource": source, "EventTime": float64(at.UnixMilli()) / 1000, "AccessKeyId": k.id,
		"Username": awsUser(k), "ReadOnly": fmt.Sprint(awsReads(name)), "CloudTrailEvent": string(text)}
}
