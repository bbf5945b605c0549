package words

import (
	"fmt"
	"path"
	"strings"
	"time"

	"firebreak/runbook/incident"
)

// What the screens of the trace say, and those that ask what only people know.

// TraceTopic is a question of the trace as a choice: what it is about, in a few words.
func (l Lang) TraceTopic(q incident.Question) string {
	switch q {
	case incident.AskChannel:
		return pick(l, "Where it leaked", "Tempat kebocoran")
	case incident.AskExposedSince:
		return pick(l, "Since when", "Sejak kapan")
	case incident.AskAudience:
		return pick(l, "Who could read it", "Siapa bisa membaca")
	}
	prompt, _ := l.Question(q)
	return prompt
}

// Answer is what was said to a question, or that nothing was said yet.
func (l Lang) Answer(a incident.AnswerData, answered bool) string {
	switch {
	case !answered:
		return l.Unanswered()
	case a.Question == incident.AskChannel && !a.Value.IsEmpty():
		return l.Channel(a.Value.Line(60))
	case !a.Time.IsZero():
		return l.Time(a.Time)
	case a.Value.IsEmpty():
		return l.Unknown()
	}
	return a.Value.Line(200)
}

// Unanswered says that nobody has answered a question yet.
func (l Lang) Unanswered() string { return pick(l, "not answered yet", "belum dijawab") }

// QuestionOf counts the questions that are asked one after another.
func (l Lang) QuestionOf(n, of int) string {
	return fmt.Sprintf(pick(l, "%d of %d", "%d dari %d"), n, of)
}

// EmptySkips says what an empty line does where a question may be left out.
func (l Lang) EmptySkips() string {
	return pick(l, "An empty line passes over it; it stays open.", "Baris kosong melewatinya; tetap terbuka.")
}

// VerbKeepAnswer keeps an answer.
func (l Lang) VerbKeepAnswer() string { return pick(l, "keep the answer", "simpan jawaban") }

// FoldersChoice leads to the field for folders.
func (l Lang) FoldersChoice(n int) (title, lead string) {
	if n == 0 {
		return pick(l, "Name a folder", "Sebut satu folder"), pick(l, "git history is read too", "riwayat git ikut dibaca")
	}
	return pick(l, "Name another folder", "Sebut folder lain"), ""
}

// SearchChoice begins the search.
func (l Lang) SearchChoice(n int, again bool) (title, lead string) {
	title = pick(l, "Search for the key", "Cari kuncinya")
	if again {
		title = pick(l, "Search again", "Cari lagi")
	}
	return title, pick(l, "in ", "di ") + l.of(int64(n), nFolder) + pick(l, ", only reads", ", hanya membaca")
}

// ForgetFolders begins the list of folders anew.
func (l Lang) ForgetFolders() string {
	return pick(l, "Empty the list of folders", "Kosongkan daftar folder")
}

// FolderLabel stands before a folder that will be searched.
func (l Lang) FolderLabel() string { return pick(l, "search in", "cari di") }

// FolderTitle asks for one folder.
func (l Lang) FolderTitle() string {
	return pick(l, "Which folder shall we search?", "Folder mana yang kita cari?")
}

// VerbAddFolder takes a folder into the list.
func (l Lang) VerbAddFolder() string { return pick(l, "add it", "tambahkan") }

// SearchingFor says how long a search has been going on that tells nothing yet.
func (l Lang) SearchingFor(took time.Duration) string {
	return pick(l, "searching, ", "mencari, ") + l.Short(took)
}

// TraceParts is what a search gave: how much was found and read, then first, pushed, still
// there and the rest, and where it looked.
func (l Lang) TraceParts(k incident.Key, now time.Time) []Labelled {
	if k.Traced == nil {
		nothing := Labelled{Label: pick(l, "search", "pencarian"), Text: pick(l, "nothing was searched yet", "belum ada yang dicari")}
		return append([]Labelled{nothing}, l.ToldParts(k.Reported)...)
	}
	parts := []Labelled{{Label: pick(l, "search", "pencarian"), Text: l.Traced(*k.Traced), Caution: !k.Traced.Complete}}
	first, pushed := firstHits(k.Hits)
	if first >= 0 {
		h := k.Hits[first]
		parts = append(parts, Labelled{Label: pick(l, "first", "pertama"), Text: l.Time(h.CommitDate) + ", " + l.hitIn(h, k.Traced.Places)})
	}
	if pushed >= 0 {
		at := k.Hits[pushed].PushedAt
		parts = append(parts, Labelled{Label: pick(l, "pushed", "di-push"), Text: l.Time(at) + ", " + l.Ago(at, now)})
	}
	parts = append(append(parts, l.otherHits(k.Hits, first, k.Traced.Places)...), l.ToldParts(k.Reported)...)
	for _, p := range k.Traced.Places {
		parts = append(parts, Labelled{Label: l.FolderLabel(), Text: clean(p, 200), Path: true})
	}
	return parts
}

// hitIn is a hit, behind the folder that it is in where several were searched.
func (l Lang) hitIn(h incident.HitData, places []string) string {
	where := h.Where.Line(200)
	if len(places) < 2 || h.Kind == incident.KindReported || h.Path.IsEmpty() || where == "" {
		return l.Hit(h)
	}
	return keepEnd(path.Base(strings.ReplaceAll(where, `\`, "/")), 30) + ": " + l.Hit(h)
}

// otherHits are the places beside the first, those where the key still stands under a label of
// their own.
func (l Lang) otherHits(hits []incident.HitData, first int, places []string) []Labelled {
	var here, gone []Labelled
	add := func(list []Labelled, label string, h incident.HitData) []Labelled {
		if len(list) > 0 {
			label = ""
		}
		return append(list, Labelled{Label: label, Text: l.hitIn(h, places)})
	}
	for i, h := range hits {
		switch {
		case i == first:
		case h.AtHead:
			here = add(here, pick(l, "still in", "masih di"), h)
		default:
			gone = add(gone, pick(l, "also", "juga"), h)
		}
	}
	return append(here, gone...)
}

// FoundPushed is when the key was first pushed, as far as the search found; zero where it did not.
func FoundPushed(k incident.Key) time.Time {
	if _, pushed := firstHits(k.Hits); pushed >= 0 {
		return k.Hits[pushed].PushedAt
	}
	return time.Time{}
}

// FoundSince says what the search knows of the beginning.
func (l Lang) FoundSince(pushed time.Time) string {
	return pick(l, "The search found the push of ", "Pencarian menemukan push ") + l.Time(pushed) + "."
}

// firstHits are the earliest commit and the earliest push that hold the key, -1 for none.
func firstHits(hits []incident.HitData) (first, pushed int) {
	first, pushed = -1, -1
	for i, h := range hits {
		if !h.CommitDate.IsZero() && (first < 0 || h.CommitDate.Before(hits[first].CommitDate)) {
			first = i
		}
		if !h.PushedAt.IsZero() && (pushed < 0 || h.PushedAt.Before(hits[pushed].PushedAt)) {
			pushed = i
		}
	}
	return first, pushed
}

// Exposed says how long the key could be read by others, from what was answered or found.
func (l Lang) Exposed(from, until time.Time) string {
	return l.Short(until.Sub(from)) + pick(l, " exposed", " terpapar")
}

// SaidBefore labels an answer that was given earlier.
func (l Lang) SaidBefore() string { return pick(l, "so far", "sejauh ini") }
