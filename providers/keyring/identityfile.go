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
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return "", failed("make identity", err)
	}
	if err := files.WriteState(dir, name, []byte(id.String()+"\n")); err != nil {
		return "", fmt.Errorf("keep identity: %w", err)
	}
	return path, nil
}
