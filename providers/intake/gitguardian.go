package intake

// gitguardian reads an incident as the API gives it.
func gitguardian(r *reader, v value) bool {
	r.gitguardianIncident(v, nil, GitGuardian)
	return true
}

// gitguardianWebhook reads an event about an incident, or about one more place of it.
func gitguardianWebhook(r *reader, v value) bool {
	incident := v.at("incident")
	if !incident.isObject() || incident.at("gitguardian_url") == nil && incident.at("detector") == nil {
		return false
	}
	r.gitguardianIncident(incident, v.at("occurrence"), GitGuardianWebhook)
	return true
}

// gitguardianIncident adds one finding for each place that is told: one, those of the incident,
// or none. The value is never in it.
func (r *reader) gitguardianIncident(v, one value, origin Origin) {
	it := Item{Origin: origin, Status: status(v.at("validity")), Fingerprint: v.at("id").text()}
	detector := v.at("detector")
	it.Rule, it.RuleName = detector.at("name").text(), detector.at("display_name").text()
	if detector.isText() {
		it.Rule = detector.text()
	}
	it.Digest = v.at("secret_hash").text()
	if !it.Digest.IsEmpty() {
		it.State = Hashed
	}
	it.URL = v.at("gitguardian_url").place()
	it.Date = v.at("date").time()
	it.Suppressed = v.at("status").is("IGNORED")
	if v.at("secret_revoked").isTrue() {
		it.Status, it.StatusAt = Inactive, v.at("resolved_at").time()
	}
	placed := r.gitguardianPlace(it, one)
	for place := range v.at("occurrences").elements() {
		if r.full {
			return
		}
		if r.gitguardianPlace(it, place) {
			placed = true
		} else {
			r.skip()
		}
	}
	if !placed {
		r.add(it)
	}
}

func (r *reader) gitguardianPlace(it Item, place value) bool {
	if !place.isObject() {
		return false
	}
	it.occurrence(place)
	r.add(it)
	return true
}

func (e *Exposure) occurrence(v value) {
	place := Exposure{
		File: v.at("filepath").place(), Repo: v.at("source", "full_name").place(), Commit: v.at("sha").text(),
		Author: person(v.at("author_name"), v.at("author_info")), URL: v.at("url").place(), Date: v.at("date").time(),
	}
	place.Line, place.EndLine = v.at("matches").first().lines()
	place.fill(Exposure{URL: e.URL, Date: e.Date, Repo: v.at("source", "url").place()})
	*e = place
}
