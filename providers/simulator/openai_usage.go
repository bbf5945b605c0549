package simulator

import (
	"slices"
	"strconv"
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

// bucket is one of a series: of thousands a minute each, most are empty.
type bucket struct {
	EndTime   int64    `json:"end_time"`
	Object    string   `json:"object"`
	Results   []object `json:"results"`
	StartTime int64    `json:"start_time"`
}

// buckets makes the page: results gives those of one bucket.
func (c *call) buckets(p period, results func(from, to time.Time) []object) answer {
	slots, next := c.slots(p, results)
	data := make([]bucket, 0, len(slots))
	for _, s := range slots {
		data = append(data, bucket{Object: "bucket", StartTime: s.from.Unix(), EndTime: s.to.Unix(), Results: s.results})
	}
	return success(object{"object": "page", "data": data, "has_more": next != nil, "next_page": next})
}

func (c *call) usage(f family) answer {
	if no := c.admin(); no != nil {
		return *no
	}
	p, no := c.period(f.dims, widths, seconds1970)
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

// seconds1970 is how the vendor names and writes the ends of a series.
var seconds1970 = calendar{"start_time", "end_time", func(text string) (time.Time, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return time.Unix(n, 0).UTC(), err == nil && n >= 0 && n <= 1<<40
}}

// dims are the dimensions of a row that can be filtered and grouped by.
func (r *row) dims() map[string]any {
	d := map[string]any{"api_key_id": r.key.id, "user_id": orNull(r.key.owner()), "model": orNull(r.t.Model), "batch": r.t.Batch, "service_tier": "default"}
	if r.key.project != nil {
		d["project_id"] = r.key.project.id
	}
	return d
}
