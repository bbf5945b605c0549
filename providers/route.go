package providers

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"
)

// Effect says what a call does at the provider. The zero value is a mutation, so that a
// route whose effect was forgotten is refused in a dry run.
type Effect int

const (
	Mutate Effect = iota // changes something; never repeated blindly
	Read                 // changes nothing; may be retried
	Probe                // a read whose refusal is the answer; never retried on status
)

// String names the effect; a value that is none of ours counts as a mutation.
func (e Effect) String() string {
	switch e {
	case Read:
		return "read"
	case Probe:
		return "probe"
	default:
		return "mutate"
	}
}

// MarshalText writes the effect by its name.
func (e Effect) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// UnmarshalText reads a name; an unknown one is a mutation.
func (e *Effect) UnmarshalText(b []byte) error {
	switch string(b) {
	case "read":
		*e = Read
	case "probe":
		*e = Probe
	default:
		*e = Mutate
	}
	return nil
}

// Route is one call that an adapter may make. Path is a template below the provider's base,
// with {names} that are filled per call; Query lists the parameter names it may send.
type Route struct {
	Name   string // "openai.key.delete": unique within the program
	Method string
	Host   string // the provider's own host, replaced by a base URL override; {region} stands for one of each region
	Path   string // "/organization/projects/{project_id}/api_keys/{key_id}"
	Op     string // action name where the wire names one (AWS); empty for REST
	Effect Effect
	Query  []string
	// Header holds constant headers that the vendor wants with the call, such as a version of
	// its API. None of them carries a credential, and none is one that the door itself sets.
	Header map[string]string
	// Reads names the headers of an answer whose values the adapter gets; it gets no other. None
	// is one that hands out credentials or quotes URLs.
	Reads []string
	// Empty lists statuses whose answer is whole without a body, beside 204 and 205: a 202 that
	// says no more than that it was accepted. All are successes.
	Empty []int
	// Fields names what a statement shows of a request that a vendor's library built: fields of
	// its form, or of its JSON object, never one that holds a credential.
	Fields []string
	// BodyType is the content type of a body that is more than plain JSON, such as a merge patch,
	// or that is no JSON: a form (application/x-www-form-urlencoded).
	BodyType string
	// XML tells that answers, errors too, are XML and not JSON.
	XML bool
	// Undo names the route that takes a mutation back exactly; empty for final ones.
	Undo string
	// Notices are what a person should know of a mutation before it is sent.
	Notices []Notice
	// Quota is how often the vendor takes the call; the zero value where it does not say.
	Quota Quota
}

// Notice is a consequence of a mutation beside the one that it is made for.
type Notice string

const (
	NoticeMail   Notice = "mail"   // the vendor writes to the key's owner
	NoticeTokens Notice = "tokens" // what the key minted lives on for a while
	NoticeLater  Notice = "later"  // the vendor accepts it at once and does it later
	NoticePosts  Notice = "posts"  // what was posted with the key stays where it is
)

// Quota is a vendor's limit on one call.
type Quota struct {
	Calls int           `json:"calls"`
	Per   time.Duration `json:"per"`
	From  string        `json:"from,omitempty"`  // whose calls are counted: QuotaAddress
	Items int           `json:"items,omitempty"` // most keys in one call, 0 where it takes one
}

// QuotaAddress: the vendor counts the calls of one network address, whoever makes them.
const QuotaAddress = "address"

// Statement is one effect as it is shown before, recorded as the intent, and kept in a dry
// run. It holds no secret: leaves of the body that are secrets read "[secret]".
type Statement struct {
	Door       string            `json:"door"` // http, file, keyring, process
	Route      string            `json:"route,omitempty"`
	Method     string            `json:"method,omitempty"`
	URL        string            `json:"url,omitempty"`    // with ids filled in and no query
	Path       string            `json:"path,omitempty"`   // of a file
	Header     map[string]string `json:"header,omitempty"` // the route's constant ones
	Op         string            `json:"op,omitempty"`     // the action, where a vendor's library sends it
	Body       json.RawMessage   `json:"body,omitempty"`
	Effect     Effect            `json:"effect"`
	Reversible bool              `json:"reversible"`
	Undo       string            `json:"undo,omitempty"` // route that undoes it
	Notices    []Notice          `json:"notices,omitempty"`
	Quota      Quota             `json:"quota,omitzero"`
}

// Ledger is told of every mutation before it leaves. Intent returns only when the intent is
// durable; any error means that nothing may be sent. Withheld records what a dry run kept back.
type Ledger interface {
	Intent(context.Context, Statement) error
	Withheld(context.Context, Statement)
}

type ledgerKey struct{}

// WithLedger returns a context whose mutations are announced to l.
func WithLedger(ctx context.Context, l Ledger) context.Context {
	return context.WithValue(ctx, ledgerKey{}, l)
}

// LedgerOf returns the ledger of the context, or nil: then no mutation may leave.
func LedgerOf(ctx context.Context) Ledger {
	l, _ := ctx.Value(ledgerKey{}).(Ledger)
	return l
}

// Rehearse runs do with every mutation withheld and returns what it would have sent. It is
// how the statement before an action is made: from the action itself, so it cannot lie.
// Reads inside do are really made. Errors other than the withholding are returned.
func Rehearse(ctx context.Context, do func(context.Context) error) ([]Statement, error) {
	r := &rehearsal{}
	err := do(WithLedger(ctx, r))
	if IsWithheld(err) {
		err = nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.seen), err
}

// rehearsal is a ledger that lets nothing through. An action may ask it from several workers.
type rehearsal struct {
	mu   sync.Mutex
	seen []Statement
}

func (r *rehearsal) Intent(ctx context.Context, s Statement) error {
	r.Withheld(ctx, s)
	return ErrWithheld
}

func (r *rehearsal) Withheld(_ context.Context, s Statement) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen = append(r.seen, s)
}

// Exchange is one request as the door recorded it, for "what was sent" and for telling our
// own calls from a stranger's. It holds neither header, query nor body.
type Exchange struct {
	At        time.Time     `json:"at"`
	Route     string        `json:"route"`
	Method    string        `json:"method"`
	Host      string        `json:"host"`
	Path      string        `json:"path"`
	Status    int           `json:"status"`           // 0: no answer
	Unsent    bool          `json:"unsent,omitempty"` // there was no connection to send it over
	Took      time.Duration `json:"took"`
	RequestID string        `json:"request_id,omitempty"`
	Effect    Effect        `json:"effect"`
	Attempt   int           `json:"attempt"`
}

// Progress tells how far a long operation is. Total 0 means unknown.
type Progress struct {
	What  string
	Done  int
	Total int
}

type progressKey struct{}

// WithProgress returns a context whose long operations report to f.
func WithProgress(ctx context.Context, f func(Progress)) context.Context {
	return context.WithValue(ctx, progressKey{}, f)
}

// Report tells the context's listener, if any, how far the operation is.
func Report(ctx context.Context, what string, done, total int) {
	if f, ok := ctx.Value(progressKey{}).(func(Progress)); ok {
		f(Progress{What: what, Done: done, Total: total})
	}
}
