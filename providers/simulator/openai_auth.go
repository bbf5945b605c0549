package simulator

import (
	"net/http"
	"strconv"
	"time"
)

const (
	scopeModels  = "api.model.read"
	modelScope   = "api.model.request"
	wordsMissing = "You have insufficient permissions for this operation. Missing scopes: "
	wordsAdvice  = ". Check that you have the correct role in your organization and project, and if you're using a restricted API key, that it has the necessary scopes."
)

// stranger refuses a credential that does not work, whether it died or never was.
func (c *call) stranger() *answer {
	if c.print == "" {
		a := failure(http.StatusUnauthorized, "", "", "You didn't provide an API key. Provide it in an Authorization header using Bearer auth.")
		return &a
	}
	if c.lives() {
		return nil
	}
	a := failure(http.StatusUnauthorized, "invalid_api_key", "", "Incorrect API key provided: "+echo(c.shown)+". You can find your API key at https://platform.openai.com/account/api-keys.")
	return &a
}

// admin lets a live admin key with the right pass.
func (c *call) admin() *answer {
	if no := c.stranger(); no != nil {
		return no
	}
	var no answer
	right := "api.management.read"
	if c.method != http.MethodGet {
		right = "api.management.write"
	}
	switch {
	case c.by.kind != AdminKey:
		no = failure(http.StatusUnauthorized, "", "", wordsMissing+right+wordsAdvice)
	case c.hits.has("no_right") || !c.by.may(right):
		no = failure(http.StatusForbidden, "missing_scope", "", wordsMissing+right+wordsAdvice)
	case c.by.busy(c.now):
		no = tooFast(c)
	default:
		return nil
	}
	return &no
}

// denials are the answers of faults that refuse model calls in the vendor's words.
var denials = map[string]answer{
	"not_member": failure(http.StatusUnauthorized, "no_organization", "", "You must be a member of an organization to use the API."),
	"ip_denied":  failure(http.StatusUnauthorized, "ip_not_authorized", "", "IP not authorized."),
	"region":     failure(http.StatusForbidden, "unsupported_country_region_territory", "", "Country, region, or territory not supported"),
	"no_quota":   failure(http.StatusTooManyRequests, "insufficient_quota", "", "You exceeded your current quota, please check your plan and billing details."),
	"no_scope":   failure(http.StatusForbidden, "missing_scope", "", wordsMissing+scopeModels+wordsAdvice),
}

// model lets a key pass that may call models. A nil key with no refusal is the work of say_yes.
func (c *call) model(scope string) *answer {
	if c.hits.has("say_yes") && c.print != "" {
		return nil
	}
	if c.hits.has("say_no") {
		a := failure(http.StatusUnauthorized, "invalid_api_key", "", "Incorrect API key provided: "+echo(c.shown)+".")
		return &a
	}
	if no := c.stranger(); no != nil {
		return no
	}
	for _, f := range c.hits {
		if no, ok := denials[f.Do]; ok {
			return &no
		}
	}
	k := c.by
	var no answer
	switch {
	case k.kind == AdminKey || !k.may(scope):
		no = failure(http.StatusForbidden, "missing_scope", "", wordsMissing+scope+wordsAdvice)
		no.used = true
	case k.project != nil && !k.project.archived.IsZero():
		no = failure(http.StatusUnauthorized, "project_archived", "", "The project you are requesting has been archived and is no longer accessible")
	case k.outside:
		no = denials["not_member"]
	case c.w.overspent(k.project, c.now):
		no = denials["no_quota"]
		no.used = true
	case k.busy(c.now):
		no = tooFast(c)
	default:
		return nil
	}
	return &no
}

// overspent looks at the hard limits, but only where there are any: it costs a month's sum.
func (w *World) overspent(p *project, now time.Time) bool {
	if p == nil || inForce(p.spendings, now) == 0 && inForce(w.spendings[p.of], now) == 0 {
		return false
	}
	return w.at(now).overspent(p)
}

// pacing are the headers that model calls carry.
func (c *call) pacing() map[string]string {
	left := callsPerMinute
	if c.by != nil && c.by.window == c.now.Unix()/60 {
		left -= c.by.calls
	}
	head := map[string]string{
		"x-ratelimit-limit-requests":     strconv.Itoa(callsPerMinute),
		"x-ratelimit-remaining-requests": strconv.Itoa(max(0, left-1)),
		"x-ratelimit-reset-requests":     strconv.FormatInt(60-c.now.Unix()%60, 10) + "s",
		"openai-organization":            c.w.orgName,
	}
	if c.by != nil && c.by.project != nil {
		head["openai-project"] = c.by.project.id
	}
	return head
}
