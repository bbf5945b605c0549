package keyring

import (
	"errors"
	"os"
)

// Exit codes of /usr/bin/security: the low byte of the system's OSStatus.
const (
	exitNoInteraction = 36  // errSecInteractionNotAllowed, -25308
	exitNoDefault     = 37  // errSecNoDefaultKeychain, -25307
	exitNoKeychain    = 50  // errSecNoSuchKeychain, -25294
	exitAuthFailed    = 51  // errSecAuthFailed, -25293
	exitCanceled      = 128 // errSecUserCanceled, -128
)

// lookAhead: any call may make the system ask for the login password, except over SSH, where
// nobody would see it.
func lookAhead() (outlook, error) {
	return outlook{prompts: os.Getenv("SSH_CONNECTION") == ""}, nil
}

// verdict names the state behind an error of the security tool.
func verdict(err error) State {
	var exit interface{ ExitCode() int }
	if !errors.As(err, &exit) {
		return Failed
	}
	switch exit.ExitCode() {
	case exitNoInteraction:
		return Locked
	case exitNoDefault, exitNoKeychain:
		return NoService
	case exitAuthFailed, exitCanceled:
		return Dismissed
	}
	return Failed
}
