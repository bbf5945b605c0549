package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"firebreak/runbook/journal"
)

// change is one thing done to a journal: what it becomes, and the event from which on it cannot
// be believed. Where the chain is computed anew, any event up to that one may be named.
type change struct {
	what   string
	bytes  []byte
	from   int
	exact  bool
	signed bool   // below a checkpoint: it must be seen without a head kept elsewhere
	head   []byte // of a forger who computes that anew too; nil: as it was
}

// everyBit is part 5: bit flips, truncations and forgeries of a journal that a real incident wrote.
func everyBit(b *bench) (result, error) {
	s, err := b.newSeat(recipes[0], b.seed, "")
	if err != nil {
		return result{}, err
	}
	defer s.close()
	if _, err := s.baseline(); err != nil {
		return result{}, err
	}
	dir := s.incidents()[0]
	sound, err := os.ReadFile(filepath.Join(dir, "journal.jsonl"))
	if err != nil {
		return result{}, err
	}
	head, err := os.ReadFile(filepath.Join(dir, "journal.head"))
	if err != nil {
		return result{}, err
	}
	pinned, err := signers(dir)
	if err != nil {
		return result{}, err
	}
	whole, err := journal.Verify(dir, pinned)
	if err != nil || whole.Verdict != journal.SignedHere || whole.Count < 50 {
		return result{}, fmt.Errorf("the sound journal: %v, %d events, %w", whole.Verdict, whole.Count, err)
	}
	random := rand.New(rand.NewPCG(b.seed, 5))
	all := append(flips(sound, random, b.points), forgeries(sound, head, whole.Vouched, random, 1000)...)
	places := make(chan string, 2*runtime.NumCPU())
	for range cap(places) {
		place, err := os.MkdirTemp(b.dir, "bits-")
		if err != nil {
			return result{}, err
		}
		places <- place
	}
	var once sync.Once
	return tryAll(b, all, func(c change) string { return c.what }, func(c change) []string {
		place := <-places
		defer func() { places <- place }()
		top := c.head
		if top == nil {
			top = head
		}
		if err := errors.Join(os.WriteFile(filepath.Join(place, "journal.jsonl"), c.bytes, 0o600), os.WriteFile(filepath.Join(place, "journal.head"), top, 0o600)); err != nil {
			return []string{err.Error()}
		}
		var known []journal.Head
		if !c.signed {
			known = append(known, whole.Head) // as the report printed it
		}
		wrong := c.judge(journal.Verify(place, pinned, known...))
		once.Do(func() { wrong = append(wrong, s.commandSees(dir, c)...) })
		return wrong
	}), nil
}

// judge holds a verdict against what was done.
func (c change) judge(got journal.Result, err error) []string {
	switch {
	case err != nil:
		return []string{err.Error()}
	case got.Verdict != journal.Altered:
		return []string{fmt.Sprintf("not noticed: %s", got.Verdict)}
	case c.exact && got.Seq != c.from, got.Seq > c.from, got.Seq < 1:
		return []string{fmt.Sprintf("event %d is named, want %d", got.Seq, c.from)}
	}
	return nil
}

// commandSees runs the program itself over one of the changes.
func (s *seat) commandSees(dir string, c change) []string {
	if err := os.WriteFile(filepath.Join(dir, "journal.jsonl"), c.bytes, 0o600); err != nil {
		return []string{err.Error()}
	}
	cmd, err := s.command([]string{"verify", filepath.Base(dir)}, filepath.Join(s.home, "verify"))
	if err != nil {
		return []string{err.Error()}
	}
	code, err := run(cmd, limit)
	s.done(cmd)
	if err != nil || code != 3 {
		return []string{fmt.Sprintf("firebreak verify ends with %d, %v", code, err)}
	}
	return nil
}

// signers are the public keys that this install signs with.
func signers(dir string) ([]ed25519.PublicKey, error) {
	var keys []ed25519.PublicKey
	names, err := filepath.Glob(filepath.Join(dir, "signers", "*.pub"))
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
		if err != nil {
			return nil, err
		}
		keys = append(keys, raw)
	}
	return keys, err
}

