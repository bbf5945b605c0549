package awssecrets

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/providers/transport"
)

// Store is a secret, a field of one, or all secrets whose names begin alike.
type Store struct {
	// WriteOwned allows writing where a rotation function writes too. A person must have approved it.
	WriteOwned bool
	// Apart are values that the credential must not be, besides those of an operation.
	Apart []providers.Secret

	door  *transport.Door
	admin Credentials
	at    place
	home  string // the environment's Region, "": it names none
}

var _ interface {
	providers.Store
	providers.Counter
	providers.Keeper
	providers.Joiner
	providers.Companion
} = (*Store)(nil)

// Credentials give the key that signs. Ask finds what the usual places hold, and Exchange the key that
// this leads to: of a profile for a role, its session; the compound of an access key leads to itself.
type Credentials struct {
	Ask      func(context.Context) (providers.Secret, error)
	Exchange func(context.Context, providers.Secret) (providers.Secret, error)
}

// New names a store over a door that was opened with Routes and AWS's shape of errors; nothing is
// read yet. home is the Region of names without one.
func New(door *transport.Door, admin Credentials, home, name string) *Store {
	return &Store{door: door, admin: admin, home: home, at: parse(name)}
}

// Name is "awssecrets:" and what was named.
func (s *Store) Name() string { return scheme + s.at.String() }

// open begins an operation on values. providers.ErrSameKey: the credential, or what it is exchanged
// for, is one of them.
func (s *Store) open(ctx context.Context, values ...providers.Secret) (session, error) {
	values = slices.Concat(values, s.Apart)
	same := func(key providers.Secret) bool {
		return slices.ContainsFunc(append(key.Parts(), key), func(part providers.Secret) bool { return slices.ContainsFunc(values, part.Equal) })
	}
	admin, err := providers.AskAdmin(ctx, "aws", s.admin.Ask)
	if err == nil && admin.Public() == "" {
		err = providers.ErrNotAdmin
	}
	if err == nil && !same(admin) {
		admin, err = s.admin.Exchange(ctx, admin)
	}
	switch {
	case errors.Is(err, providers.ErrNoAdmin):
		if said := (*providers.Refusal)(nil); !errors.As(err, &said) { // the usual places may say why themselves
			err = errors.Join(&providers.Refusal{Why: NoKey}, err)
		}
	case err == nil && same(admin):
		err = errors.Join(&providers.Refusal{Why: OwnKey}, providers.ErrSameKey)
	}
	return session{s.door, admin}, err
}

// region is where one secret lies.
func (s *Store) region() (string, error) {
	if s.at.region != "" {
		return s.at.region, nil
	}
	if s.home == "" {
		return "", &providers.Refusal{Why: NoRegion}
	}
	return s.home, nil
}

// Check proves that the service answers, that a secret which is named is there, and that nothing
// known of it forbids to write it. Whether a policy allows it, Find asks.
// It reads no value and writes nothing.
func (s *Store) Check(ctx context.Context) error {
	c, err := s.open(ctx)
	if err != nil {
		return s.wrap("check", err)
	}
	list, err := s.secrets(ctx, c)
	if err == nil && !s.at.folder {
		if why := s.forbids(list[0]); why != "" {
			err = &providers.Refusal{Why: why}
		}
	}
	return s.wrap("check", reasoned(err))
}

// forbids gives the reason why a secret may not be written, or "".
func (s *Store) forbids(d secret) providers.Reason {
	switch {
	case d.Deleted != nil:
		return Deleting
	case !d.Service.IsEmpty():
		return Managed
	case d.replica():
		return Replica
	case d.Rotates && !s.WriteOwned:
		return Rotated
	}
	return ""
}

// reasoned puts what a policy forbids to read into the words of a refusal; other errors stay.
func reasoned(err error) error {
	var call *providers.CallError
	if !errors.As(err, &call) || call.Effect == providers.Mutate || !errors.Is(err, providers.ErrNotPermitted) {
		return err
	}
	return errors.Join(&providers.Refusal{Why: denial(call)}, err)
}

// denial tells whose refusal it was. That of a KMS key comes under the code of all others, with a
// sentence that names KMS: our assumption.
func denial(call *providers.CallError) providers.Reason {
	if call.Code == "DecryptionFailure" || strings.Contains(call.Message.Line(300), "KMS") {
		return KeyDenied
	}
	return Denied
}

// Holds reads the place's field in the current version and reports whether it is exactly the value.
func (s *Store) Holds(ctx context.Context, at providers.Place, value providers.Secret) (bool, error) {
	p, ok := s.placed(at)
	if !ok {
		return false, &providers.Refusal{Why: NotHere}
	}
	c, err := s.open(ctx, value)
	if err != nil {
		return false, s.wrap("read", err)
	}
	v, err := c.get(ctx, secret{ARN: p.name, region: p.region}, "")
	if errors.Is(err, providers.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, s.wrap("read", reasoned(err))
	}
	f, ok := v.at(p.field)
	return ok && f.value.Equal(value), nil
}

// Beside lists the fields of the place's secret that are text, as its current version has them.
func (s *Store) Beside(ctx context.Context, at providers.Place) ([]providers.Beside, error) {
	p, ok := s.placed(at)
	if !ok {
		return nil, &providers.Refusal{Why: NotHere}
	}
	c, err := s.open(ctx)
	if err != nil {
		return nil, s.wrap("read", err)
	}
	v, err := c.get(ctx, secret{ARN: p.name, region: p.region}, "")
	if errors.Is(err, providers.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, s.wrap("read", reasoned(err))
	}
	var list []providers.Beside
	for _, f := range v.fields() {
		if f.text {
			list = append(list, providers.Beside{Name: f.name, Value: f.value})
		}
	}
	return list, nil
}

func (s *Store) wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s: %w", what, s.Name(), err)
}
