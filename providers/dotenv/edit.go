package dotenv

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"firebreak/providers"
)

// splice copies data with other bytes at the spots, which come in order.
func splice(data []byte, held []spot, raws [][]byte) []byte {
	size := len(data)
	for i, h := range held {
		size += len(raws[i]) - (h.raw.to - h.raw.from)
	}
	out := make([]byte, 0, size)
	at := 0
	for i, h := range held {
		out = append(append(out, data[at:h.raw.from]...), raws[i]...)
		at = h.raw.to
	}
	return append(out, data[at:]...)
}

// wrapAll writes a value for each spot in that spot's own manner.
func (f Format) wrapAll(held []spot, value []byte) ([][]byte, bool) {
	raws := make([][]byte, 0, len(held))
	for _, h := range held {
		raw, ok := f.fill(h, value)
		if !ok {
			clearAll(raws)
			return nil, false
		}
		raws = append(raws, raw)
	}
	return raws, true
}

// fill writes a value for one spot. A part of a longer value must get along with the quotes
// that stand around the whole.
func (f Format) fill(h spot, value []byte) ([]byte, bool) {
	if h.place == alone || len(value) == 0 {
		return f.wrap(value, h.quote)
	}
	part := h.place.put(value)
	if needsNone(bytes.ReplaceAll(part, []byte("%"), nil)) {
		return part, true
	}
	whole, ok := f.wrap(part, h.quote)
	defer clear(whole)
	if h.quote != 0 && len(whole) > 1 {
		ok = ok && whole[0] == h.quote
		whole = whole[1 : len(whole)-1]
	}
	return part, ok && bytes.Equal(whole, part)
}

// readsBack proves an edit before it is written: the new text holds the value under the same
// names in the same order.
func (f Format) readsBack(edited []byte, held []spot, value []byte) bool {
	again, _ := f.survey(edited, value, nil)
	for _, h := range held {
		at := slices.IndexFunc(again, func(a spot) bool { return a.name == h.name && a.place == h.place })
		if at < 0 {
			return false
		}
		again = again[at+1:]
	}
	return true
}

// undo remembers how a value was written before our own change, so that taking the change
// back gives the very bytes that stood there.
type undo struct {
	version  string // digest of the file after our change
	old, new providers.Secret
	raws     []providers.Secret
}

func remember(data, edited []byte, held []spot, old, new providers.Secret) undo {
	sum := sha256.Sum256(edited)
	u := undo{version: hex.EncodeToString(sum[:]), old: old, new: new}
	for _, h := range held {
		u.raws = append(u.raws, providers.NewSecret(h.raw.of(data)))
	}
	return u
}

// takes reports whether a write from one value to another takes exactly this change back.
func (u undo) takes(version string, from, to providers.Secret, spots int) bool {
	return u.version != "" && u.version == version && len(u.raws) == spots && u.new.Equal(from) && u.old.Equal(to)
}

func (u undo) bytes() [][]byte {
	raws := make([][]byte, 0, len(u.raws))
	for _, s := range u.raws {
		s.Expose(func(b []byte) { raws = append(raws, bytes.Clone(b)) })
	}
	return raws
}

func clearAll(all [][]byte) {
	for _, b := range all {
		clear(b)
	}
}
