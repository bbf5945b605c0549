package transport

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"firebreak/providers"
)

// Reasons why a route is refused. None of them quotes a value.
var (
	errHeaderName  = errors.New("a header has no sound name, or one that stands twice")
	errHeaderOwn   = errors.New("a header is set by the door itself")
	errHeaderAuth  = errors.New("a header may carry a credential: credentials come with the call")
	errHeaderRead  = errors.New("a header to be read hands out credentials or quotes URLs")
	errEmpty       = errors.New("a status that needs no body is no success")
	errField       = errors.New("a field to be shown may hold a credential")
	errHeaderValue = errors.New("a header's value is empty or not plain ASCII")
)

// adopt takes a route into the table.
func (d *Door) adopt(r providers.Route) error {
	switch {
	case r.Name == "" || r.Method == "" || r.Method != strings.ToUpper(r.Method):
		return fmt.Errorf("needs a name and an upper-case method")
	case d.routes[r.Name].Name != "":
		return fmt.Errorf("declared twice")
	case d.bases[r.Host].host == "":
		return fmt.Errorf("host %q has no base", r.Host)
	}
	if _, err := splitTemplate(r.Path); err != nil {
		return err
	}
	if err := cmp.Or(checkHeader(r.Header), checkReads(r.Reads), checkEmpty(r.Empty), checkFields(r.Fields)); err != nil {
		return err
	}
	d.routes[r.Name] = r
	return nil
}

// checkHeader refuses constant headers that would carry a credential, change how the request is
// framed or where it goes, or bend the lines around them.
func checkHeader(header map[string]string) error {
	seen := map[string]bool{}
	for name, value := range header {
		canonical := http.CanonicalHeaderKey(name)
		switch {
		case !isToken(name) || seen[canonical]:
			return errHeaderName
		case tellsCredential(canonical):
			return errHeaderAuth
		case isFraming(canonical):
			return errHeaderOwn
		case !isPlainValue(value):
			return errHeaderValue
		}
		seen[canonical] = true
	}
	return nil
}

// checkReads refuses headers of an answer that are credentials by their nature. Others may have
// a name that sounds like one: X-OAuth-Scopes holds the scopes of a token.
func checkReads(names []string) error {
	for _, name := range names {
		switch http.CanonicalHeaderKey(name) {
		case "Set-Cookie", "Set-Cookie2", "Authorization", "Proxy-Authorization", "Www-Authenticate", "Proxy-Authenticate",
			"Authentication-Info", "Location", "Content-Location", "Link", "Refresh":
			return errHeaderRead
		}
		if !isToken(name) {
			return errHeaderName
		}
	}
	return nil
}

// checkEmpty refuses statuses that are no success.
func checkEmpty(statuses []int) error {
	for _, status := range statuses {
		if status/100 != 2 {
			return errEmpty
		}
	}
	return nil
}

// isFraming tells the headers that say how a request is read and where it goes.
func isFraming(canonical string) bool {
	switch canonical {
	case "Host", "Connection", "Keep-Alive", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "Expect",
		"Content-Length", "Content-Type", "Content-Encoding", "Accept-Encoding", "User-Agent":
		return true
	}
	return strings.HasPrefix(canonical, "Proxy-")
}

// isToken holds for a name that can stand in a header.
func isToken(name string) bool {
	return name != "" && strings.IndexFunc(name, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	}) < 0
}

// isPlainValue holds for printable ASCII with no blank at its ends: what arrives as it was set.
func isPlainValue(value string) bool {
	return value != "" && strings.Trim(value, " ") == value &&
		strings.IndexFunc(value, func(r rune) bool { return r < ' ' || r > '~' }) < 0
}
