package usage

import (
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Input is the material of a review. Times are UTC.
type Input struct {
	// From is the start of the period that was asked for, not before the key's creation; AsOf
	// is when the answer was read, and its end.
	From, AsOf time.Time
	Hours      []providers.Bucket
	// Minutes refine the hours that lie wholly after MinutesFrom.
	Minutes     []providers.Bucket
	MinutesFrom time.Time
	Costs       []providers.Cost // empty: not readable
	Exposed     time.Time        // earliest time the key could be out; zero: unknown
	Revoked     time.Time        // when the provider accepted its end; zero: not yet
	Gone        bool             // Revoked is when somebody else ended it, or when it was found gone
	Own         []Call           // our own probes
	Lag         time.Duration    // how late the vendor's figures come
	Unread      []incident.Gap   // what the caller could not read; passed on
	Zone        *time.Location   // of the team, for odd hours; nil: UTC
}

// Call is one request that we made with the key ourselves.
type Call struct {
	At       time.Time
	Endpoint string // the vendor's family, "" where it counts no usage (listing models)
}

// Review is the result.
type Review struct {
	Baseline Baseline
	Settled  time.Time        // figures before this are taken as final
	Groups   []incident.Group // the most suspicious first
	// Total is the sum of the groups; its requests and tokens are those the provider reported.
	Total incident.Amount
	// Billed is the provider's own money for the period. Total.Micros differs from it by what
	// was estimated for days whose cost is not out yet.
	Billed   int64
	Currency string
	Method   Method
	Own      int64 // requests that were ours by exact match, a group of their own
	OwnLost  int64 // own calls that count usage but stand in no bucket
	Gaps     []incident.Gap
	// Hours and Minutes (two minutes wide) hold only cells with use, oldest first. A cell that
	// is left out had none reported; whether that is final, the gaps tell.
	Hours, Minutes []incident.Cell
}

// Method names how money was found.
type Method string

const (
	NoCost      Method = "no_cost"       // no cost was readable: amounts of money are unknown
	ByLine      Method = "by_line"       // each cost line shared by the use of the model it names
	ByTokens    Method = "by_tokens"     // lines name no model: shared by tokens
	WithOwnRate Method = "with_own_rate" // days without cost estimated by what was billed before, model by model
)

// How the past was chosen.
const (
	BeforeExposure = "before_exposure"
	OlderHalf      = "older_half" // exposure unknown or too early: the thief may be in it
	TooShort       = "too_short"  // under a day: nothing can be compared
)

// Baseline is the past that use is held against.
type Baseline struct {
	From, To time.Time
	How      string
	Requests int64
}

// Codes of signals. Observed and Expected are in the unit said here.
const (
	ReasonBefore           = "before_exposure"    // used before the key could be out
	ReasonOwnProbe         = "own_probe"          // our own calls; Observed: requests
	ReasonRecurring        = "recurring"          // a daily batch at its hour; requests an hour
	ReasonUsual            = "usual"              // nothing exceeds the past
	ReasonInBaseline       = "in_baseline"        // part of a past that the thief may be in
	ReasonNoHistory        = "no_history"         // nothing to compare with
	ReasonFirstSeen        = "first_seen"         // new model or endpoint, but little history; Expected: requests in the past
	ReasonNewModel         = "new_model"          // Expected: requests in the past without it
	ReasonNewEndpoint      = "new_endpoint"       // Expected: requests in the past without it
	ReasonOverPeak         = "over_peak"          // requests an hour, against the busiest comparable hour
	ReasonTokensPerRequest = "tokens_per_request" // tokens a request, against the 95th percentile
	ReasonSmallProbe       = "small_probe"        // tokens out a request, against the lowest usual
	ReasonOddHour          = "odd_hour"           // share of the past's requests at that hour of the day
	ReasonAfterRevoke      = "after_revoke"       // Observed: requests
	ReasonAfterGone        = "after_gone"         // the same where somebody else had ended the key
	ReasonNoUsage          = "cost_without_usage" // money on a day without any reported use
	ReasonNoPrice          = "no_price"           // part of the group has no full price: its money is the least that it can be
)

// Tunables, most from published measurements of usage counts; "ours" marks our own choice.
const (
	minHistory           = 24 * time.Hour
	safety               = time.Hour // left out before the exposure
	littleHistory        = 50        // requests; under this "new" means little
	peakTimes            = 3.0       // burst ratio: at most 0.14 false episodes a key and month
	peakFloor            = 20        // requests an hour; below, ratios are noise
	tokenTimesHour       = 3.0       // mean of an hour against the 95th percentile of such means
	tokenTimesMin        = 5.0       // a minute is nearly one request; normal ones stay under 3.3
	tokenFloor           = 2000.0    // tokens a request
	probeRequests        = 3         // ours
	probeOut             = 5.0       // tokens out a request
	probeUsualOut        = 25.0      // ours: such small answers must be unusual
	oddShare             = 0.002     // of all requests
	oddRequests          = 200       // history that odd hours need
	oddHistory           = 7 * 24 * time.Hour
	recurringDays        = 3             // ours
	recurringTimes       = 2.0           // ours: a batch may grow that much
	flaggedPause         = 2 * time.Hour // ours: longer pauses part two groups
	quietFloor           = 10 * time.Minute
	costSettles          = 24 * time.Hour // after the end of the day; ours
	plausible      int64 = 1 << 44        // a count above this is no count
)
