package awssecrets

import (
	"encoding/json"
	"slices"

	"firebreak/providers"
)

// Policy is the least that the credential must be allowed for the store, as an identity policy of
// IAM: the actions of the routes, and the use of KMS keys through the service. What only reads, and
// what changes something, are statements of their own.
func Policy() []byte {
	type statement struct {
		Sid       string
		Effect    string
		Action    []string
		Resource  string
		Condition map[string]map[string]string `json:",omitempty"`
	}
	through := map[string]map[string]string{"StringLike": {"kms:ViaService": service + ".*.amazonaws.com"}}
	const secrets = "arn:aws:secretsmanager:*:*:secret:*"
	lists := statement{Sid: "List", Effect: "Allow", Resource: "*"}
	reads := statement{Sid: "Read", Effect: "Allow", Resource: secrets}
	changes := statement{Sid: "Change", Effect: "Allow", Resource: secrets}
	own := statement{Sid: "Own", Effect: "Allow", Resource: "arn:aws:iam::*:*"} // what it may itself, and others too: it is asked of IAM
	for _, r := range Routes() {
		to, action := &reads, service+":"+r.Op
		switch {
		case r.Host == RegionHost:
			to, action = &lists, "ec2:"+r.Op
		case r.Host == TokenHost:
			continue // which needs no right
		case r.Host == IAMHost:
			to, action = &own, "iam:"+r.Op
		case r.Name == routeList || r.Name == routeBatch: // these know no single secrets
			to = &lists
		case r.Effect == providers.Mutate:
			to = &changes
		}
		if !slices.Contains(to.Action, action) {
			to.Action = append(to.Action, action)
		}
	}
	keys := statement{Sid: "Keys", Effect: "Allow", Action: []string{"kms:Decrypt", "kms:GenerateDataKey"}, Resource: "*", Condition: through}
	text, _ := json.MarshalIndent(map[string]any{"Version": "2012-10-17", "Statement": []statement{lists, reads, changes, own, keys}}, "", "  ") // plain values always encode
	return append(text, '\n')
}
