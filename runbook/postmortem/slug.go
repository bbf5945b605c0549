package postmortem

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"firebreak/runbook/incident"
)

// slugLength is the most characters of a slug: file names stay readable.
const slugLength = 40

// Slug makes a part of a file name: 1 to 40 of [a-z0-9-], whatever the words were.
func Slug(words ...string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(strings.Join(words, "-")) {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() == slugLength {
			break
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "incident"
}

// BaseName is the report's file name without its ending: INC-20261123-openai-docs-bot. Where
// another incident has that name already, BaseName with its own four letters is free.
func BaseName(s incident.State, cred string, taken bool) string {
	day, letters := idParts(s)
	k := s.Keys[cred]
	name := ""
	if r := snapshot(k); r != nil {
		name = r.ParentName.Line(slugLength)
		if name == "" {
			name = r.Name.Line(slugLength)
		}
	}
	if name == "" {
		name = "key"
	}
	base := "INC-" + day + "-" + Slug(k.Identity.Kind.Provider(), name)
	if taken {
		base += "-" + letters
	}
	return base
}

// idParts splits INC-20261123-k7qd, and makes do where the id has another form.
func idParts(s incident.State) (day, letters string) {
	parts := strings.Split(s.Opening.ID, "-")
	if len(parts) == 3 && Slug(parts[1]) == parts[1] && Slug(parts[2]) == parts[2] {
		return parts[1], parts[2]
	}
	return s.OpenedAt.UTC().Format("20060102"), Slug(s.Opening.ID)
}

// CopyID names one copy of the key, so that a person can say when it was removed. It is the
// About of incident.AskRemoved and does not change when the search is repeated.
func CopyID(h incident.HitData) string {
	where, _ := h.Where.MarshalJSON()
	path, _ := h.Path.MarshalJSON()
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%d\n%s\n%s", h.Kind, where, path, h.Line, h.Object, h.Commit))
	return "copy-" + hex.EncodeToString(sum[:4])
}

// mask shows a key as its public prefix and its last characters.
func mask(id incident.IdentifiedData) text {
	const mostPrefix = 8
	prefix := id.Prefix
	if len(prefix) > mostPrefix {
		prefix = prefix[:mostPrefix]
	}
	if prefix == "" && id.Last4 == "" {
		return nil
	}
	return shown(prefix + "…" + id.Last4)
}
