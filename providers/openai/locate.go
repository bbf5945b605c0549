package openai

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"firebreak/providers"
)

// What a search counts, in Match.Searched and in progress reports.
const (
	SearchedProjects = "projects"
	SearchedKeys     = "keys"
	// UnreadProjects could not be looked into; an archived project may have no list of keys.
	UnreadProjects = "projects not readable"
)

const (
	// leastShown is how many characters of the secret a mask must show beyond the kind's
	// public prefix: with fewer, strangers' keys fit too.
	leastShown = 3
	// quiet is the time in which no candidate may move before our own call. The vendor tells
	// the last use in whole seconds: a call at least one second after the first reading falls
	// into a later second than any use that the reading could show, so it must move the figure.
	quiet = time.Second
	// maxProven bounds the candidates that are read three times for the proof.
	maxProven = 8
)

// Locate finds the record by its mask among all keys of the organisation and proves it by use:
// the last use of exactly one candidate moves with a call of ours. Where several fit the mask,
// two such calls must agree. It sends probes with the leaked key, but changes nothing.
func (a *Adapter) Locate(ctx context.Context, c providers.Credential) (providers.Match, error) {
	f, known := formOf(c.Kind)
	if !known {
		return providers.Match{}, fmt.Errorf("locate %s: %w", c.Kind, providers.ErrNotSupported)
	}
	s, err := a.open(ctx)
	if err != nil {
		return providers.Match{}, err
	}
	if s.secret.Equal(c.Secret) {
		return providers.Match{}, providers.ErrSameKey
	}
	search := search{session: s, credential: c, form: f, fits: c.Secret.HasAffixes}
	if err := search.walk(ctx); err != nil {
		return providers.Match{}, err
	}
	return search.result(ctx)
}

// LocateMask finds the records whose masks fit what is shown of a key: its beginning and its
// end. Without the value nothing can be proven by use, so the match is one by mask.
func (a *Adapter) LocateMask(ctx context.Context, kind providers.Kind, prefix, ending string) (providers.Match, error) {
	f, known := formOf(kind)
	if !known || len(ending) < leastShown {
		return providers.Match{}, fmt.Errorf("locate %s by its ending: %w", kind, providers.ErrNotSupported)
	}
	s, err := a.open(ctx)
	if err != nil {
		return providers.Match{}, err
	}
	search := search{session: s, credential: providers.Credential{Kind: kind}, form: f}
	search.fits = func(begins, ends string) bool {
		return min(len(ends), len(ending)) >= leastShown && (strings.HasSuffix(ends, ending) || strings.HasSuffix(ending, ends)) &&
			(strings.HasPrefix(begins, prefix) || strings.HasPrefix(prefix, begins))
	}
	if err := search.walk(ctx); err != nil {
		return providers.Match{}, err
	}
	m := providers.Match{Candidates: search.found, Searched: search.searched()}
	if len(m.Candidates) > 0 {
		m.Strength = providers.MaskOnly
	}
	return m, nil
}

type search struct {
	session
	credential providers.Credential
	form       form
	fits       func(prefix, suffix string) bool // of a record's mask
	found      []providers.KeyRecord
	walked     int // projects
	unread     int
	keys       int
}

// walk looks at every record where a key of the kind can be.
func (s *search) walk(ctx context.Context) error {
	if s.credential.Kind == AdminKey {
		return s.adminKeys(ctx, s.compare)
	}
	return s.projects(ctx)
}

// compare keeps a record whose mask fits. With the value at hand its kind is certain.
func (s *search) compare(r providers.KeyRecord) {
	s.keys++
	prefix, suffix, masked := r.Masked.Mask()
	if !masked || !s.fits(prefix, suffix) {
		return
	}
	if shown := max(0, len(prefix)-len(s.form.prefix)) + len(suffix); shown >= leastShown {
		if !s.credential.Secret.IsEmpty() {
			r.Kind = s.credential.Kind
		}
		s.found = append(s.found, r)
	}
}

