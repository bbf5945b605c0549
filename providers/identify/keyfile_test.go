package identify

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/binary"
	"math/big"
	"strings"
	"testing"
)

// blobs are the fields of an SSH message, each with its length before it (RFC 4251, 5).
func blobs(fields ...[]byte) (out []byte) {
	for _, f := range fields {
		out = append(binary.BigEndian.AppendUint32(out, uint32(len(f))), f...)
	}
	return out
}

// mpint is a number of such a message, with the zero that keeps it positive.
func mpint(n *big.Int) []byte {
	b := n.Bytes()
	if len(b) > 0 && b[0]&0x80 != 0 {
		return append([]byte{0}, b...)
	}
	return b
}

// sshKey is a key as ssh-keygen writes it: the type, what of it is public, and the file's fields.
type sshKey struct {
	name           string
	public, secret []byte
}

func sshKeys(t *testing.T) map[string]sshKey {
	t.Helper()
	seed, edwards, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	e, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	point, err := e.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	scalar, err := e.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	exponent := big.NewInt(int64(r.E))
	curve := []byte("nistp256")
	return map[string]sshKey{
		"ed25519": {"ssh-ed25519", blobs(seed), blobs(seed, edwards)},
		"RSA":     {"ssh-rsa", blobs(mpint(exponent), mpint(r.N)), blobs(mpint(r.N), mpint(exponent), mpint(r.D), mpint(r.Precomputed.Qinv), mpint(r.Primes[0]), mpint(r.Primes[1]))},
		"ECDSA":   {"ecdsa-sha2-nistp256", blobs(curve, point), blobs(curve, point, mpint(new(big.Int).SetBytes(scalar)))},
	}
}

// blob is the key to be published, as it stands in the file beside the private one.
func (k sshKey) blob() []byte { return append(blobs([]byte(k.name)), k.public...) }

// file is the key file, not encrypted (PROTOCOL.key of OpenSSH).
func (k sshKey) file() string {
	check := make([]byte, 4)
	_, _ = rand.Read(check) // never fails
	private := append(append(bytes.Repeat(check, 2), blobs([]byte(k.name))...), append(k.secret, blobs([]byte("kim@shop"))...)...)
	for pad := byte(1); len(private)%8 != 0; pad++ {
		private = append(private, pad)
	}
	body := append([]byte("openssh-key-v1\x00"), blobs([]byte("none"), []byte("none"), nil)...)
	body = binary.BigEndian.AppendUint32(body, 1)
	body = append(body, blobs(k.blob(), private)...)
	text := base64.StdEncoding.EncodeToString(body)
	var b strings.Builder
	b.WriteString("-----BEGIN OPENSSH PRIVATE" + " KEY-----\n")
	for len(text) > 70 {
		b.WriteString(text[:70] + "\n")
		text = text[70:]
	}
	return b.String() + text + "\n-----END OPENSSH PRIVATE" + " KEY-----"
}

func TestAnSSHKeyThatIsNotEncryptedIsAKey(t *testing.T) {
	for name, key := range sshKeys(t) {
		file := key.file()
		for way, text := range map[string]string{"a file": file + "\n", "a string": `{"key": "` + strings.ReplaceAll(file, "\n", `\n`) + `"}`} {
			list := read(t, text, Options{})
			if len(list) != 1 || list[0].Kind != "private-key/openssh" || list[0].Verdict != IsMatch || list[0].Confidence != High || !list[0].Secret.Equal(secret(file)) {
				t.Errorf("%s in %s: %+v", name, way, list)
			}
		}
	}
}

func TestAKeyFileThatWasTypedIsAnExample(t *testing.T) {
	for name, body := range map[string]string{
		"one letter":         strings.Repeat("A", 64) + "\n" + strings.Repeat("A", 64),
		"a word":             "YOUR_PRIVATE_KEY",
		"the head and zeros": "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ" + strings.Repeat("A", 200),
		"nothing":            "",
	} {
		list := read(t, "-----BEGIN OPENSSH PRIVATE"+" KEY-----\n"+body+"\n-----END OPENSSH PRIVATE"+" KEY-----\n", Options{})
		if len(list) != 1 || list[0].Verdict != IsPlaceholder {
			t.Errorf("%s: %+v", name, list)
		}
	}
}

