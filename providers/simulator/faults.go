package simulator

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Match says which requests a fault meets. Empty fields match everything.
type Match struct {
	Provider string `json:"provider,omitempty"`
	Method   string `json:"method,omitempty"`
	Path     string `json:"path,omitempty"`  // below the base URL: a prefix, or a template with {names}
	Nth      int    `json:"nth,omitempty"`   // from the nth request that fits; 0 and 1: the first
	Times    int    `json:"times,omitempty"` // for so many of them; 0: for all
	// In seconds of the world's clock since the fault was raised.
	After float64 `json:"after,omitempty"` // not before
	For   float64 `json:"for,omitempty"`   // not longer; 0: without end
}

// Fault is one way in which the outside goes wrong.
type Fault struct {
	Match   Match   `json:"match"`
	Do      string  `json:"do"`
	Seconds float64 `json:"seconds,omitempty"` // what it means depends on Do
	Status  int     `json:"status,omitempty"`  // for html and redirect
	To      string  `json:"to,omitempty"`      // for redirect
}

// activeFault is a fault in force, with its number in the world and what it has met so far.
type activeFault struct {
	Fault
	n    int
	at   time.Time // when it was raised
	seen int
}

// faultDoc describes one fault for people.
type faultDoc struct{ do, says string }

// faultsShown is what GET /_faults answers: what is in force, oldest first, every fault there is, and
// how one is posted.
type faultsShown struct {
	Active []Fault           `json:"active"`
	Known  map[string]string `json:"known"`
	Post   string            `json:"post"`
}

func (w *World) showFaults() faultsShown {
	w.mu.Lock()
	defer w.mu.Unlock()
	shown := faultsShown{Active: []Fault{}, Known: map[string]string{}, Post: faultForm}
	for _, f := range w.faults {
		shown.Active = append(shown.Active, f.Fault)
	}
	for _, d := range faultTable {
		shown.Known[d.do] = d.says
	}
	return shown
}

// faultTable is every fault there is, in the order in which people read it.
var faultTable = []faultDoc{
	{"429", "too many requests, not done; Retry-After is `seconds` (default 1)"},
	{"429_html", "the same as a proxy's page instead of the vendor's shape"},
	{"400_throttle", "a throttle that calls itself a bad request, not done"},
	{"500", "server error, not done"},
	{"503", "overloaded, not done"},
	{"500_after", "done, then a server error"},
	{"slow", "done at once, answered after `seconds` (default 5) of real time"},
	{"late", "done and answered only after `seconds` (default 5) of real time, also when the caller has left"},
	{"cut_before", "connection closed, not done"},
	{"cut_after", "done, connection closed without an answer"},
	{"cut_body", "done, connection closed in the middle of the answer"},
	{"reset", "connection reset, not done"},
	{"garbage", "done, answered with bytes that are no JSON"},
	{"html", "not done, a page answers with `status` (default 200)"},
	{"empty", "done, answered with nothing"},
	{"redirect", "not done, sent elsewhere: `status` (default 307), `to` (default another host)"},
	{"error_200", "not done, an error under status 200"},
	{"huge", "done, the answer is followed by 16 MiB of spaces"},
	{"say_yes", "model calls accept every credential, also made-up ones"},
	{"say_no", "model calls refuse every credential"},
	{"not_member", "model calls say that the owner is in no organisation"},
	{"ip_denied", "model calls say that the address is not allowed"},
	{"region", "model calls say that the country is not supported"},
	{"no_quota", "model calls say that the money is used up"},
	{"no_scope", "model calls say that the key lacks the scope"},
	{"root_key", "access keys of AWS are the account root's"},
	{"quarantined", "AWS has put every user into its quarantine"},
	{"no_right", "admin calls say that the admin key lacks the right"},
	{"flap", "a dead key is accepted on every second call, for `seconds` after its death (default 120)"},
	{"revive", "a dead key works again `seconds` after its death (default 360)"},
	{"say_deleted", "deletes claim success and do nothing"},
	{"refuse_service_key", "a service account's key cannot be deleted as a key (400)"},
	{"stale_last_used", "last use does not move with our calls"},
	{"wrong_mask", "lists show masks that fit no key"},
	{"same_mask", "every key in a list shows the leaked key's mask"},
	{"ignore_filter", "usage, costs and audit log ignore their filters"},
	{"usage_empty", "usage and costs know nothing"},
	{"lag", "usage, costs and audit log are `seconds` late (default 3600)"},
	{"vanish_deleted", "usage and costs of deleted keys are gone"},
	{"duplicate_page", "a next page is the first one again, for ever"},
	{"api_off", "model calls say that the API is switched off in the project"},
	{"reported", "model calls say that the key was reported as leaked"},
	{"stuck", "long-running operations never end"},
	{"audit_off", "the audit log is empty, as if never switched on"},
}

