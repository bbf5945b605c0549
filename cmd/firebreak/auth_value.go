package main

import (
	"context"
	"errors"
	"slices"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/identify"
	"firebreak/providers/keyring"
	"firebreak/runbook/words"
)

// refuseOtherKinds lets only an admin key of the issuer pass: a leaked key that was pasted into
// the wrong prompt would be kept, and later sent as if it were the means against itself.
func refuseOtherKinds(issuer all.Issuer, value []byte) error {
	found, other := identify.Find(value)
	switch {
	case len(found) > 1:
		return refuse(words.English.SeveralAdmins())
	case len(found) == 1 && !slices.Contains(issuer.AdminKinds, found[0].Credential.Kind):
		return refuse(words.English.NotAdmin(found[0].Credential.Kind, issuer.Name))
	case len(found) == 1 && found[0].Credential.Secret.Equal(providers.NewSecret(value)):
		return nil
	}
	vendor := ""
	if len(found) == 0 && len(other) > 0 {
		vendor = other[0].Vendor
	}
	return refuse(words.English.NotKnownAsAdmin(vendor, issuer.Name))
}

// refuseReplacing is an error where a credential of the issuer is kept already. One that cannot
// be opened here is named without its ending.
func (a *app) refuseReplacing(ctx context.Context, ring *keyring.Ring, issuer all.Issuer) error {
	kept, err := ring.Admins()
	if err != nil {
		return a.keyringTrouble(err)
	}
	if !slices.Contains(kept, issuer.Name) {
		return nil
	}
	old, err := ring.Admin(ctx, issuer.Name)
	if errors.Is(err, context.Canceled) {
		return err
	}
	ending := ""
	if err == nil {
		ending = old.Last4()
	}
	return refuse(words.English.AdminAlreadyKept(issuer.Name, ending))
}
