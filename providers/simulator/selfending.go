package simulator

import (
	"crypto/sha256"
	"encoding/binary"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"firebreak/providers"
)

// selfEnding is a vendor that is no more than data here: a key is asked about with itself, ends
// itself, and there is no admin key. Its answers are those of the vendor's own description.
type selfEnding struct {
	name, prefix string
	forms        map[providers.Kind]form
	ids          idForms
	ends         []providers.Kind // which of them the vendor's call ends
	routes       []selfRoute
	wraps        func(refusal) object // an error object of the vendor's
	refusals     map[string]refusal   // by what is the matter: see the words below, and the faults that deny
	shown        func(*http.Request) string
	document     func(w *World, of *key, n int) providers.Secret
	keyID        func(seed int64, kind providers.Kind, label string, n int) string
}

// selfRoute is one call. In what it says, leaves in braces stand for what the world knows.
type selfRoute struct {
	method, path string
	ends         bool
	status       int
	says         object // nil: no body
}

// refusal is an answer that is no success. A vendor tells no more of it than wraps makes of it.
type refusal struct {
	status        int
	code, message string
	more          object // beside them
}

// What every vendor has a refusal for.
const (
	refusedDead    = "dead"
	refusedNone    = "none" // no key was shown
	refusedRate    = "rate"
	refusedServer  = "server"
	refusedUnknown = "unknown" // no such path, or a call that it does not take
)

// vendor makes it one of the world's.
func (s *selfEnding) vendor() *vendor {
	v := &vendor{
		name: s.name, prefix: s.prefix, baseEnv: "FIREBREAK_" + strings.ToUpper(s.name) + "_BASE_URL", forms: s.forms, ids: s.ids, document: s.document, keyID: s.keyID,
		shown:      s.shown,
		wrong:      func(status int, _, _, message string) answer { return s.refuse(refusedUnknown, status, message) },
		sorry:      func(status int, kind string) answer { return s.refuse(kind, status, "") },
		header:     func(string) map[string]string { return nil },
		event:      func(deed, *key) string { return "" },
		builtin:    func(leak providers.Kind) Scenario { return s.builtin(leak) },
		background: func(_ int64, plain Scenario) Scenario { return plain },
	}
	v.ids.salt = s.name + " "
	if v.shown == nil {
		v.shown = bearer
	}
	for _, r := range s.routes {
		v.routes = append(v.routes, route{method: r.method, path: r.path, do: func(c *call) answer { return s.serve(c, r) }})
	}
	return v
}

// refuse words a refusal; a status and a message of their own take the place of the usual ones.
func (s *selfEnding) refuse(what string, status int, message string) answer {
	r := s.refusals[what]
	r.status, r.message = or(status, r.status), or(message, r.message)
	return answer{status: r.status, body: s.wraps(r)}
}

// serve answers a call that a key makes about itself.
func (s *selfEnding) serve(c *call, r selfRoute) answer {
	if no := s.denied(c); no != "" {
		return s.refuse(no, 0, "")
	}
	if r.ends {
		if c.by == nil || !slices.Contains(s.ends, c.by.kind) || !c.by.revoked.IsZero() {
			return s.refuse(refusedDead, 0, "")
		}
		c.revoke(c.by)
	}
	return answer{status: r.status, body: filled(r.says, c.known()), used: true}
}

// denied says why the caller does not pass; "": it does.
func (s *selfEnding) denied(c *call) string {
	says := c.hits.has("say_yes") && c.print != ""
	switch {
	case c.print == "":
		return refusedNone
	case !says && (c.hits.has("say_no") || !c.lives()):
		return refusedDead
	case c.by != nil && c.by.busy(c.now):
		return refusedRate
	}
	for _, f := range c.hits {
		if _, denies := s.refusals[f.Do]; denies {
			return f.Do
		}
	}
	return ""
}

// known is what answers tell of the caller, by the leaves that stand for it.
func (c *call) known() map[string]any {
	k, who, in := c.by, c.w.users[0], &project{id: "none"}
	if k == nil {
		k = &key{id: "key_0"} // a fault lets a stranger pass
	}
	if k.user != nil {
		who = k.user
	}
	if k.project != nil {
		in = k.project
	}
	milliseconds := func(t time.Time) any {
		if t.IsZero() {
			return nil
		}
		return t.UnixMilli()
	}
	return map[string]any{
		"{key}": k.id, "{key name}": k.name, "{key value}": plain(c.shown), "{key end}": end(plain(c.shown)), "{created ms}": milliseconds(k.created), "{used ms}": milliseconds(c.w.at(c.now).used(k)), "{expires ms}": milliseconds(k.expires),
		"{owner}": who.id, "{owner number}": snowflake(who.id), "{owner name}": who.name, "{owner login}": hubLogin(who), "{owner mail}": who.mail,
		"{project}": in.id, "{project number}": snowflake(in.id), "{project name}": in.name, "{org}": c.w.orgName,
	}
}

// end is the last part of an address.
func end(address string) string { return address[strings.LastIndexByte(address, '/')+1:] }

// snowflake is the number by which some vendors name a thing of ours.
func snowflake(id string) string {
	sum := sha256.Sum256([]byte("snowflake " + id))
	return strconv.FormatUint(100_000_000_000_000_000+binary.BigEndian.Uint64(sum[:8])%900_000_000_000_000_000, 10)
}

// filled is a body with what is known in place of its leaves. A field that would be null is left out.
func filled(body object, known map[string]any) any {
	if body == nil {
		return object{}
	}
	out := object{}
	for name, v := range body {
		switch v := v.(type) {
		case object:
			out[name] = filled(v, known)
		case string:
			told, stands := known[v]
			switch {
			case !stands:
				out[name] = v
			case told != nil:
				out[name] = told
			}
		default:
			out[name] = v
		}
	}
	return out
}

// builtin is the world where a key leaks: eleven days ago, tried by a thief at once, who came back
// half an hour before the page.
func (s *selfEnding) builtin(leak providers.Kind) Scenario {
	return Scenario{
		ID: "builtin " + string(leak), Org: "northwind-labs",
		Projects: []Project{{Ref: "shop", Provider: s.name, Name: "shop", Created: -300 * day}},
		Users:    []User{{Ref: "mara", Name: "Mara Lindqvist", Mail: "mara@northwind.example", Role: "owner", Added: -700 * day, Projects: []Ref{"shop"}}},
		Keys:     []Key{{Ref: "leaked", Kind: leak, Name: "deploys of the shop", Project: "shop", Owner: "mara", Created: -95 * day, Leaked: true}},
		Services: []Service{{Name: "deploy", Key: "leaked"}},
		Traffic: []Traffic{
			{Key: "leaked", Actor: Ours, Service: "deploy", From: -60 * day, Every: 20 * time.Minute, Jitter: 10 * time.Minute, Shape: Office},
			{Key: "leaked", Actor: Attacker, From: -11*day + 2*time.Minute, To: -11*day + 3*time.Minute},
			{Key: "leaked", Actor: Attacker, From: -30 * time.Minute, Every: 20 * time.Second, Jitter: 8 * time.Second, RetryEvery: 2 * time.Minute, RetryFor: 12 * time.Minute},
		},
	}
}
