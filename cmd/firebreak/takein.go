package main

import (
	"errors"
	"slices"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/identify"
	"firebreak/providers/intake"
	"firebreak/runbook"
	"firebreak/runbook/incident"
)

// mostListed bounds a list of keys that a person picks from.
const mostListed = 200

// takeIn recognises what an incident can begin on: the findings of a scanner's report or of an
// alert, which is known by its form, else the keys of any text, and where there are none what
// stands for one. Nothing that a report says is followed or asked for.
func (e eye) takeIn(text []byte) ([]runbook.Found, runbook.Shape) {
	report, ok, err := intake.Read(text)
	r := reported{eye: e}
	for _, item := range intake.Group(report.Items) {
		r.take(item)
	}
	if len(r.found) > 0 {
		listed := min(len(r.found), mostListed)
		return r.found[:listed], runbook.Shape{More: len(r.found) - listed}
	}
	found, shape := e.find(text)
	switch {
	case len(found) > 0:
		return found, shape
	case ok || err != nil:
		shape.Report = &incident.NoKey{Sender: string(report.Origin), Findings: len(report.Items), Foreign: r.foreign, Trouble: reportTrouble(err)}
		return nil, shape
	}
	return told(identify.StandIns(text)), shape
}

// reportTrouble is the code of what ended the reading of a report, as in incident.NoKey.
func reportTrouble(err error) string {
	for code, cause := range map[string]error{"too-large": intake.ErrTooLarge, "too-deep": intake.ErrTooDeep, "too-many": intake.ErrTooMany, "tangled": intake.ErrTangled} {
		if errors.Is(err, cause) {
			return code
		}
	}
	return ""
}

// reported gathers the keys of a report, each once, in the order of its findings.
type reported struct {
	eye     eye
	found   []runbook.Found
	foreign []string // vendors of findings that no incident can begin on
}

// take adds the keys of one finding. What the value says of itself counts for more than the
// sender's rule; the rule alone names the issuer of a value that the report does not show.
func (r *reported) take(item intake.Item) {
	vendor := intake.Hint(item)
	if item.State == intake.Full || item.State == intake.Context {
		found, other := identify.Given(item.Secret, r.eye.drill)
		for _, f := range told(found) {
			r.add(f, item)
		}
		if len(found) == 0 {
			if len(other) > 0 && other[0].Vendor != "" {
				vendor = other[0].Vendor
			}
			// A value that is no key at all says nothing of what is worked on here.
			if _, ok := all.IssuerOf(vendor); !ok || len(other) > 0 && other[0].Look == identify.LooksOther {
				r.elsewhere(vendor)
			}
		}
		return
	}
	if _, ok := all.IssuerOf(vendor); !ok {
		r.elsewhere(vendor)
		return
	}
	f := identify.Finding{Credential: providers.Credential{Kind: providers.Kind(vendor + "/api-key")}, Confidence: identify.Low, Why: identify.WhyNamed}
	if item.State == intake.Masked && len(item.Ending) >= identify.LeastEnding {
		f.Why, f.Ending = identify.WhyMasked, item.Ending
	}
	r.add(told([]identify.Finding{f})[0], item)
}

func (r *reported) elsewhere(vendor string) {
	if vendor != "" && !slices.Contains(r.foreign, vendor) {
		r.foreign = append(r.foreign, vendor)
	}
}

// add takes a key of a finding, or the places of one that is there already.
func (r *reported) add(f runbook.Found, item intake.Item) {
	places := placesOf(item)
	at := slices.IndexFunc(r.found, func(known runbook.Found) bool { return sameKey(known, f) })
	if at < 0 {
		f.Told.Line, f.Told.Told = 0, &incident.Told{}
		at = len(r.found)
		r.found = append(r.found, f)
	}
	list := append(r.found[at].Told.Told.Places, places...)
	if left := len(list) - incident.MostPlaces; left > 0 {
		list = list[:incident.MostPlaces]
		list[0].Left += left
	}
	r.found[at].Told.Told.Places = list
	r.found[at].Told.Told.Clear = r.found[at].Told.Told.Clear || item.State == intake.Full || item.State == intake.Context && !f.Told.Masked
}

// sameKey tells keys apart by value, masked ones by what is shown of them. Of one that a report
// only names nothing is known that could be compared.
func sameKey(a, b runbook.Found) bool {
	if a.Told.Masked || b.Told.Masked {
		return a.Told.Masked && b.Told.Masked && a.Told.Last4 != "" && a.Told.Last4 == b.Told.Last4 && a.Told.Kind == b.Told.Kind
	}
	return a.Credential.Secret.Equal(b.Credential.Secret)
}

// placesOf are the places of a finding as they are kept: short, and with no credential in them.
func placesOf(item intake.Item) []incident.ReportedData {
	clean := func(u providers.Untrusted) providers.Untrusted {
		const most = 200
		if u.IsEmpty() {
			return u
		}
		return providers.FromOutside(identify.Veil(u.Line(most), item.Secret))
	}
	var list []incident.ReportedData
	shown := item.Exposures[:min(len(item.Exposures), incident.MostPlaces)]
	for _, e := range shown {
		r := incident.ReportedData{Rule: clean(item.Rule), Claim: incident.Claim(item.Status), ClaimAt: item.StatusAt,
			HitData: incident.HitData{Kind: incident.KindReported, Where: providers.FromOutside(string(item.Origin)), Repo: clean(e.Repo), Path: clean(e.File),
				Line: e.Line, Commit: providers.CleanID(clean(e.Commit).Line(64)), Author: clean(e.Author), URL: clean(e.URL)}}
		if branch := clean(e.Branch); !branch.IsEmpty() {
			r.Refs = []providers.Untrusted{branch}
		}
		if r.Commit != "" && !datesAlert[item.Origin] {
			r.CommitDate = e.Date
		}
		list = append(list, r)
	}
	list[0].Left = len(item.Exposures) - len(shown)
	return list
}

// datesAlert are the senders that date the alert and not the commit.
var datesAlert = map[intake.Origin]bool{intake.GitHubAlert: true, intake.GitHubWebhook: true, intake.GitGuardian: true, intake.GitGuardianWebhook: true}
