package identify

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"firebreak/providers"
)

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// openaiMarker is in two parts so that scanners do not take this file for a leak.
const openaiMarker = "T3" + "BlbkFJ"

// made builds a key of the form: never a literal, always with DRILL in it.
func made(prefix string, body int, seed uint64) string {
	rnd := rand.New(rand.NewPCG(seed, 7))
	half := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = digits[rnd.IntN(len(digits))]
		}
		return string(b)
	}
	return prefix + "DRILL" + half(body-5) + openaiMarker + half(body)
}

var (
	legacy  = made("sk-", 20, 1)
	project = made("sk-proj-", 74, 2)
	shorter = made("sk-proj-", 58, 3)
	service = made("sk-svcacct-", 74, 4)
	admin   = made("sk-admin-", 58, 5)
	none    = made("sk-None-", 74, 6)
)

func secret(s string) providers.Secret { return providers.NewSecret([]byte(s)) }

func TestEveryKindIsRecognisedBare(t *testing.T) {
	for _, c := range []struct {
		value string
		kind  providers.Kind
	}{
		{legacy, "openai/legacy-user-key"},
		{project, "openai/project-key"},
		{shorter, "openai/project-key"},
		{made("sk-proj-", 20, 8), "openai/project-key"},
		{service, "openai/service-account-key"},
		{made("sk-svcacct-", 58, 9), "openai/service-account-key"},
		{admin, "openai/admin-key"},
		{made("sk-admin-", 74, 10), "openai/admin-key"},
		{none, "openai/user-none-key"},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			found, other := Find([]byte(c.value))
			if len(found) != 1 || len(other) != 0 {
				t.Fatalf("want one finding and nothing else, got %d and %v", len(found), other)
			}
			f := found[0]
			if f.Credential.Kind != c.kind || f.Confidence != High || f.Why != WhyExact || f.Line != 1 || f.Name != "" {
				t.Errorf("got %+v", f)
			}
			if f.Span != [2]int{0, len(c.value)} {
				t.Errorf("span %v", f.Span)
			}
			if !f.Credential.Secret.Equal(secret(c.value)) {
				t.Error("another value was taken")
			}
		})
	}
}

