package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"firebreak/providers/keyring"
	"firebreak/runbook/words"
)

func (a *app) authIdentityCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "identity FILE",
		Short: "Make an identity for --unseal in a new file, and print its public part for --seal-to",
		Args:  refuseKeyArguments(cobra.ExactArgs(1)),
		RunE:  func(_ *cobra.Command, args []string) error { return a.authIdentity(args[0]) },
	}
}

// authIdentity writes a new identity. Its recipient alone goes to stdout, so that a script can
// take it from there.
func (a *app) authIdentity(path string) error {
	recipient, err := keyring.NewIdentityFile(path)
	switch {
	case errors.Is(err, fs.ErrExist):
		return refuse(words.English.IdentityExists(path))
	case err != nil:
		return err
	}
	fmt.Fprintln(a.out, recipient)
	a.say(words.English.IdentityMade(path))
	return nil
}
