package main

import (
	"context"
	"errors"
	"slices"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/identify"
	"firebreak/providers/keyring"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// adminIn is the admin credential that a text is, in a kind of the issuer's. Anything else is
// refused with the reason.
func (e eye) adminIn(issuer all.Issuer, text []byte) (providers.Credential, error) {
	found, other := identify.FindMade(text, e.drill)
	switch {
	case len(found) > 1:
		return providers.Credential{}, refuse(words.English.SeveralAdmins())
	case len(found) == 1 && !slices.Contains(issuer.AdminKinds, found[0].Credential.Kind):
		return providers.Credential{}, refuse(words.English.NotAdmin(found[0].Credential.Kind, issuer.Name))
	case len(found) == 1 && found[0].Credential.Secret.Public() != "" || len(found) == 1 && found[0].Credential.Secret.Equal(providers.NewSecret(text)):
		return found[0].Credential, nil
	}
	vendor := ""
	if len(found) == 0 && len(other) > 0 {
		vendor = other[0].Vendor
	}
	return providers.Credential{}, refuse(words.English.NotKnownAsAdmin(vendor, issuer.Name))
}

// checkAdmin refuses what must not serve as an admin credential of a provider: a leaked key that
// was pasted into the wrong prompt would be sent as if it were the means against itself.
// providers.ErrNotAdmin: it is of no admin kind; providers.ErrSameKey: an incident works on it.
func (a *app) checkAdmin(provider string, value providers.Credential) error {
	issuer, ok := all.IssuerOf(provider)
	if !ok || !slices.Contains(issuer.AdminKinds, value.Kind) {
		return providers.ErrNotAdmin
	}
	leaked, err := a.leaked(value.Secret)
	if leaked {
		return providers.ErrSameKey
	}
	return err
}

// keepAdmin seals an admin credential for later runs, where checkAdmin has nothing against it;
// nothing else in the program does. Without replace a *providers.AdminKeptError refuses to put
// it in place of another.
func (a *app) keepAdmin(ctx context.Context, ring *keyring.Ring, provider string, value providers.Credential, replace bool) error {
	if err := a.checkAdmin(provider, value); err != nil {
		return err
	}
	if replace {
		return ring.SetAdmin(ctx, provider, value.Secret)
	}
	return ring.AddAdmin(ctx, provider, value.Secret)
}

// takeAdmin takes an admin credential for this run only. Unlike what is kept it may be of a form
// that nobody knows: vendors change theirs, and the vendor itself answers at once.
func (a *app) takeAdmin(typed *typedAdmins, l words.Lang) func(string, providers.Credential) []string {
	return func(provider string, value providers.Credential) []string {
		err := a.checkAdmin(provider, value)
		switch {
		case errors.Is(err, providers.ErrSameKey):
			return l.AdminIsLeakedKey()
		case errors.Is(err, providers.ErrNotAdmin) && value.Kind != "":
			return l.NotAdmin(value.Kind, provider)
		}
		typed.add(provider, value.Secret)
		return nil
	}
}

// leaked reports whether an incident works on a key for real, or did so. What turned out to be
// a false alarm does not count.
func (a *app) leaked(value providers.Secret) (bool, error) {
	list, err := a.incidents()
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(list, func(f found) bool {
		alarm := f.state.Closing != nil && f.state.Closing.Reason == falseAlarm
		return f.state.Opening.Mode == incident.Live && !alarm && knows(f.state, value)
	}), nil
}
