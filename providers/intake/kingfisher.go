package intake

// kingfisher reads a record of a rule and a finding.
func kingfisher(r *reader, v value) bool {
	rule, finding := v.at("rule"), v.at("finding")
	if !rule.isObject() || !finding.isObject() {
		return false
	}
	it := Item{Origin: Kingfisher, Rule: rule.at("id").text(), RuleName: rule.at("name").text()}
	var git, path value
	for name, field := range finding.fields() {
		switch string(name) {
		case "snippet":
			it.take(field)
		case "fingerprint":
			it.Fingerprint = field.text()
		case "validation":
			it.Status = status(field.at("status"))
			if it.Status == Unknown {
				it.Status = status(field.at("outcome"))
			}
		case "path":
			path = field
		case "line":
			it.Line = field.number()
		case "column_start":
			it.Column = field.number()
		case "git_metadata":
			git = field
		}
	}
	it.gitMetadata(git)
	it.fill(Exposure{File: path.place()})
	r.add(it)
	return true
}

// gitMetadata prefers the path inside the repository to the one that was scanned.
func (e *Exposure) gitMetadata(v value) {
	commit, file := v.at("commit"), v.at("file")
	committer := commit.at("committer")
	e.fill(Exposure{
		Repo: v.at("repository_url").place(), File: file.at("path").place(), URL: file.at("url").place(),
		Commit: commit.at("id").text(), Date: commit.at("date").time(), Author: person(committer.at("name"), committer.at("email")),
	})
	e.fill(Exposure{URL: commit.at("url").place()})
}

// kingfisherRule reads the grouping of version 1: a rule with its records.
func kingfisherRule(r *reader, v value) bool {
	return r.records(v.at("matches"))
}

// kingfisherEnvelope reads the object that holds all records of one repository.
func kingfisherEnvelope(r *reader, v value) bool {
	findings := v.at("findings")
	if findings.isArray() && findings.first() == nil && (v.at("audit").isObject() || v.at("access_map") != nil) {
		r.is(Kingfisher)
		return true
	}
	return r.records(findings)
}

// records reads an array of records, if its first entry that is an object is one.
func (r *reader) records(v value) bool {
	for record := range v.elements() {
		if record.isObject() {
			if !record.at("rule").isObject() || !record.at("finding").isObject() {
				return false
			}
			return r.list(v, maxNesting)
		}
	}
	return false
}
