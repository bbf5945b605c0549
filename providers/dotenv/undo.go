package dotenv

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"firebreak/providers"
)

var _ interface {
	providers.Undoer
	providers.Tidier
} = (*Store)(nil)

// before is what Before gives: the bytes at each assignment as they stood, quotes and escapes
// included. Assignments that were written alike share theirs.
type before struct {
	Raws [][]byte `json:"raws"`
	Each []int    `json:"each"` // by assignment, in the file's order: its index in Raws
}

func (b before) valid() bool {
	return !slices.ContainsFunc(b.Each, func(i int) bool { return i < 0 || i >= len(b.Raws) })
}

// Before returns the bytes that a write of old would replace.
func (s *Store) Before(ctx context.Context, at providers.Place, old providers.Secret) (providers.Secret, error) {
	f, err := s.read(ctx)
	if err != nil {
		return providers.Secret{}, err
	}
	defer clear(f.Data)
	if at.Store != s.Name() || f.Version != at.Version {
		return providers.Secret{}, fmt.Errorf("read %s: %w", s.Name(), providers.ErrConflict)
	}
	held, err := s.format.holders(f.Data, old)
	if err != nil {
		return providers.Secret{}, err
	}
	var b before
	for _, h := range held {
		raw := h.raw.of(f.Data)
		i := slices.IndexFunc(b.Raws, func(have []byte) bool { return bytes.Equal(have, raw) })
		if i < 0 {
			i, b.Raws = len(b.Raws), append(b.Raws, raw)
		}
		b.Each = append(b.Each, i)
	}
	text, err := json.Marshal(b)
	if err != nil {
		return providers.Secret{}, fmt.Errorf("keep what stands in %s: %w", s.Name(), err)
	}
	defer clear(text)
	return providers.NewSecret(text), nil
}

// Restore puts the bytes back at the assignments that hold what was written, which may have
// moved meanwhile. Their number must be the same, and they must give the old value again.
func (s *Store) Restore(ctx context.Context, at providers.Place, written, old, kept providers.Secret) error {
	var b before
	var unread error
	kept.Expose(func(text []byte) { unread = json.Unmarshal(text, &b) })
	defer clearAll(b.Raws)
	if unread != nil || !b.valid() {
		return errors.New("what was kept of " + s.Name() + " cannot be read") // the cause would quote it
	}
	return s.change(ctx, at, func(data []byte) ([]byte, error) { return s.format.restore(data, written, old, b) })
}

func (f Format) restore(data []byte, written, old providers.Secret, b before) (edited []byte, err error) {
	held, err := f.holders(data, written)
	if err != nil {
		return nil, err
	}
	if len(held) != len(b.Each) {
		return nil, providers.ErrConflict
	}
	raws := make([][]byte, len(held))
	for i, from := range b.Each {
		raws[i] = b.Raws[from]
	}
	edited = splice(data, held, raws)
	old.Expose(func(value []byte) {
		if !f.readsBack(edited, held, value) {
			clear(edited)
			edited, err = nil, providers.ErrConflict
		}
	})
	return edited, err
}

// Tidy removes the drafts that killed writes left beside the file.
func (s *Store) Tidy(ctx context.Context) error {
	f, err := s.read(ctx)
	if err != nil {
		return err
	}
	clear(f.Data)
	return s.door.Tidy(f)
}
