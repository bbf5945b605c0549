package keyring

import (
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

func TestTheSignerIsTheSameInEverySessionAndItsKeyIsPinned(t *testing.T) {
	p, f := newPlace(t), newFake()
	if pinned, err := Pinned(p.conf); err != nil || len(pinned) > 0 {
		t.Errorf("before: %v, %v", pinned, err)
	}
	s, err := p.ring(t, f).Signer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.ring(t, f).Signer(t.Context())
	if err != nil || !again.public.Equal(s.public) {
		t.Fatalf("next session: %v", err)
	}
	var _ crypto.Signer = s
	message := []byte("firebreak/INC-1/live\n1\n")
	signature, err := again.Sign(nil, message, crypto.Hash(0))
	if err != nil {
		t.Fatal(err)
	}
	pinned, err := Pinned(p.conf)
	if err != nil || len(pinned) != 1 || !ed25519.Verify(pinned[0], message, signature) {
		t.Errorf("pinned %v, %v", pinned, err)
	}
	if _, err := s.Sign(nil, message, crypto.SHA256); err == nil {
		t.Error("signed a digest")
	}
	if err := os.RemoveAll(filepath.Join(p.conf, signersFolder)); err != nil {
		t.Fatal(err)
	}
	if _, err := p.ring(t, f).Signer(t.Context()); err != nil {
		t.Fatal(err)
	}
	if pinned, err := Pinned(p.conf); err != nil || len(pinned) != 1 {
		t.Errorf("not pinned again: %v, %v", pinned, err)
	}
}

func TestAMissingSignerIsAnErrorThatSaysWhy(t *testing.T) {
	tests := []struct {
		name string
		make func(*fake)
		want State
	}{
		{"no keyring", func(f *fake) { f.scold = &Trouble{State: NoService} }, NoService},
		{"a keyring that cuts", func(f *fake) { f.cut = 60 }, Garbled},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, f := newPlace(t), newFake()
			test.make(f)
			if _, err := p.ring(t, f).Signer(t.Context()); !errors.Is(err, &Trouble{State: test.want}) {
				t.Errorf("signer: %v", err)
			}
			if pinned, err := Pinned(p.conf); err != nil || len(pinned) > 0 {
				t.Errorf("pinned %v, %v", pinned, err)
			}
		})
	}
	t.Run("what is sealed is no seed", func(t *testing.T) {
		p, f := newPlace(t), newFake()
		r := p.ring(t, f)
		if _, err := r.Signer(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := r.keep(t.Context(), filepath.Join(p.state, sealedFolder), signerFile, drillKey(31)); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Signer(t.Context()); !errors.Is(err, &Trouble{State: Garbled}) {
			t.Errorf("signer: %v", err)
		}
	})
	t.Run("the seed was exchanged under a signer", func(t *testing.T) {
		p, f := newPlace(t), newFake()
		r := p.ring(t, f)
		s, err := r.Signer(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := r.keep(t.Context(), filepath.Join(p.state, sealedFolder), signerFile, drillKey(32)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Sign(nil, []byte("x"), crypto.Hash(0)); !errors.Is(err, &Trouble{State: Foreign}) {
			t.Errorf("sign: %v", err)
		}
	})
}

func TestAPinThatIsNoKeyUnderItsOwnNameIsRefused(t *testing.T) {
	p, f := newPlace(t), newFake()
	if _, err := p.ring(t, f).Signer(t.Context()); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(p.conf, signersFolder)
	other := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public().(ed25519.PublicKey)
	for name, content := range map[string]string{
		"0000000000000000.pub": base64.StdEncoding.EncodeToString(other),
		pinName(other):         "not base64",
		"short.pub":            "AAAA",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if pinned, err := Pinned(p.conf); err == nil {
			t.Errorf("%s: %d keys", name, len(pinned))
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "README"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if pinned, err := Pinned(p.conf); err != nil || len(pinned) != 1 {
		t.Errorf("pinned %d, %v", len(pinned), err)
	}
}
