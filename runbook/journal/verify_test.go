package journal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func testKey(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func public(key ed25519.PrivateKey) ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }

// bench is a journal in the making, by hand: objects and where the checkpoints go.
type bench struct {
	id      string
	objects []string
}

// made keeps what signedJournal made before: signing is the slow part of the tests.
var made = map[string]*bench{}

// signedJournal makes n events with a checkpoint after every every-th, by key.
func signedJournal(t *testing.T, id string, n, every int, key ed25519.PrivateKey) *bench {
	t.Helper()
	name := fmt.Sprintf("%s %d %d %x", id, n, every, public(key))
	if made[name] == nil {
		made[name] = makeSigned(t, id, n, every, key)
	}
	return &bench{id: id, objects: slices.Clone(made[name].objects)}
}

func makeSigned(t *testing.T, id string, n, every int, key ed25519.PrivateKey) *bench {
	t.Helper()
	d := newMemDisk()
	j, err := create(d, id, "live")
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{id: id}
	add := func(object string) {
		if _, err := j.Append([]byte(object)); err != nil {
			t.Fatal(err)
		}
		b.objects = append(b.objects, object)
	}
	for i := range n {
		add(fmt.Sprintf(`{"at":"2026-11-23T03:12:00Z","type":"note","data":{"id":%q,"n":%d}}`, id, i))
		if (i+1)%every == 0 {
			c, err := j.Checkpoint(key)
			if err != nil {
				t.Fatal(err)
			}
			add(checkpointObject(t, c))
		}
	}
	return b
}

func checkpointObject(t *testing.T, c Checkpoint) string {
	t.Helper()
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return `{"at":"2026-11-23T03:12:00Z","type":"checkpoint","data":` + string(data) + `}`
}

// write computes the whole chain anew, as a forger would, with a fitting head.
func (b *bench) write(t *testing.T, dir string) Head {
	t.Helper()
	top := slot{V: format, ID: b.id, Mode: "live", Hash: Genesis(b.id, "live")}
	var all []byte
	for _, object := range b.objects {
		var line []byte
		top.Count++
		line, top.Hash = compose(top.Count, []byte(object), top.Hash)
		all = append(append(all, line...), '\n')
	}
	head := bytes.Repeat([]byte{' '}, headSize)
	copy(head[top.at():], top.encode())
	for name, content := range map[string][]byte{journalName: all, headName: head} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return top.head()
}

func (b *bench) headAfter(n int) Head {
	h := Head{Hash: Genesis(b.id, "live")}
	for i, object := range b.objects[:n] {
		_, hash := compose(i+1, []byte(object), h.Hash)
		h = Head{Count: i + 1, Hash: hash}
	}
	return h
}

func (b *bench) lastCheckpoint() int {
	for i := len(b.objects) - 1; i >= 0; i-- {
		if strings.Contains(b.objects[i], `"type":"checkpoint"`) {
			return i
		}
	}
	return -1
}

func TestVerifyTellsWhoSigned(t *testing.T) {
	ours, theirs := testKey(1), testKey(2)
	pinned := []ed25519.PublicKey{public(testKey(9)), public(ours)}
	handed := signedJournal(t, "INC-1", 6, 3, ours)
	foreign, err := Sign(handed.headAfter(len(handed.objects)), Origin("INC-1", "live"), theirs)
	if err != nil {
		t.Fatal(err)
	}
	handed.objects = append(handed.objects, checkpointObject(t, foreign))
	tests := []struct {
		name    string
		journal *bench
		verdict Verdict
		vouched int
		signer  ed25519.PrivateKey
	}{
		{"by this install", signedJournal(t, "INC-1", 6, 3, ours), SignedHere, 7, ours},
		{"by this install, with later events", signedJournal(t, "INC-1", 5, 3, ours), SignedHere, 3, ours},
		{"by another install", signedJournal(t, "INC-1", 6, 3, theirs), SignerUnknown, 0, theirs},
		{"by nobody", signedJournal(t, "INC-1", 6, 10, ours), SignerUnknown, 0, nil},
		{"taken over by another install", handed, SignerUnknown, 7, theirs},
		{"nothing to sign", &bench{id: "INC-1"}, SignerUnknown, 0, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			head := test.journal.write(t, dir)
			got, err := Verify(dir, pinned)
			if err != nil {
				t.Fatal(err)
			}
			if got.Verdict != test.verdict || got.Vouched != test.vouched || got.Seq != 0 || got.Head != head || got.Count != head.Count {
				t.Errorf("got %+v", got)
			}
			if test.signer == nil && got.Signer != nil || test.signer != nil && !got.Signer.Equal(public(test.signer)) {
				t.Errorf("signer %x", got.Signer)
			}
		})
	}
}

