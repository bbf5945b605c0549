package postmortem

import (
	"regexp"
	"slices"
	"strings"

	"firebreak/providers"
	"firebreak/runbook/incident"
	"firebreak/runbook/words"
)

// Profile says for whom a report is: what names it may hold depends on that. A secret stands in none.
type Profile string

const (
	Internal   Profile = "internal"   // us: everything, with mail addresses masked
	Restricted Profile = "restricted" // an auditor, the provider: identifiers by their end, no people, paths alone
	Public     Profile = "public"     // everybody: no name of ours, nothing in the words of people
)

// Profiles lists them, the widest first.
var Profiles = []Profile{Internal, Restricted, Public}

// ParseProfile finds a profile by its name.
func ParseProfile(name string) (Profile, bool) {
	return Profile(name), slices.Contains(Profiles, Profile(name))
}

// base keeps the files of the profiles apart. That of a public report names no project.
func (p Profile) base(base string, s incident.State, k incident.Key) string {
	switch p {
	case Restricted:
		return base + "-" + string(p)
	case Public:
		day, letters := idParts(s)
		return "INC-" + day + "-" + Slug(k.Identity.Kind.Provider(), letters) + "-" + string(p)
	}
	return base
}

// show is a text as a profile may hold it.
func (p Profile) show(t text, l words.Lang) text {
	out := make(text, 0, len(t))
	for _, s := range t {
		if s.kind == spanOwn {
			out = append(out, s)
			continue
		}
		out = append(out, p.span(s, l)...)
	}
	return out
}

// span is one piece from outside as the profile may hold it.
func (p Profile) span(s span, l words.Lang) text {
	switch p {
	case Public:
		if s.kind == spanName && s.sort == vocabulary {
			return text{s}
		}
		return own(say(l, "(withheld)", "(tidak dibuka)"))
	case Restricted:
		switch {
		case s.kind == spanName && s.sort == identifier:
			s.outside = providers.FromOutside(lastFour(s.outside.Line(lineWidth)))
		case s.kind == spanName && (s.sort == somebody || s.sort == somewhere):
			return own(say(l, "(withheld)", "(tidak dibuka)"))
		case s.kind == spanFree || s.sort != vocabulary:
			s.outside = mail.mask(s.outside, "(mail)")
		}
		return text{s}
	}
	if s.kind == spanFree || s.sort != vocabulary {
		s.outside = mail.mask(s.outside, "$1…@$2")
	}
	return text{s}
}

// lastFour is the end of an identifier; one that is not much longer is not shown at all.
func lastFour(id string) string {
	const least = 8
	letters := []rune(id)
	if len(letters) < least {
		return "…"
	}
	return "…" + string(letters[len(letters)-4:])
}

// masker finds mail addresses.
type masker struct{ form *regexp.Regexp }

var mail = masker{regexp.MustCompile(`([\p{L}\p{N}])[\p{L}\p{N}._%+-]*@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)`)}

// mask replaces the addresses in a text; one without any stays as it is.
func (m masker) mask(u providers.Untrusted, with string) providers.Untrusted {
	const whole = 4 << 10 // as much as outside text can hold
	line := u.Line(whole)
	if !strings.Contains(line, "@") || !m.form.MatchString(line) {
		return u
	}
	return providers.FromOutside(m.form.ReplaceAllString(line, with))
}

// redact shows every block as the report may hold it.
func redact(sections []section, show func(text) text) {
	for _, s := range sections {
		for i, b := range s.blocks {
			switch b := b.(type) {
			case *fields:
				for r := range b.rows {
					b.rows[r].value = show(b.rows[r].value)
				}
			case *table:
				for _, cells := range b.rows {
					for c := range cells {
						cells[c] = show(cells[c])
					}
				}
			case list:
				for n := range b.items {
					b.items[n] = show(b.items[n])
				}
			case paragraph:
				b.text = show(b.text)
				s.blocks[i] = b
			case alert:
				b.text = show(b.text)
				s.blocks[i] = b
			}
		}
	}
}
