package logs

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"firebreak/runbook/usage"
)

// seeds are texts of every form, whole and broken.
func seeds() []string {
	one := call("1", key)
	return []string{
		`{"Records":[` + one + `,` + call("2", "AKIADRILLOTHER000001") + `]}`, one + "\n" + one[:70] + "\n" + one, `[` + one + `,` + one[:len(one)-1],
		`[[` + one + `]]`, `{"Records":[{"eventVersion":{"eventVersion":{"eventVersion":`, `{"a":"\`, mark + "[]", `{"Records":[{"a":"},{\"eventVersion\":\""},` + one + `]}`,
		`{"data":[{"start_time":1795168800,"end_time":1795172400,"results":[{"input_tokens":1}]}]}`, "time,model\n2026-11-20,\"a\nb\"\n\"", "a;b\n\"\"\";\n",
		"eventtime,last,requests,eventsource,eventname\n2026-11-20T10:00:00Z,2026-11-20T10:00:00Z,3,a,b", "\x1f\x8b\x08", "{}", "}{", `{"data":[`, `{"time":1e300}`, "\n\n",
	}
}

// Whatever a log holds, reading it ends, and tells the same of it in one piece as in many.
func FuzzRead(f *testing.F) {
	for _, text := range seeds() {
		f.Add([]byte(text), uint8(7))
	}
	f.Fuzz(func(t *testing.T, text []byte, each uint8) {
		whole := fuzzed(t, bytes.NewReader(text))
		parts := fuzzed(t, &slowReader{text, int(each%64) + 1})
		if whole != parts {
			t.Errorf("in one piece %s\nin pieces of %d %s", whole, each%64+1, parts)
		}
	})
}

func fuzzed(t *testing.T, from interface{ Read([]byte) (int, error) }) string {
	var said strings.Builder
	for _, id := range []string{"", key} {
		var intake usage.Intake
		err := Read(context.Background(), []Source{Text("fuzz", from)}, Query{KeyID: id, Workers: 1}, &intake, func(e *usage.Event) { said.WriteString(shown(*e) + "\n") })
		if err != nil {
			t.Fatal(err)
		}
		if intake.SkippedN < 0 || intake.Records < 0 {
			t.Errorf("%+v", intake)
		}
		from = strings.NewReader("")
	}
	return said.String()
}

// slowReader gives a text in pieces.
type slowReader struct {
	text []byte
	each int
}

func (s *slowReader) Read(p []byte) (int, error) {
	if len(s.text) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), s.each)], s.text)
	s.text = s.text[n:]
	return n, nil
}

// In valid JSON the scan ends where the decoder does.
func FuzzScan(f *testing.F) {
	f.Add([]byte(`{"a":"\\\"}","b":[{}],"c":{"d}":"{\""}}`), uint8(3))
	f.Add([]byte(`{"é":"{1}","":""}`), uint8(9))
	f.Fuzz(func(t *testing.T, text []byte, cut uint8) {
		text = bytes.TrimLeft(text, " \t\r\n")
		var first json.RawMessage
		if len(text) == 0 || text[0] != '{' || json.NewDecoder(bytes.NewReader(text)).Decode(&first) != nil {
			return
		}
		var s scan
		at := min(int(cut), len(text))
		s.over(text[:at], 0)
		end := s.close()
		if end < 0 {
			s.over(text, at)
			end = s.close()
		}
		if end != len(first) {
			t.Errorf("ends at %d, the decoder at %d: %q", end, len(first), text)
		}
	})
}

// A record is what the decoder takes for an object, and its values are the decoder's.
func FuzzPlan(f *testing.F) {
	for _, text := range seeds() {
		f.Add([]byte(text))
	}
	f.Add([]byte(`{"eventTime":"\u0041\ud834\udd1e","userIdentity":{"arn":null},"eventName":"b","eventName":"c"}`))
	p := newPlan([]string{"eventName", "userIdentity.arn"})
	f.Fuzz(func(t *testing.T, text []byte) {
		values := make([]raw, p.count)
		var decoded map[string]json.RawMessage
		err := json.Unmarshal(text, &decoded)
		if read := p.read(text, values); read && err == nil {
			var name string
			if json.Unmarshal(decoded["eventName"], &name) == nil && name != string(values[0].bytes()) {
				t.Errorf("%q is %q", values[0], name)
			}
		} else if err == nil && len(decoded) > 0 && depthOf(text) < deepest {
			t.Errorf("%q is refused", text)
		}
	})
}

// depthOf is how deep brackets go, at most.
func depthOf(text []byte) int { return bytes.Count(text, []byte("{")) + bytes.Count(text, []byte("[")) }

func FuzzMoment(f *testing.F) {
	for _, text := range []string{"2026-11-20T10:00:00Z", "1795168800.5", "20/Nov/2026:10:00:00 +0700", "-0", "9e18", "NaN"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if at, ok := Moment(text); ok && at.IsZero() && !strings.HasPrefix(strings.TrimSpace(text), "0001") {
			t.Errorf("%q is no time and passes for one", text)
		}
		if got := address(text); address(got) != got {
			t.Errorf("%q becomes %q, and that another one", text, got)
		}
	})
}
