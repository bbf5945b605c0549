package drill

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"firebreak/providers/simulator"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// restart follows the incident: whoever writes a key into the store of a service starts it again
// with that key, within the minutes that the act takes. That goes for a roll back, too. A value
// in a store alone changes nothing for a service that runs.
func (g *Stage) restart(e incident.Event) {
	k, ok := g.seen.First()
	if !ok || e.Type != incident.Written && e.Type != incident.Concluded && e.Type != incident.StoreFound {
		return
	}
	made := k.Successor.Record
	if k.Successor.Parked == nil && made == nil {
		return
	}
	all, err := g.Outside.Services()
	keys, failed := g.Outside.Keys()
	if err != nil || failed != nil {
		return
	}
	leaked, _ := keyOf(keys, g.Story.Leaked)
	for _, c := range g.Story.Consumers {
		want := leaked.ID
		if c.moved(k) {
			want = g.Story.successor(keys, leaked, made)
		}
		i := slices.IndexFunc(all, func(s simulator.ServiceState) bool { return s.Name == c.Name })
		if i >= 0 && want != "" && all[i].KeyID != want {
			_ = g.Outside.Restart(c.Name, want) // a world that cannot be written says so at the next request
		}
	}
}

// successor is the id of the leaked key's replacement in the world: that of its record, where the
// vendor knows keys by the same id, else the newest key of the kind that was made since the page.
func (s Story) successor(keys []simulator.KeyState, leaked simulator.KeyState, made *incident.Record) string {
	id := ""
	for _, k := range keys {
		if made != nil && k.ID == made.ID {
			return k.ID
		}
		if k.Ref == "" && k.Kind == leaked.Kind && k.Created.After(s.Page) {
			id = k.ID
		}
	}
	return id
}

// moved reports whether the whole of the new key stands where the consumer reads its key.
func (c Consumer) moved(k incident.Key) bool {
	there := false
	for _, p := range k.Successor.Places {
		if !c.keptIn(p.Store) {
			continue
		}
		if p.Written.IsZero() {
			return false
		}
		there = true
	}
	return there
}

// keptIn reports whether a store is the consumer's.
func (c Consumer) keptIn(store string) bool {
	return strings.HasSuffix(filepath.ToSlash(store), "/"+c.Store)
}

// Down names our services that are down now.
func (g *Stage) Down() []string {
	all, err := g.Outside.Services()
	if err != nil {
		return nil
	}
	var names []string
	for _, s := range all {
		if s.Down {
			names = append(names, s.Name)
		}
	}
	return names
}

// The sentences on our services.
var (
	textDown    = text{"%s is down: the key that it runs on is no longer served", "%s mati: kunci yang dipakainya tidak lagi dilayani"}
	textUp      = text{"%s works again: down for %s, %s", "%s berfungsi lagi: mati selama %s, %s"}
	textTook    = text{"%s was started again and runs on the new key", "%s dijalankan ulang dan memakai kunci baru"}
	textTookOld = text{"%s was started again and runs on the old key", "%s dijalankan ulang dan memakai kunci lama"}
	textOrder   = text{"%s was down for %s, and %s of it failed: the key died while it ran on it. Moved first, it would not have been; the attacker would have spent about %s more.", "%s mati selama %s dan %s gagal: kuncinya mati saat dipakai. Bila dipindah dulu, itu tidak terjadi; penyerang akan memakai sekitar %s lagi."}
	textStill   = text{"%s is still down, for %s by now: give it the new key.", "%s masih mati, sudah %s: beri kunci barunya."}
	textFailed  = text{"%s failed", "%s gagal"}
)

// News tells what changed for our services since it was last asked.
func (g *Stage) News(l words.Lang) []string {
	all, err := g.Outside.Services()
	if err != nil {
		return nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	old := g.leakedID()
	var lines []string
	for _, name := range g.again {
		lines = append(lines, fmt.Sprintf(textAgain.in(l), name))
	}
	g.again = nil
	for _, s := range all {
		was, known := g.told[s.Name]
		g.told[s.Name] = s
		if known && s.KeyID != was.KeyID {
			lines = append(lines, fmt.Sprintf(takes(s.KeyID == old).in(l), s.Name))
		}
		switch {
		case s.Down && !was.Down:
			lines = append(lines, fmt.Sprintf(textDown.in(l), s.Name))
		case !s.Down && (was.Down || known && s.DownFor > was.DownFor):
			lines = append(lines, fmt.Sprintf(textUp.in(l), s.Name, l.Short(s.DownFor), fmt.Sprintf(textFailed.in(l), l.Requests(s.Refused))))
		}
	}
	return lines
}

// leakedID is the leaked key's id in the world.
func (g *Stage) leakedID() string {
	keys, err := g.Outside.Keys()
	if err != nil {
		return ""
	}
	k, _ := keyOf(keys, g.Story.Leaked)
	return k.ID
}

func takes(old bool) text {
	if old {
		return textTookOld
	}
	return textTook
}

// consumes reports whether a service is one of the story's.
func (j judge) consumes(name string) bool {
	return slices.ContainsFunc(j.Story.Consumers, func(c Consumer) bool { return c.Name == name })
}

// serviceSaid is what the ground truth tells of a service, in a lane. That it was started again
// is the move of a player, which stands there already.
var serviceSaid = map[string]text{
	simulator.ServiceDown:   {"%s is down: its key is dead", "%s mati: kuncinya mati"},
	simulator.ServiceServed: {"%s works again", "%s berfungsi lagi"},
}

// moving names the service whose store was written, for the player's lane.
func (j judge) moving(e incident.Event) text {
	var at incident.Place
	if e.Decode(&at) == nil {
		for _, c := range j.Story.Consumers {
			if c.keptIn(at.Store) {
				return text{"move " + c.Name + " to it", "memindahkan " + c.Name}
			}
		}
	}
	return text{"move a service to it", "memindahkan satu layanan"}
}

// outages says what the order of the acts did to our services, and what the other order would
// have cost.
func (j judge) outages(say func(text, ...any), l words.Lang) {
	dead, gone := j.gone()
	for _, c := range j.Story.Consumers {
		s, known := j.service(c.Name)
		switch {
		case !known || s.DownFor == 0:
		case s.Down:
			say(textStill, c.Name, l.Short(s.DownFor))
		case gone && c.Weight == 1:
			since := dead.Sub(j.Story.Page)
			more := j.alone(since+s.DownFor) - j.alone(since)
			say(textOrder, c.Name, l.Short(s.DownFor), l.Requests(s.Refused), l.Money(int64(more*usd), currency))
		}
	}
}
