package intake

import (
	"net/url"
	"strings"

	"firebreak/providers"
)

// maxRules is how many rules of one run are kept for looking up.
const maxRules = 20_000

// sarif reads a log of SARIF 2.1.0.
func sarif(r *reader, v value) bool {
	runs := v.at("runs")
	if !runs.isArray() {
		return false
	}
	found, strangers := false, 0
	for run := range runs.elements() {
		if run.at("tool", "driver").isObject() {
			r.run(run)
			found = true
		} else {
			strangers++
		}
	}
	if found {
		r.report.Skipped += strangers
	}
	return found
}

// sarifRun is what the results of one run share.
type sarifRun struct {
	origin Origin
	// state is what a snippet is in the sender's reports: the value itself, or the text round it.
	state SecretState
	// errors: the level "error" means that the value was found to work.
	errors bool
	// patterns: the rules are described by their regular expressions.
	patterns bool

	at    Exposure
	rules []sarifRule
	byID  map[string]int
}

type sarifRule struct{ id, name providers.Untrusted }

func (r *reader) run(v value) {
	driver := v.at("tool", "driver")
	run := sarifRun{origin: SARIF, state: Context, byID: map[string]int{}}
	switch strings.ToLower(driver.at("name").word(64)) {
	case "gitleaks":
		run.origin, run.state = GitleaksSARIF, Full
	case "betterleaks", "kingfisher":
		run.state = Full
	case "trufflehog":
		run.errors = true
	case "noseyparker":
		run.patterns = true
	}
	r.is(run.origin)
	if source := v.at("versionControlProvenance").first(); source != nil {
		run.at = Exposure{Repo: source.at("repositoryUri").place(), Commit: source.at("revisionId").text(), Branch: source.at("branch").text()}
	}
	run.collect(driver.at("rules"))
	for result := range v.at("results").elements() {
		switch {
		case r.full:
			return
		case result.isObject():
			r.result(&run, result)
		default:
			r.skip()
		}
	}
}

func (run *sarifRun) collect(rules value) {
	for rule := range rules.elements() {
		if len(run.rules) == maxRules {
			return
		}
		one := sarifRule{id: rule.at("id").text(), name: rule.at("name").text()}
		if text := rule.at("shortDescription", "text").text(); !text.IsEmpty() && !run.patterns {
			one.name = text
		}
		run.byID[rule.at("id").word(mostText)] = len(run.rules)
		run.rules = append(run.rules, one)
	}
}

// rule names a result's rule: by id, or by its index among the rules.
func (run *sarifRun) rule(v value) sarifRule {
	id, index := v.at("ruleId"), v.at("ruleIndex")
	if rule := v.at("rule"); rule.isObject() {
		if id == nil {
			id = rule.at("id")
		}
		if index == nil {
			index = rule.at("index")
		}
	}
	if id.isText() {
		if at, known := run.byID[id.word(mostText)]; known {
			return run.rules[at]
		}
		return sarifRule{id: id.text()}
	}
	if at := index.number(); index.isNumber() && index[0] != '-' && at < len(run.rules) {
		return run.rules[at]
	}
	return sarifRule{}
}

// result adds one finding for each place of a result.
func (r *reader) result(run *sarifRun, v value) {
	rule := run.rule(v)
	it := Item{Origin: run.origin, Rule: rule.id, RuleName: rule.name, Fingerprint: resultPrint(v)}
	if run.errors && v.at("level").is("error") {
		it.Status = Active
	}
	it.Suppressed = v.at("suppressions").first() != nil
	it.URL = v.at("hostedViewerUri").place()
	it.locate(v.at("partialFingerprints"))
	properties := v.at("properties")
	placed := false
	for location := range v.at("locations").elements() {
		if r.full {
			return
		}
		if physical := location.at("physicalLocation"); physical.isObject() {
			one := it
			one.described(location.at("properties"))
			one.described(properties)
			one.inRepository(location, physical)
			one.physical(run, physical)
			one.fill(run.at)
			r.add(one)
			placed = true
		}
	}
	if !placed {
		it.described(properties)
		it.fill(run.at)
		r.add(it)
	}
}

// resultPrint returns the sender's id of a result. Of the partial ones, which tools make up
// freely, those are ids that Kingfisher and ggshield write.
func resultPrint(v value) providers.Untrusted {
	for _, id := range v.at("fingerprints").fields() {
		return id.text()
	}
	partial := v.at("partialFingerprints")
	if id := partial.at("fingerprint"); id.isText() {
		return id.text()
	}
	return partial.at("secret/v1").text()
}

// described reads what scanners add in properties; Kingfisher has its verdict there, and where
// the file is in git.
func (it *Item) described(v value) {
	for _, verdict := range []value{v.at("validation_status"), v.at("validation_outcome")} {
		if s := status(verdict); s != Unknown {
			it.Status = s
		}
	}
	it.gitMetadata(v.at("git_metadata"))
	it.locate(v)
}

// inRepository reads a place of Nosey Parker in git: the repository stands where the file should
// be, and the file is told with its first commit.
func (it *Item) inRepository(location, physical value) {
	commit := location.at("logicalLocations").first().at("properties", "first_commit")
	if commit.isObject() {
		it.firstCommit(commit)
		it.fill(Exposure{Repo: fileOf(physical.at("artifactLocation", "uri"))})
	}
}

func (it *Item) physical(run *sarifRun, v value) {
	region := v.at("region")
	it.fill(Exposure{
		File: fileOf(v.at("artifactLocation", "uri")),
		Line: region.at("startLine").number(), Column: region.at("startColumn").number(), EndLine: region.at("endLine").number(),
	})
	if snippet := region.at("snippet", "text"); run.state == Context {
		it.Secret, it.State = snippet.context()
	} else {
		it.take(snippet)
	}
}

// fileOf reads the address of a file: percent-decoded, and without the scheme of a local one.
func fileOf(v value) providers.Untrusted {
	if !strings.HasPrefix(v.word(8), "file://") && strings.Contains(v.word(64), "://") {
		return v.place()
	}
	name := strings.TrimPrefix(v.word(mostText), "file://")
	if decoded, err := url.PathUnescape(name); err == nil {
		name = decoded
	}
	return providers.FromOutside(name)
}
