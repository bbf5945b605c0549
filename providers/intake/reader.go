package intake

import (
	"bytes"
	"slices"

	"firebreak/providers"
)

// reader collects the findings of one text.
type reader struct {
	report     Report
	recognised bool
	full       bool // MaxItems are there, and one more was met

	shapes []shape
	marks  map[string]uint64 // a bit for each name in shapes
}

// documents reads every JSON value that the text holds at its top level. Where a value is cut
// off by the end of the text, those inside it are tried: the findings before the cut are whole.
func (r *reader) documents(text []byte) error {
	budget := 8*len(text) + 1<<20 // for looking at what turns out to be broken
	for i := 0; ; {
		next := bytes.IndexAny(text[i:], "{[")
		if next < 0 {
			return nil
		}
		i += next
		n, f := measure(text[i:])
		switch f {
		case whole:
			r.document(text[i : i+n])
			i += n
		case deep:
			return ErrTooDeep
		default:
			r.report.Cut = r.report.Cut || f == cut
			i++
			if budget -= n; budget < 0 {
				return ErrTangled
			}
		}
		if r.full {
			return ErrTooMany
		}
	}
}

// maxNesting is how many arrays inside each other are opened in search of findings: pages of
// pages, as tools print that follow links.
const maxNesting = 3

// document reads one top-level value.
func (r *reader) document(v value) {
	if v.isArray() {
		r.list(v, 0)
		return
	}
	r.entry(v)
}

// list reads an array of findings. What is none is counted, once a finding stands beside it.
func (r *reader) list(v value, nesting int) (found bool) {
	strangers := 0
	for element := range v.elements() {
		switch {
		case r.full:
			return found
		case element.isArray() && nesting < maxNesting && r.list(element, nesting+1):
			found = true
		case r.entry(element):
			found = true
		default:
			strangers++
		}
	}
	if found {
		r.report.Skipped += strangers
	}
	return found
}

// entry reads an object if it has the shape of a known format.
func (r *reader) entry(v value) bool {
	if !v.isObject() {
		return false
	}
	var seen uint64
	for name := range v.fields() {
		seen |= r.marks[string(name)]
	}
	for i := range r.shapes {
		if s := &r.shapes[i]; seen&s.needs == s.needs && s.read(r, v) {
			return true
		}
	}
	return false
}

// is says that a report of the origin was met, be there findings in it or not.
func (r *reader) is(origin Origin) {
	r.recognised = true
	if r.report.Origin == "" {
		r.report.Origin = origin
	}
}

// add keeps a finding, and counts one that says nothing: no value, no place and no rule.
func (r *reader) add(it Item) {
	r.is(it.Origin)
	if it.State == "" {
		it.State = Absent
	}
	if it.Status == "" {
		it.Status = Unknown
	}
	if it.State == Absent && it.Rule.IsEmpty() && it.RuleName.IsEmpty() && it.File.IsEmpty() && it.URL.IsEmpty() {
		r.report.Skipped++
		return
	}
	if len(r.report.Items) == MaxItems {
		r.full = true
		return
	}
	r.report.Items = append(r.report.Items, it)
}

// skip counts an entry of the wrong shape.
func (r *reader) skip() { r.report.Skipped++ }

// take sets the value of a finding.
func (it *Item) take(v value) { it.Secret, it.State, it.Ending = v.secret() }

// part adds another half, each pair of name and value once. One without a value says nothing.
func (it *Item) part(name string, v value) {
	if len(it.Parts) == maxParts {
		return
	}
	if secret, state, _ := v.secret(); state == Full {
		it.addPart(Part{Name: providers.FromOutside(name), Secret: secret})
	}
}

func (it *Item) addPart(p Part) {
	if len(it.Parts) == maxParts || p.Secret.Equal(it.Secret) {
		return
	}
	for _, known := range it.Parts {
		if known.Name == p.Name && known.Secret.Equal(p.Secret) {
			return
		}
	}
	it.Parts = append(slices.Clip(it.Parts), p) // findings of one value share what is there
}
