package logs

import (
	"math"
	"strconv"
	"strings"
	"time"

	"firebreak/runbook/usage"
)

// field is something that a row of an export may tell.
type field int

const (
	fTime field = iota
	fEnd
	fWidth
	fLast
	fID
	fKey
	fPlane
	fAPI
	fAction
	fEndpoint
	fModel
	fRegion
	fStatus
	fError
	fRequests
	fIn
	fOut
	fUncached
	fCacheRead
	fWrite5m
	fWrite1h
	fCost
	fOwnCost
	fCents
	fAddress
	fCountry
	fAgent
	fClient
	fActor
	fTarget
	fLongTerm
	fieldCount
)

// columns are the names under which fields stand in exports that are known: our own name first, as
// --map takes it, then those of OpenAI, Anthropic, OpenRouter, LiteLLM and of gateways and logs at
// large. The first that is there counts.
var columns = [fieldCount][]string{
	fTime:      {"time", "start_time", "starting_at", "startTime", "start_time_iso", "usage_date_utc", "created_at", "timestamp", "@timestamp", "ts", "date", "created", "datetime"},
	fEnd:       {"end", "end_time", "ending_at", "end_time_iso"},
	fWidth:     {"width"},
	fLast:      {"last"},
	fID:        {"id", "request_id", "generation_id", "requestId", "trace_id", "event_id"},
	fKey:       {"key", "api_key_id", "api_key_hash", "api_key", "key_id", "metadata.user_api_key_hash", "api_key_name", "key_alias"},
	fPlane:     {"plane"},
	fAPI:       {"service", "api", "provider_name", "custom_llm_provider", "provider"},
	fAction:    {"action", "operation", "call_type", "method"},
	fEndpoint:  {"endpoint", "api_source", "path", "url_path", "route"},
	fModel:     {"model", "model_permaslug", "model_version", "model_id", "line_item", "model_group", "modelId"},
	fRegion:    {"region", "inference_geo"},
	fStatus:    {"status", "status_code", "http_status"},
	fError:     {"error", "error_code", "errorCode", "exception_type"},
	fRequests:  {"requests", "num_model_requests", "n_requests", "request_count", "num_requests"},
	fIn:        {"input", "input_tokens", "prompt_tokens", "tokens_prompt", "n_context_tokens_total", "tokens_in", "usage.prompt_tokens", "usage.input_tokens"},
	fOut:       {"output", "output_tokens", "completion_tokens", "tokens_completion", "n_generated_tokens_total", "usage_output_tokens", "tokens_out", "usage.completion_tokens", "usage.output_tokens"},
	fUncached:  {"uncached_input_tokens", "usage_input_tokens_no_cache"},
	fCacheRead: {"cache_read_input_tokens", "usage_input_tokens_cache_read"},
	fWrite5m:   {"cache_creation.ephemeral_5m_input_tokens", "usage_input_tokens_cache_write_5m", "cache_creation_input_tokens"},
	fWrite1h:   {"cache_creation.ephemeral_1h_input_tokens", "usage_input_tokens_cache_write_1h"},
	fCost:      {"cost", "spend", "usage", "cost_total", "cost_usd", "total_cost", "response_cost", "amount.value"},
	fOwnCost:   {"byok_usage_inference"}, // with a key of the customer's own, beside the cost
	fCents:     {"amount"},
	fAddress:   {"address", "requester_ip_address", "ip", "ip_address", "client_ip", "remote_addr", "source_ip"},
	fCountry:   {"country", "country_code"},
	fAgent:     {"agent", "user_agent", "userAgent", "metadata.user_agent", "http_user_agent"},
	fClient:    {"client", "app_name", "app", "end_user"},
	fActor:     {"actor", "user_id", "user", "user_email", "service_account_id"},
	fTarget:    {"target"},
	fLongTerm:  {"long_term"},
}

// Fields lists the names that a mapping may give a column to.
func Fields() []string {
	var names []string
	for _, list := range columns {
		names = append(names, list[0])
	}
	return names
}

