package simulator

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"sync"

	"firebreak/providers"
)

// Service accounts' keys are documents. A simulated one is no real one: its numbers are half as
// long as those that the vendor makes, and its project is spelled as no project of the vendor's is.

// googleProject is the id under which documents name a project.
func googleProject(p *project) string { return "DRILL-" + p.id[:6] }

// named tells a project by its number or its id: the vendor takes both.
func (p *project) named(part string) bool { return p.id == part || googleProject(p) == part }

// googleDocument is the document of the n-th key of a world.
func googleDocument(w *World, k *key, n int) providers.Secret {
	der, err := x509.MarshalPKCS8PrivateKey(drillPair(w.seed, n))
	if err != nil {
		panic("a pair of numbers that cannot be written: " + err.Error())
	}
	block := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	text, _ := json.MarshalIndent(struct { // strings alone always encode
		Type    string `json:"type"`
		Project string `json:"project_id"`
		ID      string `json:"private_key_id"`
		Private string `json:"private_key"`
		Email   string `json:"client_email"`
		Client  string `json:"client_id"`
		At      string `json:"token_uri"`
	}{"service_account", googleProject(k.project), k.id, string(block), googleMail(k.account), googleUnique(k.account), "https://oauth2.googleapis.com/token"}, "", "  ")
	clear(block)
	clear(der)
	defer clear(text)
	return providers.NewSecret(text)
}

// googlePublic are the public numbers of a document.
func googlePublic(document providers.Secret) (public *rsa.PublicKey) {
	document.Expose(func(text []byte) {
		var d struct {
			Private string `json:"private_key"`
		}
		if json.Unmarshal(text, &d) != nil {
			return
		}
		block, _ := pem.Decode([]byte(d.Private))
		if block == nil {
			return
		}
		if pair, err := x509.ParsePKCS8PrivateKey(block.Bytes); err == nil {
			if pair, ok := pair.(*rsa.PrivateKey); ok {
				public = &pair.PublicKey
			}
		}
	})
	return public
}

// pairs remembers what drillPair found: it depends on its arguments alone, and the search takes
// some hundredths of a second.
var pairs sync.Map

// drillPair finds the n-th pair of numbers of a world.
func drillPair(seed int64, n int) *rsa.PrivateKey {
	type nth struct {
		seed int64
		n    int
	}
	if known, ok := pairs.Load(nth{seed, n}); ok {
		return known.(*rsa.PrivateKey)
	}
	const bits, e = 1024, 65537
	one := big.NewInt(1)
	p, q := drillPrime(seed, 2*n, bits/2, e), drillPrime(seed, 2*n+1, bits/2, e)
	phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
	pair := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: e},
		D:         new(big.Int).ModInverse(big.NewInt(e), phi), Primes: []*big.Int{p, q},
	}
	pair.Precompute()
	pairs.Store(nth{seed, n}, pair)
	return pair
}

// drillPrime finds a prime with its two highest bits set whose predecessor e does not divide.
func drillPrime(seed int64, n, bits int, e int64) *big.Int {
	r := stream(seed, "google prime", n)
	text := make([]byte, bits/8)
	for {
		for i := range text {
			text[i] = byte(r.Uint32())
		}
		text[0] |= 0xc0
		text[len(text)-1] |= 1
		p := new(big.Int).SetBytes(text)
		rest := new(big.Int).Mod(new(big.Int).Sub(p, big.NewInt(1)), big.NewInt(e))
		if rest.Sign() != 0 && p.ProbablyPrime(16) {
			return p
		}
	}
}

// hexID makes an identifier of hexadecimal digits.
func hexID(seed int64, label string, n, length int) string {
	b := make([]byte, length)
	letters(stream(seed, label, n), b, "0123456789abcdef")
	return string(b)
}

// googleUnique is an account's number.
func googleUnique(a *account) string {
	sum := sha256.Sum256([]byte(a.id))
	return "1170" + new(big.Int).Mod(new(big.Int).SetBytes(sum[:8]), big.NewInt(1e16)).String()
}
