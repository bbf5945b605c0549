package providers_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

var percent = regexp.MustCompile(`%..`)

// encoders are what a text goes through before it lands in a log, a file or a report; none
// of them is ours.
func encoders() map[string]func(string) string {
	lowerPercent := func(s string) string {
		return percent.ReplaceAllStringFunc(url.QueryEscape(s), strings.ToLower)
	}
	return map[string]func(string) string{
		"plain":                     func(s string) string { return s },
		"JSON":                      func(s string) string { out, _ := json.Marshal(s); return string(out) },
		"JSON without HTML escapes": bareJSON,
		"JSON with escaped slashes": func(s string) string { return strings.ReplaceAll(bareJSON(s), "/", `\/`) },
		"JSON in ASCII":             asciiJSON,
		"query":                     url.QueryEscape,
		"query in lower case":       lowerPercent,
		"query with %20":            func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") },
		"path":                      url.PathEscape,
		"hex":                       func(s string) string { return hex.EncodeToString([]byte(s)) },
		"hex in upper case":         func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) },
		"base64":                    func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
		"base64 for URLs":           func(s string) string { return base64.URLEncoding.EncodeToString([]byte(s)) },
		"base64 without padding":    func(s string) string { return base64.RawStdEncoding.EncodeToString([]byte(s)) },
		"reversed":                  func(s string) string { b := []byte(s); slices.Reverse(b); return string(b) },
		"UTF-16, little end first":  func(s string) string { return wide(s, false) },
		"UTF-16, big end first":     func(s string) string { return wide(s, true) },
	}
}

func bareJSON(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s)
	return b.String()
}

func asciiJSON(s string) string {
	var b strings.Builder
	for _, r := range bareJSON(s) {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		for _, u := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, `\u%04x`, u)
		}
	}
	return b.String()
}

func wide(s string, bigEnd bool) string {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if bigEnd {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return string(out)
}

func TestEveryFormIsFoundInLongerTextsAtEveryOffset(t *testing.T) {
	values := map[string]string{
		"a token":                canary(21),
		"eight bytes":            "a9Bz7-Qk",
		"nine bytes":             "a9Bz7-Qk_",
		"ten bytes":              "a9Bz7-Qk_0",
		"a basic pair":           "user:p@ss/w+rd=&<b>$,;",
		"quotes and backslashes": `say "drill" \ then 'go' 100%`,
		"many lines":             "-----BEGIN DRILL-----\nAbC+/=\r\n\tdEf\x00\x07gh\n-----END DRILL-----\n",
		"outside ASCII":          "schlüssel-ключ-🔑-värde",
	}
	for name, value := range values {
		forms := secret(value).Forms()
		for encoder, encode := range encoders() {
			for offset := range 7 {
				whole := encode("before "[:offset] + value + " after"[:6-offset])
				if !slices.ContainsFunc(forms, func(f []byte) bool { return strings.Contains(whole, string(f)) }) {
					t.Errorf("%s as %s at offset %d is not found in %q", name, encoder, offset, whole)
				}
			}
		}
	}
}

func TestFormsAreDistinctLongEnoughAndFree(t *testing.T) {
	s := secret(canary(22))
	forms := s.Forms()
	for i, a := range forms {
		if len(a) < 8 {
			t.Errorf("form %q would hit ordinary text", a)
		}
		for _, b := range forms[i+1:] {
			if bytes.Equal(a, b) {
				t.Errorf("form %q stands twice", a)
			}
		}
	}
	for _, form := range forms {
		clear(form)
	}
	if text(s) != canary(22) {
		t.Error("wiping the forms changed the secret")
	}
}

// F075: a short value must not turn ordinary letters into hits.
func TestF075ShortValuesHaveNoForms(t *testing.T) {
	for _, value := range []string{"", "{", "test", "1234567"} {
		if forms := secret(value).Forms(); len(forms) != 0 {
			t.Errorf("%q has %d forms", value, len(forms))
		}
	}
}

func TestFormsDoNotMatchOtherValues(t *testing.T) {
	forms := secret(canary(23)).Forms()
	other := canary(24)
	for name, encode := range encoders() {
		for _, form := range forms {
			if strings.Contains(encode(other), string(form)) {
				t.Errorf("%q hits another value as %s", form, name)
			}
		}
	}
}

func FuzzForms(f *testing.F) {
	f.Add("before ", canary(25), " after")
	f.Add("", "12345678", "")
	f.Add("a", "\xff\x00\xfe12345", "\xff")
	f.Fuzz(func(t *testing.T, before, value, after string) {
		if len(value) < 8 {
			return // too short to have forms
		}
		forms := secret(value).Forms()
		for _, name := range []string{"plain", "hex", "base64", "base64 for URLs", "query", "reversed"} {
			whole := encoders()[name](before + value + after)
			if !slices.ContainsFunc(forms, func(f []byte) bool { return strings.Contains(whole, string(f)) }) {
				t.Errorf("%q as %s is not found in %q", value, name, whole)
			}
		}
	})
}

func BenchmarkForms(b *testing.B) {
	s := secret(canary(rand.Uint64()))
	for b.Loop() {
		s.Forms()
	}
}
