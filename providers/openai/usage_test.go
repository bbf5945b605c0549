package openai

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"firebreak/providers"
)

func bucket(start time.Time, width time.Duration, results ...object) object {
	all := []object{}
	all = append(all, results...)
	return object{"object": "bucket", "start_time": start.Unix(), "end_time": start.Add(width).Unix(), "results": all}
}

func series(next string, buckets ...object) object {
	all := []object{}
	all = append(all, buckets...)
	p := object{"object": "page", "data": all, "has_more": next != "", "next_page": nil}
	if next != "" {
		p["next_page"] = next
	}
	return p
}

func completion(key any, model string, requests, in, out int64) object {
	return object{"object": "organization.usage.completions.result", "api_key_id": key, "model": model, "num_model_requests": requests,
		"input_tokens": in, "output_tokens": out, "input_cached_tokens": in / 2}
}

// idle answers every report with nothing.
func (r *rig) idle() {
	for _, f := range families {
		r.vendor.on("GET /organization/usage/"+f.name, 200, series(""))
	}
	r.vendor.on("GET /organization/costs", 200, series(""))
}

// busyAtEachStart gives one used bucket at the start of each span that is asked for.
func (r *rig) busyAtEachStart() {
	r.vendor.handle(completions, func(s seen) (int, any) {
		start, _ := strconv.ParseInt(s.query.Get("start_time"), 10, 64) // we sent it
		return 200, series("", bucket(time.Unix(start, 0), time.Hour, completion("key_1", "m", 1, 1, 1)))
	})
}

const completions = "GET /organization/usage/completions"

func hours(n int) providers.UsageQuery {
	return providers.UsageQuery{Record: record(), From: today.Add(-time.Duration(n) * time.Hour), To: today, Width: time.Hour}
}

func TestUsageOfAllReportsComesOldestFirst(t *testing.T) {
	r := newRig(t)
	r.idle()
	first, second := today.Add(-3*time.Hour), today.Add(-2*time.Hour)
	r.vendor.handle(completions, func(s seen) (int, any) {
		if s.query.Get("page") == "" {
			return 200, series("page_2", bucket(second, time.Hour, completion("key_1", "gpt-a", 3, 40, 50)))
		}
		return 200, series("", bucket(first, time.Hour, completion("key_1", "gpt-b", 1, 10, 20)))
	})
	figure := func(at time.Time, name string, more object) {
		f := families[slices.IndexFunc(families, func(f family) bool { return f.name == name })]
		o := object{"object": "organization.usage." + f.result + ".result", "api_key_id": "key_1", "model": "m", "num_model_requests": 2}
		for k, v := range more {
			o[k] = v
		}
		r.vendor.on("GET /organization/usage/"+name, 200, series("", bucket(at, time.Hour, o)))
	}
	figure(second, "embeddings", object{"input_tokens": 7})
	figure(first, "images", object{"images": 4})
	figure(second, "audio_speeches", object{"characters": 90})
	figure(second, "audio_transcriptions", object{"seconds": 60})
	figure(second, "moderations", object{"input_tokens": 8})
	figure(second, "file_search_calls", object{"num_requests": 5, "num_model_requests": 0})
	figure(second, "web_search_calls", object{"num_requests": 6})

	got, err := drain(t, r.Usage(r.ctx, hours(5)))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, b := range got {
		if b.Width != time.Hour {
			t.Errorf("width %s", b.Width)
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %d %d %d %d", b.Start.Format("15:04"), b.Endpoint, b.Model.Line(9), b.Requests, b.In, b.Out, b.Cached))
	}
	want := []string{
		"00:00 completions gpt-b 1 10 20 5", "00:00 images m 2 0 4 0", "01:00 completions gpt-a 3 40 50 20", "01:00 embeddings m 2 7 0 0",
		"01:00 moderations m 2 8 0 0", "01:00 audio_speeches m 2 90 0 0",
		"01:00 audio_transcriptions m 2 60 0 0", "01:00 file_search_calls m 5 0 0 0", "01:00 web_search_calls m 6 0 0 0",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got\n%s", strings.Join(lines, "\n"))
	}
}

func TestUsageIsAskedForTheKeyAlone(t *testing.T) {
	r := newRig(t)
	r.idle()
	if _, err := drain(t, r.Usage(r.ctx, hours(3))); err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		asked := r.vendor.asked("GET /organization/usage/" + f.name)
		if len(asked) != 1 {
			t.Fatalf("%s asked %d times", f.name, len(asked))
		}
		q := asked[0].query
		if !slices.Equal(q["group_by[]"], f.groups()) || q.Get("bucket_width") != "1h" || q.Get("limit") != "168" ||
			q.Get("start_time") != strconv.FormatInt(today.Add(-3*time.Hour).Unix(), 10) || q.Get("end_time") != strconv.FormatInt(today.Unix(), 10) {
			t.Errorf("%s: %v", f.name, q)
		}
		if f.perProject != (q.Get("project_ids[]") == "proj_1") || f.perProject == (q.Get("api_key_ids[]") == "key_1") {
			t.Errorf("%s: filter %v", f.name, q)
		}
	}
}

