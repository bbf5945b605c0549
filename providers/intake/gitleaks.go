package intake

import "bytes"

// gitleaks reads a finding of gitleaks, or of Betterleaks, which kept its names, added some, and
// later put the same in lower case with the place in an object of its own.
func gitleaks(r *reader, v value) bool {
	it := Item{Origin: Gitleaks}
	f := gitleaksFields{it: &it}
	for name, field := range v.fields() {
		f.read(lower(name, &f.name), field)
	}
	it.fill(Exposure{Author: person(f.author, f.mail)})
	for name, group := range f.groups.fields() {
		it.part(string(name), group)
	}
	it.components(f.sets)
	r.add(it)
	return true
}

type gitleaksFields struct {
	it           *Item
	author, mail value
	groups, sets value
	name         [20]byte // of a field, in lower case
}

// lower writes a name in lower case; what is longer than any name that matters is cut.
func lower(name []byte, into *[20]byte) []byte {
	n := copy(into[:], name)
	for i, c := range into[:n] {
		if c >= 'A' && c <= 'Z' {
			into[i] = c + 'a' - 'A'
		}
	}
	return into[:n]
}

func (f *gitleaksFields) read(name []byte, v value) {
	it := f.it
	switch string(name) {
	case "ruleid":
		it.Rule = v.text()
	case "description":
		it.RuleName = v.text()
	case "secret":
		it.take(v)
	case "file":
		it.File = v.place()
	case "commit":
		it.Commit = v.text()
	case "link":
		it.URL = v.place()
	case "author":
		f.author = v
	case "email":
		f.mail = v
	case "date":
		it.Date = v.time()
	case "fingerprint":
		it.Fingerprint = v.text()
	case "location":
		for inner, field := range v.fields() {
			f.line(lower(inner, &f.name), field)
		}
	default:
		f.line(name, v)
		f.added(name, v)
	}
}

func (f *gitleaksFields) line(name []byte, v value) {
	switch string(name) {
	case "startline":
		f.it.Line = v.number()
	case "endline":
		f.it.EndLine = v.number()
	case "startcolumn":
		f.it.Column = v.number()
	}
}

// added reads what only Betterleaks writes.
func (f *gitleaksFields) added(name []byte, v value) {
	it := f.it
	switch string(name) {
	case "validationstatus":
		it.Status = status(v)
	case "validation":
		it.Status = status(v.at("status"))
	case "capturegroups":
		f.groups = v
	case "requiredsets", "componentsets":
		f.sets = v
	case "attributes":
		it.locate(v)
	case "matchcontext", "validationreason", "confidence":
	default:
		return
	}
	it.Origin = Betterleaks
}

// components adds the other halves: findings in sets, each set one combination of them.
func (it *Item) components(sets value) {
	for set := range sets.elements() {
		for name, list := range set.fields() {
			if !bytes.EqualFold(name, []byte("components")) {
				continue
			}
			for half := range list.elements() {
				it.component(half)
			}
		}
	}
}

func (it *Item) component(v value) {
	var rule, text value
	var folded [20]byte
	for name, field := range v.fields() {
		switch string(lower(name, &folded)) {
		case "ruleid":
			rule = field
		case "secret":
			text = field
		}
	}
	it.part(rule.word(mostText), text)
}

// status sorts the verdicts of scanners. A word that is not known claims nothing.
func status(v value) Status {
	switch v.word(64) {
	case "valid", "active", "Active Credential", "verified_active":
		return Active
	case "invalid", "inactive", "revoked", "Inactive Credential", "verified_inactive":
		return Inactive
	}
	return Unknown
}