// faultForm says how a fault is posted.
const faultForm = `POST {"match":{…},"do":NAME,"seconds":N,"status":N,"to":URL} to /_faults; DELETE /_faults ends all of them.
match, all of it optional:
  provider            whose API, as in kinds
  method, path        path below the base URL: a prefix, or a template such as /organization/projects/{id}
  nth, times          from the nth request that fits, for so many of them
  after, for          in seconds of the world's clock since the fault was posted
do: one of the names below, as in {"match":{"path":"/models"},"do":"429","seconds":3}
`

// Faults describes every fault and how to post it, for a help text.
func Faults() string {
	var b strings.Builder
	b.WriteString(faultForm)
	for _, f := range faultTable {
		fmt.Fprintf(&b, "  %-19s %s\n", f.do, f.says)
	}
	return b.String()
}

// check refuses what the world would not understand.
func (f Fault) check() error {
	if !slices.ContainsFunc(faultTable, func(d faultDoc) bool { return d.do == f.Do }) {
		return fmt.Errorf("unknown fault %q; known are:\n%s", f.Do, Faults())
	}
	if vendorNamed(f.Match.Provider) == nil {
		return fmt.Errorf("fault %s: the provider %q is not simulated", f.Do, f.Match.Provider)
	}
	if f.Seconds < 0 || f.Match.Nth < 0 || f.Match.Times < 0 || f.Match.After < 0 || f.Match.For < 0 {
		return fmt.Errorf("fault %s: its numbers cannot be negative", f.Do)
	}
	if f.Status != 0 && (f.Status < 200 || f.Status > 599) {
		return fmt.Errorf("fault %s: status %d", f.Do, f.Status)
	}
	return nil
}

// raise puts a fault in force.
func (w *World) raise(f Fault, at time.Time) {
	w.faults = append(w.faults, &activeFault{Fault: f, n: w.raised, at: at})
	w.raised++
}

// meet counts the request for every fault that it fits and returns those that act on it.
func (w *World) meet(of *vendor, method, path string, at time.Time) hits {
	var acting hits
	for _, f := range w.faults {
		since := at.Sub(f.at).Seconds()
		if !f.Match.fits(of, method, path) || since < f.Match.After || f.Match.For > 0 && since >= f.Match.After+f.Match.For {
			continue
		}
		f.seen++
		first := max(1, f.Match.Nth)
		if f.seen >= first && (f.Match.Times == 0 || f.seen < first+f.Match.Times) {
			acting = append(acting, f)
		}
	}
	return acting
}

func (m Match) fits(of *vendor, method, path string) bool {
	if m.Provider != "" && m.Provider != of.name || m.Method != "" && !strings.EqualFold(m.Method, method) {
		return false
	}
	path, want := strings.TrimPrefix(path, of.prefix), strings.TrimPrefix(m.Path, of.prefix)
	if !strings.Contains(want, "{") {
		return strings.HasPrefix(path, want)
	}
	_, ok := matchPath(want, path)
	return ok
}

// hits are the faults that act on one request.
type hits []*activeFault

// of returns the fault of that name, or nil.
func (h hits) of(names ...string) *activeFault {
	for _, f := range h {
		if slices.Contains(names, f.Do) {
			return f
		}
	}
	return nil
}

func (h hits) has(name string) bool { return h.of(name) != nil }

func (h hits) numbers() []int {
	var n []int
	for _, f := range h {
		n = append(n, f.n)
	}
	return n
}

// matchPath compares a path with a template and returns what stands in its {names}.
func matchPath(template, path string) (map[string]string, bool) {
	want, have := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return nil, false
	}
	found := map[string]string{}
	for i, part := range want {
		if name, verb, named := strings.Cut(strings.TrimPrefix(part, "{"), "}"); named && strings.HasSuffix(have[i], verb) && have[i] != verb {
			found[name] = strings.TrimSuffix(have[i], verb)
		} else if part != have[i] {
			return nil, false
		}
	}
	return found, true
}
