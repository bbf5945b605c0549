package github

import "encoding/json"

// Policy is the least that an admin token must be allowed, which reads: a token is ended without one.
// Only what is ended by its record asks for more, which stands apart. Of the two sorts either will do
// for reading; the names are those of the pages that make them.
func Policy() []byte {
	text, _ := json.MarshalIndent(map[string]any{ // plain values always encode
		"personal access token (classic)":                             map[string]any{"scopes": []string{"read:audit_log", "read:org", "repo"}},
		"to withdraw access to an organization (SAML), classic alone": map[string]any{"scopes": []string{"admin:org"}},
		"to remove deploy keys":                                       map[string]any{"repository permissions": map[string]string{"Administration": "write"}},
		"fine-grained personal access token": map[string]any{
			"resource owner": "the organisation", "repository access": "all repositories",
			"repository permissions":   map[string]string{"Administration": "read", "Metadata": "read"},
			"organization permissions": map[string]string{"Administration": "read"},
		},
		"page": pageNew,
	}, "", "  ")
	return append(text, '\n')
}
