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

// family is one usage endpoint: what its results are called, hold, and can be grouped by.
type family struct {
	name   string
	result string
	dims   []string // that its results declare
	counts func(cell) object
}

var (
	keyDims = []string{"project_id", "user_id", "api_key_id", "model"}
	orgDims = []string{"project_id"}
)

var families = []family{
	{"completions", "completions", append(slices.Clone(keyDims), "batch", "service_tier"), func(c cell) object {
		return object{"input_tokens": c.in, "input_cached_tokens": c.cached, "input_uncached_tokens": c.in - c.cached, "output_tokens": c.out, "num_model_requests": c.calls}
	}},
	{"embeddings", "embeddings", keyDims, func(c cell) object { return object{"input_tokens": c.in, "num_model_requests": c.calls} }},
	{"moderations", "moderations", keyDims, func(c cell) object { return object{"input_tokens": c.in, "num_model_requests": c.calls} }},
	{"images", "images", append(slices.Clone(keyDims), "size", "source"), func(c cell) object { return object{"images": c.out, "num_model_requests": c.calls} }},
	{"audio_speeches", "audio_speeches", keyDims, func(c cell) object { return object{"characters": c.in, "num_model_requests": c.calls} }},
	{"audio_transcriptions", "audio_transcriptions", keyDims, func(c cell) object { return object{"seconds": c.in, "num_model_requests": c.calls} }},
	{"vector_stores", "vector_stores", orgDims, func(c cell) object { return object{"usage_bytes": c.in} }},
	{"code_interpreter_sessions", "code_interpreter_sessions", orgDims, func(c cell) object { return object{"num_sessions": c.calls} }},
	{"file_search_calls", "file_searches", []string{"project_id", "user_id", "api_key_id", "vector_store_id"}, func(c cell) object { return object{"num_requests": c.calls} }},
	{"web_search_calls", "web_searches", append(slices.Clone(keyDims), "context_level"), func(c cell) object { return object{"num_model_requests": c.calls, "num_requests": c.calls} }},
}

// width is a bucket width with the vendor's default and greatest number of buckets.
type width struct {
	name       string
	every      time.Duration
	usual, top int
}

var widths = []width{{"1m", time.Minute, 60, 1440}, {"1h", time.Hour, 24, 168}, {"1d", 24 * time.Hour, 7, 31}}

var usageRoutes = makeUsageRoutes()

func makeUsageRoutes() []route {
	routes := []route{{method: "GET", path: "/organization/costs", query: costParams, do: (*call).costs}}
	for _, f := range families {
		query := []string{"start_time", "end_time", "bucket_width", "group_by", "limit", "page"}
		for _, d := range f.dims {
			if f := filterOf[d]; f != "" {
				query = append(query, f)
			}
		}
		routes = append(routes, route{method: "GET", path: "/organization/usage/" + f.name, query: query, do: func(c *call) answer { return c.usage(f) }})
	}
	return routes
}

// filterOf names the parameter that filters by a dimension.
var filterOf = map[string]string{
	"project_id": "project_ids", "user_id": "user_ids", "api_key_id": "api_key_ids", "model": "models", "batch": "batch",
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
func (c *call) period(dims []string, allowed []width) (period, *answer) {
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
	if p.start, p.end, no = c.between(p.width.every); no != nil {
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
			return p, bad("group_by", "Invalid 'group_by': '"+logged(g)+"' is not supported here.")
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

// between reads start, end and cursor. Buckets start at whole minutes, hours and days of UTC.
func (c *call) between(every time.Duration) (start, end time.Time, no *answer) {
	if c.query.Get("start_time") == "" {
		a := failure(http.StatusBadRequest, "missing_required_parameter", "start_time", "Missing required parameter: 'start_time'.")
		return start, end, &a
	}
	from, no := c.number("start_time", 0, 0, 1<<40)
	if no != nil {
		return start, end, no
	}
	to, no := c.number("end_time", int(c.now.Unix()), 0, 1<<40)
	if no != nil {
		return start, end, no
	}
	if to <= from {
		return start, end, bad("end_time", "Invalid 'end_time': must be after 'start_time'.")
	}
	start, end = time.Unix(int64(from), 0).UTC().Truncate(every), time.Unix(int64(to), 0).UTC()
	if cursor := c.query.Get("page"); cursor != "" && !c.hits.has("duplicate_page") {
		at, good := readCursor(cursor)
		if !good {
			return start, end, bad("page", "Invalid 'page'.")
		}
		start = at.Truncate(every)
	}
	return start, end, nil
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

// buckets makes the page: results gives those of one bucket.
func (c *call) buckets(p period, results func(from, to time.Time) []object) answer {
	data := []object{}
	at := p.start
	for ; at.Before(p.end) && len(data) < p.buckets; at = at.Add(p.width.every) {
		next := at.Add(p.width.every)
		found := results(at, earlier(next, p.end))
		if found == nil {
			found = []object{}
		}
		data = append(data, object{"object": "bucket", "start_time": at.Unix(), "end_time": next.Unix(), "results": found})
	}
	more := at.Before(p.end) || c.hits.has("duplicate_page")
	out := object{"object": "page", "data": data, "has_more": more, "next_page": nil}
	if more {
		out["next_page"] = cursor(at)
	}
	return success(out)
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

func (c *call) usage(f family) answer {
	if no := c.admin(); no != nil {
		return *no
	}
	p, no := c.period(f.dims, widths)
	if no != nil {
		return *no
	}
	rows := slices.DeleteFunc(slices.Clone(c.w.rows), func(r *row) bool {
		return r.key.of != c.of || r.t.Family != f.name || c.gone(r.key) || c.hits.has("usage_empty") || !p.keeps(r.dims())
	})
	v, visible := c.w.at(c.now), c.visible(c.w.lags.Usage)
	return c.buckets(p, func(from, to time.Time) []object {
		sums := groups{}
		for _, r := range rows {
			sums.add(p, r.dims(), v.sum(r, from, earlier(to, visible)))
		}
		return sums.objects(func(g group) object {
			out := f.counts(g.cell)
			out["object"] = "organization.usage." + f.result + ".result"
			for _, d := range f.dims {
				out[d] = g.dims[d]
			}
			return out
		})
	})
}

// dims are the dimensions of a row that can be filtered and grouped by.
func (r *row) dims() map[string]any {
	d := map[string]any{"api_key_id": r.key.id, "user_id": orNull(r.key.owner()), "model": orNull(r.t.Model), "batch": r.t.Batch, "service_tier": "default"}
	if r.key.project != nil {
		d["project_id"] = r.key.project.id
	}
	return d
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