func TestTheNoteIsOriginSizeAndHash(t *testing.T) {
	h := Head{Count: 7, Hash: strings.Repeat("ab", 32)}
	want := "firebreak/INC-1/live\n7\n" + base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{0xab}, 32)) + "\n"
	if got := string(h.Note(Origin("INC-1", "live"))); got != want {
		t.Errorf("note %q, want %q", got, want)
	}
	c, err := Sign(h, Origin("INC-1", "live"), testKey(1))
	if err != nil {
		t.Fatal(err)
	}
	sig, err := base64.StdEncoding.DecodeString(c.Sig)
	if err != nil || !ed25519.Verify(public(testKey(1)), []byte(want), sig) {
		t.Errorf("signature does not stand over the note: %v", err)
	}
}

// forgery changes a journal below its last checkpoint and says what it did.
type forgery func(r *rand.Rand, b, other *bench, t *testing.T) string

func forgeries() map[string]forgery {
	return map[string]forgery{
		"edit": func(r *rand.Rand, b, _ *bench, _ *testing.T) string {
			at := r.IntN(b.lastCheckpoint())
			b.objects[at] = strings.Replace(b.objects[at], "2026-11-23", "2026-11-24", 1)
			return fmt.Sprint("event ", at+1)
		},
		"leave out": func(r *rand.Rand, b, _ *bench, _ *testing.T) string {
			at := r.IntN(b.lastCheckpoint())
			upTo := at + 1 + r.IntN(b.lastCheckpoint()-at)
			b.objects = slices.Delete(b.objects, at, upTo)
			return fmt.Sprint("events ", at+1, " to ", upTo)
		},
		"put in": func(r *rand.Rand, b, _ *bench, _ *testing.T) string {
			at := r.IntN(b.lastCheckpoint())
			b.objects = slices.Insert(b.objects, at, `{"type":"note","data":{}}`)
			return fmt.Sprint("before event ", at+1)
		},
		"reorder": func(r *rand.Rand, b, _ *bench, _ *testing.T) string {
			at := r.IntN(b.lastCheckpoint())
			to := (at + 1 + r.IntN(b.lastCheckpoint()-1)) % b.lastCheckpoint()
			b.objects[at], b.objects[to] = b.objects[to], b.objects[at]
			return fmt.Sprint("events ", at+1, " and ", to+1)
		},
		"splice": func(r *rand.Rand, b, other *bench, _ *testing.T) string {
			at := 1 + r.IntN(b.lastCheckpoint()-1)
			b.objects = slices.Concat(other.objects[:at], b.objects[at:])
			return fmt.Sprint("another incident up to event ", at)
		},
		"splice the end": func(r *rand.Rand, b, other *bench, _ *testing.T) string {
			at := r.IntN(b.lastCheckpoint())
			b.objects = slices.Concat(b.objects[:at], other.objects[at:])
			return fmt.Sprint("another incident from event ", at+1)
		},
		"whole foreign journal": func(_ *rand.Rand, b, other *bench, _ *testing.T) string {
			b.objects = other.objects
			return "under this incident's name"
		},
		"foreign key": func(r *rand.Rand, b, _ *bench, t *testing.T) string {
			at := r.IntN(b.lastCheckpoint())
			b.objects[at] = strings.Replace(b.objects[at], "2026-11-23", "2026-11-24", 1)
			resign(t, b, at, testKey(66))
			return fmt.Sprint("event ", at+1, ", later checkpoints signed anew")
		},
		"foreign key under our name": func(r *rand.Rand, b, _ *bench, t *testing.T) string {
			at := r.IntN(b.lastCheckpoint())
			b.objects[at] = strings.Replace(b.objects[at], "2026-11-23", "2026-11-24", 1)
			resign(t, b, at, testKey(66))
			theirs := base64.StdEncoding.EncodeToString(public(testKey(66)))
			ours := base64.StdEncoding.EncodeToString(public(testKey(1)))
			for i := range b.objects {
				b.objects[i] = strings.Replace(b.objects[i], theirs, ours, 1)
			}
			return fmt.Sprint("event ", at+1)
		},
	}
}

// resign signs every checkpoint from event at on with another key.
func resign(t *testing.T, b *bench, at int, key ed25519.PrivateKey) {
	t.Helper()
	for i := at; i < len(b.objects); i++ {
		if !strings.Contains(b.objects[i], `"type":"checkpoint"`) {
			continue
		}
		c, err := Sign(b.headAfter(i), Origin(b.id, "live"), key)
		if err != nil {
			t.Fatal(err)
		}
		b.objects[i] = checkpointObject(t, c)
	}
}

func TestAThousandForgeriesThatComputeTheChainAnewAreNoticed(t *testing.T) {
	ours := testKey(1)
	pinned := []ed25519.PublicKey{public(ours)}
	const seed = 20261123
	r := rand.New(rand.NewPCG(seed, 1))
	count := 0
	for count < 1000 {
		for name, forge := range forgeries() {
			b := signedJournal(t, "INC-1", 12+r.IntN(8), 3+r.IntN(3), ours)
			other := signedJournal(t, "INC-2", 24, 4, ours)
			before := slices.Clone(b.objects)
			did := forge(r, b, other, t)
			if slices.Equal(before, b.objects) {
				continue
			}
			count++
			dir := t.TempDir()
			b.write(t, dir)
			got, err := Verify(dir, pinned)
			if err != nil {
				t.Fatal(err)
			}
			first := 0
			for first < min(len(before), len(b.objects)) && before[first] == b.objects[first] {
				first++
			}
			switch {
			case name == "foreign key" && got.Verdict == SignerUnknown && got.Vouched <= first:
				// A stranger's signature is shown as one; ours covers sound events only.
			case got.Verdict != Altered:
				t.Fatalf("seed %d: %s (%s): %+v", seed, name, did, got)
			case got.Vouched > first:
				t.Fatalf("seed %d: %s (%s): vouches for %d events, the first %d are sound", seed, name, did, got.Vouched, first)
			}
		}
	}
	t.Logf("%d forgeries", count)
}

