package logs

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"firebreak/runbook/usage"
)

// reading is what a text gave.
type reading struct {
	events []usage.Event
	intake usage.Intake
}

func read(t *testing.T, key string, texts ...string) reading {
	t.Helper()
	var sources []Source
	for i, text := range texts {
		sources = append(sources, Text(fmt.Sprint("text", i), strings.NewReader(text)))
	}
	var r reading
	err := Read(context.Background(), sources, Query{KeyID: key, Workers: 3}, &r.intake, func(e *usage.Event) { r.events = append(r.events, *e) })
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// ids are those of the events, in their order.
func (r reading) ids() string {
	var ids []string
	for _, e := range r.events {
		ids = append(ids, e.ID)
	}
	return strings.Join(ids, " ")
}

const key = "AKIADRILLREADER00001"

// call is a CloudTrail record of a key.
func call(id, key string) string {
	return fmt.Sprintf(`{"eventVersion":"1.10","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/a","accessKeyId":%q,"userName":"a"},"eventTime":"2026-11-20T10:00:00Z","eventSource":"bedrock.amazonaws.com","eventName":"InvokeModel","awsRegion":"us-east-1","sourceIPAddress":"203.0.113.7","userAgent":"aws-sdk-go-v2/1.30","requestParameters":{"modelId":"m"},"eventID":%q,"eventCategory":"Management"}`, key, id)
}

func TestEveryFormOfAFileGivesTheSameCalls(t *testing.T) {
	records := []string{call("1", key), call("2", "AKIADRILLOTHER000001"), call("3", key)}
	list := strings.Join(records, ",")
	indented := func(text string) string {
		var out bytes.Buffer
		if err := json.Indent(&out, []byte(text), "", "  "); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	for name, text := range map[string]string{
		"a wrapper":               `{"Records":[` + list + `]}`,
		"a wrapper, indented":     indented(`{"Records":[` + list + `]}`),
		"a wrapper with more":     `{"note":"x","n":1,"Records":[` + list + `],"more":{"a":[1,{}]}}`,
		"an array":                `[` + list + `]`,
		"an array, indented":      indented(`[` + list + `]`),
		"lines":                   strings.Join(records, "\n") + "\n",
		"lines of another system": mark + strings.Join(records, "\r\n"),
		"values, indented":        indented(records[0]) + "\n" + indented(records[1]) + "\n" + indented(records[2]),
		"wrappers, line by line":  `{"Records":[` + records[0] + "]}\n" + `{"Records":[` + records[1] + "," + records[2] + "]}",
		"wrappers without a gap":  `{"Records":[` + records[0] + `]}{"Records":[]}{"Records":[` + records[1] + "," + records[2] + "]}",
		"an array line by line":   "[\n" + strings.Join(records, ",\n") + "\n]\n",
		"compressed":              packed(t, `{"Records":[`+list+`]}`),
		"compressed in members":   packed(t, records[0]+"\n") + packed(t, records[1]+"\n"+records[2][:50]) + packed(t, records[2][50:]),
	} {
		t.Run(name, func(t *testing.T) {
			r := read(t, key, text)
			if r.ids() != "1 3" || r.intake.SkippedN != 0 || r.intake.Records != 3 {
				t.Errorf("calls %q, %+v", r.ids(), r.intake)
			}
		})
	}
}

func packed(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, err := z.Write([]byte(text))
	if err != nil || z.Close() != nil {
		t.Fatal("not packed")
	}
	return out.String()
}

func TestBrokenRecordsAreNamedAndTheOthersRead(t *testing.T) {
	good := func(id string) string { return call(id, key) }
	unclosed := strings.Replace(good("b"), `"awsRegion":"us-east-1"`, `"awsRegion":"us-east-1`, 1)
	for _, c := range []struct {
		name, text, ids string
		why             []Reason
	}{
		{"a line that breaks off", good("1") + "\n" + good("2")[:90] + "\n" + good("3"), "1 3", []Reason{CutOff}},
		{"a line that is no JSON", good("1") + "\nhello\n" + good("3"), "1 3", []Reason{NotJSON}},
		{"a line with a broken value", good("1") + "\n" + strings.Replace(good("2"), `"m"`, `m`, 1) + "\n" + good("3"), "1 3", []Reason{NotJSON}},
		{"an array that breaks off", `[` + good("1") + `,` + good("2")[:200], "1", []Reason{CutOff}},
		{"a wrapper without an end", `{"Records":[` + good("1") + `,` + good("2") + `]`, "1 2", []Reason{CutOff}},
		{"a quote that is not closed", `{"Records":[` + good("1") + `,` + unclosed + `,` + good("3") + `,` + good("4") + `]}`, "1 3 4", []Reason{NotJSON}},
		{"an element that is none", `[` + good("1") + `,17,` + good("3") + `]`, "1 3", []Reason{NotRecord}},
		{"no time", `[` + strings.Replace(good("1"), "2026-11-20T10:00:00Z", "soon", 1) + `,` + good("2") + `]`, "2", []Reason{NoTime}},
		{"a packed file that breaks off", packed(t, `[`+good("1")+`,`+good("2")+`]`)[:300], "1", []Reason{CutOff}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := read(t, key, c.text)
			var why []Reason
			for _, s := range r.intake.Skipped {
				why = append(why, Reason(s.Reason))
				if s.Position == "" {
					t.Error("no position")
				}
			}
			if r.ids() != c.ids || fmt.Sprint(why) != fmt.Sprint(c.why) {
				t.Errorf("calls %q skipped %v, want %q %v", r.ids(), r.intake.Skipped, c.ids, c.why)
			}
		})
	}
}

// The scan is held against a decoder, on texts with every kind of string and brace, cut at any
// place.
func TestTheScanEndsWhereADecoderDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 7))
	parts := []string{`"a"`, `"\\"`, `"\""`, `"\\\""`, `"{{["`, `"}}}\\\""`, `{}`, `[]`, `[1,{"x":[2]}]`, `{"k\\":"}"}`, `-1.5e3`, `true`, `null`, `"é𝄞\u007b"`,
		`"` + strings.Repeat("{", 40) + `"`, `{"a":{"b":{"c":"` + strings.Repeat("x", 29) + `"}}}`}
	for range 3000 {
		text := "{"
		for n := range r.IntN(15) {
			text += fmt.Sprintf("%q:%s,", fmt.Sprint(n), parts[r.IntN(len(parts))])
		}
		text += `"":0}` + `"}]}`
		var first json.RawMessage
		if err := json.NewDecoder(strings.NewReader(text)).Decode(&first); err != nil {
			t.Fatal(err)
		}
		cut := r.IntN(len(first))
		var s scan
		s.over([]byte(text[:cut]), 0)
		got := s.close()
		if got < 0 {
			s.over([]byte(text), cut)
			got = s.close()
		}
		if got != len(first) {
			t.Fatalf("%q cut at %d: ends at %d, want %d", text, cut, got, len(first))
		}
	}
}