func TestALongTimeIsReadInSpansThatFitOnePage(t *testing.T) {
	for _, c := range []struct {
		width time.Duration
		back  time.Duration
		name  string
		limit string
		spans int
	}{
		{time.Minute, 48 * time.Hour, "1m", "1440", 2},
		{time.Hour, 28 * day, "1h", "168", 4},
		{day, 90 * day, "1d", "31", 3},
		{time.Hour, 90 * time.Second, "1h", "168", 1},
	} {
		r := newRig(t)
		r.idle()
		q := providers.UsageQuery{Record: record(), From: today.Add(-c.back), To: today, Width: c.width}
		if _, err := drain(t, r.Usage(r.ctx, q)); err != nil {
			t.Fatal(err)
		}
		asked := r.vendor.asked(completions)
		if len(asked) != c.spans || asked[0].query.Get("limit") != c.limit || asked[0].query.Get("bucket_width") != c.name {
			t.Errorf("%s: %d spans, %v", c.name, len(asked), asked[0].query)
		}
		for i := 1; i < len(asked); i++ {
			if asked[i].query.Get("start_time") != asked[i-1].query.Get("end_time") {
				t.Errorf("%s: a gap before span %d", c.name, i)
			}
		}
		start, _ := strconv.ParseInt(asked[0].query.Get("start_time"), 10, 64) // what was sent is a number
		if at := time.Unix(start, 0); at.After(q.From) || q.From.Sub(at) >= c.width || start%int64(c.width/time.Second) != 0 {
			t.Errorf("%s: starts at %s for %s", c.name, at, q.From)
		}
	}
}

