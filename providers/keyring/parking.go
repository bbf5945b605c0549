package keyring

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"firebreak/providers"
	"firebreak/providers/files"
)

const (
	parkedPrefix = "parked-"
	proofPrefix  = "proof-"
)

var (
	parkedForm = regexp.MustCompile(`^parked-[a-z0-9-]{1,40}-[0-9a-f]{16}\.age$`)
	proofForm  = regexp.MustCompile(`^proof-[0-9a-f]{16}\.age$`)
)

// Parking keeps fresh replacement keys sealed in an incident's folder until every store has
// them.
type Parking struct {
	ring *Ring
	dir  string
}

// Parking returns the parking place in an incident's folder, which exists.
func (r *Ring) Parking(dir string) *Parking { return &Parking{ring: r, dir: dir} }

// Prove shows that a value as long as the longest kind can be parked and had again, and
// removes it: to be done before a key is created that could be seen only once. Leftovers of
// an earlier proof go first, and a keyring that was given up is asked again.
func (p *Parking) Prove(ctx context.Context) error {
	p.ring.Again()
	if err := p.ring.withheld(ctx, proofPrefix+"*"); err != nil {
		return err
	}
	if err := p.clean(ctx); err != nil {
		return fmt.Errorf("prove parking place: %w", err)
	}
	name := proofPrefix + p.ring.freshName()
	// The file comes first: should we die now, its name leads the next proof to the item.
	err := p.ring.keep(ctx, p.dir, name+sealedSuffix, randomText(MaxValue))
	if err == nil && p.ring.Way() == InKeyring {
		err = p.proveItem(ctx, name)
	}
	if err != nil {
		return fmt.Errorf("prove parking place: %w", err)
	}
	if err := p.discard(ctx, name); err != nil {
		return fmt.Errorf("prove parking place: %w", err)
	}
	return nil
}

// proveItem writes and reads a second keyring item as long as the identity. The one that
// counts is not touched for a test.
func (p *Parking) proveItem(ctx context.Context, name string) error {
	value, err := freshText(nil)
	if err != nil {
		return failed("make proof", err)
	}
	if err := p.ring.guard.set(ctx, "keep proof", name, value); err != nil {
		return err
	}
	back, err := p.ring.guard.get(ctx, "read proof back", name)
	if errors.Is(err, ErrNoItem) || err == nil && !back.Equal(value) {
		err = &Trouble{State: Garbled, Op: "read proof back"}
	}
	if err != nil {
		if gone := p.discard(ctx, name); gone != nil { // else the next proof does it
			err = errors.Join(err, gone)
		}
	}
	return err
}

// discard removes a proof: the item first, as the file tells its name.
func (p *Parking) discard(ctx context.Context, name string) error {
	if p.ring.Way() == InKeyring {
		if err := p.ring.guard.remove(ctx, "remove proof", name); err != nil {
			return err
		}
	}
	return files.RemoveState(p.dir, name+sealedSuffix)
}

// clean removes what earlier proofs left behind.
func (p *Parking) clean(ctx context.Context) error {
	entries, err := os.ReadDir(p.dir)
	if err != nil {
		return fmt.Errorf("look for leftovers: %w", err)
	}
	for _, entry := range entries {
		if !proofForm.MatchString(entry.Name()) {
			continue
		}
		if err := p.discard(ctx, strings.TrimSuffix(entry.Name(), sealedSuffix)); err != nil {
			return err
		}
	}
	return nil
}

// Put parks the value made by an op and reads it back. The file's name is new each time, so
// no parked value is ever overwritten. ErrName and ErrSize refuse it beforehand.
func (p *Parking) Put(ctx context.Context, op string, value providers.Secret) (file string, err error) {
	if !slugForm.MatchString(op) {
		return "", fmt.Errorf("park replacement: op: %w", ErrName)
	}
	if err := checkSize(value); err != nil {
		return "", fmt.Errorf("park replacement: %w", err)
	}
	file = parkedPrefix + op + "-" + p.ring.freshName() + sealedSuffix
	if err := p.ring.withheld(ctx, file); err != nil {
		return "", err
	}
	if err := p.ring.keep(ctx, p.dir, file, value); err != nil {
		return "", fmt.Errorf("park replacement: %w", err)
	}
	return file, nil
}

// Get returns a parked value. In a ring that only seals, what another process parked is
// WriteOnly.
func (p *Parking) Get(ctx context.Context, file string) (providers.Secret, error) {
	if !parkedForm.MatchString(file) {
		return providers.Secret{}, fmt.Errorf("read parked replacement: %w", ErrName)
	}
	value, err := p.ring.open(ctx, p.dir, file)
	if err != nil {
		return providers.Secret{}, fmt.Errorf("read parked replacement: %w", err)
	}
	return value, nil
}

// Remove forgets a parked value. One that is gone already is no error.
func (p *Parking) Remove(ctx context.Context, file string) error {
	if !parkedForm.MatchString(file) {
		return fmt.Errorf("remove parked replacement: %w", ErrName)
	}
	if err := p.ring.withheld(ctx, file); err != nil {
		return err
	}
	if err := files.RemoveState(p.dir, file); err != nil {
		return fmt.Errorf("remove parked replacement %s: %w", filepath.Base(file), err)
	}
	return nil
}

// freshName is the part of a file's name that tells it from all others.
func (r *Ring) freshName() string {
	b := make([]byte, 8)
	_, _ = io.ReadFull(r.c.Random, b) // the system's never fails, nor does a drill's
	return hex.EncodeToString(b)
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// randomText is a value that no store could know or compress.
func randomText(n int) providers.Secret {
	b := []byte(randomHex((n + 1) / 2))
	defer clear(b)
	return providers.NewSecret(b[:n])
}
