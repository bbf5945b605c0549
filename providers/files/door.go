package files

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"firebreak/providers"
)

// Config is the mode of a door.
type Config struct {
	// DryRun refuses every effect with providers.ErrWithheld and tells the ledger.
	DryRun bool
	// Within, where not empty, are the only folders below which an effect may happen: the
	// drill's own and the report's. Anything else is providers.ErrBlocked.
	Within []string
}

// Door reads and writes files outside the state folder and runs programs. It is safe for
// concurrent use.
type Door struct {
	dryRun  bool
	confine bool
	within  []string // resolved
}

// New makes a door. A folder of Within need not exist yet.
func New(c Config) *Door {
	d := &Door{dryRun: c.DryRun, confine: len(c.Within) > 0}
	for _, dir := range c.Within {
		if resolved, err := resolve(dir); err == nil {
			d.within = append(d.within, resolved)
		}
	}
	return d
}

// permit asks everyone who may object to an effect: the mode, the confinement, the ledger. It
// returns nil only after the intent is durable. place is the resolved path that is confined.
func (d *Door) permit(ctx context.Context, s providers.Statement, place string) error {
	ledger := providers.LedgerOf(ctx)
	if d.dryRun {
		if ledger != nil {
			ledger.Withheld(ctx, s)
		}
		return providers.ErrWithheld
	}
	if !d.allows(place) {
		return providers.ErrBlocked
	}
	if ledger == nil {
		return providers.ErrNoLedger
	}
	return ledger.Intent(ctx, s)
}

func (d *Door) allows(place string) bool {
	if !d.confine {
		return true
	}
	for _, dir := range d.within {
		if below(dir, place) {
			return true
		}
	}
	return false
}

// below reports whether path is dir or lies under it. Both are resolved.
func below(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// resolve makes a path absolute and follows the symlinks of the part of it that exists.
func resolve(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("resolve %+q: %w", path, bare(err))
	}
	missing := ""
	for {
		found, err := filepath.EvalSymlinks(path)
		if err == nil {
			return filepath.Join(found, missing), nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("resolve %+q: %w", path, bare(err))
		}
		if _, err := os.Lstat(path); err == nil {
			// A symlink into nowhere: what would be made there is not ours to choose.
			return "", fmt.Errorf("resolve %+q: %w", path, ErrOutside)
		}
		missing = filepath.Join(filepath.Base(path), missing)
		path = filepath.Dir(path)
	}
}
