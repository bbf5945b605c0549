package exposure

import (
	"firebreak/providers"
	"firebreak/providers/identify"
)

// Recognise lists the credentials in a value that stands under a name, as in a file of settings.
func Recognise(name string, value providers.Secret) []identify.Finding {
	var found []identify.Finding
	value.Expose(func(b []byte) {
		text := append([]byte(name+"="), b...)
		defer clear(text)
		found = identify.Beside(text)
	})
	return found
}