// rowPlan is where each field stands in the values of a plan.
type rowPlan struct {
	*plan
	at [fieldCount][]int
}

// rowPlanOf makes the plan of rows; mapping names columns by our own names of fields, and takes the
// place of those that are known.
func rowPlanOf(mapping map[string]string) *rowPlan {
	var paths []string
	p := &rowPlan{}
	for f, names := range columns {
		if mapped, ok := mapping[names[0]]; ok {
			names = []string{mapped}
		}
		for _, name := range names {
			p.at[f] = append(p.at[f], len(paths))
			paths = append(paths, name)
		}
	}
	p.plan = newPlan(paths)
	return p
}

// row reads the fields of one row.
type row struct {
	plan   *rowPlan
	values []raw
	names  interner
	bad    bool // a count is none
}

func (r *row) bytes(f field) []byte {
	for _, slot := range r.plan.at[f] {
		if b := r.values[slot].bytes(); len(b) > 0 {
			return b
		}
	}
	return nil
}

func (r *row) text(f field) string {
	if b := r.bytes(f); b != nil {
		return r.names.of(b)
	}
	return ""
}

// count is a number of things; told is false where there is none.
func (r *row) count(f field) (n int64, told bool) {
	b := r.bytes(f)
	if b == nil {
		return 0, false
	}
	n, err := strconv.ParseInt(string(b), 10, 64)
	if err != nil {
		f, err := strconv.ParseFloat(string(b), 64)
		if err != nil || f != math.Trunc(f) || math.Abs(f) >= 1<<53 {
			r.bad = true
			return 0, true
		}
		n = int64(f)
	}
	r.bad = r.bad || n < 0
	return n, true
}

// money is an amount in millionths of what the field counts in.
func (r *row) money(f field) (micros int64, told bool) {
	b := r.bytes(f)
	if b == nil {
		return 0, false
	}
	v, err := strconv.ParseFloat(strings.TrimPrefix(string(b), "$"), 64)
	if err != nil || !(math.Abs(v) < 1e12) {
		r.bad = true
		return 0, true
	}
	return int64(math.Round(v * 1e6)), true
}

// event makes the event of a row that begins at start where it names no time itself, and is as
// wide as width where it tells nothing else.
func (r *row) event(start time.Time, width time.Duration) (e usage.Event, why Reason) {
	at := r.bytes(fTime)
	e.At, e.Width = start, width
	if at != nil {
		var ok bool
		if e.At, ok = moment(at); !ok {
			return e, NoTime
		}
	}
	if e.At.IsZero() {
		return e, NoTime
	}
	r.describe(&e)
	r.size(&e)
	r.price(&e)
	n, counted := r.count(fRequests)
	e.Requests = n
	if e.Width == 0 {
		e.Width = r.width(&e, at, counted)
	}
	e.Uncounted = e.Width > 0 && !counted
	if r.bad {
		return e, BadNumber
	}
	return e, ""
}

// width tells how long a row's interval is: as told, or a day for a date without a time of day, or
// until its end where it counts requests. A call has none.
func (r *row) width(e *usage.Event, at []byte, counted bool) time.Duration {
	if seconds, told := r.count(fWidth); told {
		return time.Duration(min(max(seconds, 0), 366*24*3600)) * time.Second
	}
	if len(at) == len(time.DateOnly) && at[4] == '-' {
		return 24 * time.Hour
	}
	if !counted {
		return 0
	}
	if end, ok := moment(r.bytes(fEnd)); ok && end.After(e.At) {
		return end.Sub(e.At)
	}
	return time.Minute
}

