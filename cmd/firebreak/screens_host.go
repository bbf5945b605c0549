package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/files"
	"firebreak/providers/keyring"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/journal"
	"firebreak/tui"
)

// What the screens ask of the program around them. All of it is called from commands and may
// block.

func (x *screens) incidents(context.Context) ([]tui.Listed, error) {
	all, err := x.a.incidents()
	if err != nil {
		return nil, err
	}
	list := make([]tui.Listed, 0, len(all))
	for _, f := range all {
		if f.state.Opening.Replace != "" {
			continue // worked by the commands for stores
		}
		list = append(list, tui.Listed{ID: f.id, State: f.state, Err: f.err})
	}
	return list, nil
}

// ready looks which of the vendors that take an admin credential have one, by name only: nothing
// is opened.
func (x *screens) ready(context.Context) []tui.Ready {
	ring := x.a.ring(x.flags.keyring, true)
	defer ring.Close()
	kept, err := ring.Admins()
	var list []tui.Ready
	for _, i := range all.Issuers {
		if !i.TakesAdmin() {
			continue
		}
		_, _, none := ambient(i, x.a.env, x.config)
		r := tui.Ready{Vendor: i.Title, OK: i.Unaided || none == nil || err == nil && slices.Contains(kept, i.Name)}
		if !r.OK {
			r.Why = x.ch.lang.NoAdminKept(i.Name)
		}
		list = append(list, r)
	}
	return list
}

func (x *screens) readFile(_ context.Context, path string) ([]byte, error) {
	f, err := files.New(files.Config{}).Read(path)
	if err == nil && len(f.Data) > maxIntake {
		clear(f.Data)
		return nil, files.ErrTooLarge
	}
	return f.Data, err
}

// reports lists those that our incidents wrote and that are still there, newest first.
func (x *screens) reports(context.Context) ([]tui.Written, error) {
	list, err := x.a.incidents()
	if err != nil {
		return nil, err
	}
	var written []tui.Written
	for _, f := range list {
		if n := len(f.state.Reports); n > 0 {
			path := f.state.Reports[n-1].Path
			if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() {
				written = append(written, tui.Written{Path: path, At: f.state.ReportAt})
			}
		}
	}
	slices.SortFunc(written, func(a, b tui.Written) int { return b.At.Compare(a.At) })
	return written, nil
}

func (x *screens) follow(_ context.Context, id string) (incident.State, []incident.Event, error) {
	f, err := x.a.find(id)
	if err != nil {
		return incident.State{}, nil, err
	}
	events, err := parseAll(f.opened.Records)
	return f.state, events, errors.Join(f.err, err)
}

// world is the real one, with what was typed in this run, and a mailbox for what happens in it.
func (x *screens) world(dryRun bool) (world, *tui.Feed) {
	f := *x.flags
	f.dryRun = dryRun
	w := x.a.realWorld(&f)
	feed := tui.NewFeed(x.a.clock.Now)
	w.clock, w.typed = feed.Guard(w.clock, x.log.logger()), x.typed.of
	return w, feed
}

func hearing(feed *tui.Feed) listener {
	return listener{heard: feed.Heard, progress: feed.Progress, sent: feed.Sent, note: feed.Note}
}

// create opens an incident on the keys of a text.
func (x *screens) create(ctx context.Context, keys []runbook.Found, others int) (*tui.Session, error) {
	for _, f := range keys {
		if _, ok := all.IssuerOf(f.Credential.Kind.Provider()); !ok {
			return nil, fmt.Errorf("%s: %w", f.Credential.Kind, providers.ErrNotSupported)
		}
	}
	w, feed := x.world(x.flags.dryRun)
	from := keys[0].Told.From
	if from == "stdin" {
		from = x.flags.from()
	}
	s, err := x.a.openOn(ctx, w, x.flags, x.ch, x.config, keys, from, others, hearing(feed))
	if err != nil {
		return nil, shut(err, x.a.stateWords(err, false, x.ch.lang))
	}
	return x.offer(s, w, feed), nil
}

// resume takes an incident up again.
func (x *screens) resume(ctx context.Context, id string, given []runbook.Found) (*tui.Session, error) {
	target, err := x.a.find(id)
	if err != nil {
		return nil, err
	}
	if target.state.Opening.Mode == incident.Drill {
		return x.resumeDrill(ctx, target)
	}
	w, feed := x.world(target.state.Opening.Mode == incident.DryRun)
	s, err := x.a.reopen(w, target.dir)
	if errors.Is(err, journal.ErrLocked) {
		return nil, &tui.HeldError{ID: target.id, State: target.state}
	}
	if err != nil {
		return nil, shut(err, x.a.journalWords(err, target, x.ch.lang))
	}
	if err = x.a.aloneOn(ctx, target); err == nil {
		err = s.build(w, x.flags, x.ch, x.config, hearing(feed))
	}
	if err == nil {
		err = s.goOn(ctx, w, x.config, s.sort(target, given), x.ch.lang)
	}
	if err != nil {
		s.close()
		return nil, shut(err, x.a.journalWords(err, target, x.ch.lang))
	}
	return x.offer(s, w, feed), nil
}

// shut is what kept an incident from being opened, as the screens tell it: who holds it, or the
// lines of a refusal, else those given; an error that nothing is known of stays.
func shut(err error, said []string) error {
	var held heldError
	var refused refusal
	switch {
	case errors.As(err, &held):
		return &tui.HeldError{ID: held.id, State: held.state}
	case errors.As(err, &refused):
		said = strings.Split(refused.text, "\n")
	}
	if len(said) == 0 {
		return err
	}
	return &tui.RefusedError{Said: said}
}

// sealUnder has new keys sealed under a passphrase from now on, in place of a keyring. Where one
// was chosen before it is tried first, and providers.ErrWrongPhrase leaves all as it was.
func (s *session) sealUnder(ctx context.Context, w world, phrase providers.Secret) error {
	ring := s.a.passphraseRing(w, func(prompt string) (providers.Secret, error) {
		if prompt == keyring.PromptAgain {
			return providers.Secret{}, providers.ErrWrongPhrase
		}
		return phrase, nil
	})
	if keyring.PassphraseKept(s.a.stateDir()) {
		if err := ring.Unlock(ctx); err != nil {
			ring.Close()
			return err
		}
	}
	s.parking.under(ring, s.dir)
	return nil
}