func TestFiguresOfAnotherKeyEndTheStream(t *testing.T) {
	for name, key := range map[string]any{"another key": "key_2", "no key": nil} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.idle()
			r.vendor.on(completions, 200, series("", bucket(today.Add(-time.Hour), time.Hour, completion("key_1", "m", 1, 1, 1), completion(key, "m", 1, 1, 1))))
			got, err := drain(t, r.Usage(r.ctx, hours(2)))
			if !errors.Is(err, providers.ErrForeignData) || len(got) != 0 {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
	r := newRig(t)
	r.idle()
	r.vendor.on(completions, 200, series("", bucket(today.Add(-time.Hour), time.Hour, completion(nil, "", 0, 0, 0))))
	if got, err := drain(t, r.Usage(r.ctx, hours(2))); err != nil || len(got) != 0 {
		t.Errorf("a line of zeros: got %v, %v", got, err)
	}
}

func TestAReportThatIsRefusedIsNamedAndTheOthersAreRead(t *testing.T) {
	r := newRig(t)
	r.idle()
	r.busyAtEachStart()
	r.vendor.on("GET /organization/usage/images", 404, fault("not_found", "No."))
	r.vendor.on("GET /organization/usage/web_search_calls", 400, fault("", "No."))
	q := hours(1)
	q.From = today.Add(-15 * day) // three spans: a refused report is not asked again
	got, err := drain(t, r.Usage(r.ctx, q))
	var partial *providers.PartialError
	if !errors.As(err, &partial) || len(partial.Gaps) != 2 || partial.Gaps[0].Part != "images" || partial.Gaps[1].Part != "web_search_calls" {
		t.Fatalf("got %v", err)
	}
	if partial.Gaps[0].Why != providers.GapRefused || !errors.Is(err, providers.ErrNotFound) {
		t.Errorf("gap %+v", partial.Gaps[0])
	}
	if len(got) != 3 {
		t.Error("what could be read is lost")
	}
	if n := len(r.vendor.asked("GET /organization/usage/images")); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestAReportPerProjectIsAGapOnlyIfTheProjectUsedIt(t *testing.T) {
	r := newRig(t)
	r.idle()
	line := object{"object": "organization.usage.vector_stores.result", "project_id": "proj_1", "usage_bytes": 0}
	r.vendor.on("GET /organization/usage/vector_stores", 200, series("", bucket(today.Add(-time.Hour), time.Hour, line)))
	if _, err := drain(t, r.Usage(r.ctx, hours(2))); err != nil {
		t.Errorf("nothing used: %v", err)
	}
	line["usage_bytes"] = 5
	got, err := drain(t, r.Usage(r.ctx, hours(2)))
	var partial *providers.PartialError
	if !errors.As(err, &partial) || len(partial.Gaps) != 1 || partial.Gaps[0].Why != providers.GapNotPerKey || len(got) != 0 {
		t.Errorf("got %v, %v", got, err)
	}
	line["project_id"] = "proj_2"
	if _, err := drain(t, r.Usage(r.ctx, hours(2))); !errors.Is(err, providers.ErrForeignData) {
		t.Errorf("another project: %v", err)
	}
}

func TestF022AMissingRightIsAnErrorAndNotZero(t *testing.T) {
	for status, want := range map[int]error{401: providers.ErrNotPermitted, 403: providers.ErrNotPermitted} {
		r := newRig(t)
		r.idle()
		r.vendor.on(completions, status, fault("", "Missing scopes: api.usage.read."))
		got, err := drain(t, r.Usage(r.ctx, hours(2)))
		if !errors.Is(err, want) || len(got) != 0 {
			t.Errorf("%d: got %v, %v", status, got, err)
		}
	}
}

func TestUsageThatCannotBeTrustedIsAnError(t *testing.T) {
	at := today.Add(-time.Hour)
	fine := bucket(at, time.Hour, completion("key_1", "m", 1, 1, 1))
	for name, body := range map[string]any{
		"a page":                       "<html></html>",
		"another object":               page(false),
		"the same bucket twice":        series("", fine, fine),
		"a bucket from before":         series("", bucket(today.Add(-9*time.Hour), time.Hour)),
		"a bucket from after":          series("", bucket(today.Add(9*time.Hour), time.Hour)),
		"a result of another family":   series("", bucket(at, time.Hour, object{"object": "organization.usage.images.result", "api_key_id": "key_1", "images": 1})),
		"a negative figure":            series("", bucket(at, time.Hour, completion("key_1", "m", -1, 1, 1))),
		"a figure as text":             series("", bucket(at, time.Hour, object{"object": "organization.usage.completions.result", "input_tokens": "7"})),
		"an element that is no bucket": series("", object{"object": "model"}),
		"more without a cursor":        object{"object": "page", "data": []object{}, "has_more": true, "next_page": nil},
		"the same cursor for ever":     series("again"),
		"an endless cursor":            series(strings.Repeat("x", 5000)),
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.idle()
			r.vendor.on(completions, 200, body)
			got, err := drain(t, r.Usage(r.ctx, hours(2)))
			var call *providers.CallError
			if !errors.As(err, &call) || call.Cause != providers.CauseShape || len(got) != 0 {
				t.Errorf("got %v, %v", got, err)
			}
			if n := len(r.vendor.asked(completions)); n > 2 {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

func TestAReaderMayStopAndACancelledStreamEnds(t *testing.T) {
	r := newRig(t)
	r.idle()
	r.busyAtEachStart()
	q := hours(1)
	q.From = today.Add(-28 * day)
	for range r.Usage(r.ctx, q) {
		break
	}
	if n := len(r.vendor.asked(completions)); n != 1 {
		t.Errorf("read on after the reader stopped: %d", n)
	}
	ctx, cancel := context.WithCancel(r.ctx)
	defer cancel()
	var last error
	for _, err := range r.Usage(ctx, q) {
		last = err
		cancel()
	}
	if last == nil || len(r.vendor.asked(completions)) > 3 {
		t.Errorf("got %v", last)
	}
}

func TestQueriesThatMakeNoSense(t *testing.T) {
	r := newRig(t)
	q := hours(2)
	q.Width = 7 * time.Minute
	if _, err := drain(t, r.Usage(r.ctx, q)); !errors.Is(err, providers.ErrNotSupported) {
		t.Errorf("width: %v", err)
	}
	q = hours(2)
	q.Record.Parent = ""
	if _, err := drain(t, r.Usage(r.ctx, q)); err == nil {
		t.Error("no project is no error")
	}
	q = hours(2)
	q.Record = adminRecord()
	got, err := drain(t, r.Usage(r.ctx, q))
	costs, errCosts := drain(t, r.Costs(r.ctx, q))
	if got != nil || err != nil || costs != nil || errCosts != nil {
		t.Errorf("an admin key: %v, %v, %v, %v", got, err, costs, errCosts)
	}
	q = hours(-2) // ends before it begins
	if got, err := drain(t, r.Usage(r.ctx, q)); got != nil || err != nil {
		t.Errorf("backwards: %v, %v", got, err)
	}
	if len(r.vendor.all()) != 0 {
		t.Error("something was sent")
	}
	if lag, source := r.Lag(); lag <= 0 || source == "" || len(r.Hidden()) == 0 {
		t.Error("lag and hidden dimensions are not told")
	}
}

func TestBatchesAreToldApart(t *testing.T) {
	r := newRig(t)
	r.idle()
	batch := completion("key_1", "gpt-a", 3, 40, 50)
	batch["batch"] = true
	live := completion("key_1", "gpt-a", 1, 10, 20)
	live["batch"] = nil
	r.vendor.on(completions, 200, series("", bucket(today.Add(-time.Hour), time.Hour, batch, live)))
	var got []bool
	for page, err := range r.Usage(t.Context(), hours(2)) {
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range page {
			got = append(got, b.Batch)
		}
	}
	if !slices.Equal(got, []bool{true, false}) {
		t.Errorf("batches %v", got)
	}
}
