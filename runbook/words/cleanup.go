package words

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// SearchBeside names another credential of a file that holds the key.
func (l Lang) SearchBeside(kind providers.Kind, path providers.Untrusted, line int) string {
	return fmt.Sprintf(pick(l, "beside it: %s, in %s, line %d", "di sebelahnya: %s, di %s, baris %d"), clean(string(kind), 60), keepEnd(path.Line(200), 60), line)
}

// tracks is what the places of a key have in common, as far as cleaning up depends on it.
type tracks struct {
	head, pushed, local, loose, stashed, config, hooks, files, archives int
	remotes                                                             []string
	since                                                               time.Time // of the first push that is logged
	first                                                               time.Time // commit of what was pushed
}

func tracksOf(hits []incident.HitData) tracks {
	var t tracks
	for _, h := range hits {
		switch {
		case h.Kind == "config":
			t.config++
		case h.Kind == "reflog":
			t.loose++
		case h.Kind == "hook":
			t.hooks++
		case h.Object == "":
			t.files++
		case !h.Reachable:
			t.loose++
		case h.Pushed:
			t.push(h)
		default:
			t.local++
		}
		if h.AtHead {
			t.head++
		}
		if h.Kind == "archive" {
			t.archives++
		}
		for _, ref := range h.Refs {
			if ref.HasAffixes("stash@{", "}") {
				t.stashed++
				break
			}
		}
	}
	return t
}

func (t *tracks) push(h incident.HitData) {
	t.pushed++
	earliest(&t.since, h.PushedAt)
	earliest(&t.first, h.CommitDate)
	for _, ref := range h.Refs {
		name, ok := strings.CutPrefix(ref.Line(80), "refs/remotes/")
		if name, _, _ = strings.Cut(name, "/"); ok && !slices.Contains(t.remotes, name) {
			t.remotes = append(t.remotes, name)
		}
	}
}

func earliest(t *time.Time, other time.Time) {
	if !other.IsZero() && (t.IsZero() || other.Before(*t)) {
		*t = other
	}
}

// CleanUp says since when others could read the key and how that is known, and what is to be done with the
// places where it stands; nothing where there are none. None of it is done by firebreak.
func (l Lang) CleanUp(hits []incident.HitData) []string {
	if len(hits) == 0 {
		return nil
	}
	t := tracksOf(hits)
	lines := l.window(t)
	lines = append(lines, pick(l, "Removal does not end the exposure: who read the key has it. Revoke it.", "Menghapus tidak mengakhiri paparan: pembacanya tetap punya. Cabut."))
	lines = append(lines, pick(l, "Then, by hand, for firebreak rewrites nothing:", "Lalu, dengan tangan, sebab firebreak tidak menulis ulang apa pun:"))
	for _, step := range l.cleaning(t) {
		lines = append(lines, "- "+step)
	}
	return lines
}

// window says since when the key could be read in what was pushed, with the method.
func (l Lang) window(t tracks) []string {
	switch {
	case t.pushed == 0 && t.local+t.loose > 0:
		return []string{pick(l, "No push of it is known: no remote reference of this clone leads to it.", "Tidak ada push yang diketahui: tidak ada referensi remote di klon ini.")}
	case t.pushed == 0:
		return nil
	case !t.since.IsZero():
		return []string{pick(l, "With others since ", "Di tangan lain sejak ") + l.Time(t.since) + pick(l, " at the latest: the push, by this clone's log.", " paling lambat: push menurut log klon ini.")}
	}
	return []string{pick(l, "With others since an unlogged push, after ", "Di tangan lain sejak push tak tercatat, setelah ") + l.Time(t.first) + pick(l, ": the commit's own date.", ": tanggal commit itu.")}
}

// cleaning lists what is to be done, in the order in which it is done.
func (l Lang) cleaning(t tracks) (steps []string) {
	add := func(n int, en, id string) {
		if n > 0 {
			steps = append(steps, pick(l, en, id))
		}
	}
	add(t.head, "take it out of the files at HEAD and commit that", "keluarkan dari berkas di HEAD, lalu commit")
	add(t.config, "git remote set-url: an address of a remote must hold no key", "git remote set-url: alamat remote tidak boleh memuat kunci")
	add(t.hooks, "hooks are copied from machine to machine: look at the others too", "hook disalin antarmesin: periksa juga mesin lain")
	if t.pushed > 0 {
		steps = append(steps, pick(l, "pushed to ", "sudah di-push ke ")+clean(l.list(t.remotes), 60)+pick(l, ": clones, forks and caches keep it", ": klon, fork, dan cache tetap menyimpannya"))
		steps = append(steps, pick(l, "with the key dead a rewrite is optional, and breaks every clone", "bila kunci mati, tulis ulang riwayat opsional dan merusak semua klon"))
		steps = append(steps, pick(l, "a forge serves old commits by id until its support removes them", "forge tetap menyajikan commit lama sampai dukungannya menghapus"))
	}
	add(t.local, "never pushed: rewrite those commits before you push them", "belum di-push: tulis ulang commit itu sebelum push")
	add(t.stashed, "git stash drop what holds it", "git stash drop yang memuatnya")
	add(t.local+t.loose, "then git reflog expire --expire=now --all && git gc --prune=now", "lalu git reflog expire --expire=now --all && git gc --prune=now")
	add(t.archives, "archives: build them anew; images and packages were copied on", "arsip: bangun ulang; citra dan paket sudah tersalin")
	add(t.files, "files outside history: delete or redact; backups have copies", "berkas di luar riwayat: hapus atau samarkan; cadangan punya salinan")
	return steps
}
