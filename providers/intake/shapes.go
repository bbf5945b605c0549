package intake

import "strings"

type shape struct {
	names string // of fields that it has, separated by spaces
	// read adds the object's findings, or returns false without having added any.
	read  func(r *reader, v value) bool
	needs uint64 // the marks of its names
}

// newReader returns a reader that tells the formats by the names of an object's fields. The
// first whose names are all there and whose reading succeeds is it.
func newReader() *reader {
	r := &reader{marks: map[string]uint64{}, shapes: []shape{
		{names: "SourceMetadata DetectorName", read: truffleHog},
		{names: "stringsFound commitHash", read: truffleHogLegacy},
		{names: "RuleID Secret", read: gitleaks},
		{names: "RuleID Fingerprint", read: gitleaks},
		{names: "ruleID secret", read: gitleaks},
		{names: "version runs", read: sarif},
		{names: "rule finding", read: kingfisher},
		{names: "id matches", read: kingfisherRule},
		{names: "findings", read: kingfisherEnvelope},
		{names: "finding_id matches", read: noseyParker},
		{names: "entities_with_incidents", read: ggshield},
		{names: "scans", read: ggshieldScans},
		{names: "total_incidents secrets_engine_version", read: ggshieldClean},
		{names: "action alert", read: githubWebhook},
		{names: "number secret_type", read: githubAlert},
		{names: "gitguardian_url", read: gitguardian},
		{names: "incident", read: gitguardianWebhook},
		{names: "results", read: detectSecrets},
	}}
	for i := range r.shapes {
		for _, name := range strings.Fields(r.shapes[i].names) {
			if r.marks[name] == 0 {
				r.marks[name] = 1 << len(r.marks)
			}
			r.shapes[i].needs |= r.marks[name]
		}
	}
	return r
}