func TestAKeyIsFoundInItsWrapping(t *testing.T) {
	wrapped := func(width int, brk string) string {
		var b strings.Builder
		for i := 0; i < len(project); i += width {
			if i > 0 {
				b.WriteString(brk)
			}
			b.WriteString(project[i:min(i+width, len(project))])
		}
		return b.String()
	}
	wide := func(s string, little bool) string {
		var b bytes.Buffer
		for _, u := range utf16.Encode([]rune("\ufeff" + s)) {
			if little {
				b.Write([]byte{byte(u), byte(u >> 8)})
			} else {
				b.Write([]byte{byte(u >> 8), byte(u)})
			}
		}
		return b.String()
	}
	for _, c := range []struct {
		name, text string
		want       string
		line       int
		at         Why
	}{
		{"an env line", "OPENAI_API_KEY=" + project, "OPENAI_API_KEY", 1, WhyExact},
		{"an env file with CRLF", "# keys\r\nPORT=1\r\nOPENAI_API_KEY=\"" + project + "\"\r\n", "OPENAI_API_KEY", 3, WhyExact},
		{"an export with single quotes", "export OPENAI_API_KEY='" + project + "'", "OPENAI_API_KEY", 1, WhyExact},
		{"a Windows set", "set OPENAI_API_KEY=" + project, "OPENAI_API_KEY", 1, WhyExact},
		{"a PowerShell variable", `$env:OPENAI_API_KEY = "` + project + `"`, "OPENAI_API_KEY", 1, WhyExact},
		{"YAML", "  openai_key: " + project + "\n", "openai_key", 1, WhyExact},
		{"JSON", "{\n  \"apiKey\": \"" + project + "\",\n  \"x\": 1}", "apiKey", 2, WhyExact},
		{"JSON escaped in a log's JSON", `{"msg":"cfg {\"apiKey\":\"` + project + `\"}\n"}`, "apiKey", 1, WhyExact},
		{"an escaped newline before it", `"first\n` + project + `\nlast"`, "", 1, WhyExact},
		{"unicode escaped quotes", `\u0022` + project + `\u0022`, "", 1, WhyExact},
		{"percent encoding", `key%3D` + project + `%26x=1`, "", 1, WhyExact},
		{"a curl header", `curl -H "Authorization: Bearer ` + project + `" https://api.openai.com/v1/models`, "Authorization", 1, WhyExact},
		{"a curl user", `curl -u ` + project + `: https://api.openai.com/v1/models`, "", 1, WhyExact},
		{"a header field", "x-api-key: " + project, "x-api-key", 1, WhyExact},
		{"code", `client := openai.New(option.WithAPIKey("` + project + `"))`, "", 1, WhyExact},
		{"a Go assignment", `apiKey := "` + project + `"`, "apiKey", 1, WhyExact},
		{"a log line", "2026-11-23T03:12:44Z ERROR auth key=" + project + ", retry", "key", 1, WhyExact},
		{"the end of a sentence", "It was " + project + ".", "", 1, WhyExact},
		{"a diff", "+++ b/.env\n+OPENAI_API_KEY=" + project + "\n", "OPENAI_API_KEY", 2, WhyExact},
		{"a quoted mail", "> > the key is\n> " + project, "", 2, WhyExact},
		{"angle brackets and back-ticks", "<`" + project + "`>", "", 1, WhyExact},
		{"colour", "\x1b[1;31mOPENAI_API_KEY\x1b[0m=\x1b[32m" + project[:40] + "\x1b[0m" + project[40:] + "\x1b[K", "OPENAI_API_KEY", 1, WhyExact},
		{"colour written out", `\u001b[32m` + project + `\u001b[0m`, "", 1, WhyExact},
		{"a terminal hyperlink", "\x1b]8;;https://x.example\x1b\\" + project + "\x1b]8;;\a", "", 1, WhyExact},
		{"a byte order mark", "\ufeff" + project, "", 1, WhyExact},
		{"zero-width characters inside", project[:9] + "\u200b" + project[9:60] + "\u2060\ufeff" + project[60:], "", 1, WhyExact},
		{"UTF-16 little endian", wide("K="+project+"\r\n", true), "K", 1, WhyExact},
		{"UTF-16 big endian", wide("K="+project+"\r\n", false), "K", 1, WhyExact},
		{"emphasis touching it", "__" + project + "__", "", 1, WhyExact},
		{"letters touching it", "key" + project, "", 1, WhyGlued},
		{"a terminal's wrap at 80", wrapped(80, "\n"), "", 1, WhyWrapped},
		{"a narrow box with CRLF and indentation", wrapped(17, "\r\n    "), "", 1, WhyWrapped},
		{"shell continuations", wrapped(60, "\\\n"), "", 1, WhyWrapped},
		{"quoted-printable mail", wrapped(75, "=\r\n"), "", 1, WhyWrapped},
		{"wrapped quoted mail", "> key:\n> " + wrapped(70, "\n> "), "", 2, WhyWrapped},
		{"a wrap inside the marker", project[:85] + "\n" + project[85:] + "\nnext line", "", 1, WhyWrapped},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, _ := Find([]byte(c.text))
			if len(found) != 1 {
				t.Fatalf("found %d", len(found))
			}
			f := found[0]
			if !f.Credential.Secret.Equal(secret(project)) {
				t.Fatal("another value was taken")
			}
			if f.Name != c.want || f.Line != c.line || f.Why != c.at {
				t.Errorf("name %q line %d why %s", f.Name, f.Line, f.Why)
			}
			if in := c.text[f.Span[0]:f.Span[1]]; !strings.HasPrefix(in, "s") || !strings.HasSuffix(strings.TrimRight(in, "\x00"), project[len(project)-1:]) {
				t.Errorf("span %v does not hold the key", f.Span)
			}
		})
	}
}

func TestWhatIsUnusualLowersTheConfidence(t *testing.T) {
	unmarked := strings.Replace(project, openaiMarker, "T3"+"BlbkFx", 1)
	for _, c := range []struct {
		name, text string
		confidence Confidence
		why        Why
	}{
		{"a length not seen before", made("sk-proj-", 66, 11), Medium, WhyLength},
		{"one character short", project[:len(project)-1], Medium, WhyLength},
		{"no marker", unmarked, Low, WhyNoMarker},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, _ := Find([]byte(c.text))
			if len(found) != 1 || found[0].Confidence != c.confidence || found[0].Why != c.why {
				t.Fatalf("got %+v", found)
			}
			if !found[0].Credential.Secret.Equal(secret(c.text)) {
				t.Error("another value was taken")
			}
		})
	}
}

