package awssecrets

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Write sets the field of the place from old to new, if AWSCURRENT still is the version that was
// found: else the error answers to providers.ErrConflict, and no reader saw anything. Other errors: a
// *providers.Refusal (nothing sent) or the door's *providers.CallError.
func (s *Store) Write(ctx context.Context, at providers.Place, old, new providers.Secret) error {
	return s.WriteJoined(ctx, []providers.Change{{At: at, Old: old, New: new}})
}

// WriteJoined sets several fields of one secret in one version.
func (s *Store) WriteJoined(ctx context.Context, changes []providers.Change) error {
	w, err := s.begin(ctx, changes...)
	if err != nil {
		return s.wrap("write", err)
	}
	return s.wrap("write", w.stage(ctx))
}

// RestoreKept moves AWSCURRENT back to the version that was replaced, where that differs from what
// stands there now in nothing but the field; else it writes the field as Write does, so that what
// others changed meanwhile stays.
func (s *Store) RestoreKept(ctx context.Context, now providers.Place, kept string, written, old providers.Secret) error {
	w, err := s.begin(ctx, providers.Change{At: now, Old: written, New: old})
	if err != nil {
		return s.wrap("write", err)
	}
	before, err := w.get(ctx, w.secret, kept)
	switch {
	case err == nil && before.binary == w.next.binary && before.value.Equal(w.next.value):
		return s.wrap("write", w.promote(ctx, kept))
	case err == nil, errors.Is(err, providers.ErrNotFound), errors.Is(err, providers.ErrNotPermitted):
		return s.wrap("write", w.stage(ctx))
	}
	return s.wrap("read before the write", err)
}

// writing is a write whose questions are answered.
type writing struct {
	session
	secret secret
	from   string // the version that was found, which is still current
	next   content
}

// begin reads the secret and refuses what cannot be written. Nothing is sent that changes anything.
func (s *Store) begin(ctx context.Context, changes ...providers.Change) (writing, error) {
	var values []providers.Secret
	for _, c := range changes {
		if err := s.wants(c, changes[0]); err != nil {
			return writing{}, err
		}
		values = append(values, c.Old, c.New)
	}
	at, _ := s.placed(changes[0].At)
	version := changes[0].At.Version
	c, err := s.open(ctx, values...)
	if err != nil {
		return writing{}, err
	}
	d, err := c.describe(ctx, at.region, at.name)
	if err != nil {
		return writing{}, reasoned(err)
	}
	if why := s.forbids(d); why != "" {
		return writing{}, &providers.Refusal{Why: why}
	}
	if d.labelled(labelCurrent) != version {
		return writing{}, providers.ErrConflict
	}
	v, err := c.get(ctx, d, version)
	if err != nil {
		return writing{}, reasoned(err)
	}
	next, err := s.changed(v.content, changes)
	return writing{c, d, version, next}, err
}

// wants refuses a change that is none, or of another secret or version than the first one.
func (s *Store) wants(c, first providers.Change) error {
	one, ok := s.placed(first.At)
	p := named(c.At) // of the same secret, though the store may be of one field
	switch {
	case c.At.Off != "":
		return &providers.Refusal{Why: c.At.Off}
	case !ok, p.region != one.region, p.name != one.name, c.At.Version != first.At.Version:
		return &providers.Refusal{Why: NotHere}
	case c.New.IsEmpty():
		return &providers.Refusal{Why: EmptyValue}
	case c.New.Equal(c.Old):
		return &providers.Refusal{Why: SameValue}
	}
	return nil
}

// changed is a content with all of the changes made, each where the old value stands.
func (s *Store) changed(now content, changes []providers.Change) (content, error) {
	for _, c := range changes {
		f, ok := now.at(named(c.At).field)
		if !ok || !f.value.Equal(c.Old) {
			return content{}, &providers.Refusal{Why: NotHere}
		}
		next, why := now.with(f, c.New)
		if why != "" {
			return content{}, &providers.Refusal{Why: why}
		}
		now = next
	}
	return now, nil
}

// stage stores the new value under a label of ours and makes it the current one. A version that an
// earlier attempt left under the label, and that holds the same, is taken: a write that was killed
// between its steps leaves one version behind and not two. Our label is taken off again, for the
// service never drops a version that has one. In a dry run all of it is shown.
func (w writing) stage(ctx context.Context) error {
	id := w.secret.labelled(labelOurs)
	if id == "" || id == w.from || !w.stored(ctx, id) {
		id = newID()
		if err := w.put(ctx, id); err != nil && !providers.IsWithheld(err) {
			return err
		}
	}
	if err := w.promote(ctx, id); err != nil && !providers.IsWithheld(err) {
		return err // where it was refused, the label moves with the next write
	}
	return w.label(ctx, routeUnlabel, labelOurs, "", id)
}

// put stores the new value under an id that we choose. Where the answer was lost, the version is looked
// for by it.
func (w writing) put(ctx context.Context, id string) error {
	name, value := w.next.body()
	var said struct {
		ID string `json:"VersionId"`
	}
	err := w.do(ctx, routeStage, w.secret.region, transport.Object{"SecretId": w.secret.ARN, "ClientRequestToken": id, name: value, "VersionStages": []string{labelOurs}}, &said)
	switch {
	case err == nil && said.ID != id:
		return rows.Misshapen(routeStage, transport.Answer{})
	case errors.Is(err, providers.ErrNotPermitted):
		return errors.Join(&providers.Refusal{Why: NoRight}, err)
	case errors.Is(err, providers.ErrUnknownState) && w.stored(ctx, id):
		return nil
	}
	return err
}

// stored reports whether a version is there and holds what was to be written.
func (w writing) stored(ctx context.Context, id string) bool {
	v, err := w.get(ctx, w.secret, id)
	return err == nil && v.binary == w.next.binary && v.value.Equal(w.next.value)
}

// promote moves AWSCURRENT from the version that was found to another; AWSPREVIOUS follows it. The
// vendor answers alike to a label that has moved and to other faults of a request, so that a refusal
// is looked into.
func (w writing) promote(ctx context.Context, to string) error {
	err := w.label(ctx, routePromote, labelCurrent, to, w.from)
	if errors.Is(err, providers.ErrNotPermitted) {
		return errors.Join(&providers.Refusal{Why: NoRight}, err)
	}
	call, refused := providers.RefusedWith(err, 400)
	if !refused || call.Code != "InvalidParameterException" && call.Code != "InvalidRequestException" {
		return err
	}
	now, readErr := w.describe(ctx, w.secret.region, w.secret.ARN)
	if readErr == nil && now.labelled(labelCurrent) != w.from {
		return errors.Join(providers.ErrConflict, err)
	}
	return err
}

// label moves a label from one version to another, or off it where to is empty.
func (w writing) label(ctx context.Context, route, label, to, from string) error {
	body := transport.Object{"SecretId": w.secret.ARN, "VersionStage": label, "RemoveFromVersionId": from}
	if to != "" {
		body["MoveToVersionId"] = to
	}
	var said struct{}
	return w.do(ctx, route, w.secret.region, body, &said)
}

// newID draws the id of a version, which the service takes as a token: the same one with the same
// value does nothing again.
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	text := hex.EncodeToString(b[:])
	return text[:8] + "-" + text[8:12] + "-" + text[12:16] + "-" + text[16:20] + "-" + text[20:]
}
