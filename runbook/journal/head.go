package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
)

// Head is the state of a journal: how many events, and the hash of the last (Genesis for none).
type Head struct {
	Count int
	Hash  string
}

// IsHash reports whether a text has the form of a head's hash.
func IsHash(text string) bool { return lowerHex([]byte(text)) }

// After returns the number of the event behind which the chain's hash was the given one, 0 for before
// the first; ok is false where it never was. That the chain holds is not looked at: see Verify.
func (o Opened) After(hash string) (event int, ok bool) {
	if hash == Genesis(o.ID, o.Mode) {
		return 0, true
	}
	for i, record := range o.Records {
		if hashOf(record) == hash {
			return i + 1, true
		}
	}
	return 0, false
}

// Note is the text that a checkpoint signs: origin, size and base64 hash, a line each, as in
// the checkpoint format of transparency logs.
func (h Head) Note(origin string) []byte {
	raw, err := hex.DecodeString(h.Hash)
	if err != nil {
		raw = nil // a hash that is none signs as empty and matches no journal
	}
	return fmt.Appendf(nil, "%s\n%d\n%s\n", origin, h.Count, base64.StdEncoding.EncodeToString(raw))
}

// The head's file has two slots, each a block of its own so that a write torn by a power cut
// spoils only one. An event with an even number goes to the first, an odd one to the second.
const (
	slotSize  = 4 << 10
	headSize  = 2 * slotSize
	openedSum = `,"sum":"`
)

var (
	idForm   = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)
	modeForm = regexp.MustCompile(`^[a-z-]{1,32}$`)
)

// slot is one head as stored: with what the journal was opened for, and a sum over itself.
type slot struct {
	V     int    `json:"v"`
	ID    string `json:"id"`
	Mode  string `json:"mode"`
	Count int    `json:"count"`
	Hash  string `json:"hash"`
}

func (s slot) head() Head { return Head{Count: s.Count, Hash: s.Hash} }

// at is the offset of the slot in its file.
func (s slot) at() int64 { return int64(s.Count%2) * slotSize }

// encode fills one block: a JSON line, blanks, a newline.
func (s slot) encode() []byte {
	text, err := json.Marshal(s)
	if err != nil {
		panic("journal: head cannot be encoded") // ints and checked strings only
	}
	text = text[:len(text)-1]
	sum := sha256.Sum256(text)
	text = fmt.Appendf(text, `%s%x"}`, openedSum, sum)
	block := bytes.Repeat([]byte{' '}, slotSize)
	copy(block, text)
	block[slotSize-1] = '\n'
	return block
}

// decodeSlot reads one block; ok is false where it is no whole slot of ours.
func decodeSlot(block []byte) (s slot, ok bool) {
	text := bytes.TrimRight(block, " \n")
	at := len(text) - len(openedSum) - hexLen - len(`"}`)
	if at < 0 {
		return slot{}, false
	}
	sum := sha256.Sum256(text[:at])
	if string(text[at:]) != fmt.Sprintf(`%s%x"}`, openedSum, sum) {
		return slot{}, false
	}
	if err := json.Unmarshal(append(bytes.Clone(text[:at]), '}'), &s); err != nil {
		return slot{}, false
	}
	return s, s.V > format || s.Count >= 0 && lowerHex([]byte(s.Hash)) && bytes.Equal(s.encode(), block)
}

// readHead returns the newest whole slot; ok is false where there is none, be it that the
// file is missing, short or spoilt.
func readHead(d disk) (newest slot, ok bool, err error) {
	f, err := d.open(headName, false)
	if errors.Is(err, fs.ErrNotExist) {
		return slot{}, false, nil
	}
	if err != nil {
		return slot{}, false, fmt.Errorf("open journal head: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	block := make([]byte, headSize)
	n, err := f.ReadAt(block, 0)
	if err != nil && err != io.EOF {
		return slot{}, false, fmt.Errorf("read journal head: %w", err)
	}
	for at := 0; at+slotSize <= n; at += slotSize {
		if s, whole := decodeSlot(block[at : at+slotSize]); whole && (!ok || s.Count > newest.Count) {
			newest, ok = s, true
		}
	}
	if ok && newest.V > format {
		return slot{}, false, ErrNewer
	}
	return newest, ok, nil
}
