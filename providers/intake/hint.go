package intake

import (
	_ "embed" // for the table
	"strings"
	"sync"
	"unicode"

	"firebreak/providers/identify"
)

//go:embed issuers.txt
var issuerTable string

// otherNames maps names of issuers that no kind bears to their ids.
var otherNames = sync.OnceValue(func() map[string]string {
	slugs := map[string]string{}
	for line := range strings.Lines(issuerTable) {
		names := strings.Fields(line)
		if len(names) == 0 || names[0] == "#" {
			continue
		}
		for _, name := range names[1:] {
			slugs[name] = names[0]
		}
	}
	return slugs
})

// keyFiles is the issuer of key files among the kinds: nobody.
const keyFiles = "private-key"

// issuerNamed is the id of the issuer of a name, without separators and in lower case.
func issuerNamed(name string) string {
	if slug, known := otherNames()[name]; known {
		return slug
	}
	if slug := identify.Issuer(name); slug != keyFiles {
		return slug
	}
	return ""
}

// Hint returns the slug of the issuer that the sender's rule names, or "" where it names none
// that is known. Rules can be wrong: what the value says about itself counts for more.
func Hint(it Item) (vendor string) {
	for _, rule := range []string{it.Rule.Line(mostRule), it.RuleName.Line(mostRule)} {
		if vendor = issuerIn(rule); vendor != "" {
			return vendor
		}
	}
	return ""
}

const (
	mostRule  = 80 // columns of a rule's name that are looked at
	mostWords = 4  // words of an issuer's name
)

// issuerIn looks for the longest issuer's name that the rule begins with, whatever separates its
// words: openai_api_key, np.openai.1, OpenAI and Open AI Token all name one.
func issuerIn(rule string) string {
	words := wordsOf(rule)
	if len(words) > 0 && (words[0] == "kingfisher" || words[0] == "np") {
		words = words[1:] // whose rule it is
	}
	for n := min(len(words), mostWords); n > 0; n-- {
		if slug := issuerNamed(strings.Join(words[:n], "")); slug != "" {
			return slug
		}
	}
	return ""
}

// wordsOf splits at separators and where a capital starts a word, in lower case.
func wordsOf(name string) []string {
	var words []string
	runes := []rune(name)
	start := 0
	take := func(end int) {
		if end > start {
			words = append(words, strings.ToLower(string(runes[start:end])))
		}
	}
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			take(i)
			start = i + 1
		case i > start && unicode.IsUpper(r) && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])):
			take(i)
			start = i
		}
	}
	take(len(runes))
	return words
}