func (r *row) describe(e *usage.Event) {
	e.ID, e.KeyID, e.API, e.Action = string(r.bytes(fID)), r.text(fKey), r.text(fAPI), r.text(fAction)
	e.Endpoint, e.Model, e.Region, e.Error = r.text(fEndpoint), r.text(fModel), r.text(fRegion), r.text(fError)
	e.Address, e.Country, e.Agent, e.Client = address(r.text(fAddress)), strings.ToUpper(r.text(fCountry)), r.text(fAgent), r.text(fClient)
	e.Actor, e.Target = r.text(fActor), r.text(fTarget)
	e.LongTerm = string(r.bytes(fLongTerm)) == "true"
	if string(r.bytes(fPlane)) == "control" {
		e.Plane = usage.Control
	}
	switch status := r.text(fStatus); status {
	case "", "success", "ok":
	case "failure", "failed", "error":
		if e.Error == "" {
			e.Error = status
		}
	default:
		if n, err := strconv.Atoi(status); err == nil {
			e.Status = n
		}
	}
}

// size adds up the tokens. Where those from the cache are told apart they are no part of the input.
func (r *row) size(e *usage.Event) {
	in, told := r.count(fIn)
	uncached, apart := r.count(fUncached)
	read, cached := r.count(fCacheRead)
	short, _ := r.count(fWrite5m)
	long, _ := r.count(fWrite1h)
	out, answered := r.count(fOut)
	e.In, e.Out = in, out
	if apart || cached {
		e.In += uncached + read + short + long
	}
	e.Sized = told || apart || answered
}

func (r *row) price(e *usage.Event) {
	micros, told := r.money(fCost)
	own, _ := r.money(fOwnCost)
	e.Micros, e.Priced = micros+own, told
	if cents, inCents := r.money(fCents); inCents && !told {
		e.Micros, e.Priced = cents/100, true
	}
}

// rows is the form of everything that is one flat record for each call or interval.
func (w *worker) rowEvents() Reason {
	r := row{plan: w.rows, values: w.values, names: w.names}
	if w.key != nil && !w.ofKey(&r) {
		return ""
	}
	return w.give(&r, time.Time{}, 0)
}

// give adds the event of a row; of rows that stand for several calls with a last time of their own
// the last call is an event by itself.
func (w *worker) give(r *row, start time.Time, width time.Duration) Reason {
	e, why := r.event(start, width)
	if why != "" {
		return why
	}
	if last, ok := moment(r.bytes(fLast)); ok && e.Width == 0 && e.Requests > 1 && last.After(e.At) {
		end := e
		end.At, end.Requests, end.ID = last, 1, ""
		e.Requests--
		w.add(&e)
		w.add(&end)
		return ""
	}
	w.add(&e)
	return ""
}

// ofKey reports whether a row names the key in question in any of the fields for it.
func (w *worker) ofKey(r *row) bool {
	for _, slot := range r.plan.at[fKey] {
		if string(r.values[slot].bytes()) == w.query.KeyID {
			return true
		}
	}
	return false
}

// bucketEvents reads one interval of OpenAI's or Anthropic's usage or cost, with a row for each
// combination of what it was grouped by.
func (w *worker) bucketEvents() Reason {
	start, ok := moment(first(w.values[bStart], w.values[bStarting]).bytes())
	end, ended := moment(first(w.values[bEnd], w.values[bEnding]).bytes())
	if !ok || !ended || !end.After(start) {
		return NoTime
	}
	var why Reason
	r := row{plan: w.rows, values: make([]raw, w.rows.count), names: w.names}
	c := cursor{text: w.values[bResults]}
	whole := c.items(func() bool {
		from := c.at
		if c.blank() != '{' || !c.value(0) || !w.rows.read(trim(c.text[from:c.at]), r.values) {
			return false
		}
		r.bad = false
		if w.key == nil || w.ofKey(&r) {
			if one := w.give(&r, start, end.Sub(start)); one != "" {
				why = one
			}
		}
		return true
	})
	if !whole {
		return NotJSON
	}
	return why
}

func first(list ...raw) raw {
	for _, r := range list {
		if len(r) > 0 {
			return r
		}
	}
	return nil
}

func trim(text []byte) []byte {
	for len(text) > 0 && text[0] <= ' ' {
		text = text[1:]
	}
	return text
}
