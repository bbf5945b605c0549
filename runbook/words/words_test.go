package words

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"
	"unicode"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

var start = time.Date(2026, 11, 23, 3, 12, 7, 0, time.UTC)

func at(d time.Duration) time.Time { return start.Add(d) }

func TestTimesAreUTCToTheSecond(t *testing.T) {
	jakarta := time.FixedZone("WIB", 7*3600)
	when := time.Date(2026, 11, 23, 15, 14, 5, 999, jakarta)
	for _, l := range Langs {
		if got := l.Time(when); got != "2026-11-23T08:14:05Z" {
			t.Errorf("time: %s", got)
		}
		if got := l.Clock(when); got != "08:14:05Z" {
			t.Errorf("clock: %s", got)
		}
		if got := l.Time(time.Time{}); got != l.Unknown() {
			t.Errorf("zero time: %s", got)
		}
	}
}

func TestSpansAreExactAndShortOnesAreRounded(t *testing.T) {
	cases := []struct {
		d           time.Duration
		span, short string
	}{
		{0, "0s", "0 s"},
		{300 * time.Millisecond, "300ms", "300 ms"},
		{time.Nanosecond, "1ms", "1 ms"},
		{10 * time.Second, "10s", "10 s"},
		{59*time.Second + 600*time.Millisecond, "1m 00s", "1 min"},
		{4*time.Minute + 10*time.Second, "4m 10s", "4 min"},
		{time.Hour + 4*time.Minute + 10*time.Second, "1h 04m 10s", "64 min"},
		{257 * time.Hour, "257h 00m 00s", "11 days"},
		{-90 * time.Second, "-1m 30s", "2 min"},
	}
	for _, c := range cases {
		if got := Span(c.d); got != c.span {
			t.Errorf("Span(%s) = %q, want %q", c.d, got, c.span)
		}
		if got := English.Short(c.d); got != c.short {
			t.Errorf("Short(%s) = %q, want %q", c.d, got, c.short)
		}
	}
	if got := Indonesian.Short(4 * time.Minute); got != "4 mnt" {
		t.Errorf("got %q", got)
	}
}

func TestAgoKnowsThePastTheFutureAndNow(t *testing.T) {
	for d, want := range map[time.Duration]string{
		21 * time.Minute: "21 min ago", 3 * time.Second: "just now", -10 * time.Minute: "in 10 min",
	} {
		if got := English.Ago(start, at(d)); got != want {
			t.Errorf("after %s: %q, want %q", d, got, want)
		}
	}
	if got := Indonesian.Ago(start, at(21*time.Minute)); got != "21 mnt lalu" {
		t.Errorf("got %q", got)
	}
}

