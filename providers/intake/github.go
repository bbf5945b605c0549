package intake

import (
	"strings"

	"firebreak/providers"
)

// githubAlert reads a secret scanning alert as the REST API gives it.
func githubAlert(r *reader, v value) bool {
	if !v.at("html_url").isText() && !v.at("url").isText() {
		return false
	}
	r.add(alert(v, GitHubAlert))
	return true
}

// githubWebhook reads an event about an alert, or about one place of it.
func githubWebhook(r *reader, v value) bool {
	a := v.at("alert")
	if a.at("secret_type") == nil && a.at("secret_type_display_name") == nil {
		return false // events about other alerts have another inside
	}
	it := alert(a, GitHubWebhook)
	if repo := v.at("repository", "full_name").place(); !repo.IsEmpty() {
		it.Repo = repo
	}
	if place := v.at("location"); place.isObject() {
		it.githubPlace(place.at("details"))
	}
	if v.at("action").is("revoked") {
		it.Status = Inactive
	}
	r.add(it)
	return true
}

func alert(v value, origin Origin) Item {
	it := Item{Origin: origin, Rule: v.at("secret_type").text(), RuleName: v.at("secret_type_display_name").text(), Status: status(v.at("validity"))}
	it.take(v.at("secret"))
	it.URL = v.at("html_url").place()
	it.Fingerprint = it.URL
	if it.Fingerprint.IsEmpty() {
		it.Fingerprint = v.at("url").place()
	}
	it.Date = v.at("created_at").time()
	it.Repo = repoOf(v)
	it.githubPlace(v.at("first_location_detected"))
	switch v.at("resolution").word(32) {
	case "revoked":
		it.Status, it.StatusAt = Inactive, v.at("resolved_at").time()
	case "false_positive", "wont_fix", "used_in_tests":
		it.Suppressed = true
	}
	if it.StatusAt.IsZero() && it.Status != Unknown {
		it.StatusAt = v.at("updated_at").time()
	}
	return it
}

// repoOf reads owner and name out of the alert's own page where the repository is not said.
func repoOf(v value) providers.Untrusted {
	if name := v.at("repository", "full_name").place(); !name.IsEmpty() {
		return name
	}
	_, path, _ := strings.Cut(v.at("html_url").word(mostText), "://")
	_, path, _ = strings.Cut(path, "/")
	name, _, ok := strings.Cut(path, "/security/")
	if !ok || strings.Count(name, "/") != 1 {
		return providers.Untrusted{}
	}
	return providers.FromOutside(name)
}

// githubPlace reads the details of a location: a file at a commit, or the text of an issue, a
// pull request or the like, of which there is just an address, in a field named after it.
func (e *Exposure) githubPlace(v value) {
	var page, source value
	for name, field := range v.fields() {
		switch string(name) {
		case "path":
			e.File = field.place()
		case "start_line":
			e.Line = field.number()
		case "end_line":
			e.EndLine = field.number()
		case "start_column":
			e.Column = field.number()
		case "commit_sha":
			e.Commit = field.text()
		case "blob_url", "url", "locations_url":
		case "commit_url", "html_url":
			source = field
		default:
			if strings.HasSuffix(string(name), "_url") {
				page = field
			}
		}
	}
	if page == nil {
		page = source
	}
	if at := page.place(); !at.IsEmpty() {
		e.URL = at
	}
}
