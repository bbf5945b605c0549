package keyring

import (
	"fmt"
	"os"
	"strings"
)

// Left lists the files that Put made for an op, newest last: after a crash between Put and
// its record, the value is still there.
func (p *Parking) Left(op string) ([]string, error) {
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		return nil, fmt.Errorf("look for parked replacements: %w", err)
	}
	var found []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), parkedPrefix+op+"-") && parkedForm.MatchString(e.Name()) {
			found = append(found, e.Name())
		}
	}
	return found, nil
}
