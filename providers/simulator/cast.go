package simulator

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"firebreak/providers"
)

// cast puts the scenario's cast on the stage. The same seed and scenario give the same world.
func (w *World) cast(s Scenario, channel string) error {
	s = w.complete(s)
	w.orgName = or(s.Org, "northwind-labs")
	w.auditOff = s.AuditOff
	for _, step := range []func(Scenario) error{w.castProjects, w.castUsers, w.castAccounts} {
		if err := step(s); err != nil {
			return err
		}
	}
	if err := w.castKeys(s, channel); err != nil {
		return err
	}
	for _, step := range []func(Scenario) error{w.castServices, w.castTraffic, w.castLimits, w.castAudit} {
		if err := step(s); err != nil {
			return err
		}
	}
	w.castStored()
	for _, f := range s.Faults {
		if err := f.check(); err != nil {
			return err
		}
		w.raise(f, w.page)
	}
	return nil
}

// complete adds the background of the vendors that the scenario plays at, and what no world can
// lack: a person, and an admin key of every vendor.
func (w *World) complete(s Scenario) Scenario {
	for _, v := range vendors {
		if !s.NoBackground && v.has(s) {
			s = v.background(w.seed, s)
		}
	}
	if len(s.Users) == 0 {
		s.Users = []User{{Ref: "platform", Name: "Platform Team", Mail: "platform@northwind.example", Role: "owner", Added: -800 * day}}
	}
	s.Keys = slices.Clone(s.Keys)
	for _, v := range vendors {
		if v.adminKind == "" {
			continue
		}
		s.Keys = append(s.Keys, Key{Ref: v.admin, Kind: v.adminKind, Name: "firebreak", Owner: s.Users[0].Ref, Created: -40 * day})
	}
	return s
}

const day = 24 * time.Hour

// when turns an offset into a time; zero stays zero where it means never.
func (w *World) when(offset time.Duration) time.Time { return w.page.Add(offset).Truncate(time.Second) }

func (w *World) whenever(offset time.Duration) time.Time {
	if offset == 0 {
		return time.Time{}
	}
	return w.when(offset)
}

// name gives a thing its id and remembers the reference.
func (w *World) name(ref Ref, id string) (string, error) {
	if ref == "" || w.refs[ref] != "" {
		return "", fmt.Errorf("scenario: the reference %q is empty or used twice", ref)
	}
	w.refs[ref] = id
	return id, nil
}

func (w *World) castProjects(s Scenario) error {
	nth := map[*vendor]int{}
	for _, p := range s.Projects {
		of := vendorNamed(p.Provider)
		if of == nil {
			return fmt.Errorf("scenario: project %q is of the unknown provider %q", p.Ref, p.Provider)
		}
		id, err := w.name(p.Ref, of.projectID(w.seed, nth[of]))
		nth[of]++
		if err != nil {
			return err
		}
		w.projects = append(w.projects, &project{of: of, unnamed: p.Unnamed, id: id, name: p.Name, created: w.when(p.Created), archived: w.whenever(p.Archived), secrets: p.Secrets, spent: p.Spent})
	}
	return nil
}

func (w *World) castUsers(s Scenario) error {
	for i, u := range s.Users {
		id, err := w.name(u.Ref, makeID(w.seed, "user-", "user", i, 24))
		if err != nil {
			return err
		}
		in := map[string]bool{}
		for _, p := range u.Projects {
			in[w.refs[p]] = true
		}
		w.users = append(w.users, &user{id: id, name: u.Name, mail: u.Mail, role: or(u.Role, "reader"), added: w.when(u.Added), projects: in})
	}
	return nil
}

func (w *World) castAccounts(s Scenario) error {
	nth := map[*vendor]int{}
	for _, a := range s.Accounts {
		p := w.projectByID(w.refs[a.Project])
		if p == nil || p.of.ids.account == "" {
			return fmt.Errorf("scenario: account %q is in no project that has accounts", a.Ref)
		}
		id, err := w.name(a.Ref, makeID(w.seed, p.of.ids.account, p.of.label("account"), nth[p.of], 24))
		nth[p.of]++
		if err != nil {
			return err
		}
		w.accounts = append(w.accounts, &account{id: id, name: a.Name, role: or(a.Role, "member"), project: p, created: w.when(a.Created)})
	}
	return nil
}

func (w *World) castKeys(s Scenario, channel string) error {
	for _, d := range s.Keys {
		of := vendorOf(d.Kind)
		if of == nil {
			return fmt.Errorf("scenario: key %q is of the unknown kind %q", d.Ref, d.Kind)
		}
		n := w.minted[of]
		w.minted[of]++ // values that are minted later go on counting from here
		id, err := w.name(d.Ref, of.newID(w.seed, d.Kind, "key", n))
		if err != nil {
			return err
		}
		k := &key{
			of: of, id: id, ref: d.Ref, name: d.Name, kind: d.Kind, project: w.projectByID(w.refs[d.Project]),
			user: w.userByID(w.refs[d.Owner]), account: w.accountByID(w.refs[d.Owner]),
			created: w.when(d.Created), expires: w.whenever(d.Expires), used: w.whenever(d.Used),
			scopes: d.Scopes, limits: d.Limits, hidden: d.Hidden, outside: d.Outside, leaked: d.Leaked, channel: or(d.Channel, channel),
		}
		if admin := d.Kind == of.adminKind && d.Project == ""; k.user == nil && (admin || k.account == nil) || !admin && (k.project == nil || k.project.of != of) {
			return fmt.Errorf("scenario: key %q lacks its owner or its project", d.Ref)
		}
		if d.Deleted != 0 {
			k.revoked, k.dead = w.when(d.Deleted), w.when(d.Deleted)
		}
		if d.Inactive {
			k.inactive, k.paused = true, []span{{from: k.created}}
		}
		if !k.may(of.callScope) || googleLimitsOf(k.limits).bars() != "" {
			k.barred = []span{{from: k.created}}
		}
		k.closed = bar(nil, !googleLimitsOf(k.limits).closes(), k.created)
		w.value(k, n)
		w.keys = append(w.keys, k)
	}
	for _, d := range s.Keys {
		if k := w.keyByID(w.refs[d.Ref]); d.By != "" {
			if k.maker, k.hurried = w.keyByID(w.refs[d.By]), d.Hurried; k.maker == nil {
				return fmt.Errorf("scenario: key %q is made with the unknown key %q", d.Ref, d.By)
			}
		}
	}
	slices.SortStableFunc(w.keys, func(a, b *key) int { return a.created.Compare(b.created) })
	return nil
}

