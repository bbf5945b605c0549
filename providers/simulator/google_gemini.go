package simulator

import (
	"net/http"
	"time"
)

var googleGeminiRoutes = []route{
	{method: "GET", path: googleGeminiHost + "/v1beta/models", query: []string{"pageSize", "pageToken"}, do: (*call).googleModels},
}

// googleDenials are the answers of faults that refuse model calls in the vendor's words.
var googleDenials = map[string]struct {
	status          int
	reason, message string
}{
	"no_quota":  {http.StatusTooManyRequests, "RATE_LIMIT_EXCEEDED", "You exceeded your current quota, please check your plan and billing details."},
	"no_scope":  {http.StatusForbidden, "API_KEY_SERVICE_BLOCKED", "Requests to this API generativelanguage.googleapis.com are blocked."},
	"ip_denied": {http.StatusForbidden, "API_KEY_IP_ADDRESS_BLOCKED", "The provided API key has an IP address restriction."},
	"api_off":   {http.StatusForbidden, "SERVICE_DISABLED", "Generative Language API has not been used in this project before or it is disabled."},
	"reported":  {http.StatusForbidden, "", "Your API key was reported as leaked. Please use another API key."},
}

func googleStranger() *answer {
	no := googleError(http.StatusBadRequest, "API_KEY_INVALID", "", "API key not valid. Please pass a valid API key.")
	return &no
}

// googleModels answers a key that may call Gemini.
func (c *call) googleModels() answer {
	says := c.hits.has("say_yes") && c.print != ""
	if !says && (c.hits.has("say_no") || !c.lives() || c.googleFlickers()) {
		return *googleStranger()
	}
	consumer := ""
	if c.by != nil && c.by.project != nil {
		consumer = "projects/" + c.by.project.id
	}
	for _, f := range c.hits {
		if d, ok := googleDenials[f.Do]; ok {
			return googleError(d.status, d.reason, consumer, d.message)
		}
	}
	switch {
	case says:
	case c.by.kind == googleToken:
		return googleError(http.StatusUnauthorized, "ACCESS_TOKEN_TYPE_UNSUPPORTED", "", "Request had invalid authentication credentials.")
	case c.by.busy(c.now):
		return googleSorry(http.StatusTooManyRequests, "rate")
	default:
		if no := c.googleBars(c.by, consumer); no != nil {
			return *no
		}
	}
	limit, no := c.number("pageSize", 50, 1, 1000)
	if no != nil {
		return *no
	}
	models := []object{}
	for _, m := range c.of.models[:min(limit, len(c.of.models))] {
		models = append(models, object{"name": "models/" + m.id, "displayName": m.id})
	}
	return success(object{"models": models})
}

// googleFlickers reports whether a key within its tail is refused by the server that took the
// call: servers learn of a deletion one after another. It is the same at the same second.
func (c *call) googleFlickers() bool {
	k := c.by
	if k.revoked.IsZero() || c.now.Before(k.revoked.Add(time.Minute)) || !c.now.Before(k.dead) {
		return false
	}
	return mix(uint64(c.w.seed), uint64(c.now.Unix()/7))%4 == 0
}
