package keyring

import (
	"errors"

	"golang.org/x/sys/windows"
)

// lookAhead: the Credential Manager never asks.
func lookAhead() (outlook, error) { return outlook{}, nil }

// verdict names the state behind an error: a logon over the network has no credential store.
func verdict(err error) State {
	if errors.Is(err, windows.ERROR_NO_SUCH_LOGON_SESSION) {
		return NoService
	}
	return Failed
}
