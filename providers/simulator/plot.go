package simulator

import (
	"slices"
	"time"
)

// What a scenario has its thief do after the page comes about only as long as he has a key that
// works. Whoever ends that key changes what follows.

// thwart takes out of the world what was to be done with a key that is ended at `at` and works until
// `until`. What the thief hurries to make in that time is made then.
func (w *World) thwart(with *key, at, until time.Time) {
	undone := map[string]bool{}
	for _, k := range w.keys {
		if k.maker != with || !k.created.After(at) {
			continue
		}
		was := k.created
		if soon := at.Add(k.hurried); k.hurried > 0 && soon.Before(until) {
			k.created = earlier(k.created, soon)
		}
		if !k.created.Before(until) {
			undone[k.id] = true
			continue
		}
		w.hasten(k, was)
	}
	w.keys = slices.DeleteFunc(w.keys, func(k *key) bool { return undone[k.id] })
	w.rows = slices.DeleteFunc(w.rows, func(r *row) bool { return undone[r.key.id] })
	w.audit = slices.DeleteFunc(w.audit, func(r *record) bool {
		return r.key == with && !r.at.Before(until) || undone[r.target] || r.key != nil && undone[r.key.id]
	})
	slices.SortStableFunc(w.audit, func(a, b *record) int { return a.at.Compare(b.at) })
}

// hasten moves what the log tells of a key's making to when it was really made.
func (w *World) hasten(k *key, was time.Time) {
	for _, r := range w.audit {
		if r.key == k.maker && !r.at.After(was) && (r.target == k.id || k.account != nil && r.target == k.account.id) && r.at.After(k.created) {
			r.at = k.created
		}
	}
}
