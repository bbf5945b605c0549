package incident

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
)

// Questions is their order when asked.
var Questions = []Question{AskChannel, AskAudience, AskExposedSince, AskDetected, AskConsumers, AskEnvironment, AskOrder,
	AskOutage, AskPersonalData, AskWentWell, AskWentWrong, AskLucky, AskConditions, AskHalveDetect, AskHalveContain, AskApprover}

// Channels are the answers that AskChannel knows; another is taken as "other".
var Channels = []string{"public repo", "private repo with wide access", "chat", "email", "support ticket", "CI log",
	"container image", "front-end or mobile bundle", "notebook", "gist/paste", "AI assistant transcript",
	"dependency/infostealer", "other", "unknown"}
