package intake

import "slices"

// ggshield reads a scan: files with the incidents in them.
func ggshield(r *reader, v value) bool {
	return r.scan(v, 0)
}

// ggshieldScans reads a range of commits or a set of images: scans in a scan.
func ggshieldScans(r *reader, v value) bool {
	found := false
	for scan := range v.at("scans").elements() {
		found = r.scan(scan, 1) || found
	}
	return found
}

// ggshieldClean reads a scan without incidents, of which ggshield leaves the list away.
func ggshieldClean(r *reader, v value) bool {
	if v.at("total_incidents").number() != 0 {
		return false
	}
	r.is(GGShield)
	return true
}

func (r *reader) scan(v value, nesting int) bool {
	entities := v.at("entities_with_incidents")
	found := false
	if nesting < maxNesting {
		for inner := range v.at("scans").elements() {
			found = r.scan(inner, nesting+1) || found
		}
	}
	if !entities.isArray() {
		return found
	}
	r.is(GGShield)
	var at Exposure
	if id := v.at("id"); isCommit(id) {
		extra := v.at("extra_info")
		at = Exposure{Commit: id.text(), Author: person(extra.at("author"), extra.at("email")), Date: extra.at("date").time()}
	}
	for entity := range entities.elements() {
		r.entity(entity, at)
	}
	return true
}

// isCommit tells the id of a commit from the name of a file or image.
func isCommit(v value) bool {
	id := v.word(65)
	if len(id) != 40 && len(id) != 64 {
		return false
	}
	return !slices.ContainsFunc([]byte(id), func(c byte) bool { _, ok := hexDigit(c); return !ok })
}

func (r *reader) entity(v value, at Exposure) {
	if !v.isObject() {
		r.skip()
		return
	}
	at.File = v.at("filename").place()
	for incident := range v.at("incidents").elements() {
		if r.full {
			return
		}
		if incident.isObject() {
			r.ggshieldIncident(incident, at)
		} else {
			r.skip()
		}
	}
}

// ggshieldIncident reads one credential in one file. Occurrences of one type are places of the
// same half, those of other types are its other halves.
func (r *reader) ggshieldIncident(v value, at Exposure) {
	it := Item{Origin: GGShield, Exposure: at, Status: status(v.at("validity"))}
	it.Rule = v.at("type").text()
	it.Fingerprint = v.at("ignore_sha").text()
	it.URL = v.at("incident_url").place()
	it.Suppressed = v.at("ignore_reason").isText() || v.at("ignore_reason").isObject()
	occurrences := v.at("occurrences")
	main := mainHalf(occurrences)
	for o := range occurrences.elements() {
		if kind := o.at("type").word(64); kind != main {
			it.part(kind, o.at("match"))
		}
	}
	placed := false
	for o := range occurrences.elements() {
		if r.full {
			return
		}
		if !o.isObject() {
			r.skip()
			continue
		}
		if o.at("type").word(64) != main {
			continue
		}
		one := it
		one.take(o.at("match"))
		one.Line, one.EndLine = o.lines()
		if index := o.at("index_start"); index.isNumber() && index[0] != '-' {
			one.Column = index.number() + 1
		}
		r.add(one)
		placed = true
	}
	if !placed {
		r.add(it)
	}
}

// lines reads where an occurrence is. In a patch that is the line after it, else the one before
// it, and not the line of the patch.
func (v value) lines() (start, end int) {
	for _, prefix := range []string{"post_", "pre_", ""} {
		if start = v.at(prefix + "line_start").number(); start > 0 {
			return start, v.at(prefix + "line_end").number()
		}
	}
	return 0, 0
}

// mainHalf returns the type of the occurrences that hold the secret: the first that is not among
// the halves which identify.
func mainHalf(occurrences value) string {
	main := ""
	for o := range occurrences.elements() {
		kind := o.at("type").word(64)
		if main == "" {
			main = kind
		}
		if kind != "" && !slices.Contains(identifying, kind) {
			return kind
		}
	}
	return main
}

var identifying = []string{
	"client_id", "id", "account_id", "tenant_id", "subscription_id", "host", "port", "scheme", "database", "endpoint", "domain", "url",
	"username", "user", "login", "email",
}