func TestTheCallsOfManyFilesComeInTheirOrder(t *testing.T) {
	var texts []string
	var want []string
	for f := range 9 {
		var records []string
		for n := range 700 - 70*f {
			id := fmt.Sprintf("%d-%d", f, n)
			records, want = append(records, call(id, key)), append(want, id)
		}
		texts = append(texts, `{"Records":[`+strings.Join(records, ",")+`]}`)
	}
	if r := read(t, key, texts...); r.ids() != strings.Join(want, " ") {
		t.Error("the order is another one")
	}
}

func TestTimesAndAddressesOfManyForms(t *testing.T) {
	want := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	for _, text := range []string{
		"2026-11-20T10:00:00Z", "2026-11-20T17:00:00+07:00", "2026-11-20T17:00:00+0700", "2026-11-20 10:00:00", "2026-11-20 10:00:00.000 UTC",
		"2026-11-20T10:00", "2026-11-20T10:00Z", "2026-11-20 11:00:00 +0100", "1795168800", "1795168800.0", "1795168800000", "1795168800000000", "1.7951688e9",
	} {
		if got, ok := Moment(text); !ok || !got.Equal(want) {
			t.Errorf("%s is %v, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "soon", "17", "2026-13-01", "-1795168800", "1e300", "NaN"} {
		if got, ok := Moment(text); ok {
			t.Errorf("%s is %v", text, got)
		}
	}
	for text, want := range map[string]string{
		"035.249.253.232": "35.249.253.232", "203.0.113.7": "203.0.113.7", "2001:DB8::0001": "2001:db8::1", "::ffff:203.0.113.7": "203.0.113.7",
		"bedrock.amazonaws.com": "bedrock.amazonaws.com", "AWS Internal": "AWS Internal", "000.1.2.3": "0.1.2.3", "9.256.1.1": "9.256.1.1", "": "",
	} {
		if got := address(text); got != want {
			t.Errorf("%s became %s", text, got)
		}
	}
}
