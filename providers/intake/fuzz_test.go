package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"firebreak/providers/intake"
)

// FuzzRead holds that no text crashes the reading, that what it gives is consistent, and that it
// is grouped without losing or inventing a place.
func FuzzRead(f *testing.F) {
	for _, sample := range formats {
		f.Add([]byte(filled(sample.sample)))
	}
	f.Add([]byte(two))
	f.Add([]byte("\xff\xfe{\x00}\x00"))
	f.Add([]byte(`[{"RuleID":"\ud83d\ude00\ud83d","Secret":"\\\"","Date":"1795000000 +0000"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		given := string(data)
		r, ok, err := intake.Read(data)
		if string(data) != given {
			t.Fatal("the text was changed")
		}
		if !ok && len(r.Items) > 0 || ok && r.Origin == "" {
			t.Fatalf("ok %v, %v, %d findings of %q", ok, err, len(r.Items), r.Origin)
		}
		places := map[intake.Exposure]bool{}
		for _, it := range r.Items {
			places[it.Exposure] = true
			hasValue := it.State == intake.Full || it.State == intake.Context
			if hasValue == it.Secret.IsEmpty() || len(it.Ending) > 4 || it.Ending != "" && it.State != intake.Masked {
				t.Fatalf("a finding of state %s", it.State)
			}
		}
		listed := map[intake.Exposure]bool{}
		for _, g := range intake.Group(r.Items) {
			intake.Hint(g)
			for _, e := range g.Exposures {
				listed[e] = true
			}
		}
		if len(listed) != len(places) {
			t.Fatalf("%d places became %d", len(places), len(listed))
		}
	})
}

// report writes n findings the way a scanner does.
func report(n int) []byte {
	var b strings.Builder
	b.WriteString("[")
	for i := range n {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, `{"RuleID":"generic-api-key","Description":"Detected a generic API key, which may open something","StartLine":%d,"EndLine":%[1]d,"StartColumn":14,"EndColumn":83,"Match":"API_KEY = \"%s\"","Secret":"%[2]s","File":"services/worker/config/settings_%[1]d.env","SymlinkFile":"","Commit":"%040[1]x","Link":"","Entropy":4.7,"Author":"Sari","Email":"sari@example.org","Date":"2026-10-03T09:12:44Z","Message":"Read the settings from a file","Tags":[],"Fingerprint":"%040[1]x:services/worker/config/settings_%[1]d.env:generic-api-key:%[1]d"}`, i+1, made(uint64(i)))
	}
	b.WriteString("]")
	return []byte(b.String())
}

func BenchmarkRead(b *testing.B) {
	gitleaks := report(40_000)
	lines := []byte(strings.Repeat(two, 40_000))
	for _, c := range []struct {
		name string
		text []byte
	}{{"gitleaks", gitleaks}, {"trufflehog", lines}, {"log", []byte(strings.Repeat("2026-11-03T09:12:44Z INFO [worker] request {id=7} took 12 ms\n", 200_000))}} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := intake.Read(c.text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkGroup(b *testing.B) {
	r, _, err := intake.Read(report(40_000))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		intake.Group(r.Items)
	}
}
