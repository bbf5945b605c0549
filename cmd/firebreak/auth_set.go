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
	"firebreak/providers/identify"
	"firebreak/providers/keyring"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
	"firebreak/tui/plain"
	"firebreak/tui/term"
)

// authSet reads one value, without echo from a terminal, asks the vendor with it, read-only, and
// keeps it sealed. What is kept already gives way where replace says so, or a person at the
// terminal; to one that the vendor refuses only where that person says so too.
func (a *app) authSet(ctx context.Context, k keyringFlags, name string, replace bool) error {
	issuer, err := issuerNamed(name)
	if err != nil {
		return err
	}
	c, err := a.loadConfig()
	if err != nil {
		return err
	}
	value, err := a.readAdmin(ctx, issuer, a.eye(c))
	if err != nil {
		return err
	}
	ring := a.ring(k, false)
	defer ring.Close()
	s := adminSet{app: a, k: k, ring: ring, issuer: issuer}
	return s.set(ctx, c, value, replace)
}

// readAdmin reads what is to be an admin credential. Inner newlines are refused, one trailing
// one is taken off.
func (a *app) readAdmin(ctx context.Context, issuer all.Issuer, look eye) (providers.Credential, error) {
	text, err := a.readAlone(ctx, issuer.Title+" admin credential (not shown): ")
	if err != nil {
		return providers.Credential{}, err
	}
	defer clear(text)
	value := bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
	switch {
	case len(bytes.TrimSpace(value)) == 0:
		return providers.Credential{}, refuse(words.English.EmptyPaste())
	case bytes.ContainsAny(value, "\r\n") && !isPair(value):
		return providers.Credential{}, refusal{"one value is wanted here, and this text has several lines: pass the admin credential alone"}
	}
	return look.adminIn(issuer, bytes.TrimSpace(value))
}

// isPair reports whether a text is one credential of several parts, such as the lines of a file.
func isPair(text []byte) bool {
	found, _ := identify.Find(text)
	return len(found) == 1 && found[0].Credential.Secret.Public() != ""
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

// set has the credential tested, and then kept. Until then what is kept stays untouched. A refused
// one that is kept all the same is exitError, as one that is not.
func (s adminSet) set(ctx context.Context, c config, value providers.Credential, replace bool) error {
	if err := s.checkAdmin(s.issuer.Name, value); err != nil {
		return s.notKept(err)
	}
	kept, err := s.ring.KeptAdmin(ctx, s.issuer.Name)
	if err == nil && kept != nil && !replace {
		err = s.agreeToReplace(ctx, kept.Ending)
	}
	if err != nil {
		return s.notKept(err)
	}
	told, err := s.test(ctx, c, value.Secret)
	if err == nil && told.refused {
		s.say(told.said)
		err = s.agreeToRefused(ctx, kept)
	}
	if err == nil {
		err = s.keepAdmin(ctx, s.ring, s.issuer.Name, value, kept != nil)
	}
	if err != nil {
		return s.notKept(err)
	}
	fmt.Fprintln(s.out, words.English.AdminIsKept(s.issuer.Name))
	switch {
	case told.refused:
		s.say(words.English.RefusedAdminKept(s.issuer.Name))
		return leave{exitError}
	case !told.works:
		s.say(told.said)
		return nil
	}
	for _, line := range told.said {
		fmt.Fprintln(s.out, line)
	}
	return nil
}

// notKept says why nothing was kept.
func (s adminSet) notKept(err error) error {
	if errors.Is(err, providers.ErrSameKey) {
		return refuse(words.English.AdminIsLeakedKey())
	}
	return s.keyringTrouble(s.k, s.ring, err)
}

// agreeToRefused asks a person whether a credential that the vendor refuses is kept all the same.
// Where there is none it is not, and what was kept before stays.
func (s adminSet) agreeToRefused(ctx context.Context, kept *providers.AdminKeptError) error {
	if term.IsTerminal(s.in) {
		keep, err := s.agreed(ctx, words.English.KeepRefusedAdmin())
		if keep || err != nil {
			return err
		}
	}
	s.say([]string{words.English.RefusedAdminNotKept(kept)})
	return leave{exitError}
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
	talk := plain.New(plain.Config{In: console, Out: a.err, Lang: words.English, Width: console.Width, Find: eye{}.find})
	yes := talk.Yes(ctx, question)
	if talk.Interrupted() {
		return false, leave{exitSignaled + interruptSignal}
	}
	return yes, nil
}

// testLimit bounds the test of a credential that is to be kept.
const testLimit = 20 * time.Second

// tested is what came of a test; neither works nor refused: the vendor gave no verdict.
type tested struct {
	works, refused bool
	said           []string
}

// test asks the vendor with a credential.
func (s adminSet) test(ctx context.Context, c config, value providers.Secret) (tested, error) {
	limited, cancel := context.WithTimeout(ctx, testLimit)
	defer cancel()
	rights, err := s.rights(limited, s.issuer, c, world{admin: func(string) (providers.Secret, bool) { return value, true }})
	if ctx.Err() != nil {
		return tested{}, ctx.Err()
	}
	if err == nil {
		return tested{works: true, said: append([]string{words.English.AdminWorks(s.issuer.Name)}, words.English.Rights(rights)...)}, nil
	}
	failed := incident.Explain(err)
	if failed.Reason == incident.WhyNotPermitted {
		return tested{refused: true, said: words.English.AdminRefused(failed, s.issuer.Name)}, nil
	}
	return tested{said: words.English.AdminUntested(failed, s.issuer.Name)}, nil
}
