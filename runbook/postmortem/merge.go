package postmortem

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"firebreak/runbook/words"
)

// A person may edit a report anywhere. When it is generated again, what the program wrote and nobody
// touched is written anew; what somebody changed stays as it is, and what somebody added stays behind
// the block that it follows. The digests in the markers tell the one from the other.

// handed are the lines of the front matter that a person may set.
var handed = []string{"title", "status", "owner", "approver", "review_due"}

// handMarker begins the last line of a page: digests of the lines above, as they were generated.
const handMarker = markerStart + "front "

// handLine is the last line of a page with this front matter.
func handLine(front frontMatter, title string) string {
	line := handMarker + titleMark + "=" + digestOf(title) + " "
	for _, f := range front {
		if slices.Contains(handed, f.key) {
			line += f.key + "=" + digestOf(scalar(f.value)) + " "
		}
	}
	return line + "-->\n"
}

// titleMark is the key of the title's line above the sections.
const titleMark = "h1"

// piece is a stretch of a page below one marker, or the head above the first.
type piece struct {
	section, key string // key: empty for what stands under a section's marker itself
	marker       string // the line, empty for the head
	digest       string
	text         string
}

func (p piece) name() string { return p.section + "/" + p.key }

// generated parts the text into what the program wrote and what somebody wrote before and behind it.
// edited tells that nothing in it is what was written.
func (p piece) generated() (lead, own, added string, edited bool) {
	lines := strings.SplitAfter(p.text, "\n")
	if p.key == "" {
		i := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, "## ") })
		if i < 0 {
			return p.text, "", "", false
		}
		return strings.Join(lines[:i], ""), lines[i], strings.Join(lines[i+1:], ""), false
	}
	for from := range lines {
		sum := sha256.New()
		for i, line := range lines[from:] {
			_, _ = sum.Write([]byte(line)) // a hash never fails
			if hex.EncodeToString(sum.Sum(nil)[:4]) == p.digest {
				to := from + i + 1
				return strings.Join(lines[:from], ""), strings.Join(lines[from:to], ""), strings.Join(lines[to:], ""), false
			}
		}
	}
	return "", p.text, "", true
}

// pieces splits a page at its markers; the front matter is left out, and the last line.
func pieces(body string) []piece {
	list := []piece{{}}
	section, fence := "", false
	for line := range strings.Lines(body) {
		plain := strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(plain, "```") {
			fence = !fence
		}
		if strings.HasPrefix(plain, handMarker) {
			continue
		}
		if m := sectionMarker.FindStringSubmatch(plain); m != nil && !fence {
			section = m[1]
			list = append(list, piece{section: section, marker: line})
			continue
		}
		if m := blockMarker.FindStringSubmatch(plain); m != nil && !fence {
			list = append(list, piece{section: section, key: m[1], marker: line, digest: m[2]})
			continue
		}
		list[len(list)-1].text += line
	}
	return list
}

// Merged is a page that was generated again over one that people had edited.
type Merged struct {
	Markdown []byte
	Kept     []string // blocks that somebody changed, which are not written anew: "analysis/factors"
	Added    int      // places where somebody added something
}

// Merge writes a page anew over an earlier one of the same incident. ok is false where the earlier one
// has no markers any more: then it cannot be told what somebody wrote, and it must be kept beside.
func Merge(earlier, fresh []byte) (m Merged, ok bool) {
	oldFront, oldBody, found := cutFront(strings.ReplaceAll(string(earlier), "\r\n", "\n"))
	front, body, _ := cutFront(string(fresh))
	old := map[string]piece{}
	var order []string
	for _, p := range pieces(oldBody) {
		if _, twice := old[p.name()]; !twice {
			order = append(order, p.name())
		}
		old[p.name()] = p
	}
	if !found || len(order) < 2 {
		return Merged{Markdown: fresh}, false
	}
	var b strings.Builder
	digests := handDigests(oldBody)
	b.WriteString(handedOver(oldFront, front, digests))
	list := pieces(body)
	for i, p := range list {
		before, there := old[p.name()]
		delete(old, p.name())
		m.piece(&b, p, before, there, digests)
		if last := i == len(list)-1; last || list[i+1].section != p.section {
			m.orphans(&b, old, order, func(section string) bool { return last || section == p.section })
		}
	}
	b.WriteString(body[strings.LastIndex(body, handMarker):])
	m.Markdown = []byte(b.String())
	return m, true
}

