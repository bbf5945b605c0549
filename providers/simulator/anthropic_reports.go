package simulator

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

var claudeReportRoutes = []route{
	{method: "GET", path: "/organizations/usage_report/messages", query: []string{"starting_at", "ending_at", "bucket_width", "limit", "page",
		"api_key_ids[]", "workspace_ids[]", "models[]", "group_by[]"}, do: (*call).claudeUsage},
	{method: "GET", path: "/organizations/cost_report", query: []string{"starting_at", "ending_at", "bucket_width", "limit", "page", "group_by[]"}, do: (*call).claudeCosts},
}

var (
	claudeUsageDims  = []string{"api_key_id", "workspace_id", "model", "service_tier"}
	claudeCostDims   = []string{"workspace_id", "description"}
	claudeCostWidths = []width{{"1d", 24 * time.Hour, 7, 31}}
)

// timestamps is how the vendor names and writes the ends of a series.
var timestamps = calendar{"starting_at", "ending_at", func(text string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, text)
	return t.UTC(), err == nil
}}

func claudeDims(r *row) map[string]any {
	d := map[string]any{"api_key_id": r.key.id, "workspace_id": claudeSpace(r.key.project), "model": orNull(r.t.Model), "service_tier": "standard"}
	if r.t.Batch {
		d["service_tier"] = "batch"
	}
	return d
}

// claudeSeries reads what a report asks for. The vendor tells buckets that end in time.
func (c *call) claudeSeries(dims []string, allowed []width) (period, *answer) {
	p, no := c.period(dims, allowed, timestamps)
	if no == nil && c.query.Get("ending_at") != "" {
		p.end = p.end.Truncate(p.width.every)
	}
	return p, no
}

func (c *call) claudeReport(p period, results func(from, to time.Time) []object) answer {
	slots, next := c.slots(p, results)
	data := []object{}
	for _, s := range slots {
		data = append(data, object{"starting_at": rfc3339(s.from), "ending_at": rfc3339(s.to), "results": s.results})
	}
	return success(object{"data": data, "has_more": next != nil, "next_page": next})
}

func (c *call) claudeUsage() answer {
	if no := c.claudeAdmin(); no != nil {
		return *no
	}
	p, no := c.claudeSeries(claudeUsageDims, widths)
	if no != nil {
		return *no
	}
	rows := slices.DeleteFunc(slices.Clone(c.w.rows), func(r *row) bool {
		return r.key.of != c.of || r.t.Family != claudeFamily || c.gone(r.key) || c.hits.has("usage_empty") || !p.keeps(claudeDims(r))
	})
	v, visible := c.w.at(c.now), c.visible(c.w.lags.Usage)
	return c.claudeReport(p, func(from, to time.Time) []object {
		sums := groups{}
		for _, r := range rows {
			sums.add(p, claudeDims(r), v.sum(r, from, earlier(to, visible)))
		}
		return sums.objects(func(g group) object {
			out := object{
				"uncached_input_tokens": g.in - g.cached, "cache_read_input_tokens": g.cached, "output_tokens": g.out,
				"cache_creation":  object{"ephemeral_1h_input_tokens": 0, "ephemeral_5m_input_tokens": 0},
				"server_tool_use": object{"web_search_requests": 0},
			}
			for _, d := range claudeUsageDims {
				out[d] = g.dims[d]
			}
			return out
		})
	})
}

// claudeItem stands between the model and the part in a line of costs.
const claudeItem = " Usage - "

// claudeTokens names the parts of a cost as the vendor does.
var claudeTokens = map[string]string{"input": "uncached_input_tokens", "cached input": "cache_read_input_tokens", "output": "output_tokens"}

func (c *call) claudeCosts() answer {
	if no := c.claudeAdmin(); no != nil {
		return *no
	}
	p, no := c.claudeSeries(claudeCostDims, claudeCostWidths)
	if no != nil {
		return *no
	}
	v, visible := c.w.at(c.now), c.visible(c.w.lags.Cost)
	rows := slices.DeleteFunc(slices.Clone(c.w.rows), func(r *row) bool { return r.key.of != c.of || c.gone(r.key) || c.hits.has("usage_empty") })
	return c.claudeReport(p, func(from, to time.Time) []object {
		sums := groups{}
		for _, r := range rows {
			for item, amount := range r.items(v.sum(r, from, earlier(to, visible)), c.of.lineItem) {
				sums.add(p, map[string]any{"workspace_id": claudeSpace(r.key.project), "description": item}, amount)
			}
		}
		return sums.objects(claudeCost)
	})
}

// claudeCost writes one sum, in cents exact to the micro-unit. A line names model and tokens
// where lines were asked for.
func claudeCost(g group) object {
	out := object{
		"amount": fmt.Sprintf("%d.%04d", g.micros/microsPerCent, g.micros%microsPerCent), "currency": "USD",
		"workspace_id": g.dims["workspace_id"], "description": g.dims["description"], "model": nil, "token_type": nil, "cost_type": nil,
	}
	if item, ok := g.dims["description"].(string); ok {
		model, part, _ := strings.Cut(item, claudeItem)
		out["model"], out["token_type"], out["cost_type"] = model, claudeTokens[part], "tokens"
	}
	return out
}
