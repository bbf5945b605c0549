package incident

import "slices"

// Question is something that only a person can answer. Every one may stay unanswered; the
// report then says unknown.
type Question string

const (
	AskChannel      Question = "channel"       // where it leaked
	AskAudience     Question = "audience"      // who could read it
	AskExposedSince Question = "exposed_since" // at the earliest
	AskDetected     Question = "detected"      // how and when we learned of it
	AskConsumers    Question = "consumers"     // services that use it
	AskEnvironment  Question = "environment"   // what the key is for
	AskOrder        Question = "order_why"     // why this order, who approved
	AskOutage       Question = "outage"        // minutes down because of our response
	AskPersonalData Question = "personal_data" // could it reach any
	AskWentWell     Question = "went_well"
	AskWentWrong    Question = "went_wrong"
	AskLucky        Question = "lucky"
	AskConditions   Question = "conditions" // what made it possible
	AskHalveDetect  Question = "halve_detect"
	AskHalveContain Question = "halve_contain"
	AskOwners       Question = "action_owner" // about: action id
	AskApprover     Question = "approver"
	AskReaders      Question = "readers"
	AskRemoved      Question = "removed" // about: a copy; whether and when it was removed
	AskShouldFind   Question = "should_have_found"
	AskAware        Question = "aware" // since when it was certain, where that was before the incident was opened
)

// Asked are the questions as they are put, twelve at most: some have parts that are told one after
// another. AskOwners is put about all actions at once.
var Asked = [][]Question{
	{AskChannel, AskAudience},
	{AskExposedSince},
	{AskDetected, AskShouldFind},
	{AskConsumers, AskEnvironment},
	{AskOrder},
	{AskOutage},
	{AskPersonalData, AskAware},
	{AskWentWell, AskWentWrong, AskLucky},
	{AskConditions},
	{AskHalveDetect, AskHalveContain},
	{AskOwners},
	{AskApprover, AskReaders},
}

// Questions are all their parts, in the order in which they are asked.
var Questions = slices.Concat(Asked...)

// NumberOf is which of the questions a part belongs to, from 1; 0 where it is not asked.
func NumberOf(q Question) int {
	return 1 + slices.IndexFunc(Asked, func(parts []Question) bool { return slices.Contains(parts, q) })
}

// Channels are the answers that AskChannel knows; another is taken as "other".
var Channels = []string{"public repo", "private repo with wide access", "chat", "email", "support ticket", "CI log",
	"container image", "front-end or mobile bundle", "notebook", "gist/paste", "AI assistant transcript",
	"dependency/infostealer", "other", "unknown"}

// Count is how many questions some parts make: parts of one count once.
func Count(parts []Question) int {
	seen := map[int]bool{}
	for _, q := range parts {
		seen[NumberOf(q)] = true
	}
	return len(seen)
}
