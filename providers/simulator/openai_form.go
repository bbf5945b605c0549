package simulator

import (
	"bytes"

	"firebreak/providers"
)

// OpenAI's kinds.
const (
	LegacyUserKey     providers.Kind = "openai/legacy-user-key"
	ProjectKey        providers.Kind = "openai/project-key"
	ServiceAccountKey providers.Kind = "openai/service-account-key"
	AdminKey          providers.Kind = "openai/admin-key"
)

// form is how a kind's values look: lead, body, marker, body.
type form struct {
	lead     string
	body     int
	alphabet string
}

// Body lengths are those that scanners look for; the vendor names none.
var openaiForms = map[providers.Kind]form{
	LegacyUserKey:     {"sk-", 20, alnum},
	ProjectKey:        {"sk-proj-", 74, base64u},
	ServiceAccountKey: {"sk-svcacct-", 74, base64u},
	AdminKey:          {"sk-admin-", 58, base64u},
}

// openaiMarker stands in the middle of every OpenAI key. It is kept in two parts so that the
// program holds no text that a scanner takes for a key.
func openaiMarker() []byte { return append([]byte("T3Blbk"), "FJ"...) }

// drillMark stands in every value of ours, so that whoever finds one knows what it is.
const drillMark = "DRILL"

// mint makes the value of the n-th key of a world, and the mask under which the vendor shows
// it: the first eight characters, dots, the last four.
func mint(seed int64, kind providers.Kind, n int) (providers.Secret, string) {
	f := openaiForms[kind]
	value := make([]byte, 0, len(f.lead)+2*f.body+8)
	value = append(value, f.lead...)
	half := make([]byte, f.body)
	r := stream(seed, "value "+string(kind), n)
	letters(r, half, f.alphabet)
	copy(half[f.body-len(drillMark):], drillMark)
	value = append(value, half...)
	value = append(value, openaiMarker()...)
	letters(r, half, f.alphabet)
	// A dash or underscore at the end would be lost in a shell or a mask.
	letters(r, half[f.body-4:], alnum)
	value = append(value, half...)
	mask := string(value[:8]) + "..." + string(value[len(value)-4:])
	secret := providers.NewSecret(value)
	clear(value)
	clear(half)
	return secret, mask
}

// echo is the masked form in which the vendor repeats a key that it refuses: the lead it
// knows, stars, the last four characters.
func echo(s providers.Secret) string {
	lead := ""
	for _, f := range openaiForms {
		if len(f.lead) > len(lead) && s.HasAffixes(f.lead, "") {
			lead = f.lead
		}
	}
	return lead + string(bytes.Repeat([]byte("*"), 20)) + s.Last4()
}
