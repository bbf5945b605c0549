package google

import (
	"errors"
	"iter"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
)

func drain[T any](pages iter.Seq2[[]T, error]) (all []T, last error) {
	for page, err := range pages {
		all, last = append(all, page...), err
	}
	return all, last
}

const seriesCall = "GET " + HostMetrics + "/v3/projects/42/timeSeries"

// line is a line of metrics; each of the counts is of one hour, the newest first.
func line(credential string, end time.Time, counts ...string) object {
	points := []any{}
	for i, n := range counts {
		at := end.Add(-time.Duration(i) * time.Hour)
		points = append(points, object{"interval": object{"startTime": at.Add(-time.Hour).Format(time.RFC3339), "endTime": at.Format(time.RFC3339)}, "value": object{"int64Value": n}})
	}
	return object{"metric": object{}, "resource": object{"labels": object{"service": HostGemini, "method": "google.ai.generativelanguage.v1beta.GenerativeService.GenerateContent", "credential_id": credential}}, "points": points}
}

func hours() providers.UsageQuery {
	return providers.UsageQuery{Record: record(), From: today.Add(-4 * time.Hour), To: today.Add(-30 * time.Minute), Width: time.Hour}
}

func TestUsageIsRequestsByMethodOfThisKeyAlone(t *testing.T) {
	r := newRig(t)
	r.handle(seriesCall, func(s seen) (int, any) {
		if s.query.Get("pageToken") == "" {
			return 200, object{"timeSeries": []any{line("apikey:k1", today, "7", "0", "5")}, "nextPageToken": "more"}
		}
		return 200, object{"timeSeries": []any{line("apikey:k1", today, "1")}}
	})
	buckets, err := drain(r.Usage(r.ctx, hours()))
	if err != nil || len(buckets) != 3 {
		t.Fatalf("%+v, %v", buckets, err)
	}
	for i, want := range []struct {
		at time.Time
		n  int64
	}{{today.Add(-3 * time.Hour), 5}, {today.Add(-time.Hour), 7}, {today.Add(-time.Hour), 1}} {
		if b := buckets[i]; !b.Start.Equal(want.at) || b.Requests != want.n || b.Endpoint != HostGemini || b.Model.Line(40) != "GenerateContent" || b.Width != time.Hour {
			t.Errorf("%d: %+v", i, b)
		}
	}
	for _, s := range r.asked(seriesCall) {
		if !strings.Contains(s.query.Get("filter"), `credential_id="apikey:k1"`) || s.query.Get("interval.endTime") != today.Format(time.RFC3339) || s.query.Get("aggregation.alignmentPeriod") != "3600s" {
			t.Errorf("asked %v", s.query)
		}
	}
	for name, c := range map[string]struct {
		body    any
		foreign bool
	}{
		"another key's":    {object{"timeSeries": []any{line("apikey:k2", today, "1")}}, true},
		"outside":          {object{"timeSeries": []any{line("apikey:k1", today.Add(9*time.Hour), "1")}}, false},
		"no number":        {object{"timeSeries": []any{line("apikey:k1", today, "many")}}, false},
		"a negative one":   {object{"timeSeries": []any{line("apikey:k1", today, "-1")}}, false},
		"a circle":         {object{"nextPageToken": "same"}, false},
		"an error in 200":  {fault(500, "INTERNAL", "", ""), false},
		"something else":   {object{"timeSeries": "x"}, false},
		"not to be walked": {object{"nextPageToken": strings.Repeat("x", maxCursor+1)}, false},
	} {
		r := newRig(t)
		r.on(seriesCall, 200, c.body)
		if _, err := drain(r.Usage(r.ctx, hours())); err == nil || errors.Is(err, providers.ErrForeignData) != c.foreign {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestUsageOfAServiceAccountsKeyIsItsAccounts(t *testing.T) {
	r := newRig(t)
	r.on("GET "+accountCall, 200, object{"email": "bot@drill.iam.gserviceaccount.com", "uniqueId": "117"})
	q := hours()
	q.Record = accountRecord()
	call := strings.Replace(seriesCall, "/42/", "/drill-project/", 1)
	r.on(call, 200, object{})
	if _, err := drain(r.Usage(r.ctx, q)); err != nil {
		t.Fatal(err)
	}
	if asked := r.asked(call); len(asked) != 1 || !strings.Contains(asked[0].query.Get("filter"), `credential_id="serviceaccount:117"`) {
		t.Errorf("%+v", asked)
	}
}

const entriesCall = "POST " + HostLogs + "/v2/entries:list"

func entry(id, method, resource string, payload object, more ...any) object {
	p := object{"methodName": method, "resourceName": resource, "authenticationInfo": object{"principalEmail": "mara@northwind.example"}}
	for k, v := range payload {
		p[k] = v
	}
	o := object{"insertId": id, "timestamp": today.Add(-time.Hour).Format(time.RFC3339), "protoPayload": p}
	for i := 0; i < len(more); i += 2 {
		o[more[i].(string)] = more[i+1]
	}
	return o
}

func TestTheLogTellsWhatStaysBehind(t *testing.T) {
	const iam, keys = "google.iam.admin.v1.", "google.api.apikeys.v2.ApiKeys."
	r := newRig(t)
	byKey := object{"authenticationInfo": object{"principalEmail": "bot@drill", "serviceAccountKeyName": "//iam.googleapis.com/projects/p/serviceAccounts/bot@drill/keys/aaaa0000"},
		"response": object{"name": "projects/p/serviceAccounts/ci@drill/keys/cccc2222"}, "requestMetadata": object{"callerIp": "203.0.113.66"}}
	r.on(entriesCall, 200, object{"entries": []any{
		entry("1", iam+"CreateServiceAccountKey", "projects/p/serviceAccounts/117", byKey),
		entry("2", keys+"DeleteKey", keyName, nil, "operation", object{"first": true}),
		entry("3", keys+"DeleteKey", keyName, nil, "operation", object{"last": true}),
		entry("4", keys+"CreateKey", "projects/42/locations/global", object{"response": object{"name": "projects/42/locations/global/keys/k9"}}),
		entry("5", "SetIamPolicy", "projects/42", nil),
		entry("6", iam+"CreateServiceAccountKey", "projects/p/serviceAccounts/117", object{"status": object{"code": 7}}),
		entry("7", iam+"ListServiceAccountKeys", "projects/p/serviceAccounts/117", nil),
	}})
	all, err := drain(r.Audit(r.ctx, record(), today.Add(-2*time.Hour), today))
	if err != nil || len(all) != 4 {
		t.Fatalf("%+v, %v", all, err)
	}
	made, ended, key, roles := all[0], all[1], all[2], all[3]
	if !made.ByKey || made.ActorID != "aaaa0000" || !made.Made || made.Target != "cccc2222" || made.Left != providers.TraceKeys || made.Address.Line(20) != "203.0.113.66" {
		t.Errorf("made with a key: %+v", made)
	}
	if ended.ID != "2" || !ended.Ended || ended.Target != "k1" || ended.Parent != "42" || ended.ByKey || ended.Left != "" {
		t.Errorf("ended: %+v", ended)
	}
	if made.Kind != AccountKey || made.Owner.ID != "ci@drill" || made.Parent != "p" || key.Kind != APIKey || key.Parent != "42" || roles.Kind != "" {
		t.Errorf("of what kind: %+v, %+v, %+v", made, key, roles)
	}
	if key.Target != "k9" || !key.Made || roles.Left != providers.TraceRoles {
		t.Errorf("a key %+v, roles %+v", key, roles)
	}
	asked := r.asked(entriesCall)[0].body
	if asked["orderBy"] != "timestamp desc" || !strings.Contains(asked["filter"].(string), `timestamp>="`+today.Add(-2*time.Hour).Format(time.RFC3339)+`"`) {
		t.Errorf("asked %v", asked)
	}
	r.on(entriesCall, 403, fault(403, "PERMISSION_DENIED", "IAM_PERMISSION_DENIED", ""))
	_, err = drain(r.Audit(r.ctx, record(), today.Add(-time.Hour), today))
	var partial *providers.PartialError
	if !errors.As(err, &partial) || partial.Gaps[0].Why != providers.GapRefused {
		t.Errorf("refused: %v", err)
	}
}

func TestTheLogIsReadPageByPageAndNoFurtherThanIsWanted(t *testing.T) {
	r := newRig(t)
	n := 0
	r.handle(entriesCall, func(s seen) (int, any) {
		n++
		return 200, object{"entries": []any{entry("1", "SetIamPolicy", "projects/42", nil)}, "nextPageToken": string(rune('a' + n))}
	})
	for range r.Audit(r.ctx, record(), today.Add(-time.Hour), today) {
		if n == 2 {
			break
		}
	}
	if asked := r.asked(entriesCall); n != 2 || asked[0].body["pageToken"] != nil || asked[1].body["pageToken"] != "b" {
		t.Errorf("%d pages, the second from %v", n, asked[1].body["pageToken"])
	}
}

func TestRightsAreTestedWithoutAChange(t *testing.T) {
	r := newRig(t)
	rights, err := r.CheckAdmin(r.ctx)
	if err != nil || len(rights.Can) != 1 || rights.Can[0] != providers.CanLocate || len(rights.Unclear) != 7 {
		t.Errorf("a bare token: %+v, %v", rights, err)
	}
	r.secret = madeDocument("private_key_id", "bbbb1111", "project_id", "42")
	r.on(tokenCall, 200, object{"access_token": "ya29" + ".DRILL", "token_type": "Bearer", "expires_in": 3599})
	r.on("GET "+keysCall, 200, object{})
	r.on(seriesCall, 403, fault(403, "PERMISSION_DENIED", "IAM_PERMISSION_DENIED", ""))
	r.on(entriesCall, 400, fault(400, "INVALID_ARGUMENT", "", ""))
	rights, err = r.CheckAdmin(r.ctx)
	if err != nil || len(rights.Can) != 3 || len(rights.Lacks) != 1 || rights.Lacks[0] != providers.CanUsage || len(rights.Unclear) != 4 || rights.Org.Line(9) != "42" {
		t.Errorf("a document: %+v, %v", rights, err)
	}
	r.on(lookupCall, 401, fault(401, "UNAUTHENTICATED", "ACCESS_TOKEN_EXPIRED", ""))
	if _, err := r.CheckAdmin(r.ctx); !errors.Is(err, providers.ErrNotPermitted) {
		t.Errorf("an expired token: %v", err)
	}
	for _, s := range r.requests {
		if s.call != lookupCall && s.call != tokenCall && s.call != "GET "+keysCall && s.call != seriesCall && s.call != entriesCall {
			t.Errorf("asked %s", s.call)
		}
	}
}
