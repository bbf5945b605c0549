package openai

import (
	"io"

	"firebreak/providers"
)

// The kinds of OpenAI's credentials.
const (
	LegacyKey         providers.Kind = "openai/legacy-user-key"
	UserNoneKey       providers.Kind = "openai/user-none-key"
	ProjectKey        providers.Kind = "openai/project-key"
	ServiceAccountKey providers.Kind = "openai/service-account-key"
	AdminKey          providers.Kind = "openai/admin-key"
	// SomeKey is one of them, of which a report does not say which: its value was not seen.
	SomeKey providers.Kind = "openai/api-key"
)

// form is how values of a kind begin, and how long each half around the marker is.
type form struct {
	kind   providers.Kind
	prefix string
	half   int
}

// forms holds the usual shape of each kind; the lengths are those that scanners look for.
var forms = []form{
	{LegacyKey, "sk-", 20},
	{UserNoneKey, "sk-None-", 74},
	{ProjectKey, "sk-proj-", 74},
	{ServiceAccountKey, "sk-svcacct-", 74},
	{AdminKey, "sk-admin-", 58},
}

// formOf gives what all kinds have in common for SomeKey.
func formOf(kind providers.Kind) (form, bool) {
	if kind == SomeKey {
		return form{SomeKey, "sk-", 74}, true
	}
	for _, f := range forms {
		if f.kind == kind {
			return f, true
		}
	}
	return form{}, false
}

// marker stands in the middle of every key, in two parts so that scanners pass over it.
const marker = "T3" + "BlbkFJ"

// random makes up a value of the form. No key of the vendor can be met by chance: the
// shortest form leaves 62 to the power of 40 values.
func (f form) random(from io.Reader) providers.Secret {
	value := append([]byte(f.prefix), providers.MadeUp(from, f.half)...)
	value = append(value, marker...)
	return providers.NewSecret(append(value, providers.MadeUp(from, f.half)...))
}