// flips are single bits, and the journal cut at every byte; n of them, 0 all.
func flips(sound []byte, random *rand.Rand, n int) []change {
	total := 9 * len(sound)
	pick := func(i int) int { return i }
	if n > 0 && n < total {
		total, pick = n, func(int) int { return random.IntN(9 * len(sound)) }
	}
	out := make([]change, 0, total)
	for i := range total {
		at, bit := pick(i)/9, pick(i)%9
		event := bytes.Count(sound[:at], []byte("\n")) + 1
		if bit == 8 {
			out = append(out, change{what: fmt.Sprintf("cut at byte %d", at), bytes: sound[:at], from: event, exact: true})
			continue
		}
		changed := bytes.Clone(sound)
		changed[at] ^= 1 << bit
		out = append(out, change{what: fmt.Sprintf("byte %d, bit %d", at, bit), bytes: changed, from: event, exact: true})
	}
	return out
}

// forgeries change events and compute the chain anew; n of them.
func forgeries(sound, head []byte, vouched int, random *rand.Rand, n int) []change {
	lines := bytes.Split(bytes.TrimSuffix(sound, []byte("\n")), []byte("\n"))
	objects := make([][]byte, len(lines))
	for i, line := range lines {
		objects[i] = object(line)
	}
	prev := string(field(lines[0], "prev"))
	out := make([]change, 0, n)
	for len(out) < n {
		changed, at := slices.Clone(objects), random.IntN(len(objects)-1)
		what := ""
		switch random.IntN(4) {
		case 0:
			what = "edit"
			changed[at] = bytes.Replace(changed[at], []byte(`"at":"2`), []byte(`"at":"1`), 1)
		case 1:
			what = "leave out"
			changed = append(changed[:at], changed[at+1:]...)
		case 2:
			what = "put in"
			changed = append(changed[:at], append([][]byte{[]byte(`"type":"note","data":{}`)}, changed[at:]...)...)
		case 3:
			what = "reorder"
			changed[at], changed[at+1] = changed[at+1], changed[at]
		}
		c := change{what: fmt.Sprintf("%s event %d, chain anew", what, at+1), from: at + 1, signed: at+1 < vouched-1}
		var last string
		c.bytes, last = chain(changed, prev)
		if len(out)%2 == 0 {
			c.what += ", head anew"
			c.head = crown(head, len(changed), last)
		} else if len(changed) < len(objects) {
			c.from = len(objects) // which the head knows of, and is not there
		}
		out = append(out, c)
	}
	return out
}

// object is what stands in a line between its number and its hashes.
func object(line []byte) []byte {
	_, rest, _ := bytes.Cut(line, []byte(`"seq":`))
	_, rest, _ = bytes.Cut(rest, []byte(","))
	return rest[:bytes.LastIndex(rest, []byte(`,"prev":"`))]
}

func field(line []byte, name string) []byte {
	at := bytes.LastIndex(line, []byte(`"`+name+`":"`)) + len(name) + 4
	return line[at : at+2*sha256.Size]
}

// crown is a head file over n events with that last hash, by the format's description.
func crown(head []byte, n int, last string) []byte {
	block := len(head) / 2
	like := bytes.TrimSpace(head[:block])
	opening, _, _ := bytes.Cut(like, []byte(`"count":`))
	text := fmt.Appendf(bytes.Clone(opening), `"count":%d,"hash":"%s"`, n, last)
	text = fmt.Appendf(text, `,"sum":"%x"}`, sha256.Sum256(text))
	out := bytes.Repeat([]byte(" "), len(head))
	copy(out[n%2*block:], text)
	out[(n%2+1)*block-1] = '\n'
	return out
}

// chain frames objects as a journal does, by the format's description and not by its code.
func chain(objects [][]byte, prev string) (out []byte, last string) {
	for i, o := range objects {
		line := fmt.Appendf(nil, `{"v":1,"seq":%d,%s,"prev":"%s"`, i+1, o, prev)
		prev = fmt.Sprintf("%x", sha256.Sum256(line))
		out = fmt.Appendf(append(out, line...), `,"hash":"%s"}`+"\n", prev)
	}
	return out, prev
}