func (w *World) castTraffic(s Scenario) error {
	for i, t := range s.Traffic {
		k := w.keyByID(w.refs[t.Key])
		if k == nil {
			return fmt.Errorf("scenario: traffic with the unknown key %q", t.Key)
		}
		if t.Service != "" && w.serviceNamed(t.Service) == nil {
			return fmt.Errorf("scenario: traffic of the unknown service %q", t.Service)
		}
		if t.Every < 0 || t.Every > 0 && t.Every < time.Millisecond {
			return fmt.Errorf("scenario: traffic with %q comes every %s", t.Key, t.Every)
		}
		w.rows = append(w.rows, newRow(w.seed, i, t, k, w.page.Add(t.From), w.whenever(t.To)))
	}
	return nil
}

func (w *World) castLimits(s Scenario) error {
	for _, p := range w.projects {
		for _, m := range p.of.models {
			if m.requests > 0 {
				p.limits = append(p.limits, &rateLimit{id: "rl-" + m.id, model: m.id, requests: m.requests, tokens: m.tokens, images: m.images})
			}
		}
	}
	for _, l := range s.RateLimits {
		p := w.projectByID(w.refs[l.Project])
		if p == nil {
			return fmt.Errorf("scenario: rate limit in the unknown project %q", l.Project)
		}
		at := find(p.limits, func(r *rateLimit) bool { return r.model == l.Model })
		if at == nil {
			return fmt.Errorf("scenario: rate limit of the unknown model %q", l.Model)
		}
		at.requests, at.tokens = or(l.RequestsPerMinute, at.requests), or(l.TokensPerMinute, at.tokens)
	}
	for _, l := range s.SpendLimits {
		if l.Project == "" {
			w.spendings[vendors[0]] = append(w.spendings[vendors[0]], spending{w.when(-100 * day), l.Cents})
			continue
		}
		p := w.projectByID(w.refs[l.Project])
		if p == nil {
			return fmt.Errorf("scenario: spend limit in the unknown project %q", l.Project)
		}
		p.spendings = append(p.spendings, spending{p.created, l.Cents})
	}
	return nil
}

// auditKept is how far back the creation of keys still stands in the audit log.
const auditKept = 90 * day

func (w *World) castAudit(s Scenario) error {
	var all []record
	for _, a := range s.Audit {
		r := record{at: w.when(a.At), kind: a.Type, project: w.projectByID(w.refs[a.Project]), user: w.userByID(w.refs[a.User]),
			address: a.Address, key: w.keyByID(w.refs[a.Key]), target: w.refs[a.Target], scopes: a.Scopes, role: a.Role}
		if (r.user == nil) == (r.key == nil) {
			return fmt.Errorf("scenario: audit entry %q needs exactly one known actor", a.Type)
		}
		if p := w.projectByID(r.target); p != nil {
			r.title = p.name
		}
		if r.of = vendorNamed(a.Provider); r.key != nil {
			r.of = r.key.of
		}
		if r.of == nil {
			return fmt.Errorf("scenario: audit entry %q is of the unknown provider %q", a.Type, a.Provider)
		}
		all = append(all, r)
	}
	named := func(kind, target string) bool {
		return slices.ContainsFunc(all, func(r record) bool { return r.kind == kind && r.target == target })
	}
	for _, k := range w.keys {
		made := k.of.event(keyMade, k)
		if by := k.user; made != "" && w.page.Sub(k.created) < auditKept && !named(made, k.id) {
			if by == nil {
				by = w.users[0]
			}
			all = append(all, record{of: k.of, at: k.created, kind: made, project: k.project, user: by, address: officeAddress, target: k.id, scopes: k.scopes})
		}
	}
	slices.SortStableFunc(all, func(a, b record) int { return cmp.Compare(a.at.UnixNano(), b.at.UnixNano()) })
	for _, r := range all {
		w.audited(r)
	}
	return nil
}

// ID tells which id a scenario's reference has in this world; empty for an unknown one.
func (w *World) ID(ref Ref) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.refs[ref]
}

// Secret returns the value of a scenario's key: for files that the drill writes, such as the
// repository with the leaked key in it.
func (w *World) Secret(ref Ref) (providers.Secret, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	k := w.keyByID(w.refs[ref])
	if k == nil {
		return providers.Secret{}, false
	}
	return k.secret, true
}

// theft makes traffic of a thief with a key, who tries again for a while once it is refused.
func theft(ref Ref) func(t Traffic, from, to, every time.Duration) Traffic {
	return func(t Traffic, from, to, every time.Duration) Traffic {
		t.Key, t.From, t.To, t.Every, t.Jitter = ref, from, to, every, every*2/5
		if to > from+time.Minute || to == 0 {
			t.RetryEvery, t.RetryFor = 2*time.Minute, 12*time.Minute
		}
		return t
	}
}
