package all_test

import (
	"testing"
	"time"

	"firebreak/providers"
)

// What the log says that a key made is found by its record, acts for somebody, and ends by that record
// or by a limit: nobody has its value.
func TestWhatALeakedKeyMadeIsEndedOrLimitedByItsRecord(t *testing.T) {
	ended, limited := map[string]int{}, map[string]int{}
	eachLeak(t, func(l *leak) {
		log, logs := l.adapter.(providers.AuditReader)
		reader, reads := l.adapter.(providers.RecordReader)
		if !logs || !reads || as[providers.Matrix](l).Way(l.key.Kind, providers.CanAudit) != providers.Auto {
			return
		}
		own, now := l.record(), l.clock.Now()
		for _, e := range gatherAll(log.Audit(l.t.Context(), own, now.AddDate(0, 0, -30), now)) {
			if !e.Made || e.Kind == "" || e.ActorID != own.ID {
				continue
			}
			told := providers.KeyRecord{Kind: e.Kind, ID: e.Target, Parent: e.Parent, Owner: e.Owner, Created: e.At, Expires: e.Expires}
			r, err := reader.Record(l.t.Context(), told)
			if err != nil || r.ID != e.Target || r.Kind.Provider() != e.Kind.Provider() || r.Status.Over() {
				l.t.Errorf("%s %s: %+v, %v", e.Type, e.Target, r, err)
				continue
			}
			if as[providers.Matrix](l).Way(r.Kind, providers.CanRevoke) == providers.Auto {
				l.endsByRecord(r)
				ended[e.Kind.Provider()]++
				continue
			}
			l.isLimited(r)
			limited[e.Kind.Provider()]++
		}
	})
	for _, vendor := range []string{"aws", "google", "openai"} {
		if ended[vendor] == 0 {
			t.Errorf("nothing that a key of %s made was ended", vendor)
		}
	}
	if limited["aws"] == 0 {
		t.Error("no session that a key of AWS's made was limited")
	}
}

func (l *leak) endsByRecord(r providers.KeyRecord) {
	l.t.Helper()
	revoker := as[providers.Revoker](l)
	if _, err := revoker.Revoke(l.acting(), r); err != nil {
		l.t.Errorf("%s: %v", r.ID, err)
	}
	if status, err := revoker.Present(l.t.Context(), r); err != nil || !status.Over() {
		l.t.Errorf("%s, behind it: %s, %v", r.ID, status, err)
	}
}

// isLimited sets the first limit that is offered, and lets the key's time pass.
func (l *leak) isLimited(r providers.KeyRecord) {
	l.t.Helper()
	c := as[providers.Container](l)
	offered, err := c.Containments(l.t.Context(), r)
	if err != nil || len(offered) == 0 || offered[0].Off != "" {
		l.t.Fatalf("%s: %+v, %v", r.ID, offered, err)
	}
	if _, err := c.Contain(l.acting(), r, offered[0]); err != nil {
		l.t.Fatal(err)
	}
	if stands, err := c.Contained(l.t.Context(), r, offered[0]); err != nil || !stands {
		l.t.Errorf("%s: stands %v, %v", offered[0].ID, stands, err)
	}
	_ = l.clock.Sleep(l.t.Context(), r.Expires.Sub(l.clock.Now())+time.Second)
	if status, err := as[providers.Revoker](l).Present(l.t.Context(), r); err != nil || !status.Over() {
		l.t.Errorf("%s, behind its time: %s, %v", r.ID, status, err)
	}
}

// gatherAll takes what a stream gives, whatever it ends with.
func gatherAll(pages func(func([]providers.AuditEntry, error) bool)) (all []providers.AuditEntry) {
	for page := range pages {
		all = append(all, page...)
	}
	return all
}
