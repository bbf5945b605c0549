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
		Sid       string
		Effect    string
		Action    []string
		Resource  any
		Condition any `json:",omitempty"`
	}
	reads, changes := statement{"Read", "Allow", nil, "*", nil}, statement{"Change", "Allow", nil, []string{"arn:aws:iam::*:user/*", "arn:aws:iam::*:role/*"}, nil}
	// whoever may attach any policy may do anything
	attach := statement{"Quarantine", "Allow", nil, "arn:aws:iam::*:user/*", map[string]any{"ArnLike": map[string]string{"iam:PolicyARN": policyPath + quarantineName + "*"}}}
	for _, r := range Routes() {
		if r.Op == "" || r.Name == routeAssume {
			continue // asked with the leaked key, or by whoever becomes what the policy is for
		}
		action := services[r.Host] + ":" + r.Op
		if r.Name == routeBudgets {
			action = "budgets:ViewBudget" // its one permission to read
		}
		to := &reads
		switch {
		case r.Name == routeAttach, r.Name == routeDetach:
			to = &attach
		case r.Effect == providers.Mutate:
			to = &changes
		}
		if !slices.Contains(to.Action, action) {
			to.Action = append(to.Action, action)
		}
	}
	slices.Sort(reads.Action)
	slices.Sort(changes.Action)
	text, _ := json.MarshalIndent(map[string]any{"Version": "2012-10-17", "Statement": []statement{reads, changes, attach}}, "", "  ") // plain values always encode
	return append(text, '\n')
}
