package aws_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"firebreak/providers"
	"firebreak/providers/aws"
	"firebreak/providers/transport"
)

// athena is the vendor's query service, as far as a query meets it: it holds requests to the members
// that the API reference lets them have, and answers in its form.
type athena struct {
	t      *testing.T
	mu     sync.Mutex
	states []string // of one look after the other; the last stays
	scans  int64    // bytes, with each look more
	looks  int
	seen   []string
	query  map[string]any
}

// members are those that each operation takes, the required ones first; the number of these is required.
var members = map[string]struct {
	required int
	names    []string
}{
	"GetWorkGroup":        {1, []string{"WorkGroup"}},
	"StartQueryExecution": {1, []string{"QueryString", "ClientRequestToken", "QueryExecutionContext", "ResultConfiguration", "WorkGroup", "ExecutionParameters", "ResultReuseConfiguration"}},
	"StopQueryExecution":  {1, []string{"QueryExecutionId"}},
	"GetQueryExecution":   {1, []string{"QueryExecutionId"}},
	"GetQueryResults":     {1, []string{"QueryExecutionId", "NextToken", "MaxResults", "QueryResultType"}},
}

func (a *athena) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	op, ours := strings.CutPrefix(r.Header.Get("X-Amz-Target"), "AmazonAthena.")
	if !ours || r.Method != http.MethodPost || !strings.Contains(r.URL.Path, "athena.eu-west-3.amazonaws.com") ||
		!strings.Contains(r.Header.Get("Authorization"), "/eu-west-3/athena/aws4_request") || r.Header.Get("Content-Type") != "application/x-amz-json-1.1" {
		a.t.Errorf("%s %s %v", r.Method, r.URL.Path, r.Header)
	}
	var body map[string]any
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		a.t.Error(err)
	}
	takes := members[op]
	for _, name := range takes.names[:min(takes.required, len(takes.names))] {
		if body[name] == nil {
			a.t.Errorf("%s wants %s", op, name)
		}
	}
	for name := range body {
		if !strings.Contains(" "+strings.Join(takes.names, " ")+" ", " "+name+" ") {
			a.t.Errorf("%s takes no %s", op, name)
		}
	}
	a.seen = append(a.seen, op)
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	fmt.Fprint(w, a.answer(op, body))
}

func (a *athena) answer(op string, body map[string]any) string {
	switch op {
	case "GetWorkGroup":
		return `{"WorkGroup":{"Name":"primary","State":"ENABLED","Configuration":{"BytesScannedCutoffPerQuery":5000000000}}}`
	case "StartQueryExecution":
		a.query = body
		return `{"QueryExecutionId":"11111111-2222-3333-4444-555555555555"}`
	case "GetQueryExecution":
		state := a.states[min(a.looks, len(a.states)-1)]
		a.looks++
		return fmt.Sprintf(`{"QueryExecution":{"QueryExecutionId":"11111111-2222-3333-4444-555555555555","Status":{"State":%q,"StateChangeReason":"table not found"},"Statistics":{"DataScannedInBytes":%d}}}`, state, a.scans*int64(a.looks))
	case "GetQueryResults":
		if body["NextToken"] == nil {
			return `{"ResultSet":{"Rows":[{"Data":[{"VarCharValue":"eventtime"},{"VarCharValue":"useragent"}]},{"Data":[{"VarCharValue":"2026-11-20T10:00:00Z"},{"VarCharValue":"a, \"b\""}]}]},"NextToken":"two"}`
		}
		return `{"ResultSet":{"Rows":[{"Data":[{"VarCharValue":"2026-11-20T10:01:00Z"},{}]}]}}`
	}
	return `{}`
}

// willing is a ledger that lets all leave, and counts.
type willing struct{ sent []string }

func (l *willing) Intent(_ context.Context, s providers.Statement) error {
	l.sent = append(l.sent, s.Op)
	return nil
}
func (l *willing) Withheld(context.Context, providers.Statement) {}

