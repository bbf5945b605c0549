package main

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/runbook/usage"
	"firebreak/runbook/usage/logs"
	"firebreak/runbook/words"
)

// reviewContext is what the configuration tells of our own use.
func (c config) reviewContext() (u usage.Context, err error) {
	r := c.Review
	wrong := func(setting, want string) error {
		return refusal{fmt.Sprintf("config.toml: %s in [review] wants %s", setting, want)}
	}
	if r.TZ != "" {
		if u.Zone, err = time.LoadLocation(r.TZ); err != nil {
			return u, wrong("tz", "a name such as Asia/Jakarta")
		}
	}
	for _, text := range r.OurRanges {
		prefix, err := netip.ParsePrefix(text)
		if addr, single := netip.ParseAddr(text); err != nil && single == nil {
			prefix, err = addr.Prefix(addr.BitLen())
		}
		if err != nil {
			return u, wrong("our_ranges", "addresses such as 203.0.113.0/24")
		}
		u.Ranges = append(u.Ranges, prefix)
	}
	for _, n := range r.OurASNs {
		u.ASNs = append(u.ASNs, uint32(n))
	}
	u.Agents, u.Models = r.OurUserAgents, r.OurModels
	var ok bool
	if u.Deploys, ok = declared(r.Deploys); !ok {
		return u, wrong("deploys", `entries such as "2026-11-20T10:00Z new client"`)
	}
	if u.Batches, ok = declared(r.DeclaredBatches); !ok || slices.ContainsFunc(u.Batches, func(d usage.Declared) bool { return d.To.IsZero() }) {
		return u, wrong("declared_batches", `entries such as "2026-11-20T10:00Z/2026-11-20T12:00Z load test"`)
	}
	return u, nil
}

// declared reads times, or spans with a slash between two times, each with what it was behind it.
func declared(texts []string) (list []usage.Declared, ok bool) {
	for _, text := range texts {
		when, what, _ := strings.Cut(strings.TrimSpace(text), " ")
		from, to, span := strings.Cut(when, "/")
		d := usage.Declared{What: strings.TrimSpace(what)}
		if d.From, ok = logs.Moment(from); !ok {
			return nil, false
		}
		if span {
			if d.To, ok = logs.Moment(to); !ok || d.To.Before(d.From) {
				return nil, false
			}
		}
		list = append(list, d)
	}
	return list, true
}

// pairs reads NAME=VALUE, where the name is one of some.
func pairs(given []string, flag string, names []string) (map[string]string, error) {
	all := map[string]string{}
	for _, text := range given {
		name, value, ok := strings.Cut(text, "=")
		if !ok || value == "" || names != nil && !slices.Contains(names, name) {
			return nil, refusal{fmt.Sprintf("%s wants NAME=VALUE, and %s is none; firebreak usage --help lists the names", flag, words.English.Given(text))}
		}
		all[name] = value
	}
	return all, nil
}

// thresholds reads those that are set otherwise than by default.
func thresholds(given []string) (usage.Thresholds, error) {
	set, err := pairs(given, "--set", nil)
	if err != nil || len(set) == 0 {
		return nil, err
	}
	t := usage.Thresholds{}
	for name, value := range set {
		if t[name], err = strconv.ParseFloat(value, 64); err != nil {
			return nil, refusal{"--set wants a number behind ="}
		}
	}
	if err := t.Check(); err != nil {
		return nil, refusal{err.Error() + "; firebreak usage --explain lists them"}
	}
	return t, nil
}