func TestWhatIsNoKeyGetsAWordInstead(t *testing.T) {
	body := made("", 74, 12)[5:74]
	for _, c := range []struct {
		name, text string
		want       Shape
	}{
		{"nothing", "", Shape{Look: LooksEmpty}},
		{"blank and decoration", " \r\n\t\ufeff\x1b[0m", Shape{Look: LooksEmpty}},
		{"a masked key", "Incorrect API key provided: sk-proj-" + "********AbC1.", Shape{LooksMasked, "openai", 1}},
		{"the vendor's own mask", "a\nsk-svcacct-AB...4fQ2", Shape{LooksMasked, "openai", 2}},
		{"a scanner's redaction", "Secret: REDACTED", Shape{LooksMasked, "", 1}},
		{"a prefix cut short", "sk-proj-" + "AbCd1234", Shape{LooksTruncated, "openai", 1}},
		{"a placeholder key", "OPENAI_API_KEY=sk-proj-" + strings.Repeat("x", 40), Shape{LooksPlaceholder, "openai", 1}},
		{"a counting body with the marker", "sk-" + "abcdefghijklmnopqrst" + openaiMarker + "abcdefghijklmnopqrst", Shape{LooksPlaceholder, "openai", 1}},
		{"a placeholder word", "OPENAI_API_KEY=<your-api-key>", Shape{LooksPlaceholder, "", 1}},
		{"a reference", "OPENAI_API_KEY=${OPENAI_API_KEY}", Shape{LooksReference, "", 1}},
		{"a vault reference", "op://prod/openai/key", Shape{LooksReference, "", 1}},
		{"a shape that many share", "sk-" + body[:48], Shape{LooksShared, "", 1}},
		{"Anthropic's OAuth token", "sk-ant-" + "oat01-" + made("", 90, 13)[:93] + "AA", Shape{LooksOther, "anthropic", 1}},
		{"AWS", "AKIA" + strings.ToUpper(body[:16]), Shape{LooksHalf, "aws", 1}},
		{"GitHub", "token: ghp_" + body[:36], Shape{LooksMistyped, "github", 1}},
		{"Google's client secret", "GOCSPX-" + body[:28], Shape{LooksOther, "google", 1}},
		{"a project id", "proj_" + body[:24], Shape{LooksIdentifier, "openai", 1}},
		{"a digest", strings.Repeat("0a", 20), Shape{LooksHash, "", 1}},
		{"a password hash", "$2b$10$" + body, Shape{LooksHash, "", 1}},
		{"prose", "please revoke it at once", Shape{LooksUnknown, "", 1}},
		{"a word that begins like a key", "ask-projects and task-admin-tools", Shape{LooksUnknown, "", 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, other := Find([]byte(c.text))
			if len(found) != 0 {
				t.Fatalf("found %+v", found)
			}
			if len(other) != 1 || other[0] != c.want {
				t.Errorf("got %+v, want %+v", other, c.want)
			}
		})
	}
}

func TestALineAfterTheKeyIsNotDrawnIn(t *testing.T) {
	for _, text := range []string{
		project + "\nAAAA",
		project[:100] + "\nnothing of it follows",
		project[:100] + "\n\n" + project[100:],
	} {
		found, _ := Find([]byte(text))
		for _, f := range found {
			if f.Why == WhyWrapped {
				t.Errorf("joined over a break that is none: span %v", f.Span)
			}
		}
	}
}

func TestOneValueIsOneFindingWithTheBestThatIsKnown(t *testing.T) {
	found, _ := Find([]byte("x" + project + "\n" + service + "\nOPENAI_API_KEY=" + project))
	if len(found) != 2 {
		t.Fatalf("found %d", len(found))
	}
	if f := found[0]; f.Line != 1 || f.Confidence != High || f.Name != "OPENAI_API_KEY" {
		t.Errorf("got %+v", f)
	}
	if found[1].Line != 2 {
		t.Errorf("second on line %d", found[1].Line)
	}
}