func TestMoneyAndCountsHaveSeparators(t *testing.T) {
	for micros, want := range map[int64]string{
		1_234_560_000: "USD 1,234.56", 274_104_999: "USD 274.10", 274_105_000: "USD 274.11", 0: "USD 0.00", -5_000: "USD -0.01",
		1: "USD 0.000001", 4_999: "USD 0.005", 14: "USD 0.00001",
		math.MaxInt64: "USD 9,223,372,036,854.78", math.MinInt64: "USD -9,223,372,036,854.78",
	} {
		if got := English.Money(micros, "usd"); got != want {
			t.Errorf("Money(%d) = %q, want %q", micros, got, want)
		}
	}
	for got, want := range map[string]string{Indonesian.Money(1_234_560_000, "usd"): "USD 1.234,56", Indonesian.Count(90112): "90.112",
		Indonesian.Money(3_000, "usd"): "USD 0,003", percent(Indonesian, 0.0123): "1,2 %", figure(Indonesian, 3.57): "3,6"} {
		if got != want {
			t.Errorf("in Indonesian %q, want %q", got, want)
		}
	}
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 90112: "90,112", -1234567: "-1,234,567",
		math.MinInt64: "-9,223,372,036,854,775,808"} {
		if got := English.Count(n); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestTokensAreShort(t *testing.T) {
	for n, want := range map[int64][2]string{
		0: {"0", "0"}, 950: {"950", "950"}, 999: {"999", "999"}, 12_000: {"12.0 k", "12,0 rb"}, 350_000: {"350 k", "350 rb"},
		999_950: {"1.0 M", "1,0 jt"}, 214_000_000: {"214 M", "214 jt"}, -8_000: {"-8.0 k", "-8,0 rb"}, 1_200_000_000: {"1.2 G", "1,2 miliar"},
	} {
		if got := [2]string{English.Tokens(n), Indonesian.Tokens(n)}; got != want {
			t.Errorf("Tokens(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestOneThingIsNotManyThings(t *testing.T) {
	if English.Requests(1) != "1 request" || English.Requests(2391) != "2,391 requests" || Indonesian.Requests(2) != "2 permintaan" {
		t.Error(English.Requests(1), English.Requests(2391), Indonesian.Requests(2))
	}
	searched := []providers.Counted{{What: "projects", N: 1}, {What: "keys", N: 41}, {What: "moons", N: 2}}
	if got := English.Searched(searched); got != "1 project, 41 keys, 2 moons" {
		t.Error(got)
	}
}

func TestWrappedAddressesLoseNothing(t *testing.T) {
	long := "https://api.openai.com/v1/organization/projects/proj_8sK2nQ/api_keys/key_7HqW2mXv9LcA"
	for _, text := range []string{long, "", "x", strings.Repeat("a", 500), strings.Repeat("界", 90), "a/b/c"} {
		for _, width := range []int{1, 2, 20, 63, 72} {
			lines := WrapPath(text, width)
			if strings.Join(lines, "") != text {
				t.Errorf("width %d: %q", width, lines)
			}
		}
	}
	lines := WrapPath(long, 63)
	if !strings.HasSuffix(lines[0], "/") {
		t.Errorf("broken inside a name: %q", lines)
	}
}

func TestAStatementNamesTargetBodyEffectAndUndo(t *testing.T) {
	url := "https://api.openai.com/v1/organization/projects/proj_8sK2nQ/api_keys/key_7HqW2mXv9LcA"
	lines := English.Statement(providers.Statement{Door: "http", Method: "DELETE", URL: url, Effect: providers.Mutate})
	joined := strings.NewReplacer(" ", "", "\n", "").Replace(strings.Join(lines, "\n"))
	for _, want := range []string{"sendsDELETE" + url, "effectchanges", "undothiscannotbeundone"} {
		if !strings.Contains(joined, want) {
			t.Errorf("%q is missing in %q", want, lines)
		}
	}
	spend := providers.Statement{Door: "http", Method: "POST", URL: url, Body: json.RawMessage(`{ "threshold_amount": 1,
		"currency": "USD" }`), Reversible: true, Undo: "openai.spend_limit.delete"}
	text := strings.Join(English.Statement(spend), "\n")
	for _, want := range []string{`{"threshold_amount":1,"currency":"USD"}  = USD 0.01`, "can be undone exactly"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if got := English.Statements([]providers.Statement{spend, spend})[0]; got != "2 acts, exactly these:" {
		t.Error(got)
	}
	for _, line := range English.Statement(spend) {
		if len(line) > Width {
			t.Errorf("%d columns: %s", len(line), line)
		}
	}
}

func TestAVerdictHoldsStatusCodeMeaningAndTheVendorsWords(t *testing.T) {
	v := incident.Verdict{Life: providers.Dead, Reason: providers.ReasonInvalid, Status: 401, Code: "invalid_api_key", At: start}
	if got := English.Verdict(v, "OpenAI"); got != "401 invalid_api_key, refused: dead, mistyped or unknown" {
		t.Error(got)
	}
	v = incident.Verdict{Life: providers.Alive, Reason: providers.ReasonOK, Status: 200, Message: hostile}
	for _, l := range Langs {
		inert(t, l.Verdict(v, "OpenAI"))
	}
}

func TestTroubleFollowsTheFateOfAMutation(t *testing.T) {
	cut := func(f providers.Fate) incident.FailData {
		return incident.FailData{Reason: incident.WhyUnreachable, Fail: &incident.CallFail{Fate: f}}
	}
	for fate, want := range map[providers.Fate]string{
		providers.NotSent: "Nothing was sent", providers.Unknown: "may have taken place", providers.Refused: "not revoked",
	} {
		if got := English.Trouble(incident.StepRevoke, cut(fate), "OpenAI")[1]; !strings.Contains(got, want) {
			t.Errorf("%s: %q", fate, got)
		}
	}
	if got := English.Trouble(incident.StepReview, cut(providers.Unknown), "OpenAI")[1]; !strings.Contains(got, "state is unchanged") {
		t.Errorf("a read was told as a mutation: %q", got)
	}
	for step, want := range map[incident.Step]string{incident.StepRevoke: "treated as alive", incident.StepRotate: "read before any repeat"} {
		if got := English.Trouble(step, incident.FailData{Reason: incident.WhyUnknownState}, "OpenAI")[1]; !strings.Contains(got, want) {
			t.Errorf("%s: %q", step, got)
		}
	}
	slow := incident.FailData{Reason: incident.WhyRateLimited, Fail: &incident.CallFail{Wait: 40 * time.Second}}
	if got := English.Trouble(incident.StepLocate, slow, "OpenAI")[2]; got != "Wait 40 s, then try again." {
		t.Error(got)
	}
	store := incident.FailData{Reason: incident.WhyStore, Detail: "dotenv:.env tracked"}
	if got := English.Trouble(incident.StepRotate, store, "OpenAI"); got[0] != "dotenv:.env: git tracks the file: the new value would be committed." ||
		!strings.Contains(got[2], "--approve write-tracked") {
		t.Error(got)
	}
	parking := incident.FailData{Reason: incident.WhyNoParking, Detail: "prove parking: read identity: no service"}
	if got := English.Trouble(incident.StepRotate, parking, "OpenAI")[0]; got != "There is no keyring service in this session." {
		t.Error(got)
	}
}

func TestAGapNeverReadsAsZero(t *testing.T) {
	gap := incident.Gap{What: "usage completions", Why: incident.WhyUnreachable, From: at(0), To: at(time.Hour)}
	want := "usage completions: unknown from 2026-11-23T03:12:07Z to 2026-11-23T04:12:07Z; OpenAI could not be reached, or gave no usable answer"
	if got := English.Gap(gap, "OpenAI"); got != want {
		t.Error(got)
	}
	for _, why := range constants(t, incidentDir, "Reason", "") {
		for _, l := range Langs {
			got := l.Gap(incident.Gap{What: "cost", Why: incident.Reason(why)}, "OpenAI")
			if !strings.Contains(got, l.Unknown()) && !strings.Contains(got, pick(l, "not settled", "belum final")) && !strings.Contains(got, pick(l, "an estimate", "perkiraan")) {
				t.Errorf("%q says nothing of unknown", got)
			}
		}
	}
}

func TestASearchThatReadNothingNeverReadsAsClean(t *testing.T) {
	for _, d := range []incident.TracedData{{}, {Complete: true}, {Files: 3, Refused: 1}} {
		if got := English.Traced(d); strings.Contains(got, "all searched") {
			t.Errorf("%+v reads as clean: %q", d, got)
		}
	}
}

func TestANameNearAKnownOneIsOffered(t *testing.T) {
	got := strings.Join(English.ApprovalUnknown("revok"), "\n")
	if !strings.Contains(got, "Did you mean revoke?") || !strings.Contains(got, "write-tracked") {
		t.Error(got)
	}
	key := "sk-proj-DRILL" + strings.Repeat("x9", 30)
	for _, lines := range [][]string{English.ApprovalUnknown(key), English.StrategyUnknown(key)} {
		if strings.Contains(strings.Join(lines, ""), "DRILL") {
			t.Errorf("a key is repeated: %q", lines)
		}
	}
}

func TestARuleOutLineNamesAnInnocentExplanation(t *testing.T) {
	got := English.RuleOut([]incident.Signal{{Code: "new_model"}, {Code: "over_peak"}})
	if got != "rule out first: a new release, a changed default model; a batch job, a load test, a retry loop" {
		t.Error(got)
	}
	if got := English.RuleOut([]incident.Signal{{Code: "usual"}}); got != "" {
		t.Error(got)
	}
}

func TestLookalikesInADecidingNameAreSpelledOut(t *testing.T) {
	for name, want := range map[string]string{
		"docs-bot":      "docs-bot",
		"d\u043ecs-bot": "d\u043ecs-bot (holds U+043E)",
		"":              "without a name",
	} {
		if got := English.Name(providers.FromOutside(name), 40); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
	many := English.Name(providers.FromOutside("\u0430\u0431\u0432\u0433\u0434"), 40)
	if !strings.HasSuffix(many, "U+0432 and more)") {
		t.Error(many)
	}
}

func TestAWrongPhraseNamesItsFirstWrongCharacter(t *testing.T) {
	phrase := Phrase("4fQ2", "OpenAI")
	for typed, want := range map[string]string{
		"revoke 4fw2":  `"w" does not fit: next is "Q".`,
		"revoke 4f":    `It is cut off: next is "Q".`,
		"revoke4fq2":   `"4" does not fit: next is a space.`,
		"revoke 4fQ2x": "There is more than the phrase.",
	} {
		if got := English.PhraseWrong(typed, phrase); !strings.HasPrefix(got, want) {
			t.Errorf("%q: %q", typed, got)
		}
	}
	if got := English.PhraseWrong("revoke O", Phrase("0abc", "")); !strings.HasPrefix(got, "letter o does not fit: next is digit zero") {
		t.Error(got)
	}
	if got := Phrase("", "OpenAI"); got != "revoke OpenAI" {
		t.Error(got)
	}
	inert(t, English.PhraseWrong("revoke \x1b", phrase))
}

// hostile would move the cursor, recolour, reverse the text, call people, and break lines.
var hostile = providers.FromOutside("evil\x1b[2J\x07\r\n\u202e@everyone <!channel>\u200b|`*\x9b31m")

func inert(t *testing.T, line string) {
	t.Helper()
	for _, r := range line {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			t.Errorf("%q lets %U through", line, r)
			return
		}
	}
}

func TestWhatIsSaidOfACountAgreesWithIt(t *testing.T) {
	for n, want := range map[int][2]string{
		0: {"0 places hold it", "0 tempat memuatnya"}, 1: {"1 place holds it", "1 tempat memuatnya"}, 1200: {"1,200 places hold it", "1.200 tempat memuatnya"},
	} {
		got := [2]string{Number(English, n, "place holds it", "places hold it", "tempat memuatnya"), Number(Indonesian, n, "place holds it", "places hold it", "tempat memuatnya")}
		if got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}
