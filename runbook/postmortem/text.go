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
	sort    nameSort // of a name
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

// nameSort says what a name from outside names: who may read it depends on that.
type nameSort int

const (
	identifier nameSort = iota // of a key, a project, an account, an organisation
	vocabulary                 // words of ours and of the vendor's documents: endpoints, codes, digests
	vendorWord                 // a name of the vendor's that may hold one of ours: a model
	office                     // the role of a person
	shownForm                  // what stands for the credential: its masked form, its fingerprint
	somebody                   // a person or an account that acts for one
	somewhere                  // a repository, a commit, a link, a host
	somePath                   // a path within one, a store
	fromWords                  // a sentence of package words, with a name in it
)

func name(s nameSort, what string) text {
	if what == "" {
		return nil
	}
	return text{{kind: spanName, sort: s, outside: providers.FromOutside(what)}}
}

func nameOf(s nameSort, what providers.Untrusted) text {
	if what.IsEmpty() {
		return nil
	}
	return text{{kind: spanName, sort: s, outside: what}}
}

// named shows an identifier that came through the journal.
func named(id string) text { return name(identifier, id) }

// called shows a name that people gave to a thing at the provider.
func called(u providers.Untrusted) text { return nameOf(identifier, u) }

func term(word string) text                 { return name(vocabulary, word) }
func vendorTerm(u providers.Untrusted) text { return nameOf(vendorWord, u) }
func role(of string) text                   { return name(office, of) }
func shown(form string) text                { return name(shownForm, form) }
func person(u providers.Untrusted) text     { return nameOf(somebody, u) }
func atPlace(where string) text             { return name(somewhere, where) }
func placed(u providers.Untrusted) text     { return nameOf(somewhere, u) }
func atPath(path string) text               { return name(somePath, path) }
func pathOf(u providers.Untrusted) text     { return nameOf(somePath, u) }

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

// terms lists words of the vocabulary.
func terms(list []string) text {
	var parts []text
	for _, word := range list {
		parts = append(parts, term(word))
	}
	return join(", ", parts...)
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
