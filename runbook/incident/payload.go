package incident

import (
	"slices"
	"time"

	"firebreak/providers"
)

// OpenedData starts an incident. Salt keys the fingerprints of weak values.
type OpenedData struct {
	ID       string              `json:"id"`
	Mode     Mode                `json:"mode"`
	Salt     string              `json:"salt"` // hex
	Tool     string              `json:"tool"`
	Who      providers.Untrusted `json:"who"`
	Where    providers.Untrusted `json:"where"`
	PID      int                 `json:"pid"`
	Bases    map[string]string   `json:"bases,omitempty"`    // vendor host to override in force
	Trust    []string            `json:"trust,omitempty"`    // environment variables that change whom we trust
	Scenario string              `json:"scenario,omitempty"` // drills
	Seed     int64               `json:"seed,omitempty"`
	Clock    string              `json:"clock,omitempty"`
	Stores   []string            `json:"stores,omitempty"` // where the key is kept, as named at the opening; not in drills
	// Replace is the fingerprint of a new value that a person brings: all that the incident does
	// is to write it over the old one in Stores. Empty for every other incident.
	Replace string `json:"replace,omitempty"`
}

// ResumedData says who went on, from where. A take-over is one too.
type ResumedData struct {
	Who   providers.Untrusted `json:"who"`
	Where providers.Untrusted `json:"where"`
	PID   int                 `json:"pid"`
	Tool  string              `json:"tool"`
	Bases map[string]string   `json:"bases,omitempty"`
	Torn  string              `json:"torn,omitempty"` // file that an unfinished last line was moved to
	// Stores are those in force from here on: named now, or kept from before.
	Stores []string `json:"stores,omitempty"`
}

// IdentifiedData is what the paste told, offline.
type IdentifiedData struct {
	Kind        providers.Kind `json:"kind"`
	Fingerprint string         `json:"fingerprint"`
	Prefix      string         `json:"prefix"`
	Last4       string         `json:"last4"`
	Confidence  string         `json:"confidence"`
	Why         string         `json:"why"`
	Name        string         `json:"name,omitempty"` // variable or header it stood after
	Line        int            `json:"line,omitempty"`
	From        string         `json:"from,omitempty"`     // paste, stdin, drill
	Others      int            `json:"others,omitempty"`   // further credentials in the same text, left alone
	Together    int            `json:"together,omitempty"` // credentials that were taken in from the same text, with this one; 0: it alone
	Because     *Because       `json:"because,omitempty"`  // the credential that led to it; nil: it came by itself
	Record      *Record        `json:"record,omitempty"`   // where it became known by the vendor's record; nil: it did not
	Masked      bool           `json:"masked,omitempty"`   // Prefix and Last4 are all that is known: no value, no fingerprint
	// Told is what a report said of the key, for whoever takes it in. It is journalled as events
	// of its own; nil: the text was no report.
	Told *Told `json:"-"`
}

// Unseen reports whether a key is known to exist, and nothing of its value.
func (d IdentifiedData) Unseen() bool { return d.Masked && d.Last4 == "" }

// Decoy reports whether the value is filled as published examples are: no real key, or bait.
func (d IdentifiedData) Decoy() bool { return d.Why == "decoy" }

// Verdict is one answer about the key.
type Verdict struct {
	Life      providers.Life      `json:"life"`
	Reason    providers.Reason    `json:"reason"`
	At        time.Time           `json:"at"`
	Status    int                 `json:"status,omitempty"`
	Code      string              `json:"code,omitempty"`
	Message   providers.Untrusted `json:"message,omitzero"`
	Org       providers.Untrusted `json:"org,omitzero"`
	RequestID string              `json:"request_id,omitempty"`
	Call      string              `json:"call,omitempty"`
}

// ValidatedData is the first probe with its control.
type ValidatedData struct {
	Verdict
	Control *Verdict `json:"control,omitempty"` // a made-up key of the same form
}

// Record is a provider's record of a key.
type Record struct {
	Kind       providers.Kind      `json:"kind"`
	ID         string              `json:"id"`
	Name       providers.Untrusted `json:"name"`
	Masked     providers.Untrusted `json:"masked,omitzero"`
	Parent     string              `json:"parent,omitempty"`
	ParentName providers.Untrusted `json:"parent_name,omitzero"`
	OwnerType  string              `json:"owner_type,omitempty"`
	OwnerID    string              `json:"owner_id,omitempty"`
	OwnerName  providers.Untrusted `json:"owner_name,omitzero"`
	OwnerMail  providers.Untrusted `json:"owner_mail,omitzero"`
	Created    time.Time           `json:"created,omitzero"`
	LastUsed   time.Time           `json:"last_used,omitzero"`
	Expires    time.Time           `json:"expires,omitzero"`
	Deleted    time.Time           `json:"deleted,omitzero"`
	Status     providers.KeyStatus `json:"status,omitempty"`
}

// LocatedData is the result of the search for the record.
type LocatedData struct {
	Strength   providers.Strength  `json:"strength,omitempty"`
	Candidates []Record            `json:"candidates"` // one: found; none or several: refused
	Searched   []providers.Counted `json:"searched"`
	Org        providers.Untrusted `json:"org,omitzero"`
	Chosen     string              `json:"chosen,omitempty"` // id that a person kept after leaving the others out
}

// Day is the usage of one day and model as it was before anything was deleted.
type Day struct {
	Day      string              `json:"day"` // 2026-11-23
	Endpoint string              `json:"endpoint"`
	Model    providers.Untrusted `json:"model"`
	Requests int64               `json:"requests"`
	In       int64               `json:"in"`
	Out      int64               `json:"out"`
}

