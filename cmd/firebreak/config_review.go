package main

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"firebreak/runbook/usage"
	"firebreak/runbook/usage/logs"
)

// declared is what people say of their own use in [review]: it is weighed by every review.
func (c config) declared() (usage.Context, error) {
	r := c.Review
	out := usage.Context{Agents: r.OurUserAgents, Models: r.OurModels, Thresholds: r.Thresholds}
	for _, text := range r.OurRanges {
		p, err := netip.ParsePrefix(text)
		if a, single := netip.ParseAddr(text); single == nil {
			p, err = netip.PrefixFrom(a, a.BitLen()), nil
		}
		if err != nil {
			return out, fmt.Errorf("our_ranges: %q is no address range such as 192.0.2.0/24", text)
		}
		out.Ranges = append(out.Ranges, p)
	}
	for _, n := range r.OurASNs {
		if n <= 0 || int64(n) > 1<<32-1 {
			return out, fmt.Errorf("our_asns: %d is no number of a network", n)
		}
		out.ASNs = append(out.ASNs, uint32(n))
	}
	if r.TZ != "" {
		zone, err := time.LoadLocation(r.TZ)
		if err != nil {
			return out, fmt.Errorf("tz: %q is no time zone such as Asia/Jakarta", r.TZ)
		}
		out.Zone = zone
	}
	for _, text := range r.Deploys {
		d, err := declaredAt(text, false)
		if err != nil {
			return out, fmt.Errorf("deploys: %w", err)
		}
		out.Deploys = append(out.Deploys, d)
	}
	for _, text := range r.DeclaredBatches {
		d, err := declaredAt(text, true)
		if err != nil {
			return out, fmt.Errorf("declared_batches: %w", err)
		}
		out.Batches = append(out.Batches, d)
	}
	return out, out.Thresholds.Check()
}

// declaredAt reads "2026-11-20T10:00Z release 41", or with a span "2026-11-20T10:00Z/2026-11-20T12:00Z
// load test".
func declaredAt(text string, span bool) (usage.Declared, error) {
	when, what, _ := strings.Cut(strings.TrimSpace(text), " ")
	from, to, both := strings.Cut(when, "/")
	d := usage.Declared{What: what}
	var ok, end bool
	d.From, ok = logs.Moment(from)
	d.To, end = logs.Moment(to)
	switch {
	case !ok || both != span || span && !end:
		form := "2026-11-20T10:00Z"
		if span {
			form += "/2026-11-20T12:00Z"
		}
		return d, fmt.Errorf("%q does not begin with a time such as %s", text, form)
	case span && !d.To.After(d.From):
		return d, fmt.Errorf("%q ends before it begins", text)
	}
	return d, nil
}
