package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/keyring"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

func (a *app) authCommand() *cobra.Command {
	cmd := group("auth", "Admin credentials: set, list, test, remove; and an identity to seal to")
	var k keyringFlags
	replace := false
	set := &cobra.Command{Use: "set PROVIDER [-]", Short: "Keep an admin credential, typed unseen or read from stdin, and test it read-only", Args: refuseKeyArguments(oneAndDash),
		RunE: func(cmd *cobra.Command, args []string) error { return a.authSet(cmd.Context(), k, args[0], replace) }}
	set.Flags().BoolVar(&replace, "replace", false, "put it in place of the one that is kept, without asking")
	list := &cobra.Command{Use: "list", Short: "Which providers have one here", Args: refuseKeyArguments(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return a.authList(k) }}
	test := &cobra.Command{Use: "test PROVIDER", Short: "Ask the provider, read-only, which rights it has", Args: refuseKeyArguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error { return a.authTest(cmd.Context(), k, args[0]) }}
	remove := &cobra.Command{Use: "remove PROVIDER", Short: "Forget it", Args: refuseKeyArguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			issuer, err := issuerNamed(args[0])
			if err != nil {
				return err
			}
			ring := a.ring(k, false)
			defer ring.Close()
			if err := ring.RemoveAdmin(cmd.Context(), issuer.Name); err != nil {
				return a.keyringTrouble(k, ring, err)
			}
			fmt.Fprintf(a.out, "%s: removed\n", issuer.Title)
			return nil
		}}
	for _, c := range []*cobra.Command{set, list, test, remove} {
		k.add(c, a)
		cmd.AddCommand(c)
	}
	cmd.AddCommand(a.authIdentityCommand())
	return cmd
}

// issuerNamed finds an issuer with whom something is done with an admin credential.
func issuerNamed(name string) (all.Issuer, error) {
	issuer, ok := all.IssuerOf(strings.ToLower(name))
	switch {
	case !ok:
		var known []string
		for _, i := range all.Issuers {
			if i.TakesAdmin() {
				known = append(known, i.Name)
			}
		}
		return all.Issuer{}, refuse(words.English.ProviderUnknown(name, known))
	case !issuer.TakesAdmin():
		return all.Issuer{}, refuse([]string{words.English.TakesNoAdmin([]string{issuer.Title})})
	}
	return issuer, nil
}

func (a *app) authList(k keyringFlags) error {
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	ring := a.ring(k, false)
	defer ring.Close()
	kept, err := ring.Admins()
	if err != nil {
		return a.keyringTrouble(k, ring, err)
	}
	for _, i := range all.Issuers {
		if !i.TakesAdmin() {
			continue
		}
		var where []string
		if _, from, err := ambient(i, a.env, c); err == nil {
			where = append(where, from)
		}
		if contains(kept, i.Name) {
			where = append(where, "sealed file")
		}
		if len(where) == 0 {
			where = []string{"none"}
		}
		fmt.Fprintf(a.out, "%s: %s\n", i.Title, strings.Join(where, ", "))
	}
	return nil
}

func (a *app) authTest(ctx context.Context, k keyringFlags, name string) error {
	issuer, err := issuerNamed(name)
	if err != nil {
		return err
	}
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	ring := a.ring(k, true)
	defer ring.Close()
	value, from, err := adminAtHand(ctx, issuer, a.env, c, ring)
	switch {
	case errors.Is(err, providers.ErrNoAdmin):
		a.say(words.English.NoAdminToTest(issuer.Name, issuer.AdminEnv, incident.Explain(err)))
		return leave{exitError}
	case err != nil:
		return a.keyringTrouble(k, ring, err)
	}
	kept, _ := ring.Admins() // for a remark only
	for _, line := range words.English.AdminTests(issuer.Name, from, value.Last4(), from != "" && contains(kept, issuer.Name)) {
		fmt.Fprintln(a.out, line)
	}
	return a.testAdmin(ctx, issuer, c, value, from)
}

// testAdmin asks the vendor with an admin credential, and says what it answered.
func (a *app) testAdmin(ctx context.Context, issuer all.Issuer, c config, value providers.Secret, from string) error {
	rights, err := a.rights(ctx, issuer, c, world{admin: func(string) (providers.Secret, bool) { return value, true }})
	failed := incident.Explain(err)
	switch {
	case err == nil:
	case failed.Reason == incident.WhyNotPermitted:
		a.say(append(words.English.AdminRefused(failed, issuer.Name), words.English.AnotherAdmin(issuer.Name, from)))
		return leave{exitError}
	default:
		a.say(words.English.AdminNotTested(failed, issuer.Name))
		return leave{exitError}
	}
	for _, line := range append([]string{words.English.AdminWorks(issuer.Name)}, words.English.Rights(rights)...) {
		fmt.Fprintln(a.out, line)
	}
	if len(rights.Lacks) > 0 {
		return leave{exitOpen}
	}
	return nil
}

// rights asks the provider, read-only, in a door that lets no mutation out, with the admin
// credential of that world.
func (a *app) rights(ctx context.Context, issuer all.Issuer, c config, w world) (providers.Rights, error) {
	w.mode, w.clock, w.env = incident.DryRun, a.clock, a.env
	adapter, err := a.adapter(issuer, w, c, nil)
	if err != nil {
		return providers.Rights{}, err
	}
	checker, ok := adapter.(providers.AdminChecker)
	if !ok {
		return providers.Rights{}, providers.ErrNotSupported
	}
	return checker.CheckAdmin(ctx)
}

// keyringTrouble says in one of its sentences what is wrong with the place for secrets.
func (a *app) keyringTrouble(k keyringFlags, ring *keyring.Ring, err error) error {
	var trouble *keyring.Trouble
	said, wrong := k.wrong(ring, words.English)
	switch {
	case errors.Is(err, providers.ErrNoAdmin):
		return err
	case wrong && ring.Sealing() != keyring.IdentityExposed: // that one hinders nothing
	case errors.As(err, &trouble):
		said = words.English.Keyring(string(trouble.State))
	default:
		return err
	}
	a.say(said[:])
	return leave{exitError}
}
