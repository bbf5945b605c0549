package keyring

import (
	"fmt"
	"os"
	"path/filepath"

	"filippo.io/age"

	"firebreak/providers/files"
)

// IdentityFile makes a fresh identity in a file of a state folder, where there is none yet, and
// returns the file's path for Config.Unseal. It is for drills, whose keys protect nothing:
// whoever can read the folder can open what is sealed in it.
func IdentityFile(dir, name string) (string, error) {
	path := filepath.Join(dir, name)
	if _, err := os.Lstat(path); err == nil {
		return path, nil
	}
	text, _, err := identityText()
	if err != nil {
		return "", err
	}
	defer clear(text)
	if err := files.WriteState(dir, name, text); err != nil {
		return "", fmt.Errorf("keep identity: %w", err)
	}
	return path, nil
}

// NewIdentityFile makes a fresh identity in a file of the person's choice, with mode 0600, and
// returns its recipient for Config.SealTo. Nothing is overwritten: fs.ErrExist.
func NewIdentityFile(path string) (recipient string, err error) {
	text, recipient, err := identityText()
	if err != nil {
		return "", err
	}
	defer clear(text)
	if err := files.CreateOwn(path, text); err != nil {
		return "", fmt.Errorf("keep identity: %w", err)
	}
	return recipient, nil
}

// identityText is a fresh identity as age's own tools write it to a file, and its recipient.
func identityText() (text []byte, recipient string, err error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, "", failed("make identity", err)
	}
	recipient = id.Recipient().String()
	return []byte("# public key: " + recipient + "\n" + id.String() + "\n"), recipient, nil
}