// asking is the adapter before a query service.
func asking(t *testing.T, service *athena) *aws.Adapter {
	t.Helper()
	service.t = t
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	clock := &hand{now: page}
	door, err := transport.New(transport.Config{Provider: "aws", Bases: map[string]string{aws.AthenaHost: server.URL + "/" + aws.AthenaHost},
		LoopbackOnly: true, NoAmbient: true, Clock: clock, Shape: aws.Shape}, aws.AthenaRoutes()...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(door.Close)
	admin := providers.Compound(providers.NewSecret([]byte("AKIADRILLADMIN000001")), providers.NewSecret([]byte(strings.Repeat("drill/", 7)[:40])))
	return aws.New(door, clock, func(context.Context) (providers.Secret, error) { return admin, nil })
}

var question = aws.Query{SQL: "SELECT 1", Region: "eu-west-3", Database: "logs", Output: "s3://drill/out/", Once: strings.Repeat("t", 32), Most: 1000, KeyID: "AKIADRILLLEAKED00001"}

func TestAQueryRunsToItsRows(t *testing.T) {
	service := &athena{states: []string{"QUEUED", "RUNNING", "SUCCEEDED"}, scans: 100}
	adapter, ledger := asking(t, service), &willing{}
	if limit, err := adapter.QueryLimit(t.Context(), question); err != nil || limit != 5e9 {
		t.Errorf("limit %d, %v", limit, err)
	}
	var out bytes.Buffer
	var scanned []int64
	err := adapter.RunQuery(providers.WithLedger(t.Context(), ledger), question, func(n int64) { scanned = append(scanned, n) }, &out)
	if want := "eventtime,useragent\n2026-11-20T10:00:00Z,\"a, \"\"b\"\"\"\n2026-11-20T10:01:00Z,\n"; err != nil || out.String() != want {
		t.Errorf("%q, %v", out.String(), err)
	}
	if fmt.Sprint(scanned) != "[100 200 300]" || fmt.Sprint(ledger.sent) != "[StartQueryExecution]" || service.query["QueryString"] != "SELECT 1" {
		t.Errorf("scanned %v, sent %v, asked %v", scanned, ledger.sent, service.query)
	}
}

func TestAQueryThatMayNotGoOnIsStopped(t *testing.T) {
	for name, c := range map[string]struct {
		service *athena
		want    error
		stops   bool
	}{
		"it scans too much":    {&athena{states: []string{"RUNNING"}, scans: 400}, aws.ErrScanned, true},
		"the vendor gives up":  {&athena{states: []string{"RUNNING", "FAILED"}}, aws.ErrQueryFailed, false},
		"somebody stopped it":  {&athena{states: []string{"CANCELLED"}}, aws.ErrQueryFailed, false},
		"the person gives up":  {&athena{states: []string{"RUNNING"}}, context.Canceled, true},
		"it is of an odd kind": {&athena{states: []string{"NEW"}, scans: 501}, aws.ErrScanned, true},
	} {
		t.Run(name, func(t *testing.T) {
			service := c.service
			adapter := asking(t, service)
			ctx, cancel := context.WithCancel(providers.WithLedger(t.Context(), &willing{}))
			defer cancel()
			var out bytes.Buffer
			err := adapter.RunQuery(ctx, question, func(int64) {
				if errors.Is(c.want, context.Canceled) {
					cancel()
				}
			}, &out)
			stopped := strings.Contains(strings.Join(service.seen, " "), "StopQueryExecution")
			if !errors.Is(err, c.want) || stopped != c.stops || out.Len() > 0 {
				t.Errorf("%v, after %v, %q", err, service.seen, out.String())
			}
		})
	}
}

func TestAQueryWithoutALedgerIsNotSent(t *testing.T) {
	service := &athena{states: []string{"SUCCEEDED"}}
	err := asking(t, service).RunQuery(t.Context(), question, func(int64) {}, &bytes.Buffer{})
	if !errors.Is(err, providers.ErrNoLedger) || len(service.seen) > 0 {
		t.Errorf("%v, after %v", err, service.seen)
	}
}