func TestAForgerWhoLeavesTheHeadAsItWasIsMetAtTheForgedEvent(t *testing.T) {
	ours := testKey(1)
	dir := t.TempDir()
	b := signedJournal(t, "INC-1", 20, 5, ours)
	b.write(t, dir)
	head, err := os.ReadFile(filepath.Join(dir, headName))
	if err != nil {
		t.Fatal(err)
	}
	b.objects[2] = strings.Replace(b.objects[2], "2026-11-23", "2026-11-24", 1)
	b.write(t, dir)
	if err := os.WriteFile(filepath.Join(dir, headName), head, 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Verify(dir, []ed25519.PublicKey{public(ours)})
	if err != nil || got.Verdict != Altered || got.Seq > 3 || got.Seq < 1 {
		t.Errorf("%+v, %v, want an event up to the third", got, err)
	}
}

func TestAKnownHeadShowsWhatWasCutOffWithItsCheckpoint(t *testing.T) {
	ours := testKey(1)
	b := signedJournal(t, "INC-1", 9, 3, ours)
	published := b.headAfter(len(b.objects))
	early := b.headAfter(2)
	tests := []struct {
		name    string
		change  func(*bench)
		known   []Head
		verdict Verdict
		seq     int
		why     Why
	}{
		{"nothing changed", func(*bench) {}, []Head{early, published}, SignedHere, 0, ""},
		{"the tail cut", func(b *bench) { b.objects = b.objects[:8] }, []Head{early, published}, Altered, 8, WhyMissing},
		{"the tail cut and nobody knew", func(b *bench) { b.objects = b.objects[:8] }, nil, SignedHere, 0, ""},
		{"the end written anew", func(b *bench) { b.objects[11] = `{"type":"note"}` }, []Head{published}, Altered, 8, WhyKnownHead},
		{"a head that never was", func(*bench) {}, []Head{{Count: 2, Hash: published.Hash}}, Altered, 2, WhyKnownHead},
		{"a negative head", func(*bench) {}, []Head{{Count: -1}}, Altered, 1, WhyKnownHead},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			changed := &bench{id: b.id, objects: slices.Clone(b.objects)}
			test.change(changed)
			dir := t.TempDir()
			changed.write(t, dir)
			got, err := Verify(dir, []ed25519.PublicKey{public(ours)}, test.known...)
			if err != nil || got.Verdict != test.verdict || got.Seq != test.seq || got.Why != test.why {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestACheckpointThatCannotBeReadIsAnAlteration(t *testing.T) {
	sound := signedJournal(t, "INC-1", 3, 3, testKey(1))
	for _, data := range []string{`null`, `"x"`, `{}`, `{"size":"4"}`, `{"origin":"o","size":1,"hash":"h","key":"AAAA","sig":"AAAA"}`} {
		b := &bench{id: "INC-1", objects: slices.Concat(sound.objects, []string{`{"type":"checkpoint","data":` + data + `}`})}
		dir := t.TempDir()
		b.write(t, dir)
		got, err := Verify(dir, nil)
		if err != nil || got.Verdict != Altered || got.Seq != 5 || got.Why != WhySignature {
			t.Errorf("%s: %+v, %v", data, got, err)
		}
	}
}

func TestACheckpointMadeForAnotherJournalIsAnAlteration(t *testing.T) {
	b := signedJournal(t, "INC-1", 3, 3, testKey(1))
	c, err := Sign(b.headAfter(4), Origin("INC-1", "drill"), testKey(1))
	if err != nil {
		t.Fatal(err)
	}
	b.objects = append(b.objects, checkpointObject(t, c))
	dir := t.TempDir()
	b.write(t, dir)
	got, err := Verify(dir, []ed25519.PublicKey{public(testKey(1))})
	if err != nil || got.Verdict != Altered || got.Seq != 4 || got.Why != WhyCheckpoint {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestVerifyNamesTheEventWhoseBytesAreWrong(t *testing.T) {
	b := signedJournal(t, "INC-1", 6, 3, testKey(1))
	dir := t.TempDir()
	b.write(t, dir)
	path := filepath.Join(dir, journalName)
	all, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all[bytes.Index(all, []byte(`"n":4`))+4] = '5'
	if err := os.WriteFile(path, all, 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Verify(dir, nil)
	if err != nil || got.Verdict != Altered || got.Seq != 6 || got.Why != WhyHash || got.Count != 5 {
		t.Errorf("got %+v, %v", got, err)
	}
}