func TestF077KeysWithTheSameLastFourStayApart(t *testing.T) {
	var text strings.Builder
	var keys []string
	for seed := range uint64(3) {
		key := made("sk-proj-", 74, 100+seed)
		keys = append(keys, key[:len(key)-4]+"AbC1")
		fmt.Fprintf(&text, "K%d=%s\n", seed, keys[seed])
	}
	found, _ := Find([]byte(text.String()))
	if len(found) != 3 {
		t.Fatalf("found %d", len(found))
	}
	for i, f := range found {
		if !f.Credential.Secret.Equal(secret(keys[i])) || f.Credential.Secret.Last4() != "AbC1" {
			t.Errorf("finding %d is another", i)
		}
	}
}

func TestANameNeverHoldsAKey(t *testing.T) {
	found, _ := Find([]byte(project + "=" + service))
	if len(found) != 2 || found[1].Name != "" {
		t.Fatalf("got %+v", found)
	}
	long := strings.Repeat("N", maxName+1)
	if found, _ = Find([]byte(long + "=" + service)); found[0].Name != "" {
		t.Errorf("a name of %d characters passed", len(found[0].Name))
	}
}

func TestHostileTextCostsNoMoreThanItsLength(t *testing.T) {
	const size = 512 << 10 // the square of this would take hours
	for _, unit := range []string{"sk-proj-", "sk-proj-\n", "sk-" + openaiMarker, "\x1b]", "\x1b[", "sk-ant-", "\\AKIA", "\xef\xbb\xbf"} {
		if found, other := Find(bytes.Repeat([]byte(unit), size/len(unit))); len(found) != 0 || len(other) == 0 {
			t.Errorf("%q: found %d, other %v", unit, len(found), other)
		}
	}
}

func TestPrintingAFindingTellsNothing(t *testing.T) {
	found, _ := Find([]byte("K=" + project))
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if out := fmt.Sprintf(verb, found); strings.Contains(out, project[10:40]) {
			t.Errorf("%s shows the key", verb)
		}
	}
}

func TestOnlyHandledKindsHaveAPrefixAndAreFound(t *testing.T) {
	for id, want := range map[providers.Kind]string{"openai/project-key": "sk-proj-", "openai/legacy-user-key": "sk-", "github/pat-classic": "ghp_", "gitlab/pat": "", "x/y": ""} {
		if got := Prefix(id); got != want {
			t.Errorf("%s: %q", id, got)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add([]byte("OPENAI_API_KEY=" + project))
	f.Add([]byte(project[:80] + "\\\n" + project[80:]))
	f.Add([]byte("\x1b]8;;\x1b[31" + legacy))
	f.Add([]byte("\ufeff\x00s\x00k\x00-"))
	f.Add([]byte("sk-proj-****"))
	f.Fuzz(func(t *testing.T, text []byte) {
		before := bytes.Clone(text)
		found, other := Find(text)
		if !bytes.Equal(before, text) {
			t.Fatal("the input was changed")
		}
		if len(found) == 0 && len(other) == 0 {
			t.Fatal("no word for it")
		}
		lines := bytes.Count(text, []byte{'\n'}) + 1
		for i, a := range found {
			if a.Span[0] < 0 || a.Span[0] >= a.Span[1] || a.Span[1] > len(text) || a.Line < 1 || a.Line > lines {
				t.Fatalf("span %v line %d", a.Span, a.Line)
			}
			if a.Name != "" && providers.CleanID(a.Name) != a.Name {
				t.Fatalf("name %q", a.Name)
			}
			if a.Credential.Secret.IsEmpty() || a.Why == "" || a.Confidence == "" {
				t.Fatalf("got %+v", a)
			}
			for _, b := range found[:i] {
				if a.Credential.Secret.Equal(b.Credential.Secret) {
					t.Fatal("one value twice")
				}
			}
		}
	})
}

// Baseline, seconds of one core of a busy 2-core server, November 2026: some 125 MB/s, although every
// line of it begins like a key twice.
func BenchmarkFind(b *testing.B) {
	var text bytes.Buffer
	for i := range 20_000 {
		fmt.Fprintf(&text, "2026-11-23T03:12:%02dZ level=info msg=\"task-runner asked sk-buffers\" id=%d\n", i%60, i)
		if i%1000 == 0 {
			fmt.Fprintf(&text, "OPENAI_API_KEY=%s\n", made("sk-proj-", 74, uint64(i)))
		}
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if found, _ := Find(text.Bytes()); len(found) != 20 {
			b.Fatalf("found %d", len(found))
		}
	}
}
