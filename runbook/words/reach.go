package words

import (
	"fmt"
	"strings"

	"firebreak/runbook/incident"
)

// mostRights is how many rights of a key are named in a line.
const mostRights = 8

// Reach says what a key gave access to: "113 repositories, 14 secrets; scopes repo, workflow".
// What could not be listed is said.
func (l Lang) Reach(r incident.Reach) string {
	parts := []string{}
	if len(r.Things) > 0 {
		parts = append(parts, l.Searched(r.Things))
	}
	if r.Holds > 0 {
		parts = append(parts, fmt.Sprintf(pick(l, "%s by name", "%s menurut namanya"), l.of(int64(r.Holds), nSecret)))
	}
	text := strings.Join(parts, ", ")
	if text == "" {
		text = pick(l, "nothing that it may list", "tidak ada yang boleh didaftarnya")
	}
	if len(r.Scopes) > 0 {
		text += pick(l, "; scopes ", "; scope ") + l.rights(r.Scopes)
	}
	for _, what := range r.Unread {
		text += pick(l, "; unknown: ", "; tidak diketahui: ") + l.Unlisted(what)
	}
	return text
}

func (l Lang) rights(scopes []string) string {
	shown := scopes[:min(len(scopes), mostRights)]
	text := clean(strings.Join(shown, ", "), 200)
	if more := len(scopes) - len(shown); more > 0 {
		text += fmt.Sprintf(pick(l, " and %s more", " dan %s lagi"), l.Count(int64(more)))
	}
	return text
}

var nSecret = noun{"secret", "secrets", "rahasia"}
