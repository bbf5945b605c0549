package keyring

import (
	"errors"

	gokeyring "github.com/zalando/go-keyring"

	"firebreak/providers"
)

// service is the name under which our items stand in the OS keyring.
const service = "firebreak"

// OS is the keyring of the operating system: Secret Service, macOS Keychain, or Windows
// Credential Manager.
func OS() Backend { return system{} }

type system struct{}

func (system) Get(name string) (providers.Secret, error) {
	text, err := gokeyring.Get(service, name)
	if err != nil {
		return providers.Secret{}, translate(err)
	}
	return providers.NewSecret([]byte(text)), nil
}

func (system) Set(name string, value providers.Secret) error {
	var err error
	value.Expose(func(b []byte) { err = gokeyring.Set(service, name, string(b)) })
	return translate(err)
}

func (system) Delete(name string) error { return translate(gokeyring.Delete(service, name)) }

func (system) scout() (outlook, error) { return lookAhead() }

// translate maps what the library says, by kind and never by text. On each system the rest
// is mapped by verdict.
func translate(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, gokeyring.ErrNotFound):
		return ErrNoItem
	case errors.Is(err, gokeyring.ErrUnsupportedPlatform):
		return &Trouble{State: NoService}
	}
	return &Trouble{State: verdict(err), Detail: providers.FromOutside(err.Error())}
}