// Reach is what the key gave access to while it worked, as the vendor told it.
type Reach struct {
	Scopes []string            `json:"scopes,omitempty"`
	Things []providers.Counted `json:"things,omitempty"`
	Holds  int                 `json:"holds"` // credentials within it: rows of the related ones
	Unread []string            `json:"unread,omitempty"`
}

// Any reports whether the key reached anything that was told.
func (r Reach) Any() bool {
	return r.Holds > 0 || slices.ContainsFunc(r.Things, func(c providers.Counted) bool { return c.N > 0 })
}

// ForecastData is what breaks, and the snapshot that a deletion cannot take away.
type ForecastData struct {
	Record       Record    `json:"record"`
	Counted      Counted   `json:"counted,omitempty"`
	LastHour     int64     `json:"last_hour"` // requests, as far as they are counted
	LastDay      int64     `json:"last_day"`
	UsualHour    float64   `json:"usual_hour"`             // mean requests an hour over the days before the last
	HourTokens   int64     `json:"hour_tokens,omitempty"`  // in and out, of the last hour
	UsualTokens  float64   `json:"usual_tokens,omitempty"` // mean an hour, over the same days as UsualHour
	DayTokens    int64     `json:"day_tokens,omitempty"`   // of the last day; kept where they stand for requests
	Days         []Day     `json:"days"`
	AsOf         time.Time `json:"as_of"`
	Exposed      time.Time `json:"exposed,omitzero"` // earliest time it could be out
	ExposedHow   string    `json:"exposed_how"`      // answered, created, unknown
	Reach        *Reach    `json:"reach,omitempty"`  // nil: not asked, or nothing was told
	Partial      []Gap     `json:"partial,omitempty"`
	NotReadable  bool      `json:"not_readable,omitempty"`
	MicrosPerMin int64     `json:"micros_per_min,omitempty"` // mean of the minutes in [BurnFrom, BurnTo), estimated; the least it can be where NoPrice
	LowPerMin    int64     `json:"low_per_min,omitempty"`    // bounds of MicrosPerMin; both zero in journals that have none
	HighPerMin   int64     `json:"high_per_min,omitempty"`   // zero where NoPrice
	BurnFrom     time.Time `json:"burn_from,omitzero"`
	BurnTo       time.Time `json:"burn_to,omitzero"`
	NoPrice      bool      `json:"no_price,omitempty"` // the provider has billed no such use yet, or only part of it
	Billed       int64     `json:"billed,omitempty"`   // micro-units charged for Days up to AsOf
	Currency     string    `json:"currency,omitempty"` // of Billed; empty: no cost was readable
	Controls     []Control `json:"controls,omitempty"`
}

// Saved adds up the days that lie wholly after from: requests and tokens only.
func (f ForecastData) Saved(from time.Time) Amount {
	sum := Amount{Uncounted: f.Counted == InTokens}
	for _, d := range f.Days {
		if at, err := time.Parse(time.DateOnly, d.Day); err == nil && !at.Before(from) {
			sum.Requests, sum.In, sum.Out = sum.Requests+d.Requests, sum.In+d.In, sum.Out+d.Out
		}
	}
	return sum
}

// WideBurn reports whether the bounds of the burn lie so far apart that one figure would mislead:
// by over a quarter of it.
func (f ForecastData) WideBurn() bool {
	return !f.NoPrice && (f.HighPerMin-f.LowPerMin)*4 > f.MicrosPerMin
}

// Control is one protective setting as read at the vendor.
type Control struct {
	ID     string                 `json:"id"`
	State  providers.ControlState `json:"state"`
	Detail providers.Untrusted    `json:"detail,omitzero"`
	Where  string                 `json:"where,omitempty"`
}

// DecidedData is the choice of an order, with the one that was recommended.
type DecidedData struct {
	Choice    Strategy            `json:"choice"`
	Suggested Strategy            `json:"suggested"`
	Why       Reason              `json:"why"`
	Note      providers.Untrusted `json:"note,omitzero"`
}

// AnswerData is an answer to one of the Questions. An empty value is "unknown".
type AnswerData struct {
	Question Question            `json:"question"`
	About    string              `json:"about,omitempty"` // group or row id where a question is asked per thing
	Value    providers.Untrusted `json:"value"`
	Time     time.Time           `json:"time,omitzero"`    // where the answer is a time
	Passed   bool                `json:"passed,omitempty"` // asked and passed over: no answer, the question stays open
}

// ReportData is a written report.
type ReportData struct {
	Path     string   `json:"path"`
	SHA256   string   `json:"sha256"`
	Lang     string   `json:"lang,omitempty"` // en or id
	Warnings []string `json:"warnings,omitempty"`
}

// FailData says why a step did not get done.
type FailData struct {
	Reason Reason    `json:"reason"`
	Fail   *CallFail `json:"fail,omitempty"`
	Detail string    `json:"detail,omitempty"` // ids and names of ours only
}

// NoteData is a person's remark, or why a step is left out or was done by hand.
type NoteData struct {
	Text  providers.Untrusted `json:"text"`
	About string              `json:"about,omitempty"` // of a limit that is kept: its id
}

// Reasons for closing an incident that replaces a value in stores.
const (
	ClosedDone      = "done"
	ClosedPutBack   = "put-back"        // the old value stands there again
	ClosedUntouched = "nothing-written" // a store refused before the first write
)

// ClosedData ends an incident.
type ClosedData struct {
	Reason  string  `json:"reason"` // ClosedDone, false-alarm, ClosedPutBack, or a person's own
	Outcome Outcome `json:"outcome"`
}
