package postmortem

import (
	"strings"

	"firebreak/providers"
)

// text is one line of the report: words of ours, and spans from outside between them.
type text []span

type spanKind int

const (
	spanOwn  spanKind = iota // our words: printed as they are
	spanName                 // identifiers, paths, digests: from outside, but no free text
	spanFree                 // free text of people or of attackers
)

type span struct {
	kind    spanKind
	words   string
	outside providers.Untrusted
}

// own is text of our own words. It holds no markdown but what we mean.
func own(words string) text {
	if words == "" {
		return nil
	}
	return text{{kind: spanOwn, words: words}}
}

// named shows an identifier, path or other name that came through the journal.
func named(name string) text {
	if name == "" {
		return nil
	}
	return text{{kind: spanName, outside: providers.FromOutside(name)}}
}

// called shows a name that people gave to a thing at the provider.
func called(name providers.Untrusted) text {
	if name.IsEmpty() {
		return nil
	}
	return text{{kind: spanName, outside: name}}
}

// spelled shows a name that decides something, such as a project's: what is not plain ASCII in
// it is spelled out, so that a look-alike is seen.
func spelled(name providers.Untrusted) text { return named(name.Spelled(lineWidth)) }

// quote shows free text that somebody else wrote.
func quote(u providers.Untrusted) text {
	if u.IsEmpty() {
		return nil
	}
	return text{{kind: spanFree, outside: u}}
}

// fill puts texts into the places of a sentence that read {}, in their order.
func fill(sentence string, parts ...text) text {
	var t text
	for _, part := range parts {
		before, after, found := strings.Cut(sentence, "{}")
		if !found {
			break
		}
		t = append(append(t, own(before)...), part...)
		sentence = after
	}
	return append(t, own(sentence)...)
}

// join puts a separator of ours between texts, passing over empty ones.
func join(sep string, parts ...text) text {
	var t text
	for _, part := range parts {
		if len(part) == 0 {
			continue
		}
		if len(t) > 0 {
			t = append(t, own(sep)...)
		}
		t = append(t, part...)
	}
	return t
}

// names lists identifiers.
func names(ids []string) text {
	var list []text
	for _, id := range ids {
		list = append(list, named(id))
	}
	return join(", ", list...)
}

// markdown renders the line; inTable escapes what would end a cell.
func (t text) markdown(inTable bool) string {
	var b strings.Builder
	for _, s := range t {
		if s.kind != spanOwn {
			b.WriteString(s.outside.Code(inTable))
			continue
		}
		words := s.words
		if inTable {
			words = strings.ReplaceAll(words, "|", `\|`)
		}
		b.WriteString(words)
	}
	return b.String()
}

// plain renders the line for JSON: the same characters without markdown.
func (t text) plain() string {
	var b strings.Builder
	for _, s := range t {
		if s.kind == spanOwn {
			b.WriteString(s.words)
			continue
		}
		b.WriteString(s.outside.Line(lineWidth))
	}
	return b.String()
}

// lineWidth is the most cells of one value; as much as a code span shows.
const lineWidth = 300
