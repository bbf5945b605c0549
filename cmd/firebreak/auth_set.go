package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/keyring"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
	"firebreak/tui/plain"
	"firebreak/tui/term"
)

// authSet reads one value, without echo from a terminal, keeps it sealed, and asks the vendor
// with it, read-only. What is kept already gives way where replace says so, or a person at the
// terminal. The error is said already where the vendor refused what is kept now.
func (a *app) authSet(ctx context.Context, k keyringFlags, name string, replace bool) error {
	issuer, err := issuerNamed(name)
	if err != nil {
		return err
	}
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	value, err := a.readAdmin(ctx, issuer)
	if err != nil {
		return err
	}
	ring := a.ring(k, false)
	defer ring.Close()
	s := adminSet{app: a, k: k, ring: ring, issuer: issuer}
	former, err := s.keep(ctx, value, replace)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, words.English.AdminIsKept(issuer.Name))
	return s.try(ctx, c, value.Secret, former)
}

// readAdmin reads what is to be an admin credential. Inner newlines are refused, one trailing
// one is taken off.
func (a *app) readAdmin(ctx context.Context, issuer all.Issuer) (providers.Credential, error) {
	text, err := a.readAlone(ctx, issuer.Title+" admin credential (not shown): ")
	if err != nil {
		return providers.Credential{}, err
	}
	defer clear(text)
	value := bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
	switch {
	case len(bytes.TrimSpace(value)) == 0:
		return providers.Credential{}, refuse(words.English.EmptyPaste())
	case bytes.ContainsAny(value, "\r\n"):
		return providers.Credential{}, refusal{"one value is wanted here, and this text has several lines: pass the admin credential alone"}
	}
	return adminIn(issuer, bytes.TrimSpace(value))
}

// readAlone reads one text from the terminal without echo, else from stdin.
func (a *app) readAlone(ctx context.Context, prompt string) ([]byte, error) {
	if !term.IsTerminal(a.in) {
		return a.readStdin(words.English)
	}
	hidden, err := term.HideInput(a.in)
	if err != nil {
		return nil, err
	}
	text, err := a.readHidden(ctx, hidden, prompt)
	return text, errors.Join(err, hidden.Close())
}

// readHidden asks one question of a terminal that shows no input.
func (a *app) readHidden(ctx context.Context, hidden *term.Unseen, prompt string) ([]byte, error) {
	fmt.Fprint(a.err, prompt)
	text, err := hidden.Read(ctx)
	fmt.Fprint(a.err, "\r\n")
	if errors.Is(err, io.EOF) {
		return nil, refuse(words.English.EmptyPaste())
	}
	return text, err
}

// adminSet is one issuer's admin credential on its way into the keyring.
type adminSet struct {
	*app
	k      keyringFlags
	ring   *keyring.Ring
	issuer all.Issuer
}

// keep seals the credential. One that is kept already gives way only where replace or
// a person says so, and is then returned, empty where it cannot be opened here.
func (s adminSet) keep(ctx context.Context, value providers.Credential, replace bool) (former providers.Secret, err error) {
	var kept *providers.AdminKeptError
	err = s.keepAdmin(ctx, s.ring, s.issuer.Name, value, false)
	if errors.As(err, &kept) {
		if !replace {
			if err := s.agreeToReplace(ctx, kept.Ending); err != nil {
				return former, err
			}
		}
		former, _ = s.ring.Admin(ctx, s.issuer.Name) // where it does not open, that may be why another is set
		err = s.keepAdmin(ctx, s.ring, s.issuer.Name, value, true)
	}
	if errors.Is(err, providers.ErrSameKey) {
		return former, refuse(words.English.AdminIsLeakedKey())
	}
	if err != nil {
		return former, s.keyringTrouble(s.k, s.ring, err)
	}
	return former, nil
}

// agreeToReplace asks a person; where there is none it refuses, with the flag that would do.
func (s adminSet) agreeToReplace(ctx context.Context, ending string) error {
	if !term.IsTerminal(s.in) {
		return refuse(words.English.AdminAlreadyKept(s.issuer.Name, ending))
	}
	s.say([]string{words.English.AdminKeptAs(s.issuer.Name, ending)})
	yes, err := s.agreed(ctx, words.English.ReplaceAdmin())
	if err == nil && !yes {
		s.say([]string{words.English.NothingChanged()})
		err = leave{exitUsage}
	}
	return err
}

// agreed asks a person at the terminal for a y.
func (a *app) agreed(ctx context.Context, question string) (bool, error) {
	console, done, err := a.console(false, words.English)
	if err != nil {
		return false, err
	}
	defer done()
	talk := plain.New(plain.Config{In: console, Out: a.err, Lang: words.English, Width: console.Width, Find: findIn})
	yes := talk.Yes(ctx, question)
	if talk.Interrupted() {
		return false, leave{exitSignaled + interruptSignal}
	}
	return yes, nil
}

// tryLimit bounds the test of a credential that was just kept.
const tryLimit = 20 * time.Second

// try asks the vendor with a credential that was just kept, and says what came of it. It
// stays kept where the vendor cannot be reached, and where it is refused unless a person says no.
func (s adminSet) try(ctx context.Context, c config, value, former providers.Secret) error {
	limited, cancel := context.WithTimeout(ctx, tryLimit)
	defer cancel()
	rights, err := s.rights(limited, s.issuer, c, world{admin: func(string) (providers.Secret, bool) { return value, true }})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		for _, line := range append([]string{words.English.AdminWorks(s.issuer.Name)}, words.English.Rights(rights)...) {
			fmt.Fprintln(s.out, line)
		}
		return nil
	}
	failed := incident.Explain(err)
	if failed.Reason != incident.WhyNotPermitted {
		s.say(words.English.AdminUntested(failed, s.issuer.Name))
		return nil
	}
	s.say(words.English.AdminRefused(failed, s.issuer.Name))
	if term.IsTerminal(s.in) {
		keep, err := s.agreed(ctx, words.English.KeepRefusedAdmin())
		if err != nil {
			return err
		}
		if !keep {
			return s.putBack(ctx, former)
		}
	}
	s.say(words.English.RefusedAdminKept(s.issuer.Name))
	return leave{exitError}
}

// putBack takes away what was just kept, and puts the former one in its place where that is at
// hand.
func (s adminSet) putBack(ctx context.Context, former providers.Secret) error {
	restore := func() error { return s.ring.RemoveAdmin(ctx, s.issuer.Name) }
	if !former.IsEmpty() {
		restore = func() error { return s.ring.SetAdmin(ctx, s.issuer.Name, former) }
	}
	if err := restore(); err != nil {
		return s.keyringTrouble(s.k, s.ring, err)
	}
	s.say([]string{words.English.RefusedAdminRemoved(former.Last4())})
	return leave{exitError}
}
