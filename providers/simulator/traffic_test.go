package simulator

import (
	"fmt"
	"strconv"
	"testing"
	"time"
)

// total adds a usage or cost answer over all its pages.
func (r *rig) total(path, query string, from, to time.Time) (sum map[string]int64, pages int) {
	r.tb.Helper()
	sum = map[string]int64{}
	cursor := ""
	for {
		g := r.want(200, "GET", fmt.Sprintf("%s?start_time=%d&end_time=%d%s%s", path, from.Unix(), to.Unix(), query, cursor), "")
		pages++
		for _, bucket := range g.data() {
			for _, result := range bucket["results"].([]any) {
				add(r.tb, sum, result.(map[string]any))
			}
		}
		if g.json["has_more"] == false {
			return sum, pages
		}
		if pages > 500 {
			r.tb.Fatal("the pages never end")
		}
		cursor = "&page=" + g.text("next_page")
	}
}

func add(tb testing.TB, sum map[string]int64, result map[string]any) {
	tb.Helper()
	for name, v := range result {
		switch v := v.(type) {
		case interface{ Int64() (int64, error) }:
			n, err := v.Int64()
			if err != nil {
				tb.Fatalf("%s: %v", name, err)
			}
			sum[name] += n
		case map[string]any:
			n, err := strconv.ParseFloat(fmt.Sprint(v["value"]), 64)
			if err != nil {
				tb.Fatal(err)
			}
			sum["micros"] += int64(n*microsPerDollar + 0.5)
		}
	}
}

func TestMinutesHoursAndDaysAddUpAlsoAcrossADeath(t *testing.T) {
	r := newRig(t, Config{Seed: 21, Tail: 37 * time.Second, Scenario: withoutLag(ServiceAccountKey)})
	r.clock.pass(7*time.Minute + 13*time.Second)
	r.want(200, "DELETE", r.keyPath("docs-bot", "leaked"), "")
	r.clock.pass(50 * time.Hour)
	from, to := pageTime.Truncate(day), pageTime.Truncate(day).Add(2*day)
	query := "&api_key_ids[]=" + r.w.ID("leaked")
	var first map[string]int64
	for _, width := range []string{"1m", "1h", "1d"} {
		sum, _ := r.total("/organization/usage/completions", query+"&bucket_width="+width, from, to)
		if first == nil {
			first = sum
		} else if fmt.Sprint(first) != fmt.Sprint(sum) {
			t.Errorf("%s buckets say %v, 1m buckets %v", width, sum, first)
		}
	}
	if first["num_model_requests"] == 0 || first["input_tokens"] == 0 {
		t.Fatal("there is no traffic to compare")
	}
	after, _ := r.total("/organization/usage/completions", query+"&bucket_width=1m&limit=1440", pageTime.Add(8*time.Minute), to)
	if after["num_model_requests"] != 0 {
		t.Errorf("%d calls after the key was dead", after["num_model_requests"])
	}
}

func TestCostsAreTheMoneyOfTheUsage(t *testing.T) {
	r := newRig(t, Config{Seed: 22, Scenario: withoutLag(ServiceAccountKey)})
	from, to := pageTime.Truncate(day).Add(-3*day), pageTime
	sum, _ := r.total("/organization/costs", "&api_key_ids[]="+r.w.ID("leaked")+"&group_by[]=line_item&group_by[]=api_key_id", from, to)
	want := int64(0)
	for _, row := range r.w.rows {
		if row.key.ref == "leaked" {
			want += r.w.at(to).sum(row, from, to).micros
		}
	}
	if sum["micros"] != want || want == 0 {
		t.Errorf("costs say %d micro-USD, the calls cost %d", sum["micros"], want)
	}
}

func TestARowMakesTheCallsThatItsTableSays(t *testing.T) {
	k := &key{}
	start := pageTime
	count := func(tr Traffic, end, from, to time.Time) int64 {
		return newRow(1, 1, tr, k, start, end).sum(from, to).calls
	}
	far := start.Add(240 * time.Hour)
	for name, c := range map[string]struct {
		row        Traffic
		end        time.Time
		from, to   time.Time
		least, top int64
	}{
		"a single call is one call":             {Traffic{}, time.Time{}, start, far, 1, 1},
		"a single call is not before its start": {Traffic{}, time.Time{}, start.Add(-day), start, 0, 0},
		"every twenty minutes without jitter":   {Traffic{Every: 20 * time.Minute}, time.Time{}, start, start.Add(10 * time.Hour), 30, 30},
		"every twenty minutes with jitter":      {Traffic{Every: 20 * time.Minute, Jitter: 20 * time.Minute}, time.Time{}, start, start.Add(10 * time.Hour), 30, 30},
		"every five seconds":                    {Traffic{Every: 5 * time.Second}, time.Time{}, start, start.Add(time.Hour), 720, 780},
		"a row ends":                            {Traffic{Every: 5 * time.Second}, start.Add(90 * time.Second), start, far, 17, 20},
		"a nightly row rests by day":            {Traffic{Every: 5 * time.Second, Shape: Nightly}, time.Time{}, start, start.Add(8 * time.Hour), 0, 0},
		"a nightly row works at two":            {Traffic{Every: 5 * time.Second, Shape: Nightly}, time.Time{}, start, start.Add(24 * time.Hour), 470, 530},
		"a weekly row works on Mondays":         {Traffic{Every: 5 * time.Second, Shape: Weekly}, time.Time{}, start, start.Add(7 * day), 700, 790},
	} {
		if n := count(c.row, c.end, c.from, c.to); n < c.least || n > c.top {
			t.Errorf("%s: %d calls, want %d to %d", name, n, c.least, c.top)
		}
	}
}

