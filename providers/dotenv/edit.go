package dotenv

import (
	"bytes"
	"slices"

	"firebreak/providers"
)

// edit makes the new text of a file and proves that it reads back as meant.
func (f Format) edit(data []byte, old, new providers.Secret) (edited []byte, err error) {
	switch {
	case new.IsEmpty():
		return nil, &providers.Refusal{Why: EmptyValue}
	case new.Equal(old):
		return nil, &providers.Refusal{Why: SameValue}
	}
	held, err := f.holders(data, old)
	if err != nil {
		return nil, err
	}
	new.Expose(func(to []byte) {
		raws, ok := f.wrapAll(held, to)
		defer clearAll(raws)
		if ok {
			edited = splice(data, held, raws)
			ok = f.readsBack(edited, held, to)
		}
		if !ok {
			clear(edited)
			edited, err = nil, &providers.Refusal{Why: Unwritable, Line: held[0].line}
		}
	})
	return edited, err
}

// holders are the spots that a write of the value changes together.
func (f Format) holders(data []byte, value providers.Secret) ([]spot, error) {
	var held []spot
	value.Expose(func(b []byte) { held, _ = f.survey(data, b, nil) })
	if len(held) == 0 {
		return nil, &providers.Refusal{Why: NotHere}
	}
	if line := f.differing(data, held); line > 0 {
		return nil, &providers.Refusal{Why: Differs, Line: line}
	}
	return held, nil
}

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

func clearAll(all [][]byte) {
	for _, b := range all {
		clear(b)
	}
}
