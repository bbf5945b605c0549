package simulator

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

var (
	costParams = []string{"start_time", "end_time", "bucket_width", "project_ids", "api_key_ids", "line_items", "group_by", "limit", "page"}
	costDims   = []string{"project_id", "api_key_id", "line_item"}
	costWidths = []width{{"1d", 24 * time.Hour, 7, 180}}
)

// carriedOver is the line item of money that no listed traffic explains.
const carriedOver = "earlier usage"

func (c *call) costs() answer {
	if no := c.admin(); no != nil {
		return *no
	}
	p, no := c.period(costDims, costWidths, seconds1970)
	if no != nil {
		return *no
	}
	v, visible := c.w.at(c.now), c.visible(c.w.lags.Cost)
	rows := slices.DeleteFunc(slices.Clone(c.w.rows), func(r *row) bool { return r.key.of != c.of || c.gone(r.key) })
	return c.buckets(p, func(from, to time.Time) []object {
		if c.hits.has("usage_empty") {
			return nil
		}
		sums := groups{}
		put := func(dims map[string]any, amount cell) {
			if p.keeps(dims) {
				sums.add(p, dims, amount)
			}
		}
		for _, r := range rows {
			for item, amount := range r.items(v.sum(r, from, earlier(to, visible)), c.of.lineItem) {
				dims := r.dims()
				dims["line_item"] = item
				put(dims, amount)
			}
		}
		for _, pr := range c.w.projectsOf(c.of) {
			if start := month(c.w.page); pr.spent > 0 && !start.Before(from) && start.Before(to) {
				put(map[string]any{"project_id": pr.id, "line_item": carriedOver}, cell{calls: 1, micros: pr.spent})
			}
		}
		return sums.objects(costObject)
	})
}

// items splits what was served into the vendor's line items, by the list prices: what went in,
// what of it was cached, and what came out. Their money adds up exactly.
func (r *row) items(c cell, line func(model, part string) string) map[string]cell {
	if c.calls == 0 || c.micros == 0 {
		return nil
	}
	what, p := or(r.t.Model, r.t.Family), price{1, 1, 4}
	if m, known := modelOf(r.t.Model); known {
		p = m.price
	}
	in, cached, out := p.parts(c)
	share := func(part float64) int64 {
		if all := in + cached + out; all > 0 {
			return int64(float64(c.micros) * part / all)
		}
		return 0
	}
	items := map[string]cell{}
	rest := c.micros
	for name, part := range map[string]cell{"cached input": {in: c.cached, micros: share(cached)}, "output": {in: c.out, micros: share(out)}} {
		if part.micros > 0 {
			part.calls = c.calls
			items[line(what, name)], rest = part, rest-part.micros
		}
	}
	if rest > 0 {
		items[line(what, "input")] = cell{calls: c.calls, in: c.in - c.cached, micros: rest}
	}
	return items
}

// costObject writes one sum. Amounts are decimals, exact to the micro-unit.
func costObject(g group) object {
	value := json.Number(fmt.Sprintf("%d.%06d", g.micros/microsPerDollar, g.micros%microsPerDollar))
	out := object{"object": "organization.costs.result", "amount": object{"value": value, "currency": "usd"}, "quantity": nil, "quantity_unit": nil}
	for _, d := range costDims {
		out[d] = g.dims[d]
	}
	if item, ok := g.dims["line_item"].(string); ok && item != carriedOver {
		out["quantity"], out["quantity_unit"] = g.in, "tokens"
	}
	return out
}
