package intake

import (
	"strconv"

	"firebreak/providers"
)

// noseyParker reads a finding: one value with all its matches, each of which has one or more
// places.
func noseyParker(r *reader, v value) bool {
	matches := v.at("matches")
	if !matches.isArray() {
		return false
	}
	r.is(NoseyParker)
	it := Item{
		Origin: NoseyParker, Rule: v.at("rule_text_id").text(), RuleName: v.at("rule_name").text(),
		Fingerprint: v.at("finding_id").text(), Suppressed: rejected(v.at("statuses")),
	}
	it.groups(v.at("groups"))
	found := false
	for match := range matches.elements() {
		if r.full {
			return true
		}
		if !match.isObject() {
			r.skip()
			continue
		}
		found = true
		r.noseyParkerMatch(it, match)
	}
	if !found {
		r.add(it)
	}
	return true
}

// rejected reports whether every verdict that people gave is to reject the finding.
func rejected(statuses value) bool {
	all := statuses.first() != nil
	for status := range statuses.elements() {
		all = all && status.is("reject")
	}
	return all
}

// groups reads capture groups in base64. The first is the value, others are halves of it.
func (it *Item) groups(v value) {
	n := 0
	for group := range v.elements() {
		secret, state, ending := group.base64Secret()
		if n++; n == 1 {
			it.Secret, it.State, it.Ending = secret, state, ending
			continue
		}
		if n > maxParts {
			return
		}
		if state == Full {
			it.addPart(Part{Name: providers.FromOutside("group " + strconv.Itoa(n)), Secret: secret})
		}
	}
}

func (r *reader) noseyParkerMatch(it Item, match value) {
	if groups := match.at("groups"); groups.isArray() && it.State != Full {
		it.Parts = nil
		it.groups(groups)
	}
	start, end := match.at("location", "source_span", "start"), match.at("location", "source_span", "end")
	it.Line, it.Column, it.EndLine = start.at("line").number(), start.at("column").number(), end.at("line").number()
	placed := false
	for origin := range match.at("provenance").elements() {
		if r.full {
			return
		}
		one := it
		one.provenance(origin)
		r.add(one)
		placed = true
	}
	if !placed {
		r.add(it)
	}
}

func (e *Exposure) provenance(v value) {
	switch {
	case v.at("kind").is("git_repo"):
		e.Repo = v.at("repo_path").place()
		e.firstCommit(v.at("first_commit"))
	case v.at("kind").is("extended"):
		e.locate(v.at("payload"))
	default:
		e.fill(Exposure{File: v.at("path").place()})
	}
}

// firstCommit reads the commit that first had a file.
func (e *Exposure) firstCommit(v value) {
	commit := v.at("commit_metadata")
	e.fill(Exposure{
		File: v.at("blob_path").place(), Commit: commit.at("commit_id").text(),
		Author: person(commit.at("author_name"), commit.at("author_email")), Date: commit.at("author_timestamp").time(),
	})
}