func TestAnyCutOfTimeAddsUpToTheWhole(t *testing.T) {
	for i, tr := range append(builtin(ServiceAccountKey).Traffic, Traffic{Every: 90 * time.Second, Jitter: time.Minute, In: 10, Micros: 3}) {
		row := newRow(5, i, tr, &key{}, pageTime.Add(tr.From), pageTime.Add(max(tr.To, day)))
		from, to := pageTime.Add(-3*time.Hour-17*time.Second), pageTime.Add(2*time.Hour)
		whole := row.sum(from, to)
		for _, step := range []time.Duration{7 * time.Second, time.Minute, 17*time.Minute + time.Second} {
			var parts cell
			for at := from; at.Before(to); at = at.Add(step) {
				parts.add(row.sum(at, earlier(at.Add(step), to)))
			}
			if parts != whole {
				t.Errorf("row %d in steps of %s: %+v, whole: %+v", i, step, parts, whole)
			}
		}
	}
}

func TestLastUseFollowsTrafficAndOurOwnCalls(t *testing.T) {
	s := Scenario{ID: "quiet", NoBackground: true, Users: []User{{Ref: "u", Name: "U", Role: "owner", Added: -10 * day}}, Projects: []Project{{Ref: "p", Name: "P"}},
		Keys:    []Key{{Ref: "busy", Kind: ProjectKey, Project: "p", Owner: "u", Created: -5 * day}, {Ref: "idle", Kind: ProjectKey, Project: "p", Owner: "u", Created: -5 * day}},
		Traffic: []Traffic{{Key: "busy", Actor: Ours, From: -4 * day, To: -1 * time.Hour, Every: 10 * time.Minute, Family: "completions", In: 1}}}
	r := newRig(t, Config{Seed: 1, Scenario: s})
	last := func(ref Ref) any { return r.want(200, "GET", r.keyPath("p", ref), "").json["last_used_at"] }
	if got, want := fmt.Sprint(last("busy")), fmt.Sprint(pageTime.Add(-70*time.Minute).Unix()); got != want {
		t.Errorf("busy was last used at %s, want %s", got, want)
	}
	if got := last("idle"); got != nil {
		t.Errorf("idle was last used at %v", got)
	}
	r.clock.pass(time.Minute)
	r.probe(r.secret("idle"))
	if got, want := fmt.Sprint(last("idle")), fmt.Sprint(pageTime.Add(time.Minute).Unix()); got != want {
		t.Errorf("after a probe idle was last used at %s, want %s", got, want)
	}
}

func TestOurServicesMoveToTheReplacement(t *testing.T) {
	r := newRig(t, Config{Seed: 4, Scenario: withoutLag(ServiceAccountKey)})
	calls := func(ref Ref, from, to time.Time) int64 {
		sum, _ := r.total("/organization/usage/completions", "&bucket_width=1m&limit=1440&api_key_ids="+r.w.ID(ref), from, to)
		return sum["num_model_requests"]
	}
	r.clock.pass(time.Minute)
	if err := r.w.Adopt(r.w.ID("leaked"), r.w.ID("docs-search")); err != nil {
		t.Fatal(err)
	}
	moved := r.clock.Now()
	r.want(200, "DELETE", r.keyPath("docs-bot", "leaked"), "")
	r.clock.pass(30 * time.Minute)
	if n := calls("leaked", moved, r.clock.Now()); n != 0 {
		t.Errorf("%d calls with the old key", n)
	}
	if n := calls("docs-search", moved, r.clock.Now()); n < 60 {
		t.Errorf("only %d calls with the new key", n)
	}
	if err := r.w.Adopt("nobody", "nothing"); err == nil {
		t.Error("an unknown key is adopted")
	}
}

func TestUsageAndCostAppearLate(t *testing.T) {
	r := newRig(t, Config{Seed: 8})
	seen := func(path, query string, from time.Time) bool {
		sum, _ := r.total(path, query, from, r.clock.Now())
		return sum["num_model_requests"] > 0 || sum["micros"] > 0
	}
	query := "&bucket_width=1m&api_key_ids=" + r.w.ID("leaked")
	if seen("/organization/usage/completions", query, pageTime.Add(-5*time.Minute)) {
		t.Error("usage of the last five minutes is there")
	}
	if !seen("/organization/usage/completions", query, pageTime.Add(-8*time.Minute)) {
		t.Error("usage of eight minutes ago is missing")
	}
	daily := "&api_key_ids=" + r.w.ID("leaked")
	early, _ := r.total("/organization/costs", daily, pageTime.Truncate(day), pageTime)
	r.clock.pass(time.Hour)
	late, _ := r.total("/organization/costs", daily, pageTime.Truncate(day), pageTime)
	if late["micros"] < early["micros"]+50*microsPerDollar {
		t.Errorf("an hour later the day costs %d, before %d", late["micros"], early["micros"])
	}
}

func TestAnHourIsTheSumOfItsMinutes(t *testing.T) {
	r := newRig(t, Config{Seed: 7})
	for _, row := range r.w.rows {
		first := row.start.Unix()/3600 - 1
		for hour := first; hour < first+8*24; hour++ {
			var want cell
			for minute := hour * 60; minute < hour*60+60; minute++ {
				want.add(row.beat(minute).all())
			}
			if got := row.hour(hour); got != want {
				t.Fatalf("%+v, hour %d: %+v, its minutes %+v", row.t, hour-first, got, want)
			}
		}
	}
}
