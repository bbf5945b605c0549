package intake

// truffleHog reads a line of `trufflehog --json` (version 3).
func truffleHog(r *reader, v value) bool {
	it := Item{Origin: TruffleHog}
	var raw, joined, parts value
	it.Status = Unknown // unverified: not asked, could not be asked, or in a way that tells nothing
	for name, field := range v.fields() {
		switch string(name) {
		case "SourceMetadata":
			it.source(field.at("Data"))
		case "DetectorName":
			it.Rule = field.text()
		case "Raw":
			raw = field
		case "RawV2": // id and secret of one credential, joined
			joined = field
		case "SecretParts":
			parts = field
		case "Verified":
			if field.isTrue() {
				it.Status = Active
			}
		}
	}
	it.take(raw)
	if it.State == Absent {
		it.take(joined)
	}
	for name, half := range parts.fields() {
		it.part(string(name), half)
	}
	it.part("RawV2", joined)
	r.add(it)
	return true
}

// source reads the object under Data, whose one field is named after the kind of source. Some
// kinds wrap another.
func (e *Exposure) source(v value) {
	for range 4 {
		e.locate(v)
		inner := value(nil)
		for _, field := range v.fields() {
			if field.isObject() {
				inner = field
			}
		}
		v = inner
	}
}

// truffleHogLegacy reads an object of `--json-legacy`, in the manner of version 2: one diff with
// all that was found in it.
func truffleHogLegacy(r *reader, v value) bool {
	it := Item{Origin: TruffleHog, Rule: v.at("reason").text()}
	it.locate(v)
	found := v.at("stringsFound")
	if !found.isArray() {
		return false
	}
	r.is(TruffleHog)
	for text := range found.elements() {
		one := it
		one.take(text)
		if one.State == Absent {
			r.skip()
			continue
		}
		r.add(one)
	}
	return true
}
