package main

import (
	"net/url"

	"firebreak/providers/all"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// sameHosts refuses to go on with an incident at other hosts than it was opened at: its key and
// its admin credential would go to strangers, whose answers would count as the vendor's. now are
// the overrides in force, by the vendor's host.
func sameHosts(s incident.State, now map[string]string, l words.Lang) error {
	if s.Opening.Mode == incident.Drill || s.Opening.Replace != "" { // a drill has its own; stores are asked, and no vendor
		return nil
	}
	for _, i := range all.Issuers {
		for host := range i.Base {
			was, is := hostOf(s.Opening.Bases[host], host), hostOf(now[host], host)
			if was != is {
				return refuse(l.AnotherHost(s.Opening.ID, was, is, i.BaseEnv, s.Opening.Bases[host]))
			}
		}
	}
	return nil
}

// hostOf is the host and port that an override names, or the vendor's own where there is none.
func hostOf(base, own string) string {
	if u, err := url.Parse(base); err == nil && u.Host != "" {
		return u.Host
	}
	return own
}
