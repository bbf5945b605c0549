package intake

import "firebreak/providers"

// detectSecrets reads a baseline: files with the digests of what was found in them.
func detectSecrets(r *reader, v value) bool {
	results := v.at("results")
	if !results.isObject() || v.at("plugins_used") == nil && v.at("generated_at") == nil && v.at("filters_used") == nil {
		return false
	}
	r.is(DetectSecrets)
	for name, findings := range results.fields() {
		if !findings.isArray() {
			r.skip()
		}
		for finding := range findings.elements() {
			switch {
			case r.full:
				return true
			case finding.at("hashed_secret").isText():
				r.baseline(finding, string(name))
			default:
				r.skip()
			}
		}
	}
	return true
}

func (r *reader) baseline(v value, file string) {
	it := Item{Origin: DetectSecrets, State: Hashed, Rule: v.at("type").text(), Digest: v.at("hashed_secret").text()}
	it.Exposure = Exposure{File: v.at("filename").place(), Line: v.at("line_number").number()}
	it.fill(Exposure{File: providers.FromOutside(file)})
	if v.at("is_verified").isTrue() {
		it.Status = Active
	}
	it.Suppressed = string(v.at("is_secret")) == "false" // the answer of an audit
	r.add(it)
}