func TestAnSSHKeyToBePublishedIsNoSecret(t *testing.T) {
	for name, key := range sshKeys(t) {
		line := key.name + " " + base64.StdEncoding.EncodeToString(key.blob())
		for way, c := range map[string]struct{ before, value, behind string }{
			"a file":              {"", line, " kim@shop\n"},
			"the known hosts":     {"git.example.org ", line, "\n"},
			"a variable":          {"GITHUB_DEPLOY_KEY=\"", line, "\"\n"},
			"a file that was cut": {"", line[:60], "\n"},
			"a value alone":       {"key: ", base64.StdEncoding.EncodeToString(key.blob()), "\n"},
		} {
			list := read(t, c.before+c.value+c.behind, Options{})
			if len(list) != 1 || list[0].Verdict != IsPublic || list[0].Span != [2]int{len(c.before), len(c.before) + len(c.value)} {
				t.Errorf("%s in %s: %+v", name, way, list)
			}
		}
	}
	other := newMaker(41).kind(t, "google/fcm-server-key")
	if list := read(t, other, Options{}); len(list) != 1 || list[0].Kind != "google/fcm-server-key" || !list[0].Claims() {
		t.Errorf("a server key that begins so: %+v", list)
	}
}

func TestNoEndingIsShownOfWhatAllOfAKindEndIn(t *testing.T) {
	m := newMaker(42)
	for name, make := range structured {
		one, other := make(m), make(m)
		list := read(t, one, Options{})
		if len(list) != 1 || list[0].Kind != name {
			t.Errorf("%s: %+v", name, list)
			continue
		}
		want := secret(one).Last4()
		if one[len(one)-4:] == other[len(other)-4:] {
			want = ""
		}
		if got := list[0].Shown(); got != want {
			t.Errorf("%s shows %q, want %q", name, got, want)
		}
	}
	sample := "-----BEGIN RSA PRIVATE" + " KEY-----\nYOUR_KEY\n-----END RSA PRIVATE" + " KEY-----"
	if list := read(t, sample, Options{}); len(list) != 1 || list[0].Shown() != "" {
		t.Errorf("an example shows its frame: %+v", list)
	}
}

func TestAKeyFileOfWhichAPartIsMissingIsCutOff(t *testing.T) {
	m := newMaker(43)
	head, line := "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", m.letters(digits62+"+/", 64)
	for name, body := range map[string]string{
		"the start of a line":    head,
		"the start, with dots":   head + "...",
		"a line, and dots":       head + line[:32] + "\n...",
		"a line, and the last":   head + line[:32] + "\n…\n" + line,
		"stars in the middle":    head + line[:32] + "\n********\n" + line,
		"the start of OpenSSH's": "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU",
	} {
		file := "-----BEGIN PRIVATE" + " KEY-----\n" + body + "\n-----END PRIVATE" + " KEY-----\n"
		account := func(key string) string {
			return `{"type": "service_account", "project_id": "shop", "private_key": "` + strings.ReplaceAll(key, "\n", `\n`) + `"}`
		}
		for kind, text := range map[string]string{"private-key/pkcs8": file, "google/service-account-key": account(file)} {
			if list := read(t, text, Options{}); len(list) != 1 || string(list[0].Kind) != kind || list[0].Verdict != IsTruncated || !list[0].Secret.IsEmpty() {
				t.Errorf("%s: %+v", name, list)
			}
		}
		if list := read(t, account("-----BEGIN PRIVATE"+" KEY-----\n"+body+line), Options{}); len(list) != 1 || list[0].Verdict != IsTruncated {
			t.Errorf("%s, without its end: %+v", name, list)
		}
	}
}