func (s *search) projects(ctx context.Context) error {
	all, err := s.session.projects(ctx)
	if err != nil {
		return err
	}
	var last error
	for i, p := range all {
		providers.Report(ctx, SearchedKeys, i, len(all))
		err := s.keysOf(ctx, p, s.compare)
		if _, refused := providers.RefusedWith(err, 400, 403, 404); refused {
			s.unread, last = s.unread+1, err
			continue
		}
		if err != nil {
			return err
		}
		s.walked++
	}
	providers.Report(ctx, SearchedKeys, len(all), len(all))
	if s.walked == 0 {
		return last // nothing was looked into: that is no search
	}
	return nil
}

func (s *search) result(ctx context.Context) (providers.Match, error) {
	m := providers.Match{Candidates: s.found, Searched: s.searched()}
	if len(s.found) == 0 {
		return m, nil
	}
	m.Strength = providers.MaskOnly
	if len(s.found) > maxProven {
		return m, nil
	}
	proven, org, err := s.proveByUse(ctx)
	if err != nil {
		return providers.Match{}, err
	}
	m.Org = org
	if proven >= 0 {
		m.Candidates, m.Strength = s.found[proven:proven+1], providers.MaskAndUse
	}
	return m, nil
}

func (s *search) searched() []providers.Counted {
	keys := providers.Counted{What: SearchedKeys, N: s.keys}
	if s.credential.Kind == AdminKey {
		return []providers.Counted{keys}
	}
	counted := []providers.Counted{{What: SearchedProjects, N: s.walked}, keys}
	if s.unread > 0 {
		counted = append(counted, providers.Counted{What: UnreadProjects, N: s.unread})
	}
	return counted
}

// proveByUse returns the index of the record whose last use moved with our call, or -1. One
// round proves a single candidate; several need two that agree. One round more is allowed,
// for a record that was busy the first time. Only cancellation is an error: what cannot be
// proven stays a match by mask.
func (s *search) proveByUse(ctx context.Context) (int, providers.Untrusted, error) {
	needed := 1
	if len(s.found) > 1 {
		needed = 2
	}
	var org providers.Untrusted
	winner, wins := -1, 0
	for range needed + 1 {
		moved, busy, verdict, err := s.round(ctx)
		switch {
		case ctx.Err() != nil:
			return -1, org, ctx.Err()
		case busy:
			continue
		case err != nil || moved < 0 || winner >= 0 && winner != moved:
			return -1, verdict.Org, nil
		}
		winner, org = moved, verdict.Org
		if wins++; wins == needed {
			return winner, org, nil
		}
	}
	return -1, org, nil
}

// errSilent: the probe was no use of a key, or moved none or several records.
var errSilent = errors.New("the call moved no single record")

// round reads, waits, reads, probes and reads again. busy: a record moved while we were quiet.
func (s *search) round(ctx context.Context) (moved int, busy bool, v providers.Verdict, err error) {
	first, err := s.lastUses(ctx)
	if err == nil {
		err = s.clock.Sleep(ctx, quiet)
	}
	var before, after []time.Time
	if err == nil {
		before, err = s.lastUses(ctx)
	}
	if err != nil {
		return -1, false, v, err
	}
	for i := range first {
		if !before[i].Equal(first[i]) {
			return -1, true, v, nil
		}
	}
	if v, err = s.Validate(ctx, s.credential); err != nil {
		return -1, false, v, err
	}
	if v.Life != providers.Alive && v.Life != providers.AliveLimited {
		return -1, false, v, errSilent
	}
	if after, err = s.lastUses(ctx); err != nil {
		return -1, false, v, err
	}
	moved = -1
	for i := range before {
		if after[i].Equal(before[i]) {
			continue
		}
		if moved >= 0 {
			return -1, false, v, errSilent
		}
		moved = i
	}
	return moved, false, v, nil
}

func (s *search) lastUses(ctx context.Context) ([]time.Time, error) {
	uses := make([]time.Time, len(s.found))
	for i, r := range s.found {
		fresh, err := s.fetch(ctx, r)
		if err != nil {
			return nil, err
		}
		uses[i] = fresh.LastUsed
	}
	return uses, nil
}
