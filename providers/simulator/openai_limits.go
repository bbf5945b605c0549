package simulator

import "net/http"

var limitRoutes = []route{
	{method: "GET", path: "/organization/projects/{project_id}/rate_limits", query: []string{"limit", "after", "before"}, do: (*call).rateLimits},
	{method: "POST", path: "/organization/projects/{project_id}/rate_limits/{rate_limit_id}", do: (*call).updateRateLimit},
	{method: "GET", path: "/organization/spend_limit", do: (*call).orgSpend},
	{method: "POST", path: "/organization/spend_limit", do: (*call).setOrgSpend},
	{method: "DELETE", path: "/organization/spend_limit", do: (*call).dropOrgSpend},
	{method: "GET", path: "/organization/projects/{project_id}/spend_limit", do: (*call).projectSpend},
	{method: "POST", path: "/organization/projects/{project_id}/spend_limit", do: (*call).setProjectSpend},
	{method: "DELETE", path: "/organization/projects/{project_id}/spend_limit", do: (*call).dropProjectSpend},
}

// The fields of a rate limit.
const (
	maxRequests = "max_requests_per_1_minute"
	maxTokens   = "max_tokens_per_1_minute"
	maxImages   = "max_images_per_1_minute"
)

func (l *rateLimit) object() object {
	out := object{"object": "project.rate_limit", "id": l.id, "model": l.model, maxRequests: l.requests, maxTokens: l.tokens}
	if l.images > 0 {
		out[maxImages] = l.images
	}
	return out
}

func (c *call) rateLimits() answer {
	p, no := c.inProject()
	if no != nil {
		return *no
	}
	var out []listed
	for _, l := range p.limits {
		out = append(out, listed{l.id, l.object()})
	}
	return c.page(out, 100, 100)
}

func (c *call) updateRateLimit() answer {
	p, no := c.inUse()
	if no != nil {
		return *no
	}
	l := find(p.limits, func(l *rateLimit) bool { return l.id == c.parts["rate_limit_id"] })
	if l == nil {
		return missing("rate limit", c.parts["rate_limit_id"])
	}
	want := map[string]int64{}
	if no := c.decode([]string{maxRequests, maxTokens, maxImages}, &want); no != nil {
		return *no
	}
	for name, n := range want {
		if n < 0 || name == maxImages && l.images == 0 {
			return *c.bad(name, "Invalid '"+name+"' for this model.")
		}
	}
	if len(want) == 0 {
		return failure(http.StatusBadRequest, "missing_required_parameter", "", "At least one limit is required.")
	}
	c.do(act{Do: doRate, On: l.id, Project: p.id, Limits: want})
	return success(l.object())
}

// spendPlace is one of the two places where a hard limit can stand.
type spendPlace struct {
	project *project // nil: the organisation
	name    string
	history []spending
	covers  []*project
}

func (c *call) orgPlace() (spendPlace, *answer) {
	return spendPlace{nil, "organization.spend_limit", c.w.spendings[c.of], c.w.projectsOf(c.of)}, c.admin()
}

func (c *call) projectPlace() (spendPlace, *answer) {
	p, no := c.inProject()
	if no != nil {
		return spendPlace{}, no
	}
	return spendPlace{p, "project.spend_limit", p.spendings, []*project{p}}, nil
}

func (c *call) orgSpend() answer         { return c.showSpend(c.orgPlace()) }
func (c *call) setOrgSpend() answer      { return c.setSpend(c.orgPlace()) }
func (c *call) dropOrgSpend() answer     { return c.dropSpend(c.orgPlace()) }
func (c *call) projectSpend() answer     { return c.showSpend(c.projectPlace()) }
func (c *call) setProjectSpend() answer  { return c.setSpend(c.projectPlace()) }
func (c *call) dropProjectSpend() answer { return c.dropSpend(c.projectPlace()) }

func (c *call) spendObject(at spendPlace, cents int64) answer {
	status := "inactive"
	v := c.w.at(c.now)
	if v.spent(at.covers, month(c.now), c.now) > cents*microsPerCent {
		status = "enforcing"
	}
	return success(object{"object": at.name, "threshold_amount": cents, "currency": "USD", "interval": "month", "enforcement": object{"status": status}})
}

func (c *call) showSpend(at spendPlace, no *answer) answer {
	if no != nil {
		return *no
	}
	cents := inForce(at.history, c.now)
	if cents == 0 {
		return failure(http.StatusNotFound, "not_found", "", "No spend limit is set.")
	}
	return c.spendObject(at, cents)
}

func (c *call) setSpend(at spendPlace, no *answer) answer {
	if no != nil {
		return *no
	}
	var want struct {
		Cents    *int64 `json:"threshold_amount"`
		Currency string `json:"currency"`
		Interval string `json:"interval"`
	}
	if no := c.decode([]string{"threshold_amount", "currency", "interval"}, &want); no != nil {
		return *no
	}
	switch {
	case want.Cents == nil || *want.Cents < 1:
		return *c.bad("threshold_amount", "Invalid 'threshold_amount': expected whole cents, at least 1.")
	case want.Currency != "USD":
		return *c.bad("currency", "Invalid 'currency': only USD is supported.")
	case want.Interval != "month":
		return *c.bad("interval", "Invalid 'interval': only month is supported.")
	}
	a := act{Do: doSpend, Cents: *want.Cents}
	if at.project != nil {
		a.Project = at.project.id
	}
	c.do(a)
	return c.spendObject(at, *want.Cents)
}

func (c *call) dropSpend(at spendPlace, no *answer) answer {
	if no != nil {
		return *no
	}
	if inForce(at.history, c.now) == 0 {
		return failure(http.StatusNotFound, "not_found", "", "No spend limit is set.")
	}
	a := act{Do: doSpend}
	if at.project != nil {
		a.Project = at.project.id
	}
	c.do(a)
	return success(object{"object": at.name + ".deleted", "deleted": true})
}
