package plain_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"firebreak/providers"
	"firebreak/runbook/words"
	"firebreak/tui/plain"
)

func TestATypedAdminKeyIsSealedOnlyIfAskedAndReplacesOnlyIfAskedAgain(t *testing.T) {
	for _, c := range []struct {
		name    string
		refused []string
		answers []said
		want    string // what the keeping was asked for
	}{
		{"not kept", nil, []said{{want: "keep it sealed for later", line: ""}}, ""},
		{"kept, and the other stays", nil, []said{{want: "keep it sealed for later", line: "y"}, {want: "ending in x7Kq", line: ""}}, "false;"},
		{"kept in place of the other", nil, []said{{want: "keep it sealed for later", line: "y"}, {want: "ending in x7Kq", line: "y"}}, "false;true;"},
		{"refused", []string{"It is none."}, []said{{want: "It is none.", line: "q"}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, kept := newRig(t), ""
			r.noAdmin = true
			r.change = func(f *plain.Config) {
				add := f.AddAdmin
				f.AddAdmin = func(provider string, value providers.Credential) []string {
					if c.refused != nil {
						return c.refused
					}
					return add(provider, value)
				}
				f.KeepAdmin = func(_ context.Context, _ string, _ providers.Credential, replace bool) error {
					kept += fmt.Sprintf("%v;", replace)
					if !replace {
						return &providers.AdminKeptError{Ending: "x7Kq"}
					}
					return nil
				}
			}
			steps := append([]said{{want: "Who can kill it?", line: "3"}, {want: "nothing is shown", unseen: r.server.Admins["openai"]}}, c.answers...)
			if c.refused == nil {
				steps = append(steps, said{want: "What do we do first?", line: "q"})
			}
			k := r.hold(steps...)
			if kept != c.want || (k.Record() == nil) != (c.refused != nil) {
				t.Errorf("keeping was asked for with %q, record %v", kept, k.Record())
			}
			r.clean()
		})
	}
}

func TestANoteIsToldInBetween(t *testing.T) {
	r := newRig(t)
	r.change = func(f *plain.Config) {
		f.Looked = func(string) []words.LookedIn {
			r.talk.Note("The keyring does not answer.")
			return nil
		}
	}
	r.noAdmin = true
	r.hold(said{want: "Who can kill it?", line: "2"}, said{want: "Copy these lines", line: "q"})
	if n := strings.Count(r.out.String(), "The keyring does not answer."); n == 0 {
		t.Error("it was not told")
	}
}
