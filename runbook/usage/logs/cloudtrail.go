package logs

import (
	"strconv"
	"strings"

	"firebreak/runbook/usage"
)

// The members of a CloudTrail record that are read, in the order of its format's version 1.11.
const (
	ctTime = iota
	ctID
	ctSource
	ctName
	ctRegion
	ctAddress
	ctAgent
	ctError
	ctKey
	ctARN
	ctUser
	ctPrincipal
	ctIssuer
	ctCategory
	ctModel
	ctModelARN
	ctBearer
	ctBearerMantle
	ctMadeKey
	ctMadeSession
	ctMadeCredential
	ctTarget // and the rest
)

var ctPaths = append([]string{
	ctTime: "eventTime", ctID: "eventID", ctSource: "eventSource", ctName: "eventName", ctRegion: "awsRegion",
	ctAddress: "sourceIPAddress", ctAgent: "userAgent", ctError: "errorCode",
	ctKey: "userIdentity.accessKeyId", ctARN: "userIdentity.arn", ctUser: "userIdentity.userName", ctPrincipal: "userIdentity.principalId",
	ctIssuer: "userIdentity.sessionContext.sessionIssuer.arn", ctCategory: "eventCategory",
	ctModel: "requestParameters.modelId", ctModelARN: "requestParameters.modelArn",
	ctBearer: "additionalEventData.callWithBearerToken", ctBearerMantle: "requestParameters.callWithBearerToken",
	ctMadeKey: "responseElements.accessKey.accessKeyId", ctMadeSession: "responseElements.credentials.accessKeyId",
	ctMadeCredential: "responseElements.serviceSpecificCredential.serviceSpecificCredentialId",
}, ctTargets...)

// ctIdentities are the members that may name who is asked for.
var ctIdentities = []int{ctKey, ctARN, ctUser, ctPrincipal, ctIssuer}

// ctTargets are the members that may tell what an act is about, the first that is there.
var ctTargets = []string{
	"requestParameters.userName", "requestParameters.roleName", "requestParameters.groupName", "requestParameters.policyArn",
	"requestParameters.policyName", "requestParameters.functionName", "requestParameters.name", "requestParameters.trailName",
	"requestParameters.secretId", "requestParameters.bucketName", "requestParameters.instanceId", "requestParameters.snapshotId",
	"requestParameters.roleArn", "requestParameters.detectorId", "requestParameters.keyId",
}

var cloudTrail = &form{
	name: "cloudtrail", plan: newPlan(ctPaths), marks: []string{"eventTime", "eventName", "eventSource"}, events: (*worker).trailEvents,
}

// trailEvents makes one event of a CloudTrail record, if it is of the key in question: the key
// itself, or the user, role or principal of that name or ARN, for calls with a bearer token name
// no key. A record that only speaks of the key is none of its use.
func (w *worker) trailEvents() Reason {
	v := w.values
	if w.key != nil && !w.names1(ctIdentities) {
		return ""
	}
	at, ok := moment(v[ctTime].bytes())
	if !ok {
		return NoTime
	}
	e := usage.Event{
		At: at, ID: string(v[ctID].bytes()), KeyID: w.text(ctKey), API: w.text(ctSource), Action: w.text(ctName), Region: w.text(ctRegion),
		Address: address(w.text(ctAddress)), Agent: w.text(ctAgent), Error: w.text(ctError), Actor: w.first(ctIssuer, ctARN, ctUser),
		Model: w.first(ctModel, ctModelARN), Plane: usage.Control,
	}
	if v[ctBearer].yes() || v[ctBearerMantle].yes() {
		e.KeyID, e.Client = w.first(ctKey, ctUser, ctPrincipal), bearer
	}
	e.LongTerm = strings.HasPrefix(e.KeyID, "AKIA") || e.Client != "" && !strings.HasPrefix(e.KeyID, "ASIA")
	if string(v[ctCategory].bytes()) == "Data" || calls(e.API, e.Action) {
		e.Plane = usage.Data
	} else {
		e.Target = w.target()
	}
	return w.several(&e)
}

// several adds an event of a query's result, which stands for several calls, as the calls up to the
// last and the last one; any other is added as it is.
func (w *worker) several(e *usage.Event) Reason {
	if w.calls == nil || len(w.calls.requests) == 0 {
		w.add(e)
		return ""
	}
	n, err := strconv.ParseInt(string(w.calls.requests.bytes()), 10, 64)
	last, ok := moment(w.calls.last.bytes())
	if err != nil || n < 1 {
		return BadNumber
	}
	if !ok || last.Before(e.At) {
		return NoTime
	}
	if n > 1 {
		e.Requests = n - 1
		w.add(e)
		e.At, e.ID = last, ""
	}
	e.Requests = 1
	w.add(e)
	return ""
}

// bearer is the client of calls with an API key for Amazon Bedrock.
const bearer = "bearer token"

// calls reports whether a management event is the use of a model, which CloudTrail counts among
// management.
func calls(api, action string) bool {
	if !strings.HasPrefix(api, "bedrock") {
		return false
	}
	for _, prefix := range []string{"InvokeModel", "Converse", "InvokeAgent", "InvokeInlineAgent", "InvokeFlow", "Retrieve", "ApplyGuardrail", "StartAsyncInvoke", "CountTokens", "CreateChatCompletion", "CreateResponse", "CreateMessage"} {
		if strings.HasPrefix(action, prefix) {
			return true
		}
	}
	return false
}

func (w *worker) target() string {
	made := w.first(ctMadeKey, ctMadeSession, ctMadeCredential)
	for slot := ctTarget; slot < len(w.values); slot++ {
		if about := w.text(slot); about != "" {
			if made != "" {
				return about + " " + made
			}
			return about
		}
	}
	return made
}

// text is the text of a value.
func (w *worker) text(slot int) string {
	if b := w.values[slot].bytes(); len(b) > 0 {
		return w.names.of(b)
	}
	return ""
}

// first is the first of some values that is there.
func (w *worker) first(slots ...int) string {
	for _, slot := range slots {
		if s := w.text(slot); s != "" {
			return s
		}
	}
	return ""
}

// names1 reports whether one of the values is the key that is asked for.
func (w *worker) names1(slots []int) bool {
	for _, slot := range slots {
		if string(w.values[slot].bytes()) == w.query.KeyID {
			return true
		}
	}
	return false
}
