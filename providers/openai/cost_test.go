package openai

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"firebreak/providers"
)

func costLine(key any, item, currency string, value any) object {
	return object{"object": "organization.costs.result", "api_key_id": key, "line_item": item, "project_id": nil,
		"amount": object{"value": value, "currency": currency}}
}

func TestCostsAreReadPerDayAndLineItem(t *testing.T) {
	r := newRig(t)
	midnight := today.Truncate(day)
	r.vendor.on("GET /organization/costs", 200, series("",
		bucket(midnight, day, costLine("key_1", "gpt-a, input", "usd", 0.06), costLine("key_1", "gpt-a, output", "usd", "12.3456785"), costLine(nil, "", "usd", 0)),
		bucket(midnight.Add(-day), day, costLine("key_1", "x", "usd", 1e-7))))
	q := hours(30)
	got, err := drain(t, r.Costs(r.ctx, q))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, c := range got {
		lines = append(lines, fmt.Sprintf("%s %s %d %s %s", c.Start.Format("01-02"), c.Item.Line(20), c.Micros, c.Currency, c.Width))
	}
	want := []string{"11-22 x 0 USD 24h0m0s", "11-23 gpt-a, input 60000 USD 24h0m0s", "11-23 gpt-a, output 12345679 USD 24h0m0s"}
	if !slices.Equal(lines, want) {
		t.Errorf("got %q", lines)
	}
	query := r.vendor.asked("GET /organization/costs")[0].query
	if query.Get("bucket_width") != "1d" || query.Get("limit") != "180" || query.Get("api_key_ids[]") != "key_1" || !slices.Equal(query["group_by[]"], []string{"api_key_id", "line_item"}) ||
		query.Get("start_time") != strconv.FormatInt(midnight.Add(-2*day).Unix(), 10) {
		t.Errorf("asked with %v", query)
	}
}

func TestCostsThatCannotBeTrustedAreAnError(t *testing.T) {
	at := today.Truncate(day)
	for name, c := range map[string]struct {
		line object
		want error
	}{
		"another key":         {costLine("key_2", "x", "usd", 1), providers.ErrForeignData},
		"no key":              {costLine(nil, "x", "usd", 1), providers.ErrForeignData},
		"a fortune":           {costLine("key_1", "x", "usd", 1e12), nil},
		"no number":           {costLine("key_1", "x", "usd", "much"), nil},
		"a hostile currency":  {costLine("key_1", "x", "u\x1b[31m", 1), nil},
		"another kind of row": {object{"object": "organization.usage.completions.result"}, nil},
	} {
		r := newRig(t)
		r.vendor.on("GET /organization/costs", 200, series("", bucket(at, day, c.line)))
		got, err := drain(t, r.Costs(r.ctx, hours(2)))
		if err == nil || c.want != nil && !errors.Is(err, c.want) || len(got) != 0 {
			t.Errorf("%s: got %v, %v", name, got, err)
		}
	}
	r := newRig(t)
	q := hours(2)
	q.Record.ID = ""
	if _, err := drain(t, r.Costs(r.ctx, q)); err == nil {
		t.Error("no id is no error")
	}
}
