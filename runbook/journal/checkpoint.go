package journal

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// CheckpointType is the "type" of an event whose "data" is a Checkpoint.
const CheckpointType = "checkpoint"

// Checkpoint is a signed head: someone with the key saw the journal in this state. Size
// counts events. Public and Sig are base64; Sig is Ed25519 over Head.Note(Origin).
type Checkpoint struct {
	Origin string `json:"origin"`
	Size   int    `json:"size"`
	Hash   string `json:"hash"`
	Public string `json:"key"`
	Sig    string `json:"sig"`
}

// Origin names a journal in its checkpoints.
func Origin(id, mode string) string { return "firebreak/" + id + "/" + mode }

// Checkpoint signs the present head. It appends nothing: the caller makes an event of it.
func (j *Journal) Checkpoint(by crypto.Signer) (Checkpoint, error) {
	j.mu.Lock()
	top := j.top
	j.mu.Unlock()
	return Sign(top.head(), Origin(top.ID, top.Mode), by)
}

// Sign makes a checkpoint of a head with an Ed25519 signer.
func Sign(h Head, origin string, by crypto.Signer) (Checkpoint, error) {
	key, ok := by.Public().(ed25519.PublicKey)
	if !ok {
		return Checkpoint{}, errors.New("sign checkpoint: not an Ed25519 key")
	}
	sig, err := by.Sign(nil, h.Note(origin), crypto.Hash(0))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("sign checkpoint: %w", err)
	}
	encode := base64.StdEncoding.EncodeToString
	return Checkpoint{Origin: origin, Size: h.Count, Hash: h.Hash, Public: encode(key), Sig: encode(sig)}, nil
}

// Signer returns the key that signed the checkpoint, or false where the signature does not hold.
func (c Checkpoint) Signer() (ed25519.PublicKey, bool) {
	key, err := base64.StdEncoding.Strict().DecodeString(c.Public)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, false
	}
	sig, err := base64.StdEncoding.Strict().DecodeString(c.Sig)
	if err != nil || !lowerHex([]byte(c.Hash)) || strings.ContainsRune(c.Origin, '\n') {
		return nil, false
	}
	return key, ed25519.Verify(key, Head{Count: c.Size, Hash: c.Hash}.Note(c.Origin), sig)
}

// checkpointIn returns the checkpoint that a record holds. is reports whether it is a
// checkpoint event at all, ok whether its data could be read.
func checkpointIn(record []byte) (c Checkpoint, is, ok bool) {
	if !bytes.Contains(record, []byte(`"`+CheckpointType+`"`)) {
		return c, false, false
	}
	var event struct {
		Type string          `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if json.Unmarshal(record, &event) != nil || event.Type != CheckpointType {
		return c, false, false
	}
	return c, true, json.Unmarshal(event.Data, &c) == nil
}

func isPinned(key ed25519.PublicKey, pinned []ed25519.PublicKey) bool {
	for _, p := range pinned {
		if bytes.Equal(p, key) {
			return true
		}
	}
	return false
}