// piece writes one stretch: the new one with what was added to the old, or the old one as it was changed.
func (m *Merged) piece(b *strings.Builder, fresh, before piece, there bool, digests map[string]string) {
	if !there {
		b.WriteString(fresh.marker + fresh.text)
		return
	}
	if fresh.marker == "" {
		b.WriteString(m.top(fresh.text, before.text, digests))
		return
	}
	lead, _, added, edited := before.generated()
	if edited {
		m.Kept = append(m.Kept, before.name())
		b.WriteString(before.marker + before.text)
		return
	}
	b.WriteString(fresh.marker)
	if strings.TrimSpace(lead) != "" {
		m.Added++
		b.WriteString(lead)
	}
	if added = strings.Trim(added, "\n"); added == "" {
		b.WriteString(fresh.text)
		return
	}
	m.Added++
	b.WriteString(strings.TrimRight(fresh.text, "\n") + "\n\n" + added + "\n\n")
}

// top is what stands above the first section: our banners and the title, as somebody set it, with what
// somebody added. A banner is never kept: what it warns of may be over.
func (m *Merged) top(fresh, before string, digests map[string]string) string {
	var added []string
	title := ""
	for line := range strings.Lines(before) {
		plain := strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(plain, "# "):
			if sum, known := digests[titleMark]; known && digestOf(plain) != sum {
				title = plain
			}
		case strings.HasPrefix(plain, ">"), plain == "" && len(added) == 0:
		default:
			added = append(added, plain)
		}
	}
	if title != "" {
		at := strings.LastIndex(fresh, "\n# ") + 1
		fresh = fresh[:at] + title + "\n" + fresh[at+strings.Index(fresh[at:], "\n")+1:]
	}
	if text := strings.TrimSpace(strings.Join(added, "\n")); text != "" {
		m.Added++
		return strings.TrimRight(fresh, "\n") + "\n\n" + text + "\n\n"
	}
	return fresh
}

// orphans keeps what somebody wrote in blocks that are not generated any more, in the order in which
// they stood.
func (m *Merged) orphans(b *strings.Builder, old map[string]piece, order []string, of func(section string) bool) {
	for _, name := range order {
		p, left := old[name]
		if !left || !of(p.section) || p.marker == "" {
			continue
		}
		delete(old, name)
		lead, text, added, edited := p.generated()
		if !edited {
			text = lead + added
		}
		if strings.TrimSpace(text) != "" {
			m.Added++
			b.WriteString(strings.Trim(text, "\n") + "\n\n")
		}
	}
}

// cutFront parts the front matter with its fences from the body.
func cutFront(page string) (front, body string, ok bool) {
	if !strings.HasPrefix(page, "---\n") {
		return "", page, false
	}
	end := strings.Index(page[4:], "\n---\n")
	if end < 0 {
		return "", page, false
	}
	at := 4 + end + len("\n---\n")
	return page[:at], page[at:], true
}

// handDigests reads the last line of a page.
func handDigests(body string) map[string]string {
	at := strings.LastIndex(body, handMarker)
	if at < 0 {
		return nil
	}
	line, _, _ := strings.Cut(body[at+len(handMarker):], "\n")
	digests := map[string]string{}
	for word := range strings.FieldsSeq(line) {
		if key, sum, ok := strings.Cut(word, "="); ok {
			digests[key] = sum
		}
	}
	return digests
}

// handedOver is the new front matter with the lines that a person set in the old one.
func handedOver(old, fresh string, digests map[string]string) string {
	set := map[string]string{}
	for line := range strings.Lines(old) {
		key, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if sum, known := digests[key]; ok && known && digestOf(value) != sum && slices.Contains(handed, key) {
			set[key] = line
		}
	}
	var b strings.Builder
	for line := range strings.Lines(fresh) {
		key, _, _ := strings.Cut(line, ": ")
		if mine, ok := set[key]; ok {
			line = mine
		}
		b.WriteString(line)
	}
	return b.String()
}

// Suspicious names the lines of text that people wrote into a page and that look random.
func Suspicious(markdown []byte) []Hit {
	var hits []Hit
	for _, p := range pieces(string(markdown)) {
		lead, own, added, edited := p.generated()
		if edited {
			added = own
		}
		if p.key != "" && randomWord(lead+added) {
			hits = append(hits, Hit{Kind: HitEntropy, Section: p.section, Field: p.key, Warning: true})
		}
	}
	return hits
}

// MaskLines replaces the lines of a page that hold a secret, but for its markers.
func MaskLines(markdown []byte, holds func([]byte) bool, l words.Lang) []byte {
	var b strings.Builder
	for line := range strings.Lines(string(markdown)) {
		if !strings.HasPrefix(line, markerStart) && holds([]byte(line)) {
			line = say(l, masked[0], masked[1]) + "\n"
		}
		b.WriteString(line)
	}
	return []byte(b.String())
}
