package keyring

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"firebreak/providers"
	"firebreak/providers/files"
)

const (
	signerFile    = "signer.age"
	signersFolder = "signers"
	pinSuffix     = ".pub"
	// maxPin bounds the file of a pinned key: 44 characters and a line end, with some grace.
	maxPin = 256
)

// Signer signs the journal's checkpoints with Ed25519. It holds no private key: each
// signature unseals the key anew.
type Signer struct {
	ring   *Ring
	public ed25519.PublicKey
}

// Signer returns this install's signer; the first call makes the key, later ones find it.
// The public half stands pinned in the config folder when Signer returns nil. Any error means
// that checkpoints go unsigned, nothing more.
func (r *Ring) Signer(ctx context.Context) (*Signer, error) {
	seed, err := r.open(ctx, filepath.Join(r.c.State, sealedFolder), signerFile)
	if errors.Is(err, fs.ErrNotExist) {
		seed, err = r.newSeed(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("load journal signer: %w", err)
	}
	s := &Signer{ring: r, public: publicOf(seed)}
	if s.public == nil {
		return nil, &Trouble{State: Garbled, Op: "load journal signer"}
	}
	if err := s.pin(ctx); err != nil {
		return nil, fmt.Errorf("pin journal signer: %w", err)
	}
	return s, nil
}

// Public is the ed25519.PublicKey.
func (s *Signer) Public() crypto.PublicKey { return s.public }

// Sign signs a message, not a digest of it: the options' hash must be zero.
func (s *Signer) Sign(_ io.Reader, message []byte, opts crypto.SignerOpts) ([]byte, error) {
	if opts != nil && opts.HashFunc() != crypto.Hash(0) {
		return nil, errors.New("sign with journal signer: messages only, no digests")
	}
	ctx := context.Background() // the keyring's deadline holds
	seed, err := s.ring.open(ctx, filepath.Join(s.ring.c.State, sealedFolder), signerFile)
	if err != nil {
		return nil, fmt.Errorf("sign with journal signer: %w", err)
	}
	if !s.public.Equal(publicOf(seed)) {
		return nil, &Trouble{State: Foreign, Op: "sign with journal signer"}
	}
	var signature []byte
	seed.Expose(func(b []byte) {
		key := ed25519.NewKeyFromSeed(b)
		defer clear(key)
		signature = ed25519.Sign(key, message)
	})
	return signature, nil
}

func (r *Ring) newSeed(ctx context.Context) (providers.Secret, error) {
	if err := r.withheld(ctx, signerFile); err != nil {
		return providers.Secret{}, err
	}
	dir, err := files.StateDir(r.c.State, sealedFolder)
	if err != nil {
		return providers.Secret{}, err
	}
	b := make([]byte, ed25519.SeedSize)
	defer clear(b)
	_, _ = rand.Read(b) // never fails
	seed := providers.NewSecret(b)
	return seed, r.keep(ctx, dir, signerFile, seed)
}

// publicOf derives the public key; nil where the seed is none.
func publicOf(seed providers.Secret) (public ed25519.PublicKey) {
	seed.Expose(func(b []byte) {
		if len(b) != ed25519.SeedSize {
			return
		}
		key := ed25519.NewKeyFromSeed(b)
		defer clear(key)
		public = append(public, key[ed25519.SeedSize:]...)
	})
	return public
}

// pin puts the public key into the config folder where it is not there yet.
func (s *Signer) pin(ctx context.Context) error {
	name := pinName(s.public)
	if _, err := os.Lstat(filepath.Join(s.ring.c.Conf, signersFolder, name)); err == nil {
		return nil
	}
	if err := s.ring.withheld(ctx, name); err != nil {
		return err
	}
	dir, err := files.StateDir(s.ring.c.Conf, signersFolder)
	if err != nil {
		return err
	}
	return files.WriteState(dir, name, []byte(base64.StdEncoding.EncodeToString(s.public)+"\n"))
}

func pinName(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:8]) + pinSuffix
}

// Pinned lists the public keys that the config folder vouches for; it needs no secret. A
// file that is no key, or not under its own name, is an error that names it.
func Pinned(conf string) ([]ed25519.PublicKey, error) {
	dir := filepath.Join(conf, signersFolder)
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list pinned signers: %w", err)
	}
	var pinned []ed25519.PublicKey
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), pinSuffix) {
			continue
		}
		text, err := files.ReadState(dir, entry.Name(), maxPin)
		if err != nil {
			return nil, fmt.Errorf("read pinned signer: %w", err)
		}
		key, err := base64.StdEncoding.Strict().DecodeString(strings.TrimSpace(string(text)))
		if err != nil || len(key) != ed25519.PublicKeySize || pinName(key) != entry.Name() {
			return nil, fmt.Errorf("read pinned signer %+q: not a key under its own name", entry.Name())
		}
		pinned = append(pinned, key)
	}
	return pinned, nil
}
