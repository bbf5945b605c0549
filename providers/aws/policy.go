package aws

import (
	"encoding/json"
	"slices"

	"firebreak/providers"
)

// Policy is the least that the admin credential must be allowed, as an identity policy of IAM: the
// actions of the routes, and nothing that is not among them. What only reads, and what changes
// something, are statements of their own.
func Policy() []byte {
	type statement struct {
		Sid      string
		Effect   string
		Action   []string
		Resource string
	}
	reads, changes := statement{"Read", "Allow", nil, "*"}, statement{"Change", "Allow", nil, "arn:aws:iam::*:user/*"}
	for _, r := range Routes() {
		if r.Op == "" {
			continue // asked with the leaked key
		}
		action := services[r.Host] + ":" + r.Op
		to := &reads
		if r.Effect == providers.Mutate {
			to = &changes
		}
		if !slices.Contains(to.Action, action) {
			to.Action = append(to.Action, action)
		}
	}
	slices.Sort(reads.Action)
	slices.Sort(changes.Action)
	text, _ := json.MarshalIndent(map[string]any{"Version": "2012-10-17", "Statement": []statement{reads, changes}}, "", "  ") // plain values always encode
	return append(text, '\n')
}
