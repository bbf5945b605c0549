package identify

import "firebreak/providers"

// alphabet is the set of characters that a body may hold.
type alphabet [256]bool

func letters(extra string) *alphabet {
	var a alphabet
	for c := range 256 {
		a[c] = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
	}
	for _, c := range []byte(extra) {
		a[c] = true
	}
	return &a
}

var (
	alphanumeric = letters("")
	urlSafe      = letters("_-")
	tokenLike    = letters("_-.")
)

// openaiMarker stands in the middle of every OpenAI key. It is written in two parts so that
// scanners do not take this file for a leak.
const openaiMarker = "T3" + "BlbkFJ"

// layout is how many characters stand before and behind the marker.
type layout struct{ before, behind int }

func halves(lengths ...int) []layout {
	all := make([]layout, len(lengths))
	for i, n := range lengths {
		all[i] = layout{n, n}
	}
	return all
}

func (l layout) whole(marker string) int { return l.before + len(marker) + l.behind }

// form is one row: a kind's value is prefix + body + marker + body; the second may be empty.
type form struct {
	kind     providers.Kind
	prefix   string
	marker   string
	letters  *alphabet
	exact    []layout // that scanners look for; vendors promise none
	min, max int      // accepted at lower confidence
	// bare is the least run behind the prefix that is worth showing without the marker;
	// 0: never, since the prefix is shared with other vendors.
	bare int
}

// forms lists the kinds we can act on. The longest prefix that fits wins.
var forms = []form{
	{kind: "openai/project-key", prefix: "sk-proj-", marker: openaiMarker, letters: urlSafe, exact: halves(74, 58, 20), min: 16, max: 120, bare: 40},
	{kind: "openai/service-account-key", prefix: "sk-svcacct-", marker: openaiMarker, letters: urlSafe, exact: halves(74, 58), min: 16, max: 120, bare: 40},
	{kind: "openai/admin-key", prefix: "sk-admin-", marker: openaiMarker, letters: urlSafe, exact: halves(58, 74), min: 16, max: 120, bare: 40},
	{kind: "openai/user-none-key", prefix: "sk-None-", marker: openaiMarker, letters: urlSafe, exact: halves(74), min: 16, max: 120, bare: 40},
	{kind: "openai/legacy-user-key", prefix: "sk-", marker: openaiMarker, letters: alphanumeric, exact: halves(20), min: 16, max: 28},
	{kind: "anthropic/api-key", prefix: "sk-ant-" + "api03-", marker: "AA", letters: urlSafe, exact: []layout{{93, 0}}, min: 80, max: 120, bare: 40},
	{kind: "anthropic/admin-key", prefix: "sk-ant-" + "admin01-", marker: "AA", letters: urlSafe, exact: []layout{{93, 0}}, min: 80, max: 120, bare: 40},
}

// foreign is a prefix of something that we do not act on.
type foreign struct {
	vendor  string
	prefix  string
	letters *alphabet
	least   int // characters behind the prefix; a prefix alone is a word
	look    Look
}

// foreigners is deliberately short: it serves the sentence "this is not an OpenAI key".
var foreigners = []foreign{
	{"anthropic", "sk-ant-", urlSafe, 20, LooksOther},
	{"openrouter", "sk-or-v1-", urlSafe, 20, LooksOther},
	{"langfuse", "sk-lf-", urlSafe, 20, LooksOther},
	{"minimax", "sk-api-", urlSafe, 40, LooksOther},
	{"stripe", "sk_live_", alphanumeric, 20, LooksOther},
	{"stripe", "rk_live_", alphanumeric, 20, LooksOther},
	{"aws", "AKIA", alphanumeric, 16, LooksOther},
	{"aws", "ASIA", alphanumeric, 16, LooksOther},
	{"github", "ghp_", alphanumeric, 30, LooksOther},
	{"github", "gho_", alphanumeric, 30, LooksOther},
	{"github", "ghu_", alphanumeric, 30, LooksOther},
	{"github", "ghs_", alphanumeric, 30, LooksOther},
	{"github", "github_pat_", urlSafe, 50, LooksOther},
	{"gitlab", "glpat-", tokenLike, 16, LooksOther},
	{"google", "AIza", urlSafe, 35, LooksOther},
	{"google", "GOCSPX-", urlSafe, 20, LooksOther},
	{"google", "ya29.", urlSafe, 20, LooksOther},
	{"groq", "gsk_", alphanumeric, 40, LooksOther},
	{"huggingface", "hf_", alphanumeric, 30, LooksOther},
	{"npm", "npm_", alphanumeric, 36, LooksOther},
	{"perplexity", "pplx-", alphanumeric, 40, LooksOther},
	{"replicate", "r8_", alphanumeric, 37, LooksOther},
	{"sendgrid", "SG.", tokenLike, 60, LooksOther},
	{"slack", "xoxb-", urlSafe, 20, LooksOther},
	{"slack", "xoxp-", urlSafe, 20, LooksOther},
	{"slack", "xapp-", urlSafe, 20, LooksOther},
	{"xai", "xai-", alphanumeric, 60, LooksOther},
	{"openai", "proj_", alphanumeric, 16, LooksIdentifier},
	{"openai", "org-", alphanumeric, 16, LooksIdentifier},
	{"openai", "key_", alphanumeric, 16, LooksIdentifier},
	{"openai", "chatcmpl-", alphanumeric, 16, LooksIdentifier},
}

// starts holds the rows by their first byte, longest prefix first.
var starts = index()

type row struct {
	prefix  string
	form    *form
	foreign *foreign
}

func index() *[256][]row {
	var by [256][]row
	add := func(r row) {
		list := by[r.prefix[0]]
		at := 0
		for at < len(list) && len(list[at].prefix) >= len(r.prefix) {
			at++
		}
		list = append(list, row{})
		copy(list[at+1:], list[at:])
		list[at] = r
		by[r.prefix[0]] = list
	}
	for i := range forms {
		add(row{prefix: forms[i].prefix, form: &forms[i]})
	}
	for i := range foreigners {
		add(row{prefix: foreigners[i].prefix, foreign: &foreigners[i]})
	}
	return &by
}

// Prefix returns the public start of a kind's values, for display.
func Prefix(kind providers.Kind) string {
	for _, f := range forms {
		if f.kind == kind {
			return f.prefix
		}
	}
	return ""
}
