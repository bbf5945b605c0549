package intake

import "firebreak/providers"

// target is what of an exposure a field of a source's own metadata says.
type target int

const (
	toFile target = iota
	toRepo
	toCommit
	toBranch
	toURL
	toAuthor
	toMail
	toDate
	toLine
	targets
)

// sourceFields sorts the field names that scanners use for the place of a finding, which differ
// from source to source: TruffleHog's source metadata, Betterleaks' attributes, properties and
// fingerprints in SARIF. Of two fields with one target the lower rank wins.
var sourceFields = map[string]struct {
	to   target
	rank int
}{
	"file": {toFile, 1}, "filename": {toFile, 1}, "path": {toFile, 2}, "blob_path": {toFile, 2}, "page": {toFile, 3},
	"issue": {toFile, 3}, "title": {toFile, 4}, "document_id": {toFile, 5}, "issue_id": {toFile, 5}, "request_name": {toFile, 5},
	"event_id": {toFile, 6}, "release": {toFile, 6},

	"repository": {toRepo, 1}, "repo": {toRepo, 1}, "repository_url": {toRepo, 1}, "git.remote_url": {toRepo, 1}, "github.repo_url": {toRepo, 2},
	"bucket": {toRepo, 2}, "container": {toRepo, 2}, "image": {toRepo, 2}, "package": {toRepo, 2}, "channel_name": {toRepo, 2},
	"project": {toRepo, 2}, "project_name": {toRepo, 3}, "project_slug": {toRepo, 3}, "pipeline": {toRepo, 3}, "space": {toRepo, 3},
	"index": {toRepo, 3}, "repo_path": {toRepo, 3}, "collection_name": {toRepo, 3}, "workspace_name": {toRepo, 4}, "channel_id": {toRepo, 5},
	"hostname": {toRepo, 5}, "repository_local_path": {toRepo, 9},

	"commit": {toCommit, 1}, "commitSha": {toCommit, 1}, "commit_id": {toCommit, 1}, "git.sha": {toCommit, 1}, "commitHash": {toCommit, 1},

	"branch": {toBranch, 1},

	"link": {toURL, 1}, "url": {toURL, 1},

	"email": {toMail, 1}, "git.author_email": {toMail, 1}, "author": {toAuthor, 2}, "git.author_name": {toAuthor, 2}, "username": {toAuthor, 3},
	"user": {toAuthor, 3}, "last_modified_by": {toAuthor, 3}, "user_id": {toAuthor, 4},

	"timestamp": {toDate, 1}, "date": {toDate, 1}, "git.date": {toDate, 1}, "updated_at": {toDate, 2}, "created_at": {toDate, 3},
	"uploaded": {toDate, 3}, "date_created": {toDate, 3},

	"line": {toLine, 1},
}

// locate fills what is not known yet of the exposure from the fields of an object.
func (e *Exposure) locate(v value) {
	var best [targets]value
	var rank [targets]int
	for name, field := range v.fields() {
		f, known := sourceFields[string(name)]
		if !known || !field.isText() && !field.isNumber() || string(field) == `""` {
			continue
		}
		if rank[f.to] == 0 || f.rank <= rank[f.to] {
			best[f.to], rank[f.to] = field, f.rank
		}
	}
	e.fill(Exposure{
		File: best[toFile].place(), Repo: best[toRepo].place(), Commit: best[toCommit].text(), Branch: best[toBranch].text(),
		URL: best[toURL].place(), Author: person(best[toAuthor], best[toMail]), Date: best[toDate].time(), Line: best[toLine].number(),
	})
}

// fill takes over what is not known yet.
func (e *Exposure) fill(from Exposure) {
	for _, field := range []struct{ to, from *providers.Untrusted }{
		{&e.File, &from.File}, {&e.Repo, &from.Repo}, {&e.Commit, &from.Commit}, {&e.Branch, &from.Branch},
		{&e.Author, &from.Author}, {&e.URL, &from.URL},
	} {
		if field.to.IsEmpty() {
			*field.to = *field.from
		}
	}
	if e.Line == 0 {
		e.Line, e.Column, e.EndLine = from.Line, from.Column, from.EndLine
	}
	if e.Date.IsZero() {
		e.Date = from.Date
	}
}
