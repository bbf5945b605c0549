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
	Calls       []providers.Use  // the same use call by call, where the vendor tells that; it is judged then
	Costs       []providers.Cost // empty: not readable
	Exposed     time.Time        // earliest time the key could be out; zero: unknown
	Revoked     time.Time        // when the provider accepted its end; zero: not yet
	Gone        bool             // Revoked is when somebody else ended it, or when it was found gone
	Own         []Call           // our own probes
	Lag         time.Duration    // how late the vendor's figures come
	Unread      []incident.Gap   // what the caller could not read; passed on
	Declared    Context          // what people said of their own use; its marks are not used
}

// Call is one request that we made with the key ourselves.
type Call struct {
	At       time.Time
	Endpoint string // the vendor's family, "" where it counts no usage (listing models)
	ID       string // of the request, where the vendor gave one
}

// Review is the result.
type Review struct {
	Baseline Baseline
	Past     incident.Past
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
	FromSiblings   = "siblings"   // what other keys of the project are used for
	Declaredly     = "declared"   // what people said that it is used for
)

// Baseline is the past that use is held against.
type Baseline struct {
	From, To time.Time
	How      string
	Requests int64

	size int64
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
	ReasonNewCountry       = "new_country"        // Value; Expected: requests in the past without it, here and below
	ReasonNewNetwork       = "new_network"        // Value: the network or its addresses
	ReasonNewAgent         = "new_agent"          // Value: the client's family
	ReasonNewClient        = "new_client"         // Value: the app or library
	ReasonNewRegion        = "new_region"
	ReasonNewError         = "new_error"
	ReasonDeployed         = "new_with_deploy"    // Value: what first came up about when a deploy was declared
	ReasonUndeclared       = "undeclared"         // Value: what is not among what people declared
	ReasonCoNovelty        = "new_together"       // Observed: how much is new at once
	ReasonSurprising       = "surprising_hour"    // requests an hour, against the mean; Score: one in ten to that power
	ReasonSurprisingDay    = "surprising_day"     // the same of a day
	ReasonSurprisingWindow = "surprising_minutes" // the same of ten minutes
	ReasonRising           = "rising"             // requests in 24 hours, against the middle day of the past
	ReasonCostHour         = "cost_hour"          // dollars an hour, against the 99th percentile
	ReasonCostDay          = "cost_day"           // dollars a day, against the dearest
	ReasonTravel           = "impossible_travel"  // km an hour between two calls
	ReasonProbing          = "probing"            // a new client asks what the key can do and tries it
	ReasonRefusedAround    = "refused_around"     // models and regions that refused; from a key without an end
	ReasonListedThenUsed   = "listed_then_used"   // models listed and used at once, from such a key
	ReasonFailing          = "failing"            // failed calls, against the usual share
	ReasonAwake            = "round_the_clock"    // hours in a row
	ReasonFanModels        = "many_models"        // distinct models an hour
	ReasonFanRegions       = "many_regions"       // distinct regions an hour
	ReasonFanAddresses     = "many_addresses"     // distinct networks an hour
	ReasonActEnable        = "act_enable"         // Value: the call; Observed: how often, here and below
	ReasonActPersist       = "act_persist"
	ReasonActEvade         = "act_evade"
	ReasonActSecrets       = "act_secrets"
	ReasonActShare         = "act_share"
	ReasonActRun           = "act_run"
	ReasonActDestroy       = "act_destroy"
	ReasonKnownOurs        = "known_ours"     // the log or people say so
	ReasonInBatch          = "declared_batch" // Value: the batch
	ReasonNoPrice          = "no_price"       // part of the group has no full price: its money is the least that it can be
)

// Figures of our own that are no thresholds of a detector.
const (
	flaggedPause       = 2 * time.Hour // longer pauses part two groups
	quietFloor         = 10 * time.Minute
	costSettles        = 24 * time.Hour // after the end of the day
	plausible    int64 = 1 << 44        // a count above this is no count
)
