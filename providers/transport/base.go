package transport

import (
	"errors"
	"net"
	"net/url"
	"strings"
)

// Reasons why a base URL is refused. None of them quotes it, for it may hold a password.
var (
	errBaseSyntax = errors.New("base URL cannot be read: want https://HOST/PATH")
	errBaseScheme = errors.New("base URL must be https, or http on a loopback address")
	errBaseUser   = errors.New("base URL must not hold a user or a password")
	errBaseQuery  = errors.New("base URL must not have a query or a fragment")
	errBasePath   = errors.New("base URL must have a plain path")
)

// CheckBase tells whether a base URL may stand in for a vendor's own: https anywhere, http on
// loopback only, no user part, no query, no fragment, a plain path. The error does not quote it.
func CheckBase(raw string) error {
	_, err := parseBase(raw)
	return err
}

// base is a checked base URL. Its path has no trailing slash.
type base struct {
	scheme string
	host   string // as dialled and sent: name or address, with the port if one was given
	path   string
}

func parseBase(raw string) (base, error) {
	u, err := url.Parse(strings.ReplaceAll(raw, regionPart, regionStand))
	switch {
	case err != nil, u.Opaque != "", u.Hostname() == "", strings.ContainsAny(u.Hostname(), "%*, "):
		return base{}, errBaseSyntax
	case u.User != nil:
		return base{}, errBaseUser
	case u.RawQuery != "", u.ForceQuery, u.Fragment != "", strings.Contains(raw, "#"):
		return base{}, errBaseQuery
	case !plainPath(u.EscapedPath()):
		return base{}, errBasePath
	case u.Scheme == "https", u.Scheme == "http" && isLoopbackName(u.Hostname()):
		b := base{scheme: u.Scheme, host: strings.ToLower(u.Host), path: strings.TrimRight(u.Path, "/")}
		b.host, b.path = strings.ReplaceAll(b.host, regionStand, regionPart), strings.ReplaceAll(b.path, regionStand, regionPart)
		return b, nil
	}
	return base{}, errBaseScheme
}

// Hosts of a vendor with one for each of its regions are one base, with regionPart where the name
// of the region stands. Libraries take no such URL, so that regionStand stands there meanwhile.
const (
	regionPart  = "{region}"
	regionStand = "region-of-the-call"
)

// in gives the base of one region: itself where it has but one host. ok is false where the region
// is missing or has no form of a name.
func (b base) in(region string) (at base, ok bool) {
	if !strings.Contains(b.host+b.path, regionPart) {
		return b, true
	}
	for _, c := range []byte(region) {
		if !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-') {
			return base{}, false
		}
	}
	b.host, b.path = strings.ReplaceAll(b.host, regionPart, region), strings.ReplaceAll(b.path, regionPart, region)
	return b, region != "" && len(region) <= 40
}

// plainPath accepts what needs no escaping and cannot climb.
func plainPath(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		if segment == "." || segment == ".." {
			return false
		}
	}
	return !strings.ContainsAny(path, "%\\;") && !strings.Contains(path, "//")
}

// IsLoopback reports whether a base URL can only mean this machine.
func IsLoopback(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && isLoopbackName(u.Hostname())
}

// isLoopbackName reports whether a host can only mean this machine. What localhost resolves to
// is checked again when it is dialled.
func isLoopbackName(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// address is the base's host with its port, as the dialler gets it.
func (b base) address() string {
	u := url.URL{Host: b.host}
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[b.scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// holds reports whether a URL lies at or below the base: same scheme, host and port, and a path
// that starts with the base's.
func (b base) holds(u *url.URL) bool {
	other := base{scheme: u.Scheme, host: strings.ToLower(u.Host)}
	if other.scheme != b.scheme || other.address() != b.address() || u.User != nil {
		return false
	}
	rest, ok := strings.CutPrefix(u.Path, b.path)
	return ok && (rest == "" || rest[0] == '/') && !strings.Contains(u.Path, "..")
}
