package main

import (
	"cmp"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"firebreak/providers"
	"firebreak/providers/all"
	"firebreak/providers/identify"
	"firebreak/providers/keyring"
	"firebreak/providers/transport"
	"firebreak/runbook"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
	"firebreak/tui/plain"
	"firebreak/tui/term"
)

// talk makes the conversation over a session. The world gets a place for admin credentials that
// are typed in the course of it.
func (a *app) talk(console *term.Console, s *session, w *world, f *workFlags, ch choices, c config) *plain.Talk {
	typed := &typedAdmins{byName: map[string]providers.Secret{}}
	w.typed = typed.of
	ring := w.ring
	conf := plain.Config{
		In: console, Out: a.out, Lang: ch.lang, Width: console.Width, Find: a.eye(c).find, TakeIn: a.eye(c).takeIn, Calls: s.calls.all, Search: f.search,
		AddAdmin: a.takeAdmin(typed, ch.lang),
		KeepAdmin: func(ctx context.Context, provider string, value providers.Credential, replace bool) error {
			return a.keepAdmin(ctx, ring, provider, value, replace)
		},
		Elsewhere: a.elsewhere(c, ch.lang),
		Looked:    func(provider string) []words.LookedIn { return a.lookedIn(provider, s, c) },
		Contact: func(provider string) providers.Untrusted {
			return providers.FromOutside(c.Contacts[provider])
		},
		Remark: func(path string) []string { return reportRemark(ch.lang, path) },
		Place:  placeTyped,
	}
	var talk *plain.Talk
	conf.Passphrase = func() {
		s.parking.under(a.passphraseRing(*w, func(prompt string) (providers.Secret, error) {
			if prompt == keyring.PromptNew {
				return talk.NewPassphrase()
			}
			return talk.Passphrase(prompt == keyring.PromptAgain)
		}), s.dir)
	}
	conf.PassphraseKept = func() bool { return keyring.PassphraseKept(a.stateDir()) }
	if w.mode == incident.DryRun {
		conf.KeepAdmin, conf.Passphrase = nil, nil // a dry run keeps nothing
	}
	talk = plain.New(conf)
	return talk
}

// passphraseRing seals under a passphrase that is asked for when it is needed.
func (a *app) passphraseRing(w world, ask func(prompt string) (providers.Secret, error)) *keyring.Ring {
	return keyring.New(keyring.Config{State: a.stateDir(), Conf: a.confDir(), Clock: a.clock, DryRun: w.mode == incident.DryRun, Passphrase: ask})
}

// reportRemark warns of a report that a commit would publish.
func reportRemark(l words.Lang, path string) []string {
	if dir := filepath.Dir(path); gitAbove(dir) {
		return l.ReportInRepository(dir)
	}
	return nil
}

// lookedIn says where an admin credential was looked for.
func (a *app) lookedIn(provider string, s *session, c config) []words.LookedIn {
	issuer, ok := all.IssuerOf(provider)
	if !ok || !issuer.TakesAdmin() {
		return nil
	}
	kept, err := s.ring.Admins()
	_, from, none := ambient(issuer, a.env, c)
	return []words.LookedIn{{Place: cmp.Or(from, issuer.AdminEnv), Found: none == nil}, {Place: "firebreak auth", Found: err == nil && contains(kept, provider)}}
}

// elsewhere says which hosts of an issuer, or of all for "", are asked at another address: those of
// one with several as one. An address that is refused is met where it would be asked.
func (a *app) elsewhere(c config, l words.Lang) func(provider string) []string {
	return func(provider string) []string {
		at := map[string]string{}
		for _, i := range all.Issuers {
			if provider != "" && provider != i.Name {
				continue
			}
			_, overridden, _ := a.bases(i, a.env, c)
			for host, base := range overridden {
				if len(overridden) > 1 {
					host, base = i.Title, strings.TrimSuffix(base, "/"+host)
				}
				at[host] = base
			}
		}
		return l.Elsewhere(at)
	}
}

// typedAdmins holds the admin credentials that were typed in this run.
type typedAdmins struct {
	mu     sync.Mutex
	byName map[string]providers.Secret
}

func (t *typedAdmins) add(provider string, value providers.Secret) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.byName[provider] = value
}

func (t *typedAdmins) of(provider string) (providers.Secret, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	value, ok := t.byName[provider]
	return value, ok
}

// eye recognises credentials. The zero value is the one for texts of the real world.
type eye struct {
	made func(providers.Kind) bool // keys of the kind may be a drill's; nil: none may
}

// eye looks with what is configured: the keys of a vendor that is asked at loopback are a drill's.
func (a *app) eye(c config) eye {
	return eye{func(k providers.Kind) bool {
		i, known := all.IssuerOf(k.Provider())
		_, other, err := a.bases(i, a.env, c)
		if !known || err != nil || len(other) == 0 {
			return false
		}
		for _, base := range other {
			if !transport.IsLoopback(base) {
				return false
			}
		}
		return true
	}}
}

// drillEye looks in a drill, whose keys are all made for it.
var drillEye = eye{func(providers.Kind) bool { return true }}

func (e eye) drill(k providers.Kind) bool { return e.made != nil && e.made(k) }

// find recognises credentials for the conversation.
func (e eye) find(text []byte) ([]runbook.Found, runbook.Shape) {
	found, other := identify.FindMade(text, e.drill)
	shape := runbook.Shape{Look: string(identify.LooksUnknown)}
	if len(other) > 0 {
		shape = runbook.Shape{Look: string(other[0].Look), Vendor: other[0].Vendor}
	}
	shape.MayBeKey = slices.ContainsFunc(other, func(s identify.Shape) bool { return s.Look.MayBeKey() }) || len(identify.Decoys(text)) > 0
	return told(found), shape
}

// told says of findings what a person may be told.
func told(found []identify.Finding) []runbook.Found {
	var list []runbook.Found
	for _, f := range found {
		d := incident.IdentifiedData{Kind: f.Credential.Kind, Last4: f.Credential.Secret.Last4(),
			Confidence: string(f.Confidence), Why: string(f.Why), Name: f.Name, Line: f.Line}
		if f.Credential.Secret.IsEmpty() {
			d.Last4, d.Masked = f.Ending, true
		}
		list = append(list, runbook.Found{Credential: f.Credential, Told: d})
	}
	return list
}
