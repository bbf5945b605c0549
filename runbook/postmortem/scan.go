package postmortem

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
)

// Kinds of a hit. The first two hold the report back; the last one warns.
const (
	HitDetector = "detector" // one of our detectors knows its form
	HitSecret   = "secret"   // a secret of this incident, in one of its encodings
	HitEntropy  = "entropy"  // free text that looks random
)

// Hit is a place in a finished text where a secret stands, or seems to. It never holds the
// text itself.
type Hit struct {
	Kind    string
	Section string // id of the section, "front matter" above the first
	Field   string // label of the row, or "line N"
	Warning bool   // the report may be written
}

// String names the place.
func (h Hit) String() string { return fmt.Sprintf("%s in %s, %s", h.Kind, h.Section, h.Field) }

// Known is a secret of which only the fingerprint is known, with the salt it was made with.
type Known struct {
	Fingerprint string
	Salt        []byte
}

// Scan is the gate before a text reaches the disk. Detect says how many credentials our
// detectors find in a piece of text; secrets are those of the incident that are in memory;
// known are those that are not. It looks at the text as it is and with line breaks, cell
// breaks and blanks taken out, so that a value split over two lines is found too. An empty
// answer means that the text may be written.
func Scan(doc []byte, detect func([]byte) int, secrets []providers.Secret, known ...Known) []Hit {
	var hits []Hit
	add := func(kind string, at int) {
		h := place(doc, kind, at)
		if !slices.Contains(hits, h) {
			hits = append(hits, h)
		}
	}
	readings := []func([]byte) view{plainView, unwrapped, squeezed}
	views := make([]view, len(readings))
	for i, read := range readings {
		views[i] = read(doc)
	}
	for _, s := range secrets {
		forms := s.Forms()
		for i, v := range views {
			for _, form := range forms {
				needle := readings[i](form).text // of many lines: as the view has them
				if len(needle) < shortestNeedle {
					continue // little but what the reading leaves out: the plain one finds it
				}
				for _, at := range v.find(needle) {
					add(HitSecret, at)
				}
			}
			for _, line := range longLines(forms) {
				for _, at := range v.find(line) {
					add(HitSecret, at)
				}
			}
		}
		for _, form := range forms {
			clear(form)
		}
	}
	for _, v := range views[:2] {
		for _, at := range v.fingerprints(known) {
			add(HitSecret, at)
		}
		for _, at := range detected(doc, v, detect) {
			add(HitDetector, at)
		}
	}
	return hits
}

// shortestNeedle is as long as the shortest value that has forms.
const shortestNeedle = 8

// longLines are the lines of a secret of many that are long enough to be told from ordinary words. What
// frames it is no secret.
func longLines(forms [][]byte) (lines [][]byte) {
	for _, form := range forms {
		all := bytes.FieldsFunc(form, func(r rune) bool { return r == '\n' || r == '\r' })
		for _, line := range all {
			if len(all) > 1 && len(line) >= shortestToken && !bytes.HasPrefix(line, []byte("-----")) {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// detected finds the lines in which a detector speaks up; where only the whole text makes it
// speak, the beginning is named.
func detected(doc []byte, v view, detect func([]byte) int) []int {
	if detect == nil || detect(v.text) == 0 {
		return nil
	}
	var at []int
	for start := 0; start < len(doc); {
		end := len(doc)
		if i := bytes.IndexByte(doc[start:], '\n'); i >= 0 {
			end = start + i + 1
		}
		if detect(doc[start:end]) > 0 {
			at = append(at, start)
		}
		start = end
	}
	if len(at) == 0 {
		at = []int{0}
	}
	return at
}

// place names the section and the row of an offset.
func place(doc []byte, kind string, at int) Hit {
	h := Hit{Kind: kind, Section: "front matter"}
	before := doc[:at]
	const mark = "<!-- fb:section="
	if i := bytes.LastIndex(before, []byte(mark)); i >= 0 {
		name, _, _ := bytes.Cut(before[i+len(mark):], []byte(" "))
		h.Section = Slug(string(name))
	}
	line := doc[bytes.LastIndexByte(before, '\n')+1:]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	number := bytes.Count(before, []byte("\n")) + 1
	h.Field = fmt.Sprintf("line %d", number)
	if cells := strings.Split(string(line), " | "); len(cells) == 2 && strings.HasPrefix(cells[0], "| ") {
		if label := strings.TrimPrefix(cells[0], "| "); Slug(label) != "incident" && len(label) <= slugLength {
			h.Field = fmt.Sprintf("%s (line %d)", Slug(label), number)
		}
	}
	return h
}

// KnownOf lists every secret of an incident by its fingerprint, so that a text is searched for them
// also when their values are not in memory.
func KnownOf(s incident.State) []Known {
	salt, _ := hex.DecodeString(s.Opening.Salt) // one that is none fits no fingerprint
	var list []Known
	for _, cred := range s.Order {
		k := s.Keys[cred]
		list = append(list, Known{Fingerprint: k.Identity.Fingerprint, Salt: salt})
		if k.Successor.Parked != nil {
			list = append(list, Known{Fingerprint: k.Successor.Parked.Fingerprint, Salt: salt})
		}
	}
	return list
}
