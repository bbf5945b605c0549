package simulator

import (
	"strconv"
	"testing"
	"time"
)

// BenchmarkMonthOfHours is a month of 1 h buckets of the leaked key, pages and JSON included.
func BenchmarkMonthOfHours(b *testing.B) {
	g := newRig(b, Config{Seed: 7})
	from := g.clock.Now().Add(-28 * day)
	id := g.w.ID("leaked")
	for b.Loop() {
		for page := range 4 {
			start := from.Add(time.Duration(page) * 168 * time.Hour)
			g.admin("GET", "/organization/usage/completions?bucket_width=1h&limit=168&group_by[]=model&group_by[]=api_key_id&api_key_ids[]="+id+
				"&start_time="+strconv.FormatInt(start.Unix(), 10)+"&end_time="+strconv.FormatInt(start.Add(168*time.Hour).Unix(), 10), "")
		}
	}
}

// BenchmarkProbe is one GET /models with the leaked key.
func BenchmarkProbe(b *testing.B) {
	g := newRig(b, Config{Seed: 7})
	for b.Loop() {
		g.with(g.leaked(), "GET", "/models", "")
	}
}

// BenchmarkFirstLook is a fresh world and one list of keys: nothing is cached yet.
func BenchmarkFirstLook(b *testing.B) {
	for b.Loop() {
		g := newRig(b, Config{Seed: 7})
		g.admin("GET", "/organization/projects/"+g.w.ID("docs-bot")+"/api_keys?owner_project_access=any", "")
	}
}
