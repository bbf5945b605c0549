package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"firebreak/providers"
)

// ownCalls are the requests that each vendor's keys make about themselves, with the description that
// its answers keep. A path is below the prefix; the answers of the calls that end a key come last.
var ownCalls = []struct {
	of       *selfEnding
	kind     providers.Kind
	file, to string // of the description, and what of the path it lacks
	calls    []string
	silent   []string // calls that the vendor describes in words alone
}{
	{&vercel, VercelPersonal, "vercel/vercel-2025-10-27.trimmed.json", "", []string{"GET /v2/user", "GET /v5/user/tokens/current", "DELETE /v3/user/tokens/current"}, nil},
	{&discord, DiscordWebhook, "discord/discord.trimmed.json", "", []string{"GET /webhooks/ID/TOKEN", "DELETE /webhooks/ID/TOKEN"}, nil},
	{&digitalocean, DigitalOceanOAuth, "digitalocean/digitalocean.trimmed.json", "/api.digitalocean.com",
		[]string{"GET /api.digitalocean.com/v2/account", "POST /cloud.digitalocean.com/v1/oauth/revoke"}, []string{"/cloud.digitalocean.com/v1/oauth/revoke"}},
}

// itself makes a call with a key that sits in the header, or, of an address, in the path.
func (r *rig) itself(s providers.Secret, call string) got {
	method, path, _ := strings.Cut(call, " ")
	header := http.Header{}
	if !s.IsEmpty() {
		header.Set("Authorization", "Bearer "+plain(s))
		path = strings.Replace(path, "ID/TOKEN", strings.TrimPrefix(plain(s), discordLead), 1)
	}
	return r.call(vendorOf(r.w.leaks()[0].Kind), header, method, path, "")
}

func TestAKeyAnswersForItselfUntilItEndsItself(t *testing.T) {
	for _, c := range ownCalls {
		r := newRig(t, Config{Seed: 5, Leak: c.kind, Tail: 0})
		never := newRig(t, Config{Seed: 999, Leak: c.kind}).leaked()
		for _, call := range c.calls {
			for name, who := range map[string]providers.Secret{"a stranger": never, "nobody": {}} {
				if g := r.itself(who, call); g.status < 400 {
					t.Errorf("%s, %s by %s: %d", c.kind, call, name, g.status)
				}
			}
		}
		for _, call := range c.calls {
			if g := r.itself(r.leaked(), call); g.status/100 != 2 {
				t.Errorf("%s, %s: %d %s", c.kind, call, g.status, g.raw)
			}
		}
		for _, call := range c.calls {
			if g := r.itself(r.leaked(), call); g.status < 400 {
				t.Errorf("%s, %s after its end: %d", c.kind, call, g.status)
			}
		}
	}
}

func TestAKindThatTheCallDoesNotEndLivesOn(t *testing.T) {
	for _, c := range ownCalls {
		for kind := range c.of.forms {
			if slices.Contains(c.of.ends, kind) {
				continue
			}
			r := newRig(t, Config{Seed: 5, Leak: kind})
			if g := r.itself(r.leaked(), c.calls[len(c.calls)-1]); g.status < 400 {
				t.Errorf("%s: %d", kind, g.status)
			}
			if g := r.itself(r.leaked(), c.calls[0]); g.status != 200 {
				t.Errorf("%s afterwards: %d", kind, g.status)
			}
		}
	}
}

func TestWhatAKeyIsToldKeepsTheVendorsDescription(t *testing.T) {
	for _, c := range ownCalls {
		t.Run(c.of.name, func(t *testing.T) {
			contract := loadContract(t, c.file, "")
			r := newRig(t, Config{Seed: 5, Leak: c.kind})
			never := newRig(t, Config{Seed: 999, Leak: c.kind}).leaked()
			for _, call := range c.calls {
				method, path, _ := strings.Cut(call, " ")
				if slices.Contains(c.silent, path) {
					continue
				}
				for _, g := range []got{r.itself(never, call), r.itself(r.leaked(), call)} {
					for _, wrong := range contract.breaks(method, strings.TrimPrefix(path, c.to), g) {
						t.Errorf("%s (%d): %s", call, g.status, wrong)
					}
				}
			}
		})
	}
}

// breaks is violations for vendors that give their requests no id, and their errors no shape.
func (c contract) breaks(method, path string, g got) []string {
	op, _ := c.operation(method, path)
	if op == nil {
		return []string{"no such operation"}
	}
	response := op.Responses.Status(g.status)
	if response == nil || g.status == http.StatusNoContent {
		if g.status/100 == 2 && response == nil {
			return []string{"no such status"}
		}
		return nil
	}
	media := response.Value.Content.Get("application/json")
	if media == nil {
		return nil // an error of which nothing is said
	}
	var v any
	d := json.NewDecoder(strings.NewReader(string(g.raw)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return []string{err.Error()}
	}
	return check(media.Schema.Value, v, "$")
}
