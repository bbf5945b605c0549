package main_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// trailOf is a CloudTrail file: calls of a service by day for a fortnight, and then a thief's.
func trailOf(key string) string {
	record := func(id, at, name, address, agent, request string) string {
		return fmt.Sprintf(`{"eventVersion":"1.10","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/svc","accessKeyId":%q,"userName":"svc"},"eventTime":%q,"eventSource":%q,"eventName":%q,"awsRegion":"us-east-1","sourceIPAddress":%q,"userAgent":%q,"requestParameters":%s,"eventID":%q,"eventCategory":"Management"}`,
			key, at, map[bool]string{true: "iam.amazonaws.com", false: "bedrock.amazonaws.com"}[name == "CreateUser"], name, address, agent, request, id)
	}
	var all []string
	for day := range 15 {
		for hour := range 24 {
			for n := range 3 {
				all = append(all, record(fmt.Sprintf("a%d-%d-%d", day, hour, n), fmt.Sprintf("2026-11-%02dT%02d:%02d:00Z", 1+day, hour, 7*n), "InvokeModel", "203.0.113.7", "Boto3/1.34.1 lang/python#3.11", `{"modelId":"anthropic.claude-drill"}`))
			}
		}
	}
	for n := range 40 {
		all = append(all, record(fmt.Sprint("t", n), fmt.Sprintf("2026-11-17T03:%02d:00Z", n), "InvokeModel", "198.51.100.9", "python-requests/2.31", `{"modelId":"other.model-drill"}`))
	}
	all = append(all, record("u1", "2026-11-17T03:41:00Z", "CreateUser", "198.51.100.9", "python-requests/2.31", `{"userName":"backdoor"}`))
	return `{"Records":[` + strings.Join(all, ",") + `]}`
}

func TestUsageReviewsLogsWithoutAnIncident(t *testing.T) {
	h := newHome(t)
	h.write("trail.json", trailOf("AKIADRILLUSAGE000001"))
	flags := []string{"usage", "--from", "trail.json", "--key", "AKIADRILLUSAGE000001", "--exposed", "2026-11-16T12:00Z"}
	r := h.run("", append(flags, "--json")...)
	var review struct {
		Groups []struct {
			Verdict, First, Last string
			Requests             int
			Dimensions           map[string][]string
			Reasons              []struct{ Detector, Sentence string }
		}
		FirstForeign string `json:"first_foreign"`
		Cost         map[string]any
		Totals       map[string]struct{ Requests int }
		Persistence  struct{ Found []map[string]any }
		NotExposed   []string `json:"not_exposed"`
		Input        struct{ Records, Selected int }
	}
	if err := json.Unmarshal([]byte(r.out), &review); err != nil || r.code != 0 {
		t.Fatalf("exit %d, %v: %s", r.code, err, r.err)
	}
	if review.FirstForeign != "2026-11-17T03:00:00Z" || review.Totals["not_ours"].Requests != 41 || review.Totals["ours"].Requests != 1080 || review.Input.Records != 1121 {
		t.Errorf("first %s, totals %v, input %+v", review.FirstForeign, review.Totals, review.Input)
	}
	if len(review.Persistence.Found) != 1 || len(review.NotExposed) == 0 {
		t.Errorf("persistence %v, not exposed %v", review.Persistence.Found, review.NotExposed)
	}
	r = h.run("", flags...)
	for _, want := range []string{"first foreign use: ", "not ours: 41 requests", "198.51.100.9", "CreateUser", "1,121 records"} {
		if r.code != 0 || !strings.Contains(r.out, want) {
			t.Errorf("the table says nothing of %q: %s%s", want, r.out, r.err)
		}
	}
}

func TestUsageRefusesWhatItCannotLookAt(t *testing.T) {
	h := newHome(t)
	h.write("trail.json", trailOf("AKIADRILLUSAGE000001"))
	h.write("notes.txt", "nothing of this\nis a log\n")
	h.write("empty.json", "")
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"usage", 2, "--from FILE"},
		{"usage --from absent.json", 2, "no such file"},
		{"usage --from trail.json --exposed soon", 2, "--exposed"},
		{"usage --from trail.json --map colour=x", 2, "--map"},
		{"usage --from trail.json --set v9=1", 2, "--explain"},
		{"usage --from trail.json --geo notes.txt", 2, ".mmdb"},
		{"usage --from trail.json --key AKIADRILLABSENT00001", 1, "none of the 1,121 records"},
		{"usage --from notes.txt", 1, "not known"},
		{"usage --from empty.json", 1, "nothing was looked at"},
	} {
		if r := h.run("", strings.Fields(c.args)...); r.code != c.code || r.out != "" || !strings.Contains(r.err, c.says) {
			t.Errorf("%s: exit %d: %s%s", c.args, r.code, r.out, r.err)
		}
	}
}

func TestF082UsageSaysNothingButItsFormatOnStdout(t *testing.T) {
	h := newHome(t)
	r := h.run(trailOf("AKIADRILLUSAGE000001")+"broken", "usage", "--from", "-", "--events")
	if n := strings.Count(r.out, "\n"); r.code != 0 || n != 1121 {
		t.Fatalf("exit %d, %d lines: %s", r.code, n, r.err)
	}
	for line := range strings.Lines(r.out) {
		if !json.Valid([]byte(line)) {
			t.Fatalf("no JSON: %s", line)
		}
	}
}
