package identify

import (
	"slices"
	"strings"
)

// What the words of a name say of its value.

// split takes a name or a sentence apart into lower-case words: at signs, and where capitals
// begin, behind figures too.
func split(text string) []string {
	var words []string
	begin := -1
	flush := func(to int) {
		if begin >= 0 && to > begin {
			words = append(words, strings.ToLower(text[begin:to]))
		}
		begin = -1
	}
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case !alphanumeric[c]:
			flush(i)
			continue
		case begin >= 0 && upper(c) && (lower(text[i-1]) || i+1 < len(text) && lower(text[i+1])):
			flush(i)
		}
		if begin < 0 {
			begin = i
		}
	}
	flush(len(text))
	return words
}

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }
func lower(c byte) bool { return c >= 'a' && c <= 'z' }

// secretish reports whether a word of a name says that the value is secret.
func secretish(word string) bool {
	switch word {
	case "key", "keys", "apikey", "token", "tokens", "secret", "secrets", "password", "passwd", "pwd", "pass", "pat", "auth", "authtoken", "credential", "credentials",
		"cred", "creds", "bearer", "jwt", "sk", "licence", "license", "passphrase", "apitoken", "authorization", "accesskey", "secretkey", "skey", "sas", "certificate", "dsn", "webhook":
		return true
	}
	return strings.HasSuffix(word, "key") && len(word) > 4 && word != "monkey" && word != "turkey" && word != "hockey" || strings.HasSuffix(word, "token") || strings.HasSuffix(word, "secret")
}

// harmless reports whether a name says that the value opens nothing: by its last word, or as a
// key that is no credential.
func harmless(words []string) bool {
	last := words[len(words)-1]
	if opensNothing[last] && !((last == "account" || last == "url" || last == "uri") && slices.ContainsFunc(words, secretish)) {
		return true
	}
	for i, w := range words {
		switch w {
		case "idempotency", "csrf", "xsrf", "cache", "partition", "sort", "lock", "foreign", "primary", "public", "publishable", "anon", "page", "next", "continuation", "sync",
			"object", "dedup", "dedupe", "shard", "routing", "host", "pubkey", "publickey", "row", "query", "i18n", "translation", "registry":
			return true
		case "client", "key":
			if i+1 < len(words) && words[i+1] == "id" {
				return true
			}
		}
	}
	return false
}

// opensNothing are words that a name of an identifier or a digest ends with.
var opensNothing = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields("id ids sha sha1 sha256 sha512 md5 hash digest checksum integrity commit rev revision etag uuid guid trace span request " +
		"build image version fingerprint thumbprint kid arn account project org organization organisation tenant subscription zone region user username email " +
		"req run ticket issue usage count limit limits snapshot delivery event table deployment invoice transaction customer cursor nonce name path url uri host endpoint ref branch tag signature resolved number address") {
		set[w] = true
	}
	return set
}()
