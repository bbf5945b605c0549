package identify

import (
	"bytes"
	"slices"

	"firebreak/providers"
)

// Given recognises what somebody else cut out of a text, such as a scanner: a value, or the line
// around it, as FindMade does. Where no whole key is found it is looked for what stands for one.
func Given(value providers.Secret, made func(providers.Kind) bool) (found []Finding, other []Shape) {
	value.Expose(func(text []byte) {
		if found, other = FindMade(text, made); len(found) == 0 {
			found = StandIns(text)
		}
	})
	return found, other
}

// Veil puts an ellipsis in place of every credential in a short text that others wrote, such as a
// path or an address, before it is kept: of what Read takes for one, whole or not, and of the
// value itself in any of its forms. An error of Read hides all of it.
func Veil(text string, value providers.Secret) string {
	b := []byte(text)
	list, err := Read(b, Options{})
	if err != nil {
		return veiled
	}
	slices.SortStableFunc(list, func(a, b Reading) int { return b.Span[0] - a.Span[0] })
	for _, r := range list {
		switch r.Verdict {
		case IsMatch, IsWrongCheck, IsTruncated:
			b = slices.Replace(b, r.Span[0], r.Span[1], []byte(veiled)...)
		}
	}
	for _, form := range value.Forms() {
		b = bytes.ReplaceAll(b, form, []byte(veiled))
		clear(form)
	}
	return string(b)
}

const veiled = "…"
