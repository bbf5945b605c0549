package simulator

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Time series of usage and money, for whichever vendor.

// width is a bucket width with the vendor's default and greatest number of buckets.
type width struct {
	name       string
	every      time.Duration
	usual, top int
}

var widths = []width{{"1m", time.Minute, 60, 1440}, {"1h", time.Hour, 24, 168}, {"1d", 24 * time.Hour, 7, 31}}

// filterOf names the parameter that filters by a dimension.
var filterOf = map[string]string{
	"project_id": "project_ids", "workspace_id": "workspace_ids", "user_id": "user_ids", "api_key_id": "api_key_ids", "model": "models", "batch": "batch",
	"size": "sizes", "source": "sources", "vector_store_id": "vector_store_ids", "context_level": "context_levels", "line_item": "line_items",
}

// period is what a usage or cost request asks for.
type period struct {
	start, end time.Time
	width      width
	buckets    int
	group      []string
	keep       map[string][]string // by dimension; those without a filter are missing
}

// period reads and checks the parameters.
func (c *call) period(dims []string, allowed []width, by calendar) (period, *answer) {
	p := period{keep: map[string][]string{}}
	name, no := c.oneOf("bucket_width", namesOf(allowed)...)
	if no != nil {
		return p, no
	}
	p.width = allowed[len(allowed)-1]
	if i := slices.IndexFunc(allowed, func(w width) bool { return w.name == name }); i >= 0 {
		p.width = allowed[i]
	}
	if p.buckets, no = c.number("limit", p.width.usual, 1, p.width.top); no != nil {
		return p, no
	}
	if p.start, p.end, no = c.between(p.width.every, by); no != nil {
		return p, no
	}
	for _, d := range dims {
		if wanted := c.list(filterOf[d]); len(wanted) > 0 && !c.hits.has("ignore_filter") {
			p.keep[d] = wanted
		}
	}
	p.group = c.list("group_by")
	for _, g := range p.group {
		if !slices.Contains(dims, g) {
			return p, c.bad("group_by", "Invalid 'group_by': '"+logged(g)+"' is not supported here.")
		}
	}
	return p, nil
}

func namesOf(all []width) []string {
	var names []string
	for _, w := range all {
		names = append(names, w.name)
	}
	return names
}

// calendar is how a vendor names the ends of a series and reads a time.
type calendar struct {
	start, end string
	read       func(string) (time.Time, bool)
}

// between reads start, end and cursor. Buckets start at whole minutes, hours and days of UTC.
func (c *call) between(every time.Duration, by calendar) (start, end time.Time, no *answer) {
	if c.query.Get(by.start) == "" {
		a := c.of.wrong(http.StatusBadRequest, "missing_required_parameter", by.start, "Missing required parameter: '"+by.start+"'.")
		return start, end, &a
	}
	start, good := by.read(c.query.Get(by.start))
	if !good {
		return start, end, c.bad(by.start, "Invalid '"+by.start+"'.")
	}
	end = c.now.Truncate(time.Second)
	if text := c.query.Get(by.end); text != "" {
		if end, good = by.read(text); !good {
			return start, end, c.bad(by.end, "Invalid '"+by.end+"'.")
		}
	}
	if !end.After(start) {
		return start, end, c.bad(by.end, "Invalid '"+by.end+"': must be after '"+by.start+"'.")
	}
	start = start.Truncate(every)
	if cursor := c.query.Get("page"); cursor != "" && !c.hits.has("duplicate_page") {
		at, good := readCursor(cursor)
		if !good {
			return start, end, c.bad("page", "Invalid 'page'.")
		}
		start = at.Truncate(every)
	}
	return start, end, nil
}

// slot is one bucket of a series with its results.
type slot struct {
	from, to time.Time
	results  []object
}

// slots fills one page of a series: results gives those of one bucket. next is the cursor
// behind the page, nil for none.
func (c *call) slots(p period, results func(from, to time.Time) []object) (page []slot, next any) {
	at := p.start
	for ; at.Before(p.end) && len(page) < p.buckets; at = at.Add(p.width.every) {
		to := at.Add(p.width.every)
		page = append(page, slot{at, to, append([]object{}, results(at, earlier(to, p.end))...)})
	}
	if at.Before(p.end) || c.hits.has("duplicate_page") {
		next = cursor(at)
	}
	return page, next
}

const cursorLead = "page_"

func cursor(t time.Time) string {
	return cursorLead + base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(t.Unix(), 10)))
}

func readCursor(s string) (time.Time, bool) {
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(s, cursorLead))
	n, bad := strconv.ParseInt(string(text), 10, 64)
	return time.Unix(n, 0).UTC(), err == nil && bad == nil && strings.HasPrefix(s, cursorLead)
}

// visible is the moment up to which the vendor shows things that are late by lag.
func (c *call) visible(lag time.Duration) time.Time { return c.lagged(lag).Truncate(time.Minute) }

func (c *call) lagged(lag time.Duration) time.Time {
	if f := c.hits.of("lag"); f != nil {
		lag = seconds(f.Seconds, 3600)
	}
	return c.now.Add(-lag)
}

// gone reports whether a fault hides the key's past.
func (c *call) gone(k *key) bool {
	return c.hits.has("vanish_deleted") && !k.listed(c.now)
}

func (p period) keeps(dims map[string]any) bool {
	for d, wanted := range p.keep {
		have, isText := dims[d].(string)
		if flag, isFlag := dims[d].(bool); isFlag {
			have, isText = strconv.FormatBool(flag), true
		}
		if !isText || !slices.Contains(wanted, have) {
			return false
		}
	}
	return true
}

// group is what belongs together in one bucket; dimensions that were not asked for are nil.
type group struct {
	dims map[string]any
	cell
}

type groups map[string]*group

func (g groups) add(p period, dims map[string]any, c cell) {
	if c.calls == 0 {
		return
	}
	name, kept := "", map[string]any{}
	for _, d := range p.group {
		kept[d] = dims[d]
		if text, ok := dims[d].(string); ok {
			name += text
		} else if dims[d] == true {
			name += "true"
		}
		name += "\x00"
	}
	if g[name] == nil {
		g[name] = &group{dims: kept}
	}
	g[name].add(c)
}

// objects lists the groups in a fixed order.
func (g groups) objects(show func(group) object) []object {
	var names []string
	for name := range g {
		names = append(names, name)
	}
	slices.SortFunc(names, cmp.Compare[string])
	var out []object
	for _, name := range names {
		out = append(out, show(*g[name]))
	}
	return out
}
